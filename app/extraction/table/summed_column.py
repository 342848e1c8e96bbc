"""The column of the amounts where no heading names it: what stands in it makes up a sum that is printed.

"This invoice" behind contract values, completed to date and billed before: of all columns one alone adds up to what is
owed, be another one headed "Montant". Where two columns do, nobody knows which of them is billed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.money import decimals_of
from app.extraction.sums.totals import labelled_amounts
from app.extraction.table.columns import AMOUNTS, COUNTS, PRICES, Column
from app.extraction.values.column_kinds import ColumnKind

if TYPE_CHECKING:
    from app.extraction.table.line_table import TableContext, TableReading

_FACTORS = COUNTS | PRICES
_OPEN = frozenset({None, ColumnKind.IGNORED})
_SUMS = frozenset({"total", "subtotal"})
_FEWEST = 2  # lines; a sum of one amount is that amount printed twice
_CENTS = 2


def with_summed_column(
    table: TableReading, context: TableContext, finish: Callable[[Sequence[Column]], TableReading]
) -> TableReading:
    """Return the table with its lines under the one column that makes up a printed sum; as it is where none does.

    Only a table without a heading over prices and quantities is read so, where what one calls the amounts makes up no
    such sum; ``finish`` reads it with columns.
    """
    roles = {column.role for column in table.columns}
    if roles & _FACTORS or ColumnKind.DESCRIPTION not in roles:
        return table
    printed = {
        amount.figure.value
        for amount in labelled_amounts(context.rows, range(len(context.rows)), context.knowledge, context.mark)
        if _SUMS & set(amount.meanings) and decimals_of(amount.figure.value) == _CENTS and amount.figure.value
    }
    named = [i for i, column in enumerate(table.columns) if column.role in AMOUNTS]
    if (named and not table.lines) or any(_sum_of(table, index) in printed for index in named):
        return table
    found = []
    for index, column in enumerate(table.columns) if printed else ():
        if column.role in _OPEN:
            other = finish([_told(i, c, index) for i, c in enumerate(table.columns)])
            if _sum_of(other, index) in printed:
                found.append(other)
    return found[0] if len(found) == 1 else table


def _told(at: int, column: Column, amounts: int) -> Column:
    """Return a column with its role where the amounts stand in another than the one whose heading says so."""
    if at == amounts:
        return replace(column, roles=(ColumnKind.AMOUNT,))
    return replace(column, roles=(ColumnKind.IGNORED,)) if column.role in AMOUNTS else column


def _sum_of(table: TableReading, index: int) -> Decimal | None:
    """Return what the amounts of the lines in a column come to; None where a line has none, or they are too few."""
    amounts = [draft.numbers.get(index) for draft in table.lines]
    values = [figure.value for figure in amounts if figure is not None]
    return sum(values, Decimal(0)) if len(amounts) == len(values) >= _FEWEST else None
