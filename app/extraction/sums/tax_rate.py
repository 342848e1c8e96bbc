"""A tax that its printed rate cannot come to: misread with a total misread so that sums close, or worked out wrong.

Less than the rate of everything may be right, because not everything is taxed: then it is the rate of some of the lines
and charges (S2.165). More never is. What prices contain is borne out by its rate alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.domain.money import decimals_of, half_step
from app.domain.provenance import Method
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.totals_choice import Totals
from app.extraction.values.arithmetic import CENT, HIGHEST_RATE, HUNDRED, ONE

TAX_ABOVE_RATE, TAX_OFF_RATE = "tax_above_rate", "tax_off_rate"  # the codes of what is said of it
_RATE = re.compile(r"(?<![0-9.,])([0-9]{1,2}(?:[.,][0-9]{1,3})?)\s*%", re.ASCII)
_COLON = re.compile(r"(?<=[0-9]):(?=[0-9]{1,2}\s*%)", re.ASCII)
_ZERO = Decimal(0)
_MOST_SUMS = 1_000_000


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
        (rate := labelled_rate(amount)) is not None
        and abs(amount.figure.value) > base * rate / HUNDRED + CENT * (lines + 1)
        for amount in totals.taxes
    )


def off_its_rate(totals: Totals, amounts: Sequence[Decimal]) -> LabelledAmount | None:
    """Return a tax that is its label's rate of no sum of lines, charges and other taxes; None where each is.

    ``amounts`` are those of the lines. An order of thirty lines has so many sums that any tax is the rate of one.
    """
    sign = -1 if totals.total is not None and totals.total.figure.value < 0 else 1
    charges = [sign * charge.figure.value for charge in totals.charges]
    lines = [sign * amount for amount in amounts]
    for tax in totals.taxes:
        rate = labelled_rate(tax)
        if not rate or not lines or not tax.figure.value:
            continue
        others = [abs(other.figure.value) for other in totals.taxes if other is not tax]
        parts = [part for part in (*lines, *charges, *others) if part]
        if not _is_rate_of_some(abs(tax.figure.value), rate, parts, charges, gross=totals.gross_lines):
            return tax
    return None


def _is_rate_of_some(
    tax: Decimal, rate: Decimal, parts: Sequence[Decimal], charges: Sequence[Decimal], *, gross: bool
) -> bool:
    # The tax of each line may have been rounded by itself, to the least coin of the currency.
    step = CENT if decimals_of(tax) else ONE
    slack = step * max(3, len(parts) + 1) / 2
    whole, given = sum(parts, _ZERO), -sum((charge for charge in charges if charge < 0), _ZERO)
    near = half_step(rate) if decimals_of(rate) else _ZERO  # "8.9 %" for 8.875 %; a whole rate is what it says
    if whole * (rate - near) / HUNDRED - slack <= tax <= whole * (rate + near) / HUNDRED + slack:
        return True
    least, most = ((tax + off) * HUNDRED / rate for off in (-slack, slack))
    reached = [(least, most)]
    if gross:
        reached.append((least + tax - slack, most + tax + slack))
    if given and whole > 0:  # a discount on everything makes each line's part of it less
        reached += [(low * (whole + given) / whole, high * (whole + given) / whole) for low, high in reached]
    return _some_sum_within(parts, reached)


def _some_sum_within(parts: Sequence[Decimal], ranges: Iterable[tuple[Decimal, Decimal]]) -> bool:
    """Tell whether some of these amounts add up to one within a range.

    Each bit of a number stands for a sum that is reached; large amounts are counted in more than a cent.
    """
    largest = sum(map(abs, parts), _ZERO)
    step = max(CENT, largest / _MOST_SUMS)
    steps = [int((part / step).to_integral_value()) for part in parts]
    below = -sum(one for one in steps if one < 0)
    sums = 1 << below
    for one in steps:
        sums |= sums << one if one >= 0 else sums >> -one
    off = len(steps) if step > CENT else 0  # each is off by half a step at most
    for low, high in ranges:
        first, last = (int(end / step) + below for end in (low, high))
        window = (1 << (last - first + 2 * off + 2)) - 1
        if (sums >> max(0, first - off)) & window:
            return True
    return False


def is_part_at_its_rate(totals: Totals) -> bool:
    """Tell whether a tax that the prices contain is what its label's rate makes of the total: 16.67 of 100.00 at 20 %.

    Each tax of several has a base of its own, so then nothing is told.
    """
    if totals.total is None or len(totals.taxes) != 1:
        return False
    tax, rate = totals.taxes[0].figure.value, labelled_rate(totals.taxes[0])
    return rate is not None and abs(totals.total.figure.value * rate / (HUNDRED + rate) - tax) <= CENT


def labelled_rate(tax: LabelledAmount) -> Decimal | None:
    """Return the one rate that a tax's label names; None where it names none or several.

    A scan takes the mark of a rate for a colon, or loses it: "8:1%" and "81%" are 8.1 %.
    """
    scanned = tax.figure.method is Method.OCR
    found = set(_RATE.findall(_COLON.sub(".", tax.label) if scanned else tax.label))
    if len(found) != 1:
        return None
    rate = Decimal(found.pop().replace(",", "."))
    return rate / 10 if scanned and rate > HIGHEST_RATE and not decimals_of(rate) else rate
