"""Which of the tables on the pages are billed lines: tax summaries, payments and schedules are tables too."""

from __future__ import annotations

from collections.abc import Sequence

from app.extraction.table.columns import AMOUNTS, COUNTS, PRICES
from app.extraction.table.line_table import TableReading
from app.extraction.table.roles import multiplying_share
from app.extraction.values.column_kinds import ColumnKind

_SEVERAL = 2


def candidate_sets(tables: Sequence[TableReading]) -> list[tuple[TableReading, ...]]:
    """Return the sets of tables that may be the billed lines, the likeliest first; the sums decide between them.

    A list of nothing but charges goes with any of them.
    """
    lists = tuple(table for table in tables if not table.lines)
    return [(*chosen, *lists) for chosen in _billed(tuple(table for table in tables if table.lines))]


def _billed(tables: tuple[TableReading, ...]) -> list[tuple[TableReading, ...]]:
    if len(tables) < _SEVERAL:
        return [tables]
    ranked = sorted(tables, key=_strength, reverse=True)
    main = ranked[0]
    alike = tuple(table for table in tables if table is main or _like(table, main))
    # Beside lines with amounts, what has none is a list of contents or parts.
    billed = tuple(table for table in tables if main.choice.amount is None or _has_amounts(table))
    sets = [alike, (main,), billed]
    return [chosen for index, chosen in enumerate(sets) if chosen not in sets[:index]]


def _strength(table: TableReading) -> tuple[float, int, int]:
    roles = {column.role for column in table.columns}
    triple = sum(bool(roles & wanted) for wanted in (COUNTS, PRICES, AMOUNTS)) + (ColumnKind.DESCRIPTION in roles)
    multiplying = float(multiplying_share(table.choice, table.lines)) * len(table.lines)
    return (multiplying, triple, len(table.lines))


def _has_amounts(table: TableReading) -> bool:
    amount = table.choice.amount
    return amount is not None and any(amount in line.numbers for line in table.lines)


def _like(table: TableReading, main: TableReading) -> bool:
    """Tell whether a table has figures of the same kind as the main one."""
    mine, theirs = table.choice, main.choice
    same = all(
        (a is None) == (b is None)
        for a, b in ((mine.quantity, theirs.quantity), (mine.price, theirs.price), (mine.amount, theirs.amount))
    )
    return same and any(column.role is ColumnKind.DESCRIPTION for column in table.columns)
