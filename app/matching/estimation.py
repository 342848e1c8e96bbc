"""Weights of evidence re-estimated from a desk's own confirmed matches (Fellegi and Sunter).

Each level is counted among pairs that belong together and among the other pairs of the same invoices; the weight is the
logarithm of how much more often it is seen together than apart. What a desk has hardly seen keeps the weight it had,
and no weight goes far from where it was or changes sides: evidence for a match never comes to speak against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log2

from app.domain.invoice import Invoice
from app.domain.match import Desk, Match, Pattern
from app.matching.likeness import Likeness, identity_of, level_names, likeness_of
from app.matching.lines import Ground, prepare
from app.matching.pair_reading import read_pair
from app.matching.weights import Weights

# As many pairs as this speak as loud as the weight there was before.
_PRIOR_PAIRS = 50
# Three bits: a desk may find evidence eight times as strong, or as weak, as assumed; more is a fault in its data.
FARTHEST = 30
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class LevelEstimate:
    """One level's weight as it was and as counted (tenths of a bit), and how many pairs of lines that rests on."""

    name: str
    before: int
    after: int
    together: int
    apart: int


def estimated(weights: Weights, confirmed: Iterable[tuple[Invoice, Desk, Match]]) -> tuple[LevelEstimate, ...]:
    """Return every level's weight, moved towards what confirmed matches show.

    Merged and ambiguous groups teach nothing.
    """
    together: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    for invoice, desk, match in confirmed:
        ground = prepare(invoice, desk, (order for order in desk.orders if order.po_number in match.orders))
        for link, belongs in _pairs(ground, match, weights):
            (together if belongs else apart).update(level_names(link))
    return tuple(
        LevelEstimate(name, old, _moved(name, old, together, apart), together[name], apart[name])
        for name, old in weights.levels.items()
    )


def _pairs(ground: Ground, match: Match, weights: Weights) -> Iterator[tuple[Likeness, bool]]:
    for group in match.groups:
        if group.ambiguous or Pattern.MERGED in group.patterns or len(group.po_lines) != 1:
            continue
        for number in group.invoice_lines:
            billed = ground.billed_line(number)
            for ordered in ground.ordered:
                identity = identity_of(billed, ordered, ground)
                link = likeness_of(billed, ordered, identity, read_pair(billed, ordered, ground), weights)
                yield link, ordered.ref == group.po_lines[0]


def _moved(name: str, old: int, together: Counter[str], apart: Counter[str]) -> int:
    """Return one weight between the old one and the one counted, the nearer to the latter the more was seen.

    It keeps its side of zero and moves ``FARTHEST`` at most.
    """
    kind = name.split(".", maxsplit=1)[0]
    seen_together = sum(count for key, count in together.items() if key.startswith(f"{kind}."))
    seen_apart = sum(count for key, count in apart.items() if key.startswith(f"{kind}."))
    here = together[name] + apart[name]
    if not here or not seen_together or not seen_apart:
        return old
    share_together = (together[name] + 1) / (seen_together + 2)
    share_apart = (apart[name] + 1) / (seen_apart + 2)
    counted = log2(share_together / share_apart) * _TENTHS
    moved = round((old * _PRIOR_PAIRS + counted * here) / (_PRIOR_PAIRS + here))
    low = max(old - FARTHEST, 0) if old > 0 else old - FARTHEST
    high = min(old + FARTHEST, 0) if old < 0 else old + FARTHEST
    return min(max(moved, low), high)
