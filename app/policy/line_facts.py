"""What one invoice line bills against one order line, worked out in the order line's unit at the order line's price.

Rounding explains a little of a printed figure and no more: see the shares below.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from app.domain.invoice import InvoiceLine
from app.domain.measure import convert
from app.domain.money import EXACT, ZERO, decimals_of, half_step, minor_unit
from app.domain.order import OrderLine

# A printed unit price is rounded; what that can explain of a line is held to one part in a thousand of it, so that a
# price rounded in the vendor's favour over a large quantity still shows. The same holds for a printed quantity.
ROUNDING_SHARE = Decimal("0.001")
# Rounding may explain at most this share of the open quantity; a coarser figure explains nothing at all.
_QUANTITY_SHARE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One invoice line in the order line's unit. None: not printed, or not comparable.

    ``difference`` is what the line bills beyond (or below) its quantity at the order's price; what rounding explains
    and what a printed discount takes off is no difference. ``follows`` tells whether the printed amount follows from
    the printed quantity, price and discount.
    """

    line: InvoiceLine
    quantity: Decimal | None = None
    quantity_slack: Decimal = ZERO
    amount: Decimal | None = None
    unit_price: Decimal | None = None
    difference: Decimal | None = None
    follows: bool | None = None


def line_facts(
    line: InvoiceLine, order_line: OrderLine | None, factor: Fraction | None, currency: str | None
) -> LineFacts:
    """Work out one line against one order line (None: against several, where only the amount compares)."""
    with localcontext(EXACT):
        amount = line.amount.value if line.amount else None
        agrees = follows(line, currency)
        if order_line is None:
            quantity = line.quantity.value if line.quantity else None
            return LineFacts(line, quantity=quantity, amount=amount, follows=agrees)
        quantity, slack = _converted(line, order_line, factor)
        difference = _difference(line, order_line, quantity, factor, currency)
        price = _net_price(line, factor, quantity)
        return LineFacts(line, quantity, slack, amount, price, difference, agrees)


def _converted(line: InvoiceLine, order_line: OrderLine, factor: Fraction | None) -> tuple[Decimal | None, Decimal]:
    if line.quantity is None:
        return None, ZERO
    quantity = line.quantity.value
    if factor is None:
        return quantity, ZERO
    # A whole number is a count and exact; only decimals were rounded when they were printed. What the order itself
    # rounded when it was written counts as well.
    steps = [convert(half_step(quantity), factor) if decimals_of(quantity) else ZERO]
    steps += [half_step(order_line.quantity)] if decimals_of(order_line.quantity) else []
    most = max(order_line.open_quantity, ZERO) * _QUANTITY_SHARE
    return convert(quantity, factor), min(sum((step for step in steps if step <= most), ZERO), most)


def basis_of(line: InvoiceLine) -> Decimal:
    """Return for how many units the price is; a basis that cannot be one counts as one."""
    return line.price_basis if line.price_basis > ZERO else Decimal(1)


def _computed(line: InvoiceLine) -> Decimal | None:
    """Return the amount that follows from quantity, price and discount exactly as printed."""
    if line.quantity is None or line.unit_price is None:
        return None
    discount = line.discount.value if line.discount else ZERO
    return line.quantity.value * line.unit_price.value / basis_of(line) - discount


def follows(line: InvoiceLine, currency: str | None) -> bool | None:
    """Tell whether the amount follows from quantity, price and discount as printed; None where one is missing."""
    computed = _computed(line)
    if computed is None or line.quantity is None or line.unit_price is None or line.amount is None:
        return None
    quantity, price = line.quantity.value, line.unit_price.value
    slack = minor_unit(currency) + abs(quantity) * half_step(price) / basis_of(line)
    if decimals_of(quantity):
        slack += abs(price) * half_step(quantity) / basis_of(line)
    return abs(line.amount.value - computed) <= slack


def _difference(
    line: InvoiceLine,
    order_line: OrderLine,
    quantity: Decimal | None,
    factor: Fraction | None,
    currency: str | None,
) -> Decimal | None:
    if quantity is None or line.amount is None:
        return None
    expected = quantity * order_line.unit_price
    difference = line.amount.value - expected
    slack = minor_unit(currency) + _quantity_rounding(line, order_line, factor, abs(expected), currency)
    if line.unit_price is not None:
        rounding = abs(line.quantity.value if line.quantity else ZERO) * half_step(line.unit_price.value)
        needed = factor is not None or decimals_of(order_line.unit_price) > decimals_of(line.unit_price.value)
        if needed:
            slack += min(rounding / basis_of(line), abs(expected) * ROUNDING_SHARE)
    if abs(difference) <= slack:
        return ZERO
    if difference < ZERO and line.discount is not None and line.discount.value > ZERO:
        gross = difference + line.discount.value
        return ZERO if gross >= -slack else gross
    return difference


def _quantity_rounding(
    line: InvoiceLine, order_line: OrderLine, factor: Fraction | None, expected: Decimal, currency: str | None
) -> Decimal:
    """Return what the rounding of a converted quantity can explain of an amount.

    Nothing where quantity times price gives the amount as printed: then the amount was not computed from a finer one.
    """
    if factor is None or line.quantity is None or line.amount is None or not decimals_of(line.quantity.value):
        return ZERO
    computed = _computed(line)
    if computed is not None and abs(line.amount.value - computed) <= minor_unit(currency):
        return ZERO
    step = convert(half_step(line.quantity.value), factor)
    return min(step * abs(order_line.unit_price), expected * ROUNDING_SHARE)


def _net_price(line: InvoiceLine, factor: Fraction | None, quantity: Decimal | None) -> Decimal | None:
    if line.amount is not None and quantity:
        return line.amount.value / quantity
    if line.unit_price is None:
        return None
    per_unit = line.unit_price.value / basis_of(line)
    return per_unit if factor is None else convert(per_unit, 1 / factor)
