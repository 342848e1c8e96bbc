"""Columns without a heading, parted from the texts that they were taken into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

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
        cells = [_cells(row, index) for row in rows if row.cells[index]]
        parts = _leading_parts(cells, len(rows), knowledge)
        result.extend(Column(x0, x1, "", ()) for x0, x1 in parts)
        main = [cell[len(parts)].x0 for cell in cells if len(cell) > len(parts)]
        text = replace(column, x0=min(main), x1=max(column.x1, min(main))) if parts and main else column
        texts = [cell[len(parts) :] for cell in cells]
        code = _trailing_part(texts, len(rows))
        behind = [Column(*code, "", ())] if code else _trailing_figures(rows, index, knowledge)
        result.append(replace(text, x1=min(text.x1, behind[0].x0 - 2)) if behind else text)
        result.extend(behind)
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


def _trailing_figures(rows: Sequence[GridRow], index: int, knowledge: Knowledge) -> list[Column]:
    """Return columns of the figures and their units that stand behind the text, one under the other, in most lines.

    Their headings were lost, or are no words: "@" over prices, sizes ("46", "48") over how many of each there are.
    Among them a size may be empty; most lines have one or another. Lines are rows with figures in two columns.
    """
    lines = [row for row in rows if row.cells[index] and _figured(row, index) >= _FEWEST]
    stacks: list[list[Cell]] = []
    for row in lines:
        for cell in _behind_text(_cells(row, index), knowledge):
            home = next((stack for stack in stacks if _under(stack[0], cell)), None)
            if home is None:
                stacks.append([cell])
            else:
                home.append(cell)
    stacks = [stack for stack in stacks if len(stack) >= _FEWEST]
    held = {id(cell.words[0]) for stack in stacks for cell in stack}
    filled = sum(any(id(word) in held for word in row.cells[index]) for row in lines)
    if not stacks or filled < _MOST * len(lines):
        return []
    return sorted(map(_column, stacks), key=lambda column: column.x0)


def _column(stack: Sequence[Cell]) -> Column:
    """Return the column of cells that stand one under the other; what is no figure here is the unit of one."""
    counted = any(looks_like_figure(cell.text) for cell in stack)
    x0, x1 = min(cell.x0 for cell in stack), max(cell.x1 for cell in stack)
    return Column(x0, x1, "", () if counted else (ColumnKind.UOM,))


def _figured(row: GridRow, text: int) -> int:
    """Count the columns beside the text that begin with a figure in a row."""
    return sum(at != text and bool(cell) and looks_like_figure(cell[0].text) for at, cell in enumerate(row.cells))


def _behind_text(cells: Sequence[Cell], knowledge: Knowledge) -> list[Cell]:
    """Return the cells at the end of a text that hold a figure, or behind one what may be its unit; never the text."""
    tail: list[Cell] = []
    for before, cell in reversed(list(pairwise(cells))):
        figure, counted = (len(c.words) == 1 and looks_like_figure(c.text) for c in (cell, before))
        if not figure and not (counted and _is_unit(cell, knowledge)):
            break
        tail.append(cell)
    return tail


def _is_unit(cell: Cell, knowledge: Knowledge) -> bool:
    """Tell whether a cell is a unit, or a word as short as one."""
    return len(cell.words) == 1 and (knowledge.units.is_unit(cell.text) or len(cell.text) <= _SHORT + 1)


def _under(first: Cell, other: Cell) -> bool:
    return abs(first.x0 - other.x0) < _FLUSH or abs(first.x1 - other.x1) < _FLUSH


def _cells(row: GridRow, index: int) -> tuple[Cell, ...]:
    return cells_of(row.cells[index], row.row.height)
