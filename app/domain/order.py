"""Purchase orders: what was ordered, at what price, and how much of it is still open to be billed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from app.domain.money import ZERO


class OrderStatus(StrEnum):
    """Whether an order may still be billed."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class LineRef(NamedTuple):
    """Names one line of one purchase order."""

    po_number: str
    line_no: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One ordered line.

    ``already_invoiced_quantity`` is what the imported order says was billed before; ``billed_quantity`` is what
    invoices taken in here have billed since. All quantities are in ``uom``. ``billed_beyond`` is what those invoices
    billed above the order's price.
    """

    ref: LineRef
    sku: str
    description: str
    quantity: Decimal
    uom: str
    unit_price: Decimal
    vendor_item_code: str | None = None
    promised_date: date | None = None
    ship_to: str | None = None
    gl_account: str | None = None
    already_invoiced_quantity: Decimal = ZERO
    billed_quantity: Decimal = ZERO
    billed_beyond: Decimal = ZERO

    @property
    def open_quantity(self) -> Decimal:
        """What was ordered less what earlier invoices billed (decision table: open quantity)."""
        return self.quantity - self.already_invoiced_quantity - self.billed_quantity


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """An order to one vendor. ``approved_by`` None means that nobody approved it."""

    po_number: str
    vendor_id: str
    lines: tuple[OrderLine, ...]
    status: OrderStatus = OrderStatus.OPEN
    order_date: date | None = None
    approved_by: str | None = None
    buyer: str | None = None
    currency: str | None = None
