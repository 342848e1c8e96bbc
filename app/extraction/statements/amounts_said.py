"""Amounts of money in what a page says, over folded text, and those of its invoice that they are held against.

There are two patterns, for there are two questions. Behind words that ask for money ("please pay 1,200.00 to") what
follows with cents is money, whatever stands around it (``MONEY``). Where nothing says so, the figure must show it: it
has a currency, or cents and no unit, and is no part of a number of a form (``SUM``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.domain.invoice import Invoice
from app.extraction.values.currencies import OFTEN, SELDOM

CODES = "|".join(sorted(map(str.casefold, OFTEN | SELDOM)))
# "29.10.2026" and "29.10." are days.
_NO_DAY = r"(?!-?\d{1,2}\.(?:0[1-9]|1[0-2])\.(?:\s|$))"
MONEY = (
    rf"(?:[$€£] ?|us\$ ?)?(?<![\d.,]){_NO_DAY}"
    r"(?:\d{1,3}(?: \d{3})+|\d[\d.,']*)[.,]\d{2}(?![\d%]| ?%|[.,/-]\d)"
)
_MONEY = re.compile(MONEY)
CURRENCY = rf"(?:(?:{CODES})(?!\w)|us ?\$|[$€£])"
_UNITS = (
    r"(?:%|kgs?|lbs?|g|t|to|tons?|mt|cwt|oz|mm?2?|cm|km|m3|qm|cbm|l|ltrs?|h|hrs?|hours?|std|stunden|pcs|ea|kwh|gal|ft"
    r"|yd|in)"
)
DIGITS = r"(?:[-−]?(?:\d{1,3}(?:[ .,'’]\d{3})+|\d+))"
# "12.50 kg" is no money.
_CENTS = rf"{_NO_DAY}{DIGITS}[.,]\d{{2}}(?![\d%]|[.,/-]\d| ?{_UNITS}(?!\w))"
SUM = (
    rf"(?:(?<![\w.,/#-]){CURRENCY} ?{DIGITS}(?:[.,]\d{{2}})?(?![\d%]|[.,/-]\d)"
    rf"|(?<![\w.,/#-]){_CENTS}(?: ?{CURRENCY})?|(?<![\w.,/#-]){DIGITS} ?{CURRENCY})"
)
SUMS = re.compile(SUM)
_WITH_CENTS = re.compile(r"[.,]\d{2}(?!\d)")
_ZERO = Decimal(0)


def sums_in(words: str) -> Iterator[Decimal]:
    """Yield the amounts with cents in words that are known to ask for money, without their signs."""
    return map(_value, _MONEY.findall(words))


def amounts_in(words: str) -> Iterator[Decimal]:
    """Yield what in any words shows itself to be an amount of money, without its sign."""
    return map(_value, SUMS.findall(words))


def _value(printed: str) -> Decimal:
    digits = Decimal(re.sub(r"\D", "", printed))
    return digits.scaleb(-2) if _WITH_CENTS.search(printed) else digits


def amounts_of(invoice: Invoice) -> set[Decimal]:
    """Return nought and every amount that was read, without its sign."""
    header = invoice.header
    known = {_ZERO, *(abs(a.value) for a in (header.subtotal, header.tax_total, header.total) if a is not None)}
    known.update(abs(charge.amount.value) for charge in invoice.charges)
    for line in invoice.lines:
        known.update(abs(a.value) for a in (line.amount, line.unit_price) if a is not None)
        known.update(abs(part.amount) for part in line.included if part.amount is not None)
    return known
