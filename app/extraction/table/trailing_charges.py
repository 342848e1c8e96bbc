"""Charges below the last line of a table, under words that might also name goods ("Liftgate delivery"), or a title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.domain.invoice import ChargeKind
from app.extraction.sums.charges import charge_kind, named_anywhere
from app.extraction.table.columns import AMOUNTS, COUNTS, PRICES, Column
from app.extraction.table.table_rows import RowKind, SortedRow
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.words import Word


def with_trailing_charges(
    rows: Sequence[SortedRow],
    columns: Sequence[Column],
    knowledge: Knowledge,
    complete: Callable[[SortedRow], bool],
    bare: Callable[[SortedRow], bool],
) -> list[SortedRow]:
    """Return the rows with those taken for charges that bill nothing counted and speak of a charge (S2.103).

    Above them stand rows that are ``complete`` (quantity, price and amount) and below them none; they are ``bare``:
    an amount and words, without another figure or a code.
    """
    last = max((at for at, row in enumerate(rows) if row.kind is RowKind.ITEM and complete(row)), default=None)
    if last is None:
        return list(rows)
    return [*rows[: last + 1], *(_charged(row, columns, knowledge, bare) for row in rows[last + 1 :])]


def with_deposits(
    rows: Sequence[SortedRow], columns: Sequence[Column], knowledge: Knowledge, coded: Callable[[SortedRow], bool]
) -> list[SortedRow]:
    """Return the rows with those taken for deposits that stand under a title which says so, with a count and price.

    "Leeggoed", "Leergut" or "Consignes" alone in a row is the title; what has a code under it is sold all the same.
    """
    found, within = [], False
    for row in rows:
        if row.kind in {RowKind.TEXT, RowKind.TOTAL, RowKind.CARRIED} and len(row.grid.row.cells) == 1:
            within = charge_kind(row.grid.row.words, knowledge) is ChargeKind.DEPOSIT and not row.numbers
        charged = within and row.kind is RowKind.ITEM and not coded(row)
        found.append(replace(row, kind=RowKind.CHARGE, charge=ChargeKind.DEPOSIT) if charged else row)
    return found


def with_uncoded_charges(
    rows: Sequence[SortedRow],
    columns: Sequence[Column],
    knowledge: Knowledge,
    complete: Callable[[SortedRow], bool],
    coded: Callable[[SortedRow], bool],
) -> list[SortedRow]:
    """Return the rows with those last lines taken for charges that count one, and alone have no code.

    So shops bill what they send by: "Shipping flat rate UPS   1   5.90   5.90". All their words say so.
    """
    items = [at for at, row in enumerate(rows) if row.kind is RowKind.ITEM]
    last = next((at for at in reversed(items) if coded(rows[at])), None)
    if last is None or not all(coded(rows[at]) for at in items if at < last):
        return list(rows)
    result = list(rows)
    for at in items:
        row = rows[at]
        if at <= last or not complete(row) or not _counts_one(row, columns):
            continue
        texts = (row.grid.cells[i] for i, column in enumerate(columns) if column.role is ColumnKind.DESCRIPTION)
        kind = named_anywhere([word for cell in texts for word in cell], knowledge)
        if kind not in {None, ChargeKind.OTHER}:
            result[at] = replace(row, kind=RowKind.CHARGE, charge=kind)
    return result


def _counts_one(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether a row bills one of something, its price being its amount."""
    counts = {figure.value for index, figure in row.numbers.items() if columns[index].role in COUNTS}
    money = {figure.value for index, figure in row.numbers.items() if columns[index].role in PRICES | AMOUNTS}
    return counts == {Decimal(1)} and len(money) == 1


def _charged(
    row: SortedRow, columns: Sequence[Column], knowledge: Knowledge, bare: Callable[[SortedRow], bool]
) -> SortedRow:
    if row.kind is not RowKind.ITEM or not bare(row):
        return row
    rated = any("%" in word.text for word in row.grid.row.words)
    kind = named_anywhere(_words(row, columns), knowledge, rated=rated)
    return row if kind is None else replace(row, kind=RowKind.CHARGE, charge=kind)


def _words(row: SortedRow, columns: Sequence[Column]) -> list[Word]:
    """Return the words of a row that are no figures, in their order."""
    words = [
        word
        for index in range(len(columns))
        if index not in row.numbers
        for word in row.grid.cells[index]
        if not any(ch.isdigit() for ch in word.text)
    ]
    return sorted(words, key=lambda word: word.x0)
