"""A vendor extraction profile: how one vendor's paper is recognised and read (S2.172).

A profile is a help, never an authority: a reading without it that closes better wins over one with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from app.domain.invoice import ChargeKind
from app.extraction.values.column_kinds import ColumnKind


class FieldKind(StrEnum):
    """A figure or text of the invoice as a whole."""

    INVOICE_NUMBER = "invoice_number"
    INVOICE_DATE = "invoice_date"
    DUE_DATE = "due_date"
    VENDOR_NAME = "vendor_name"
    VENDOR_TAX_ID = "vendor_tax_id"
    PO_NUMBER = "po_number"
    CURRENCY = "currency"
    SUBTOTAL = "subtotal"
    TAX_TOTAL = "tax_total"
    TOTAL = "total"
    CREDITS_INVOICE = "credits_invoice"


class DateOrder(StrEnum):
    """In which order a vendor writes the parts of a date: 03/04/2026 says nothing by itself."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


class BilledQuantity(StrEnum):
    """Which of several quantity columns is billed."""

    QUANTITY = "quantity"
    SHIPPED = "shipped"
    ORDERED = "ordered"


BILLED_COLUMNS = {
    ColumnKind.QUANTITY: BilledQuantity.QUANTITY,
    ColumnKind.SHIPPED: BilledQuantity.SHIPPED,
    ColumnKind.ORDERED: BilledQuantity.ORDERED,
}


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How a column is found: by the words of its heading, by its place across the page, or by its number.

    Attributes:
        headings: Headings as printed; compared without case and punctuation.
        x_range: Left and right edge in points of the page as read; None where headings are enough.
        position: Its number among the columns with a heading, from the left and from 1; -1 is the last.
    """

    headings: tuple[str, ...] = ()
    x_range: tuple[float, float] | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page, in points from its top left; ``page`` counts from 1, -1 is the last page."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class LineTable:
    """Where the lines stand: only rows in these areas are billed lines; totals are found anywhere.

    Attributes:
        first: On the first page with lines; no page before it has any.
        following: On the page it names and on every later one; None: anywhere there.
    """

    first: Area
    following: Area | None = None


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How a field is found: by the label beside or above it, or by its place."""

    labels: tuple[str, ...] = ()
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class LayoutMark:
    """Label words and where they begin across the page, in percent of its width (0 left, 100 right)."""

    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Recognition:
    """By what the vendor's paper is known: tax ids weigh most, then names, then words, then the print of its layout."""

    tax_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    layout: tuple[LayoutMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """How one vendor's invoices are read.

    Attributes:
        id: ``country/vendor``, as the folders are named.
        version: Counts up with every change.
        vendor_name: As a person calls the vendor.
        recognition: By what its documents are known.
        vendor_id: The vendor's number in the desk's master data, where this desk has one.
        columns: Where the columns of the line table are.
        line_table: Where on the pages the line table is.
        fields: Where the fields of the header and the totals are.
        date_order: How it writes dates.
        decimal_separator: ``.`` or ``,``.
        units: Unit as printed → canonical code.
        accessorials: Words of a charge → its kind.
        item_code: A pattern (see patterns) that this vendor's item codes fit.
        ignore_lines: Patterns of rows between the lines that are no lines.
        price_basis: What printed prices are per, where the page does not say: 1, 100 or 1000.
        billed_quantity: Which quantity is billed where several are printed.
        last_line: The charge that this vendor bills as the last line, where no line says so in known words.
        notes: In plain words, for people.
    """

    id: str
    version: int
    vendor_name: str
    recognition: Recognition
    vendor_id: str | None = None
    columns: Mapping[ColumnKind, ColumnRule] = field(default_factory=lambda: MappingProxyType({}))
    fields: Mapping[FieldKind, FieldRule] = field(default_factory=lambda: MappingProxyType({}))
    date_order: DateOrder | None = None
    decimal_separator: str | None = None
    units: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    accessorials: Mapping[str, ChargeKind] = field(default_factory=lambda: MappingProxyType({}))
    item_code: str | None = None
    ignore_lines: tuple[str, ...] = ()
    price_basis: Decimal | None = None
    billed_quantity: BilledQuantity | None = None
    last_line: ChargeKind | None = None
    line_table: LineTable | None = None
    notes: str = ""
