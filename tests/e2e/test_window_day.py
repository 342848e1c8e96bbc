"""A day at the window by keyboard alone: from an empty desk to an export, and the journal proves itself.

Every key goes to whatever has the focus, as it does for a person; nothing is clicked and no slot is called.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app import bootstrap
from app.domain.case import CaseState, DocumentState, JournalKind
from app.shipped_files import resource_path
from app.ui.application import make_application, make_window
from app.ui.export_dialog import ExportDialog
from app.ui.main_window import MainWindow
from app.ui.orders.import_assistant import ImportAssistant
from app.ui.settings import WindowSettings
from app.workflow.services import Services

K = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SAMPLE = resource_path("sample_data")
# Digital ones, so that the day needs no OCR: one agrees, one has a charge in its prices, one a price too high.
INVOICES = ("01_ironbark_448210.pdf", "14_quarrystone_QB-15618.pdf", "17_larkfield_INV-77251.pdf")
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Services]:
    with bootstrap.open_services(tmp_path / "desk", user="clerk", jobs=2) as services:
        yield services


@pytest.fixture
def window(desk: Services, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    opened = make_window(make_application(), desk, WindowSettings(tmp_path / "window.ini"))
    with qtbot.waitActive(opened):
        opened.show()
    _settle(qtbot, opened)
    yield opened
    opened.close()
    opened.theme.deleteLater()
    opened.deleteLater()
    qapp.processEvents()


def test_a_day_by_keyboard(window: MainWindow, desk: Services, qtbot: QtBot, tmp_path: Path) -> None:
    keys = _Keys(qtbot)

    # Import the orders: Ctrl+I, Enter, the folder's name, Enter; what it would do is shown; Enter accepts it.
    keys.press(K.Key_I, CTRL)
    assistant = keys.wait_for(ImportAssistant)
    keys.press(K.Key_Return)
    keys.wait_for(QFileDialog)
    keys.write(str(SAMPLE))
    keys.press(K.Key_Return)
    qtbot.waitUntil(lambda: len(assistant.previews) == 8 and not assistant.trying)
    _settle(qtbot, window)
    assert desk.store.facts().orders == 0
    keys.back_to(assistant)
    keys.press(K.Key_Return)
    qtbot.waitUntil(lambda: desk.store.facts().orders > 0)
    _settle(qtbot, window)
    keys.back_to(window)

    # Add invoices: Ctrl+O, their names, Enter.
    keys.press(K.Key_O, CTRL)
    keys.wait_for(QFileDialog)
    keys.write(" ".join(f'"{SAMPLE / "invoices" / name}"' for name in INVOICES))
    keys.press(K.Key_Return)
    keys.back_to(window)
    qtbot.waitUntil(lambda: desk.store.facts().documents == len(INVOICES))
    _settle(qtbot, window)
    keys.back_to(window)

    # The agreeing one cleared by itself; the others wait.
    counts = desk.store.queue_counts()
    assert counts[DocumentState.CLEARED] == 1
    assert counts[DocumentState.NEEDS_ME] == 2
    assert window.case.opened is not None

    # Correct a value of the first open one: its invoice number, as the clerk reads it on the page.
    first = _current(window)
    qtbot.waitUntil(window.actions_by_id["correct"].isEnabled)
    keys.press(K.Key_F2)
    qtbot.waitUntil(lambda: window.case.open_panel is window.case.correction)
    keys.choose(window.case.correction.field, "Invoice number")
    keys.press(K.Key_Tab)
    keys.press(K.Key_A, CTRL)
    keys.write("QB-15618-A")
    keys.press(K.Key_Return)
    _settle(qtbot, window)
    invoice = desk.store.document(first).invoice
    assert invoice is not None
    assert invoice.header.invoice_number is not None
    assert invoice.header.invoice_number.value == "QB-15618-A"

    # Go to the next open one and settle its mismatch with a note of one's own.
    keys.press(K.Key_Return, CTRL)
    _settle(qtbot, window)
    second = _current(window)
    assert second != first
    before = desk.store.document(second)
    keys.press(K.Key_X)
    keys.write("Price list of March holds; sent back by phone")
    keys.press(K.Key_Return)
    _settle(qtbot, window)
    decided = desk.store.document(second)
    assert decided.state is DocumentState.REJECTED
    assert decided.cases[0].note == "Price list of March holds; sent back by phone"

    # Take it back, then hold it instead.
    keys.press(K.Key_Z, CTRL)
    _settle(qtbot, window)
    assert desk.store.document(second).state is before.state
    keys.press(K.Key_H)
    keys.press(K.Key_Return)
    _settle(qtbot, window)
    held = desk.store.document(second)
    assert [case.state for case in held.cases if case.lane is not None].count(CaseState.ON_HOLD) == 1

    # Export the audit log as CSV to a file of one's own.
    target = tmp_path / "log.csv"
    keys.press(K.Key_E, CTRL)
    export = keys.wait_for(ExportDialog)
    keys.choose(export.kind, "Audit log")
    keys.press(K.Key_Tab)
    keys.choose(export.form, "Comma-separated values (csv)")
    keys.press(K.Key_Tab)
    keys.press(K.Key_A, CTRL)
    keys.write(str(target))
    keys.press(K.Key_Return)
    qtbot.waitUntil(target.exists)
    _settle(qtbot, window)
    keys.press(K.Key_Escape)
    keys.back_to(window)

    # What was done is in the log, in order, and the log is whole.
    assert desk.store.verify().whole
    journal = desk.store.journal()
    kinds = [entry.kind for entry in journal if entry.person]
    assert kinds.index(JournalKind.IMPORTED) < kinds.index(JournalKind.TAKEN_IN) < kinds.index(JournalKind.COMMAND)
    commands = [entry for entry in journal if entry.kind in (JournalKind.COMMAND, JournalKind.UNDONE)]
    assert [entry.kind for entry in commands] == [
        JournalKind.COMMAND, JournalKind.COMMAND, JournalKind.UNDONE, JournalKind.COMMAND,
    ]  # fmt: skip
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) >= len(journal)
    assert any("Price list of March holds" in cell for row in rows for cell in row)


class _Keys:
    """Presses keys on whatever has the focus."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self._focus(), key, modifier)

    def write(self, text: str) -> None:
        for letter in text:  # the first one may move the focus, as from the list of reasons
            QTest.keyClicks(self._focus(), letter)

    def choose(self, box: QComboBox, text: str) -> None:
        """Walk a drop-down with the arrow keys until it shows a text."""
        for _ in range(40):
            if QApplication.focusWidget() is box:
                break
            QTest.keyClick(self._focus(), K.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is box
        self.press(K.Key_Home)
        for _ in range(box.count()):
            if box.currentText() == text:
                return
            self.press(K.Key_Down)
        assert box.currentText() == text

    def wait_for(self, kind: type[D]) -> D:
        def found() -> list[D]:
            return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

        self._qtbot.waitUntil(lambda: bool(found()))
        dialog = found()[0]
        self._qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    def back_to(self, window: QWidget) -> None:
        """Do what a window manager does when a dialog closes: make the window under it the active one."""
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)

    def _focus(self) -> QWidget:
        widget = QApplication.focusWidget() or QApplication.activeWindow()
        assert widget is not None
        return widget


def _current(window: MainWindow) -> int:
    assert window.queue.current is not None
    return window.queue.current


def _settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.background.idle and not window.refreshing)
