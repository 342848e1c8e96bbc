"""Counts that stand so close to their units that both were given to the column of units ("8 Stk." under "Einheit")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.extraction.table.columns import Column
from app.extraction.table.grid import GridRow
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import looks_like_figure

_COUNTS = frozenset({ColumnKind.QUANTITY, ColumnKind.SHIPPED})


def with_counts_apart(grids: Sequence[GridRow], columns: Sequence[Column]) -> Sequence[GridRow]:
    """Give the figure that leads a cell of units to the empty cell of quantities beside it (S2.162)."""
    roles = [column.role for column in columns]
    if ColumnKind.UOM not in roles:
        return grids
    unit = roles.index(ColumnKind.UOM)
    counts = [at for at in (unit - 1, unit + 1) if 0 <= at < len(roles) and roles[at] in _COUNTS]
    return [_apart(grid, unit, counts[0]) for grid in grids] if len(counts) == 1 else grids


def _apart(grid: GridRow, unit: int, count: int) -> GridRow:
    words = grid.cells[unit]
    if grid.cells[count] or len(words) < 2 or not looks_like_figure(words[0].text):
        return grid
    if any(looks_like_figure(word.text) for word in words[1:]):
        return grid  # "2 of 10"
    cells = list(grid.cells)
    cells[count], cells[unit] = words[:1], words[1:]
    return replace(grid, cells=tuple(cells))
