"""Text below a code that runs on under the heading of a number: the figure in it is a size and counts nothing."""

from __future__ import annotations

from collections.abc import Collection

from app.extraction.table.grid import GridRow
from app.extraction.values.numerals import is_numeric

_WORDS = 2  # with letters before a figure, a blank apart: a text, where one may be a code beside its quantity


def runs_on_in_words(grid: GridRow, numbers: Collection[int]) -> bool:
    """Tell whether a row's figures are parts of its text: "Cable 3 x 2.5 mm", with the 2.5 below "Quantity"."""
    figures = [word for index in numbers for word in grid.cells[index] if is_numeric(word.text)]
    runs = [cell.words for cell in grid.row.cells]
    return bool(figures) and all(
        any(
            word in run and sum(any(map(str.isalpha, other.text)) for other in run[: run.index(word)]) >= _WORDS
            for run in runs
        )
        for word in figures
    )
