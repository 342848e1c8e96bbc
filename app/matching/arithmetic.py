"""What a line's own figures say of each other: quantity times price against the extended amount (S2.106, TRAP-5).

An amount that is not quantity times price may be a charge rolled in, but also a price per hundred, a discount,
rounding, or tax included: those are tried first, and what was tried is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.money import CENT, EXACT, ZERO, half_step, minor_unit, trimmed

_BASES = (Decimal(100), Decimal(1000))
_LARGEST_DISCOUNT = Decimal("0.60")
_DISCOUNT_STEP = Decimal("0.005")


class Kind(StrEnum):
    """How quantity, price and amount of one line relate."""

    AGREES = "agrees"
    BASIS = "price per hundred or thousand"
    DISCOUNT = "discount taken off"
    TAX_INCLUDED = "tax included in the amount"
    ROUNDED_PRICE = "printed price may be rounded"
    EXCESS = "more than quantity times price"
    SHORTFALL = "less than quantity times price"
    INCOMPLETE = "a figure is missing"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The relation found; prices are per one billed unit, all figures without sign.

    Attributes:
        kind: How the figures relate.
        price: Unit price before discount, after the price basis; None where not printed.
        price_step: What rounding to the printed decimals can have changed of it.
        amount: The extended amount without included tax; None where not printed.
        discount: What was taken off, printed or implied.
        gap: Amount less what quantity times price (less discount) gives.
        refused: Explanations that were tried for the gap and do not hold.
    """

    kind: Kind
    price: Decimal | None
    price_step: Decimal
    amount: Decimal | None
    discount: Decimal = ZERO
    gap: Decimal = ZERO
    refused: tuple[str, ...] = ()


def cent_of(invoice: Invoice) -> Decimal:
    """Return the smallest unit of the invoice's currency: amounts may differ by one of it through rounding."""
    currency = invoice.header.currency.value if invoice.header.currency else None
    return min(minor_unit(currency), CENT)


def arithmetic_of(line: InvoiceLine, cent: Decimal, tax_rate: Decimal | None) -> Arithmetic:
    """Explain one line's figures. ``tax_rate`` is the rate by which *every* line exceeds its product, if that is so."""
    basis = line.price_basis if line.price_basis > 0 else Decimal(1)
    with localcontext(EXACT):
        price = abs(line.unit_price.value) / basis if line.unit_price else None
        step = half_step(line.unit_price.value) / basis if line.unit_price else ZERO
        amount = abs(line.amount.value) if line.amount else None
        discount = abs(line.discount.value) if line.discount else ZERO
        if price is None or amount is None or line.quantity is None:
            return Arithmetic(Kind.INCOMPLETE, price, step, amount, discount)
        product = abs(line.quantity.value) * price
        gap = amount - (product - discount)
        if abs(gap) <= cent:
            return Arithmetic(Kind.DISCOUNT if discount else Kind.AGREES, price, step, amount, discount)
        if discount and abs(amount - product) <= cent:
            # The printed discount was not taken off this amount: nothing was deducted.
            return Arithmetic(Kind.AGREES, price, step, amount)
        return _explain_gap(abs(line.quantity.value), price, step, amount, discount, gap, cent, tax_rate)


def _explain_gap(
    quantity: Decimal,
    price: Decimal,
    step: Decimal,
    amount: Decimal,
    discount: Decimal,
    gap: Decimal,
    cent: Decimal,
    tax_rate: Decimal | None,
) -> Arithmetic:
    product = quantity * price
    for basis in _BASES:
        if abs(amount - (product / basis - discount)) <= cent:
            kind = Kind.DISCOUNT if discount else Kind.BASIS
            return Arithmetic(kind, price / basis, step / basis, amount, discount)
    if tax_rate is not None and abs(amount - (product - discount) * (1 + tax_rate)) <= cent:
        return Arithmetic(Kind.TAX_INCLUDED, price, step, product - discount, discount)
    refused = [
        f"not a price per 100 or 1000: {trimmed(quantity)} × {trimmed(price)} ÷ 100 is not {trimmed(amount)}",
        "not tax: the lines do not all exceed quantity × price by one tax rate",
    ]
    if gap < 0 and (implied := _implied_discount(product, amount)) is not None:
        return Arithmetic(Kind.DISCOUNT, price, step, amount, implied, ZERO, tuple(refused))
    refused.append(
        f"not a discount: {trimmed(discount)} is printed as taken off"
        if discount
        else "not a discount: none is printed"
    )
    if abs(gap) <= quantity * step + cent:
        return Arithmetic(Kind.ROUNDED_PRICE, price, step, amount, discount, gap, tuple(refused))
    refused.append(
        f"not rounding: the price's last decimal explains {trimmed(quantity * step)} at most, the gap is {trimmed(gap)}"
    )
    kind = Kind.EXCESS if gap > 0 else Kind.SHORTFALL
    return Arithmetic(kind, price, step, amount, discount, gap, tuple(refused))


def _implied_discount(product: Decimal, amount: Decimal) -> Decimal | None:
    """Return what was taken off if it is a round percentage (whole or half) of the product."""
    if product <= 0:
        return None
    share = (product - amount) / product
    steps = (share / _DISCOUNT_STEP).to_integral_value()
    if not ZERO < share <= _LARGEST_DISCOUNT or steps == 0:
        return None
    return product - amount if abs(product * steps * _DISCOUNT_STEP - (product - amount)) <= CENT else None


def included_tax_rate(invoice: Invoice, cent: Decimal) -> Decimal | None:
    """Return the tax rate that all lines' amounts include beyond quantity × price, or None.

    One line above its product is no tax: the rate must be the header's and hold on every line that has all figures.
    """
    header = invoice.header
    if header.tax_total is None or header.tax_total.value <= 0:
        return None
    with localcontext(EXACT):
        nets: list[Decimal] = []
        grosses: list[Decimal] = []
        for line in invoice.lines:
            if line.quantity and line.unit_price and line.amount and line.price_basis > 0:
                off = abs(line.discount.value) if line.discount else ZERO
                nets.append(abs(line.quantity.value) * abs(line.unit_price.value) / line.price_basis - off)
                grosses.append(abs(line.amount.value))
        net = sum(nets, ZERO)
        if len(nets) < 2 or net <= 0:
            return None
        rate = (sum(grosses, ZERO) / net - 1).quantize(Decimal("0.0001"))
        plausible = abs(net * rate - header.tax_total.value) <= max(CENT * len(nets), net * Decimal("0.0005"))
        holds = all(abs(g - n * (1 + rate)) <= cent for n, g in zip(nets, grosses, strict=True))
        return rate if rate > 0 and plausible and holds else None
