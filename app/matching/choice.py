"""The best consistent explanation: groups that cover every invoice line once and no order line twice.

This is set partitioning. Invoice lines that share no order line with others are settled apart; what is left is solved
exactly, component by component, as a mixed-integer programme (HiGHS). Where time runs out there is no choice, and so
no guess.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.order import LineRef
from app.matching.hypothesis import Hypothesis

_OPTIMAL = 0
_TIE_BREAK = 10_000
# So few hypotheses are gone through one by one, which is as exact and does not load the solver.
_FEW = 16


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """Hypotheses that hang together: no invoice line or order line of theirs is in any other component."""

    hypotheses: tuple[Hypothesis, ...]

    @property
    def trivial(self) -> bool:
        """Tell whether there is one invoice line and at most one group beside "nothing explains it"."""
        return len(self.hypotheses) <= 2 and len({n for h in self.hypotheses for n in h.invoice_lines}) == 1


class Clock:
    """The time that may be spent on one invoice; when it is over, what is left counts as ambiguous."""

    def __init__(self, seconds: int) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> int:
        """Return the whole seconds left, at least zero."""
        return max(0, int(self._end - time.monotonic()))


def components(found: Iterable[Hypothesis]) -> list[Component]:
    """Take the hypotheses apart into those that compete with each other, in the order of their invoice lines."""
    hypotheses = list(found)
    parent: dict[object, object] = {}

    def root(node: object) -> object:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for hypothesis in hypotheses:
        first = root(hypothesis.invoice_lines[0])
        for other in (*hypothesis.invoice_lines[1:], *hypothesis.po_lines):
            parent[root(other)] = first
            first = root(first)
    gathered: dict[object, list[Hypothesis]] = defaultdict(list)
    for hypothesis in hypotheses:
        gathered[root(hypothesis.invoice_lines[0])].append(hypothesis)
    ordered = sorted(gathered.values(), key=lambda group: min(n for h in group for n in h.invoice_lines))
    return [Component(tuple(group)) for group in ordered]


@dataclass(frozen=True, slots=True)
class Cut:
    """Of these hypotheses (by index) at most ``most`` may be taken: how a runner-up is asked for."""

    indexes: frozenset[int]
    most: int


def best_choice(component: Component, clock: Clock, cuts: Sequence[Cut] = ()) -> tuple[Hypothesis, ...] | None:
    """Return the groups of highest total weight that cover each invoice line once and no order line twice.

    None: the cuts leave no selection, or the time is over.
    """
    found = component.hypotheses
    if component.trivial:
        barred = {index for cut in cuts if cut.most == 0 for index in cut.indexes}
        left = [h for n, h in enumerate(found) if n not in barred]
        return (max(left, key=lambda h: h.score),) if left else None
    if clock.left == 0:
        return None
    chosen = _enumerated(found, cuts) if len(found) <= _FEW else _solve(found, cuts, clock.left)
    return None if chosen is None else tuple(found[n] for n in chosen)


def _enumerated(found: Sequence[Hypothesis], cuts: Sequence[Cut]) -> tuple[int, ...] | None:
    """Go through every selection."""
    places = _places(found)
    covering: dict[int, list[int]] = defaultdict(list)
    for index, hypothesis in enumerate(found):
        covering[min(hypothesis.invoice_lines)].append(index)
    numbers = sorted({n for h in found for n in h.invoice_lines})
    best: tuple[int, tuple[int, ...]] | None = None
    stack: list[tuple[tuple[int, ...], frozenset[object], int]] = [((), frozenset(), 0)]
    while stack:
        taken, used, worth = stack.pop()
        first = next((n for n in numbers if n not in used), None)
        if first is None:
            allowed = all(sum(index in cut.indexes for index in taken) <= cut.most for cut in cuts)
            if allowed and (best is None or worth > best[0]):
                best = (worth, taken)
            continue
        for index in covering[first]:
            hypothesis = found[index]
            covers = {*hypothesis.invoice_lines, *hypothesis.po_lines}
            if used.isdisjoint(covers):
                stack.append(((*taken, index), used | covers, worth + _worth(hypothesis, places)))
    return best[1] if best else None


def _solve(found: Sequence[Hypothesis], cuts: Sequence[Cut], seconds: int) -> tuple[int, ...] | None:
    """Ask HiGHS. The objective is whole numbers, far below what its floating point holds exactly."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    rows = {number: n for n, number in enumerate(sorted({n for h in found for n in h.invoice_lines}))}
    places = _places(found)
    order_rows = {ref: len(rows) + n for ref, n in places.items()}
    base = len(rows) + len(places)
    cells = [
        (row, column)
        for column, h in enumerate(found)
        for row in (*(rows[n] for n in h.invoice_lines), *(order_rows[r] for r in h.po_lines))
    ]
    cells += [(base + k, column) for k, cut in enumerate(cuts) for column in cut.indexes]
    lower = [1] * len(rows) + [0] * (len(places) + len(cuts))
    upper = [1] * base + [cut.most for cut in cuts]
    at, column_of = zip(*cells, strict=True)
    matrix = csr_array((np.ones(len(cells)), (at, column_of)), shape=(base + len(cuts), len(found)))
    outcome = milp(
        c=np.array([-_worth(h, places) for h in found]),
        constraints=LinearConstraint(matrix, lower, upper),
        integrality=np.ones(len(found), dtype=np.int8),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    if outcome.status != _OPTIMAL or outcome.x is None:
        return None
    return tuple(n for n, taken in enumerate(outcome.x) if taken > 0.5)


def _places(found: Sequence[Hypothesis]) -> dict[LineRef, int]:
    return {ref: n for n, ref in enumerate(sorted({ref for h in found for ref in h.po_lines}))}


def _worth(hypothesis: Hypothesis, places: Mapping[LineRef, int]) -> int:
    """Return the weight, with ties settled for the earlier order line so that the same input gives the same choice."""
    return hypothesis.score * _TIE_BREAK - sum(places[ref] for ref in hypothesis.po_lines)
