"""What the equations of a scanned invoice really bear witness to (S2.165, S2.166).

An equation speaks for a digit only where another digit in its place would break it. Rounding hides the last digits of
a long price at a small quantity, and an amount that lost its last digit still agrees with the product it was rounded
from. On a text layer the digits are what they are; on a scan a digit nothing speaks for is a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import decimals_of
from app.domain.provenance import Method
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.arithmetic import CENT, extended, multiplies
from app.extraction.values.figures import Figure

_DIGIT_AS_LETTER = re.compile(r"[OQDIlSBZG|][0-9]", re.ASCII)
_POINT, _DIGIT = re.compile(r"[0-9].*[.,'].*[0-9]", re.ASCII), re.compile(r"[0-9]", re.ASCII)
_WITH_CENTS = 3  # digits
_MONEY = 2  # decimals of an amount, unless the document shows another habit


@dataclass(frozen=True, slots=True)
class Habit:
    """With how many decimals a document prints its amounts, prices and quantities; None where it has no habit."""

    amount: int = _MONEY
    price: int | None = None
    quantity: int | None = None


def habit_of(figures: Sequence[LineFigures], totals: Iterable[LabelledAmount | None] = ()) -> Habit:
    """Return the decimals most figures of each kind are printed with."""
    amounts = [line.amount for line in figures] + [total.figure for total in totals if total is not None]
    amount = _usual(amounts)
    return Habit(
        amount=_MONEY if amount is None else amount,
        price=_usual([line.price for line in figures]),
        quantity=_usual([line.quantity for line in figures]),
    )


def _usual(figures: Sequence[Figure | None]) -> int | None:
    counts = Counter(decimals_of(figure.value) for figure in figures if figure is not None)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def scanned(figures: LineFigures) -> bool:
    """Tell whether a figure of the line was read by OCR."""
    return any(f is not None and f.method is Method.OCR for f in (figures.quantity, figures.price, figures.amount))


def points_lost(figures: Sequence[LineFigures], totals: Iterable[LabelledAmount | None]) -> bool:
    """Tell whether a scan may have lost every point of its money: then 1250 may be 12.50, and all sums close alike.

    One point or comma that is left, or one sum too short for cents, shows how the others are printed.
    """
    money = [f for line in figures for f in (line.price, line.amount) if f is not None]
    money.extend(total.figure for total in totals if total is not None)
    return bool(figures) and all(
        figure.method is Method.OCR and not _POINT.search(figure.raw) and len(_DIGIT.findall(figure.raw)) >= _WITH_CENTS
        for figure in money
    )


def cut_short(figure: Figure) -> bool:
    """Tell whether a figure of a scan ends at a letter that may be one of its digits ("79.66I6")."""
    return figure.method is Method.OCR and _DIGIT_AS_LETTER.match(figure.rest) is not None


def exact_to_the_cent(figures: LineFigures, habit: Habit) -> bool:
    """Tell whether a closing line closes to the last digit of money, and not only to that of a shortened amount."""
    quantity, price, amount = figures.quantity, figures.price, figures.amount
    if quantity is None or price is None or amount is None or decimals_of(amount.value) >= min(habit.amount, _MONEY):
        return True
    product = extended(quantity.value, price.value, figures.basis) - (figures.discount or Decimal(0))
    return abs(product - amount.value) <= CENT / 2


def shortened(figures: LineFigures, habit: Habit) -> bool:
    """Tell whether the amount has fewer decimals than the document's amounts have."""
    return figures.amount is not None and decimals_of(figures.amount.value) < habit.amount


def factors_witnessed(figures: LineFigures, habit: Habit) -> bool:
    """Tell whether a closing line would break if price or quantity had another last digit, or one more.

    A factor that two readers read alike needs no more witness.
    """
    quantity, price = figures.quantity, figures.price
    if quantity is None or price is None or figures.amount is None:
        return True
    if habit.price is not None and decimals_of(price.value) < habit.price and not price.agreed:
        return False
    return all(
        factor.method is not Method.OCR or factor.agreed or _speaks(figures, factor is price)
        for factor in (quantity, price)
    )


def fully_witnessed(figures: LineFigures) -> bool:
    """Tell whether the equation itself speaks for every digit, readers apart."""
    return all(_speaks(figures, price) for price in (True, False))


def _speaks(figures: LineFigures, price: bool) -> bool:
    assert figures.quantity is not None
    assert figures.price is not None
    assert figures.amount is not None
    figure = figures.price if price else figures.quantity
    step = Decimal(1).scaleb(-decimals_of(figure.value))
    discount = figures.discount or Decimal(0)
    for change in (step, -step):
        quantity = figures.quantity.value + (0 if price else change)
        factor = figures.price.value + (change if price else 0)
        if multiplies(quantity, factor, figures.amount.value, figures.basis, discount):
            return False
    return True
