"""A seller's name that fills two rows, both set apart from all that is around them.

The lower has the legal form, or begins with a word that no name begins with ("MATÉRIAUX", "DU VIADUC").
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.company_words import LEGAL_FORMS
from app.domain.overlap import in_one_column
from app.domain.provenance import Method
from app.extraction.header.name_words import says_whose
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row
from app.extraction.values.words import Word

_LONGEST = 4  # words of the upper row
_ASIDE = 0.3  # heights
# How much higher one row may be, and the step from one to the other, in heights. A scan's words are as high as their
# letters are, and its rows as what stands beside a name.
_PRINTED, _SCANNED = (0.1, 1.8), (0.35, 2.4)
_APART = 1.5  # times that step: nearer to a name, other rows belong to it


def over_two_rows(rows: Sequence[Row], words: tuple[Word, ...]) -> tuple[tuple[Word, ...], ...]:
    """Return the rows of a name of which one was found: that one alone where no second is certain.

    In a letterhead whose address follows at once, the row above is a person or what the company says of itself. A row
    with a label above both ("Global number: …") is no part of a name.
    """
    index = next((at for at, row in enumerate(rows) if any(word is words[0] for word in row.words)), 0)
    cell = next((cell for cell in rows[index].cells if cell.words == words), None)
    if cell is None:
        return (words,)
    if above := _upper(rows, index, cell):
        return above.words, words
    if index + 1 < len(rows):
        below = next((c for c in rows[index + 1].cells if _upper(rows, index + 1, c) is cell), None)
        return (words, below.words) if below else (words,)
    return (words,)


def _upper(rows: Sequence[Row], index: int, lower: Cell) -> Cell | None:
    """Return what stands right above a cell that ends a name and begins it, the two set apart."""
    above = _right_above(rows, index, lower) if index and _may_end(lower) else None
    if above is None or not _begins_name(above):
        return None
    apart = _APART * (rows[index].top - rows[index - 1].top)
    over = rows[index - 2] if index > 1 and ":" not in rows[index - 2].text else None
    under = rows[index + 1] if index + 1 < len(rows) else None
    near = (over is not None and _near(over, rows[index - 1], lower, apart)) or (
        under is not None and _near(rows[index], under, lower, apart)
    )
    return None if near else above


def _may_end(lower: Cell) -> bool:
    return (_has_form(lower) or _goes_on(lower)) and not says_whose(lower.text)


def _right_above(rows: Sequence[Row], index: int, cell: Cell) -> Cell | None:
    row, upper = rows[index], rows[index - 1]
    higher, step = _SCANNED if cell.words[0].method is Method.OCR else _PRINTED
    level = upper.page == row.page and abs(upper.height - row.height) <= higher * row.height
    if not level or row.top - upper.top > step * row.height:
        return None
    return next((other for other in upper.cells if abs(other.x0 - cell.x0) <= _ASIDE * row.height), None)


def _near(upper: Row, lower: Row, cell: Cell, apart: float) -> bool:
    """Tell whether two rows follow each other by less than so many points, each with text over or under a name."""
    close = upper.page == lower.page and lower.top - upper.top < apart
    return close and all(any(in_one_column(c, cell) for c in row.cells) for row in (upper, lower))


def _begins_name(cell: Cell) -> bool:
    named = len(cell.words) <= _LONGEST and cell.text[0].isupper() and cell.text[-1].isalnum()
    return named and not any(ch.isdigit() or ch in ":@" for ch in cell.text) and not _has_form(cell)


def _goes_on(cell: Cell) -> bool:
    """Tell whether a short text is the rest of a name: it begins with a word that joins it to what stands above."""
    return (
        1 < len(cell.words) <= _LONGEST
        and cell.keys[0] in page_words("names", "joining")
        and cell.words[1].text[:1].isupper()
    )


def _has_form(cell: Cell) -> bool:
    return not LEGAL_FORMS.isdisjoint(cell.keys)
