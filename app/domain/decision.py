"""What was decided about a group or a document: lane, owner, exposure, the rule and the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.bank_accounts import PaidAccount
from app.domain.finding import Finding
from app.domain.match import Group
from app.domain.money import ZERO
from app.domain.order import LineRef
from app.domain.policy import Role


class Lane(StrEnum):
    """The three lanes (S1.57 to S1.59). Their rank is given by :func:`highest_lane`."""

    AUTO_RESOLVE = "auto_resolve"
    DRAFT_AND_ROUTE = "draft_and_route"
    ESCALATE = "escalate"


_RANK = {Lane.AUTO_RESOLVE: 0, Lane.DRAFT_AND_ROUTE: 1, Lane.ESCALATE: 2}


def highest_lane(*lanes: Lane | None) -> Lane:
    """Return the highest of the lanes; auto_resolve where there is none."""
    return max((lane for lane in lanes if lane is not None), key=_RANK.__getitem__, default=Lane.AUTO_RESOLVE)


class Category(StrEnum):
    """Categories of a whole invoice (decision table, second part). A group's category is its leading pattern."""

    CREDIT_MEMO = "credit_memo"
    MISSING_PO = "missing_po"
    MISSING_RECEIPT = "missing_receipt"
    MISSING_APPROVAL = "missing_approval"
    DUPLICATE_INVOICE = "duplicate_invoice"
    LATE_SHIPMENT = "late_shipment"
    SUPPLIER_DETAILS = "supplier_details"
    HEADER_TOTAL = "header_total"
    DATA_QUALITY = "data_quality"
    VENDOR_COMPLIANCE = "vendor_compliance"
    MULTIPLE_PO = "multiple_po"


class CauseClass(StrEnum):
    """What kind of problem an exception really is (S1.78, TRAP-8)."""

    DATA = "data"
    POLICY = "policy"
    COORDINATION = "coordination"
    STRUCTURE = "structure"
    VARIANCE = "variance"


@dataclass(frozen=True, slots=True)
class BandUse:
    """One tolerance that was looked at: rule, limit, what was measured, and whether it was inside (S2.140)."""

    rule: str
    limit: str
    measured: str
    inside: bool
    state: str = "value"


@dataclass(frozen=True, slots=True)
class ReceiptUse:
    """So much of one goods receipt backs one invoice line (S2.50), in the order line's unit."""

    receipt_no: str
    ref: LineRef
    invoice_line: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class GroupDecision:
    """The decision about one group.

    ``rule`` is the id of the row of the decision table, for example ``split.receipts_agree``; ``reason`` the one
    sentence why it cleared or did not; ``figures`` the numbers the log must hold, by name (S2.29, S2.72, S2.91,
    S2.116, S2.137...), as text. ``answers_for`` is what whoever releases it answers for: the exposure, or the whole
    lines where nothing is known to be wrong with them but their shape is not what was agreed.
    """

    group: Group
    lane: Lane
    owner: Role | None
    exposure: Decimal
    rule: str
    reason: str
    release_role: Role | None = None
    bands: tuple[BandUse, ...] = ()
    receipts: tuple[ReceiptUse, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    billable_quantity: Decimal | None = None
    answers_for: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class DocumentFinding:
    """A finding about the invoice as a whole, with its lane and owner; ``multiple_po`` has no lane."""

    category: Category
    lane: Lane | None
    owner: Role | None
    exposure: Decimal
    rule: str
    reason: str
    invoice_lines: tuple[int, ...] = ()
    other_document: str | None = None
    figures: Mapping[str, str] = field(default_factory=dict)
    release_role: Role | None = None


@dataclass(frozen=True, slots=True)
class BookedQuantity:
    """What the invoice uses up of an order line when it is taken in, in the order line's unit.

    ``beyond`` is what it bills for that quantity above the order's price, in the order's currency.
    """

    ref: LineRef
    quantity: Decimal
    invoice_line: int
    beyond: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision about one document: its lane is the highest of its groups' and findings'.

    ``bands`` are those looked at for the invoice as a whole (S2.145).
    """

    lane: Lane
    groups: tuple[GroupDecision, ...]
    findings: tuple[DocumentFinding, ...] = ()
    booked: tuple[BookedQuantity, ...] = ()
    policy_version: int = 0
    policy_hash: str = ""
    bands: tuple[BandUse, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierInvoice:
    """An invoice taken in before, as far as telling duplicates and recurrence needs it.

    ``lines`` are (item code key, quantity, amount) as text; ``orders`` are the numbers it names, as printed;
    ``received`` is the day it came in. ``billed`` are the orders whose lines it uses up, and ``charges`` what it
    charges besides, as (kind, amount) in text.
    """

    document_id: int
    file: str
    sha256: str
    vendor_id: str | None
    invoice_number: str | None
    invoice_date: date | None
    total: Decimal | None
    currency: str | None
    lines: tuple[tuple[str, str, str], ...] = ()
    is_credit: bool = False
    state: str = ""
    received: date | None = None
    orders: tuple[str, ...] = ()
    billed: tuple[str, ...] = ()
    charges: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierFailure:
    """How often this vendor ran into one pattern or category, on which dates, and what it was about each time (S2.183).

    ``amounts`` has the charge or the exposure for each of ``dates``; it is empty where they are not known.
    """

    pattern: str
    dates: tuple[date, ...] = ()
    amounts: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What came before, for duplicates, credit memos and recurrence. ``today`` is the day of the decision.

    ``accounts`` are those printed on the latest invoices of these vendors that cleared or were released.

    ``document_id`` and ``sha256`` are those of the document being decided, so that it is never its own duplicate and
    the same bytes are known again; ``received`` is the day it came in. All three may be missing where a reading is
    decided that was never stored.
    """

    today: date
    earlier: tuple[EarlierInvoice, ...] = ()
    failures: tuple[EarlierFailure, ...] = ()
    document_id: int | None = None
    sha256: str = ""
    received: date | None = None
    accounts: tuple[PaidAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a decision rested on besides reading, orders and policy: kept so that an auditor can make it again.

    ``genuine``: a person had accepted that the invoice is no duplicate. ``seen`` are the findings of looking at the
    pictures of what would otherwise have cleared.
    """

    history: History
    genuine: bool = False
    seen: tuple[Finding, ...] = ()
