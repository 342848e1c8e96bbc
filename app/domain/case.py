"""Cases: what a person has to settle, the commands that settle it, and what the desk remembers of each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.decision import Decision, Lane
from app.domain.invoice import Invoice, Reading
from app.domain.match import Desk, Match
from app.domain.order import LineRef
from app.domain.policy import Role
from app.domain.provenance import Box
from app.domain.urgency import Urgency

# The name under which a case's evidence holds its class of cause.
CAUSE_CLASS = "cause class"
# Who the journal says acted where the program acts on its own.
PROGRAM = "tieout"
# Why a document that could not be read is rejected once the same file could be; names the one that was read.
TAKES_ITS_PLACE = "Read after Retry: document {} takes its place"
# Under this name the entry that rejects it says which one was read: a note can be typed by anybody, this cannot.
REPLACED_BY = "replaced_by"


class CaseState(StrEnum):
    """Where a case stands. Everything but resolved and superseded is still to be done."""

    OPEN = "open"
    SENT = "sent"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    SUPERSEDED = "superseded"


# What is still to be done; the other states end a case.
PENDING = (CaseState.OPEN, CaseState.SENT, CaseState.ON_HOLD)


class Outcome(StrEnum):
    """What a resolved case came to."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CLEARED_ON_REVIEW = "cleared_on_review"


class DocumentState(StrEnum):
    """Where a document stands. Only cleared and released ones may be paid; an open one is *not released* (TRAP-7)."""

    UNREADABLE = "unreadable"
    NEEDS_ME = "needs_me"
    WAITING = "waiting"
    CLEARED = "cleared"
    RELEASED = "released"
    REJECTED = "rejected"


MAY_BE_PAID = (DocumentState.CLEARED, DocumentState.RELEASED)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the operating-system account, its role on this desk, the machine; ``person`` False: the program."""

    user: str
    role: Role
    workstation: str = ""
    person: bool = True


@dataclass(frozen=True, slots=True)
class Handover:
    """What a case hands to whoever acts next (S1.67 to S1.71, S1.29)."""

    sentence: str
    likely_cause: str
    recommended_action: str
    why_not_cleared: str
    evidence: tuple[tuple[str, str], ...] = ()
    similar: str = ""
    draft_to: Role | None = None
    draft_address: str | None = None
    draft_subject: str = ""
    draft_body: str = ""

    @property
    def cause_class(self) -> str:
        """Return which class of cause the case belongs to (S1.78, TRAP-8); empty where its evidence has none."""
        return dict(self.evidence).get(CAUSE_CLASS, "")


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to settle on one document.

    ``category`` is a pattern or a document category; ``version`` goes up by one with every command and is what a
    command must have seen. ``invoice_lines`` and ``po_lines`` name what it is about; both empty: the document.
    """

    case_id: int
    document_id: int
    category: str
    patterns: tuple[str, ...]
    lane: Lane | None
    owner: Role | None
    release_role: Role | None
    exposure: Decimal
    rule: str
    invoice_lines: tuple[int, ...]
    po_lines: tuple[LineRef, ...]
    handover: Handover
    state: CaseState = CaseState.OPEN
    outcome: Outcome | None = None
    hold_until: date | None = None
    note: str = ""
    version: int = 1
    opened: datetime | None = None


@dataclass(frozen=True, slots=True)
class SettledCase:
    """What an earlier case of a vendor came to, for those who have the next one of its kind (S1.27, S1.53)."""

    category: str
    outcome: Outcome
    note: str
    invoice_number: str


class Action(StrEnum):
    """What a person can do with a case."""

    ACCEPT = "accept"
    REJECT = "reject"
    SEND = "send"
    HOLD = "hold"
    CORRECT = "correct"
    CHOOSE = "choose"
    REOPEN = "reopen"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Correction:
    """A value a person typed or picked. ``line_no`` None: a header field. ``text`` is as typed, read when applied.

    ``entered_by`` is filled in by the program: nobody approves what they entered themselves.
    """

    field: str
    text: str
    line_no: int | None = None
    picked: bool = False
    box: Box | None = None
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The order lines a person says an invoice line belongs to; none: it matches nothing."""

    invoice_line: int
    po_lines: tuple[LineRef, ...]
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command as data. ``seen_version`` is the version of the case its sender looked at.

    ``reference`` is the number of what it rests on elsewhere: a debit or credit memo, a corrected receipt, an order
    change.
    """

    action: Action
    seen_version: int
    note: str = ""
    owner: Role | None = None
    hold_until: date | None = None
    correction: Correction | None = None
    choice: Choice | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A case that is about to be opened."""

    category: str
    patterns: tuple[str, ...]
    lane: Lane | None
    owner: Role | None
    release_role: Role | None
    exposure: Decimal
    rule: str
    invoice_lines: tuple[int, ...]
    po_lines: tuple[LineRef, ...]
    handover: Handover


@dataclass(frozen=True, slots=True)
class Document:
    """A document taken in, with all that is known of it. ``invoice`` has the corrections applied; ``reading`` has not.

    ``desk`` is the snapshot of orders, receipts and terms the decision was made from (re-performance).
    """

    document_id: int
    reading: Reading
    state: DocumentState
    received: datetime
    channel: str
    invoice: Invoice | None = None
    match: Match | None = None
    decision: Decision | None = None
    desk: Desk | None = None
    corrections: tuple[Correction, ...] = ()
    choices: tuple[Choice, ...] = ()
    cases: tuple[Case, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One document in the queue, as far as a list shows it; ``urgency`` is that of its most urgent pending case.

    ``vendor_id`` is the vendor it was decided for, None where none was recognised.
    """

    document_id: int
    file: str
    state: DocumentState
    lane: Lane | None
    vendor_name: str
    invoice_number: str
    invoice_date: date | None
    total: Decimal | None
    currency: str | None
    exposure: Decimal
    open_cases: int
    headline: str
    received: datetime
    owner: Role | None = None
    categories: tuple[str, ...] = ()
    urgency: Urgency | None = None
    vendor_id: str | None = None


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


class JournalKind(StrEnum):
    """What an entry of the journal records."""

    IMPORTED = "imported"
    TAKEN_IN = "taken_in"
    REFUSED = "refused"
    DECIDED = "decided"
    COMMAND = "command"
    UNDONE = "undone"
    EXPORTED = "exported"
    SETTING = "setting"
    ANCHORED = "anchored"
    REVIEWED = "reviewed"
    OUTREACH = "outreach"
    LEARNED = "learned"
    ATTACHED = "attached"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A journal entry about to be appended; sequence, time and hashes are given by the journal."""

    kind: JournalKind
    actor: Actor
    summary: str
    document_id: int | None = None
    case_id: int | None = None
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry as it stands in the journal; ``before``, ``after`` and versions are canonical JSON text.

    ``stream``, ``position`` and ``seal`` are its seal beside it: empty where the program did not seal yet.
    """

    sequence: int
    time: str
    kind: str
    user: str
    role: str
    workstation: str
    person: bool
    program_version: str
    document_id: int | None
    case_id: int | None
    summary: str
    before: str
    after: str
    reason: str
    previous_hash: str
    hash: str
    stream: str = ""
    position: int | None = None
    seal: str = ""

    @property
    def moment(self) -> datetime | None:
        """When it was written; None where somebody made it no time: such a log must be shown above all."""
        try:
            found = datetime.fromisoformat(self.time)
        except ValueError:
            return None
        return found if found.tzinfo is not None else None
