"""What an invoice uses up of its order lines when it is taken in, in the order lines' unit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from app.domain.decision import BookedQuantity, DocumentFinding
from app.domain.invoice import Invoice
from app.domain.match import Pattern
from app.domain.money import ZERO
from app.policy.duplicates import STRONG_RULES
from app.policy.facts import GroupFacts


def booked_quantities(
    invoice: Invoice, facts: Iterable[GroupFacts], findings: Iterable[DocumentFinding], *, genuine: bool = False
) -> tuple[BookedQuantity, ...]:
    """Return the quantities to book; nothing for a strong duplicate or a credit memo (decision table).

    ``genuine``: a person with authority said that what looks like a duplicate is an invoice of its own.
    """
    if invoice.is_credit or (not genuine and any(finding.rule in STRONG_RULES for finding in findings)):
        return ()
    booked: list[BookedQuantity] = []
    for item in facts:
        if item.group.ambiguous or not item.order_lines:
            continue
        if len(item.order_lines) == 1:
            ref = item.order_line.ref
            booked += [
                BookedQuantity(ref, quantity, number, _beyond(item, number))
                for number, quantity in item.billed_by_line.items()
                if quantity > ZERO
            ]
        else:
            first = item.group.invoice_lines[0]
            booked += [
                BookedQuantity(line.ref, line.open_quantity, first)
                for line in item.order_lines
                if line.open_quantity > ZERO
            ]
    return tuple(booked)


def _beyond(facts: GroupFacts, number: int) -> Decimal:
    """Return what a line bills above the order's price; a charge inside it, or another item's price, is none."""
    if not {Pattern.PRICE_VARIANCE, Pattern.UOM_CONVERSION} & {*facts.group.patterns}:
        return ZERO
    found = (line.difference for line in facts.lines if line.line.line_no == number)
    return max((difference for difference in found if difference is not None), default=ZERO).max(ZERO)
