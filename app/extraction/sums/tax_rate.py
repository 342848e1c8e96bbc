"""A tax that is more than its printed rate can come to: misread, with a total misread so that the sum closes (S2.165).

Less may be right, because not everything is taxed; more never is. What prices contain is borne out by its rate alone.
"""

from __future__ import annotations

import re
from decimal import Decimal

from app.extraction.sums.totals_choice import Totals
from app.extraction.values.arithmetic import CENT, HUNDRED

TAX_ABOVE_RATE = "tax_above_rate"  # the code of what is said of it
_RATE = re.compile(r"(?<![0-9.,])([0-9]{1,2}(?:[.,][0-9]{1,3})?)\s*%", re.ASCII)
_ZERO = Decimal(0)


def beyond_its_rate(totals: Totals, lines: int) -> bool:
    """Tell whether a tax with one rate in its label is more than that of everything that may be taxed.

    ``lines`` is how many there are: the tax of each may have been rounded up by itself.
    """
    tax = totals.tax
    if tax is None:
        return False
    net = abs(totals.lines_sum) - (abs(tax) if totals.gross_lines else _ZERO)
    printed = [abs(amount.figure.value) for amount in (totals.subtotal,) if amount is not None]
    total = [abs(totals.total.figure.value) - abs(tax)] if totals.total is not None else []
    base = max((net + sum(abs(charge.figure.value) for charge in totals.charges), *printed, *total))
    return any(
        (rate := _rate(amount.label)) is not None
        and abs(amount.figure.value) > base * rate / HUNDRED + CENT * (lines + 1)
        for amount in totals.taxes
    )


def is_part_at_its_rate(totals: Totals) -> bool:
    """Tell whether a tax that the prices contain is what its label's rate makes of the total: 16.67 of 100.00 at 20 %.

    Each tax of several has a base of its own, so then nothing is told.
    """
    if totals.total is None or len(totals.taxes) != 1:
        return False
    tax, rate = totals.taxes[0].figure.value, _rate(totals.taxes[0].label)
    return rate is not None and abs(totals.total.figure.value * rate / (HUNDRED + rate) - tax) <= CENT


def _rate(label: str) -> Decimal | None:
    """Return the one rate that a label names; None where it names none or several."""
    found = set(_RATE.findall(label))
    return Decimal(found.pop().replace(",", ".")) if len(found) == 1 else None
