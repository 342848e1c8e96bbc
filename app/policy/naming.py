"""Which patterns a group carries, checked against its figures.

Matching names the shape; what the figures show beside it is named here too, so that an over-billing, a price or a unit
that nobody named can never clear under the name ``exact``. Billing more than was received is named here, because only
here the receipts are counted (TRAP-4).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.domain.match import Pattern
from app.domain.money import ZERO, half_step, minor_unit
from app.policy.facts import GroupFacts
from app.policy.line_facts import basis_of
from app.policy.surroundings import line_bills_nothing

# These shapes explain a price or an amount that is not the order's by something else than a price variance.
_EXPLAINS_PRICE = (Pattern.SUBSTITUTION, Pattern.BUNDLED_ACCESSORIAL, Pattern.UOM_CONVERSION)
_LINES_OF_ONE_RATE = 3


def with_named_patterns(facts: GroupFacts) -> GroupFacts:
    """Return the facts with every pattern the figures show; ``exact`` stays only where nothing else holds."""
    named = [p for p in facts.group.patterns if p is not Pattern.CATCH_WEIGHT or facts.catch_weight]
    for pattern in _shown(facts):
        if pattern not in named:
            named.append(pattern)
    if Pattern.CATCH_WEIGHT in named:
        named = [p for p in named if p not in (Pattern.QUANTITY_SHORT, Pattern.QUANTITY_OVER)]
    if facts.billed is None and Pattern.MERGED not in named:
        # Nobody can tell short from over where no quantity was read; that it is missing is said as such.
        named = [p for p in named if p not in (Pattern.QUANTITY_SHORT, Pattern.QUANTITY_OVER)]
    others = [pattern for pattern in named if pattern is not Pattern.EXACT]
    patterns = tuple(others) or (Pattern.EXACT,)
    if patterns == facts.group.patterns:
        return facts
    return replace(facts, group=replace(facts.group, patterns=patterns))


def with_common_rate(facts: tuple[GroupFacts, ...]) -> tuple[GroupFacts, ...]:
    """Name a charge bundled where prices are inflated by one rate on three lines or more (decision table).

    Each of them may be inside its price band; a band must not absorb a charge (S2.114, S2.157).
    """
    rates: dict[int, tuple[Decimal, Decimal]] = {}
    for place, item in enumerate(facts):
        inflated = _rate(item)
        if inflated is not None:
            rates[place] = inflated
    for rate, _ in sorted(rates.values(), key=lambda pair: pair[1]):
        same = {place for place, (other, slack) in rates.items() if abs(other - rate) <= slack <= rate / 2}
        if len(same) >= _LINES_OF_ONE_RATE:
            return tuple(_bundled(item) if place in same else item for place, item in enumerate(facts))
    return facts


def _rate(facts: GroupFacts) -> tuple[Decimal, Decimal] | None:
    """Return by what share a group's price is inflated (bundled ones count), and what rounding explains of it."""
    others = {*facts.group.patterns} & {Pattern.SUBSTITUTION, Pattern.UOM_CONVERSION}
    if len(facts.order_lines) != 1 or others or len(facts.lines) != 1:
        return None
    line = facts.lines[0]
    if not line.difference or line.difference < ZERO or not line.quantity or line.amount is None:
        return None
    expected = line.amount - line.difference
    if expected <= ZERO:
        return None
    step = half_step(line.line.unit_price.value) if line.line.unit_price is not None else ZERO
    printed = line.line.quantity.value if line.line.quantity is not None else ZERO
    slack = (minor_unit(facts.currency) + step * printed / basis_of(line.line)) / expected
    return line.difference / expected, slack


def _bundled(facts: GroupFacts) -> GroupFacts:
    if facts.has(Pattern.BUNDLED_ACCESSORIAL):
        return facts
    kept = [p for p in facts.group.patterns if p not in (Pattern.PRICE_VARIANCE, Pattern.EXACT)]
    return replace(facts, group=replace(facts.group, patterns=(Pattern.BUNDLED_ACCESSORIAL, *kept)))


def bills_nothing(facts: GroupFacts) -> bool:
    """Tell whether every line of the group is printed with a quantity and an amount of zero (shipped: nothing)."""
    return bool(facts.lines) and all(line_bills_nothing(line.line) for line in facts.lines)


def _shown(facts: GroupFacts) -> list[Pattern]:
    if not facts.group.po_lines:
        return [Pattern.NOT_ON_PO]
    if facts.group.ambiguous or facts.gone:
        return []
    if len(facts.order_lines) > 1:
        return [Pattern.MERGED, Pattern.QUANTITY_OVER] if facts.unreceived else [Pattern.MERGED]
    if bills_nothing(facts):
        return []
    return [*_structure(facts), *_quantities(facts), *_prices(facts)]


def _structure(facts: GroupFacts) -> list[Pattern]:
    shown = [Pattern.SPLIT] if len(facts.lines) > 1 else []
    conversion = facts.group.evidence.conversion
    units = {line.line.uom.value for line in facts.lines if line.line.uom is not None}
    wanted = facts.order_line.uom if conversion is None else (conversion.from_uom or facts.order_line.uom)
    converted = conversion is not None and conversion.factor != 1
    # A conversion on a line whose unit is printed as the order's contradicts what is printed; the rule refuses it.
    if units - {wanted} or converted:
        shown.append(Pattern.UOM_CONVERSION)
    if facts.catch_weight:
        shown.append(Pattern.CATCH_WEIGHT)
    return shown


def _quantities(facts: GroupFacts) -> list[Pattern]:
    billed = facts.billed
    if billed is None:
        return []
    shown = []
    if billed - facts.quantity_limit > facts.limit_slack:
        shown.append(Pattern.QUANTITY_OVER)
    if facts.open_quantity - billed > facts.quantity_slack:
        shown.append(Pattern.QUANTITY_SHORT)
    return shown


def _prices(facts: GroupFacts) -> list[Pattern]:
    if any(pattern in facts.group.patterns for pattern in _EXPLAINS_PRICE):
        return []
    return [Pattern.PRICE_VARIANCE] if any(line.difference for line in facts.lines) else []
