"""The store: the verbs of ``app.workflow.ports``, each one transaction on the workspace's database.

Usable from several threads at once: each verb has a connection to itself while it runs, writers take turns, and a
reader sees what was committed before its verb began.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from app.domain.audit import Anchor, AnchorStanding, EntryProof, Performance, RoleGiven, SealKey, Verification
from app.domain.case import (
    Actor,
    Case,
    CaseState,
    Document,
    DocumentState,
    JournalEntry,
    NewEntry,
    QueueFilter,
    QueueRow,
    SettledCase,
)
from app.domain.decision import History
from app.domain.errors import InputError
from app.domain.import_preview import ImportPlan, ImportPreview, TableColumn, TableSketch
from app.domain.imports import ImportedFacts, ImportKind, ImportResult
from app.domain.inbox import InboxItem, InboxState
from app.domain.insight import InsightLog
from app.domain.insight_facts import DeskFacts, Part, UnbilledLine
from app.domain.invoice import Invoice, Reading
from app.domain.item import UomConversion
from app.domain.keeping import FileKind
from app.domain.match import Desk
from app.domain.measure import UnitTable
from app.domain.policy import Policy, PolicyVersion, Role
from app.domain.settlement import Settlement, Undoable
from app.domain.table_forms import ColumnForm, Form
from app.domain.teaching import Fact, Taught
from app.domain.urgency import Urgency
from app.domain.versions import MasterChange, RowSource
from app.storage import anchors as anchors_of
from app.storage import (
    cases,
    desk,
    documents,
    facts,
    history,
    inbox,
    insight,
    insight_log,
    master_changes,
    performances,
    queue,
    queue_urgency,
    seals,
    settings,
    settling,
    teaching,
    unbilled,
    undoing,
    verification,
)
from app.storage.database import BUSY_MILLISECONDS, HALF_BUILT, Workspace
from app.storage.file_keys import FileKeys
from app.storage.files import sweep
from app.storage.form_finding import refuse_undecided
from app.storage.import_policy import import_policy, policy_in_force, policy_versions, save_policy
from app.storage.import_preview import columns_of, forms_in, preview_tables, sketch_table
from app.storage.imports import import_table
from app.storage.journal import Clock, Journal, read_entries
from app.storage.keeper import Keeper
from app.storage.lookups import MasterDataReader
from app.storage.plain_view import sweep_views
from app.storage.rolling_backups import Backups
from app.storage.seal_key_care import SealKeyCare
from app.storage.seal_keys import SealKeys
from app.storage.seals import Sealer
from app.storage.shelf import HALF_COPIED, Shelf
from app.storage.vault import Vault, key_name
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


class SqliteStore:
    """The desk's memory in one SQLite file, the invoice files beside it."""

    def __init__(
        self,
        workspace: Workspace,
        journal: Journal,
        units: UnitTable,
        clock: Clock,
        sealer: Sealer | None = None,
        file_keys: FileKeys | None = None,
    ) -> None:
        self._workspace = workspace
        self._journal = journal
        self._units = units
        self._clock = clock
        self._sealer = sealer
        keys = file_keys or FileKeys(None)
        sealed_with = partial(key_name, workspace)
        self._shelves = {
            FileKind.DOCUMENT: Shelf(workspace.documents, keys, sealed_with),
            FileKind.ATTACHMENT: Shelf(workspace.folder / "attachments", keys, sealed_with),
        }
        self.keeper = Keeper(workspace, journal, self._shelves)
        self.vault = Vault(workspace, journal, self._shelves, keys)
        self.backups = Backups(workspace, journal, clock, journal.program_version)
        self._losses: tuple[int, datetime | None] = (0, None)
        self.seal_keys = SealKeyCare(workspace, journal, sealer)

    @property
    def folder(self) -> Path:
        """The workspace's folder."""
        return self._workspace.folder

    def close(self) -> None:
        """Release the database."""
        self._workspace.close()

    def back_up(self, target: Path) -> None:
        """Write a consistent copy of the database (without the stored files), whole or not at all."""
        self._workspace.copy_to(target)

    # --- master data -------------------------------------------------------------------------------------------
    def import_file(
        self,
        kind: ImportKind,
        path: Path,
        actor: Actor,
        *,
        mapping: Path | None = None,
        written: Sequence[Form] = (),
        dry_run: bool = False,
    ) -> ImportResult:
        """Import one file in one transaction, with its journal entry; a dry run keeps nothing.

        Raises:
            InputError: The file as a whole cannot be used; nothing of it was imported.
        """
        if kind is ImportKind.POLICY:
            return import_policy(self._workspace, self._journal, path, actor, dry_run=dry_run)
        return import_table(
            self._workspace, self._journal, self._units, kind, path, actor,
            mapping=mapping, said=written, dry_run=dry_run,
        )  # fmt: skip

    @property
    def master_data(self) -> MasterDataReader:
        """What people look up of orders, vendors and items."""
        return MasterDataReader(self._workspace)

    def table_columns(self, kind: ImportKind) -> tuple[TableColumn, ...]:
        """Return the columns a kind of table has."""
        return columns_of(kind, self._units)

    def sketch_table(self, kind: ImportKind, path: Path) -> TableSketch:
        """Return the headings and first rows of a file. Raises InputError where it is no table."""
        return sketch_table(path, kind, self._units)

    def table_forms(self, plan: ImportPlan) -> tuple[ColumnForm, ...]:
        """Say how the columns of a table are written.

        Raises:
            InputError: It is no table of this kind, or a column can be read in more than one way.
        """
        forms = forms_in(self._units, plan)
        refuse_undecided(plan.path, forms)
        return forms

    def preview_tables(self, plans: Sequence[ImportPlan]) -> tuple[ImportPreview, ...]:
        """Try tables out in their order and take everything back."""
        return preview_tables(self._workspace, self._units, plans)

    def policy(self) -> Policy | None:
        """Return the policy in force, if one was imported."""
        with self._workspace.reading() as db:
            return policy_in_force(db)

    def save_policy(
        self,
        text: str,
        actor: Actor,
        *,
        seen_sha256: str | None,
        differences: Sequence[tuple[str, str, str]],
        reason: str,
    ) -> None:
        """Put a policy in force that was changed here, with its journal entry.

        Raises:
            InputError: It is no policy.
            ConflictError: Another policy is in force than the one that was changed.
        """
        save_policy(
            self._workspace, self._journal, text, actor, seen_sha256=seen_sha256, differences=differences, reason=reason
        )

    def policies(self) -> tuple[PolicyVersion, ...]:
        """Return every policy that was ever in force, oldest first."""
        with self._workspace.reading() as db:
            return policy_versions(db)

    def master_changes(self, table: str, matching: Mapping[int, str] | None = None) -> tuple[MasterChange, ...]:
        """Return what imports changed in a table of master data, oldest first."""
        with self._workspace.reading() as db:
            return master_changes.changes(db, table, matching or {})

    def row_sources(self, table: str) -> Mapping[tuple[str, ...], tuple[RowSource, ...]]:
        """Return per row of a table the imports that wrote it, oldest first."""
        with self._workspace.reading() as db:
            return master_changes.sources(db, table)

    def taught(self) -> tuple[Taught, ...]:
        """Return everything people taught the desk, oldest first, with what was taken back."""
        with self._workspace.reading() as db:
            return teaching.taught(db)

    def teach(self, fact: Fact, actor: Actor, reason: str, case_id: int, document_id: int) -> int:
        """Keep what a case showed, with its entry, whose number is returned.

        Raises:
            ConflictError: The desk knows it already.
        """
        with self._workspace.writing() as db:
            return teaching.teach(db, self._journal, fact, actor, reason, case_id, document_id)

    def take_back(self, entry: int, actor: Actor, reason: str, cleared: Sequence[int] = ()) -> int:
        """Put back what an entry taught, by an entry of its own, whose number is returned; it names what cleared by it.

        Raises:
            InputError: The entry taught nothing that can be taken back.
            ConflictError: It was changed since.
        """
        with self._workspace.writing() as db:
            return teaching.take_back(db, self._journal, entry, actor, reason, cleared)

    def facts(self) -> ImportedFacts:
        """Count what the desk knows."""
        with self._workspace.reading() as db:
            return facts.imported_facts(db)

    def desk_for(self, invoice: Invoice, *, document_id: int | None = None) -> Desk:
        """Return what can matter to this invoice, with what other documents billed booked onto it."""
        with self._workspace.reading() as db:
            return desk.desk_for(db, invoice, document_id)

    def history_for(self, invoice: Invoice, vendor_ids: Sequence[str], *, document_id: int | None = None) -> History:
        """Return invoices taken in before this one that could be the same, and these vendors' failures."""
        with self._workspace.reading() as db:
            return history.history_for(db, invoice, vendor_ids, document_id, self._clock.now().date())

    # --- documents ---------------------------------------------------------------------------------------------
    def take_in(self, path: Path, reading: Reading, channel: str, actor: Actor, *, inbox_id: int | None = None) -> int:
        """Store the file under its hash and the reading, with its journal entry; return the document's id.

        Raises:
            ConflictError: The inbox entry was taken in by another process in the meantime.
        """
        return settling.take_in(
            self._workspace, self._journal, self._shelves[FileKind.DOCUMENT], path, reading, channel, actor, inbox_id
        )

    def file_of(self, document_id: int) -> Path:
        """Return where the stored file lies. Raises InputError ``no_such_document``, ``deleted_under_retention``."""
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
        return path or shelf.folder / str(row[0])

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

    def queue(self, wanted: QueueFilter, *, limit: int = 1000, offset: int = 0) -> tuple[QueueRow, ...]:
        """Return the documents of a view, sorted and filtered by the database."""
        with self._workspace.reading() as db:
            return queue.queue_rows(db, wanted, limit, offset, policy_in_force(db), self._clock.now().date())

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
            today = self._clock.now().date()
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

    # --- insight -----------------------------------------------------------------------------------------------
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

    def unbilled_lines(self, until: date, *, document_id: int | None = None) -> tuple[UnbilledLine, ...]:
        """Return order lines that may have goods unbilled on a day, or those one document billed."""
        with self._workspace.reading() as db:
            return unbilled.unbilled_lines(db, until, document_id)

    def conversions_of(self, items: Iterable[str]) -> Mapping[str, tuple[UomConversion, ...]]:
        """Return the unit conversions of these items, by item."""
        with self._workspace.reading() as db:
            return unbilled.conversions_of(db, items)

    # --- inbox -------------------------------------------------------------------------------------------------
    def enqueue(self, paths: Sequence[Path], channel: str) -> tuple[InboxItem, ...]:
        """Remember files that are about to be read."""
        with self._workspace.writing() as db:
            return inbox.enqueue(db, paths, channel, self._journal.now())

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

    # --- journal and settings ----------------------------------------------------------------------------------
    def append(self, entry: NewEntry) -> int:
        """Append one entry that belongs to no other change; return its sequence."""
        with self._workspace.writing() as db:
            return self._journal.append(db, entry).sequence

    def journal(
        self, *, document_id: int | None = None, since: int = 0, limit: int | None = None
    ) -> tuple[JournalEntry, ...]:
        """Return the entries after ``since`` in order."""
        with self._workspace.reading() as db:
            return read_entries(db, document_id=document_id, since=since, limit=limit)

    def head(self) -> tuple[int, str]:
        """Return the number of entries and the hash of the newest."""
        with self._workspace.reading() as db:
            sequence, head = db.execute("SELECT sequence, hash FROM journal_head").fetchone()
        return int(sequence), str(head)

    def verify(self, *, first_keys: Mapping[str, bytes] | None = None, anchors: Sequence[Anchor] = ()) -> Verification:
        """Re-read the whole journal, the tables and the stored documents and prove that nothing was changed."""
        keys = self._sealer.keys if self._sealer else None
        with self._workspace.reading() as db:
            return verification.verify(db, self._shelves, keys=keys, first_keys=first_keys, anchors=anchors)

    def anchor(self, actor: Actor) -> Anchor:
        """Take an anchor of the journal as it stands, with its entry."""
        with self._workspace.writing() as db:
            return anchors_of.make_anchor(db, self._journal, self._sealer, actor)

    def seal_key(self) -> SealKey | None:
        """Return the first key of the stream this machine seals with; None where nothing is sealed.

        Raises:
            EnvironmentFault: The key is sealed under the system's keyring, and that does not open it.
        """
        state = self._sealer.keys.remembered() if self._sealer else None
        if self._sealer is None or state is None:
            return None
        keys = self._sealer.keys
        first = keys.first_key(state.stream)
        return SealKey(state.stream, first.hex() if first else "", keys.first_key_path(state.stream), keys.place())

    def carry_key_away(self, stream: str) -> None:
        """Remove the first key of a stream from this machine: from then on only its holder can prove the seals."""
        if self._sealer is not None:
            self._sealer.keys.carry_away(stream)

    def accept_losses(self, actor: Actor, reason: str) -> int:
        """Log that somebody answers for sealed entries that are gone; return for how many streams."""
        if self._sealer is None:
            return 0
        with self._workspace.writing() as db:
            return seals.accept_losses(db, self._journal, self._sealer.keys, actor, reason)

    def lost_up_to(self) -> int:
        """Return up to which entry this machine sealed a journal that is gone and not answered for; 0: all is here."""
        if self._sealer is None:
            return 0
        sealed = seals.sealed_by(self._sealer.keys)
        with self._workspace.reading() as db:
            return seals.lost_up_to(db, sealed)

    def loss_answered(self) -> datetime | None:
        """Return when somebody last answered for a part of the journal that is gone; None: all of it is here.

        Only what was logged since the last question is read: this is asked before anything clears by itself.
        """
        with self._workspace.reading() as db:
            newest = int(db.execute("SELECT sequence FROM journal_head").fetchone()[0])
            seen, known = self._losses
            found = seals.answered_since(db, seen) or known
        self._losses = (newest, found)
        return found

    def inherit_seals(self) -> None:
        """Remember what this machine sealed of this journal in other folders; for one that was put back."""
        if self._sealer is not None:
            with self._workspace.reading() as db:
                self._sealer.keys.inherit(seals.first_hash(db))

    def anchor_standing(self) -> AnchorStanding:
        """Return how many entries no anchor stands for yet, and since when."""
        with self._workspace.reading() as db:
            return anchors_of.standing(db)

    def proof_of(self, document_id: int, *, size: int | None = None) -> EntryProof:
        """Return what proves the entries of one document, among the first ``size``, without the rest of the journal."""
        with self._workspace.reading() as db:
            return anchors_of.proof_of(db, document_id, size)

    def decided_documents(self) -> tuple[int, ...]:
        """Return the documents that were ever decided, in the order they came."""
        with self._workspace.reading() as db:
            return performances.decided_documents(db)

    def performances(self, document_id: int) -> tuple[Performance, ...]:
        """Return every decision made about a document with what it was made from, oldest first."""
        with self._workspace.reading() as db:
            return performances.performances(db, document_id)

    def role_of(self, user: str) -> Role:
        """Return the role of an account (ap_clerk where nobody said otherwise)."""
        with self._workspace.reading() as db:
            return settings.role_of(db, user)

    def roles(self) -> tuple[RoleGiven, ...]:
        """Return every account that was given a role, by name, with who gave it."""
        with self._workspace.reading() as db:
            return settings.roles(db)

    def set_role(self, user: str, role: Role, actor: Actor, reason: str = "") -> None:
        """Give an account a role, with its journal entry."""
        with self._workspace.writing() as db:
            settings.set_role(db, self._journal, user, role, actor, reason)

    def setting(self, name: str) -> str | None:
        """Return a setting of the workspace."""
        with self._workspace.reading() as db:
            return settings.setting(db, name)

    def set_setting(self, name: str, value: str, actor: Actor, reason: str = "") -> None:
        """Change a setting of the workspace, with its journal entry."""
        with self._workspace.writing() as db:
            settings.set_setting(db, self._journal, name, value, actor, reason)
