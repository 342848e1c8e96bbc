"""Sums of money that a column too narrow for them broke behind their decimal mark: "38." over "49"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.domain.provenance import Method
from app.extraction.table.columns import AMOUNTS, NUMBER_ROLES, PRICES, Column
from app.extraction.table.grid import GridRow
from app.extraction.values.words import Word

_BROKEN = re.compile(r"\D{0,2}[0-9]{1,3}(?:[.,' ]?[0-9]{3})*[.,]", re.ASCII)
_CENTS = re.compile(r"[0-9]{2}", re.ASCII)
_MONEY = AMOUNTS | PRICES


def with_wrapped_figures(rows: Sequence[GridRow], columns: Sequence[Column]) -> list[GridRow]:
    """Return the rows with each sum whole that goes on in the row below, which keeps its words.

    Read alone its first part is another sum, which the price bears out: 3 times 12.83 is 38 when it is rounded so.
    On a scan the end may be anything that was misread.
    """
    result = list(rows)
    for at in range(len(result) - 1):
        for index, column in enumerate(columns):
            joined = _joined(result[at], result[at + 1], index, columns) if column.role in _MONEY else None
            if joined is not None:
                result[at] = _with_cell(result[at], index, (*result[at].cells[index][:-1], joined))
                result[at + 1] = _with_cell(result[at + 1], index, ())
    return result


def _joined(upper: GridRow, lower: GridRow, index: int, columns: Sequence[Column]) -> Word | None:
    """Return the sum that begins in one row and ends in the next; None where the two cells are none."""
    if not upper.cells[index] or len(lower.cells[index]) != 1 or upper.row.page != lower.row.page:
        return None
    first, last = upper.cells[index][-1], lower.cells[index][0]
    if first.method is Method.OCR or not (_BROKEN.fullmatch(first.text) and _CENTS.fullmatch(last.text)):
        return None
    billed = any(lower.cells[i] for i, c in enumerate(columns) if c.role in NUMBER_ROLES and c.role not in _MONEY)
    return None if billed else replace(first, text=first.text + last.text, box=first.box.union(last.box))


def _with_cell(row: GridRow, index: int, words: tuple[Word, ...]) -> GridRow:
    return replace(row, cells=(*row.cells[:index], words, *row.cells[index + 1 :]))
