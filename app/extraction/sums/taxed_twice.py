"""Two taxes of which a sale bears one: each may follow from its rate, and their sum stays under any limit.

Sales tax and use tax exclude each other (a buyer owes use tax itself where no seller took sales tax), and so do a value
added tax and a sales tax. One tax printed twice under like names is added up twice. Taxes of the state, the county and
the city, or of a country and its province, have names of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.totals_choice import Totals
from app.extraction.values.arithmetic import CENT, HUNDRED
from app.extraction.values.text_keys import fold_line

TAXED_TWICE = "taxed_twice"  # the code of what is said of it
_RATE = re.compile(r"(?<![0-9.,])([0-9]{1,2}(?:[.,][0-9]{1,4})?)\s*%", re.ASCII)
_NAME = re.compile(r"[^\W_]+")
_SALES, _USE = re.compile(r"\bsales\b"), re.compile(r"\buse tax\b")
_PLAIN = frozenset({"sales", "tax", "taxes", "total", "on", "of", "the", "at", "us", "usd"})
_VALUE_ADDED = re.compile(
    r"\b(?:vat|v\.a\.t|value added tax|mwst|mehrwertsteuer|ust|umsatzsteuer|tva|t\.v\.a|iva|i\.v\.a|btw|b\.t\.w)\b"
)


def taxed_twice(totals: Totals) -> tuple[LabelledAmount, LabelledAmount] | None:
    """Return two of the taxes that make the tax total where only one of them can be owed; None where none are."""
    net = abs(totals.total.figure.value) - abs(totals.tax or Decimal(0)) if totals.total is not None else None
    for pair in combinations((tax for tax in totals.taxes if tax.figure.value), 2):
        if _exclude_each_other(*(fold_line(tax.label) for tax in pair)) or _is_one_twice(pair, net):
            return pair
    return None


def _exclude_each_other(first: str, second: str) -> bool:
    for one, other in ((first, second), (second, first)):
        sales = _SALES.search(other) is not None
        use = _USE.search(one) is not None and _SALES.search(one) is None
        if use and _USE.search(other) is None and (sales or _names(other) <= _PLAIN):
            return True
        if _VALUE_ADDED.search(one) and sales and _VALUE_ADDED.search(other) is None:
            return True
    return False


def _is_one_twice(pair: Sequence[LabelledAmount], net: Decimal | None) -> bool:
    """Tell whether two taxes have one name, or one with a word more, and are each a tax of everything."""
    names = [_names(fold_line(tax.label)) for tax in pair]
    if not (names[0] <= names[1] or names[1] <= names[0]):
        return False
    first, second = (abs(tax.figure.value) for tax in pair)
    rates = {rate for tax in pair for rate in _RATE.findall(tax.label)}
    if len(rates) != 1 or net is None:
        return not rates and first == second
    most = net * Decimal(rates.pop().replace(",", ".")) / HUNDRED
    return first + second > most + 2 * CENT


def _names(label: str) -> frozenset[str]:
    return frozenset(_NAME.findall(_RATE.sub(" ", label)))
