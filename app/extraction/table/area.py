"""The part of the pages in which a vendor's profile says the lines stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.extraction.profiles.model import Area, LineTable
from app.extraction.values.rows import Row, make_cell
from app.extraction.values.words import Word


def cut_at_area(rows: Sequence[Row], place: LineTable | None) -> tuple[list[Row], frozenset[int]]:
    """Part the rows that reach over a side of the line table; return all rows, and which of them stand outside."""
    if place is None:
        return list(rows), frozenset()
    last = max((row.page for row in rows), default=1)
    cut: list[Row] = []
    outside: set[int] = set()
    for row in rows:
        area = _on_page(place, row.page, last)
        if area is None:
            cut.append(row)
            if row.page < _number(place.first, last):
                outside.add(len(cut) - 1)
            continue
        for part, within in _parts(row, area):
            cut.append(part)
            if not within:
                outside.add(len(cut) - 1)
    return cut, frozenset(outside)


def _number(area: Area, last: int) -> int:
    return last if area.page < 0 else area.page


def _on_page(place: LineTable, page: int, last: int) -> Area | None:
    if page == _number(place.first, last):
        return place.first
    following = place.following
    return following if following is not None and page >= _number(following, last) > place.first.page else None


def _parts(row: Row, area: Area) -> list[tuple[Row, bool]]:
    """Return a row as it is, or in two: what is beside the area, and what is in it."""
    if not area.top <= row.middle <= area.bottom:
        return [(row, False)]
    inside = [word for word in row.words if area.x0 <= word.middle <= area.x1]
    if not inside or len(inside) == len(row.words):
        return [(row, bool(inside))]
    beside = [word for word in row.words if word not in inside]
    return [(row_of(row, words), words is inside) for words in (beside, inside)]


def row_of(row: Row, words: Sequence[Word]) -> Row:
    """Return a row of nothing but these of its words."""
    cells = tuple(make_cell(kept) for cell in row.cells if (kept := [word for word in cell.words if word in words]))
    return replace(
        row,
        words=tuple(words),
        top=min(word.top for word in words),
        bottom=max(word.bottom for word in words),
        cells=cells,
    )
