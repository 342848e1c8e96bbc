"""The shape of one or several invoice lines against a single order line: which patterns hold, and on what figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from app.domain.match import GroupEvidence, ItemTie, Pattern
from app.domain.measure import Dimension, dimension_of
from app.domain.money import EXACT, ZERO, round_amount
from app.matching.arithmetic import Kind
from app.matching.hypothesis import Hypothesis
from app.matching.likeness import Likeness
from app.matching.pair_reading import Price, Quantity, Unit, compare_quantity
from app.matching.weights import Weights


def shape_of(links: Sequence[Likeness], weights: Weights, *, by_person: bool = False) -> Hypothesis:
    """Name the patterns of these invoice lines, all of one order line, and gather their figures.

    One line is exact, converted, substituted, short and so on; several are a split whose quantities are added up first
    and compared then (S2.39, S2.43).
    """
    links = sorted(links, key=lambda link: link.billed.number)
    quantity, slack = _total_quantity(links)
    quantity_is = _quantity_relation(links, quantity, slack)
    patterns = _patterns(links, quantity_is)
    score = _score(links, quantity_is, weights)
    return Hypothesis(
        tuple(link.billed.number for link in links),
        (links[0].ordered.ref,),
        patterns,
        score,
        _evidence(links, quantity, slack, by_person),
        tuple(links),
    )


def _total_quantity(links: Sequence[Likeness]) -> tuple[Decimal | None, Decimal]:
    total, slack = ZERO, ZERO
    with localcontext(EXACT):
        for link in links:
            if link.reading.quantity is None:
                return None, ZERO
            total += link.reading.quantity
            slack += link.reading.quantity_slack
    return total, slack


def _quantity_relation(links: Sequence[Likeness], quantity: Decimal | None, slack: Decimal) -> Quantity:
    if len(links) == 1:
        return links[0].reading.quantity_is
    if quantity is None:
        return Quantity.UNKNOWN
    return compare_quantity(quantity, slack, links[0].ordered)


def _score(links: Sequence[Likeness], quantity_is: Quantity, weights: Weights) -> int:
    if len(links) == 1:
        return links[0].score
    each = sum(link.score - link.quantity_score for link in links)
    return each + weights.levels[f"quantity.{quantity_is.name}"] + weights.split


def _patterns(links: Sequence[Likeness], quantity_is: Quantity) -> tuple[Pattern, ...]:
    if all(link.billed.bills_nothing for link in links):
        return (Pattern.QUANTITY_SHORT,)
    billing = [link for link in links if not link.billed.bills_nothing]
    found: list[Pattern] = []
    if len(billing) > 1:
        found.append(Pattern.SPLIT)
    if any(link.reading.conversion is not None for link in billing):
        found.append(Pattern.UOM_CONVERSION)
    weighed = any(billed_by_weight(link) for link in billing)
    if weighed:
        found.append(Pattern.CATCH_WEIGHT)
    substituted = any(link.substituted for link in billing)
    if substituted:
        found.append(Pattern.SUBSTITUTION)
    if any(link.reading.surplus > 0 for link in billing):
        found.append(Pattern.BUNDLED_ACCESSORIAL)
    comparable = all(link.reading.unit is not Unit.INCOMPARABLE for link in billing)
    if comparable and not weighed:
        found.extend(_quantity_patterns(quantity_is))
    if not substituted and any(price_differs(link) for link in billing):
        found.append(Pattern.PRICE_VARIANCE)
    return tuple(found) if found else (Pattern.EXACT,)


def _quantity_patterns(quantity_is: Quantity) -> tuple[Pattern, ...]:
    """An unreadable quantity confirms nothing: it counts as short until somebody has read it."""
    if quantity_is is Quantity.OVER:
        return (Pattern.QUANTITY_OVER,)
    return () if quantity_is is Quantity.EQUAL else (Pattern.QUANTITY_SHORT,)


def price_differs(link: Likeness) -> bool:
    """Tell whether the price billed is another than ordered; a price that cannot be compared counts as another."""
    if link.reading.unit is Unit.INCOMPARABLE:
        return False
    if link.reading.price_is is not Price.EQUAL:
        return True
    return link.billed.figures.kind is Kind.SHORTFALL


def billed_by_weight(link: Likeness) -> bool:
    """Tell whether this is a catch-weight item billed by its weight (decision table: catch_weight)."""
    unit = link.billed.uom or link.ordered.line.uom
    return link.ordered.catch_weight and dimension_of(unit) is Dimension.WEIGHT


def _evidence(links: Sequence[Likeness], quantity: Decimal | None, slack: Decimal, by_person: bool) -> GroupEvidence:
    order_line = links[0].ordered.line
    converted = next((link.reading.conversion for link in links if link.reading.conversion), None)
    worst = max(links, key=lambda link: _price_distance(link, order_line.unit_price))
    substituted = next((link for link in links if link.substituted), None)
    surplus = sum((max(ZERO, link.reading.surplus) for link in links), ZERO)
    amounts = [link.billed.figures.amount for link in links]
    currency = links[0].ordered.order.currency
    with localcontext(EXACT):
        ordered_amount = None if quantity is None else round_amount(quantity * order_line.unit_price, currency)
    return GroupEvidence(
        ties={link.billed.number: ItemTie.PERSON if by_person else link.tie for link in links},
        conversion=converted,
        billed_quantity=quantity,
        billed_quantity_by_line={
            link.billed.number: link.reading.quantity for link in links if link.reading.quantity is not None
        },
        quantity_slack=slack,
        billed_unit_price=worst.reading.price,
        price_slack=worst.reading.price_slack,
        ordered_amount=ordered_amount,
        billed_amount=sum((a for a in amounts if a is not None), ZERO) if any(a is not None for a in amounts) else None,
        substitute_code=_printed_code(substituted) if substituted else None,
        substitution=substituted.identity.substitution if substituted else None,
        bundled_amount=surplus if surplus > 0 else None,
        rejected=tuple(dict.fromkeys(reason for link in links for reason in link.reading.refused)),
    )


def _price_distance(link: Likeness, ordered: Decimal) -> Decimal:
    """Return how far a line's price lies off; a split shows the price furthest off, never an average (S2.49)."""
    return abs(link.reading.price - ordered) if link.reading.price is not None else Decimal(-1)


def _printed_code(link: Likeness) -> str | None:
    return link.billed.line.item_code.value if link.billed.line.item_code else None
