"""Every group that could explain a line of the invoice, family by family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.order import LineRef
from app.matching.hypothesis import Hypothesis, unexplained
from app.matching.likeness import Code, Likeness, Weights, identity_of, likeness_of
from app.matching.lines import BilledLine, Ground, OrderedLine
from app.matching.merges import merged_hypotheses, same_item_merges
from app.matching.reading import read_pair
from app.matching.shapes import shape_of
from app.matching.splits import split_hypotheses

# A link this much weaker than the line's best is no rival worth considering.
_BEST_ONLY = 100
# A line with a link this strong needs no merge to explain it, and an order line with one is not free for a merge.
_SETTLED = 150
_TIED = (Code.EQUAL, Code.CROSS_REFERENCE)


@dataclass(frozen=True, slots=True, eq=False)
class Hypotheses:
    """All hypotheses of an invoice, and every pair compared on the way (for the nearest candidates of a line)."""

    groups: tuple[Hypothesis, ...]
    compared: Mapping[int, tuple[Likeness, ...]]


def hypotheses(ground: Ground, billed: Iterable[BilledLine], taken: frozenset[LineRef], weights: Weights) -> Hypotheses:
    """Build the hypotheses for these invoice lines over the order lines not yet ``taken`` by a person's choice."""
    free = [line for line in ground.ordered if line.ref not in taken]
    index = _code_index(free)
    lines = sorted(billed, key=lambda line: line.number)
    compared = {line.number: compare_line(line, free, index, ground, weights) for line in lines}
    kept = {number: _kept(links) for number, links in compared.items()}
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
    found.extend(_merges(lines, free, kept, ground, weights))
    return Hypotheses(tuple(found), compared)


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


def compare_line(
    line: BilledLine,
    free: Iterable[OrderedLine],
    index: Mapping[str, tuple[OrderedLine, ...]],
    ground: Ground,
    weights: Weights,
) -> tuple[Likeness, ...]:
    """Compare one invoice line with the order lines it may belong to, the likeliest first.

    A printed code that stands on the orders settles the item: the line is compared with those order lines alone.
    """
    by_code = {o.ref: o for code in line.codes for o in index.get(code, ())}
    links = []
    for ordered in by_code.values() or free:
        identity = identity_of(line, ordered, ground)
        links.append(likeness_of(line, ordered, identity, read_pair(line, ordered, ground), weights))
    links.sort(key=lambda link: (-link.score, link.ordered.ref))
    return tuple(links)


def _kept(links: tuple[Likeness, ...]) -> tuple[Likeness, ...]:
    if not links:
        return ()
    floor = max(0, links[0].score - _BEST_ONLY)
    return tuple(link for link in links if link.score > floor)


def _code_index(lines: Iterable[OrderedLine]) -> dict[str, tuple[OrderedLine, ...]]:
    gathered: dict[str, list[OrderedLine]] = defaultdict(list)
    for line in lines:
        for code in line.own_codes | line.cross_references:
            gathered[code].append(line)
    return {code: tuple(found) for code, found in gathered.items()}
