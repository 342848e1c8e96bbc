"""Matching by hand: an invoice line is dragged onto an order line, or its order line is chosen by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.case import Action
from app.domain.order import LineRef
from app.ui.case.comparison_model import LEFT, RIGHT, RowKind
from app.ui.main_window import MainWindow
from tests.helpers.like_cases import goggles, orders_desk
from tests.helpers.small_desk import SmallDesk, line, paper
from tests.ui.conftest import OpenWindow, settle

NOBODY = line(1, "Z-9", "Protective hand wear, hide", "20", "PR", "4.00", "80.00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = orders_desk(tmp_path)
    yield made
    made.services.close()


def open_it(desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot) -> tuple[MainWindow, int]:
    (document,) = desk.take(paper("A-1", [NOBODY, goggles(2, "20", "6.00", "120.00")], "200.00", po_numbers=["PO-16"]))
    window = open_window(desk.services)
    window.queue.open_document(document.document_id)
    settle(qtbot, window)
    return window, document.document_id


def place_of(window: MainWindow, column: int, *, invoice: int | None = None, order: LineRef | None = None) -> QPoint:
    view, model = window.case.comparison, window.case.comparison.comparison_model
    for row in range(model.rowCount()):
        side = model.side_row(row, column) if model.table_row(row).kind is RowKind.LINE else None
        if side is not None and (invoice or order) in (side.invoice_line, side.ref):
            index = model.index(row, column)
            view.scrollTo(index)
            return view.visualRect(index).center()
    raise AssertionError("no such line is shown")


def drag(window: MainWindow, start: QPoint, end: QPoint) -> None:
    port = window.case.comparison.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for part in (0.3, 0.7, 1.0):
        step = start + (end - start) * part
        move = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(step), QPointF(port.mapToGlobal(step)), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(port, move)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def test_a_dragged_line_offers_that_order_line_and_enter_takes_it(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window, document_id = open_it(desk, open_window, qtbot)
    wanted = LineRef("PO-16", 1)
    before = len(desk.services.store.journal())
    drag(window, place_of(window, LEFT, invoice=1), place_of(window, RIGHT, order=wanted))
    panel = window.case.candidates
    assert window.case.open_panel is panel
    assert len(desk.services.store.journal()) == before, "letting go decides nothing yet"
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    settle(qtbot, window)
    chosen = desk.services.store.document(document_id).choices
    assert [(one.invoice_line, one.po_lines) for one in chosen] == [(1, (wanted,))]


def test_the_same_by_keyboard(desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot) -> None:
    window, document_id = open_it(desk, open_window, qtbot)
    view = window.case.comparison
    frames = view.comparison_model.frames
    view.focus_frame(
        next(i for i, frame in enumerate(frames) if any(row.invoice_line == 1 for row in frame.invoice_rows))
    )
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C)
    assert window.case.open_panel is window.case.candidates
    QTest.keyClick(window.case.candidates.list, Qt.Key.Key_1)
    QTest.keyClick(window.case.candidates.list, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert len(desk.services.store.document(document_id).choices) == 1


def test_a_line_that_cleared_is_not_matched_anew(desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot) -> None:
    window, _ = open_it(desk, open_window, qtbot)
    opened = window.case.opened
    assert opened is not None
    with_case = {
        n for case in opened.document.cases if Action.CHOOSE in opened.allowed(case) for n in case.invoice_lines
    }
    assert 2 not in with_case
    drag(window, place_of(window, LEFT, invoice=2), place_of(window, RIGHT, order=LineRef("PO-16", 1)))
    assert window.case.open_panel is None
    assert "no open case" in window.case.raw.text()


def test_letting_go_elsewhere_does_nothing(desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot) -> None:
    window, _ = open_it(desk, open_window, qtbot)
    start = place_of(window, LEFT, invoice=1)
    drag(window, start, start + QPoint(40, 2))
    assert window.case.open_panel is None
