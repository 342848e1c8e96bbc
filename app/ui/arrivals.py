"""Every way in: drop, dialogs, paste, a watched folder, files named at the start, a second start, Retry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.domain.case import Document
from app.domain.errors import EnvironmentFault
from app.domain.inbox import InboxItem, InboxState
from app.ui.background import Background, Changed
from app.ui.i18n import say
from app.ui.inbox.folder_watcher import FolderWatcher
from app.workflow.batch import decide_due, process_files, resume
from app.workflow.inbox import desks_left_out, split_drop
from app.workflow.ports import CancelToken, Progress
from app.workflow.services import Services
from app.workflow.wording import counted

_AGAIN_MS = 20_000

Tables = tuple[Path, ...]
# Files that wait to be read, and documents that wait to be decided.
Waiting = tuple[tuple[InboxItem, ...], tuple[int, ...]]
OnFailure = Callable[[BaseException], None] | None


def paths_of(data: QMimeData | None) -> list[Path]:
    """Return the local files and folders that are being dragged or pasted; an empty clipboard may have no data."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data is not None else []


class Arrivals(QObject):
    """Sorts what comes in: tables are looked at and imported first, then documents are read.

    Signals:
        tables_arrived: Master data or orders are to be imported: the files.
        said: Something to be said in the line at the bottom.
        went_on: What was left waiting the last time is read now: to be said beside what else came back.
    """

    tables_arrived = Signal(object)
    said = Signal(str)
    went_on = Signal(str)

    def __init__(self, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._after_tables: list[tuple[tuple[Path, ...], str]] = []
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.go_on)
        self.watcher = FolderWatcher(services, background, self)
        self.watcher.arrived.connect(self.take_documents)
        self.watcher.said.connect(self.said)

    def paste(self) -> None:
        """Take in the files that were copied elsewhere."""
        paths = paths_of(QGuiApplication.clipboard().mimeData())
        if paths:
            self.take(paths, "paste")
        else:
            self.said.emit(self.tr("There are no files on the clipboard."))

    def take(self, paths: Sequence[Path], channel: str) -> None:
        """Take files and folders in, whatever they are."""
        wanted = tuple(paths)
        self._background.read(
            self, lambda: (split_drop(wanted), desks_left_out(wanted)), lambda found: self._looked(*found, channel)
        )

    def _looked(self, found: tuple[Tables, tuple[Path, ...]], desks: Sequence[Path], channel: str) -> None:
        if desks:
            self.said.emit(self.tr("What the desk {0} stores was left out.").format(desks[0]))
        self._sorted(found, channel)

    def take_documents(self, paths: Sequence[Path], channel: str) -> None:
        """Read files as invoices, whatever they are called."""
        wanted = tuple(paths)
        if not wanted:
            return
        self._background.batch(
            self,
            self.tr("Reading"),
            lambda progress, cancel: self._process(wanted, channel, progress, cancel),
            self._batch_through,
            self._broken_off,
            changes=lambda _: Changed(queue=True, inbox=True),
        )

    def resume(self) -> None:
        """Go on with documents that were waiting when the program or the machine stopped, and watch the folder."""
        self.watcher.begin()
        self._find_waiting(self._resume_waiting)

    def go_on(self) -> None:
        """Try again to read what a fault of the machine left waiting; where it still cannot, say nothing more."""
        if self._background.batch_running:
            self._again.start()
        else:
            self._find_waiting(self._go_on_quietly, self._try_later)

    def _try_later(self, error: BaseException) -> None:
        if isinstance(error, EnvironmentFault):
            self._again.start()

    def _find_waiting(self, done: Callable[[Waiting], None], failed: OnFailure = None) -> None:
        store, waiting = self._services.store, (InboxState.WAITING,)
        self._background.read(self, lambda: (store.inbox(waiting), store.due_decisions()), done, failed)

    def _broken_off(self, error: BaseException) -> None:
        """Show why a batch could not go on; what it left waiting is tried again by itself."""
        self._background.failed.emit(error)
        if isinstance(error, EnvironmentFault):
            self._again.start()
            self._background.changed.emit(Changed(queue=True, inbox=True))
            self._find_waiting(self._tell_waiting, lambda _: None)

    def _tell_waiting(self, found: Waiting) -> None:
        count = len(found[0]) + len(found[1])
        if count:
            told = self.tr("Still to be read: {0}. This window goes on by itself once that is mended.")
            self.said.emit(told.format(say(counted(count, "document"))))

    def _go_on_quietly(self, found: Waiting) -> None:
        if any(found):
            self._background.batch(
                self,
                self.tr("Reading"),
                lambda progress, cancel: resume(
                    self._services, progress=progress, cancel=cancel, on_document=self._one_through
                ),
                self._resumed,
                self._try_later,
                changes=lambda _: Changed(queue=True, inbox=True),
            )

    def _resume_waiting(self, found: Waiting) -> None:
        items, due = found
        if not items:
            if due:
                self._decide_due()
            return
        self._background.batch(
            self,
            self.tr("Reading"),
            lambda progress, cancel: resume(
                self._services,
                progress=progress,
                cancel=cancel,
                on_document=self._one_through,
                on_begun=self._gone_on,
            ),
            self._resumed,
            self._broken_off,
            changes=lambda _: Changed(queue=True, inbox=True),
        )

    def _gone_on(self, count: int) -> None:
        """Say how many are read; called on the batch's thread, which knows what other windows leave."""
        told = self.tr("{0} waited since the last time and will be read now.")
        self._background.post(lambda: self.went_on.emit(told.format(say(counted(count, "document")))))

    def _resumed(self, items: Sequence[InboxItem]) -> None:
        if items:  # none: another window has them all in hand
            self._batch_through(items)

    def _decide_due(self) -> None:
        self._background.batch(
            self,
            self.tr("Deciding again"),
            lambda progress, cancel: decide_due(self._services, progress=progress, cancel=cancel),
            lambda _: None,
            changes=lambda touched: Changed(frozenset(touched), queue=True),
        )

    def _sorted(self, found: tuple[Tables, tuple[Path, ...]], channel: str) -> None:
        tables, documents = found
        if tables:
            # Invoices are decided by the orders that come with them: they wait until somebody has looked at those.
            self._after_tables.append((documents, channel))
            self.tables_arrived.emit(tables)
            if documents:
                self.said.emit(self.tr("%n files are read after the import.", "", len(documents)))
        else:
            self.take_documents(documents, channel)

    def tables_settled(self) -> None:
        """Go on with the invoices that came with tables, now that these were imported or left."""
        waiting, self._after_tables = self._after_tables, []
        for documents, channel in waiting:
            self.take_documents(documents, channel)

    def _process(
        self, paths: tuple[Path, ...], channel: str, progress: Progress, cancel: CancelToken
    ) -> tuple[InboxItem, ...]:
        return process_files(
            self._services,
            paths,
            channel=channel,
            progress=progress,
            cancel=cancel,
            on_document=self._one_through,
        )

    def _batch_through(self, items: Sequence[InboxItem]) -> None:
        """Say what became of the documents of a batch."""
        taken, refused, stopped = outcome_words(items)
        parts = [self.tr("{0} taken in").format(say(counted(taken, "document")))]
        if refused:
            parts.append(self.tr("%n refused: see the inbox log, Ctrl+L", "", refused))
        if stopped:
            parts.append(self.tr("%n not read, stopped on request", "", stopped))
        self.said.emit(" · ".join(parts))

    def _one_through(self, _: InboxItem, document: Document | None) -> None:
        """Tell the views of each document as it comes; called on the batch's thread."""
        touched = frozenset({document.document_id}) if document else frozenset[int]()
        changed = Changed(touched, queue=True, inbox=True)
        self._background.post(lambda: self._background.changed.emit(changed))


def outcome_words(items: Sequence[InboxItem]) -> tuple[int, int, int]:
    """Count what was taken in, refused and cancelled."""
    states = [item.state for item in items]
    return (
        states.count(InboxState.DONE),
        states.count(InboxState.REFUSED),
        states.count(InboxState.CANCELLED) + states.count(InboxState.WAITING),
    )
