"""Findings of one invoice with one cause, shown and decided as one: one rate on the prices of several lines.

A raised price list or a surcharge rolled into the goods makes every line a finding of its own, and one fact explains
them all. Lines belong together only if a single rate, applied to each order price and rounded as the invoice prints it,
gives every price billed; near enough is not one cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from math import ceil

from app.domain.case import CaseState
from app.domain.decision import GroupDecision
from app.domain.match import Desk, Pattern
from app.domain.money import round_amount
from app.workflow.comparison_rows import order_line_of
from app.workflow.comparison_values import Difference, Frame
from app.workflow.figures import Figures

_PRICED = (frozenset({Pattern.PRICE_VARIANCE}), frozenset({Pattern.BUNDLED_ACCESSORIAL}))
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class _Priced:
    """One line whose price is off: between which rates (billed to ordered) the rate of it must lie."""

    frame: Frame
    decided: GroupDecision
    low: Fraction
    high: Fraction
    ordered: Decimal
    billed: Decimal


def join_one_cause(
    frames: Sequence[tuple[Frame, GroupDecision]], desk: Desk, figures: Figures, currency: str | None
) -> list[Frame]:
    """Return the frames with those of one cause as one frame that holds all their lines and cases."""
    clusters: list[list[_Priced]] = []
    alone: list[Frame] = []
    for frame, decided in frames:
        priced = _priced(frame, decided, desk)
        if priced is None:
            alone.append(frame)
            continue
        home = next((cluster for cluster in clusters if _belongs(priced, cluster)), None)
        if home is None:
            clusters.append([priced])
        else:
            home.append(priced)
    return alone + [frame for cluster in clusters for frame in _joined(cluster, figures, currency)]


def _priced(frame: Frame, decided: GroupDecision, desk: Desk) -> _Priced | None:
    group, case = decided.group, frame.case
    evidence = group.evidence
    one_to_one = len(group.invoice_lines) == len(group.po_lines) == 1 and not group.ambiguous
    is_open = frame.is_open and case is not None and case.state is CaseState.OPEN
    if not (one_to_one and is_open and frozenset(group.patterns) in _PRICED and evidence.billed_unit_price):
        return None
    line = order_line_of(desk, group.po_lines[0])
    if line is None or line.unit_price <= 0:
        return None
    billed = evidence.billed_unit_price
    exponent = billed.as_tuple().exponent
    printed = Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)
    slack = max(evidence.price_slack, printed)
    low = Fraction(billed - slack) / Fraction(line.unit_price)
    high = Fraction(billed + slack) / Fraction(line.unit_price)
    if low <= 1 <= high:
        return None
    return _Priced(frame, decided, low, high, line.unit_price, billed)


def _belongs(one: _Priced, cluster: Sequence[_Priced]) -> bool:
    first = cluster[0]
    same = (
        first.decided.rule == one.decided.rule
        and first.decided.lane is one.decided.lane
        and first.decided.owner is one.decided.owner
        and first.decided.group.patterns == one.decided.group.patterns
    )
    low = max(one.low, *(member.low for member in cluster))
    high = min(one.high, *(member.high for member in cluster))
    return same and low <= high


def _joined(cluster: list[_Priced], figures: Figures, currency: str | None) -> list[Frame]:
    """Return one frame for a cluster; each line's own where no rate that can be said explains them all."""
    first = cluster[0].frame
    rate = _plainest_rate(max(m.low for m in cluster), min(m.high for m in cluster))
    if len(cluster) == 1 or rate is None:
        return [member.frame for member in cluster]
    sign = "+" if rate > 0 else "−" if rate < 0 else ""
    said = f"{sign}{figures.quantity(abs(rate))} %"
    bundled = Pattern.BUNDLED_ACCESSORIAL in cluster[0].decided.group.patterns
    title = (
        f"A charge is rolled in: {said} on {len(cluster)} lines" if bundled else f"Price {said} on {len(cluster)} lines"
    )
    joined = replace(
        first,
        title=title,
        limit=" · ".join(dict.fromkeys(m.frame.limit for m in cluster if m.frame.limit)),
        shape="═",
        invoice_rows=tuple(row for m in cluster for row in m.frame.invoice_rows),
        order_rows=tuple(row for m in cluster for row in m.frame.order_rows),
        differences=_amounts(cluster, figures, currency),
        proof=_proof(cluster, said, figures, currency),
        notes=_together([m.frame.notes for m in cluster]),
        more_cases=tuple(m.frame.case for m in cluster[1:] if m.frame.case is not None),
    )
    return [joined]


def _together(notes: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the notes of all lines, what is of one kind together, what is the same for all once."""
    return tuple(dict.fromkeys(note for row in zip_longest(*notes) for note in row if note is not None))


def _plainest_rate(low: Fraction, high: Fraction) -> Decimal | None:
    """Return the rate with the fewest decimals that explains every line, in percent."""
    for digits in range(_MOST_DIGITS + 1):
        scale = 10**digits
        steps = ceil((low - 1) * 100 * scale)
        if Fraction(steps, 100 * scale) + 1 <= high:
            return Decimal(steps).scaleb(-digits)
    return None


def _proof(cluster: Sequence[_Priced], said: str, figures: Figures, currency: str | None) -> str:
    parts = [f"{figures.price(m.ordered, currency)} → {figures.price(m.billed, currency)}" for m in cluster]
    return f"One rate explains all {len(cluster)} lines: {said} on {', '.join(parts)}"


def _amounts(cluster: Sequence[_Priced], figures: Figures, currency: str | None) -> tuple[Difference, ...]:
    evidence = [m.decided.group.evidence for m in cluster]
    billed = [e.billed_amount for e in evidence if e.billed_amount is not None]
    ordered = [e.ordered_amount for e in evidence if e.ordered_amount is not None]
    if len(billed) != len(cluster) or len(ordered) != len(cluster):
        return ()
    total_billed, total_ordered = (round_amount(sum(x, Decimal(0)), currency) for x in (billed, ordered))
    return (
        Difference(
            f"Amount of the {len(cluster)} lines",
            figures.money(total_billed, currency),
            figures.money(total_ordered, currency),
            figures.signed_money(total_billed - total_ordered, currency),
        ),
    )
