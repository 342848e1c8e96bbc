"""What the rooms of orders, vendors and items look up: rows of lists, and everything that is known of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from app.domain.bank_accounts import PaidAccount
from app.domain.case import DocumentState
from app.domain.item import CrossReference, Item, LineClass, Substitution, UomConversion
from app.domain.order import LineRef, OrderStatus, PurchaseOrder
from app.domain.receipt import Receipt
from app.domain.vendor import Tier, Vendor, VendorStatus


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order as a list shows it. ``ordered`` is what its lines come to at the order's prices."""

    po_number: str
    vendor_id: str
    vendor_name: str
    status: OrderStatus
    order_date: date | None
    buyer: str | None
    approved_by: str | None
    currency: str | None
    lines: int
    ordered: Decimal


@dataclass(frozen=True, slots=True)
class Billing:
    """What one line of an invoice used up of an order line, in the order line's unit."""

    ref: LineRef
    document_id: int
    invoice_number: str
    file: str
    state: DocumentState
    received: datetime
    invoice_line: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything known of one order; what invoices billed is booked onto its lines."""

    order: PurchaseOrder
    vendor_name: str
    receipts: tuple[Receipt, ...]
    billings: tuple[Billing, ...]


@dataclass(frozen=True, slots=True)
class VendorRow:
    """One vendor as a list shows it. ``documents`` counts its invoices, ``to_decide`` those that wait for somebody."""

    vendor_id: str
    name: str
    status: VendorStatus
    tier: Tier
    orders: int
    documents: int
    to_decide: int


@dataclass(frozen=True, slots=True)
class VendorFigures:
    """A vendor's scorecard, from the invoices taken in; superseded cases and notes without a lane are left out.

    ``exposure`` is by document the largest of its cases, ``exposure_open`` the same of those that are pending; both
    and ``billed`` by currency.
    """

    states: Mapping[DocumentState, int] = field(default_factory=dict)
    with_exceptions: int = 0
    cases: Mapping[str, int] = field(default_factory=dict)
    billed: Mapping[str, Decimal] = field(default_factory=dict)
    exposure: Mapping[str, Decimal] = field(default_factory=dict)
    exposure_open: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def invoices(self) -> int:
        """How many invoices were taken in."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class VendorPage:
    """A vendor with its terms, what its invoices came to, what is agreed about its items, and where it was paid."""

    vendor: Vendor
    figures: VendorFigures
    orders: tuple[OrderRow, ...]
    conversions: tuple[UomConversion, ...]
    cross_references: tuple[CrossReference, ...]
    substitutions: tuple[Substitution, ...]
    accounts: tuple[PaidAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item as a list shows it. ``order_lines`` counts the order lines that name it."""

    sku: str
    description: str
    base_uom: str
    line_class: LineClass | None
    catch_weight: bool
    order_lines: int


@dataclass(frozen=True, slots=True)
class ItemOrder:
    """One order line of an item."""

    ref: LineRef
    vendor_name: str
    status: OrderStatus
    order_date: date | None
    quantity: Decimal
    uom: str
    unit_price: Decimal
    currency: str | None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item with its conversions, vendors' codes for it, substitutes in both directions, and its newest orders."""

    item: Item
    conversions: tuple[UomConversion, ...]
    cross_references: tuple[CrossReference, ...]
    substitutions: tuple[Substitution, ...]
    orders: tuple[ItemOrder, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a list shows: words to look for, how it is sorted, and for orders whose they are and how they stand."""

    text: str = ""
    sort: str = ""
    descending: bool = False
    vendor_id: str | None = None
    status: OrderStatus | None = None
