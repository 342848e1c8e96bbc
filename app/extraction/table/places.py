"""Columns whose place across the page, or whose number from the left, a vendor's profile knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.extraction.table.columns import NUMBER_ROLES, Column, Heading
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import looks_like_figure
from app.extraction.values.rows import Row

_FEWEST = 3


def place_columns(
    headings: Sequence[Heading], places: Sequence[Column], rows: Sequence[Row], outside: frozenset[int] = frozenset()
) -> tuple[Heading, ...]:
    """Put known places into the headings that were found; without any heading the places alone make the table.

    Rows ``outside`` are no part of it.
    """
    if not places:
        return tuple(headings)
    if headings:
        return tuple(replace(heading, columns=_merged(heading.columns, places)) for heading in headings)
    if len(places) < _FEWEST:
        return ()
    columns = tuple(sorted(places, key=lambda column: column.x0))
    first = next((index for index, row in enumerate(rows) if index not in outside and _fits(row, columns)), None)
    if first is None:
        return ()
    return (Heading(first, first - 1, rows[first].page, columns),)


def number_columns(headings: Sequence[Heading], positions: Mapping[int, ColumnKind]) -> tuple[Heading, ...]:
    """Give the columns of headings the roles that are known by number; another column loses such a role."""
    if not positions:
        return tuple(headings)
    return tuple(replace(heading, columns=_numbered(heading.columns, positions)) for heading in headings)


def _numbered(columns: Sequence[Column], positions: Mapping[int, ColumnKind]) -> tuple[Column, ...]:
    count = len(columns)
    wanted = {(number - 1 if number > 0 else count + number): role for number, role in positions.items()}
    wanted = {index: role for index, role in wanted.items() if 0 <= index < count}
    if len(wanted) < len(positions):
        return tuple(columns)  # another table: it has fewer columns than the vendor's
    taken = set(wanted.values())
    return tuple(
        replace(column, roles=(wanted[index],), also_code=False)
        if index in wanted
        else (replace(column, roles=()) if column.role in taken else column)
        for index, column in enumerate(columns)
    )


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
