"""How figures are written in reasons and in the log: plain, no exponents, signed where a difference is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from app.domain.decision import BandUse
from app.domain.money import EXACT, money_text, price_text, trimmed
from app.domain.order import LineRef, OrderLine
from app.policy.tolerances import NOT_CHECKED

_SIX_PLACES = Decimal("0.000001")


def joined_reasons(reasons: Iterable[str]) -> str:
    """Put several reasons into one text: what ends a sentence is followed by a sentence, all else by a semicolon."""
    told = ""
    for reason in dict.fromkeys(reasons):
        if told.endswith((".", "?", "!")):
            told += f" {reason[:1].upper()}{reason[1:]}"
        else:
            told += f"; {reason}" if told else reason
    return told


def quantity_text(value: Decimal | None) -> str:
    """Write a quantity or a unit price with at most six decimals; ``?`` where it is not known."""
    if value is None:
        return "?"
    with localcontext(EXACT):
        short = value.quantize(_SIX_PLACES)
    return trimmed(short if short else value)


def unit_price_text(value: Decimal | None, currency: str | None) -> str:
    """Write a unit price with at most six decimals and at least the currency's; ``?`` where it is not known."""
    return "?" if value is None else price_text(Decimal(quantity_text(value)), currency)


def signed_price(value: Decimal, currency: str | None) -> str:
    """Write a difference of unit prices with its sign."""
    return ("+" if value > 0 else "") + unit_price_text(value, currency)


def signed(value: Decimal) -> str:
    """Write a difference with its sign."""
    return ("+" if value > 0 else "") + quantity_text(value)


def signed_money(value: Decimal, currency: str | None) -> str:
    """Write a difference in money with its sign and the currency's decimals."""
    return ("+" if value > 0 else "") + money_text(value, currency)


def factor_text(factor: Fraction) -> str:
    """Write a factor as a whole number, a decimal that ends, or a fraction."""
    rest = factor.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        return quantity_text(Decimal(factor.numerator) / Decimal(factor.denominator))
    inverse = 1 / factor
    if inverse.denominator == 1:
        return f"1/{inverse.numerator}"
    return quantity_text(Decimal(factor.numerator) / Decimal(factor.denominator))


def refs_text(refs: Iterable[LineRef]) -> str:
    """Name order lines: ``PO-1001 line 3, PO-1001 line 4``."""
    return ", ".join(f"{ref.po_number} line {ref.line_no}" for ref in refs)


def sets_text(sets: Iterable[Sequence[LineRef]]) -> str:
    """Name sets of order lines that are readings of one group; a reading may have none."""
    return " or ".join(f"({refs_text(refs) or 'no order line'})" for refs in sets)


def lines_text(lines: Iterable[OrderLine]) -> str:
    """Name order lines by their references."""
    return refs_text(line.ref for line in lines)


def bands_text(uses: Iterable[BandUse]) -> str:
    """Write the bands that were looked at, any of which lets a variance through: ``band 2 % or 10.00``."""
    looked = tuple(uses)
    limits = dict.fromkeys(use.limit for use in looked if use.state != NOT_CHECKED)
    if limits:
        return f"band {' or '.join(limits)}"
    return "no band is set" if looked else "no band"
