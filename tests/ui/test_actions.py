"""The table of actions: keys, texts, help (requirements 5, 6, 7, 9)."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.actions import ACTIONS, BY_ID, Context, clashes
from app.ui.keys_sheet import KeysSheet
from app.ui.main_window import MainWindow
from app.ui.settings import WindowSettings
from app.workflow.services import Services
from tests.ui.conftest import OpenWindow


def test_r06_no_two_actions_share_a_key() -> None:
    assert clashes({}) == []
    keys = [(spec.id, QKeySequence(key).toString()) for spec in ACTIONS for key in (spec.key, *spec.more_keys) if key]
    shared = [(a, b) for (a, first), (b, second) in combinations(keys, 2) if first == second]
    assert shared == []


def test_r06_a_clash_names_both_actions() -> None:
    assert clashes({"hold": "A"}) == [("accept", "hold")]


def test_r06_every_action_has_text_help_and_a_line_in_the_sheet(window: MainWindow, qtbot: QtBot) -> None:
    sheet = KeysSheet(window.actions_by_id)
    qtbot.addWidget(sheet)
    shown = {sheet.table.item(row, 1).text() for row in range(sheet.table.rowCount())}  # type: ignore[union-attr]
    for spec in ACTIONS:
        assert spec.text
        assert spec.help.endswith(".")
        assert window.actions_by_id[spec.id].text().rstrip("…") in shown


def test_r06_every_action_does_something(window: MainWindow) -> None:
    silent = [spec.id for spec in ACTIONS if window.actions_by_id[spec.id].receivers("2triggered(bool)") == 0]
    assert silent == []


def test_r07_a_changed_key_works_at_once_and_after_a_restart(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_window(services, settings=WindowSettings(tmp_path / "keys.ini"))
    sheet = KeysSheet(first.actions_by_id, first.settings.keys())
    qtbot.addWidget(sheet)
    sheet.changed.connect(first.settings.set_keys)
    assert sheet.change("accept", "Y")
    first.case.comparison.setFocus()
    QTest.keyClick(first.case.comparison, Qt.Key.Key_A)
    assert first.case.reason.isHidden()
    QTest.keyClick(first.case.comparison, Qt.Key.Key_Y)
    assert first.case.open_panel is first.case.reason
    assert sheet.change("next_problem", "M")
    assert sheet.change("room_orders", "Alt+0")
    assert first.case.bar.buttons["accept"].text().endswith("  Y")
    assert first.case.bar.buttons["next_problem"].text().endswith("  M")
    assert first.room_tabs.tabs["orders"].toolTip().endswith("Alt+0")
    first.close()
    second = open_window(services, settings=WindowSettings(tmp_path / "keys.ini"))
    second.case.comparison.setFocus()
    QTest.keyClick(second.case.comparison, Qt.Key.Key_Y)
    assert second.case.open_panel is second.case.reason


def test_r07_a_clash_is_refused_by_name(window: MainWindow, qtbot: QtBot) -> None:
    sheet = KeysSheet(window.actions_by_id)
    qtbot.addWidget(sheet)
    assert not sheet.change("accept", "H")
    assert "Hold until a day" in sheet.told.text()
    assert window.actions_by_id["accept"].shortcut() == QKeySequence("A")
    assert sheet.change("accept", "Y")
    assert sheet.change("hold", "A")
    assert not sheet.change("accept", "A")


def test_r09_a_key_that_is_held_down_decides_once(window: MainWindow) -> None:
    walking = {"next_case", "previous_case", "zoom_in", "zoom_out", "next_page", "previous_page"}
    repeating = {spec.id for spec in ACTIONS if window.actions_by_id[spec.id].autoRepeat()}
    assert repeating == walking


def test_r05_letters_are_text_in_a_text_field(window: MainWindow, qtbot: QtBot) -> None:
    window.top.search.setFocus()
    QTest.keyClicks(window.top.search, "anxe")
    assert window.top.search.text() == "anxe"
    assert window.case.open_panel is None


def test_r05_letters_act_in_the_comparison(window: MainWindow, qtbot: QtBot) -> None:
    window.case.comparison.setFocus()
    QTest.keyClick(window.case.comparison, Qt.Key.Key_A)
    assert window.case.open_panel is window.case.reason


def test_review_keys_are_few_enough_to_be_letters() -> None:
    letters = [spec for spec in ACTIONS if spec.context is Context.REVIEW and len(spec.key) == 1]
    assert {"accept", "choose", "reject", "send", "hold"} <= {spec.id for spec in letters}
    assert BY_ID["next_problem"].key == "N"
