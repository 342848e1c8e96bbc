"""What insight is drawn from: one row an invoice, a case, a line that does not simply agree, as the store hands out.

They are derived from the decisions; every figure drawn from them can be followed to its documents and cases. A year has
very many of them, so they are named tuples, which are made several times faster than records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from app.domain.case import CaseState, DocumentState, Outcome
from app.domain.decision import Lane
from app.domain.order import LineRef
from app.domain.policy import Role

# What stands in place of a vendor's name where nobody knows it, in counts and exports.
NOT_RECOGNISED = "not recognised"


class InvoiceFact(NamedTuple):
    """One document taken in. ``day`` is the invoice's own, else the day it came in; ``month`` is its YYYY-MM.

    ``corrected``: a person typed or picked a value or an order line.
    """

    document_id: int
    vendor_id: str | None
    vendor_name: str
    number: str
    currency: str
    total: Decimal | None
    state: DocumentState
    day: date
    received: datetime
    month: str
    corrected: bool = False


class CaseFact(NamedTuple):
    """One case that still counts (superseded ones and notes without a lane are none); ``items`` are the items ordered.

    ``cause`` is the class of its cause (S1.78).
    """

    case_id: int
    document_id: int
    category: str
    patterns: tuple[str, ...]
    rule: str
    cause: str
    lane: Lane
    owner: Role | None
    state: CaseState
    outcome: Outcome | None
    exposure: Decimal
    items: tuple[str, ...] = ()


class GroupFact(NamedTuple):
    """Lines of an invoice that do not simply agree with their order, cleared or held; quantities in the order's unit.

    ``over_percent`` is what was billed over, of what was ordered; ``over_limit`` the band it was looked at with. None:
    not known, or not looked at.
    """

    document_id: int
    position: int
    patterns: tuple[str, ...]
    rule: str
    lane: Lane
    exposure: Decimal
    ref: LineRef | None = None
    item: str = ""
    uom: str = ""
    open_quantity: Decimal | None = None
    billed: Decimal | None = None
    price: Decimal | None = None
    over_percent: Decimal | None = None
    over_limit: Decimal | None = None


class ItemInvoices(NamedTuple):
    """The invoices of a vendor that bill an item, by id in the order they came: what its cases are a share of."""

    vendor_id: str
    item: str
    documents: tuple[int, ...]


class DeliveryMonth(NamedTuple):
    """Goods receipts of a vendor in a month against the promised day, the grace of its terms not counted."""

    vendor_id: str
    month: str
    receipts: int
    late: int
    late_documents: tuple[int, ...] = ()


class ClassBilled(NamedTuple):
    """What was billed of a class of items, in one currency, at the orders' prices; ``lines`` is of how many lines."""

    line_class: str
    currency: str
    lines: int
    amount: Decimal


class Standing(NamedTuple):
    """Where a document stood after one change: when, by an undo, and by a person."""

    document_id: int
    time: datetime
    state: DocumentState
    undone: bool
    person: bool


class Part(StrEnum):
    """What beside invoices and cases a report needs; reading less is quicker."""

    GROUPS = "groups"
    ITEMS = "items"
    DELIVERIES = "deliveries"
    STANDINGS = "standings"
    CLASSES = "classes"


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """The facts of a period of invoice days (``since`` and ``until`` included; None: open).

    ``packs`` are the pack sizes on file by item and unit they hold; ``vendors`` the names by id.
    """

    since: date | None
    until: date | None
    invoices: tuple[InvoiceFact, ...]
    cases: tuple[CaseFact, ...]
    groups: tuple[GroupFact, ...]
    items: tuple[ItemInvoices, ...] = ()
    deliveries: tuple[DeliveryMonth, ...] = ()
    standings: tuple[Standing, ...] = ()
    classes: tuple[ClassBilled, ...] = ()
    vendors: Mapping[str, str] = field(default_factory=dict)
    packs: Mapping[tuple[str, str], tuple[Decimal, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnbilledLine:
    """An order line with its receipts and what invoices billed of it, for goods received and not invoiced.

    ``receipts`` are (number, day, quantity, unit), ``billings`` (document, day it came in, quantity in the order's
    unit); ``billed_before`` is what the imported order says was billed elsewhere.
    """

    ref: LineRef
    vendor_id: str
    vendor_name: str
    item: str
    description: str
    uom: str
    unit_price: Decimal
    currency: str
    billed_before: Decimal
    receipts: tuple[tuple[str, date | None, Decimal, str], ...]
    billings: tuple[tuple[int, date, Decimal], ...]
    ledger_account: str = ""
    base_uom: str | None = None
