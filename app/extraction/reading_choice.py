"""Which of several readings of the same pages counts: the one whose arithmetic closes best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.measure import Dimension, dimension_of
from app.domain.provenance import Certainty, Extracted

_FEWEST_PARTS = 2  # lines with a part of a piece
_WORTH = {Certainty.PROVEN: 3, Certainty.CONSISTENT: 2, Certainty.UNVERIFIED: 0, Certainty.CONTRADICTED: -2}


@dataclass(frozen=True, slots=True)
class ReadingPass:
    """An invoice as one way of reading gives it, and how well it closes."""

    invoice: Invoice
    score: float


def best_of(first: ReadingPass, second: ReadingPass) -> ReadingPass:
    """Return the better reading; the first where both close alike."""
    return second if second.score > first.score else first


def exchanges_columns(told: Invoice, plain: Invoice) -> bool:
    """Tell whether a profile's reading may have quantity and price exchanged, which every product closes over.

    Of goods that are counted most quantities then have decimals and every price is whole, while the reading without
    the profile finds whole quantities for the same amounts.
    """
    lines = [line for line in told.lines if line.quantity and line.unit_price and line.amount]
    parts = sum(not _whole(line.quantity) for line in lines)
    if parts < _FEWEST_PARTS or 2 * parts <= len(lines) or not all(_whole(line.unit_price) for line in lines):
        return False
    if any(line.uom and dimension_of(line.uom.value) not in {None, Dimension.COUNT} for line in lines):
        return False
    counted = {line.amount.value for line in plain.lines if line.amount and _whole(line.quantity)}
    return all(line.amount.value in counted for line in lines if line.amount)


def _whole(value: Extracted[Decimal] | None) -> bool:
    return value is not None and value.value == value.value.to_integral_value()


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
