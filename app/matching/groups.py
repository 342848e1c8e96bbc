"""Every group that could explain a line of the invoice, family by family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.order import LineRef
from app.matching.candidates import Candidates
from app.matching.choice import Clock
from app.matching.hypothesis import Hypothesis, unexplained
from app.matching.likeness import Code, Likeness
from app.matching.lines import BilledLine, Ground, OrderedLine
from app.matching.merges import merged_hypotheses, same_item_merges
from app.matching.shapes import shape_of
from app.matching.splits import split_hypotheses
from app.matching.weights import Weights

# A link this much weaker than the line's best is no rival worth considering.
_BEST_ONLY = 100
# A line with a link this strong needs no merge to explain it, and an order line with one is not free for a merge.
_SETTLED = 150
_TIED = (Code.EQUAL, Code.CROSS_REFERENCE)


@dataclass(frozen=True, slots=True, eq=False)
class Hypotheses:
    """All hypotheses of an invoice, and the order lines they were found among.

    ``complete``: whether there was time to compare every line; otherwise rivals may be missing.
    """

    groups: tuple[Hypothesis, ...]
    candidates: Candidates
    complete: bool = True


def hypotheses(
    ground: Ground, billed: Iterable[BilledLine], taken: frozenset[LineRef], weights: Weights, clock: Clock
) -> Hypotheses:
    """Build the hypotheses for these invoice lines over the order lines not yet ``taken`` by a person's choice."""
    free = [line for line in ground.ordered if line.ref not in taken]
    candidates = Candidates(free, ground, weights)
    lines = sorted(billed, key=lambda line: line.number)
    kept = {line.number: _kept(candidates.compared(line)) if clock.left else () for line in lines}
    by_order_line: dict[LineRef, list[Likeness]] = defaultdict(list)
    for links in kept.values():
        for link in links:
            by_order_line[link.ordered.ref].append(link)
    found = [unexplained(line.number) for line in lines]
    for links in kept.values():
        found.extend(shape_of((link,), weights) for link in links)
    for parts in by_order_line.values():
        rivals = any(len(kept[link.billed.number]) > 1 for link in parts)
        found.extend(split_hypotheses(parts, rivals, weights))
    if clock.left:
        found.extend(_merges(lines, free, kept, ground, weights))
    return Hypotheses(tuple(found), candidates, complete=clock.left > 0)


def _merges(
    lines: Iterable[BilledLine],
    free: Iterable[OrderedLine],
    kept: Mapping[int, tuple[Likeness, ...]],
    ground: Ground,
    weights: Weights,
) -> Iterable[Hypothesis]:
    claimed = {links[0].ordered.ref for links in kept.values() if _claims(links, weights)}
    unclaimed = [line for line in free if line.ref not in claimed]
    for line in lines:
        strong = [link for link in kept[line.number] if link.score >= _SETTLED]
        if not strong:
            yield from merged_hypotheses(line, unclaimed, ground, weights)
        elif len(strong) > 1 and strong[0].identity.code in _TIED:
            yield from same_item_merges(line, strong, ground, weights)


def _claims(links: Sequence[Likeness], weights: Weights) -> bool:
    """Tell whether a line's best order line is its own beyond doubt, so that no merge may use it."""
    if not links or links[0].score < _SETTLED:
        return False
    return len(links) == 1 or links[0].score - links[1].score > weights.margin


def _kept(links: tuple[Likeness, ...]) -> tuple[Likeness, ...]:
    if not links:
        return ()
    floor = max(0, links[0].score - _BEST_ONLY)
    return tuple(link for link in links if link.score > floor)
