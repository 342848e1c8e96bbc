"""How badly a word fits a column, by what the column is for: the prices at which words are shared out (grid.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from app.extraction.table.columns import NUMBER_ROLES
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import is_currency_word, may_be_figure
from app.extraction.values.numerals import is_numeric, read_percent
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import fold

_INTEGER = re.compile(r"(?:[0-9]{1,4}|0{1,4}[0-9]{2,4})[.):,;]?", re.ASCII)
# "01.02.0030" of a bill of quantities, and "01.02"; "12.50" is money.
_PART = re.compile(r"[0-9]{1,3}\.[0-9]{1,2}", re.ASCII)  # "1.1" is a part of what "1" bills
_OUTLINE = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{1,4}){2,3}|0[0-9]{1,2}\.[0-9]{1,4})\.?", re.ASCII)
_MONEY = re.compile(r".*[.,][0-9]{2,4}\D*", re.ASCII)
_PRICED = re.compile(r"[0-9.,]*[.,][0-9]{2,4}/", re.ASCII)  # "3,20/1" is a price with what it is per


class Look(NamedTuple):
    """What can be told of a word whatever column it is tried in."""

    text: str
    figure: bool
    unit: bool
    digit: bool


def _as_number(look: Look) -> float:
    if look.figure:
        return 0.0 if read_percent(look.text) is None else 3.0
    return _beside_numbers(look, 1.2)


def _as_counted(look: Look) -> float:
    """Quantities and prices are printed with their unit as often as not ("12 EA")."""
    if look.figure:
        return 0.0 if read_percent(look.text) is None else 3.0
    return _beside_numbers(look, 0.5)


def _as_price(look: Look) -> float:
    """Behind a price may stand what it is per, in words of its own: "31.40 per 1000"."""
    return 0.3 if look.text.casefold() in page_words("cells", "leads_to_basis") else _as_counted(look)


def _as_discount(look: Look) -> float:
    return 0.0 if look.figure else _beside_numbers(look, 1.2)


def _beside_numbers(look: Look, unit: float) -> float:
    """Price what is no figure where figures stand; ``unit`` is the price of a unit."""
    text = look.text
    if is_currency_word(text) or text.casefold() in page_words("cells", "no_amount"):
        return 0.3
    if may_be_figure(text):
        return 0.6
    if text.startswith("/"):
        return 1.2
    return unit if look.unit else 6.0


def _as_text(look: Look) -> float:
    if not look.figure:
        return 0.15
    return 1.0 if _MONEY.fullmatch(look.text) and is_numeric(look.text) else 0.3


def _as_unit(look: Look) -> float:
    if look.unit or look.text.casefold() in {"/", "per"}:
        return -0.2
    return 2.5 if look.figure or len(look.text) > 5 else 0.6


def _as_line_number(look: Look) -> float:
    if _OUTLINE.fullmatch(look.text):
        return -0.6  # wider than its heading, and close to the text
    return 0.0 if _INTEGER.fullmatch(look.text) or _PART.fullmatch(look.text) else 5.0


def _as_code(look: Look) -> float:
    joined = look.text.isupper() or any(sign in look.text[1:-1] for sign in "-_")  # "hosting-pro"
    return 0.0 if look.digit else (0.5 if joined else 1.3)


def _as_order(look: Look) -> float:
    return 0.0 if look.digit else 3.0


def _as_rate(look: Look) -> float:
    rated = look.figure or read_percent(look.text) is not None or len(look.text) <= 3
    return 0.0 if rated or fold(look.text) in page_words("cells", "untaxed") else 4.0


def _as_basis(look: Look) -> float:
    priced = _PRICED.match(look.text) is not None
    return 0.0 if len(look.text) <= 6 and not priced else 3.0


def as_anything(_: Look) -> float:
    """Price a word in a column of which nobody knows what it is for."""
    return 0.1


# How badly a word fits a column, by what the column is for; roles that the same words fit are judged as one.
JUDGES: Mapping[ColumnKind | None, Callable[[Look], float]] = {
    **dict.fromkeys(NUMBER_ROLES, _as_number),
    **dict.fromkeys(
        (ColumnKind.QUANTITY, ColumnKind.ORDERED, ColumnKind.SHIPPED, ColumnKind.BACKORDERED),
        _as_counted,
    ),
    ColumnKind.PRICE: _as_price,
    **dict.fromkeys((ColumnKind.ITEM_CODE, ColumnKind.BUYER_CODE, ColumnKind.OTHER_CODE), _as_code),
    **dict.fromkeys((ColumnKind.LINE_NO, ColumnKind.PO_LINE), _as_line_number),
    ColumnKind.DISCOUNT: _as_discount,
    ColumnKind.DESCRIPTION: _as_text,
    ColumnKind.UOM: _as_unit,
    ColumnKind.PO_NUMBER: _as_order,
    ColumnKind.TAX_RATE: _as_rate,
    ColumnKind.PRICE_PER: _as_basis,
}
