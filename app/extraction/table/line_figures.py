"""The figures of a drafted line by their roles, with what the price is per and what was taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from app.domain.money import decimals_of, half_step
from app.domain.provenance import Method
from app.extraction.table.columns import AMOUNTS, PRICES, Column
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.table.factors_in_text import TextFactors, factors_in_text, price_each, weighed
from app.extraction.table.price_columns import words_of_basis
from app.extraction.table.roles import off_twice, taken_off
from app.extraction.values.arithmetic import CENT, HUNDRED, ONE, extended, multiplies, nearly_multiplies
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.rows import join_words
from app.extraction.values.units import Units
from app.extraction.values.words import Word

_THOUSAND = HUNDRED * 10
_MONEY = AMOUNTS | PRICES
_HEADED_BASIS = re.compile(r"(?<![0-9])1000?(?![0-9])", re.ASCII)
_HUNDREDWEIGHT = re.compile(r"\bcwt\b", re.IGNORECASE)  # a hundred pounds
# Units that lines count in, with those a thousand times as large that prices are per: "Weight kg", "EUR/t".
_LARGER: Final[frozenset[tuple[str | None, str | None]]] = frozenset(
    {("KG", "MT"), ("G", "KG"), ("ML", "L"), ("L", "M3"), ("MM", "M")}
)
_CENTS = 2  # decimals
_COUNT = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LineFigures:
    """Quantity, price and amount of a line as printed; ``basis`` is what the price is per.

    ``closes`` tells whether they multiply; None where one of them is not printed. ``nearly`` is a difference that the
    rounding of a printed price explains. ``basis_stated`` is False where only arithmetic speaks for the basis.
    ``unit_apart`` tells that the quantity is another than the one the printed unit counts (weight beside cases).
    ``price_unread`` tells that something stands in the cell of the price, and is no price that could be read.
    ``taxed`` is the amount as printed where it contains the tax and a price without it stands beside; ``worked_out``
    tells that ``amount`` is what the quantity comes to at that price, and is printed nowhere. ``rival`` is another
    amount of the line that may be the one billed.
    """

    quantity: Figure | None
    price: Figure | None
    amount: Figure | None
    basis: Decimal = ONE
    basis_stated: bool = True
    discount: Decimal | None = None
    discount_raw: str = ""
    closes: bool | None = None
    nearly: bool = False
    factors_known: bool = True
    unit_apart: bool = False
    price_unread: bool = False
    taxed: str = ""
    worked_out: bool = False
    rival: Decimal | None = None


def line_figures(
    draft: LineDraft,
    choice: RoleChoice,
    columns: Sequence[Column],
    knowledge: Knowledge,
    default_basis: Decimal = ONE,
    mark: DecimalMark = DecimalMark.POINT,
) -> LineFigures:
    """Return a line's figures by role, with the basis and discount under which they multiply."""
    quantity = _figure(draft, choice.quantity)
    price = _figure(draft, choice.price)
    amount = _figure(draft, choice.amount)
    if quantity is None:
        quantity = _counted_otherwise(draft, choice, price, amount)
    told = _told_in_text(draft, (quantity, price, amount), mark, knowledge)
    if told is not None:
        return LineFigures(told.quantity, told.price, amount, closes=True)
    known = choice.named or _told_apart(quantity, price)
    apart = quantity is _figure(draft, choice.quantity) and _counts_other(choice, columns)
    named_price = choice.price is not None and bool(draft.unread)
    unread = price is None and (named_price or _strange_money(draft, choice, columns))
    rival = _figure(draft, choice.rival)
    figures = LineFigures(
        quantity,
        price,
        amount,
        factors_known=known,
        unit_apart=apart,
        price_unread=unread,
        rival=rival.value if rival is not None else None,
    )
    stated = (
        _stated_basis(draft, price, knowledge.units)
        or _headed_basis(_heading(columns, choice.price))
        or (default_basis if default_basis != 1 else None)
    )
    if quantity is None or price is None or amount is None:
        discount, raw = _only_discount(draft, choice)
        return replace(figures, basis=stated or ONE, discount=discount, discount_raw=raw)
    closing = _closing(figures, draft, choice, stated, columns)
    if choice.untaxed is not None:
        return _without_tax(closing, _figure(draft, choice.untaxed))
    if closing.closes or closing.nearly:
        return closing
    other = _counted_otherwise(draft, choice, price, amount) or weighed(draft.texts[1:], price, amount, mark)
    return closing if other is None else replace(figures, quantity=other, closes=True, unit_apart=True)


def _strange_money(draft: LineDraft, choice: RoleChoice, columns: Sequence[Column]) -> bool:
    """Tell whether money that may be the price stands in a column nobody knows: a sum alone bears out no such line."""
    named = {choice.quantity, choice.amount, choice.discount, choice.untaxed, choice.rival, *choice.more_discounts}
    strange = (f for i, f in draft.numbers.items() if i not in named and columns[i].role is None)
    return draft.strange_money or any(f.value and decimals_of(f.value) >= _CENTS and f.rest != "%" for f in strange)


def _without_tax(figures: LineFigures, net: Figure | None) -> LineFigures:
    """Return a line whose price and amount contain the tax at the price without it, which is printed beside.

    The amount is worked out, so that nothing but the sum of all lines can bear it out.
    """
    amount, quantity = figures.amount, figures.quantity
    assert amount is not None
    assert quantity is not None
    taxed = replace(figures, taxed=amount.raw)
    if not figures.closes or figures.discount or net is None:
        return taxed
    worth = replace(amount, value=_cents(extended(quantity.value, net.value, figures.basis)))
    return replace(taxed, price=net, amount=worth, worked_out=True)


def _counts_other(choice: RoleChoice, columns: Sequence[Column]) -> bool:
    """Tell whether the column of units stands behind another count than the one that is billed ("2 CS ... 35.1")."""
    behind = [i - 1 for i, column in enumerate(columns) if column.role is ColumnKind.UOM]
    return choice.quantity not in behind and any(index in choice.other_counts for index in behind)


def _counted_otherwise(
    draft: LineDraft, choice: RoleChoice, price: Figure | None, amount: Figure | None
) -> Figure | None:
    """Return the quantity of a line without one where lines are billed as a rule, under which it multiplies.

    Beside catch weights stand what is billed by the case, with no weight (S2.162).
    """
    if price is None or amount is None:
        return None
    found = (_figure(draft, index) for index in choice.other_counts)
    return next((f for f in found if f is not None and multiplies(f.value, price.value, amount.value, ONE)), None)


def _told_in_text(
    draft: LineDraft,
    figures: tuple[Figure | None, Figure | None, Figure | None],
    mark: DecimalMark,
    knowledge: Knowledge,
) -> TextFactors | None:
    """Return the factors of an amount of which the columns lack one or both, where the words of the line tell them.

    The one that stands in a column is the one the words name: "8 x" may run into the text, and 74.50 stand alone.
    """
    quantity, price, amount = figures
    missing = (quantity, price).count(None)
    if amount is None or not missing or (missing == 1 and draft.unread):
        return None
    found = (factors_in_text(words, amount, mark, knowledge) for words in draft.texts)
    pairs = (pair for pair in found if pair is not None)
    told = next((p for p in pairs if _agrees(quantity, p.quantity) and _agrees(price, p.price)), None)
    if told is not None or quantity is None:
        return told
    each = (price_each(words, quantity, amount, mark) for words in draft.texts)
    return next((TextFactors(quantity, figure) for figure in each if figure is not None), None)


def _agrees(printed: Figure | None, told: Figure) -> bool:
    return printed is None or printed.value == told.value


def _told_apart(quantity: Figure | None, price: Figure | None) -> bool:
    """Tell whether figures show which factor is the price: it has decimals and the quantity has none."""
    if quantity is None or price is None:
        return True
    return decimals_of(quantity.value) == 0 and decimals_of(price.value) >= 2


def _figure(draft: LineDraft, index: int | None) -> Figure | None:
    return draft.numbers.get(index) if index is not None else None


def _heading(columns: Sequence[Column], index: int | None) -> str:
    return columns[index].heading if index is not None else ""


def _stated_basis(draft: LineDraft, price: Figure | None, units: Units) -> Decimal | None:
    """Return the basis that is printed: in its own column, glued to the price, or as the unit (C, M)."""
    if draft.price_per:
        found = units.price_basis(words_of_basis(draft.price_per, units)) or _counted_basis(draft.price_per, units)
        if found:
            return found
    if price is not None and price.rest:
        found = units.price_basis(price.rest)
        if found:
            return found
    if not draft.uom:
        return None
    per = units.canonical(join_words(draft.price_per) if draft.price_per else price.rest if price is not None else "")
    larger = (units.canonical(join_words(draft.uom)), per) in _LARGER
    return units.price_basis(join_words(draft.uom)) or (_THOUSAND if larger else None)


def _headed_basis(heading: str) -> Decimal | None:
    """Return the hundred or thousand that the heading of the prices names: "Price / 1000"."""
    found = _HEADED_BASIS.findall(heading.replace(".", "").replace(",", ""))
    if not found and _HUNDREDWEIGHT.search(heading):
        return HUNDRED
    return Decimal(found[0]) if len(found) == 1 else None


def _counted_basis(words: Sequence[Word], units: Units) -> Decimal | None:
    """Return how many the price is for where the cell says it in digits, with a unit or none: "10 PC", "12"."""
    if not _COUNT.fullmatch(words[0].text) or not all(units.is_unit(word.text) for word in words[1:]):
        return None
    return Decimal(words[0].text)


def _closing(
    figures: LineFigures, draft: LineDraft, choice: RoleChoice, stated: Decimal | None, columns: Sequence[Column]
) -> LineFigures:
    assert figures.quantity is not None
    assert figures.price is not None
    assert figures.amount is not None
    quantity, price, amount = figures.quantity.value, figures.price.value, figures.amount.value
    bases = [stated, ONE] if stated and stated != 1 else [ONE]
    for basis in bases:
        full = extended(quantity, price, basis)
        for discount, raw in [(None, ""), *_discounts(draft, choice, full, amount, _heading(columns, choice.discount))]:
            if multiplies(quantity, price, amount, basis, discount or Decimal(0)):
                shown, text = (discount, raw) if discount else _only_discount(draft, choice, zero=True)
                closing = replace(figures, basis=basis, discount=shown, discount_raw=text, closes=True)
                return closing if basis == (stated or ONE) else _against_print(closing, draft)
    # On a scan a price that is 1000 times too large has lost its point; only a text layer speaks for a basis.
    scanned = figures.price.method is Method.OCR
    for basis in (HUNDRED, _THOUSAND):
        if stated is None and not scanned and multiplies(quantity, price, amount, basis) and amount:
            known = figures.factors_known and _is_headed(columns, choice)
            return replace(figures, basis=basis, basis_stated=False, factors_known=known, closes=True)
    basis = stated or ONE
    nearly = nearly_multiplies(quantity, price, amount, basis)
    discount, raw = _only_discount(draft, choice)
    return replace(figures, basis=basis, discount=discount, discount_raw=raw, closes=False, nearly=nearly)


def _is_headed(columns: Sequence[Column], choice: RoleChoice) -> bool:
    """Tell whether a heading calls one factor no money, and none the other a share: 3 % of a base multiplies so too."""
    quantity, price = _column(columns, choice.quantity), _column(columns, choice.price)
    if quantity is None or price is None or not quantity.heading or quantity.role in _MONEY:
        return False
    return not any("%" in column.heading for column in (quantity, price))


def _column(columns: Sequence[Column], index: int | None) -> Column | None:
    return columns[index] if index is not None else None


def _against_print(figures: LineFigures, draft: LineDraft) -> LineFigures:
    """Mark a line that multiplies only if a basis printed in digits is passed over (S2.165, S2.166).

    A point read for a comma makes 2.5 of 2500, and "per 1000" hides it: on a scan nothing then speaks for a factor.
    A bare letter is no such basis: "M" beside a price may be metres. "4.00/CWT" is one.
    """
    assert figures.price is not None
    printed = (*(word.text for word in draft.price_per), figures.price.rest)
    if not any(ch.isdigit() for text in printed for ch in text) and not _is_per(figures.price.rest, draft):
        return figures
    known = figures.factors_known and figures.price.method is not Method.OCR
    return replace(figures, basis_stated=False, factors_known=known)


def _is_per(rest: str, draft: LineDraft) -> bool:
    """Tell whether a price says "/C" or "/MBF" beside it, and this is not the unit in which the line counts."""
    unit = rest.removeprefix("/").strip().casefold()
    counted = {word.text.casefold() for word in draft.uom}
    return unit not in counted and (len(unit) > 1 or (rest.startswith("/") and bool(counted)))


def _discounts(
    draft: LineDraft, choice: RoleChoice, full: Decimal, amount: Decimal, heading: str
) -> list[tuple[Decimal, str]]:
    """Return the discounts that may be meant: a percentage of the full amount, or an amount (a line's, or per unit)."""
    found: list[tuple[Decimal, str]] = []
    figures = [f for i in (choice.discount, *choice.more_discounts) if (f := _figure(draft, i)) is not None]
    figure = figures[0] if len(figures) == 1 else None
    percent = draft.discount_percent
    twice = off_twice(choice, draft, full)
    if twice is not None:
        return [(twice, next(f.raw for f in figures if abs(f.value) == twice))]
    if percent is None and len(figures) > 1:
        percent = taken_off(choice, draft)
    if percent is None and figure is not None and ("%" in heading or figure.rest == "%"):
        percent = abs(figure.value)
    if percent is not None:
        found.extend(_percents(full, amount, percent))
    if figure is not None and figure.value:
        found.append((abs(figure.value), figure.raw))
        if abs(figure.value) < HUNDRED:
            found.extend((value, f"{figure.raw}%") for value, _ in _percents(full, amount, abs(figure.value)))
    if draft.discount_row is not None:
        found.append((abs(draft.discount_row.value), draft.discount_row.raw))
    return found


def _percents(full: Decimal, amount: Decimal, percent: Decimal) -> list[tuple[Decimal, str]]:
    """Return what a percentage takes off: rounded itself, or as what is left was rounded."""
    off = full * percent / HUNDRED
    shown = f"{percent}%"
    found = [(_cents(off), shown)]
    if abs(full - off - amount) <= half_step(amount):
        found.append((full - amount, shown))
    return found


def _only_discount(draft: LineDraft, choice: RoleChoice, *, zero: bool = False) -> tuple[Decimal | None, str]:
    """Return a discount that is printed as an amount though nothing proves it; None where there is none."""
    figure = _figure(draft, choice.discount)
    if zero or figure is None or not figure.value or draft.discount_percent is not None or figure.rest == "%":
        return None, ""
    return abs(figure.value), figure.raw


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, rounding=ROUND_HALF_UP)
