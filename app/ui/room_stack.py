"""Shows one room at a time in the middle of the window, and the tabs that switch between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from app.ui.actions import show_key_in_tip
from app.ui.fitted_scroll import FittedScroll
from app.ui.folding_row import FoldingRow
from app.ui.room import Room, RoomPage, RoomParts
from app.ui.rooms import ROOMS, WORK

_MENU_CHARS = 26


class RoomStack(QStackedWidget):
    """The work screen and the rooms beside it; a room is made when it is first entered.

    Signals:
        entered: Another room is shown: its key.
        said: A room has something to say in the line at the bottom.
        document_wanted: A room wants a document shown on the work screen: its id.
    """

    entered = Signal(str)
    said = Signal(str)
    document_wanted = Signal(int)

    def __init__(self, work: QWidget, parts: RoomParts, rooms: Sequence[Room] = ROOMS) -> None:
        super().__init__()
        self._work = work
        self._parts = parts
        self._rooms = {room.key: room for room in rooms}
        self._pages: dict[str, RoomPage] = {}
        self._frames: dict[str, FittedScroll] = {}
        self.current = WORK
        self.addWidget(work)

    @property
    def at_work(self) -> bool:
        """Whether the work screen is shown."""
        return self.current == WORK

    def page(self, key: str) -> RoomPage | None:
        """Return the page of a room, None before it was first entered."""
        return self._pages.get(key)

    def enter(self, key: str) -> bool:
        """Show a room; tell whether it is shown (the one shown before may refuse to be left)."""
        before = self._pages.get(self.current)
        if key == self.current:
            if before is not None:
                before.enter()
            return True
        if before is not None and not before.leave():
            return False
        page = self._pages.get(key) or self._make(key)
        self.current = key if page is not None else WORK
        self.setCurrentWidget(self._work if page is None else self._frames[key])
        self.entered.emit(self.current)
        if page is not None:
            page.enter()
        return True

    def _make(self, key: str) -> RoomPage | None:
        room = self._rooms.get(key)
        if room is None:
            return None
        page = room.make(self._parts)
        page.setObjectName(f"room_{key}")
        page.said.connect(self.said)
        page.document_wanted.connect(self.document_wanted)
        self._pages[key] = page
        # A stack is as large as the largest of its rooms: on a small screen each scrolls by itself instead.
        self._frames[key] = FittedScroll(page, sideways=True)
        self.addWidget(self._frames[key])
        return page


class RoomTabs(FoldingRow):
    """A tab for each room, with its key in the tooltip."""

    def __init__(self, actions: Mapping[str, QAction], rooms: Sequence[Room] = ROOMS) -> None:
        super().__init__(2, look="tab")
        self.tabs: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for key in (WORK, *(room.key for room in rooms)):
            action = actions[f"room_{key}"]
            tab = QPushButton(action.text())
            tab.setCheckable(True)
            tab.setProperty("look", "tab")
            tab.setAccessibleName(action.text())
            show_key_in_tip(tab, action)
            tab.clicked.connect(action.trigger)
            group.addButton(tab)
            self.tabs[key] = tab
        self.setContentsMargins(0, 2, 8, 2)
        self.show_buttons(tuple(self.tabs.values()))
        self.show_room(WORK)

    def sizeHint(self) -> QSize:
        """Leave the menus beside the tabs the room of at least two of them (Qt)."""
        whole, beside = super().sizeHint(), self.parentWidget()
        if beside is None:
            return whole
        left = beside.width() - self.fontMetrics().averageCharWidth() * _MENU_CHARS
        return QSize(max(min(whole.width(), left), self.minimumSizeHint().width()), whole.height())

    def show_room(self, key: str) -> None:
        """Mark the room shown."""
        self.tabs[key].setChecked(True)
        self.refit()
