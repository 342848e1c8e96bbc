"""Columns without a heading, parted from the texts that they were taken into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.extraction.table.codes import is_code
from app.extraction.table.columns import Column
from app.extraction.table.content import has_figures
from app.extraction.table.factors_in_text import TIMES
from app.extraction.table.grid import GridRow
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import looks_like_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import Cell, cells_of

_MOST = 0.6  # share of the rows
_FEWEST = 2  # rows that tell anything
_FLUSH = 4.0  # points
_SHORT = 3  # signs


def split_unheaded(columns: tuple[Column, ...], grids: Sequence[GridRow], knowledge: Knowledge) -> tuple[Column, ...]:
    """Part columns without a heading from the texts they were taken into: cells that begin at one place row after row.

    A scan may lose a heading word, and some vendors print none over the item codes.
    """
    rows = [grid for grid in grids if has_figures(grid, columns)]
    result: list[Column] = []
    for index, column in enumerate(columns):
        if column.role not in {ColumnKind.DESCRIPTION, ColumnKind.PO_NUMBER} or column.ruled or len(rows) < _FEWEST:
            result.append(column)
            continue
        cells = [cells_of(row.cells[index], row.row.height) for row in rows if row.cells[index]]
        parts = _leading_parts(cells, len(rows), knowledge)
        result.extend(Column(x0, x1, "", ()) for x0, x1 in parts)
        main = [cell[len(parts)].x0 for cell in cells if len(cell) > len(parts)]
        text = replace(column, x0=min(main), x1=max(column.x1, min(main))) if parts and main else column
        behind = _trailing_part([cell[len(parts) :] for cell in cells], len(rows))
        result.append(replace(text, x1=min(text.x1, behind[0] - 2)) if behind else text)
        result.extend(Column(*place, "", ()) for place in (behind,) if place)
    return tuple(sorted(result, key=lambda c: c.x0)) if len(result) > len(columns) else columns


def _leading_parts(cells: Sequence[Sequence[Cell]], rows: int, knowledge: Knowledge) -> list[tuple[float, float]]:
    """Return the places of the cells that stand before the text in most rows, each as narrow as a code or a count."""
    parts: list[tuple[float, float]] = []
    for place in range(2):
        found = [row[place] for row in cells if len(row) > place + 1]
        if len(found) < _MOST * rows:
            break
        left = sorted(cell.x0 for cell in found)[len(found) // 2]
        flush = [cell for cell in found if abs(cell.x0 - left) < _FLUSH and _is_narrow(cell, knowledge)]
        if len(flush) < _MOST * rows:
            break
        parts.append((min(cell.x0 for cell in flush), max(cell.x1 for cell in flush)))
    return parts


def _is_narrow(cell: Cell, knowledge: Knowledge) -> bool:
    """Tell whether a cell is one code, or a count with what is counted: "3 x", "7,5 uur"."""
    if len(cell.words) == 1:
        return _no_word(cell.text)
    first, *behind = (word.text for word in cell.words)
    counted = len(behind) == 1 and (behind[0] in TIMES or knowledge.units.is_unit(behind[0]))
    return counted and looks_like_figure(first)


def _no_word(text: str) -> bool:
    """Tell whether a text is no plain word: it has a digit, or is as short as a country's or unit's code."""
    return any(ch.isdigit() for ch in text) or len(text) <= _SHORT


def _trailing_part(cells: Sequence[Sequence[Cell]], rows: int) -> tuple[float, float] | None:
    """Return the place of codes that stand behind the text in most rows, each beginning where the others do."""
    found = [row[-1] for row in cells if len(row) > 1]
    if len(found) < _MOST * rows:
        return None
    left = sorted(cell.x0 for cell in found)[len(found) // 2]
    flush = [c for c in found if abs(c.x0 - left) < _FLUSH and len(c.words) == 1 and is_code(c.text)]
    if len(flush) < _MOST * rows:
        return None
    return min(cell.x0 for cell in flush), max(cell.x1 for cell in flush)
