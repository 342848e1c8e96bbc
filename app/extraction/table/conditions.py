"""Lines whose price is worked out in rows below them: gross price, discount, and what is left of it (S2.164).

    10   KE-4471-08   25 ST
         Gross price            312.00 per 1    7,800.00
         Discount                  12.0 %         936.00-
         Net value              274.56 per 1    6,864.00

The first row counts, and has neither price nor amount; the last of the rows below it that has both is what is billed,
where it multiplies with the count. The rows before that lead to it and are neither lines nor charges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.extraction.table.columns import Column
from app.extraction.table.table_rows import RowKind, SortedRow
from app.extraction.values.arithmetic import HUNDRED, ONE, multiplies
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure

_COUNTS = frozenset({ColumnKind.QUANTITY, ColumnKind.SHIPPED})
_PRICES = frozenset({ColumnKind.PRICE, ColumnKind.LIST_PRICE})
_AMOUNTS = frozenset({ColumnKind.AMOUNT, ColumnKind.GROSS_AMOUNT})
_MONEY = _PRICES | _AMOUNTS | {ColumnKind.PRICE_PER}
_PERCENT = "%"
_MOST = 12  # rows below one line
_BASES = (ONE, HUNDRED, HUNDRED * 10)


def with_conditions(rows: Sequence[SortedRow], columns: Sequence[Column]) -> list[SortedRow]:
    """Return the rows of a table with each such line in one row; as they are unless every line is of this kind."""
    counted = [at for at, row in enumerate(rows) if _only_counts(row, columns)]
    if not counted or any(_has(row, columns, _COUNTS) and _has(row, columns, _MONEY) for row in rows):
        return list(rows)
    settled = {at: found for at in counted if (found := _settled_by(rows, at, counted, columns)) is not None}
    if len(settled) < len(counted):
        return list(rows)
    result = list(rows)
    for at, below in settled.items():
        result[at] = _joined(rows[at], rows[below], columns)
        for index in range(at + 1, below + 1):
            if rows[index].numbers:
                result[index] = replace(rows[index], kind=RowKind.NOTE)
    return result


def _only_counts(row: SortedRow, columns: Sequence[Column]) -> bool:
    is_line = row.kind in {RowKind.ITEM, RowKind.TEXT}
    return is_line and _has(row, columns, _COUNTS) and not _has(row, columns, _PRICES | _AMOUNTS)


def _has(row: SortedRow, columns: Sequence[Column], roles: frozenset[ColumnKind]) -> bool:
    return any(columns[index].role in roles for index in row.numbers)


def _settled_by(rows: Sequence[SortedRow], at: int, counted: Sequence[int], columns: Sequence[Column]) -> int | None:
    """Return the last row below a line with a price and an amount; None where they do not multiply with its count."""
    end = next((other for other in counted if other > at), len(rows))
    count = _figure(rows[at], columns, _COUNTS)
    assert count is not None
    for index in reversed(range(at + 1, min(end, at + 1 + _MOST))):
        price, amount = _figure(rows[index], columns, _PRICES), _figure(rows[index], columns, _AMOUNTS)
        if price is not None and amount is not None and price.rest.strip() != _PERCENT:
            return index if _multiplies(count.value, price, amount) else None
    return None


def _multiplies(count: Decimal, price: Figure, amount: Figure) -> bool:
    return any(multiplies(count, price.value, amount.value, basis) for basis in _BASES)


def _figure(row: SortedRow, columns: Sequence[Column], roles: frozenset[ColumnKind]) -> Figure | None:
    return next((row.numbers[index] for index in sorted(row.numbers) if columns[index].role in roles), None)


def _joined(line: SortedRow, below: SortedRow, columns: Sequence[Column]) -> SortedRow:
    """Return a line with the price and the amount of a row below it."""
    taken = {index for index, column in enumerate(columns) if column.role in _MONEY}
    cells = tuple(
        below.grid.cells[index] if index in taken and not cell else cell for index, cell in enumerate(line.grid.cells)
    )
    numbers = {**line.numbers, **{index: figure for index, figure in below.numbers.items() if index in taken}}
    return SortedRow(RowKind.ITEM, replace(line.grid, cells=cells), numbers)
