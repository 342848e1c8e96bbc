"""Backups that make themselves while the window is open: looked after now and then, in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.background import Background
from app.workflow.backing_up import roll_if_due
from app.workflow.services import Services

_FIRST_MS = 30_000
_LOOK_MS = 600_000


class RollingBackups(QObject):
    """Makes a backup where one is due.

    Signals:
        warned: What went wrong, to stay visible until it is over; empty: all is well.
    """

    warned = Signal(str)

    def __init__(self, services: Services, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_FIRST_MS)

    def look(self) -> None:
        """Make the backup that is due; the first look comes soon after the start, the others now and then."""
        self._timer.setInterval(_LOOK_MS)
        self._background.read(self, lambda: roll_if_due(self._services), self._looked, ahead=True)

    def _looked(self, warning: str | None) -> None:
        # While none is due, what was said of the last one still holds.
        if warning is not None:
            self.warned.emit(warning)
