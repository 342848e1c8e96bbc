"""Which of several readings of the same pages counts: the one whose arithmetic closes best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.provenance import Certainty, Extracted

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


def doubted(invoice: Invoice) -> Invoice:
    """Return a reading none of whose figures is called sure: another reading closes just as well."""
    header = replace(
        invoice.header,
        subtotal=_doubtful(invoice.header.subtotal),
        tax_total=_doubtful(invoice.header.tax_total),
        total=_doubtful(invoice.header.total),
    )
    return replace(invoice, header=header, lines=tuple(_doubted_line(line) for line in invoice.lines))


def _doubted_line(line: InvoiceLine) -> InvoiceLine:
    return replace(
        line,
        quantity=_doubtful(line.quantity),
        unit_price=_doubtful(line.unit_price),
        amount=_doubtful(line.amount),
        certainty=_lowered(line.certainty),
    )


def _doubtful(value: Extracted[Decimal] | None) -> Extracted[Decimal] | None:
    return replace(value, certainty=_lowered(value.certainty)) if value is not None else None


def _lowered(certainty: Certainty) -> Certainty:
    return certainty if certainty is Certainty.CONTRADICTED else Certainty.UNVERIFIED
