"""Several invoice lines for one order line (S2.35 to S2.43)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from app.domain.money import ZERO
from app.matching.descriptions import TextLevel
from app.matching.hypothesis import Hypothesis
from app.matching.likeness import Code, Likeness, Reference
from app.matching.pair_reading import Price
from app.matching.shapes import shape_of
from app.matching.weights import Weights

_ALL_SUBSETS_UP_TO = 7


def split_hypotheses(links: Sequence[Likeness], rivals: bool, weights: Weights) -> Iterator[Hypothesis]:
    """Yield the splits of one order line among the invoice lines that could be its parts.

    ``rivals``: whether another order line could take some of them. Without one all parts belong together; with one
    every subset is a reading, or, where there are too many lines for that, those whose quantities fill the order line.
    """
    parts = [link for link in links if _is_part(link)]
    if len(parts) < 2:
        return
    yield shape_of(parts, weights)
    if not rivals:
        return
    if len(parts) <= _ALL_SUBSETS_UP_TO:
        for size in range(2, len(parts)):
            for chosen in combinations(parts, size):
                yield shape_of(chosen, weights)
        return
    for run in _filling_runs(parts):
        if len(run) < len(parts):
            yield shape_of(run, weights)


def _is_part(link: Likeness) -> bool:
    """Tell whether a line can be part of a split: same reference, or item and description (decision table)."""
    identity = link.identity
    if link.billed.reverses:
        return False
    if identity.code in (Code.EQUAL, Code.CROSS_REFERENCE, Code.LOOK_ALIKE, Code.SUBSTITUTE):
        return True
    if identity.reference is Reference.EQUAL:
        return True
    described = identity.text.level in (TextLevel.SAME, TextLevel.CONTAINED)
    return described and link.reading.price_is is Price.EQUAL


def _filling_runs(parts: Sequence[Likeness]) -> Iterator[Sequence[Likeness]]:
    """Yield neighbouring lines whose quantities add up to the open quantity."""
    for start in range(len(parts)):
        total = ZERO
        for end in range(start, len(parts)):
            total += parts[end].reading.quantity or Decimal(0)
            if total == parts[start].ordered.open and end > start:
                yield parts[start : end + 1]
            if total >= parts[start].ordered.open:
                break
