"""Sums of a page that stand over their labels, several side by side: "9,400.00" over "Amount due".

A row of nothing but figures and days, with a row of labels right under it and none right over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.overlap import in_one_column
from app.extraction.statements.amounts_said import SUMS
from app.extraction.statements.owed import is_of_owing
from app.extraction.values.next_row import GOES_ON, is_right_below
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line

_FEWEST = 2  # values side by side
_LABEL = 4  # words
_VALUE = re.compile(r"[^a-z]*\d[^a-z]*|(?:[$€£]|[a-z]{3} )[\d.,' ]+|[\d.,' ]+ (?:[$€£]|[a-z]{3})")


def sums_over_labels(rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Yield each sum over a label of owing with that label, folded, and its row."""
    for index, row in enumerate(rows[:-1]):
        below = rows[index + 1]
        if len(row.cells) < _FEWEST or len(below.cells) != len(row.cells) or not _follows(row, below):
            continue
        if not _are_values(row) or not _are_labels(below) or not _pair(row, below):
            continue
        above = rows[index - 1] if index else None
        if (
            above is not None
            and _follows(above, row)
            and any(in_one_column(head, cell) for head in above.cells for cell in row.cells)
        ):
            continue  # their labels, or a table
        for cell, label in zip(row.cells, below.cells, strict=True):
            value, words = fold_line(cell.text), fold_line(label.text)
            if SUMS.fullmatch(value) and is_of_owing(words):
                yield f"{words} {value}", row


def _follows(row: Row, below: Row) -> bool:
    return is_right_below(below, row, GOES_ON * row.height)


def _are_values(row: Row) -> bool:
    return all(_VALUE.fullmatch(fold_line(cell.text)) for cell in row.cells)


def _are_labels(row: Row) -> bool:
    return all(len(cell.words) <= _LABEL and not any(ch.isdigit() for ch in cell.text) for cell in row.cells)


def _pair(row: Row, below: Row) -> bool:
    return all(in_one_column(cell, label) for cell, label in zip(row.cells, below.cells, strict=True))
