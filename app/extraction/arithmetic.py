"""The equations of an invoice, within what printed rounding explains."""

from __future__ import annotations

from decimal import Decimal

from app.domain.money import half_step

ONE = Decimal(1)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def extended(quantity: Decimal, price: Decimal, basis: Decimal = ONE) -> Decimal:
    """Return quantity × price ÷ basis, unrounded."""
    return quantity * price / basis


def multiplies(
    quantity: Decimal, price: Decimal, amount: Decimal, basis: Decimal = ONE, discount: Decimal = Decimal(0)
) -> bool:
    """Tell whether quantity × price ÷ basis − discount is the amount, to the last printed digit of the amount.

    Half a digit is what rounding the amount explains; as much again allows for amounts that were cut off.
    """
    apart = abs(extended(quantity, price, basis) - discount - amount)
    return apart <= 2 * half_step(amount) if amount else apart <= CENT / 2


def nearly_multiplies(quantity: Decimal, price: Decimal, amount: Decimal, basis: Decimal = ONE) -> bool:
    """Tell whether the rounding of a printed price or quantity explains the difference; this proves nothing.

    A price printed to the cent may stand for one with more decimals, but never by more than half a cent each.
    """
    apart = abs(extended(quantity, price, basis) - amount)
    slack = abs(quantity) * half_step(price) / basis + abs(price) * half_step(quantity) / basis + 2 * half_step(amount)
    return apart <= slack and apart <= max(CENT, abs(amount) / HUNDRED)


def sums_to(parts: Decimal, whole: Decimal, count: int = 1) -> bool:
    """Tell whether amounts add up to a printed one; many rounded amounts may be a cent apart."""
    return abs(parts - whole) <= (CENT / 2 if count < 2 else CENT)
