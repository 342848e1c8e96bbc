"""Exact decimals: how amounts and quantities are written, read back and rounded. Never a binary float."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext

ZERO = Decimal(0)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
# A total is rounded to a whole unit of its currency at most; what is called rounding and is more is something else.
MOST_ROUNDED = Decimal(1)

# ISO 4217 currencies whose minor unit is not a hundredth.
_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3, "JOD": 3}
# Currencies without small coins, in which the total of an invoice is rounded to their smallest (printed as "Rundung",
# "Round off", "Öresavrundning"), and that coin.
_SMALLEST_COINS = {
    "CHF": Decimal("0.05"),
    "INR": Decimal(1),
    "SEK": Decimal(1),
    "NOK": Decimal(1),
    "CZK": Decimal(1),
    "DKK": Decimal("0.50"),
    "HUF": Decimal(5),
}
_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})", re.ASCII)

# Wide enough that sums and products of any invoice stay exact.
EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


def decimal_from_text(text: str) -> Decimal:
    """Read a decimal string with a point, as our own files and database write it.

    Raises:
        ValueError: For anything else: NaN, infinity, exponents, underscores, other scripts' digits, commas.
    """
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"not a decimal number with a point: {text!r}")
    return Decimal(text)


def decimal_or_none(text: str | None) -> Decimal | None:
    """Read a figure as a record shows it, with or without a plus sign; None where there is none or it is in words."""
    try:
        return decimal_from_text((text or "").removeprefix("+"))
    except ValueError:
        return None


def plain(value: Decimal) -> str:
    """Write a decimal without exponent, keeping the digits it has (``1E+2`` becomes ``100``)."""
    return format(value, "f")


def trimmed(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros after the point."""
    text = plain(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def price_text(value: Decimal, currency: str | None = None) -> str:
    """Write a price or an amount with all its digits, and at least the currency's decimals: 9.5000 is ``9.50``."""
    text = trimmed(value)
    missing = minor_digits(currency) - decimals_of(Decimal(text))
    if missing <= 0:
        return text
    return f"{text}{'' if '.' in text else '.'}{'0' * missing}"


def minor_digits(currency: str | None) -> int:
    """Return how many decimals amounts in this ISO 4217 currency have (2 where not known)."""
    return _MINOR_DIGITS.get(currency or "", 2)


def rounded_to_coins(total: Decimal, currency: str | None) -> Decimal:
    """Return by how much a total may be off what it adds up to because it was rounded to the currency's coins."""
    coin = _SMALLEST_COINS.get(currency or "")
    return coin / 2 if coin is not None and total % coin == ZERO else ZERO


def round_amount(value: Decimal, currency: str | None = None) -> Decimal:
    """Round to the currency's minor unit, halves away from zero as invoices do."""
    with localcontext(EXACT):
        return value.quantize(minor_unit(currency), rounding=ROUND_HALF_UP)


def minor_unit(currency: str | None) -> Decimal:
    """Return the smallest amount of a currency: what rounding may change."""
    return Decimal(1).scaleb(-minor_digits(currency))


def money_text(value: Decimal, currency: str | None = None) -> str:
    """Write an amount with exactly the currency's decimals."""
    return plain(round_amount(value, currency))


def decimals_of(value: Decimal) -> int:
    """Return the number of digits printed after the point."""
    if value.same_quantum(CENT):
        return 2  # as most amounts, and quickly told
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_step(value: Decimal) -> Decimal:
    """Return half a unit of the last printed digit: the most that rounding can have changed this value."""
    return Decimal(5).scaleb(-decimals_of(value) - 1)


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return ``part`` as a percentage of ``whole``; None where the whole is zero."""
    with localcontext(EXACT):
        return None if whole == 0 else part * HUNDRED / whole
