"""The lines of a table while they are being read: figures by role, words by column, before anything is proven."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from app.extraction.values.figures import Figure
from app.extraction.values.words import Word


@dataclass(slots=True)
class LineDraft:
    """A line as it grows from one row or several.

    ``strays`` are words that look like codes in columns nobody knows.
    ``strange_money`` tells that money stands in a column nobody knows, and was not read.
    ``texts`` holds the words of each of its rows as they stand beside each other, whatever their columns.
    ``measure`` is the unit over the quantities, where the column of units counts something else ("Pcs", "Weight (LB)").
    ``numbers`` holds the figure of each number column by the column's index; roles are given to columns later, because
    arithmetic may know better than the heading.
    """

    row: int
    page: int
    top: float
    bottom: float
    numbers: dict[int, Figure] = field(default_factory=dict)
    description: list[Word] = field(default_factory=list)
    item_code: list[Word] = field(default_factory=list)
    buyer_code: list[Word] = field(default_factory=list)
    other_codes: list[str] = field(default_factory=list)
    uom: list[Word] = field(default_factory=list)
    measure: Word | None = None
    price_per: list[Word] = field(default_factory=list)
    po_number: list[Word] = field(default_factory=list)
    po_line: list[Word] = field(default_factory=list)
    line_no: str = ""
    discount_percent: Decimal | None = None
    discount_row: Figure | None = None
    notes: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    strange_money: bool = False
    strays: list[str] = field(default_factory=list)
    texts: list[tuple[Word, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """Which number column holds what; None where the table has no such column.

    ``named`` is False where no heading says which of two factors is the quantity: a product is the same either way.
    ``more_discounts`` are columns of discounts beside the first ("Disc 1", "Disc 2"), ``other_counts`` those of
    quantities beside the one that is billed as a rule. ``untaxed`` is the column of the prices without tax, where those
    that multiply contain it ("Unit price excl. VAT" beside "incl. VAT"). ``rival`` is another column of amounts that
    may be the one billed.
    """

    quantity: int | None = None
    price: int | None = None
    amount: int | None = None
    discount: int | None = None
    named: bool = True
    more_discounts: tuple[int, ...] = ()
    other_counts: tuple[int, ...] = ()
    untaxed: int | None = None
    rival: int | None = None
