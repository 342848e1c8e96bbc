"""Coming back to where a person was: document, row, zoom and layout, written down while they work.

What is only written when the window closes is lost with a program that is killed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.ui.case.comparison_view import ComparisonView
from app.ui.case.loading import Opened
from app.ui.case.pane import CasePane
from app.ui.case.session import Session
from app.ui.history.line import HistoryLine
from app.ui.page.page_view import PageView
from app.ui.queue.pane import QueuePane
from app.ui.settings import WindowSettings
from app.ui.window_layout import WindowLayout

_WRITE_MS = 400
_MOVED = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where somebody was on a desk. ``zoom`` is pixels per point; 0: the page fits its pane."""

    document_id: int = 0
    frame: str = ""
    row: int = 0
    column: int = 0
    zoom: float = 0.0

    def to_text(self) -> str:
        """Write it for the settings."""
        return json.dumps(asdict(self))


def whereabouts_from_text(text: str) -> Whereabouts:
    """Read what was stored; anything unreadable is nowhere."""
    try:
        found = json.loads(text)
        return Whereabouts(
            int(found["document_id"]),
            str(found["frame"]),
            max(0, int(found["row"])),
            max(0, int(found["column"])),
            float(found["zoom"]),
        )
    except (ValueError, TypeError, KeyError, OverflowError):  # the last: JSON knows infinity, a row does not
        return Whereabouts()


class ComingBack(QObject):
    """Writes down where a person is, and puts them back there at the next start."""

    def __init__(
        self,
        window: QWidget,
        settings: WindowSettings,
        desk: Path,
        *,
        panes: WindowLayout,
        queue: QueuePane,
        session: Session,
        case: CasePane,
        page: PageView,
        line: HistoryLine,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings, self._desk, self._panes, self._line = settings, desk, panes, line
        self._queue, self._session, self._case, self._page = queue, session, case, page
        self._wanted: Whereabouts | None = whereabouts_from_text(settings.desk_text(desk, "whereabouts"))
        # Written at the start and taken away at the end: found at a start, the program before it had no end.
        self.was_cut_off = bool(settings.desk_text(desk, "running"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WRITE_MS)
        self._soon.timeout.connect(self.write)

    def begin(self) -> None:
        """Go back to the document as soon as the list is there, and watch from now on."""
        self._settings.set_desk_text(self._desk, "running", "yes")
        if self.was_cut_off:
            self._line.say_also(
                self.tr("Tieout was cut off the last time. Everything that was decided by then is stored.")
            )
        if self._wanted is not None:
            self._queue.come_back_to(self._wanted.document_id)
            if self._wanted.zoom > 0:
                self._page.set_zoom(self._wanted.zoom)
        self._session.opened.connect(self._opened)
        self._session.commanded.connect(self._moved)
        self._case.comparison.focused.connect(self._moved)
        self._page.zoomed.connect(self._moved)
        self._queue.order.currentIndexChanged.connect(self._moved)
        self._queue.kind.currentIndexChanged.connect(self._moved)
        for part in (self._window, *self._panes.docks):
            part.installEventFilter(self)

    def _moved(self, *_: object) -> None:
        self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the window and its docks move and grow (Qt)."""
        if event.type() in _MOVED:
            self._soon.start()
        return False

    def write(self) -> None:
        """Write down where everything is now."""
        opened = self._case.opened
        if opened is not None:
            place = _place_of(self._case.comparison)
            here = Whereabouts(opened.document.document_id, *place, self._page.chosen_zoom)
            self._settings.set_desk_text(self._desk, "whereabouts", here.to_text())
        self._settings.set_text("sort", self._queue.sort_code())
        self._settings.set_text("kind", self._queue.kind_code())
        self._panes.save()
        self._settings.sync()

    def end(self) -> None:
        """Write everything down; the program ends as it should."""
        self._soon.stop()
        self.write()
        self._settings.set_desk_text(self._desk, "running", "")

    def _opened(self, opened: Opened) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted.document_id == opened.document.document_id:
            # What was being typed is back already where a panel is open: moving the row would close it.
            if wanted.frame and self._case.open_panel is None:
                self._case.comparison.go_to((wanted.frame, wanted.row, wanted.column))
            if self.was_cut_off:
                told = self.tr("You are back on {0}.")
                self._line.say_also(told.format(opened.comparison.title))
        self._soon.start()


def _place_of(comparison: ComparisonView) -> tuple[str, int, int]:
    return comparison.place() or ("", 0, 0)
