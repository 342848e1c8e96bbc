"""Which document is open, the next ones kept ready, and the commands a person gives."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.case import Case, Command, Document
from app.ui.background import Background, Changed
from app.ui.case.loading import Opened, laid_out, load_document
from app.workflow import resolve_case
from app.workflow.figures import Figures
from app.workflow.services import Services

_KEPT_READY = 6


class Session(QObject):
    """Opens documents and carries out commands, all in the background.

    Signals:
        opened: A document is there to be shown; carries an :class:`Opened`.
        commanded: A command or an undo was carried out; carries the :class:`Opened` that came of it.
        refused: A command was refused; carries the exception.
    """

    opened = Signal(object)
    commanded = Signal(object)
    refused = Signal(object)

    def __init__(self, services: Services, background: Background, figures: Figures, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._figures = figures
        self._ready: OrderedDict[int, Opened] = OrderedDict()
        self._wanted: int | None = None
        self._under_way = False
        self.current: Opened | None = None
        background.changed.connect(self._something_changed)

    @property
    def busy(self) -> bool:
        """Whether a command is under way; a second one is not taken meanwhile."""
        return self._under_way

    def open(self, document_id: int) -> None:
        """Show a document; at once where it is ready."""
        self._wanted = document_id
        ready = self._ready.get(document_id)
        if ready is not None:
            self._show(ready)
            self._check_fresh(ready)
            return
        self._background.read(self, lambda: load_document(self._services, document_id, self._figures), self._arrived)

    def leave(self) -> None:
        """Have no document open."""
        self._wanted = None
        self.current = None

    def reload(self) -> None:
        """Look the open document up again, after somebody else changed it."""
        if self.current is not None:
            document_id = self.current.document.document_id
            self._ready.pop(document_id, None)
            self.open(document_id)

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

    def undo(self) -> None:
        """Take back the person's last command."""
        self._run(lambda: resolve_case.undo(self._services))

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
        self._remember(opened)
        self._wanted = opened.document.document_id
        self.current = opened
        self.commanded.emit(opened)

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

    def _arrived(self, opened: Opened) -> None:
        self._remember(opened)
        if opened.document.document_id == self._wanted:
            self._show(opened)

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
        current = self.current.document.document_id if self.current else None
        if current is not None and (current in changed.documents or changed.desk):
            self.reload()
