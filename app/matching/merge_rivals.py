"""Other readings of a merge: a single order line of that very amount, or sets of it on orders nobody ruled out.

A merge is tied by its amount alone. Whatever else is open and comes to the same cent explains it as well, and a person
chooses (decision table: only one set of lines fits).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.domain.invoice import Invoice
from app.domain.match import Desk, ItemTie, Pattern
from app.domain.order import LineRef, OrderStatus
from app.matching.ambiguity import Settled
from app.matching.hypothesis import Hypothesis
from app.matching.lines import Ground, OrderedLine, ordered_lines
from app.matching.merges import sets_adding_up, worth
from app.matching.orders import Orders
from app.matching.vendors import RecognisedVendor

Reading = tuple[LineRef, ...]


def with_rival_readings(
    settled: Sequence[Settled], ground: Ground, found: Orders, vendor: RecognisedVendor, invoice: Invoice
) -> tuple[Settled, ...]:
    """Return the groups with every merge ambiguous that something else explains as well, to the cent."""
    if not any(_by_amount(s) for s in settled):
        return tuple(settled)
    used = {ref for s in settled for h in (s.hypothesis, *s.others) for ref in h.po_lines}
    free = [line for line in ground.ordered if line.ref not in used]
    elsewhere = () if _names_orders(found, invoice) else _other_orders(ground, vendor)
    known_by_item = {ref.po_number for s in settled if not _merges(s.hypothesis) for ref in s.hypothesis.po_lines}
    found_rivals = [_with_rivals(s, free, elsewhere, known_by_item, ground) if _by_amount(s) else s for s in settled]
    return _with_exchanges(found_rivals, ground)


def _with_exchanges(settled: list[Settled], ground: Ground) -> tuple[Settled, ...]:
    """Make a merge and another group ambiguous that could give each other lines of one item, for different places.

    What came in may speak for one of the two, but it would speak as much for the merge.
    """
    for place, merge in enumerate(settled):
        if not _by_amount(merge):
            continue
        for other, group in enumerate(settled):
            if other == place or group.readings or ItemTie.PERSON in group.hypothesis.evidence.ties.values():
                continue
            for mine, theirs in _exchangeable(merge.hypothesis, group.hypothesis, ground):
                settled[place] = _exchanged(settled[place], mine, theirs)
                settled[other] = _exchanged(settled[other], theirs, mine)
    return tuple(settled)


def _exchangeable(merge: Hypothesis, other: Hypothesis, ground: Ground) -> Iterator[tuple[LineRef, LineRef]]:
    for mine in map(ground.ordered_line, merge.po_lines):
        for theirs in map(ground.ordered_line, other.po_lines):
            same = (mine.line.sku, mine.line.uom, mine.line.unit_price, mine.open) == (
                theirs.line.sku, theirs.line.uom, theirs.line.unit_price, theirs.open,
            )  # fmt: skip
            if same and mine.same_as != theirs.same_as:
                yield mine.ref, theirs.ref


def _exchanged(settled: Settled, out: LineRef, into: LineRef) -> Settled:
    own = settled.hypothesis.po_lines
    swapped = tuple(sorted(into if ref == out else ref for ref in own))
    return replace(settled, readings=tuple(dict.fromkeys((*(settled.readings or (own,)), swapped))))


def _by_amount(settled: Settled) -> bool:
    hypothesis = settled.hypothesis
    ties = set(hypothesis.evidence.ties.values())
    return _merges(hypothesis) and not settled.readings and ties == {ItemTie.AMOUNT}


def _merges(hypothesis: Hypothesis) -> bool:
    return Pattern.MERGED in hypothesis.patterns


def _names_orders(found: Orders, invoice: Invoice) -> bool:
    """Tell whether the orders were found because the invoice names them, and not by what fits."""
    return bool(found.named) and bool(invoice.header.po_numbers or any(line.po_number for line in invoice.lines))


def _other_orders(ground: Ground, vendor: RecognisedVendor) -> tuple[tuple[OrderedLine, ...], ...]:
    """Return the lines of the vendor's other open orders, order by order."""
    desk: Desk = ground.desk
    vendors = {*vendor.vendor_ids, *(order.vendor_id for order in ground.orders)}
    known = {order.po_number for order in ground.orders}
    others = [
        order
        for order in desk.orders
        if order.status is OrderStatus.OPEN and order.vendor_id in vendors and order.po_number not in known
    ]
    by_order: dict[str, list[OrderedLine]] = defaultdict(list)
    for line in ordered_lines(desk, others, ground.codes):
        by_order[line.ref.po_number].append(line)
    return tuple(tuple(lines) for lines in by_order.values())


def _with_rivals(
    settled: Settled,
    free: Sequence[OrderedLine],
    elsewhere: Iterable[Sequence[OrderedLine]],
    known_by_item: set[str],
    ground: Ground,
) -> Settled:
    hypothesis = settled.hypothesis
    readings = list(_single(free, hypothesis))
    # Where another line of the invoice is of one of these orders by its item, the orders are no guess.
    if not known_by_item & {ref.po_number for ref in hypothesis.po_lines}:
        for lines in elsewhere:
            readings.extend(_single(lines, hypothesis))
            readings.extend(_sets(lines, hypothesis, ground))
    return replace(settled, readings=(hypothesis.po_lines, *dict.fromkeys(readings))) if readings else settled


def _single(lines: Iterable[OrderedLine], hypothesis: Hypothesis) -> Iterator[Reading]:
    for line in lines:
        if line.open > 0 and line.line.unit_price > 0 and worth(line) == hypothesis.evidence.billed_amount:
            yield (line.ref,)


def _sets(lines: Sequence[OrderedLine], hypothesis: Hypothesis, ground: Ground) -> Iterator[Reading]:
    candidates = [line for line in lines if line.open > 0 and line.line.unit_price > 0]
    found, complete = sets_adding_up(candidates, hypothesis.evidence.billed_amount, ground.cent)
    for chosen in found:
        yield tuple(sorted(line.ref for line in chosen))
    if not complete and not found:
        # Too many sets to try: that none of them fits is not known.
        yield tuple(sorted(line.ref for line in candidates))
