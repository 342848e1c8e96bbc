"""Whether the best explanation is the only good one: the runner-up of every group, and what it would change.

A group is ambiguous when the best explanation without it is nearly as good and leads to another outcome. Exchanging
lines that nothing tells apart is no other outcome.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.order import LineRef
from app.matching.choice import Clock, Component, Cut, best_choice
from app.matching.hypothesis import Hypothesis
from app.matching.lines import Ground
from app.matching.weights import Weights

_MOST_READINGS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A group that was chosen, with the other readings that are nearly as good (each the order lines it would use)."""

    hypothesis: Hypothesis
    others: tuple[Hypothesis, ...] = ()
    readings: tuple[tuple[LineRef, ...], ...] = ()


def settle(component: Component, ground: Ground, weights: Weights, clock: Clock) -> tuple[Settled, ...]:
    """Choose the groups of one component and find their rivals. Without an answer in time every line is ambiguous."""
    best = best_choice(component, clock)
    if best is None:
        return undecided(component)
    if len(component.hypotheses) == 1:
        return tuple(Settled(h) for h in best)
    kinds = _Kinds(component, ground)
    clusters: list[tuple[frozenset[int], tuple[tuple[LineRef, ...], ...]]] = []
    for group in {kinds.of(h): h for h in best}.values():
        clusters.extend(_rivals(group, best, component, kinds, weights, clock))
    return _joined(best, clusters)


class _Kinds:
    """Tells hypotheses apart by what they mean: the same kind covers interchangeable lines in the same shape."""

    def __init__(self, component: Component, ground: Ground) -> None:
        billed = _interchangeable(component, ground)
        self._kinds: dict[int, Hashable] = {}
        self.members: dict[Hashable, set[int]] = defaultdict(set)
        for index, h in enumerate(component.hypotheses):
            kind = (
                frozenset(Counter(billed[n] for n in h.invoice_lines).items()),
                frozenset(Counter(ground.ordered_line(ref).same_as for ref in h.po_lines).items()),
                h.patterns,
            )
            self._kinds[id(h)] = kind
            self.members[kind].add(index)

    def of(self, hypothesis: Hypothesis) -> Hashable:
        return self._kinds[id(hypothesis)]

    def without_one(self, hypothesis: Hypothesis, selection: Sequence[Hypothesis]) -> Cut:
        """Return the cut that takes one group of this kind away from a selection."""
        kind = self.of(hypothesis)
        count = sum(1 for h in selection if self.of(h) == kind)
        return Cut(frozenset(self.members[kind]), count - 1)


def _interchangeable(component: Component, ground: Ground) -> Mapping[int, Hashable]:
    """Return for each invoice line what it shares with those it could change places with.

    Their figures are equal, and so is their weight on every order line: wording that weighs the same tells nothing.
    """
    weighed: dict[int, set[tuple[LineRef, int]]] = defaultdict(set)
    for h in component.hypotheses:
        if len(h.links) == 1:
            weighed[h.invoice_lines[0]].add((h.po_lines[0], h.score))
    numbers = {number for h in component.hypotheses for number in h.invoice_lines}
    return {number: (ground.billed_line(number).same_as, frozenset(weighed[number])) for number in numbers}


def _rivals(
    group: Hypothesis,
    best: Sequence[Hypothesis],
    component: Component,
    kinds: _Kinds,
    weights: Weights,
    clock: Clock,
) -> list[tuple[frozenset[int], tuple[tuple[LineRef, ...], ...]]]:
    """Return the clusters of invoice lines that other selections, nearly as good, explain otherwise."""
    floor = sum(h.score for h in best) - weights.margin
    cuts = [kinds.without_one(group, best)]
    found: list[tuple[frozenset[int], tuple[tuple[LineRef, ...], ...]]] = []
    for _ in range(_MOST_READINGS):
        other = best_choice(component, clock, cuts)
        if other is None:
            if clock.left == 0 and not component.trivial:
                found.append((frozenset(group.invoice_lines), (group.po_lines, ())))
            break
        if sum(h.score for h in other) <= floor:
            break
        lines, rival = _difference(group, best, other)
        found.append((lines, (_refs(lines, best), _refs(lines, other))))
        cuts.append(kinds.without_one(rival, other))
    return found


def _difference(
    group: Hypothesis, best: Sequence[Hypothesis], other: Sequence[Hypothesis]
) -> tuple[frozenset[int], Hypothesis]:
    """Return the smallest set of invoice lines, around ``group``, that both selections cover with whole groups."""
    lines = set(group.invoice_lines)
    while True:
        touching = [h for h in (*best, *other) if lines & set(h.invoice_lines)]
        wider = {n for h in touching for n in h.invoice_lines}
        if wider == lines:
            break
        lines = wider
    mine = {id(h) for h in best}
    rival = next((h for h in other if id(h) not in mine and lines & set(h.invoice_lines)), None)
    if rival is None:
        # The group itself was kept and another of its kind given up: the difference lies with that one.
        rival = next(h for h in other if id(h) not in mine)
        return frozenset(rival.invoice_lines), rival
    return frozenset(lines), rival


def _refs(lines: frozenset[int], selection: Sequence[Hypothesis]) -> tuple[LineRef, ...]:
    return tuple(sorted({ref for h in selection if lines & set(h.invoice_lines) for ref in h.po_lines}))


def _joined(
    best: Sequence[Hypothesis], clusters: Sequence[tuple[frozenset[int], tuple[tuple[LineRef, ...], ...]]]
) -> tuple[Settled, ...]:
    """Put the readings found for overlapping invoice lines together; groups without a rival stay as they are."""
    joined: list[tuple[set[int], list[tuple[LineRef, ...]]]] = []
    for lines, readings in clusters:
        whole = {n for h in best if lines & set(h.invoice_lines) for n in h.invoice_lines}
        overlapping = [entry for entry in joined if entry[0] & whole]
        merged = (whole.union(*(e[0] for e in overlapping)), [r for e in overlapping for r in e[1]])
        merged[1].extend(readings)
        joined = [entry for entry in joined if entry not in overlapping] + [merged]
    settled = []
    for entry_lines, entry_readings in joined:
        parts = [h for h in best if entry_lines & set(h.invoice_lines)]
        different = sorted(set(entry_readings))
        if len(different) == 1:
            # The same order lines, but the invoice lines could be divided among them otherwise.
            different = different * 2
        settled.append(Settled(parts[0], tuple(parts[1:]), tuple(different)))
    held = {id(h) for s in settled for h in (s.hypothesis, *s.others)}
    return (*settled, *(Settled(h) for h in best if id(h) not in held))


def undecided(component: Component) -> tuple[Settled, ...]:
    """Return every line with all that could explain it, for a component nobody could settle in time."""
    numbers = sorted({n for h in component.hypotheses for n in h.invoice_lines})
    settled = []
    for number in numbers:
        options = [h for h in component.hypotheses if h.invoice_lines == (number,)]
        best = max(options, key=lambda h: h.score)
        readings = tuple(sorted({h.po_lines for h in options} | {()}))
        settled.append(Settled(best, (), readings if len(readings) > 1 else ()))
    return tuple(settled)
