"""Rows of the side-by-side: an invoice line and an order line as four cells each, with what differs marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from app.domain.decision import GroupDecision, Lane
from app.domain.invoice import Charge, Invoice, InvoiceHeader, InvoiceLine
from app.domain.match import Desk, Pattern
from app.domain.money import round_amount
from app.domain.order import LineRef, OrderLine
from app.domain.provenance import Extracted
from app.workflow.comparison_values import SIGN_WORDS, Cell, CellState, Row, Sign
from app.workflow.figures import Figures
from app.workflow.wording import CHARGES, HEADER_FIELDS, LINE_FIELDS, words_for

NOT_PRINTED = "—"
NO_UNIT = "∅"
UNKNOWN_UNIT_WORDS = "no unit printed"

# Which figures of a line each pattern is about. A frame's cells carry a tint only there.
_CONCERNS: Mapping[Pattern, frozenset[str]] = {
    Pattern.QUANTITY_SHORT: frozenset({"quantity", "amount"}),
    Pattern.QUANTITY_OVER: frozenset({"quantity", "amount"}),
    Pattern.CATCH_WEIGHT: frozenset({"quantity", "amount"}),
    Pattern.UOM_CONVERSION: frozenset({"quantity", "unit_price"}),
    Pattern.SUBSTITUTION: frozenset({"item_code"}),
    Pattern.BUNDLED_ACCESSORIAL: frozenset({"unit_price", "amount"}),
    Pattern.PRICE_VARIANCE: frozenset({"unit_price", "amount"}),
    Pattern.NOT_ON_PO: frozenset({"item_code", "amount"}),
}


@dataclass(frozen=True, slots=True)
class Tint:
    """Which figures of a frame carry a fill, and which fill."""

    state: CellState
    fields: frozenset[str]

    def of(self, field: str) -> CellState:
        """Return the state of one figure."""
        return self.state if field in self.fields else CellState.PLAIN


NO_TINT = Tint(CellState.PLAIN, frozenset())


def tint_of(decision: GroupDecision, *, settled: bool = False) -> Tint:
    """Return what is to be emphasised in a group: only the figures its patterns are about."""
    fields: frozenset[str] = frozenset().union(*(_CONCERNS.get(p, frozenset()) for p in decision.group.patterns))
    if Pattern.NOT_ON_PO in decision.group.patterns:
        return Tint(CellState.MISSING, fields)
    if settled or decision.lane is Lane.AUTO_RESOLVE:
        return Tint(CellState.TOLERATED, fields)
    return Tint(CellState.BLOCKED if decision.lane is Lane.ESCALATE else CellState.DIFFERS, fields)


def invoice_row(line: InvoiceLine, tint: Tint, figures: Figures, currency: str | None) -> Row:
    """Lay out one line as billed. A figure that is not printed shows as a dash and counts as one side only."""
    unit = line.uom.value if line.uom else NO_UNIT
    quantity = f"{figures.quantity(line.quantity.value)} {unit}" if line.quantity else NOT_PRINTED
    basis = "" if line.price_basis == 1 else f" / {figures.quantity(line.price_basis)}"
    price = figures.price(line.unit_price.value, currency) + basis if line.unit_price else NOT_PRINTED
    amount = figures.money(line.amount.value, currency) if line.amount else NOT_PRINTED
    item = _cell("item_code", line.item_code, line.item_code.value if line.item_code else NOT_PRINTED, line, tint)
    return Row(
        item=replace(item, detail=line.description.value, box=item.box or line.description.box),
        quantity=_cell("quantity", line.quantity, quantity, line, tint),
        price=_cell("unit_price", line.unit_price, price, line, tint),
        amount=_cell("amount", line.amount, amount, line, tint),
        invoice_line=line.line_no,
    )


def order_row(line: OrderLine, tint: Tint, figures: Figures, currency: str | None, *, name_order: bool) -> Row:
    """Lay out one ordered line with what is open of it; the amount is the open quantity at the order's price."""
    label = f"{line.ref.po_number} · {line.ref.line_no}" if name_order else str(line.ref.line_no)
    open_quantity = line.open_quantity
    partly = open_quantity != line.quantity
    detail = f"of {figures.quantity(line.quantity)} ordered" if partly else ""
    return Row(
        item=Cell(f"{label} · {line.sku}", tint.of("item_code"), detail=line.description),
        quantity=Cell(f"{figures.quantity(open_quantity)} {line.uom}", tint.of("quantity"), detail=detail),
        price=Cell(figures.price(line.unit_price, currency), tint.of("unit_price")),
        amount=Cell(
            figures.money(round_amount(open_quantity * line.unit_price, currency), currency), tint.of("amount")
        ),
        ref=line.ref,
    )


def spoken(invoice_rows: tuple[Row, ...], order_rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Give every cell its sentence: which line, which figure, how it stands, and its counterpart's figure."""
    left = tuple(_speak(row, _counterpart(i, order_rows), "invoice", "order") for i, row in enumerate(invoice_rows))
    right = tuple(_speak(row, _counterpart(i, invoice_rows), "order", "invoice") for i, row in enumerate(order_rows))
    return left, right


def mark_differing_words(left: Row, right: Row) -> tuple[Row, Row]:
    """Mark only those parts of two descriptions that differ ("M8x40 zinc" against "M8x45 zinc": 40 and 45)."""
    spans_left, spans_right = differing_spans(left.item.detail, right.item.detail)
    return (
        replace(left, item=replace(left.item, spans=spans_left)),
        replace(right, item=replace(right.item, spans=spans_right)),
    )


def differing_spans(first: str, second: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Return where two texts differ, as (start, end) pairs in each, by runs of letters, runs of digits and signs."""
    a, b = (list(re.finditer(r"\d+|[^\W\d_]+|\s+|.", text)) for text in (first, second))
    matcher = SequenceMatcher(
        None, [m.group().casefold() for m in a], [m.group().casefold() for m in b], autojunk=False
    )
    left: list[tuple[int, int]] = []
    right: list[tuple[int, int]] = []
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag != "equal":
            if a1 > a0:
                left.append((a[a0].start(), a[a1 - 1].end()))
            if b1 > b0:
                right.append((b[b0].start(), b[b1 - 1].end()))
    return tuple(left), tuple(right)


def charge_row(charge: Charge, state: CellState, figures: Figures, currency: str | None) -> Row:
    """Lay out an itemised charge: its kind in words, what is printed, the amount."""
    kind = words_for(charge.kind, CHARGES)
    said = f"{kind}, {figures.money(charge.amount.value, currency)}"
    amount = _extracted_cell("amount", charge.amount, figures.money(charge.amount.value, currency), None, state)
    return Row(
        item=Cell(kind, sentence=said, detail=charge.description if charge.description != kind else ""),
        quantity=Cell(""),
        price=Cell(""),
        amount=replace(amount, field="", sentence=said),
    )


def terms_row(text: str, terms: str) -> Row:
    """Lay out what the vendor's terms say about a charge, as the counterpart of its row."""
    return Row(Cell(text, sentence=f"{text}: {terms}", detail=terms), Cell(""), Cell(""), Cell(""))


def header_cells(invoice: Invoice, figures: Figures) -> tuple[Cell, ...]:
    """Return the header fields as cells, in the order of the printed page; what is not printed is a dash."""
    header = invoice.header
    currency = header.currency.value if header.currency else None
    cells = []
    for field, label in HEADER_FIELDS.items():
        value = _header_value(header, field)
        text = _written(value.value, figures, currency) if value else NOT_PRINTED
        cell = _extracted_cell(field, value, text, None, CellState.PLAIN)
        cells.append(replace(cell, sentence=f"{label}: {text if value else 'not printed'}"))
    return tuple(cells)


def line_fields(line: InvoiceLine, figures: Figures, currency: str | None) -> tuple[Cell, ...]:
    """Return every field of a line as cells, for correcting them."""
    cells = []
    for field, label in LINE_FIELDS.items():
        value = getattr(line, field)
        if isinstance(value, Decimal):
            cell = Cell(figures.quantity(value), field=field, line_no=line.line_no)
        else:
            text = _written(value.value, figures, currency) if value else ""
            cell = _extracted_cell(field, value, text, line.line_no, CellState.PLAIN)
        cells.append(replace(cell, sentence=f"Line {line.line_no}, {label.lower()}"))
    return tuple(cells)


def order_line_of(desk: Desk, ref: LineRef) -> OrderLine | None:
    """Return an order line of the snapshot, or None where the snapshot does not hold it."""
    try:
        return desk.order_line(ref)
    except KeyError:
        return None


def _header_value(header: InvoiceHeader, field: str) -> Extracted[Any] | None:
    if field == "po_numbers":
        return header.po_numbers[0] if header.po_numbers else None
    value: Extracted[Any] | None = getattr(header, field)
    return value


def _written(value: object, figures: Figures, currency: str | None) -> str:
    if isinstance(value, Decimal):
        return figures.money(value, currency)
    return figures.day(value) if isinstance(value, date) else str(value)


def _cell(field: str, value: Extracted[Any] | None, text: str, line: InvoiceLine, tint: Tint) -> Cell:
    state = tint.of(field)
    if value is None and state not in (CellState.PLAIN, CellState.TOLERATED):
        state = CellState.MISSING
    return _extracted_cell(field, value, text, line.line_no, state)


def _extracted_cell(field: str, value: Extracted[Any] | None, text: str, line_no: int | None, state: CellState) -> Cell:
    if value is None:
        return Cell(text, state, field=field, line_no=line_no)
    return Cell(
        text, state, field=field, line_no=line_no, raw=value.raw, box=value.box, method=value.method,
        certainty=value.certainty, repaired_from=value.repaired_from,
    )  # fmt: skip


def _counterpart(index: int, rows: tuple[Row, ...]) -> Row | None:
    if not rows:
        return None
    return rows[index] if index < len(rows) else rows[-1]


_LABELS = ("item", "quantity", "unit price", "amount")
_STATE_SIGN = {
    CellState.PLAIN: Sign.AGREES,
    CellState.TOLERATED: Sign.TOLERATED,
    CellState.DIFFERS: Sign.DIFFERS,
    CellState.BLOCKED: Sign.BLOCKED,
}


def _speak(row: Row, other: Row | None, side: str, other_side: str) -> Row:
    named = f"Line {row.invoice_line}" if row.invoice_line is not None else ""
    if row.ref is not None:
        named = f"Order {row.ref.po_number} line {row.ref.line_no}"
    cells = []
    for i, cell in enumerate(row.cells):
        text = _spoken_text(cell)
        if other is None or cell.state is CellState.PLAIN:
            cells.append(replace(cell, sentence=f"{named}, {_LABELS[i]}: {text}"))
            continue
        counterpart = _spoken_text(other.cells[i])
        word = "only on one side" if cell.state is CellState.MISSING else SIGN_WORDS[_STATE_SIGN[cell.state]].lower()
        cells.append(replace(cell, sentence=f"{named}, {_LABELS[i]} {word}: {side} {text}, {other_side} {counterpart}"))
    return replace(row, item=cells[0], quantity=cells[1], price=cells[2], amount=cells[3])


def _spoken_text(cell: Cell) -> str:
    text = "not printed" if cell.text == NOT_PRINTED else cell.text.replace(NO_UNIT, UNKNOWN_UNIT_WORDS)
    return f"{text}, {cell.detail}" if cell.detail else text
