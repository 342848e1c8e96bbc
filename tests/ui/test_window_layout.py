"""Docks: the page in a window of its own, and the way back (requirement 30)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.settings import WindowSettings
from app.workflow.services import Services
from tests.ui.conftest import OpenWindow, settle

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_r30_the_page_can_have_a_window_of_its_own_and_keeps_it(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_window(services, settings=WindowSettings(tmp_path / "docks.ini"))
    first.case.comparison.setFocus()
    QTest.keyClick(first.case.comparison, Qt.Key.Key_P, CTRL_SHIFT)
    assert first.panes.page_dock.isFloating()
    first.close()
    second = open_window(services, settings=WindowSettings(tmp_path / "docks.ini"))
    assert second.panes.page_dock.isFloating()
    second.panes.reset()
    assert not second.panes.page_dock.isFloating()
    assert second.panes.page_dock.isVisible()


def test_r30_the_history_stays_as_it_was_left(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_window(services, settings=WindowSettings(tmp_path / "history.ini"))
    assert not first.panes.history_dock.isVisible()
    QTest.keyClick(first.case.comparison, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert first.panes.history_dock.isVisible()
    assert first.history.list.count() > 0
    first.close()
    assert open_window(services, settings=WindowSettings(tmp_path / "history.ini")).panes.history_dock.isVisible()


def test_the_history_of_a_document_is_shown_beside_it_and_in_no_other_room(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window.case.comparison, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert window.panes.history_dock.isVisible()
    window.enter_room("orders")
    settle(qtbot, window)
    assert not window.panes.history_dock.isVisible()
    window.enter_room("work")
    settle(qtbot, window)
    assert window.panes.history_dock.isVisible()
    window.panes.reset()
    window.enter_room("orders")
    window.enter_room("work")
    assert not window.panes.history_dock.isVisible()


def test_the_page_gives_way_first(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.width() == 1440)
    window.panes.reset()
    qtbot.waitUntil(lambda: window.queue.width() + window.page.width() + window.case.width() > 1400)
    QApplication.processEvents()
    wide = (window.panes.page_dock.width(), window.case.width())
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.panes.page_dock.width() < wide[0])
    lost_by_page, lost_by_case = wide[0] - window.panes.page_dock.width(), wide[1] - window.case.width()
    assert lost_by_page > lost_by_case, (wide, lost_by_page, lost_by_case, window.queue.width())
    assert window.case.width() > window.panes.page_dock.width()


def _widths(window: MainWindow) -> tuple[int, int, int]:
    return window.panes.queue_dock.width(), window.panes.page_dock.width(), window.case.width()


def _resized(window: MainWindow, qtbot: QtBot, width: int) -> tuple[int, int, int]:
    window.resize(width, 700)
    qtbot.waitUntil(lambda: window.width() == width)
    settle(qtbot, window)
    QApplication.processEvents()
    return _widths(window)


def test_queue_page_and_comparison_have_their_shares_again_after_the_window_was_small(
    window: MainWindow, qtbot: QtBot
) -> None:
    before = _resized(window, qtbot, 1366)
    small = _resized(window, qtbot, 720)
    assert small[0] < before[0]
    assert _resized(window, qtbot, 1366) == before
    _resized(window, qtbot, 720)
    window.enter_room("orders")
    _resized(window, qtbot, 1366)
    window.enter_room("work")
    assert _resized(window, qtbot, 1366) == before


def _drag_line(window: MainWindow, qtbot: QtBot, at: int, by: int) -> None:
    line = QPoint(at, window.case.mapTo(window, window.case.rect().center()).y())
    QTest.mouseMove(window, line)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=line)
    QTest.mouseMove(window, line + QPoint(by, 0))
    before = _widths(window)
    qtbot.waitUntil(lambda: _widths(window) != before)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=line + QPoint(by, 0))
    QApplication.processEvents()


def test_r30_what_somebody_made_wider_stays_wider_at_every_size_and_at_the_next_start(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_window(services, settings=WindowSettings(tmp_path / "dragged.ini"))
    before = _resized(first, qtbot, 1366)
    _drag_line(first, qtbot, before[0] + 1, 80)
    dragged = _widths(first)
    assert dragged[0] > before[0] + 60
    _resized(first, qtbot, 720)
    assert _resized(first, qtbot, 1366) == dragged
    first.close()
    second = open_window(services, settings=WindowSettings(tmp_path / "dragged.ini"))
    assert _resized(second, qtbot, 1366) == dragged
    second.panes.reset()
    settle(qtbot, second)
    assert _resized(second, qtbot, 1366) == before


def test_shares_that_cannot_be_read_are_those_of_the_first_start(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    usual = _resized(open_window(services, settings=WindowSettings(tmp_path / "usual.ini")), qtbot, 1366)
    for number, text in enumerate(("[1]", "[0, Infinity]", "no", '{"a": 1}')):
        settings = WindowSettings(tmp_path / f"spoilt-{number}.ini")
        settings.set_text("shares", text)
        assert _resized(open_window(services, settings=settings), qtbot, 1366) == usual


def test_r30_the_window_opens_no_larger_than_the_screen(
    open_window: OpenWindow, services: Services, tmp_path: Path
) -> None:
    first = open_window(services, settings=WindowSettings(tmp_path / "large.ini"))
    room = first.screen().availableGeometry()
    least = first.minimumSizeHint()
    assert first.width() <= max(room.width(), least.width())
    assert first.height() <= max(room.height(), least.height())
    wanted = first.size()
    first.resize(room.width() + 500, room.height() + 500)
    first.move(300, 300)
    first.close()
    second = open_window(services, settings=WindowSettings(tmp_path / "large.ini"))
    assert second.width() <= wanted.width()
    assert second.height() <= wanted.height()
    assert room.contains(second.geometry().topLeft())
