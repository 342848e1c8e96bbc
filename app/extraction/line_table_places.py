"""Columns whose place across the page a vendor's profile knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.extraction.figures import looks_like_figure
from app.extraction.line_table_headings import NUMBER_ROLES, Column, Heading
from app.extraction.rows import Row

_FEWEST = 3


def place_columns(headings: Sequence[Heading], places: Sequence[Column], rows: Sequence[Row]) -> tuple[Heading, ...]:
    """Put known places into the headings that were found; without any heading the places alone make the table."""
    if not places:
        return tuple(headings)
    if headings:
        return tuple(replace(heading, columns=_merged(heading.columns, places)) for heading in headings)
    if len(places) < _FEWEST:
        return ()
    columns = tuple(sorted(places, key=lambda column: column.x0))
    first = next((index for index, row in enumerate(rows) if _fits(row, columns)), None)
    if first is None:
        return ()
    return (Heading(first, first - 1, rows[first].page, columns),)


def _merged(columns: Sequence[Column], places: Sequence[Column]) -> tuple[Column, ...]:
    kept = []
    roles = {place.role for place in places}
    for column in columns:
        middle = (column.x0 + column.x1) / 2
        covered = any(place.x0 <= middle <= place.x1 for place in places)
        if column.role not in roles and not covered:
            kept.append(column)
    return tuple(sorted([*kept, *places], key=lambda column: column.x0))


def _fits(row: Row, columns: Sequence[Column]) -> bool:
    """Tell whether a row has figures in two of the number columns."""
    filled = sum(
        any(looks_like_figure(w.text) and column.x0 <= w.middle <= column.x1 for w in row.words)
        for column in columns
        if column.role in NUMBER_ROLES
    )
    return filled >= 2
