"""One invoice line laid against one order line: units, quantity, price and amount in the order line's unit.

Every figure is compared exactly. What the rounding of printed figures explains is no difference (decision table), but
rounding is only believed where it is possible: counts are not rounded, and an amount computed from the rounded price is
what is billed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from app.domain.match import Conversion, FactorSource
from app.domain.measure import Dimension, convert, crosses_dimensions, dimension_of
from app.domain.money import EXACT, ZERO, decimals_of, half_step
from app.matching.arithmetic import Kind
from app.matching.factors import clean_factor_near, is_clean
from app.matching.lines import BilledLine, Ground, OrderedLine

# Rounding may explain at most this share of a quantity or price; a vaguer figure explains nothing.
_ROUNDING_LIMIT = Decimal("0.01")
_WHOLE = Fraction(1)
_MEASURED = (Dimension.WEIGHT, Dimension.VOLUME, Dimension.LENGTH, Dimension.AREA, Dimension.TIME)
_ONE_LOT = ("LS",)


class Quantity(StrEnum):
    """The billed quantity against the open one."""

    EQUAL = "equal"
    SHORT = "short"
    OVER = "over"
    UNKNOWN = "unknown"


class Price(StrEnum):
    """The billed unit price against the ordered one."""

    EQUAL = "equal"
    NEAR = "near"
    FAR = "far"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """The printed unit against the order's."""

    EQUAL = "equal"
    NOT_PRINTED = "not printed"
    CONVERTED = "converted by a known factor"
    SUGGESTED = "converted by the factor the prices suggest"
    CONTRADICTS = "another unit with the order's figures"
    INCOMPARABLE = "no factor known"


@dataclass(frozen=True, slots=True)
class Reading:
    """The comparison of one invoice line with one order line, in the order line's unit."""

    unit: Unit
    conversion: Conversion | None
    quantity: Decimal | None
    quantity_slack: Decimal
    quantity_is: Quantity
    price: Decimal | None
    price_slack: Decimal
    price_is: Price
    surplus: Decimal = ZERO
    refused: tuple[str, ...] = ()

    @property
    def fit(self) -> int:
        """Return how well the figures fit, for choosing among readings of one pair."""
        return (
            {Price.EQUAL: 8, Price.NEAR: 2, Price.UNKNOWN: 1, Price.FAR: 0}[self.price_is]
            + {Quantity.EQUAL: 4, Quantity.SHORT: 2, Quantity.OVER: 1, Quantity.UNKNOWN: 0}[self.quantity_is]
            + (1 if self.unit is not Unit.SUGGESTED else 0)
        )


def read_pair(billed: BilledLine, ordered: OrderedLine, ground: Ground) -> Reading:
    """Lay one invoice line against one order line, in the unit reading that fits the figures best.

    A printed unit is never overruled silently: one that contradicts the figures stays a conversion nobody has on file.
    """
    candidates = list(_unit_readings(billed, ordered, ground))
    best = max(range(len(candidates)), key=lambda n: (candidates[n].fit, -n))
    return candidates[best]


def _unit_readings(billed: BilledLine, ordered: OrderedLine, ground: Ground) -> Iterator[Reading]:
    """Yield the readings in order of trust; a later one is used only where it fits the figures better."""
    goal = ordered.line.uom
    if billed.uom == goal:
        plain = _measure(billed, ordered, ground, Unit.EQUAL, None)
        yield plain
        if plain.price_is is not Price.EQUAL:
            yield from _suggested(billed, ordered, ground)
        return
    if billed.uom is None:
        plain = _measure(billed, ordered, ground, Unit.NOT_PRINTED, None)
        yield plain
        if plain.price_is is not Price.EQUAL or plain.quantity_is is Quantity.OVER:
            vendor = ordered.order.vendor_id
            for known in ground.factors.into(ordered.line.sku, vendor, goal):
                # Whether a bare 20.00 is a pair or twice the price, physics cannot say; a pack on file can (TRAP-11).
                on_file = known.source is not FactorSource.PHYSICS
                source = known.source if on_file else FactorSource.SUGGESTED
                unstated = Conversion(None, goal, known.factor, source, known.crossing)
                reading = _measure(billed, ordered, ground, Unit.CONVERTED, unstated)
                if reading.price_is is Price.EQUAL:
                    yield reading
            yield from _suggested(billed, ordered, ground)
        return
    known_factor = ground.factors.between(ordered.line.sku, ordered.order.vendor_id, billed.uom, goal)
    if known_factor is not None and known_factor.factor == 1:
        yield _measure(billed, ordered, ground, Unit.CONVERTED, known_factor)
        return
    if known_factor is not None:
        converted = _measure(billed, ordered, ground, Unit.CONVERTED, known_factor)
        yield converted
        if Price.EQUAL is converted.price_is or converted.quantity_is is Quantity.EQUAL:
            return
    yield from _stated(billed, ordered, ground)
    yield from _suggested(billed, ordered, ground)
    same_figures = Conversion(billed.uom, goal, _WHOLE, FactorSource.SUGGESTED, crosses_dimensions(billed.uom, goal))
    contradicting = _measure(billed, ordered, ground, Unit.CONTRADICTS, same_figures)
    if contradicting.price_is is Price.EQUAL:
        yield contradicting
    if known_factor is None:
        nothing = Conversion(billed.uom, goal, _WHOLE, FactorSource.NONE, crosses_dimensions(billed.uom, goal))
        yield Reading(
            Unit.INCOMPARABLE, nothing, None, ZERO, Quantity.UNKNOWN, None, ZERO, Price.UNKNOWN, _own_surplus(billed)
        )


def _stated(billed: BilledLine, ordered: OrderedLine, ground: Ground) -> Iterator[Reading]:
    """Yield the reading by a pack that the line's own text states, "24/CS" (S2.168): proposed, and never on file."""
    goal = ordered.line.uom
    for pack in billed.line.packs:
        holds = Fraction(pack.holds)
        for from_uom, to_uom, factor in ((pack.unit, pack.of, holds), (pack.of, pack.unit, 1 / holds)):
            if (from_uom, to_uom) != (billed.uom, goal):
                continue
            stated = Conversion(from_uom, goal, factor, FactorSource.STATED, crosses_dimensions(from_uom, goal))
            reading = _measure(billed, ordered, ground, Unit.SUGGESTED, stated)
            if reading.price_is is Price.EQUAL or reading.quantity_is is Quantity.EQUAL:
                yield reading


def _suggested(billed: BilledLine, ordered: OrderedLine, ground: Ground) -> Iterator[Reading]:
    """Yield the reading by the factor that reciprocal prices and quantities suggest (S2.56, S2.68)."""
    factor = _suggested_factor(billed, ordered, ground)
    if factor is None or factor == 1:
        return
    from_uom = billed.uom
    crossing = from_uom is not None and crosses_dimensions(from_uom, ordered.line.uom)
    conversion = Conversion(from_uom, ordered.line.uom, factor, FactorSource.SUGGESTED, crossing)
    reading = _measure(billed, ordered, ground, Unit.SUGGESTED, conversion)
    if reading.price_is is Price.EQUAL:
        yield reading


def _suggested_factor(billed: BilledLine, ordered: OrderedLine, ground: Ground) -> Fraction | None:
    figures = billed.figures
    if figures.price is None or figures.price <= 0 or ordered.line.unit_price <= 0:
        return None
    by_price = clean_factor_near(figures.price, figures.price_step, ordered.line.unit_price)
    if billed.quantity and ordered.open > 0:
        by_quantity = Fraction(ordered.open) / Fraction(billed.quantity)
        gap = abs(figures.price * billed.quantity - ordered.line.unit_price * ordered.open)
        slack = max(ground.cent, billed.quantity * figures.price_step) + _quantity_step(billed) * figures.price
        if gap <= slack and (is_clean(by_quantity) or (billed.uom not in (None, ordered.line.uom))):
            return by_quantity
    if by_price is None or billed.uom == ordered.line.uom:
        return None
    if billed.uom is None and not _plausible_quantity(billed, ordered, by_price):
        return None
    return by_price


def _plausible_quantity(billed: BilledLine, ordered: OrderedLine, factor: Fraction) -> bool:
    """Tell whether a factor nobody stated brings the quantity near the open one: half of it to half as much again."""
    if billed.quantity is None or ordered.open <= 0:
        return False
    share = Fraction(billed.quantity) * factor / Fraction(ordered.open)
    return Fraction(1, 2) <= share <= Fraction(3, 2)


def _own_surplus(billed: BilledLine) -> Decimal:
    return billed.figures.gap if billed.figures.kind is Kind.EXCESS else ZERO


def _measure(
    billed: BilledLine, ordered: OrderedLine, ground: Ground, unit: Unit, conversion: Conversion | None
) -> Reading:
    factor = conversion.factor if conversion else _WHOLE
    with localcontext(EXACT):
        quantity, slack, quantity_is = _quantity(billed, ordered, factor)
        price, price_slack, price_is, surplus = _price(billed, ordered, factor, ground.cent)
    return Reading(
        unit, conversion, quantity, slack, quantity_is, price, price_slack, price_is, surplus, billed.figures.refused
    )


def _quantity(billed: BilledLine, ordered: OrderedLine, factor: Fraction) -> tuple[Decimal | None, Decimal, Quantity]:
    if billed.quantity is None:
        return None, ZERO, _quantity_by_amount(billed, ordered)
    quantity = convert(billed.quantity, factor)
    slack = convert(_quantity_step(billed, ordered, factor), factor)
    if slack > ordered.open * _ROUNDING_LIMIT:
        slack = ZERO
    return quantity, slack, compare_quantity(quantity, slack, ordered)


def compare_quantity(quantity: Decimal, slack: Decimal, ordered: OrderedLine) -> Quantity:
    """Compare a quantity in the order's unit with the open one."""
    if abs(quantity - ordered.open) <= slack:
        return Quantity.EQUAL
    return Quantity.SHORT if quantity < ordered.open else Quantity.OVER


def _quantity_by_amount(billed: BilledLine, ordered: OrderedLine) -> Quantity:
    """A lump sum needs no quantity; otherwise an unprinted quantity is not computed from the amount."""
    return Quantity.EQUAL if _is_the_lot(billed, ordered) else Quantity.UNKNOWN


def _is_the_lot(billed: BilledLine, ordered: OrderedLine) -> bool:
    """Tell whether a line without a quantity bills one lot by its amount."""
    one_lot = ordered.line.uom in _ONE_LOT or ordered.open == 1
    return billed.quantity is None and one_lot and billed.figures.amount == ordered.open * ordered.line.unit_price


def _quantity_step(billed: BilledLine, ordered: OrderedLine | None = None, factor: Fraction = _WHOLE) -> Decimal:
    """Return how much rounding can have changed the printed quantity; whole counts are not rounded."""
    if billed.quantity is None:
        return ZERO
    counted = billed.uom is None or dimension_of(billed.uom) not in _MEASURED
    if ordered is not None and factor == 1:
        if decimals_of(ordered.line.quantity.normalize()) <= decimals_of(billed.quantity):
            return ZERO
        counted = dimension_of(ordered.line.uom) not in _MEASURED
    if counted and decimals_of(billed.quantity.normalize()) == 0:
        return ZERO
    return half_step(billed.quantity)


def _price(
    billed: BilledLine, ordered: OrderedLine, factor: Fraction, cent: Decimal
) -> tuple[Decimal | None, Decimal, Price, Decimal]:
    """Return billed price per order unit, its slack, how it compares, and what an amount has beyond it."""
    figures = billed.figures
    expected = convert(ordered.line.unit_price, factor)
    if figures.price is None:
        if _is_the_lot(billed, ordered):
            return None, ZERO, Price.EQUAL, ZERO
        return _price_by_amount(billed, expected, factor, cent)
    agrees, slack = _price_agrees(billed, expected, factor, cent)
    net = _net_price(billed)
    per_unit = convert(net, 1 / factor)
    surplus = _own_surplus(billed)
    if agrees:
        if figures.kind is Kind.ROUNDED_PRICE and not _amount_is(billed, expected, cent):
            surplus = max(surplus, figures.gap)
        return (
            convert(figures.price, 1 / factor) if slack == 0 else per_unit,
            convert(slack, 1 / factor),
            Price.EQUAL,
            surplus,
        )
    near = abs(net - expected) * 100 <= expected * 15
    return per_unit, ZERO, Price.NEAR if near else Price.FAR, surplus


def _net_price(billed: BilledLine) -> Decimal:
    """Return the price after discount; a gap that is no discount does not change the unit price."""
    figures = billed.figures
    assert figures.price is not None
    if figures.kind is Kind.DISCOUNT and billed.quantity:
        return figures.price - figures.discount / billed.quantity
    return figures.price


def _amount_is(billed: BilledLine, expected: Decimal, cent: Decimal) -> bool:
    amount, quantity = billed.figures.amount, billed.quantity
    return amount is not None and quantity is not None and abs(amount - quantity * expected) <= cent


def _price_agrees(billed: BilledLine, expected: Decimal, factor: Fraction, cent: Decimal) -> tuple[bool, Decimal]:
    """Tell whether the billed price is the ordered one, and how much rounding that took (per billed unit)."""
    figures = billed.figures
    assert figures.price is not None
    if figures.price == expected:
        return True, ZERO
    if figures.kind is Kind.DISCOUNT and _amount_is(billed, expected, cent):
        return True, figures.price_step
    if abs(figures.price - expected) > figures.price_step:
        return False, ZERO
    if _amount_is(billed, expected, cent) or (figures.amount is None and factor == 1):
        return True, figures.price_step
    if factor != 1 and figures.price_step <= expected * _ROUNDING_LIMIT:
        return True, figures.price_step
    return False, ZERO


def _price_by_amount(
    billed: BilledLine, expected: Decimal, factor: Fraction, cent: Decimal
) -> tuple[Decimal | None, Decimal, Price, Decimal]:
    """Compare a line without a price by its amount; the price itself stays "not printed"."""
    amount, quantity = billed.figures.amount, billed.quantity
    if amount is None or not quantity:
        return None, ZERO, Price.UNKNOWN, ZERO
    wanted = quantity * expected
    step = _quantity_step(billed)
    rounded = factor != 1 and step <= quantity * _ROUNDING_LIMIT
    slack = cent + (step * expected if rounded else ZERO)
    if abs(amount - wanted) <= slack:
        return None, ZERO, Price.EQUAL, ZERO
    near = abs(amount - wanted) * 100 <= wanted * 15
    return None, ZERO, Price.NEAR if near else Price.FAR, ZERO
