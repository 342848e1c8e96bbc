"""The rooms of the window: made when entered, switched by key, and never acting on a document out of sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.ui.action_calls import calls_of
from app.ui.actions import ACTIONS
from app.ui.main_window import MainWindow
from app.ui.room import Room, RoomPage, RoomParts
from app.ui.room_stack import RoomStack
from app.ui.rooms import ROOMS, WORK
from tests.ui.conftest import settle


class _Page(RoomPage):
    made = 0

    def __init__(self, parts: RoomParts) -> None:
        super().__init__()
        type(self).made += 1
        self.entered = 0
        self.may_leave = True
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(parts.services.store.folder.name))

    def enter(self) -> None:
        self.entered += 1

    def leave(self) -> bool:
        return self.may_leave


def _stack(window: MainWindow, qtbot: QtBot) -> RoomStack:
    parts = RoomParts(window.services, window.background, window.theme, window.figures, window.settings)
    stack = RoomStack(QLabel("work"), parts, (Room("trial", "Trial", "Alt+9", "For this test.", _Page),))
    qtbot.addWidget(stack)
    return stack


def test_a_room_is_made_when_it_is_first_entered_and_kept(window: MainWindow, qtbot: QtBot) -> None:
    _Page.made = 0
    stack = _stack(window, qtbot)
    assert _Page.made == 0
    for _ in range(2):
        stack.enter("trial")
        stack.enter(WORK)
    page = stack.page("trial")
    assert isinstance(page, _Page)
    assert (_Page.made, page.entered) == (1, 2)
    assert stack.at_work


def test_a_room_with_unsaved_work_may_refuse_to_be_left(window: MainWindow, qtbot: QtBot) -> None:
    stack = _stack(window, qtbot)
    stack.enter("trial")
    page = stack.page("trial")
    assert isinstance(page, _Page)
    page.may_leave = False
    assert not stack.enter(WORK)
    assert stack.current == "trial"
    page.may_leave = True
    assert stack.enter(WORK)


def test_every_room_has_an_action_with_its_key_and_a_tab(window: MainWindow) -> None:
    keys = (WORK, *(room.key for room in ROOMS))
    assert [spec.id for spec in ACTIONS if spec.menu == "Rooms"] == [f"room_{key}" for key in keys]
    assert list(window.room_tabs.tabs) == list(keys)
    assert [spec.key for spec in ACTIONS if spec.menu == "Rooms"] == [f"Alt+{n}" for n in range(1, len(keys) + 1)]


def test_every_room_opens_by_its_key_and_alt_1_leads_back(window: MainWindow, qtbot: QtBot) -> None:
    for number, room in enumerate(ROOMS, start=2):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        settle(qtbot, window)
        assert window.rooms.current == room.key
        assert not window.panes.queue_dock.isVisible()
        QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        settle(qtbot, window)
        assert window.rooms.at_work
        assert window.panes.queue_dock.isVisible()


def test_no_decision_is_begun_while_the_document_is_out_of_sight(window: MainWindow) -> None:
    window.rooms.current = "elsewhere"
    for name in ("accept", "propose", "next_case", "undo"):
        window.actions_by_id[name].trigger()
    assert window.case.open_panel is None
    window.rooms.current = WORK
    window.actions_by_id["accept"].trigger()
    assert window.case.open_panel is window.case.reason


def test_calls_and_actions_are_the_same_names(window: MainWindow) -> None:
    assert set(calls_of(window)) == {spec.id for spec in ACTIONS}
