"""Unit prices that include the tax: the invoice says so, and they are above the order's by its very rate (TRAP-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext

from app.domain.finding import Finding, Severity
from app.domain.invoice import Invoice
from app.domain.money import EXACT, HUNDRED, ZERO
from app.matching.accessorials import Span, overlap, rate_range
from app.matching.ambiguity import Settled


def tax_in_prices(invoice: Invoice, cent: Decimal) -> Span | None:
    """Return the rate (percent) of the tax that lines and charges include: the total is their sum and adds no tax."""
    header = invoice.header
    amounts = [line.amount.value for line in invoice.lines if line.amount]
    if header.total is None or header.tax_total is None or len(amounts) < len(invoice.lines):
        return None
    with localcontext(EXACT):
        charges = sum((charge.amount.value for charge in invoice.charges), ZERO)
        gross, tax = abs(sum(amounts, ZERO) + charges), abs(header.tax_total.value)
        slack = cent * (len(amounts) + 1)
        if tax <= slack or abs(gross - abs(header.total.value)) > slack or gross - tax <= slack:
            return None
        return (tax - slack) * HUNDRED / (gross - tax + slack), (tax + slack) * HUNDRED / (gross - tax - slack)


def tax_findings(settled: Sequence[Settled], tax: Span | None) -> Iterator[Finding]:
    """Hold every line whose price is above the order's by that rate: whether orders are without tax, a person knows."""
    for each in settled:
        span = rate_range(each.hypothesis)
        if tax is not None and span is not None and overlap(span, tax):
            for number in each.hypothesis.invoice_lines:
                said = (
                    f"Line {number}: the price is above the order's by the rate of the tax that the invoice says its "
                    "prices include; compare it without the tax."
                )
                yield Finding("price_includes_tax", said, Severity.HOLD, "unit_price", number)
