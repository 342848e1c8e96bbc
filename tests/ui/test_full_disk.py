"""Resolving at the window while the disk is full: one sentence, nothing half, and it works again once there is room."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.storage.store import SqliteStore
from app.ui.errors import ErrorDialog
from app.ui.main_window import MainWindow
from app.workflow.queue import View
from app.workflow.services import Services
from tests.helpers.expected_readings import sample_services
from tests.helpers.small_disk import VARIABLE, Disk, LimitedDatabase, RealDisk, named_disk
from tests.ui.conftest import OpenWindow, settle

K = Qt.Key
PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
# A price 18.00 too high: the clerk's limit permits it, so that nothing but the disk can refuse it.
INVOICE = "INV-77251"


@pytest.fixture(params=["limit of the database", "small disk"])
def on_a_disk(request: pytest.FixtureRequest, finished_desk: Path, tmp_path: Path) -> Iterator[tuple[Services, Disk]]:
    place, small = tmp_path / "workspace", named_disk()
    real = None
    if request.param == "small disk":
        if small is None:
            pytest.skip(f"{VARIABLE} names no small disk")
        real = RealDisk(small)
        place = real.desk
    shutil.copytree(finished_desk, place)
    with sample_services(place) as services:
        assert isinstance(services.store, SqliteStore)
        yield services, real or LimitedDatabase(services.store._workspace)
        if real is not None:
            real.make_room()


def _press(key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def _write(text: str) -> None:
    for letter in text:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, letter)


def _noted() -> None:
    _press(K.Key_T)
    _write("asked the buyer")
    _press(K.Key_Return)


def _held() -> None:
    _press(K.Key_H)
    _press(K.Key_Return)


def _handed_over() -> None:
    _press(K.Key_E)
    _press(K.Key_S, CTRL)


def _rejected() -> None:
    _press(K.Key_X)
    _write("not ours")
    _press(K.Key_Return)


def _accepted() -> None:
    for key in (K.Key_A, K.Key_1, K.Key_Return):
        _press(key)


def _taken_back() -> None:
    _press(K.Key_Z, CTRL)


DAY: tuple[Callable[[], None], ...] = (_noted, _held, _taken_back, _handed_over, _rejected, _taken_back, _accepted)


def test_r30_resolving_on_a_full_disk_is_said_in_one_sentence_and_works_again(
    on_a_disk: tuple[Services, Disk], open_window: OpenWindow, qtbot: QtBot
) -> None:
    services, disk = on_a_disk
    window = open_window(services)
    for act in DAY:
        document = _look_at(window, qtbot)
        before = _all_of(services, document)
        disk.fill()
        act()
        settle(qtbot, window)
        (dialog,) = _dialogs()
        assert dialog.trouble.message.endswith("tieout.db is full; nothing of this step was saved."), act.__name__
        assert dialog.trouble.next_step == "Free some space and do it again."
        assert not dialog.trouble.is_bug
        assert _all_of(services, document) == before
        assert services.store.verify().whole
        panel = window.case.open_panel
        dialog.accept()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        disk.make_room()
        # What was typed still stands there: the same key gives it once more.
        if panel is None:
            act()
        else:
            assert window.case.open_panel is panel
            _press(*((K.Key_S, CTRL) if act is _handed_over else (K.Key_Return, PLAIN)))
        settle(qtbot, window)
        assert _dialogs() == []
        assert services.store.head()[0] > before[0][0], act.__name__
    assert services.store.verify().whole
    reasons = [entry.reason for entry in services.store.journal(document_id=document)]
    assert [reasons.count(one) for one in ("asked the buyer", "not ours", "Agreed with the buyer")] == [1, 1, 1]


def _look_at(window: MainWindow, qtbot: QtBot) -> int:
    window.show_view(View.ALL)
    settle(qtbot, window)
    model = window.queue.model
    row = next(row for i in range(model.rowCount()) if (row := model.row_at(i)) and row.invoice_number == INVOICE)
    window.queue.open_document(row.document_id)
    settle(qtbot, window)
    window.case.comparison.setFocus()
    return row.document_id


def _all_of(services: Services, document: int) -> tuple[tuple[int, str], object]:
    """Return what a command could have changed."""
    return services.store.head(), services.store.document(document)


def _dialogs() -> list[ErrorDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, ErrorDialog) and w.isVisible()]
