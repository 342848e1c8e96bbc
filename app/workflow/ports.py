"""What the use cases need of the store: a small set of verbs, each one transaction, in domain values.

Nothing here knows of tables or SQL; another database can stand behind these verbs with the same contract tests.
Here are documents, cases and the inbox; the other verbs lie in ``master_data_ports``, ``log_ports``, ``keeping_ports``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from app.domain.audit import (
    ExportResult,
    RoleGiven,
    Verification,
)
from app.domain.case import (
    Actor,
    Case,
    CaseState,
    Document,
    DocumentState,
    QueueFilter,
    QueueRow,
    SettledCase,
)
from app.domain.decision import History
from app.domain.imports import ImportedFacts, ImportKind, ImportResult, RowProblem
from app.domain.inbox import InboxItem, InboxState
from app.domain.insight import InsightLog
from app.domain.insight_facts import DeskFacts, Part, UnbilledLine
from app.domain.invoice import Invoice, Reading
from app.domain.item import UomConversion
from app.domain.lookup import (
    Lookup,
)
from app.domain.match import Desk
from app.domain.settlement import CaseChange, Settlement, Undoable
from app.domain.urgency import Urgency
from app.workflow.keeping_ports import BackupsPort, KeeperPort, SealKeysPort, VaultPort
from app.workflow.log_ports import LogPort
from app.workflow.master_data_ports import MasterData, MasterDataPort

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


class Store(MasterDataPort, LogPort, Protocol):
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

    # --- the desk of one invoice ------------------------------------------------------------------------------
    def desk_for(self, invoice: Invoice, *, document_id: int | None = None) -> Desk:
        """Return what can matter to this invoice: vendors, candidate orders, receipts, items, conversions…

        Quantities billed by other documents are booked onto the orders and receipts; those of ``document_id``
        itself are not.
        """

    def history_for(
        self,
        invoice: Invoice,
        vendor_ids: Sequence[str],
        *,
        document_id: int | None = None,
        orders: Sequence[str] = (),
    ) -> History:
        """Return earlier invoices that could be the same one, and this vendor's earlier failures.

        ``orders`` are those that the invoice bills: what was charged on them before comes along.
        """

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
        """Return where the stored, unmodified file lies. Raises InputError where it is gone or was changed by hand."""

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

    def decided_before_change(self, document_id: int, *, since: int = 0) -> bool:
        """Tell whether what a document was decided by changed since, and nobody has looked at it again.

        ``since``: only what was logged after this entry counts.
        """

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


class Clock(Protocol):
    """Where the use cases get the time from."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
