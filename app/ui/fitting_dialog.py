"""A dialog that is never larger than the screen it opens on."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog

# What a window manager puts around a dialog, in lines of its letters.
_FRAME_LINES = 2


class FittingDialog(QDialog):
    """The base of every dialog: 150 % of a small screen leaves 853 by 480 points."""

    def showEvent(self, event: QShowEvent) -> None:
        """Give way to the screen (Qt)."""
        room = self.screen().availableGeometry().size()
        room.setHeight(room.height() - self.fontMetrics().lineSpacing() * _FRAME_LINES)
        self.resize(self.size().boundedTo(room))
        super().showEvent(event)
