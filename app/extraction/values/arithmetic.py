"""The equations of an invoice, within what printed rounding explains."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from app.domain.money import half_step

ONE = Decimal(1)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
MOST_TAX = Decimal("1.3")  # a price with tax is no more than so many times the price without
HIGHEST_RATE = (MOST_TAX - 1) * HUNDRED  # of a tax, percent


def extended(quantity: Decimal, price: Decimal, basis: Decimal = ONE) -> Decimal:
    """Return quantity × price ÷ basis, unrounded."""
    return quantity * price / basis


def multiplies(
    quantity: Decimal, price: Decimal, amount: Decimal, basis: Decimal = ONE, discount: Decimal = Decimal(0)
) -> bool:
    """Tell whether quantity × price ÷ basis − discount is the amount, but for the rounding of its last digit.

    No more than that: a cent of slack would prove a misread last digit (5 for 6, 8 for 9).
    """
    return abs(extended(quantity, price, basis) - discount - amount) <= half_step(amount)


def nearly_multiplies(quantity: Decimal, price: Decimal, amount: Decimal, basis: Decimal = ONE) -> bool:
    """Tell whether the rounding of a printed price or quantity explains the difference; this proves nothing.

    A price printed to the cent may stand for one with more decimals, but never by more than half a cent each.
    """
    apart = abs(extended(quantity, price, basis) - amount)
    slack = abs(quantity) * half_step(price) / basis + abs(price) * half_step(quantity) / basis + 2 * half_step(amount)
    return apart <= slack and apart <= max(CENT, abs(amount) / HUNDRED)


def chained(percents: Iterable[Decimal]) -> Decimal:
    """Return the one percentage that several taken off one after the other come to: 50 and 10 are 55."""
    left = ONE
    for percent in percents:
        left *= 1 - percent / HUNDRED
    whole = (1 - left) * HUNDRED
    return Decimal(f"{whole.normalize():f}")
