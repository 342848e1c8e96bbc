"""Headings of several words that were parted because not all are known: one where the cells below run across them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from app.extraction.table.columns import Column
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import looks_like_figure
from app.extraction.values.rows import Row

_CLOSE = 2.2  # heights of a row between the parts of one heading, a stroke among them
_EDGE = 3.0  # points
_SAMPLES = 40  # rows
_FIGURES = 2
_MOST = 0.5
_TEXTS = frozenset({ColumnKind.DESCRIPTION, ColumnKind.ITEM_CODE, None})
_SAYS_LITTLE = frozenset({ColumnKind.IGNORED, None})


def joined_headings(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns with a heading's unknown part joined to the text before it ("Description", "of articles").

    It is one heading where most cells below run across both parts, and none begins under the second. So is
    "Description / Price" where the lines have their price in a column of its own.
    """
    prices = sum(column.role is ColumnKind.PRICE for column in columns)
    sample: list[Row] | None = None
    result: list[Column] = []
    for column in columns:
        last = result[-1] if result else None
        if last is not None and _may_join(last, column, rows, priced=prices > 1):
            if sample is None:
                figured = (row for row in rows if sum(looks_like_figure(w.text) for w in row.words) >= _FIGURES)
                sample = list(islice(figured, _SAMPLES))
            if _runs_across(last, column, sample):
                result[-1] = replace(last, x1=column.x1, heading=f"{last.heading} {column.heading}")
                continue
        result.append(column)
    return tuple(result)


def _may_join(left: Column, right: Column, rows: Sequence[Row], *, priced: bool) -> bool:
    says_little = right.role in _SAYS_LITTLE or (priced and right.role is ColumnKind.PRICE)
    if left.role not in _TEXTS or not says_little or left.ruled or right.ruled or not rows:
        return False
    return -_EDGE * 2 <= right.x0 - left.x1 <= _CLOSE * rows[0].height


def _runs_across(left: Column, right: Column, rows: Sequence[Row]) -> bool:
    across = 0
    for row in rows:
        for cell in row.cells:
            if right.x0 - _EDGE <= cell.x0 <= right.x1:
                return False
            across += cell.x0 < right.x0 - _EDGE and cell.x1 > right.x0 + _EDGE and cell.x1 > left.x0
    return bool(rows) and across >= _MOST * len(rows)
