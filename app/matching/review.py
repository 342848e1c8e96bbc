"""What is said about a match as a whole: the orders used, what of them is not billed, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.finding import Finding, Severity
from app.domain.invoice import Invoice
from app.domain.match import Group, ItemTie, Pattern
from app.domain.money import trimmed
from app.domain.order import LineRef
from app.domain.provenance import Method
from app.matching.arithmetic import Kind
from app.matching.descriptions import TextLevel, compare_texts
from app.matching.likeness import text_of
from app.matching.lines import BilledLine, Ground
from app.matching.orders import Orders

_BY_CODE = (ItemTie.CODE, ItemTie.CROSS_REFERENCE, ItemTie.CODE_LOOK_ALIKE)


def orders_used(groups: Sequence[Group], found: Orders) -> tuple[str, ...]:
    """Return the orders whose lines are used, and those named on the invoice even if nothing fits them."""
    used = {ref.po_number for group in groups for ref in group.po_lines} | set(found.named)
    in_order = [order.po_number for order in found.orders if order.po_number in used]
    return (*in_order, *sorted(used - set(in_order)))


def unbilled_lines(ground: Ground, groups: Sequence[Group], used: Sequence[str]) -> tuple[LineRef, ...]:
    """Return the lines of these orders with open quantity that this invoice does not bill."""
    nothing = {line.number for line in ground.billed if line.bills_nothing}
    billed = {ref for group in groups if set(group.invoice_lines) - nothing for ref in group.po_lines}
    lines = (o for o in ground.ordered if o.ref.po_number in used and o.line.open_quantity > 0)
    return tuple(sorted(o.ref for o in lines if o.ref not in billed))


def findings_of(ground: Ground, groups: Sequence[Group]) -> tuple[Finding, ...]:
    """Return what stands in the way of trusting the groups, line by line."""
    group_of = {number: group for group in groups for number in group.invoice_lines}
    found = [f for line in ground.billed for f in _line_findings(line, group_of[line.number])]
    found += [f for line in ground.billed for f in _other_description(line, group_of[line.number], ground)]
    return tuple(sorted(found, key=lambda f: (f.line_no or 0, f.code)))


def currency_findings(invoice: Invoice, ground: Ground, used: Sequence[str]) -> tuple[Finding, ...]:
    """Say so where an order is in another currency: its prices are then not comparable, however equal the figures."""
    printed = invoice.header.currency.value if invoice.header.currency else None
    return tuple(
        Finding(
            "currency_differs",
            f"The invoice is in {printed}, order {order.po_number} in {order.currency}.",
            Severity.HOLD,
            "currency",
        )
        for order in ground.orders
        if order.po_number in used and printed and order.currency and printed != order.currency
    )


def time_findings(complete: bool) -> tuple[Finding, ...]:
    """Say so where time ran out before every line was compared: what was found then may have rivals nobody saw."""
    said = "There was no time to compare every line with the orders; a person chooses what each line belongs to."
    return () if complete else (Finding("matching_stopped", said, Severity.HOLD),)


def _line_findings(line: BilledLine, group: Group) -> Iterator[Finding]:
    number = line.number
    if line.bills_nothing:
        yield _note("nothing_billed", f"Line {number} bills nothing (quantity 0).", "quantity", number)
        return
    yield from _missing_figures(line, group)
    if line.figures.kind is Kind.SHORTFALL:
        below = trimmed(-line.figures.gap)
        said = f"Line {number}: the amount is {below} below quantity × price; nothing explains it."
        yield _hold("line_arithmetic", said, "amount", number)
    if _is_credit(line):
        said = f"Line {number} is a credit; it was compared without its sign."
        yield _note("credit_line", said, "amount", number)
    if line.reverses:
        said = f"Line {number} has the opposite sign of this document; a person decides what it belongs to."
        yield _hold("reversing_line", said, "amount", number)
    by_figures_alone = group.evidence.ties.get(number) is ItemTie.AMOUNT
    if by_figures_alone and not {Pattern.MERGED, Pattern.SUBSTITUTION} & set(group.patterns):
        said = f"Line {number}: neither code nor description names the item ordered; only the figures agree."
        yield _hold("item_not_identified", said, "item_code", number)
    if Pattern.MERGED in group.patterns and group.evidence.billed_amount != group.evidence.ordered_amount:
        yield _hold("merge_does_not_add_up", f"Line {number}: {group.evidence.equation}.", "amount", number)


def _missing_figures(line: BilledLine, group: Group) -> Iterator[Finding]:
    number = line.number
    if line.quantity is None:
        # A lump sum that agrees needs no quantity.
        settled = group.patterns in ((Pattern.EXACT,), (Pattern.MERGED,))
        said = f"Line {number} has no quantity that could be read."
        yield (_note if settled else _hold)("missing_quantity", said, "quantity", number)
    if line.figures.amount is None:
        said = f"Line {number} has no extended amount that could be read."
        yield _hold("missing_amount", said, "amount", number)


def _hold(code: str, message: str, field: str, line_no: int) -> Finding:
    return Finding(code, message, Severity.HOLD, field, line_no)


def _note(code: str, message: str, field: str, line_no: int) -> Finding:
    return Finding(code, message, Severity.NOTE, field, line_no)


def _other_description(line: BilledLine, group: Group, ground: Ground) -> Iterator[Finding]:
    """Say so where the code names the item ordered and the description one of another size or count (S2.170).

    In a scan a figure of the description may be misread; the code then stands, and this is a note.
    """
    tied_by_code = group.evidence.ties.get(line.number) in _BY_CODE
    if len(group.po_lines) != 1 or not tied_by_code or Pattern.SUBSTITUTION in group.patterns:
        return
    ordered = ground.ordered_line(group.po_lines[0])
    text = compare_texts(text_of(line, ordered), ordered.text, ground.rarity)
    if text.level is TextLevel.CONFLICT:
        scanned = line.line.description.method is Method.OCR
        yield Finding(
            "description_contradicts_code",
            f"Line {line.number}: the code is the ordered item's, the description is not: {', '.join(text.only_first)}"
            f" where the order has {', '.join(text.only_second)}.",
            Severity.NOTE if scanned else Severity.HOLD,
            "description",
            line.number,
        )


def _is_credit(line: BilledLine) -> bool:
    amount, quantity = line.line.amount, line.line.quantity
    return (amount is not None and amount.value < 0) or (quantity is not None and quantity.value < 0)
