"""What every room of the window gets and gives: the parts it works with, and the page it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.background import Background
from app.ui.settings import WindowSettings
from app.ui.theme import Theme
from app.workflow.figures import Figures
from app.workflow.services import Services


@dataclass(frozen=True, slots=True)
class RoomParts:
    """What a room works with: the use cases, background work, colours, the locale's signs, the window's memory."""

    services: Services
    background: Background
    theme: Theme
    figures: Figures
    settings: WindowSettings


class RoomPage(QWidget):
    """The base of every room.

    Signals:
        said: Something to be said in the line at the bottom.
        document_wanted: A document to be shown on the work screen: its id.
    """

    said = Signal(str)
    document_wanted = Signal(int)

    def enter(self) -> None:
        """Refresh what is shown and put the focus where work starts; called each time the room is entered."""
        self.setFocus()

    def leave(self) -> bool:
        """Tell whether the room may be left now (unsaved work may ask first); called before another is shown."""
        return True


@dataclass(frozen=True, slots=True)
class Room:
    """One room. ``key`` is its id (the action is ``room_<key>``), ``shortcut`` in Qt's portable form."""

    key: str
    title: str
    shortcut: str
    help: str
    make: Callable[[RoomParts], RoomPage]
