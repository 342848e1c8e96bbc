"""Headings of which only some words are known: their columns are believed, and arithmetic says which hold the figures.

"Artikelnr. | Ihr Kauf | Abgabe | Ansatz | Zu zahlen" names one column that anybody knows. That it is a heading shows in
the figures that stand under its other words, row after row, and multiply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.extraction.table.columns import AMOUNTS, TAXES, Column, Heading
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.table.factors import quantity_is_right
from app.extraction.table.grid import GridRow, share_out
from app.extraction.table.heading_words import blanks_of
from app.extraction.table.headings import heading_columns, is_plain_heading
from app.extraction.table.line_table import TableContext, TableReading, group_headings, read_table
from app.extraction.table.roles import choose_roles, multiplying_share
from app.extraction.table.table_rows import number_figures
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure, looks_like_figure
from app.extraction.values.rows import Row

_FEWEST_COLUMNS = 3
_REACH = 4
_MOST_ROWS = 120
# A rate, a base and a tax multiply too.
_OF_TAXES = TAXES | AMOUNTS


def read_weakly(context: TableContext) -> tuple[TableReading, ...]:
    """Read the tables under headings that are half known; nothing where no rows multiply under one."""
    headings = []
    for heading in _candidates(context):
        columns = _named_by_sums(heading.columns, _rows_below(heading, context), context)
        if columns is not None:
            headings.append(replace(heading, columns=_whole_texts(columns, context.rows[heading.first_row])))
    tables = [read_table(group, spans, context) for group, spans in group_headings(headings, context.rows)]
    return tuple(table for table in tables if table.lines)


def _candidates(context: TableContext) -> list[Heading]:
    """Return the rows that may be such headings: several columns, one of them known, figures close below."""
    found = []
    blanks = blanks_of(context.rows)
    for index, row in enumerate(context.rows):
        if (
            not context.may_bill(index)
            or len(row.cells) < 2
            or not is_plain_heading(row)
            or not _figures_follow(index, context.rows)
        ):
            continue
        columns = heading_columns(row, context.pages, context.knowledge, blanks)
        roles = {column.role for column in columns}
        if len(columns) >= _FEWEST_COLUMNS and roles - _OF_TAXES - {None}:
            found.append(Heading(index, index, row.page, columns))
    return found


def _whole_texts(columns: tuple[Column, ...], row: Row) -> tuple[Column, ...]:
    """Take unknown words behind the heading of the text into it, where they stand in its cell ("Goods delivered")."""
    result: list[Column] = []
    for column in columns:
        last = result[-1] if result else None
        together = last is not None and any(cell.x0 <= last.x0 and column.x1 <= cell.x1 for cell in row.cells)
        if last is not None and together and column.role is None and last.role is ColumnKind.DESCRIPTION:
            result[-1] = replace(last, x1=column.x1)
        else:
            result.append(column)
    return tuple(result)


def _figures_follow(index: int, rows: Sequence[Row]) -> bool:
    below = [row for row in rows[index + 1 : index + 1 + _REACH] if row.page == rows[index].page]
    return any(sum(looks_like_figure(word.text) for word in row.words) >= 2 for row in below)


def _rows_below(heading: Heading, context: TableContext) -> list[tuple[int, Row]]:
    start = heading.last_row + 1
    near = enumerate(context.rows[start : start + _MOST_ROWS], start)
    return [(index, row) for index, row in near if context.may_bill(index)]


def _named_by_sums(
    columns: tuple[Column, ...], rows: Sequence[tuple[int, Row]], context: TableContext
) -> tuple[Column, ...] | None:
    """Give the columns that multiply their roles; None where none do. What arithmetic names has no heading."""
    grids = share_out(rows, columns, context.knowledge)
    drafts = [draft for grid in grids if (draft := _draft(grid, columns, context)) is not None]
    if not drafts:
        return None
    choice = choose_roles(columns, drafts)
    if multiplying_share(choice, drafts) * 2 < 1 or not _distinct(choice):
        return None
    assert choice.quantity is not None
    assert choice.price is not None
    assert choice.amount is not None
    if any(columns[index].role in TAXES for index in (choice.quantity, choice.price, choice.amount)):
        return None  # a rate of a base is a tax
    first, second = sorted((choice.quantity, choice.price))
    turned = quantity_is_right(_figures(drafts, first), _figures(drafts, second), context.knowledge.units)
    turned = turned or (_unit_beside(columns, second) and not _unit_beside(columns, first))
    quantity, price = (second, first) if turned else (first, second)
    roles = {quantity: ColumnKind.QUANTITY, price: ColumnKind.PRICE, choice.amount: ColumnKind.AMOUNT}
    return tuple(_renamed(column, roles.get(index)) for index, column in enumerate(columns))


def _figures(drafts: Sequence[LineDraft], index: int) -> list[Figure]:
    return [draft.numbers[index] for draft in drafts if index in draft.numbers]


def _unit_beside(columns: Sequence[Column], index: int) -> bool:
    return index + 1 < len(columns) and columns[index + 1].role is ColumnKind.UOM


def _draft(grid: GridRow, columns: Sequence[Column], context: TableContext) -> LineDraft | None:
    numbers = number_figures(grid, columns, context.mark, context.knowledge)
    if len(numbers) < _FEWEST_COLUMNS:
        return None
    return LineDraft(grid.index, grid.row.page, grid.row.top, grid.row.bottom, numbers=numbers)


def _distinct(choice: RoleChoice) -> bool:
    places = {choice.quantity, choice.price, choice.amount}
    return None not in places and len(places) == _FEWEST_COLUMNS


def _renamed(column: Column, role: ColumnKind | None) -> Column:
    if role is None:
        return replace(column, roles=()) if column.role in _FACTORS else column
    return column if column.role is role else replace(column, roles=(role,), heading="")


_FACTORS = frozenset({ColumnKind.QUANTITY, ColumnKind.SHIPPED, ColumnKind.PRICE, ColumnKind.AMOUNT})
