"""Compares the lines of an electronic invoice with those read from the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.money import EXACT, HUNDRED, decimals_of, plain
from app.domain.provenance import BACKED, Box, Certainty, Extracted, Method
from app.extraction.einvoice.goods import compare_goods
from app.extraction.einvoice.header_comparison import Differences
from app.extraction.einvoice.model import EInvoice, StatedLine
from app.extraction.einvoice.printed import Printed
from app.extraction.values.text_keys import squeeze

_Value = Extracted[Decimal] | None


def compare_lines(
    stated: EInvoice, mine: Invoice, page: Invoice, words: Printed, differences: Differences
) -> tuple[InvoiceLine, ...]:
    """Return the lines with the places of what agrees; every difference is held with both values."""
    shown, apart = _lines_shown(stated, mine, page)
    page = replace(page, lines=shown)
    pairs = pair_lines(mine.lines, page.lines)
    _compare_counts(mine, page, pairs, words, differences)
    compare_goods(mine, page, pairs, words, differences)
    compared = []
    for index, (line, told) in enumerate(zip(mine.lines, stated.lines, strict=True)):
        printed = page.lines[pairs[index]] if index in pairs else None
        own = _Line(told, printed, apart, words, differences).compared(line) if printed is not None else line
        compared.append(own)
    return tuple(compared)


def _lines_shown(stated: EInvoice, mine: Invoice, page: Invoice) -> tuple[tuple[InvoiceLine, ...], list[Decimal]]:
    """Return the page's lines that are goods, and what the page takes off below a line and the other has within it."""
    amounts = {abs(line.amount.value) for line in mine.lines if line.amount is not None}
    own = {abs(charge.amount.value) for charge in stated.charges}
    apart = [charge.amount.value for charge in page.charges if abs(charge.amount.value) not in own]
    # A charge or the tax may have been taken for a line.
    others = (own | {abs(tax.amount.value) for tax in stated.taxes if tax.amount is not None}) - amounts
    shown: list[InvoiceLine] = []
    for line in page.lines:
        if line.amount is not None and line.quantity is None and line.unit_price is None and shown:
            above = shown[-1].amount
            if above is not None and abs(above.value + line.amount.value) in amounts and line.amount.value:
                apart.append(line.amount.value)
                continue
        if line.amount is None or abs(line.amount.value) not in others:
            shown.append(line)
    return tuple(shown), apart


def pair_lines(mine: Sequence[InvoiceLine], theirs: Sequence[InvoiceLine]) -> dict[int, int]:
    """Pair lines by what they say, the surest first; what is left over is paired in order if there are as many."""
    pairs: dict[int, int] = {}
    for key in (_by_figures, _by_code_and_amount, _by_amount, _by_code, _by_description):
        _pair_by(key, mine, theirs, pairs)
    left = [i for i in range(len(mine)) if i not in pairs]
    taken = set(pairs.values())
    right = [j for j in range(len(theirs)) if j not in taken]
    if len(left) == len(right):
        pairs.update(zip(left, right, strict=True))
    return pairs


def _pair_by(
    key: Callable[[InvoiceLine], Hashable | None],
    mine: Sequence[InvoiceLine],
    theirs: Sequence[InvoiceLine],
    pairs: dict[int, int],
) -> None:
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for j in reversed(range(len(theirs))):
        found = key(theirs[j])
        if j not in taken and found is not None:
            waiting[found].append(j)
    for i, line in enumerate(mine):
        found = key(line)
        if i not in pairs and found is not None and waiting[found]:
            pairs[i] = waiting[found].pop()


def _by_figures(line: InvoiceLine) -> Hashable | None:
    if line.amount is None or line.quantity is None:
        return None
    return abs(line.amount.value), abs(line.quantity.value)


def _by_code_and_amount(line: InvoiceLine) -> Hashable | None:
    return (_by_code(line), _by_amount(line)) if line.item_code is not None and line.amount is not None else None


def _by_amount(line: InvoiceLine) -> Hashable | None:
    return abs(line.amount.value) if line.amount is not None and line.amount.value else None


def _by_code(line: InvoiceLine) -> Hashable | None:
    return squeeze(line.item_code.value) or None if line.item_code is not None else None


def _by_description(line: InvoiceLine) -> Hashable | None:
    return squeeze(line.description.value) or None


def _compare_counts(
    mine: Invoice, page: Invoice, pairs: dict[int, int], words: Printed, differences: Differences
) -> None:
    taken = set(pairs.values())
    unknown = [line for j, line in enumerate(page.lines) if j not in taken]
    further = [line for line in unknown if line.amount is not None and line.amount.value]
    lacking = [
        line
        for i, line in enumerate(mine.lines)
        if i not in pairs and line.amount is not None and line.amount.value and words.number(line.amount.value) is None
    ]
    unpaired = len(mine.lines) - len(pairs)
    # The page's own sums tell whether its lines were read whole.
    whole = any(check.name.startswith("lines") and check.holds for check in page.checks)
    count = f"{len(mine.lines)} lines"
    if (whole and (further or unpaired)) or any(line.certainty in BACKED for line in further):
        differences.hold("number of lines", count, str(len(page.lines)), "lines")
    elif lacking and not words.scanned:
        amounts = ", ".join(plain(line.amount.value) for line in lacking if line.amount)
        differences.hold("number of lines", count, f"shows no line of {amounts}", "lines")
    elif unpaired:
        numbers = ", ".join(str(line.line_no) for i, line in enumerate(mine.lines) if i not in pairs)
        differences.unseen.append(f"line {numbers}" if unpaired == 1 else f"lines {numbers}")


class _Line:
    """One line as stated, and the one of the page that belongs to it."""

    def __init__(
        self,
        told: StatedLine,
        theirs: InvoiceLine,
        apart: Sequence[Decimal],
        words: Printed,
        differences: Differences,
    ) -> None:
        self._told = told
        self._theirs = theirs
        self._apart = apart
        self._words = words
        self._differences = differences
        self._band = _band(theirs)
        # A row that multiplies is what is printed; one that does not may have been misread.
        self._sure = theirs.certainty in BACKED

    def compared(self, mine: InvoiceLine) -> InvoiceLine:
        """Return the line with the places of what agrees, and held figures marked."""
        theirs = self._theirs
        amount = self._figure(mine, "amount", mine.amount, theirs.amount)
        quantity = self._figure(mine, "quantity", mine.quantity, theirs.quantity)
        agree = all(value is not None and value.certainty is not Certainty.CONTRADICTED for value in (amount, quantity))
        price = self._price(mine, same_money=agree or mine.certainty is Certainty.CONTRADICTED)
        differs = any(
            before is not None and after is not None and after.certainty is not before.certainty
            for before, after in ((mine.amount, amount), (mine.quantity, quantity), (mine.unit_price, price))
        )
        return replace(
            mine,
            page=theirs.page,
            description=replace(mine.description, box=theirs.description.box),
            # What only the page says of a line counts as well: it is what people pay on.
            notes=tuple(dict.fromkeys((*mine.notes, *_said_more(mine, theirs), *theirs.notes))),
            item_code=self._code(mine),
            quantity=quantity,
            uom=self._placed_unit(mine),
            unit_price=price,
            amount=amount,
            certainty=Certainty.CONTRADICTED if differs else mine.certainty,
        )

    def _figure(self, line: InvoiceLine, name: str, mine: _Value, theirs: _Value) -> _Value:
        if mine is None or theirs is None:
            return mine
        if mine.value == theirs.value or (mine.value == -theirs.value and line.amount and line.amount.value < 0):
            return replace(mine, box=theirs.box)
        if name == "amount" and self._with_tax(mine.value) == theirs.value:
            self._differences.note(
                f"Line {line.line_no}: the page prints the amount with tax, {plain(theirs.value)}.", name, line.line_no
            )
            return replace(mine, box=theirs.box)
        if name == "amount" and mine.value - theirs.value in self._apart:
            taken = plain(mine.value - theirs.value)
            message = f"Line {line.line_no}: the page prints {plain(theirs.value)} and apart from it {taken}."
            self._differences.note(message, name, line.line_no)
            return replace(mine, box=theirs.box)
        box = self._words.number(mine.value, self._band)
        # Small figures stand in many rows by chance (line numbers, rates), so a quantity is believed only from a scan.
        misread = not self._sure and (name == "amount" or theirs.method is Method.OCR)
        if box is not None and misread:
            return replace(mine, box=box)
        self._differences.hold(name, plain(mine.value), plain(theirs.value), name, line.line_no)
        return replace(mine, certainty=Certainty.CONTRADICTED)

    def _price(self, line: InvoiceLine, *, same_money: bool) -> _Value:
        mine, theirs = line.unit_price, self._theirs.unit_price
        if mine is None or theirs is None:
            return mine
        if self._same_price(mine.value, theirs.value, line.price_basis):
            return replace(mine, box=theirs.box)
        box = self._words.number(mine.value, self._band)
        if same_money and box is not None:
            return replace(mine, box=box)
        # With a discount of its own the row shows the price before it; without, a price that multiplies is the price.
        if same_money and (self._theirs.discount is not None or not self._sure):
            message = f"Line {line.line_no}: the page prints the price {plain(theirs.value)}; the amounts agree."
            self._differences.note(message, "unit_price", line.line_no)
            return replace(mine, box=theirs.box)
        self._differences.hold("unit price", plain(mine.value), plain(theirs.value), "unit_price", line.line_no)
        return replace(mine, certainty=Certainty.CONTRADICTED)

    def _same_price(self, mine: Decimal, theirs: Decimal, basis: Decimal) -> bool:
        """Tell whether two prices are one: per other quantities, rounded for print, before reductions, or with tax."""
        with localcontext(EXACT):
            if mine * self._theirs.price_basis == theirs * basis:
                return True
            stated = [mine, self._with_tax(mine, exact=True)]
            if self._told.gross_price is not None:
                stated.append(self._told.gross_price.value)
            step = Decimal(1).scaleb(-max(2, decimals_of(theirs)))
            scale = self._theirs.price_basis / basis
            return any((price * scale).quantize(step, ROUND_HALF_UP) == theirs for price in stated)

    def _with_tax(self, value: Decimal, *, exact: bool = False) -> Decimal:
        with localcontext(EXACT):
            gross = value * (HUNDRED + (self._told.rate or 0)) / HUNDRED
            return gross if exact else gross.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def _code(self, line: InvoiceLine) -> Extracted[str] | None:
        """Place the item code; one that only the page has is the page's."""
        mine, theirs = line.item_code, self._theirs.item_code
        if mine is None or theirs is None:
            return mine or theirs
        return replace(mine, box=theirs.box if squeeze(mine.value) == squeeze(theirs.value) else None)

    def _placed_unit(self, line: InvoiceLine) -> Extracted[str] | None:
        mine, theirs = line.uom, self._theirs.uom
        if mine is None or theirs is None or mine.value != theirs.value:
            return mine
        return replace(mine, box=theirs.box)


def _said_more(mine: InvoiceLine, theirs: InvoiceLine) -> tuple[str, ...]:
    """Return the text of a line as the page has it, where the electronic invoice does not have all of it."""
    printed = theirs.description.value
    return () if squeeze(printed) in squeeze(mine.description.value) else (printed,)


def _band(line: InvoiceLine) -> Box | None:
    """Return the height of the page that a line stands in."""
    figures = (line.amount, line.quantity, line.unit_price)
    boxes = [value.box for value in figures if value is not None and value.box is not None]
    if line.description.box is not None:
        boxes.append(line.description.box)
    band = boxes[0] if boxes else None
    for box in boxes[1:]:
        if band is not None and box.page == band.page:
            band = band.union(box)
    return band
