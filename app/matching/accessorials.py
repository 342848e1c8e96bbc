"""One charge rolled into several goods lines: prices inflated by one rate on three lines or more (decision table)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from app.domain.match import Pattern
from app.domain.money import EXACT, HUNDRED, ZERO, trimmed
from app.matching.ambiguity import Settled
from app.matching.hypothesis import Hypothesis
from app.matching.pair_reading import Price

# The lowest and the highest rate, in percent, that rounded figures allow.
Span = tuple[Decimal, Decimal]

_FEWEST_LINES = 3
_HIGHEST_PERCENT = Decimal(50)
_ROUND_STEPS = (Decimal(1), Decimal("0.5"), Decimal("0.25"), Decimal("0.1"), Decimal("0.01"))


def with_bundled_rate(settled: Sequence[Settled], tax: Span | None) -> tuple[Settled, ...]:
    """Rename price variances that are one rate over three or more lines to a bundled accessorial.

    One inflated line that multiplies correctly stays a price variance. The rate must lie inside what the rounding of
    every line's printed price allows. ``tax`` is the rate of the tax that the invoice says its prices include, in
    percent: it explains these prices first, and they are then no charge rolled in.
    """
    ranges = {n: span for n, s in enumerate(settled) if (span := rate_range(s.hypothesis)) is not None}
    taxed = {n for n, span in ranges.items() if tax is not None and overlap(span, tax)}
    settled = [replace(s, hypothesis=_taxed(s.hypothesis)) if n in taxed else s for n, s in enumerate(settled)]
    ranges = {n: span for n, span in ranges.items() if n not in taxed}
    best: list[int] = []
    for low, _ in ranges.values():
        inside = [n for n, (a, b) in ranges.items() if a <= low <= b]
        if len(inside) > len(best):
            best = inside
    if sum(len(settled[n].hypothesis.invoice_lines) for n in best) < _FEWEST_LINES:
        return tuple(settled)
    low = max(ranges[n][0] for n in best)
    high = min(ranges[n][1] for n in best)
    rate = _round_rate(low, high)
    return tuple(replace(s, hypothesis=_renamed(s.hypothesis, rate)) if n in best else s for n, s in enumerate(settled))


def rate_range(hypothesis: Hypothesis) -> Span | None:
    """Return the rates (percent) that the printed prices of an inflated group allow; None where nothing is."""
    if Pattern.PRICE_VARIANCE not in hypothesis.patterns or not hypothesis.links:
        return None
    low, high = ZERO, _HIGHEST_PERCENT
    with localcontext(EXACT):
        for link in hypothesis.links:
            ordered = link.ordered.line.unit_price
            figures, reading = link.billed.figures, link.reading
            if reading.price is None or not figures.price or ordered <= 0 or reading.price_is is Price.EQUAL:
                return None
            step = figures.price_step * reading.price / figures.price
            low = max(low, (reading.price - step - ordered) * HUNDRED / ordered)
            high = min(high, (reading.price + step - ordered) * HUNDRED / ordered)
    return (low, high) if ZERO < low <= high else None


def _round_rate(low: Decimal, high: Decimal) -> Decimal:
    """Return the roundest rate between the two."""
    with localcontext(EXACT):
        for step in _ROUND_STEPS:
            candidate = (low / step).to_integral_value(rounding="ROUND_CEILING") * step
            if candidate <= high:
                return candidate
        return (low + high) / 2


def overlap(first: Span, second: Span) -> bool:
    """Tell whether two ranges have a rate in common."""
    return max(first[0], second[0]) <= min(first[1], second[1])


def _taxed(hypothesis: Hypothesis) -> Hypothesis:
    """Say that a price is above the order's by the tax; what it is worth without it is for a person to compare."""
    reason = "not a charge rolled in: it is the rate of the tax that the invoice says its prices include"
    evidence = replace(hypothesis.evidence, rejected=(*hypothesis.evidence.rejected, reason))
    return replace(hypothesis, evidence=evidence)


def _renamed(hypothesis: Hypothesis, rate: Decimal) -> Hypothesis:
    evidence = hypothesis.evidence
    surplus = ZERO
    if evidence.billed_amount is not None and evidence.ordered_amount is not None:
        surplus = evidence.billed_amount - evidence.ordered_amount
    kept = [p for p in hypothesis.patterns if p not in (Pattern.PRICE_VARIANCE, Pattern.BUNDLED_ACCESSORIAL)]
    patterns = tuple(p for p in Pattern if p in kept or p is Pattern.BUNDLED_ACCESSORIAL)
    reason = f"not a price change of this item alone: {trimmed(rate)} % is on three lines or more"
    return replace(
        hypothesis,
        patterns=patterns,
        evidence=replace(
            evidence,
            bundled_amount=surplus,
            bundled_rate_percent=rate,
            rejected=(*evidence.rejected, reason),
        ),
    )
