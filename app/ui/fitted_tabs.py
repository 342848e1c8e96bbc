"""Tabs that stand closer together where they would not all be in sight."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget

from app.ui.plain_text import set_look


class FittedTabs(QTabWidget):
    """Tabs of a pane that may be narrow, or have large letters; a screen reader calls them by ``name``."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setAccessibleName(name)
        self.tabBar().setAccessibleName(name)
        # What the tabs need side by side as they stand mostly; known once they were too wide for it.
        self._needed = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Close up, or stand apart again (Qt)."""
        super().resizeEvent(event)
        bar = self.tabBar()
        if not self._needed and bar.sizeHint().width() > event.size().width():
            self._needed = bar.sizeHint().width()
            set_look(bar, "close")
        elif self._needed and event.size().width() >= self._needed:
            self._needed = 0
            set_look(bar, "")
