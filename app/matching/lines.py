"""Invoice and order lines prepared for comparison: keys folded, descriptions taken apart, figures without sign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.codes import CodeBook, code_book
from app.domain.identifiers import code_key, look_alike_key
from app.domain.invoice import Invoice, InvoiceLine
from app.domain.item import Item, Substitution
from app.domain.match import Desk
from app.domain.money import ZERO
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.provenance import Method
from app.domain.receipt import Receipt
from app.matching.arithmetic import Arithmetic, arithmetic_of, cent_of, included_tax_rate
from app.matching.descriptions import Description, Rarity, describe, rarity_of
from app.matching.factors import KnownFactors, known_factors

_SHORTEST_CODE = 2


@dataclass(frozen=True, slots=True, eq=False)
class BilledLine:
    """One invoice line. A credit's figures are compared without their sign.

    ``reverses``: the line credits on an invoice that bills, or the other way round; it is no part of what is billed.
    """

    line: InvoiceLine
    codes: tuple[str, ...]
    look_alikes: frozenset[str]
    text: Description
    quantity: Decimal | None
    uom: str | None
    figures: Arithmetic
    reverses: bool
    scanned_code: bool
    order_key: str | None

    @property
    def number(self) -> int:
        """Return the line number."""
        return self.line.line_no

    @property
    def bills_nothing(self) -> bool:
        """Tell whether the line only says that nothing was shipped: quantity zero and no amount."""
        return self.quantity == 0 and not self.figures.amount

    @property
    def same_as(self) -> tuple[object, ...]:
        """Return the figures in which two interchangeable lines agree, number and wording aside."""
        figures = self.figures
        return (self.codes, self.quantity, self.uom, figures.price, figures.amount, figures.discount)


@dataclass(frozen=True, slots=True, eq=False)
class OrderedLine:
    """One order line with every code under which the vendor may bill it."""

    line: OrderLine
    order: PurchaseOrder
    item: Item | None
    own_codes: frozenset[str]
    cross_references: frozenset[str]
    substitutes: Mapping[str, Substitution]
    look_alikes: frozenset[str]
    text: Description
    received: Decimal | None

    @property
    def ref(self) -> LineRef:
        """Return which order line this is."""
        return self.line.ref

    @property
    def open(self) -> Decimal:
        """Return the open quantity, never below zero."""
        return max(ZERO, self.line.open_quantity)

    @property
    def catch_weight(self) -> bool:
        """Tell whether the item is billed by its actual weight (S2.69)."""
        return self.item is not None and self.item.catch_weight

    @property
    def same_as(self) -> tuple[object, ...]:
        """Return what makes two order lines interchangeable: all that booking or payment could tell apart."""
        line = self.line
        return (
            line.ref.po_number, line.sku, line.description, line.uom, line.unit_price, line.open_quantity,
            line.ship_to, line.gl_account, line.promised_date, self.received,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Everything one invoice is matched on: its lines, the lines of the orders in question, what the desk knows."""

    desk: Desk
    codes: CodeBook
    orders: tuple[PurchaseOrder, ...]
    billed: tuple[BilledLine, ...]
    ordered: tuple[OrderedLine, ...]
    factors: KnownFactors
    rarity: Rarity
    cent: Decimal
    codes_on_orders: frozenset[str]
    order_keys: frozenset[str]
    by_ref: Mapping[LineRef, OrderedLine]
    by_number: Mapping[int, BilledLine]

    def ordered_line(self, ref: LineRef) -> OrderedLine:
        """Return one prepared order line.

        Raises:
            KeyError: The line is of none of the orders in question.
        """
        return self.by_ref[ref]

    def billed_line(self, number: int) -> BilledLine:
        """Return one prepared invoice line.

        Raises:
            KeyError: There is no such line.
        """
        return self.by_number[number]


@dataclass(frozen=True, slots=True, eq=False)
class DeskBooks:
    """What the desk knows of codes and units, sorted once for all that is compared."""

    codes: CodeBook
    factors: KnownFactors


def desk_books(desk: Desk) -> DeskBooks:
    """Sort the desk's codes and conversions."""
    base_units = {sku: item.base_uom for sku, item in desk.items.items()}
    return DeskBooks(code_book(desk), known_factors(desk.conversions, base_units))


def prepare(invoice: Invoice, desk: Desk, orders: Iterable[PurchaseOrder], books: DeskBooks | None = None) -> Ground:
    """Prepare an invoice and the orders in question."""
    books = books or desk_books(desk)
    cent = cent_of(invoice)
    tax_rate = included_tax_rate(invoice, cent)
    in_question = tuple(orders)
    reversing = _reversing_sign(invoice)
    ordered = ordered_lines(desk, in_question, books.codes)
    billed = tuple(_billed(line, cent, tax_rate, reversing, books.codes) for line in invoice.lines)
    return Ground(
        desk,
        books.codes,
        in_question,
        billed,
        ordered,
        books.factors,
        rarity_of(line.text for line in ordered),
        cent,
        frozenset(code for line in ordered for code in line.own_codes | line.cross_references),
        frozenset(code_key(order.po_number) for order in in_question),
        {line.ref: line for line in ordered},
        {line.number: line for line in billed},
    )


def _sign(line: InvoiceLine) -> int:
    figure = line.amount or line.quantity
    return 0 if figure is None or figure.value == 0 else (1 if figure.value > 0 else -1)


def _reversing_sign(invoice: Invoice) -> int:
    """Return the sign of lines that run against the document: a document of one sign throughout has none."""
    signs = [_sign(line) for line in invoice.lines]
    if 1 not in signs or -1 not in signs:
        return 0
    total = sum((line.amount.value for line in invoice.lines if line.amount), ZERO)
    return 1 if invoice.is_credit or total < 0 else -1


def _billed(line: InvoiceLine, cent: Decimal, tax_rate: Decimal | None, reversing: int, book: CodeBook) -> BilledLine:
    printed = (line.item_code.value if line.item_code else "", *line.other_codes)
    codes = [text for text in printed if len(code_key(text)) >= _SHORTEST_CODE]
    return BilledLine(
        line,
        tuple(dict.fromkeys(map(book.key, codes))),
        frozenset(map(look_alike_key, codes)),
        describe(line.description.value),
        abs(line.quantity.value) if line.quantity else None,
        line.uom.value if line.uom and line.uom.value else None,
        arithmetic_of(line, cent, tax_rate),
        reversing != 0 and _sign(line) == reversing,
        bool(line.item_code and line.item_code.method is Method.OCR),
        code_key(line.po_number.value) if line.po_number else None,
    )


def ordered_lines(desk: Desk, orders: Iterable[PurchaseOrder], book: CodeBook) -> tuple[OrderedLine, ...]:
    """Prepare the lines of these orders."""
    references: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in desk.cross_references:
        references[(row.vendor_id, row.sku)].add(row.vendor_item_code)
    substitutes: dict[tuple[str, str], dict[str, Substitution]] = defaultdict(dict)
    for agreed in desk.substitutions:
        substitutes[(agreed.vendor_id, agreed.sku)][book.key(agreed.substitute_sku)] = agreed
    receipts: dict[LineRef, list[Receipt]] = defaultdict(list)
    for receipt in desk.receipts:
        receipts[receipt.ref].append(receipt)
    found = []
    for order in orders:
        for line in order.lines:
            key = (order.vendor_id, line.sku)
            printed = [code for code in (line.sku, line.vendor_item_code or "") if code_key(code)]
            own = frozenset(map(book.key, printed))
            crossed = frozenset(map(book.key, references.get(key, ()))) - own
            readable = frozenset(map(look_alike_key, (*printed, *references.get(key, ()))))
            mine = receipts.get(line.ref)
            found.append(
                OrderedLine(
                    line,
                    order,
                    desk.items.get(line.sku),
                    own,
                    crossed,
                    substitutes.get(key, {}),
                    readable,
                    describe(line.description),
                    sum((r.quantity - r.billed_quantity for r in mine if r.uom == line.uom), ZERO) if mine else None,
                )
            )
    return tuple(found)
