"""Which of several readings of the same pages counts: the one whose arithmetic closes best."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.invoice import Invoice
from app.domain.provenance import Certainty

_WORTH = {Certainty.PROVEN: 3, Certainty.CONSISTENT: 2, Certainty.UNVERIFIED: 0, Certainty.CONTRADICTED: -2}


@dataclass(frozen=True, slots=True)
class ReadingPass:
    """An invoice as one way of reading gives it, and how well it closes."""

    invoice: Invoice
    score: float


def best_of(first: ReadingPass, second: ReadingPass) -> ReadingPass:
    """Return the better reading; the first where both close alike."""
    return second if second.score > first.score else first


def rate(invoice: Invoice) -> float:
    """Rate a reading by its equations: sums that close weigh most, then the lines they prove, then complete lines."""
    closing = sum(1 if check.holds else -1 for check in invoice.checks)
    lines = invoice.lines
    worth = sum(_WORTH[line.certainty] for line in lines) / (3 * len(lines)) if lines else -1.0
    whole = sum(bool(line.amount) + bool(line.quantity) + bool(line.unit_price) for line in lines) / (
        3 * max(1, len(lines))
    )
    return 2.0 * closing + 3.0 * worth + 1.0 * whole + 0.5 * bool(invoice.header.total)
