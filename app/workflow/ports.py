"""What the use cases need of the store: a small set of verbs, each one transaction, in domain values.

Nothing here knows of tables or SQL; another database can stand behind these verbs with the same contract tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.domain.case import (
    Actor,
    Case,
    CaseDraft,
    CaseState,
    Choice,
    Correction,
    Document,
    DocumentState,
    JournalEntry,
    NewEntry,
    Outcome,
    QueueRow,
)
from app.domain.decision import Decision, History
from app.domain.invoice import Invoice, Reading
from app.domain.match import Desk, Match
from app.domain.policy import Policy, Role


class Progress(Protocol):
    """How a job tells how far it is; knows nothing of windows."""

    def step(self, done: int, total: int, what: str) -> None:
        """Say that ``done`` of ``total`` are finished and what comes now."""


class CancelToken(Protocol):
    """How a job learns that the user wants it to stop."""

    @property
    def cancelled(self) -> bool:
        """Tell whether to stop at the next safe place."""


class ImportKind(StrEnum):
    """The files of master data and orders, by their base name (formats, section 3), in the order they are imported."""

    VENDORS = "vendors"
    ITEMS = "items"
    UOM_CONVERSIONS = "uom_conversions"
    ITEM_CROSS_REFERENCES = "item_cross_references"
    SUBSTITUTIONS = "substitutions"
    PURCHASE_ORDERS = "purchase_orders"
    RECEIPTS = "receipts"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row (or cell) of an imported file that could not be used. ``line`` counts from 1, the heading included."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        """Name file, line, column and reason."""
        place = f"{self.file}, line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What one file's import came to; rows_in_file = rows_taken + rows_refused, always.

    ``added``, ``changed`` and ``unchanged`` count the taken ones. ``encoding`` is what the file was read as.
    """

    kind: ImportKind
    file: str
    rows_in_file: int
    rows_taken: int
    rows_refused: int
    added: int
    changed: int
    unchanged: int
    encoding: str
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """Everything one decision writes, in one transaction with its journal entries.

    ``close`` names cases (by id) that this decision supersedes. ``cases`` are opened. ``set_cases`` changes the
    state of existing cases. ``seen_version`` is the document's version the decision was made from; a newer one in
    the store is a ConflictError and nothing is written. None for corrections or choices leaves them as they are.
    """

    document_id: int
    seen_version: int
    state: DocumentState
    invoice: Invoice | None
    match: Match | None
    decision: Decision | None
    desk: Desk | None
    entries: tuple[NewEntry, ...]
    cases: tuple[CaseDraft, ...] = ()
    close: tuple[int, ...] = ()
    set_cases: tuple[CaseChange, ...] = ()
    corrections: tuple[Correction, ...] | None = None
    choices: tuple[Choice, ...] | None = None


@dataclass(frozen=True, slots=True)
class CaseChange:
    """The new standing of one case."""

    case_id: int
    state: CaseState
    outcome: Outcome | None = None
    owner: Role | None = None
    hold_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue shows. ``states`` empty: all. ``text`` looks into vendor, number, file, order numbers."""

    states: tuple[DocumentState, ...] = ()
    text: str = ""
    vendor_id: str | None = None
    category: str | None = None
    owner: Role | None = None
    sort: str = "received"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ImportedFacts:
    """How much the desk knows, for the first-start screen and the status line."""

    vendors: int = 0
    items: int = 0
    orders: int = 0
    order_lines: int = 0
    receipts: int = 0
    documents: int = 0
    journal_entries: int = 0
    has_policy: bool = False


class InboxState(StrEnum):
    """Where a file of a batch stands; it lives in the store so that it survives the program."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One file that came in, and what became of it: cause and next step where it was refused."""

    inbox_id: int
    path: str
    channel: str
    state: InboxState
    document_id: int | None = None
    code: str = ""
    message: str = ""
    next_step: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the journal is whole: number of entries, head hash, or the first bad entry and what is wrong with it."""

    entries: int
    head: str
    whole: bool
    first_bad: int | None = None
    trouble: str = ""
    attack: str = ""


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last command of a person that can still be undone, with its label."""

    entry: int
    document_id: int
    label: str


@dataclass(frozen=True, slots=True)
class ExportResult:
    """One export as written: where, how many rows, and the hash of its bytes."""

    path: Path
    rows: int
    sha256: str = ""


class Store(Protocol):
    """The desk's memory."""

    @property
    def folder(self) -> Path:
        """The workspace's folder."""

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
        dry_run: bool = False,
    ) -> ImportResult:
        """Import one CSV or XLSX file (or policy.toml) in one transaction, with its journal entry."""

    def policy(self) -> Policy | None:
        """Return the policy in force, if one was imported."""

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
    def take_in(self, path: Path, reading: Reading, channel: str, actor: Actor) -> int:
        """Store the file under its hash and the reading, with its journal entry; return the document's id.

        Every file taken in is a document of its own, even when its bytes were seen before (a strong duplicate).
        """

    def file_of(self, document_id: int) -> Path:
        """Return where the stored, unmodified file lies."""

    def document(self, document_id: int) -> Document:
        """Return everything known of a document. Raises InputError ``no_such_document``."""

    def case(self, case_id: int) -> Case:
        """Return one case. Raises InputError ``no_such_case``."""

    def settle(self, settlement: Settlement) -> Document:
        """Write a decision or a command's effect, with its entries, in one transaction; return the new document."""

    def queue(self, wanted: QueueFilter, *, limit: int = 1000, offset: int = 0) -> tuple[QueueRow, ...]:
        """Return the documents of a view, sorted and filtered by the store."""

    def queue_counts(self, text: str = "") -> dict[DocumentState, int]:
        """Count the documents by state."""

    def cases(self, states: Iterable[CaseState] = ()) -> tuple[Case, ...]:
        """Return the cases in these states (all where none are named), oldest first."""

    def undoable(self, actor: Actor) -> Undoable | None:
        """Return the last command of this person that nothing has happened after on its document."""

    def undo(self, entry: int, actor: Actor) -> Document:
        """Restore the document as it was before that command, by a compensating entry; nothing is deleted."""

    # --- inbox -------------------------------------------------------------------------------------------------
    def enqueue(self, paths: Sequence[Path], channel: str) -> tuple[InboxItem, ...]:
        """Remember files that are about to be read, so that a batch can go on after a crash."""

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

    def verify(self) -> Verification:
        """Re-read the whole journal and the stored documents and prove that nothing was changed."""

    def role_of(self, user: str) -> Role:
        """Return the role this account has on the desk (ap_clerk where nobody said otherwise)."""

    def set_role(self, user: str, role: Role, actor: Actor) -> None:
        """Map an account to a role, with its journal entry."""

    def setting(self, name: str) -> str | None:
        """Return a setting of the workspace."""

    def set_setting(self, name: str, value: str, actor: Actor) -> None:
        """Change a setting of the workspace, with its journal entry."""


class Clock(Protocol):
    """Where the use cases get the time from."""

    def now(self) -> datetime:
        """Return the current time in UTC."""


Reader = Callable[[Path], Reading]
