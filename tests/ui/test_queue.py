"""The queue: views, search, order, counts, and its state over a restart (requirements 26, 30)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import SystemClock
from app.domain.case import DocumentState, QueueFilter, QueueRow
from app.domain.match import Pattern
from app.ui.main_window import MainWindow
from app.ui.queue.model import PAGE, QueueRole
from app.ui.settings import WindowSettings
from app.workflow.queue import View
from app.workflow.services import Services
from tests.ui.conftest import OpenWindow, settle


def test_the_model_keeps_qts_rules(window: MainWindow, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(window.queue.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    window.show_view(View.ALL)
    settle(qtbot, window)
    assert tester.model() is window.queue.model


def test_r26_views_count_and_hold_what_they_say(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    counts = services.store.queue_counts()
    assert f"  {counts[DocumentState.NEEDS_ME]}" in window.top.tabs[View.MINE].text()
    for view in View:
        window.show_view(view)
        settle(qtbot, window)
        shown = window.queue.model.rowCount()
        assert window.top.tabs[view].text().endswith(f"  {shown}")


def test_what_is_being_decided_is_not_opened_by_itself(
    monkeypatch: pytest.MonkeyPatch, window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    _, reading, decided = services.store.queue(QueueFilter(states=(DocumentState.NEEDS_ME,)), limit=3)
    reading = replace(reading, lane=None, open_cases=0)
    shown = [(reading,), (reading, decided)]
    monkeypatch.setattr(services.store, "queue", lambda *_, **__: shown[0])
    window.show_view(View.MINE)
    settle(qtbot, window)
    before = window.queue.current
    shown.pop(0)
    window.show_view(View.MINE)
    settle(qtbot, window)
    assert before != reading.document_id
    assert window.queue.current == decided.document_id


def test_r26_search_finds_by_vendor_and_number(window: MainWindow, qtbot: QtBot) -> None:
    first = window.queue.model.row_at(0)
    assert first is not None
    window.case.comparison.setFocus()
    QTest.keyClick(window.case.comparison, Qt.Key.Key_Slash)
    assert window.top.search.hasFocus()
    QTest.keyClicks(window.top.search, first.invoice_number)
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 1)
    QTest.keyClick(window.top.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.queue.model.rowCount() > 1)
    assert window.queue.list.hasFocus()


def test_r26_one_key_shows_the_vendors_other_documents(window: MainWindow, qtbot: QtBot) -> None:
    row = window.queue.row
    assert row is not None
    window.case.comparison.setFocus()
    QTest.keyClick(window.case.comparison, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: 0 < window.queue.model.rowCount() < 10)
    shown = [window.queue.model.row_at(i) for i in range(window.queue.model.rowCount())]
    assert {found.vendor_name for found in shown if found} == {row.vendor_name}
    QTest.keyClick(window.case.comparison, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.queue.model.rowCount() >= 10)


def test_esc_in_the_comparison_leaves_a_search_that_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    row = window.queue.row
    assert row is not None
    window.top.search.setText(row.vendor_name)
    settle(qtbot, window)
    window.case.comparison.setFocus()
    QTest.keyClick(window.case.comparison, Qt.Key.Key_Escape)
    assert window.top.search.text() == row.vendor_name


def test_r26_one_kind_and_another_order(window: MainWindow, qtbot: QtBot) -> None:
    window.queue.kind.setCurrentIndex(window.queue.kind.findData(Pattern.UOM_CONVERSION.value))
    settle(qtbot, window)
    rows = [window.queue.model.row_at(i) for i in range(window.queue.model.rowCount())]
    assert rows
    assert all(row is not None and Pattern.UOM_CONVERSION in row.categories for row in rows)
    window.queue.kind.setCurrentIndex(0)
    window.queue.set_sort_code("3")
    settle(qtbot, window)
    totals = [row.total for i in range(window.queue.model.rowCount()) if (row := window.queue.model.row_at(i))]
    known = [total for total in totals if total is not None]
    assert known == sorted(known, reverse=True)


def test_r26_rows_say_words_not_codes(window: MainWindow, qtbot: QtBot) -> None:
    window.show_view(View.ALL)
    settle(qtbot, window)
    assert window.queue.model.rowCount() > 0
    for position in range(window.queue.model.rowCount()):
        index = window.queue.model.index(position)
        row = window.queue.model.row_at(position)
        assert row is not None
        said = index.data(Qt.ItemDataRole.AccessibleTextRole).replace(row.file, "")
        assert "_" not in said, said
        assert str(index.data()).startswith(("=", "~", "!", "x", "?"))


def test_r26_what_is_overdue_is_said_where_a_day_begins_while_the_window_is_open(
    monkeypatch: pytest.MonkeyPatch, window: MainWindow, qtbot: QtBot
) -> None:
    model = window.queue.model
    assert "overdue" not in str(model.data(model.index(0), QueueRole.SECOND))
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime.now(UTC) + timedelta(days=20))
    window.current.look_at_the_day()
    settle(qtbot, window)
    assert "overdue" in str(model.data(model.index(0), QueueRole.SECOND))


def test_r26_pages_are_fetched_as_they_are_needed(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[int] = []
    first = window.queue.model.row_at(0)
    assert first is not None
    store = window.services.store
    real = store.queue

    def many(wanted: QueueFilter, *, limit: int = 1000, offset: int = 0) -> tuple[QueueRow, ...]:
        asked.append(offset)
        left = max(0, 2 * PAGE + 5 - offset)
        return (first,) * min(limit, left)

    store.queue = many  # type: ignore[method-assign]
    try:
        window.queue.reload()
        settle(qtbot, window)
        model = window.queue.model
        while model.canFetchMore(model.index(-1)):
            model.fetchMore(model.index(-1))
            settle(qtbot, window)
        assert model.rowCount() == 2 * PAGE + 5
        assert asked == [0, PAGE, 2 * PAGE]
    finally:
        store.queue = real  # type: ignore[method-assign]


def test_r26_the_view_and_order_survive_a_restart(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = WindowSettings(tmp_path / "kept.ini")
    first = open_window(services, settings=settings)
    first.show_view(View.CLEARED)
    first.queue.set_sort_code("3")
    first.close()
    second = open_window(services, settings=WindowSettings(tmp_path / "kept.ini"))
    assert second.queue.view is View.CLEARED
    assert second.queue.sort_code() == "3"
    assert second.top.tabs[View.CLEARED].isChecked()


def test_r26_the_kind_survives_a_restart(open_window: OpenWindow, services: Services, tmp_path: Path) -> None:
    settings = WindowSettings(tmp_path / "kind.ini")
    first = open_window(services, settings=settings)
    first.queue.set_kind_code(Pattern.PRICE_VARIANCE)
    first.close()
    assert open_window(services, settings=settings).queue.kind_code() == Pattern.PRICE_VARIANCE


def test_r26_at_the_start_no_view_is_marked(window: MainWindow) -> None:
    assert not any("•" in tab.text() for tab in window.top.tabs.values())


def test_r26_a_view_that_changed_is_marked_until_it_is_looked_at(window: MainWindow) -> None:
    tab = window.top.tabs[View.WAITING]
    window.top.show_counts({View.MINE: 5, View.WAITING: 2})
    window.top.show_view(View.WAITING)
    window.top.show_view(View.MINE)
    window.top.show_counts({View.MINE: 4, View.WAITING: 3})
    assert tab.text().endswith("•")
    assert "changed" in tab.accessibleName()
    assert not window.top.tabs[View.MINE].text().endswith("•"), "what is in sight is seen"
    window.top.show_view(View.WAITING)
    assert not tab.text().endswith("•")


def test_r30_a_window_saved_off_screen_comes_back_on_it(
    open_window: OpenWindow, services: Services, tmp_path: Path
) -> None:
    first = open_window(services, settings=WindowSettings(tmp_path / "far.ini"))
    first.setGeometry(QRect(9000, 9000, 900, 600))
    first.close()
    second = open_window(services, settings=WindowSettings(tmp_path / "far.ini"))
    screen = QApplication.primaryScreen().availableGeometry()
    assert screen.intersects(second.frameGeometry())


def test_a_decided_document_stays_in_sight_and_the_next_is_the_neighbour(window: MainWindow, qtbot: QtBot) -> None:
    neighbour = window.queue.model.row_at(1)
    assert neighbour is not None
    case = window.case.bar.case
    assert case is not None
    current = window.queue.current
    window.case.comparison.setFocus()
    QTest.keyClick(window.case.comparison, Qt.Key.Key_X)
    QTest.keyClicks(window.case.reason.text, "No")
    QTest.keyClick(window.case.reason.text, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.queue.model.row_of(current or 0) < 0
    assert window.case.opened is not None
    assert window.case.opened.document.document_id == current
    window.commands.finish()
    settle(qtbot, window)
    assert window.queue.current == neighbour.document_id


def test_r26_what_a_search_leaves_out_is_said_and_not_acted_on(window: MainWindow, qtbot: QtBot) -> None:
    before = window.queue.current
    everything = window.queue.model.rowCount()
    window.top.search.setText("no such vendor anywhere")
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 0)
    settle(qtbot, window)
    assert f"{everything} more outside" in window.queue.narrowed.text()
    assert window.case.bar.case is None
    window.queue.list.setFocus()
    QTest.keyClick(window.queue.list, Qt.Key.Key_X)
    assert window.case.open_panel is None
    QTest.keyClick(window.queue.list, Qt.Key.Key_Escape)
    assert window.top.search.text() == ""
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == everything)
    settle(qtbot, window)
    assert window.queue.current == before
    assert window.case.opened is not None
    assert window.case.opened.document.document_id == before
    assert window.queue.narrowed.isHidden()


def test_r26_a_search_that_finds_others_shows_one_of_them(window: MainWindow, qtbot: QtBot) -> None:
    first = window.queue.current
    other = next(row for i in range(window.queue.model.rowCount())
                 if (row := window.queue.model.row_at(i)) and row.document_id != first)  # fmt: skip
    window.top.search.setText(other.invoice_number)
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 1)
    settle(qtbot, window)
    assert window.case.opened is not None
    assert window.case.opened.document.document_id == other.document_id


def test_r26_scrolling_a_long_list_keeps_so_many_rows_and_says_that_there_are_more(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.queue.model.PAGE", 4)
    monkeypatch.setattr("app.ui.queue.model.MOST_ROWS", 8)
    window.show_view(View.ALL)
    settle(qtbot, window)
    model = window.queue.model
    for _ in range(10):
        model.fetchMore(model.index(-1))
        settle(qtbot, window)
    assert model.rowCount() == 8
    assert model.is_cut
    assert not model.canFetchMore(model.index(-1))
    assert "further down" in window.queue.narrowed.text()
