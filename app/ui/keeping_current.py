"""Keeps what the window shows true: after each change, when a day begins, when a colleague decided something."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.case import DocumentState
from app.domain.errors import EnvironmentFault
from app.domain.settlement import Undoable
from app.domain.urgency import desk_day
from app.ui.background import Background, Changed
from app.ui.history.line import HistoryLine
from app.ui.i18n import say
from app.ui.queue.pane import QueuePane
from app.ui.top_bar import TopBar
from app.workflow.anchoring import unanchored
from app.workflow.due_holds import wake_due
from app.workflow.queue import view_counts
from app.workflow.resolve_many import undo_offer
from app.workflow.services import Services
from app.workflow.wording import counted

_REFRESH_MS = 150
_HOLD_LOOK_MS = 600_000
_COLLEAGUES_MS = 4_000


class KeepingCurrent(QObject):
    """Reloads the queue, its counts, and what can be undone.

    Signals:
        counted: What lies on the desk was counted (ImportedFacts).
    """

    counted = Signal(object)

    def __init__(
        self,
        services: Services,
        background: Background,
        parent: QObject,
        *,
        queue: QueuePane,
        top: TopBar,
        line: HistoryLine,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._queue = queue
        self._top = top
        self._line = line
        self._head: tuple[int, str] | None = None
        self._day = desk_day(services.clock.now())
        # Many changes in a row, as while a batch is read, are one reload.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REFRESH_MS)
        self._soon.timeout.connect(self._reload)
        self._holds = QTimer(self)
        self._holds.timeout.connect(self.look_at_the_day)
        self._colleagues = QTimer(self)
        self._colleagues.timeout.connect(self.look_for_colleagues)
        background.changed.connect(self._something_changed)

    @property
    def pending(self) -> bool:
        """Whether a reload is about to begin."""
        return self._soon.isActive()

    def begin(self) -> None:
        """Count for the first time, and look from now on."""
        # What others write before the first look by the clock would else be taken for what is shown already.
        self.look_for_colleagues()
        self._count()
        self.look_at_the_day()
        self._holds.start(_HOLD_LOOK_MS)
        self._colleagues.start(_COLLEAGUES_MS)

    def look_for_colleagues(self) -> None:
        """Reload if the journal grew: another window may work on the same desk."""
        self._background.read(self, self._services.store.head, self._compare_head, self._not_looked)

    def _not_looked(self, error: BaseException) -> None:
        """Say once that the desk was replaced; what passes by itself is nobody's trouble."""
        if isinstance(error, EnvironmentFault) and error.code == "database_replaced":
            self._colleagues.stop()
            self._background.failed.emit(error)

    def _compare_head(self, head: tuple[int, str]) -> None:
        before, self._head = self._head, head
        if before is not None and before != head:
            # Told to every room: the command line or a colleague wrote something. No desk is named: what a person
            # has open, and types into, stays as it is.
            self._background.changed.emit(Changed(queue=True, inbox=True))

    def _something_changed(self, changed: Changed) -> None:
        if changed.queue or changed.desk or changed.documents:
            self._soon.start()
        else:
            self._count()

    def _reload(self) -> None:
        self._queue.reload()
        self._count()

    def _count(self) -> None:
        store = self._services.store
        self._background.read(self, store.queue_counts, self._show_counts)
        self._background.read(self, store.facts, self.counted.emit)
        self._background.read(self, lambda: unanchored(self._services), self._line.warn_unanchored)
        self._background.read(self, lambda: undo_offer(self._services), self._show_undoable)

    def _show_counts(self, counts: dict[DocumentState, int]) -> None:
        by_view = view_counts(counts)
        self._top.show_counts(by_view)
        self._queue.know_counts(by_view)

    def _show_undoable(self, last: Undoable | None) -> None:
        self._line.offer_undo(last.label if last else "")

    def look_at_the_day(self) -> None:
        """Bring back what was put aside until today, and say anew what is overdue where another day began."""
        before, self._day = self._day, desk_day(self._services.clock.now())
        if before != self._day:
            self._background.changed.emit(Changed(queue=True))
        self._background.command(
            self,
            lambda: wake_due(self._services),
            self._woken,
            changes=lambda woken: Changed(frozenset(woken), queue=bool(woken)),
        )

    def _woken(self, woken: tuple[int, ...]) -> None:
        if woken:
            self._line.say(self.tr("{0} back from hold").format(say(counted(len(woken), "document"))))
