"""Taxes that stand among the lines of a table with a count and a rate each, as on fuel: they are no goods (S2.165)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.extraction.sums.sum_labels import label_meanings
from app.extraction.table.table_rows import RowKind, SortedRow
from app.extraction.values.figures import is_mostly_digits
from app.extraction.values.knowledge import Knowledge


def with_taxes(
    rows: Sequence[SortedRow],
    knowledge: Knowledge,
    amount_of: Callable[[SortedRow], Decimal | None],
    coded: Callable[[SortedRow], bool],
) -> list[SortedRow]:
    """Return the rows with those as sums that bill a tax: "Federal Excise Tax   500 gal   0.244   122.00".

    They stand last, and the page itself leaves them out of its goods: a sum is printed of the lines above them, and
    another of both, or of the taxes under a label of those. Among them a row may name no tax ("LUST fee") where it has
    no code. What a page adds up under another label is a group of its lines ("Tax advice").
    """
    lines = [
        (at, row, amount) for at, row in enumerate(rows) if row.kind is RowKind.ITEM and (amount := amount_of(row))
    ]
    first = next((position for position, (_, row, _) in enumerate(lines) if _names_tax(row, knowledge)), 0)
    taxes = lines[first:]
    if not first or any(coded(row) and not _names_tax(row, knowledge) for _, row, _ in taxes):
        return list(rows)
    sums = [(amount_of(row), _is_of_taxes(row, knowledge)) for row in rows if row.kind is RowKind.TOTAL]
    printed = {amount for amount, _ in sums}
    goods, tax = (sum((amount for *_, amount in part), Decimal(0)) for part in (lines[:first], taxes))
    if goods not in printed or printed.isdisjoint({tax, goods + tax}) or (tax, False) in sums:
        return list(rows)
    billed = {at for at, *_ in taxes}
    return [replace(row, kind=RowKind.TOTAL) if at in billed else row for at, row in enumerate(rows)]


def _is_of_taxes(row: SortedRow, knowledge: Knowledge) -> bool:
    """Tell whether the label of a sum is nothing but one of taxes."""
    meanings, whole = label_meanings([w for w in row.grid.row.words if not is_mostly_digits(w)], knowledge)
    return whole and "tax" in meanings


def _names_tax(row: SortedRow, knowledge: Knowledge) -> bool:
    return any("tax" in knowledge.totals.meanings(key) for key in row.grid.row.keys)
