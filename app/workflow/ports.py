"""What the use cases need of the store: a small set of verbs, each one transaction, in domain values.

Nothing here knows of tables or SQL; another database can stand behind these verbs with the same contract tests.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from app.domain.audit import (
    Anchor,
    AnchorStanding,
    EntryProof,
    ExportResult,
    Performance,
    RoleGiven,
    SealKey,
    Verification,
)
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
from app.domain.import_preview import ImportPlan, ImportPreview, TableColumn, TableSketch
from app.domain.imports import ImportedFacts, ImportKind, ImportResult, RowProblem
from app.domain.inbox import InboxItem, InboxState
from app.domain.insight import InsightLog
from app.domain.insight_facts import DeskFacts, Part, UnbilledLine
from app.domain.invoice import Invoice, Reading
from app.domain.item import CrossReference, Substitution, UomConversion
from app.domain.lookup import (
    ItemPage,
    ItemRow,
    Lookup,
    OrderPage,
    OrderRow,
    VendorPage,
    VendorRow,
)
from app.domain.match import Desk
from app.domain.policy import Policy, PolicyVersion, Role
from app.domain.settlement import CaseChange, Settlement, Undoable
from app.domain.table_forms import ColumnForm, Form
from app.domain.teaching import Fact, Taught
from app.domain.urgency import Urgency
from app.domain.versions import MasterChange, RowSource
from app.workflow.keeping_ports import BackupsPort, KeeperPort, SealKeysPort, VaultPort

__all__ = [
    "CancelToken",
    "CaseChange",
    "Clock",
    "ExportResult",
    "ImportKind",
    "ImportResult",
    "ImportedFacts",
    "InboxItem",
    "InboxState",
    "Lookup",
    "MasterData",
    "Progress",
    "QueueFilter",
    "RoleGiven",
    "RowProblem",
    "Settlement",
    "Store",
    "Undoable",
    "Verification",
]


class Progress(Protocol):
    """How a job tells how far it is; knows nothing of windows."""

    def step(self, done: int, total: int, what: str, within: tuple[int, int] = (0, 0)) -> None:
        """Say that ``done`` of ``total`` are finished and what comes now.

        ``within`` is how far the one in hand is, in parts of its own: (pages done, pages); (0, 0): not known.
        """


class CancelToken(Protocol):
    """How a job learns that the user wants it to stop."""

    @property
    def cancelled(self) -> bool:
        """Tell whether to stop at the next safe place."""


class MasterData(Protocol):
    """What people look up: lists that the store searches, sorts and hands out in pages, and single records.

    A list that cannot be sorted as wanted, and a record that is not there, are an InputError.
    """

    def orders(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[OrderRow, ...]:
        """Return orders."""

    def order(self, po_number: str) -> OrderPage:
        """Return one order with its lines, receipts and what was billed."""

    def vendors(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[VendorRow, ...]:
        """Return vendors."""

    def vendor(self, vendor_id: str) -> VendorPage:
        """Return one vendor with its terms and figures."""

    def items(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[ItemRow, ...]:
        """Return items."""

    def item(self, sku: str) -> ItemPage:
        """Return one item with its conversions, codes, substitutes and orders."""

    def conversions(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[UomConversion, ...]:
        """Return unit conversions."""

    def substitutions(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[Substitution, ...]:
        """Return agreed substitutes."""

    def cross_references(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[CrossReference, ...]:
        """Return vendors' own codes."""


class Store(Protocol):
    """The desk's memory."""

    @property
    def folder(self) -> Path:
        """The workspace's folder."""

    @property
    def keeper(self) -> KeeperPort:
        """Attachments, legal holds and deletion under retention."""

    @property
    def seal_keys(self) -> SealKeysPort:
        """Where the keys of this machine's seals are kept."""

    @property
    def vault(self) -> VaultPort:
        """Encryption of stored files at rest."""

    @property
    def backups(self) -> BackupsPort:
        """Backups of the workspace."""

    def close(self) -> None:
        """Release the database."""

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
        """Import one CSV or XLSX file (or policy.toml) in one transaction, with its journal entry.

        ``written`` says how its numbers and dates are written, where the mapping does not; unsaid: as in our own files.
        """

    def table_forms(self, plan: ImportPlan) -> tuple[ColumnForm, ...]:
        """Say how the columns of a table are written. Raises InputError where one can be read in more than one way."""

    @property
    def master_data(self) -> MasterData:
        """What people look up of orders, vendors and items."""

    def table_columns(self, kind: ImportKind) -> tuple[TableColumn, ...]:
        """Return the columns a kind of table has, by our own names; a policy has none."""

    def sketch_table(self, kind: ImportKind, path: Path) -> TableSketch:
        """Return the headings and first rows of a file. Raises InputError where it is no table."""

    def preview_tables(self, plans: Sequence[ImportPlan]) -> tuple[ImportPreview, ...]:
        """Try tables out in their order and take everything back: what each would come to, row by row."""

    def policy(self) -> Policy | None:
        """Return the policy in force, if one was imported."""

    def save_policy(
        self,
        text: str,
        actor: Actor,
        *,
        seen_sha256: str | None,
        differences: Sequence[tuple[str, str, str]],
        reason: str,
    ) -> None:
        """Put a policy in force that was changed here, with every setting before and after, and the reason.

        ``seen_sha256`` is the hash of the policy that was changed (None: there was none); where another one is in
        force by now, that is a ConflictError and nothing is written.
        """

    def policies(self) -> tuple[PolicyVersion, ...]:
        """Return every policy that was ever in force, oldest first."""

    def master_changes(self, table: str, matching: Mapping[int, str] | None = None) -> tuple[MasterChange, ...]:
        """Return what imports changed in a table of master data, oldest first.

        ``matching`` names values wanted at places of a row's key.
        """

    def row_sources(self, table: str) -> Mapping[tuple[str, ...], tuple[RowSource, ...]]:
        """Return per row of a table the imports that wrote it, oldest first."""

    def taught(self) -> tuple[Taught, ...]:
        """Return everything people taught the desk, oldest first, with what was taken back."""

    def teach(self, fact: Fact, actor: Actor, reason: str, case_id: int, document_id: int) -> int:
        """Keep what a case showed, with its entry, whose number is returned. Raises ConflictError where it is known."""

    def take_back(self, entry: int, actor: Actor, reason: str, cleared: Sequence[int] = ()) -> int:
        """Put back what an entry taught, by an entry of its own, whose number is returned; it names what cleared by it.

        An entry that taught nothing is an InputError, a row that was changed since a ConflictError.
        """

    def facts(self) -> ImportedFacts:
        """Count what the desk knows."""

    def desk_for(self, invoice: Invoice, *, document_id: int | None = None) -> Desk:
        """Return what can matter to this invoice: vendors, candidate orders, receipts, items, conversions…

        Quantities billed by other documents are booked onto the orders and receipts; those of ``document_id``
        itself are not.
        """

    def history_for(self, invoice: Invoice, vendor_ids: Sequence[str], *, document_id: int | None = None) -> History:
        """Return earlier invoices that could be the same one, and this vendor's earlier failures."""

    # --- documents ---------------------------------------------------------------------------------------------
    def take_in(self, path: Path, reading: Reading, channel: str, actor: Actor, *, inbox_id: int | None = None) -> int:
        """Store the file under its hash and the reading, with its journal entry; return the document's id.

        Every file taken in is a document of its own, even when its bytes were seen before (a strong duplicate).
        ``inbox_id`` marks its inbox entry done in the same transaction; one that does not wait any more is a
        ConflictError, so that a file is taken in once however many processes have it in hand.
        """

    def unread_copies(self, sha256: str) -> tuple[int, ...]:
        """Return the documents with these bytes where none of them could be read so far and they all wait."""

    def file_of(self, document_id: int) -> Path:
        """Return where the stored, unmodified file lies."""

    def document(self, document_id: int) -> Document:
        """Return everything known of a document. Raises InputError ``no_such_document``."""

    def case(self, case_id: int) -> Case:
        """Return one case. Raises InputError ``no_such_case``."""

    def settle(self, settlement: Settlement) -> Document:
        """Write a decision or a command's effect, with its entries, in one transaction; return the new document."""

    def together(self) -> AbstractContextManager[None]:
        """Make one transaction of all verbs that this thread calls within; nothing slow belongs in it.

        A verb that is refused within (before it wrote anything) may be passed over; any other fault undoes them all.
        """

    def decided_before_change(self, document_id: int) -> bool:
        """Tell whether what a document was decided by changed since, and nobody has looked at it again."""

    def due_decisions(self) -> tuple[int, ...]:
        """Return the documents that wait for somebody and are still to be decided, or decided again, in order."""

    def queue(self, wanted: QueueFilter, *, limit: int = 1000, offset: int = 0) -> tuple[QueueRow, ...]:
        """Return the documents of a view, sorted and filtered by the store."""

    def queue_counts(self, text: str = "") -> dict[DocumentState, int]:
        """Count the documents by state."""

    def cases(self, states: Iterable[CaseState] = ()) -> tuple[Case, ...]:
        """Return the cases in these states (all where none are named), oldest first."""

    def accepted_cases(
        self, rules: Sequence[str], patterns: Sequence[str], *, case_id: int | None = None
    ) -> tuple[tuple[Case, str | None], ...]:
        """Return accepted cases whose rule begins so or that have one of these patterns, each with its vendor's id."""

    def urgencies(self, document_id: int | None = None) -> Mapping[int, Urgency]:
        """Return how urgent each pending case is today under the policy in force, by case: of one document, or all."""

    def settled_cases(self, vendor_id: str, *, document_id: int | None = None) -> tuple[SettledCase, ...]:
        """Return what people settled on this vendor's other documents, oldest first; only so many of the latest."""

    def cleared_patterns(self) -> Mapping[int, tuple[str, ...]]:
        """Return per document the patterns of its groups that cleared by themselves and do not simply agree."""

    def undoable(self, actor: Actor) -> Undoable | None:
        """Return the last command of this person that nothing has happened after on its document."""

    def undo(self, entry: int, actor: Actor) -> Document:
        """Restore the document as it was before that command, by a compensating entry; nothing is deleted."""

    # --- insight -----------------------------------------------------------------------------------------------
    def insight_facts(
        self, since: date | None = None, until: date | None = None, *, parts: Collection[Part] = tuple(Part)
    ) -> DeskFacts:
        """Return what insight is drawn from, of the invoices of a period (days included; None: open)."""

    def insight_log(self) -> InsightLog:
        """Return what people did about insight: samples, verdicts, messages, policies looked over."""

    def unbilled_lines(self, until: date, *, document_id: int | None = None) -> tuple[UnbilledLine, ...]:
        """Return order lines that may have goods unbilled on a day, or those one document billed."""

    def conversions_of(self, items: Iterable[str]) -> Mapping[str, tuple[UomConversion, ...]]:
        """Return the unit conversions of these items, by item."""

    # --- inbox -------------------------------------------------------------------------------------------------
    def enqueue(self, paths: Sequence[Path], channel: str, *, in_hand: bool = False) -> tuple[InboxItem, ...]:
        """Remember files that are about to be read, so that a batch can go on after a crash.

        Those that are ``in_hand`` no other running program goes on with, until they are let go or this one ends.
        """

    def take_in_hand(self) -> tuple[InboxItem, ...]:
        """Take the files in hand that wait and that no running program has in hand, and return them, oldest first."""

    def let_go(self, items: Iterable[InboxItem]) -> None:
        """Let files go that were in hand; whatever of them still waits may be gone on with by anybody."""

    def inbox(self, states: Iterable[InboxState] = (), *, limit: int = 1000) -> tuple[InboxItem, ...]:
        """Return the inbox log, newest first."""

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

    # --- journal and settings ----------------------------------------------------------------------------------
    def append(self, entry: NewEntry) -> int:
        """Append one entry that belongs to no other change (an export, a setting); return its sequence."""

    def journal(
        self, *, document_id: int | None = None, since: int = 0, limit: int | None = None
    ) -> tuple[JournalEntry, ...]:
        """Return entries in order."""

    def head(self) -> tuple[int, str]:
        """Return the number of entries and the hash of the newest, which stands for the whole journal."""

    def verify(self, *, first_keys: Mapping[str, bytes] | None = None, anchors: Sequence[Anchor] = ()) -> Verification:
        """Re-read the whole journal and the stored documents and prove that nothing was changed.

        ``first_keys`` (seal keys by stream) and ``anchors`` are those an auditor kept elsewhere.
        """

    def anchor(self, actor: Actor) -> Anchor:
        """Take an anchor of the journal as it stands, with its entry."""

    def seal_key(self) -> SealKey | None:
        """Return the first key of the stream this machine seals with; None where nothing is sealed."""

    def carry_key_away(self, stream: str) -> None:
        """Remove the first key of a stream from this machine: from then on only its holder can prove the seals."""

    def accept_losses(self, actor: Actor, reason: str) -> int:
        """Log that somebody answers for sealed entries that are gone; return for how many streams."""

    def lost_up_to(self) -> int:
        """Return up to which entry this machine sealed a journal that is gone and not answered for; 0: all is here."""

    def loss_answered(self) -> datetime | None:
        """Return when somebody last answered for a part of the journal that is gone; None: all of it is here."""

    def anchor_standing(self) -> AnchorStanding:
        """Return how many entries no anchor stands for yet, and since when."""

    def proof_of(self, document_id: int, *, size: int | None = None) -> EntryProof:
        """Return what proves the entries of one document, among the first ``size``, without the rest of the journal."""

    def decided_documents(self) -> tuple[int, ...]:
        """Return the documents that were ever decided, in the order they came."""

    def performances(self, document_id: int) -> tuple[Performance, ...]:
        """Return every decision made about a document with what it was made from, oldest first."""

    def role_of(self, user: str) -> Role:
        """Return the role this account has on the desk (ap_clerk where nobody said otherwise)."""

    def roles(self) -> tuple[RoleGiven, ...]:
        """Return every account that was given a role, by name, with who gave it."""

    def set_role(self, user: str, role: Role, actor: Actor, reason: str = "") -> None:
        """Map an account to a role, with its journal entry."""

    def setting(self, name: str) -> str | None:
        """Return a setting of the workspace."""

    def set_setting(self, name: str, value: str, actor: Actor, reason: str = "") -> None:
        """Change a setting of the workspace, with its journal entry."""


class Clock(Protocol):
    """Where the use cases get the time from."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
