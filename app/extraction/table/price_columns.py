"""Several prices side by side: before and after a discount, with and without tax. Which of them is the price billed.

And what a price is per, where a scan spoils the words that say it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.domain.money import decimals_of
from app.domain.provenance import Method
from app.extraction.table.columns import PRICES, Column
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.values.arithmetic import CENT, HUNDRED, MOST_TAX, ONE, multiplies
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure
from app.extraction.values.numerals import read_percent
from app.extraction.values.rows import join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.units import Units
from app.extraction.values.words import Word

_STROKE = re.compile(r"\A[Il1|!](?=[A-Za-z]+\Z)", re.ASCII)
_MAY_PRICE = PRICES | {None}
_MONEY = _MAY_PRICE | {ColumnKind.AMOUNT}  # "Net" alone may head what is left of a price
_PERCENT = "%"
_PER = (ONE, HUNDRED, HUNDRED * 10)
_BARE_RATE = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,3})?", re.ASCII)
# "incl. VAT", "TTC", "brutto", "con IVA": what only a price with tax is called, as parts of squeezed headings.
_WITH_TAX = ("incl", "inkl", "ttc", "brutto", "gross", "ivato", "coniva", "ivacomp", "withtax", "withvat", "plusvat")


def without_discount(choice: RoleChoice, columns: Sequence[Column], drafts: Sequence[LineDraft]) -> RoleChoice:
    """Return the choice with the price after the discount, where it is printed and alone multiplies in every line.

    Where no column says what is taken off, only a column headed as a price is one ("List price", "Net price").
    """
    if choice.price is None:
        return choice
    money = _MONEY if choice.discount is not None else PRICES
    taken = {choice.price, choice.quantity, choice.amount}
    for index, column in enumerate(columns):
        after = replace(choice, price=index)
        if index not in taken and column.role in money and _multiplies_throughout(after, drafts):
            if choice.discount is None and not all(_no_higher(draft, index, choice.price) for draft in drafts):
                continue
            return choice if _multiplies_throughout(choice, drafts) else after
    return choice


def _no_higher(draft: LineDraft, after: int, before: int) -> bool:
    """Tell whether a line's price after the discount is no higher than the one before; it has both."""
    net, full = _of(draft, after), _of(draft, before)
    return net is not None and full is not None and 0 <= net.value <= full.value


def without_tax(choice: RoleChoice, columns: Sequence[Column], drafts: Sequence[LineDraft]) -> RoleChoice:
    """Return the choice with the column of prices without tax, where the price that multiplies contains the tax.

    Both prices are printed in every line, one no higher above the other than a tax is; headings say which is which, or
    the rate that is printed in the line makes one of the other.
    """
    if choice.price is None or choice.amount is None:
        return choice
    lines = [draft for draft in drafts if _of(draft, choice.price) and _of(draft, choice.amount)]
    for index, column in enumerate(columns):
        if index in {choice.quantity, choice.price, choice.amount, choice.discount} or column.role not in _MAY_PRICE:
            continue
        pairs = [(_of(draft, index), _of(draft, choice.price)) for draft in lines]
        if not pairs or not all(_lower(net, gross) for net, gross in pairs) or _same(pairs):
            continue
        rated = all(_at_its_rate(draft, _of(draft, index), _of(draft, choice.price)) for draft in lines)
        if rated or _says_so(column, columns[choice.price]):
            return replace(choice, untaxed=index)
    return choice


def _says_so(lower: Column, higher: Column) -> bool:
    """Tell whether headings call one a price, and the other a price with tax."""
    key = squeeze(higher.heading)
    return lower.role is ColumnKind.PRICE and any(word in key for word in _WITH_TAX)


def _at_its_rate(draft: LineDraft, net: Figure | None, gross: Figure | None) -> bool:
    """Tell whether a rate printed in the line makes the price with tax of the one without."""
    if net is None or gross is None:
        return False
    rates = (rate for words in draft.texts for word in words if (rate := _rate(word.text)) is not None)
    return any(abs(net.value * (HUNDRED + rate) / HUNDRED - gross.value) <= CENT for rate in rates)


def _rate(text: str) -> Decimal | None:
    """Return the percentage that a word may be: with its sign, or a bare number."""
    rate = read_percent(text)
    if rate is None and _BARE_RATE.fullmatch(text):
        rate = Decimal(text.replace(",", "."))
    return rate if rate is not None and rate < HUNDRED else None


def _lower(net: Figure | None, gross: Figure | None) -> bool:
    if net is None or gross is None or net.rest.strip() == _PERCENT or not decimals_of(net.value):
        return False
    return 0 < net.value <= gross.value <= net.value * MOST_TAX


def _same(pairs: Sequence[tuple[Figure | None, Figure | None]]) -> bool:
    return all(net is not None and gross is not None and net.value == gross.value for net, gross in pairs)


def _of(draft: LineDraft, index: int | None) -> Figure | None:
    return draft.numbers.get(index) if index is not None else None


def _multiplies_throughout(choice: RoleChoice, drafts: Sequence[LineDraft]) -> bool:
    """Tell whether quantity × price is the amount in every line that has the three, and in at least one.

    Where a column says what prices are per, the price may be for a hundred or a thousand.
    """
    closing = [
        any(multiplies(q.value, p.value, a.value, basis) for basis in (_PER if draft.price_per else (ONE,)))
        for draft in drafts
        if (q := _of(draft, choice.quantity)) and (p := _of(draft, choice.price)) and (a := _of(draft, choice.amount))
    ]
    return bool(closing) and len(closing) * 2 > len(drafts) and all(closing)


def words_of_basis(words: Sequence[Word], units: Units) -> str:
    """Return what a price is per; before a basis a scan gives the stroke of "/C" as a letter or a 1: "IC"."""
    text = join_words(words)
    slashed = _STROKE.sub("/", text)
    return slashed if words[0].method is Method.OCR and units.price_basis(slashed) is not None else text
