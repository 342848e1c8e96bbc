"""What is said about a match as a whole: the orders used, what of them is not billed, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.finding import Finding, Severity
from app.domain.invoice import Invoice
from app.domain.match import Group, Pattern
from app.domain.money import trimmed
from app.domain.order import LineRef
from app.matching.arithmetic import Kind
from app.matching.lines import BilledLine, Ground
from app.matching.orders import Orders


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


def findings_of(invoice: Invoice, ground: Ground, groups: Sequence[Group]) -> tuple[Finding, ...]:
    """Return what stands in the way of trusting the groups, line by line."""
    group_of = {number: group for group in groups for number in group.invoice_lines}
    found = [f for line in ground.billed for f in _line_findings(line, group_of[line.number])]
    return tuple(sorted(found, key=lambda f: (f.line_no or 0, f.code)))


def _line_findings(line: BilledLine, group: Group) -> Iterator[Finding]:
    figures, number = line.figures, line.number
    if line.bills_nothing:
        yield Finding("nothing_billed", f"Line {number} bills nothing (quantity 0).", Severity.NOTE, "quantity", number)
        return
    if line.quantity is None:
        severity = Severity.NOTE if group.patterns in ((Pattern.EXACT,), (Pattern.MERGED,)) else Severity.HOLD
        yield Finding(
            "missing_quantity", f"Line {number} has no quantity that could be read.", severity, "quantity", number
        )
    if figures.amount is None:
        yield Finding(
            "missing_amount",
            f"Line {number} has no extended amount that could be read.",
            Severity.HOLD,
            "amount",
            number,
        )
    if figures.kind is Kind.SHORTFALL:
        yield Finding(
            "line_arithmetic",
            f"Line {number}: the amount is {trimmed(-figures.gap)} below quantity × price; nothing explains it.",
            Severity.HOLD,
            "amount",
            number,
        )
    if _is_credit(line):
        yield Finding(
            "credit_line",
            f"Line {number} is a credit; it was compared without its sign.",
            Severity.NOTE,
            "amount",
            number,
        )
    if line.reverses:
        yield Finding(
            "reversing_line",
            f"Line {number} has the opposite sign of this document; a person decides what it belongs to.",
            Severity.HOLD,
            "amount",
            number,
        )
    if Pattern.MERGED in group.patterns and group.evidence.billed_amount != group.evidence.ordered_amount:
        yield Finding(
            "merge_does_not_add_up",
            f"Line {number}: {group.evidence.equation}.",
            Severity.HOLD,
            "amount",
            number,
        )


def _is_credit(line: BilledLine) -> bool:
    amount, quantity = line.line.amount, line.line.quantity
    return (amount is not None and amount.value < 0) or (quantity is not None and quantity.value < 0)
