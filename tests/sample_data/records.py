"""The records the sample desk is made from.

Amounts and quantities are exact decimals; money is in the vendor's currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

PoLine = tuple[str, int]

CENT = Decimal("0.01")
ONE = Decimal(1)


def to_cents(amount: Decimal) -> Decimal:
    """Rounds half up to the cent, as invoices do."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor with its terms (`columns`: one row of vendors.csv) and how its invoices look."""

    vendor_id: str
    name: str
    address: tuple[str, ...]
    columns: Mapping[str, str]
    layout: str
    prints_own_codes: bool = False
    unit_words: Mapping[str, str] = field(default_factory=dict)
    payment_days: int = 30

    @property
    def currency(self) -> str:
        """The currency the vendor bills in."""
        return self.columns["currency"]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the buyer's catalogue, with the vendor who sells it and that vendor's code for it."""

    sku: str
    vendor_id: str
    vendor_code: str
    description: str
    base_uom: str
    line_class: str
    catch_weight: bool


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of a purchase order; the price is for one `uom`."""

    line_no: int
    sku: str
    quantity: Decimal
    uom: str
    unit_price: Decimal
    ship_to: str = ""
    already_invoiced: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase order; `received` is when its goods came in where no receipt says otherwise."""

    po_number: str
    vendor_id: str
    order_date: date
    promised: date
    received: date | None
    buyer: str
    approved_by: str
    ship_to: str
    gl_account: str
    lines: tuple[OrderLine, ...]
    status: str = "open"

    def line(self, line_no: int) -> OrderLine:
        """The line of that number."""
        return next(line for line in self.lines if line.line_no == line_no)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line of a goods receipt."""

    receipt_no: str
    po_number: str
    line_no: int
    received: date
    quantity: Decimal
    uom: str
    location: str


@dataclass(frozen=True, slots=True)
class Line:
    """An invoice line as it is printed; None is what the page leaves blank."""

    code: str | None
    description: str
    quantity: Decimal | None
    uom: str | None
    unit_price: Decimal | None
    amount: Decimal
    second_code: str | None = None
    price_basis: Decimal = ONE
    po_line: int | None = None
    ordered: Decimal | None = None
    backordered: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """An itemised charge; a discount is negative."""

    kind: str
    description: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """Which invoice lines (numbered from 1) belong to which order lines, and what is to come of it."""

    invoice_lines: tuple[int, ...]
    po_lines: tuple[PoLine, ...]
    patterns: tuple[str, ...] = ("exact",)
    lane: str = "auto_resolve"
    owner: str | None = None
    exposure: Decimal = Decimal("0.00")
    alternatives: tuple[tuple[PoLine, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A finding about the whole document."""

    category: str
    lane: str | None
    owner: str | None
    invoice_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page was scanned: angle in degrees, noise and blur in grey levels and pixels."""

    kind: str
    dpi: int
    skew: float
    noise: float
    blur: float
    quality: int = 60


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice and what the program must make of it."""

    file: str
    shows: str
    vendor_id: str
    number: str
    issued: date
    po_number: str | None
    lines: tuple[Line, ...]
    groups: tuple[Group, ...] | None
    charges: tuple[Charge, ...] = ()
    tax_percent: Decimal | None = None
    printed_total: Decimal | None = None
    cases: tuple[Case, ...] = ()
    notes: tuple[str, ...] = ()
    scan: Scan | None = None
    tax_id: str | None = None
    credits: str | None = None

    @property
    def goods(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def charge_total(self) -> Decimal:
        """The sum of the itemised charges."""
        return sum((charge.amount for charge in self.charges), Decimal("0.00"))

    @property
    def tax(self) -> Decimal | None:
        """The tax on lines and charges, None where the invoice prints none."""
        if self.tax_percent is None:
            return None
        return to_cents((self.goods + self.charge_total) * self.tax_percent / 100)

    @property
    def total(self) -> Decimal:
        """The total the invoice prints, which is the true one unless the invoice is there to show a wrong one."""
        if self.printed_total is not None:
            return self.printed_total
        return self.goods + self.charge_total + (self.tax or Decimal(0))
