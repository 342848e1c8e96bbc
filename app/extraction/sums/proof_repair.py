"""Misread digits that the sums give away: the one look-alike change under which everything closes (S2.165 to S2.167).

A repair is made on recognised text only that a second reader does not bear out, only where the sums of the document
leave a single solution, and it keeps what was read. What cannot be decided stays as read, and flagged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation
from itertools import combinations

from app.domain.money import decimals_of
from app.domain.provenance import Method
from app.extraction.sums.witness import Habit, habit_of
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.arithmetic import CENT, HUNDRED, extended, multiplies
from app.extraction.values.figures import Figure

_ALIKE = frozenset(
    frozenset(pair)
    for pair in (
        "83",
        "86",
        "80",
        "89",
        "85",
        "56",
        "53",
        "59",
        "14",
        "17",
        "47",
        "49",
        "71",
        "06",
        "09",
        "39",
        "27",
        "69",
        "35",
        "12",
        "15",
    )
)
_MOST_BAD = 6
_SEVERAL = 2
_MOST_DECIMALS = 4
_CENTS = 2


@dataclass(frozen=True, slots=True)
class Repair:
    """A line's figures with one of them mended, which one, and what was read there."""

    figures: LineFigures
    field: str
    read: str


def repair_lines(figures: Sequence[LineFigures], missing: Decimal | None) -> Mapping[int, Repair]:
    """Return the lines that can be mended, by their index.

    A line is mended only to what its column is printed like, and only by figures that are printed like theirs: a
    price with a decimal too few was itself misread, and a second error must not be made up for by inventing another.

    Args:
        figures: The lines as read.
        missing: What the printed sum is above the sum of the lines as read; None where no sum is printed.
    """
    found = _repairs(figures, missing)
    habit = habit_of(figures)
    return {index: repair for index, repair in found.items() if _like_its_column(repair.figures, habit)}


def _like_its_column(figures: LineFigures, habit: Habit) -> bool:
    pairs = (
        (figures.quantity, habit.quantity),
        (figures.price, 2 if habit.price is None else habit.price),
        (figures.amount, habit.amount),
    )
    return all(figure is None or usual is None or decimals_of(figure.value) == usual for figure, usual in pairs)


def _repairs(figures: Sequence[LineFigures], missing: Decimal | None) -> Mapping[int, Repair]:
    bad = [i for i, f in enumerate(figures) if f.closes is False and not f.nearly and _scanned(f)]
    if missing is None or not bad or len(bad) > _MOST_BAD or _priced_by_hundreds(figures):
        return {}
    amounts = {index: repair for index in bad if (repair := _amount(figures[index])) is not None}
    solutions = [
        chosen
        for size in range(1, len(amounts) + 1)
        for chosen in combinations(amounts, size)
        if abs(sum((_gain(figures[i], amounts[i]) for i in chosen), Decimal(0)) - missing) <= CENT / 2
    ]
    if abs(missing) <= CENT / 2:
        # A sum that closes speaks for the amounts, unless two misread ones may make up for each other.
        return {} if solutions else _by_price_or_quantity(figures, bad)
    if len(solutions) != 1:
        return {}
    mended = {index: amounts[index] for index in solutions[0]}
    rest = [index for index in bad if index not in mended]
    return {**mended, **_by_price_or_quantity(figures, rest)}


def _scanned(figures: LineFigures) -> bool:
    return all(f is not None and f.method is Method.OCR for f in (figures.quantity, figures.price, figures.amount))


def _priced_by_hundreds(figures: Sequence[LineFigures]) -> bool:
    """Tell whether all lines multiply by one number per which they may be priced: then no point was lost or misread."""
    factors = [(f.quantity, f.price, f.amount) for f in figures if f.closes is not None]
    if len(factors) < _SEVERAL or any(f.closes for f in figures):
        return False
    return any(
        all(multiplies(q.value, p.value, a.value, basis) for q, p, a in factors if q and p and a)
        for basis in (HUNDRED, HUNDRED * 10)
    )


def _gain(before: LineFigures, repair: Repair) -> Decimal:
    assert before.amount is not None
    assert repair.figures.amount is not None
    return repair.figures.amount.value - before.amount.value


def _by_price_or_quantity(figures: Sequence[LineFigures], bad: Sequence[int]) -> dict[int, Repair]:
    """Mend price or quantity where the amounts are known to be right; only where one of the two can be meant."""
    mended = {}
    for index in bad:
        found = [repair for repair in (_price(figures[index]), _quantity(figures[index])) if repair is not None]
        if len(found) == 1:
            mended[index] = found[0]
    return mended


def _amount(figures: LineFigures) -> Repair | None:
    quantity, price, amount = figures.quantity, figures.price, figures.amount
    assert quantity is not None
    assert price is not None
    assert amount is not None
    value = extended(quantity.value, price.value, figures.basis).quantize(CENT, rounding=ROUND_HALF_UP)
    return _mended(figures, "amount", amount, value)


def _price(figures: LineFigures) -> Repair | None:
    quantity, price, amount = figures.quantity, figures.price, figures.amount
    assert quantity is not None
    assert price is not None
    assert amount is not None
    exact = _quotient(amount.value * figures.basis, quantity.value)
    if exact is None:
        return None
    places = max(2, min(_MOST_DECIMALS, decimals_of(price.value) or 2))
    for decimals in dict.fromkeys((places, 2, 3, 4)):
        value = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        if multiplies(quantity.value, value, amount.value, figures.basis) and (
            found := _mended(figures, "unit_price", price, value)
        ):
            return found
    return None


def _quantity(figures: LineFigures) -> Repair | None:
    quantity, price, amount = figures.quantity, figures.price, figures.amount
    assert quantity is not None
    assert price is not None
    assert amount is not None
    exact = _quotient(amount.value * figures.basis, price.value)
    if exact is None:
        return None
    for decimals in dict.fromkeys((decimals_of(quantity.value), 0)):
        value = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        if (
            value
            and multiplies(value, price.value, amount.value, figures.basis)
            and (found := _mended(figures, "quantity", quantity, value))
        ):
            return found
    return None


def _quotient(above: Decimal, below: Decimal) -> Decimal | None:
    try:
        return above / below if below else None
    except (DivisionByZero, InvalidOperation):
        return None


def _mended(figures: LineFigures, field: str, figure: Figure, value: Decimal) -> Repair | None:
    if value == figure.value or not looks_alike(figure.raw, figure.value, value):
        return None
    # Digits that two readers saw alike are printed so: then the paper contradicts itself, and that is for a person.
    if figure.agreed and not _lost_mark(figure.value, value):
        return None
    mended = replace(figure, value=value)
    if field == "amount":
        return Repair(replace(figures, closes=True, amount=mended), field, figure.raw)
    if field == "unit_price":
        return Repair(replace(figures, closes=True, price=mended), field, figure.raw)
    return Repair(replace(figures, closes=True, quantity=mended), field, figure.raw)


def _lost_mark(read: Decimal, value: Decimal) -> bool:
    """Tell whether both have the same digits, and only the second a decimal mark: neither reader may have seen it."""
    return not decimals_of(read) and read.scaleb(-decimals_of(value)) == value


def looks_alike(raw: str, read: Decimal, value: Decimal) -> bool:
    """Tell whether ``value`` may have been printed where ``raw`` was read.

    Allowed is one thing: another sign, a lost or doubled point, one digit for a similar one, or a digit lost or added.
    """
    if value == -read:
        return True
    printed = re.sub(r"[^0-9]", "", raw)
    meant = re.sub(r"[^0-9]", "", format(abs(value), "f"))
    if (value < 0) != (read < 0) or not printed or not meant:
        return False
    bare, wanted = printed.lstrip("0"), meant.lstrip("0")
    # Of whole numbers several zeros are not lost at once: "2,500" beside a price per 100 is no 25.
    pointed = decimals_of(read) or decimals_of(value)
    if bare == wanted or (pointed and bare.rstrip("0") == wanted.rstrip("0")):
        # "1,240.00" has its point: a hundredth or thousandth of it may be what its price is per, and was not printed.
        return decimals_of(read) < _CENTS or read not in (value * HUNDRED, value * HUNDRED * 10)
    if decimals_of(read) != decimals_of(value) and decimals_of(read):
        return False
    if len(printed) == len(meant):
        wrong = [(a, b) for a, b in zip(printed, meant, strict=True) if a != b]
        return len(wrong) == 1 and frozenset(wrong[0]) in _ALIKE
    longer, shorter = (printed, meant) if len(printed) > len(meant) else (meant, printed)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
