"""Charges below the last line of a table, under words that might also name goods ("Liftgate delivery"), or a title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.invoice import ChargeKind
from app.extraction.sums.charges import charge_kind, named_anywhere
from app.extraction.table.columns import Column
from app.extraction.table.table_rows import RowKind, SortedRow
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
