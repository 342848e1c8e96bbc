"""Watches a folder: looks into it when the system says that something changed, and every few seconds besides.

Looking again by time is what finds files on network drives, where the system says nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app.domain.errors import AppError
from app.ui.background import Background
from app.ui.i18n import say
from app.workflow.folder_watch import (
    CHANNEL,
    FileLook,
    Watched,
    after_look,
    look_into,
    taken_before,
    watch_folder,
    watched_folder,
)
from app.workflow.services import Services

LOOK_MS = 3_000
_KNOWN = 100_000


class FolderWatcher(QObject):
    """Hands on files that have rested.

    Signals:
        arrived: Files to be taken in, and by which way they came.
        changed: What is watched or waited for is another now.
        said: Something to be said in the line at the bottom.
    """

    arrived = Signal(object, str)
    changed = Signal()
    said = Signal(str)

    def __init__(
        self,
        services: Services,
        background: Background,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._clock = clock
        self._known: Watched | None = None
        self._looking = False
        self.folder: Path | None = None
        self.trouble = ""
        self._system = QFileSystemWatcher(self)
        self._system.directoryChanged.connect(lambda _: self.look())
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def waiting(self) -> tuple[Path, ...]:
        """Files that are still being written."""
        return tuple(self._known.waiting) if self._known is not None else ()

    def begin(self) -> None:
        """Watch the folder this desk watches, if any."""
        self._background.read(self, lambda: watched_folder(self._services), self._begun)

    def watch(self, folder: Path | None) -> None:
        """Watch another folder, or none, from now on and after the next start."""
        self._background.command(
            self,
            lambda: watch_folder(self._services, folder),
            lambda _: self._begun(folder.expanduser().absolute() if folder is not None else None),
            self._refused,
        )

    def look(self) -> None:
        """Look into the folder now, unless that is under way."""
        folder = self.folder
        if folder is None or self._looking:
            return
        self._looking = True
        first = self._known is None
        services = self._services

        def look() -> tuple[tuple[FileLook, ...], Watched | None]:
            looks = look_into(folder)
            return looks, taken_before(services.store.inbox(limit=_KNOWN), looks) if first else None

        self._background.read(
            self, look, lambda found: self._looked(folder, *found), lambda error: self._not_looked(folder, error)
        )

    def _begun(self, folder: Path | None) -> None:
        if self._system.directories():
            self._system.removePaths(self._system.directories())
        self.folder, self._known, self.trouble = folder, None, ""
        self._looking = False
        if folder is None:
            self._timer.stop()
        else:
            if folder.is_dir():
                self._system.addPath(str(folder))
            self._timer.start()
            self.look()
        self.changed.emit()

    def _looked(self, folder: Path, looks: tuple[FileLook, ...], known: Watched | None) -> None:
        self._looking = False
        if folder != self.folder:
            return
        before = self.waiting
        self._known = after_look(self._known or known or Watched(), looks, self._clock())
        troubled, self.trouble = self.trouble, ""
        if troubled and not self._system.directories():
            self._system.addPath(str(folder))
        if self._known.ready:
            self.arrived.emit(self._known.ready, CHANNEL)
        if self._known.ready or self.waiting != before or troubled:
            self.changed.emit()

    def _not_looked(self, folder: Path, error: BaseException) -> None:
        """A drive that is not connected is said once, and looked for again."""
        self._looking = False
        if folder != self.folder:
            return
        if not isinstance(error, AppError):
            self._background.failed.emit(error)
        elif say(str(error)) != self.trouble:
            self.trouble = say(str(error))
            self.said.emit(self.trouble)
            self.changed.emit()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, AppError):
            self.trouble = say(str(error))
            self.said.emit(self.trouble)
            self.changed.emit()
        else:
            self._background.failed.emit(error)
