"""One invoice line for several order lines: the sets whose amounts add up to the cent (S2.14 to S2.21).

A sum that fits by chance proves little: among many order lines some set nearly always fits. The evidence of a fit is
therefore weighed by how many sets there are to try against how fine the amounts are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from app.domain.match import Conversion, GroupEvidence, ItemTie, Pattern
from app.domain.measure import convert
from app.domain.money import EXACT, ZERO, round_amount, trimmed
from app.matching.hypothesis import Hypothesis
from app.matching.likeness import Likeness
from app.matching.lines import BilledLine, Ground, OrderedLine
from app.matching.weights import Weights

_MOST_NODES = 60_000
_MOST_SETS = 24
_BIT = 10
_MOST_AMOUNT_BITS = 18
_MOST_QUANTITY_BITS = 8
_QUANTITY_CONTRADICTS = -40
_LOT_UNITS = ("LS", "ST", "KT", "OTHER")


@dataclass(frozen=True, slots=True)
class _Quantities:
    """How the printed quantity compares with the sum of a set's: agreement, weight in bits, and the conversion used."""

    agree: bool
    bits: int
    conversion: Conversion | None = None


_NO_AGREEMENT = _Quantities(agree=False, bits=0)


def merged_hypotheses(
    billed: BilledLine, free: Sequence[OrderedLine], ground: Ground, weights: Weights
) -> Iterator[Hypothesis]:
    """Yield every set of two or more free order lines that this line's amount is the sum of.

    A line whose printed code stands on an order is of that item and covers no other.
    """
    if billed.reverses or any(code in ground.codes_on_orders for code in billed.codes):
        return
    candidates = [o for o in free if o.open > 0 and o.line.unit_price > 0]
    total = sum(map(worth, candidates), ZERO)
    bits = min(_MOST_AMOUNT_BITS, int(total / ground.cent).bit_length()) - len(candidates)
    if (bits + _MOST_QUANTITY_BITS) * _BIT + weights.merged <= 0:
        # Among so many order lines some set nearly always fits: none would prove anything.
        return
    for chosen in _proven_sets(candidates, billed.figures.amount, ground.cent):
        quantities = _compare_quantities(billed, chosen, ground)
        score = bits * _BIT + weights.merged
        score += quantities.bits * _BIT if quantities.agree else _QUANTITY_CONTRADICTS * (not _is_lot(billed))
        if score > 0:
            yield _merged(billed, chosen, score, quantities, same_item=False)


def same_item_merges(
    billed: BilledLine, links: Sequence[Likeness], ground: Ground, weights: Weights
) -> Iterator[Hypothesis]:
    """Yield the sets of order lines of one item whose open quantities and amounts add up to this line's."""
    candidates = [link.ordered for link in links]
    base = min(link.score - link.quantity_score for link in links)
    for chosen in _proven_sets(candidates, billed.figures.amount, ground.cent):
        quantities = _compare_quantities(billed, chosen, ground)
        if quantities.agree:
            score = base + weights.levels["quantity.EQUAL"]
            yield _merged(billed, chosen, score, quantities, same_item=True)


def worth(ordered: OrderedLine) -> Decimal:
    """Return what is open of an order line at its price, as an invoice would round it."""
    with localcontext(EXACT):
        return round_amount(ordered.open * ordered.line.unit_price, ordered.order.currency)


def merged_by_person(billed: BilledLine, chosen: Sequence[OrderedLine], ground: Ground) -> Hypothesis:
    """Return the group of a line that a person tied to several order lines, whether or not the sum holds."""
    return _merged(billed, chosen, 0, _compare_quantities(billed, chosen, ground), same_item=True, by_person=True)


def _merged(
    billed: BilledLine,
    chosen: Sequence[OrderedLine],
    score: int,
    quantities: _Quantities,
    *,
    same_item: bool,
    by_person: bool = False,
) -> Hypothesis:
    ordered = sum((worth(o) for o in chosen), ZERO)
    tie = ItemTie.PERSON if by_person else ItemTie.CODE if same_item else ItemTie.AMOUNT
    patterns = (Pattern.MERGED, Pattern.UOM_CONVERSION) if quantities.conversion else (Pattern.MERGED,)
    terms = " + ".join(f"{trimmed(o.open)} × {trimmed(o.line.unit_price)}" for o in chosen)
    amount = billed.figures.amount
    sign = "=" if amount == ordered else "≠"
    return Hypothesis(
        (billed.number,),
        tuple(sorted(o.ref for o in chosen)),
        patterns,
        score,
        GroupEvidence(
            ties={billed.number: tie},
            conversion=quantities.conversion,
            billed_quantity=billed.quantity,
            billed_quantity_by_line={billed.number: billed.quantity} if billed.quantity is not None else {},
            billed_unit_price=billed.figures.price,
            ordered_amount=ordered,
            billed_amount=amount,
            equation=f"{terms} {sign} {trimmed(amount) if amount is not None else 'not printed'}",
            rejected=billed.figures.refused,
        ),
    )


def _is_lot(billed: BilledLine) -> bool:
    """Tell whether the printed quantity counts the lot and not its pieces."""
    return billed.quantity is None or billed.quantity == 1 or billed.uom in _LOT_UNITS


def _compare_quantities(billed: BilledLine, chosen: Sequence[OrderedLine], ground: Ground) -> _Quantities:
    if billed.quantity is None or billed.quantity == 0:
        return _NO_AGREEMENT
    bits = min(_MOST_QUANTITY_BITS, int(billed.quantity).bit_length())
    if billed.uom is None or {o.line.uom for o in chosen} == {billed.uom}:
        return _Quantities(agree=sum((o.open for o in chosen), ZERO) == billed.quantity, bits=bits)
    total = ZERO
    used: Conversion | None = None
    for ordered in chosen:
        if ordered.line.uom == billed.uom:
            total += ordered.open
            continue
        found = ground.factors.between(ordered.line.sku, ordered.order.vendor_id, billed.uom, ordered.line.uom)
        if found is None:
            return _NO_AGREEMENT
        used = used or found
        total += convert(ordered.open, Fraction(1) / found.factor)
    agree = total == billed.quantity
    return _Quantities(agree, bits, used if agree else None)


def sets_adding_up(
    lines: Sequence[OrderedLine], amount: Decimal | None, cent: Decimal
) -> tuple[list[tuple[OrderedLine, ...]], bool]:
    """Return the sets of two or more lines whose amounts add up to ``amount`` exactly, and whether these are all."""
    if not amount:
        return [], True
    worths = [worth(line) for line in lines]
    order = sorted(range(len(lines)), key=lambda n: (-worths[n], lines[n].ref))
    values = [int((worths[n] / cent).to_integral_value()) for n in order]
    goal = int((amount / cent).to_integral_value())
    after = [0] * (len(values) + 1)
    for n in range(len(values) - 1, -1, -1):
        after[n] = after[n + 1] + values[n]
    found: list[tuple[OrderedLine, ...]] = []
    stack: list[tuple[int, int, tuple[int, ...]]] = [(0, goal, ())]
    nodes = 0
    while stack and nodes < _MOST_NODES and len(found) < _MOST_SETS:
        nodes += 1
        position, missing, chosen = stack.pop()
        if missing == 0:
            if len(chosen) > 1:
                found.append(tuple(lines[order[n]] for n in chosen))
            continue
        if position == len(values) or missing > after[position]:
            continue
        stack.append((position + 1, missing, chosen))
        if values[position] <= missing:
            stack.append((position + 1, missing - values[position], (*chosen, position)))
    return found, not stack


def _proven_sets(lines: Sequence[OrderedLine], amount: Decimal | None, cent: Decimal) -> list[tuple[OrderedLine, ...]]:
    """Return the sets that add up.

    Where the search grows beyond its limit, what was found until then is returned only if it is more than one set:
    a single set that was not proven to be the only one would be a guess.
    """
    found, complete = sets_adding_up(lines, amount, cent)
    return found if complete or len(found) > 1 else []
