"""Which document is open, the next ones kept ready, and the commands a person gives."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.case import Case, Command, Document
from app.ui.background import Background, Changed
from app.ui.case.loading import Opened, laid_out, load_document
from app.workflow import resolve_case, resolve_many
from app.workflow.figures import Figures
from app.workflow.services import Services

_KEPT_READY = 6
Stroke = TypeVar("Stroke", resolve_many.Outcome, resolve_many.TakenBack)


class Session(QObject):
    """Opens documents and carries out commands, all in the background.

    Signals:
        opened: A document is there to be shown; carries an :class:`Opened`.
        commanded: A command or an undo was carried out; carries the :class:`Opened` that came of it.
        taken_back: The last step was undone; carries the :class:`Opened` and the :class:`TakenBack`.
        decided_together: Several cases were decided at once; carries the :class:`Opened` and the :class:`Outcome`.
        refused: A command was refused; carries the exception.
    """

    opened = Signal(object)
    commanded = Signal(object)
    taken_back = Signal(object, object)
    decided_together = Signal(object, object)
    refused = Signal(object)

    def __init__(self, services: Services, background: Background, figures: Figures, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._figures = figures
        self._ready: OrderedDict[int, Opened] = OrderedDict()
        self._wanted: int | None = None
        # How often a document was asked for: what was looked up for an earlier question may be older than a change.
        self._asked = 0
        self._under_way = False
        self.current: Opened | None = None
        background.changed.connect(self._something_changed)

    @property
    def busy(self) -> bool:
        """Whether a command is under way; a second one is not taken meanwhile."""
        return self._under_way

    @property
    def _is_incomplete(self) -> bool:
        """Whether the wanted document is not shown yet, or was not decided when it was: nothing is typed into it."""
        shown = self.current.document if self.current else None
        return shown is None or shown.document_id != self._wanted or shown.decision is None

    def open(self, document_id: int) -> None:
        """Show a document; at once where it is ready."""
        self._wanted = document_id
        self._asked += 1
        asked = self._asked
        ready = self._ready.get(document_id)
        if ready is not None:
            self._show(ready)
            self._check_fresh(ready)
            return

        def arrived(opened: Opened) -> None:
            if asked == self._asked:
                self._remember(opened)
                self._show(opened)

        self._background.read(self, lambda: load_document(self._services, document_id, self._figures), arrived)

    def leave(self) -> None:
        """Have no document open."""
        self._asked += 1
        self._wanted = None
        self.current = None

    def reload(self) -> None:
        """Look the document up again that is open or on its way, after somebody else changed it."""
        if self._wanted is not None:
            self._ready.pop(self._wanted, None)
            self.open(self._wanted)

    def keep_ready(self, document_ids: list[int]) -> None:
        """Look documents up that will probably be opened next."""
        for document_id in document_ids:
            if document_id not in self._ready:
                self._background.read(
                    self,
                    lambda wanted=document_id: load_document(self._services, wanted, self._figures),  # type: ignore[misc]
                    self._remember,
                    lambda _: None,
                    ahead=True,
                )

    def send(self, case: Case, command: Command) -> None:
        """Carry out a command on a case; a second one meanwhile is ignored (a key held down, a double click)."""
        self._run(lambda: resolve_case.apply(self._services, case.case_id, command))

    def send_together(self, cases: Sequence[Case], command: Command) -> None:
        """Carry out a command on several cases at one stroke, in sight of the document that is open."""
        wanted = tuple(map(resolve_many.seen, cases))

        def work() -> tuple[Opened, resolve_many.Outcome]:
            outcome = resolve_many.apply_together(self._services, wanted, command)
            return self._in_sight(outcome.documents, stay=True), outcome

        self._run_many(work, lambda done: self.decided_together.emit(*done))

    def undo(self) -> None:
        """Take back the person's last command, with everything that was decided at the same stroke."""

        def work() -> tuple[Opened, resolve_many.TakenBack]:
            taken = resolve_many.undo_step(self._services)
            return self._in_sight(taken.documents, stay=len(taken.documents) > 1), taken

        self._run_many(work, lambda done: self.taken_back.emit(*done))

    def _in_sight(self, documents: Sequence[Document], *, stay: bool) -> Opened:
        """Lay out the document that is looked at, or the first that was touched (background thread)."""
        current = self.current.document.document_id if self.current else None
        shown = next((one for one in documents if one.document_id == current), None)
        if shown is None and current is not None and stay:
            shown = self._services.store.document(current)
        return laid_out(self._services, shown or documents[0], self._figures)

    def _run_many(
        self, work: Callable[[], tuple[Opened, Stroke]], told: Callable[[tuple[Opened, Stroke]], None]
    ) -> None:
        if self._under_way:
            return
        self._under_way = True

        def done(result: tuple[Opened, Stroke]) -> None:
            opened = result[0]
            self._under_way = False
            self._put_in_hand(opened)
            told(result)

        self._background.command(
            self,
            work,
            done,
            self._failed,
            changes=lambda result: Changed(
                frozenset(one.document_id for one in result[1].documents), queue=True, origin=self
            ),
        )

    def _run(self, work: Callable[[], Document]) -> None:
        if self._under_way:
            return
        self._under_way = True
        self._background.command(
            self,
            lambda: laid_out(self._services, work(), self._figures),
            self._done,
            self._failed,
            changes=lambda opened: Changed(frozenset({opened.document.document_id}), queue=True, origin=self),
        )

    def _done(self, opened: Opened) -> None:
        self._under_way = False
        self._put_in_hand(opened)
        self.commanded.emit(opened)

    def _put_in_hand(self, opened: Opened) -> None:
        """Have what a command left open; what was on its way is older."""
        self._asked += 1
        self._remember(opened)
        self._wanted = opened.document.document_id
        self.current = opened

    def _check_fresh(self, shown: Opened) -> None:
        """Look again at a document that was kept ready: a colleague may have changed it since."""
        document_id, version = shown.document.document_id, shown.document.version

        def compared(now: int) -> None:
            if now != version and self._wanted == document_id:
                self.reload()

        self._background.read(self, lambda: self._services.store.document(document_id).version, compared)

    def _failed(self, error: BaseException) -> None:
        self._under_way = False
        self.refused.emit(error)

    def _show(self, opened: Opened) -> None:
        self.current = opened
        self.opened.emit(opened)

    def _remember(self, opened: Opened) -> None:
        self._ready[opened.document.document_id] = opened
        self._ready.move_to_end(opened.document.document_id)
        while len(self._ready) > _KEPT_READY:
            self._ready.popitem(last=False)

    def _something_changed(self, changed: Changed) -> None:
        if changed.origin is self:
            for document_id in changed.documents:
                self._ready.pop(document_id, None)
            return
        self._ready.clear()
        if self._wanted in changed.documents or changed.desk or (changed.queue and self._is_incomplete):
            self.reload()
