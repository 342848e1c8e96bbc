"""Lines that a person tied to order lines, or to none: that choice overrides everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.domain.match import Desk
from app.domain.order import LineRef, PurchaseOrder
from app.matching.ambiguity import Settled
from app.matching.hypothesis import unexplained
from app.matching.likeness import identity_of, likeness_of
from app.matching.lines import BilledLine, Ground
from app.matching.merges import merged_by_person
from app.matching.pair_reading import read_pair
from app.matching.shapes import shape_of
from app.matching.weights import Weights


def orders_with_chosen(
    found: Sequence[PurchaseOrder], desk: Desk, chosen: Mapping[int, tuple[LineRef, ...]]
) -> tuple[PurchaseOrder, ...]:
    """Add the orders of the lines a person chose to those found."""
    numbers = {ref.po_number for refs in chosen.values() for ref in refs} - {order.po_number for order in found}
    return (*found, *(order for order in desk.orders if order.po_number in numbers))


def chosen_groups(ground: Ground, chosen: Mapping[int, tuple[LineRef, ...]], weights: Weights) -> tuple[Settled, ...]:
    """Return the groups of the lines a person decided. Lines tied to the same single order line are its parts.

    Raises:
        KeyError: A chosen order line is not in the snapshot of the desk.
    """
    by_choice: dict[tuple[LineRef, ...], list[BilledLine]] = defaultdict(list)
    for line in ground.billed:
        if line.number in chosen:
            by_choice[tuple(sorted(set(chosen[line.number])))].append(line)
    settled: list[Settled] = []
    for refs, lines in by_choice.items():
        ordered = [ground.ordered_line(ref) for ref in refs]
        if not refs:
            settled.extend(Settled(unexplained(line.number)) for line in lines)
        elif len(refs) > 1:
            settled.extend(Settled(merged_by_person(line, ordered, ground)) for line in lines)
        else:
            links = [
                likeness_of(
                    line,
                    ordered[0],
                    identity_of(line, ordered[0], ground),
                    read_pair(line, ordered[0], ground),
                    weights,
                )
                for line in lines
            ]
            settled.append(Settled(shape_of(links, weights, by_person=True)))
    return tuple(settled)
