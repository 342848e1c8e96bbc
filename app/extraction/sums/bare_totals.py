"""Totals that are called nothing but "total", and stand on a page by themselves: of what they are is not said.

A sum of weights or hours stands under what it sums, under a heading, or beside other figures. One with cents that has
none of these about it is read as money, and a page has one such total.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.money import decimals_of
from app.domain.provenance import Box
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.values.figures import is_currency_word, looks_like_figure
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze, words_of
from app.extraction.values.words import Word

_CENTS = 2
_DECIMALS = re.compile(r"\d[.,]\d{1,3}(?!\d)", re.ASCII)  # codes and numbers of streets have none
_NEAR = 3.0  # heights of a row: what stands so near above an amount is summed in it
_RIGHT_OVER = 1.5  # what stands so near heads it
_SHORT = 3  # words of a heading
_SAME_EDGE = 6.0  # points


def stands_alone(amount: LabelledAmount, rows: Sequence[Row]) -> bool:
    """Tell whether an amount is a bare total with nothing about it that it could be the sum of."""
    if amount.meanings != ("total",) or not amount.whole or amount.below or amount.settles:
        return False
    if decimals_of(amount.figure.value) != _CENTS or amount.figure.rest or not is_bare(amount):
        return False
    row, place = rows[amount.row], amount.figure.box
    above = [one for one in rows[max(0, amount.row - 2) : amount.row] if _is_near(one, row)]
    if any(_over(one, row, place) for one in above) or any(map(_counts_something, (row, *above))):
        return False
    return not _goes_on(row, place)


def is_bare(amount: LabelledAmount) -> bool:
    """Tell whether a label says nothing but "total", in any language."""
    words = [word for word in amount.label.split() if not is_currency_word(word.strip(":.()"))]
    return "".join(map(squeeze, words)) in page_words("totals", "bare")


def _is_near(above: Row, row: Row) -> bool:
    return above.page == row.page and row.top - above.bottom <= _NEAR * row.height


def _over(above: Row, row: Row, place: Box) -> bool:
    """Tell whether a figure ends or begins where an amount does, or a short heading stands right over it."""
    for cell in above.cells:
        figures = [word for word in cell.words if _DECIMALS.search(word.text)]
        if any(min(abs(word.x1 - place.x1), abs(word.x0 - place.x0)) <= _SAME_EDGE for word in figures):
            return True
        heads = (
            not any(map(str.isdigit, cell.text))
            and len(cell.words) <= _SHORT
            and row.top - above.bottom <= _RIGHT_OVER * row.height
        )
        if heads and cell.x0 < place.x1 and place.x0 < cell.x1:
            return True
    return False


def _goes_on(row: Row, place: Box) -> bool:
    """Tell whether a unit stands behind an amount in its cell, or a figure of the same row beside it."""
    at = next((at for at, cell in enumerate(row.cells) if any(_inside(word, place) for word in cell.words)), None)
    if at is None:
        return True
    behind = [word for word in row.cells[at].words if word.x0 >= place.x1 and not is_currency_word(word.text)]
    beside = [cell.words[0] for cell in row.cells[at + 1 : at + 2]]
    beside += [cell.words[-1] for cell in row.cells[max(0, at - 1) : at]]
    label = [word for word in row.cells[at].words if word.x1 <= place.x0]
    return bool(behind) or any(looks_like_figure(word.text) for word in (*beside, *label))


def _counts_something(row: Row) -> bool:
    """Tell whether a row speaks of weights, hours, pieces or other things that are no money to be paid."""
    return not page_words("below_lines", "counted").isdisjoint(words_of(row.text))


def _inside(word: Word, place: Box) -> bool:
    return word.x0 < place.x1 and place.x0 < word.x1
