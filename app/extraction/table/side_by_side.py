"""Two lists of lines side by side: "Parts" on the left and "Labour" on the right, each under a heading of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.extraction.table.area import row_of
from app.extraction.table.columns import AMOUNTS, COUNTS, PRICES, Column, Heading
from app.extraction.table.headings import find_headings
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import is_currency_word, is_mostly_digits
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import Row
from app.extraction.values.words import PageText

_FACTORS = COUNTS | PRICES
_GUTTER = 4.0  # points that stay free between the lists


@dataclass(frozen=True, slots=True)
class _Lists:
    """Rows that hold two lists: the first, the one behind the last, and where the second list begins."""

    first: int
    end: int
    x: float


def parted_lists(rows: Sequence[Row], pages: Sequence[PageText], knowledge: Knowledge) -> list[Row]:
    """Return the rows with two lists side by side one after the other; the same rows where there are none.

    What is left of the gutter comes first. That the lists are two is for the sums to say: amounts of one list stand
    side by side as well.
    """
    result: list[Row] = []
    start = 0
    for found in _lists(rows, find_headings(rows, pages, knowledge)):
        result.extend(rows[start : found.first])
        within = rows[found.first : found.end]
        for left in (True, False):
            for row in within:
                words = [word for word in row.words if (word.middle < found.x) is left]
                if words:
                    result.append(row if len(words) == len(row.words) else row_of(row, words))
        start = found.end
    return [*result, *rows[start:]]


def _lists(rows: Sequence[Row], headings: Sequence[Heading]) -> Iterator[_Lists]:
    """Yield what holds two lists: under a heading that names figures and their amount twice, down to what crosses."""
    for heading in headings:
        between = _between(heading.columns)
        if between is None:
            continue
        x0, x1 = between
        end = heading.first_row
        while end < len(rows) and rows[end].page == heading.page:
            free = _still_free(rows[end], x0, x1)
            if free is None or _is_torn(rows[end], sum(free) / 2):
                break
            x0, x1 = free
            end += 1
        if end > heading.last_row + 1:
            yield _Lists(heading.first_row, end, (x0 + x1) / 2)


def _between(columns: Sequence[Column]) -> tuple[float, float] | None:
    """Return the gap between the columns of two lists, each with an amount and a factor of it, the second with a text.

    None where the columns are those of one.
    """
    amounts = [at for at, column in enumerate(columns) if column.role in AMOUNTS]
    if len(amounts) < 2:
        return None
    left, right = columns[: amounts[0] + 1], columns[amounts[0] + 1 :]
    twice = all(any(column.role in _FACTORS for column in part) for part in (left, right))
    figured = right[0].role in _FACTORS | AMOUNTS and ColumnKind.DESCRIPTION not in {column.role for column in right}
    return (left[-1].x1, right[0].x0) if twice and not figured else None


def _still_free(row: Row, x0: float, x1: float) -> tuple[float, float] | None:
    """Return what of a gap a row leaves free; None where it runs through it."""
    for word in row.words:
        if word.x1 <= x0 or word.x0 >= x1:
            continue
        if word.x0 <= x0 and word.x1 < x1:
            x0 = word.x1
        elif word.x1 >= x1 and word.x0 > x0:
            x1 = word.x0
        else:
            return None
    return (x0, x1) if x1 - x0 >= _GUTTER else None


def _is_torn(row: Row, x: float) -> bool:
    """Tell whether a gutter would part a label from its figure: on the left is none, and on the right nothing else."""
    left = [word for word in row.words if word.middle < x]
    right = [word for word in row.words if word.middle >= x]
    labelled = bool(left) and not any(map(is_mostly_digits, left))
    return labelled and bool(right) and all(is_mostly_digits(w) or is_currency_word(w.text) for w in right)
