"""The store: the verbs of ``app.workflow.ports``, each one transaction on the workspace's database.

Usable from several threads at once: each verb has a connection to itself while it runs, writers take turns, and a
reader sees what was committed before its verb began.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from app.domain.case import Actor, Case, CaseState, Document, DocumentState, QueueFilter, QueueRow, SettledCase
from app.domain.decision import History
from app.domain.errors import InputError
from app.domain.inbox import InboxItem, InboxState
from app.domain.insight import InsightLog
from app.domain.insight_facts import DeskFacts, Part
from app.domain.invoice import Invoice, Reading
from app.domain.keeping import FileKind
from app.domain.match import Desk
from app.domain.measure import UnitTable
from app.domain.settlement import Settlement, Undoable
from app.domain.urgency import Urgency, desk_day
from app.storage import (
    cases,
    desk,
    documents,
    due_decisions,
    history,
    inbox,
    insight,
    insight_log,
    queue,
    queue_urgency,
    settling,
    undoing,
)
from app.storage.database import BUSY_MILLISECONDS, Workspace
from app.storage.database_place import HALF_BUILT
from app.storage.file_keys import FileKeys
from app.storage.files import sweep
from app.storage.import_policy import policy_in_force
from app.storage.journal import Clock, Journal
from app.storage.plain_view import sweep_views
from app.storage.seal_keys import SealKeys
from app.storage.seals import Sealer
from app.storage.shelf import HALF_COPIED
from app.storage.store_audit import AuditVerbs
from app.storage.store_master_data import MasterDataVerbs
from app.storage.wrapped_keys import Keyring


def open_store(
    folder: Path,
    *,
    units: UnitTable,
    clock: Clock,
    program_version: str,
    busy_milliseconds: int = BUSY_MILLISECONDS,
    keys: Path | None = None,
    keyring: Keyring | None = None,
) -> SqliteStore:
    """Open the workspace in this folder, or make one. ``keys``: the folder of seal keys; without one nothing is sealed.

    ``keyring``: what new seal keys are sealed under where it answers; without one they lie in plain files.

    Raises:
        EnvironmentFault: The folder cannot be written, or the database there cannot be used; it is left as it was.
    """
    workspace = Workspace.open_or_create(folder, busy_milliseconds=busy_milliseconds)
    now = clock.now()
    for room in (workspace.documents, workspace.folder / "attachments"):
        sweep(room, HALF_COPIED, now)
    sweep_views()
    sweep(workspace.folder, HALF_BUILT, now)
    sealer = Sealer(SealKeys(keys, workspace.folder, keyring)) if keys is not None else None
    workspace.witness = sealer
    store = SqliteStore(workspace, Journal(clock, program_version, sealer), units, clock, sealer, FileKeys(keys))
    store.keeper.remove_deleted()
    return store


# So many files that wait are gone on with at once.
_MOST_WAITING = 100_000


class SqliteStore(MasterDataVerbs, AuditVerbs):
    """The desk's memory in one SQLite file, the invoice files beside it."""

    # --- the desk of one invoice ------------------------------------------------------------------------------
    def desk_for(self, invoice: Invoice, *, document_id: int | None = None) -> Desk:
        """Return what can matter to this invoice, with what other documents billed booked onto it."""
        with self._workspace.reading() as db:
            return desk.desk_for(db, invoice, document_id)

    def history_for(
        self,
        invoice: Invoice,
        vendor_ids: Sequence[str],
        *,
        document_id: int | None = None,
        orders: Sequence[str] = (),
    ) -> History:
        """Return invoices taken in before this one that could be the same or billed its orders, and failures."""
        with self._workspace.reading() as db:
            return history.history_for(db, invoice, vendor_ids, document_id, self._clock.now().date(), orders)

    # --- documents --------------------------------------------------------------------------------------------
    def take_in(self, path: Path, reading: Reading, channel: str, actor: Actor, *, inbox_id: int | None = None) -> int:
        """Store the file under its hash and the reading, with its journal entry; return the document's id.

        Raises:
            ConflictError: The inbox entry was taken in by another process in the meantime.
        """
        return settling.take_in(
            self._workspace, self._journal, self._shelves[FileKind.DOCUMENT], path, reading, channel, actor, inbox_id
        )

    def unread_copies(self, sha256: str) -> tuple[int, ...]:
        """Return the documents with these bytes where none of them could be read so far and they all wait."""
        with self._workspace.reading() as db:
            return history.unread_copies(db, sha256)

    def file_of(self, document_id: int) -> Path:
        """Return where the stored file lies, unmodified.

        Raises:
            InputError: ``no_such_document``, ``deleted_under_retention``, or somebody deleted or changed it by hand.
        """
        with self._workspace.reading() as db:
            row = db.execute("SELECT stored_name FROM documents WHERE document_id = ?", (document_id,)).fetchone()
        if row is None:
            raise InputError("no_such_document", f"There is no document {document_id}.")
        shelf = self._shelves[FileKind.DOCUMENT]
        path = shelf.find(str(row[0]))
        if path is None and (gone := self.keeper.deleted_document(document_id)):
            raise InputError(
                "deleted_under_retention",
                f"The file of document {document_id} was deleted under retention on {gone.time[:10]}, by {gone.user}.",
                next_step=f"What was read of it is kept; entry {gone.entry} of the log says why it was deleted.",
            )
        return self._untouched.prove(shelf, path, str(row[0]), document_id)

    def document(self, document_id: int) -> Document:
        """Return everything known of a document. Raises InputError ``no_such_document``."""
        with self._workspace.reading() as db:
            return documents.load(db, document_id)

    def case(self, case_id: int) -> Case:
        """Return one case. Raises InputError ``no_such_case``."""
        with self._workspace.reading() as db:
            return cases.one_case(db, case_id)

    def settle(self, settlement: Settlement) -> Document:
        """Write a decision or a command's effect, with its entries, in one transaction.

        Raises:
            ConflictError: The document changed since the settlement was worked out; nothing was written.
        """
        return settling.settle(self._workspace, self._journal, settlement)

    def together(self) -> AbstractContextManager[None]:
        """Make one transaction of all verbs that this thread calls within; nothing slow belongs in it."""
        return self._workspace.together()

    def decided_before_change(self, document_id: int, *, since: int = 0) -> bool:
        """Tell whether what a document was decided by changed since (after an entry), and nobody looked again."""
        with self._workspace.reading() as db:
            return due_decisions.is_due(db, document_id, since)

    def due_decisions(self) -> tuple[int, ...]:
        """Return the documents that wait for somebody and are still to be decided, or decided again, in order."""
        with self._workspace.reading() as db:
            return due_decisions.due(db)

    # --- queue and cases --------------------------------------------------------------------------------------
    def queue(self, wanted: QueueFilter, *, limit: int = 1000, offset: int = 0) -> tuple[QueueRow, ...]:
        """Return the documents of a view, sorted and filtered by the database."""
        with self._workspace.reading() as db:
            return queue.queue_rows(db, wanted, limit, offset, policy_in_force(db), desk_day(self._clock.now()))

    def queue_counts(self, text: str = "") -> dict[DocumentState, int]:
        """Count the documents by state."""
        with self._workspace.reading() as db:
            return queue.counts_by_state(db, text)

    def cases(self, states: Iterable[CaseState] = ()) -> tuple[Case, ...]:
        """Return the cases in these states (all where none are named), oldest first."""
        with self._workspace.reading() as db:
            return cases.cases_in(db, states)

    def accepted_cases(
        self, rules: Sequence[str], patterns: Sequence[str], *, case_id: int | None = None
    ) -> tuple[tuple[Case, str | None], ...]:
        """Return accepted cases whose rule begins so or that have one of these patterns, each with its vendor's id."""
        with self._workspace.reading() as db:
            return cases.accepted_cases(db, rules, patterns, case_id)

    def urgencies(self, document_id: int | None = None) -> Mapping[int, Urgency]:
        """Return how urgent each pending case is today under the policy in force, by case: of one document, or all."""
        with self._workspace.reading() as db:
            today = desk_day(self._clock.now())
            return queue_urgency.case_urgencies(db, document_id, policy_in_force(db), today)

    def settled_cases(self, vendor_id: str, *, document_id: int | None = None) -> tuple[SettledCase, ...]:
        """Return what people settled on this vendor's other documents, oldest first; only so many of the latest."""
        with self._workspace.reading() as db:
            return history.settled_cases(db, vendor_id, document_id)

    def cleared_patterns(self) -> Mapping[int, tuple[str, ...]]:
        """Return per document the patterns of its groups that cleared by themselves and do not simply agree."""
        with self._workspace.reading() as db:
            return history.cleared_patterns(db)

    def undoable(self, actor: Actor) -> Undoable | None:
        """Return the last command of this person that nothing has happened after on its document."""
        with self._workspace.reading() as db:
            return undoing.undoable(db, actor)

    def undo(self, entry: int, actor: Actor) -> Document:
        """Restore the document as it was before that command, by a compensating entry.

        Raises:
            RuleError: The entry is no command of this person.
            ConflictError: Something happened on the document since.
        """
        return undoing.undo(self._workspace, self._journal, entry, actor)

    # --- insight ----------------------------------------------------------------------------------------------
    def insight_facts(
        self, since: date | None = None, until: date | None = None, *, parts: Collection[Part] = tuple(Part)
    ) -> DeskFacts:
        """Return what insight is drawn from, of the invoices of a period (days included)."""
        with self._workspace.reading() as db:
            return insight.desk_facts(db, since, until, parts)

    def insight_log(self) -> InsightLog:
        """Return what people did about insight: samples, verdicts, messages, policies looked over."""
        with self._workspace.reading() as db:
            return insight_log.insight_log(db)

    # --- inbox ------------------------------------------------------------------------------------------------
    def enqueue(self, paths: Sequence[Path], channel: str, *, in_hand: bool = False) -> tuple[InboxItem, ...]:
        """Remember files that are about to be read, and keep others from reading them where they are ``in_hand``."""
        mine: frozenset[int] = frozenset()
        try:
            with self._workspace.writing() as db:
                items = inbox.enqueue(db, paths, channel, self._journal.now())
                if in_hand:  # before anybody else can see them
                    mine = self._in_hand.take(item.inbox_id for item in items)
        except BaseException:
            self._in_hand.let_go(mine)
            raise
        return items

    def take_in_hand(self) -> tuple[InboxItem, ...]:
        """Return the files that wait and that no running program has in hand, oldest first: this one has them now."""
        mine = self._in_hand.take(item.inbox_id for item in self._waiting())
        still: tuple[InboxItem, ...] = ()
        try:
            # Whoever had one in hand may have been through with it between the first look and the taking.
            still = tuple(item for item in self._waiting() if item.inbox_id in mine)
        finally:
            self._in_hand.let_go(mine - {item.inbox_id for item in still})
        return still

    def let_go(self, items: Iterable[InboxItem]) -> None:
        """Let files go that were in hand: whoever goes on with what waits may read them."""
        self._in_hand.let_go(item.inbox_id for item in items)

    def _waiting(self) -> tuple[InboxItem, ...]:
        return tuple(reversed(self.inbox((InboxState.WAITING,), limit=_MOST_WAITING)))

    def inbox(self, states: Iterable[InboxState] = (), *, limit: int = 1000) -> tuple[InboxItem, ...]:
        """Return the inbox log, newest first."""
        with self._workspace.reading() as db:
            return inbox.inbox_items(db, states, limit)

    def finish(
        self,
        inbox_id: int,
        state: InboxState,
        *,
        document_id: int | None = None,
        code: str = "",
        message: str = "",
        next_step: str = "",
    ) -> None:
        """Record what became of one file."""
        with self._workspace.writing() as db:
            inbox.finish(db, inbox_id, state, document_id, (code, message, next_step), self._journal.now())
