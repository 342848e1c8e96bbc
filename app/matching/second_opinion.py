"""Two explanations of one invoice, by the weights that come with the program and by those a desk learned.

Learned weights may show people another reading and may hold what the others would let pass; they never settle what the
others leave open. Whatever the two read differently is ambiguous, so a few decisions of one desk clear nothing new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.match import Group, Match, Pattern
from app.domain.order import LineRef

Reading = tuple[LineRef, ...]


def agreed(first: Match, second: Match) -> Match:
    """Return the first explanation with every group ambiguous that the second one sees otherwise."""
    groups = tuple(
        mine[0] if _same(mine, theirs) else _both(mine, theirs) for mine, theirs in _side_by_side(first, second)
    )
    used = {ref for group in groups for ref in group.po_lines}
    return replace(
        first,
        orders=tuple(dict.fromkeys((*first.orders, *second.orders))),
        groups=tuple(sorted(groups, key=lambda group: group.invoice_lines)),
        unbilled=tuple(ref for ref in first.unbilled if ref not in used),
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
        findings=tuple(dict.fromkeys((*first.findings, *second.findings))),
    )


def _side_by_side(first: Match, second: Match) -> list[tuple[list[Group], list[Group]]]:
    """Return the groups of both that hang together by their invoice lines: each line is in one pair of lists."""
    found: list[tuple[list[Group], list[Group]]] = []
    left = list(second.groups)
    for group in first.groups:
        lines, mine = set(group.invoice_lines), [group]
        theirs = [g for g in left if lines & set(g.invoice_lines)]
        for other in theirs:
            lines.update(other.invoice_lines)
        for entry in [e for e in found if any(set(g.invoice_lines) & lines for g in (*e[0], *e[1]))]:
            found.remove(entry)
            mine, theirs = [*entry[0], *mine], [*entry[1], *theirs]
        left = [g for g in left if g not in theirs]
        found.append((mine, theirs))
    return found


def _same(mine: Sequence[Group], theirs: Sequence[Group]) -> bool:
    if len(mine) != 1 or len(theirs) != 1:
        return False
    one, other = mine[0], theirs[0]
    return (one.invoice_lines, one.po_lines, one.patterns, set(one.alternatives)) == (
        other.invoice_lines, other.po_lines, other.patterns, set(other.alternatives),
    )  # fmt: skip


def _both(mine: Sequence[Group], theirs: Sequence[Group]) -> Group:
    readings = tuple(dict.fromkeys((*_readings(mine), *_readings(theirs))))
    held = {pattern for group in (*mine, *theirs) for pattern in group.patterns}
    plain = {Pattern.EXACT, Pattern.NOT_ON_PO}
    patterns = tuple(p for p in Pattern if p in (held - plain or held))
    return Group(
        tuple(sorted({n for group in (*mine, *theirs) for n in group.invoice_lines})),
        tuple(sorted({ref for reading in readings for ref in reading})),
        patterns,
        mine[0].evidence,
        # Where both name the same order lines they differ in the shape: two readings all the same.
        alternatives=readings if len(readings) > 1 else readings * 2,
        explanation="What this desk's confirmed matches say and what the program assumes read these lines differently: "
        + "; or ".join(" ".join(group.explanation for group in groups) for groups in (mine, theirs)),
    )


def _readings(groups: Sequence[Group]) -> tuple[Reading, ...]:
    if len(groups) == 1 and groups[0].ambiguous:
        return groups[0].alternatives
    return (tuple(sorted({ref for group in groups for ref in group.po_lines})),)
