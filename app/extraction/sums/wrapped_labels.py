"""Labels of sums side by side that run on in the row below: "Shipping &" over "Handling", the sums below both."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.overlap import in_one_column
from app.domain.provenance import Method
from app.extraction.values.figures import looks_like_figure
from app.extraction.values.rows import Cell, Row, make_cell

_CLOSE = 0.8  # heights of a row, between the rows of one label
_FEWEST = 3  # labels side by side


def with_wrapped(labels: Sequence[Cell], rows: Sequence[Row], index: int) -> tuple[list[Cell], int]:
    """Return the labels of a row with what runs on below them, and the index of their last row."""
    if len(labels) < _FEWEST or index + 1 >= len(rows):
        return list(labels), index
    row, below = rows[index], rows[index + 1]
    near = below.page == row.page and below.top - row.bottom < _CLOSE * row.height
    if not near or row.words[0].method is Method.OCR or any(looks_like_figure(word.text) for word in below.words):
        return list(labels), index
    over = [[label for label in labels if in_one_column(label, cell)] for cell in below.cells]
    if len(below.cells) >= len(labels) or not all(len(above) == 1 for above in over):
        return list(labels), index
    continued = [
        (
            label,
            [word for cell, above in zip(below.cells, over, strict=True) if above[0] is label for word in cell.words],
        )
        for label in labels
    ]
    return [make_cell((*label.words, *more)) if more else label for label, more in continued], index + 1
