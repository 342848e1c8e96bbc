"""Amounts under a heading that says "Price": counts and prices that add up to a sum as they are printed (S2.164).

A shop's plug-in prints "Product | Quantity | Price", and means by the price that of the whole line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.extraction.table.headless import printed_sums
from app.extraction.table.line_table import TableContext, TableReading
from app.extraction.values.figures import Figure

_ONE = Decimal(1)


def with_prices_of_lines(tables: Sequence[TableReading], context: TableContext) -> tuple[TableReading, ...]:
    """Return the tables; those without amounts whose prices add up to a printed sum have these as amounts.

    Where the prices times the quantities add up to a printed sum, the heading is right.
    """
    if all(table.choice.amount is not None for table in tables):
        return tuple(tables)
    return tuple(_settled(table, context) for table in tables)


def _settled(table: TableReading, context: TableContext) -> TableReading:
    choice = table.choice
    if choice.amount is not None or choice.price is None or choice.quantity is None:
        return table
    prices = [line.numbers.get(choice.price) for line in table.lines]
    counts = [line.numbers.get(choice.quantity) for line in table.lines]
    pairs = [(count, price) for count, price in zip(counts, prices, strict=True) if count is not None and price]
    if len(pairs) < len(table.lines) or all(count.value == _ONE for count, _ in pairs):
        return table
    sums = printed_sums(context)
    if _of_lines(pairs) not in sums or _of_pieces(pairs) in sums:
        return table
    return replace(table, choice=replace(choice, price=None, amount=choice.price))


def _of_lines(pairs: Sequence[tuple[Figure, Figure]]) -> Decimal:
    return sum((price.value for _, price in pairs), Decimal(0))


def _of_pieces(pairs: Sequence[tuple[Figure, Figure]]) -> Decimal:
    return sum((count.value * price.value for count, price in pairs), Decimal(0))
