"""Lines whose price is worked out in rows below them: gross price, discount, and what is left of it (S2.164).

    10   KE-4471-08   25 ST
         Gross price            312.00 per 1    7,800.00
         Discount                  12.0 %         936.00-
         Net value              274.56 per 1    6,864.00

The first row counts, and has neither price nor amount; the last of the rows below it that has both is what is billed,
where it multiplies with the count. Where no net price is printed, or it is rounded, the gross price is the line's, and
what is billed is the amount to which the rows below it come. The rows between are neither lines nor charges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from app.domain.invoice import ChargeKind
from app.extraction.table.columns import AMOUNTS, PRICES, Column
from app.extraction.table.table_rows import RowKind, SortedRow
from app.extraction.values.arithmetic import HUNDRED, ONE, multiplies
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure

_COUNTS = frozenset({ColumnKind.QUANTITY, ColumnKind.SHIPPED})
_MONEY = PRICES | AMOUNTS | {ColumnKind.PRICE_PER}
_WHAT = frozenset({ColumnKind.DESCRIPTION, ColumnKind.ITEM_CODE, ColumnKind.LINE_NO})
_UNDER_COUNT = frozenset({ColumnKind.UOM, ColumnKind.PRICE_PER})
_PERCENT = "%"
_MOST = 12  # rows below one line
_BASES = (ONE, HUNDRED, HUNDRED * 10)


@dataclass(frozen=True, slots=True)
class _Settled:
    """Which rows settle a line.

    Attributes:
        price: The row of its price.
        amount: The row of its amount; the same, where the price printed last is the net one.
        adjusts: The rows between that take the one to the other.
    """

    price: int
    amount: int
    adjusts: tuple[int, ...] = ()


def with_conditions(rows: Sequence[SortedRow], columns: Sequence[Column]) -> list[SortedRow]:
    """Return the rows of a table with each such line in one row; as they are where one that only counts is not of it.

    Between such lines may stand others that have their price and amount in their own row.
    """
    counted = {at for at, row in enumerate(rows) if _only_counts(row, columns)}
    if not counted:
        return list(rows)
    whole = {at for at, row in enumerate(rows) if _has(row, columns, _COUNTS) and _has(row, columns, _MONEY)}
    starts = sorted(counted | whole)
    settled: dict[int, _Settled] = {}
    for at, end in pairwise([*starts, len(rows)]):
        if at in whole:
            continue
        last = {_name(rows[s.amount]) for s in settled.values()} if end == len(rows) else set()
        found = _settled_by(rows, range(at, min(end, at + 1 + _MOST)), columns, last)
        if found is None:
            return list(rows)
        settled[at] = found
    result = list(rows)
    ends = _ends(rows, settled, starts)
    for at, found in settled.items():
        result[at] = _joined(rows[at], rows[found.price], rows[found.amount], columns)
        for index in range(at + 1, ends[at] + 1):
            if index in found.adjusts and _takes_off(rows[index], columns):
                result[index] = replace(rows[index], kind=RowKind.DISCOUNT, charge=ChargeKind.DISCOUNT)
            elif rows[index].numbers:
                result[index] = replace(rows[index], kind=RowKind.NOTE)
    return _with_texts_above(result, settled, columns)


def _ends(rows: Sequence[SortedRow], settled: Mapping[int, _Settled], starts: Sequence[int]) -> dict[int, int]:
    """Return the last row that says how each line is worked out: up to the next line as a rule.

    Below the last line stand the sums, so there only what is called like a row of a line before.
    """
    ends = {at: after - 1 for at, after in pairwise(starts) if at in settled}
    names = {_name(row) for at, end in ends.items() for row in rows[at + 1 : end + 1]}
    last = starts[-1]
    if last not in settled:
        return ends
    end = settled[last].amount
    while end + 1 < len(rows) and rows[end + 1].numbers and _name(rows[end + 1]) in names:
        end += 1
    return {**ends, last: end}


def _name(row: SortedRow) -> str:
    return " ".join(word.text for word in row.grid.row.words if not any(ch.isdigit() for ch in word.text))


def _only_counts(row: SortedRow, columns: Sequence[Column]) -> bool:
    is_line = row.kind in {RowKind.ITEM, RowKind.TEXT}
    return is_line and _has(row, columns, _COUNTS) and not _has(row, columns, PRICES | AMOUNTS)


def _has(row: SortedRow, columns: Sequence[Column], roles: frozenset[ColumnKind]) -> bool:
    return any(columns[index].role in roles for index in row.numbers)


def _settled_by(rows: Sequence[SortedRow], block: range, columns: Sequence[Column], names: Set[str]) -> _Settled | None:
    """Return the rows that settle the line a block begins with; None where nothing in it multiplies with its count.

    ``names`` are what the rows are called that settle the lines before the last one: below it stand the sums.
    """
    count = _figure(rows[block[0]], columns, _COUNTS)
    assert count is not None
    below = block[1:]
    priced = [index for index in below if _is_priced(rows[index], columns)]
    if not priced:
        return None
    net = priced[-1]
    if _multiplies(count.value, rows[net], columns):
        found = _worked_out(rows, net, block, columns, names)
        return found if found is not None and found.adjusts else _Settled(net, net)
    gross = priced[0]
    multiplies_gross = _multiplies(count.value, rows[gross], columns)
    return _worked_out(rows, gross, block, columns, names) if multiplies_gross else None


def _is_priced(row: SortedRow, columns: Sequence[Column]) -> bool:
    price = _figure(row, columns, PRICES)
    is_price = price is not None and price.rest.strip() != _PERCENT and not _shares(row, columns)
    return is_price and _figure(row, columns, AMOUNTS) is not None


def _shares(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether the figure under the prices is a percentage, its sign under the units beside it."""
    cells = (cell for cell, column in zip(row.grid.cells, columns, strict=True) if column.role in _UNDER_COUNT)
    return any(word.text == _PERCENT for cell in cells for word in cell)


def _multiplies(count: Decimal, row: SortedRow, columns: Sequence[Column]) -> bool:
    price, amount = _figure(row, columns, PRICES), _figure(row, columns, AMOUNTS)
    assert price is not None
    assert amount is not None
    return any(multiplies(count, price.value, amount.value, basis) for basis in _BASES)


def _worked_out(
    rows: Sequence[SortedRow], gross: int, block: range, columns: Sequence[Column], names: Set[str]
) -> _Settled | None:
    """Return the last row to whose amount the gross amount comes with the discounts and surcharges below it.

    No other charge and no sum is one of them. In the block of the last line it is the first such row, called like
    those of the lines before.
    """
    start = _figure(rows[gross], columns, AMOUNTS)
    assert start is not None
    comes_to, adjusts = start.value, list[int]()
    found: _Settled | None = None
    last = block.stop == len(rows) or bool(names)
    for index in range(gross + 1, block.stop):
        row, amount = rows[index], _figure(rows[index], columns, AMOUNTS)
        if amount is None:
            continue
        if amount.value == comes_to:
            if not names or _name(row) in names:
                found = _Settled(gross, index, tuple(adjusts))
            if found is not None and last:
                break
        elif row.kind in {RowKind.CHARGE, RowKind.TOTAL}:
            break
        else:
            comes_to += -abs(amount.value) if _takes_off(row, columns) else amount.value
            adjusts.append(index)
    return found


def _takes_off(row: SortedRow, columns: Sequence[Column]) -> bool:
    amount = _figure(row, columns, AMOUNTS)
    return row.kind is RowKind.DISCOUNT or (amount is not None and amount.value < 0)


def _figure(row: SortedRow, columns: Sequence[Column], roles: frozenset[ColumnKind]) -> Figure | None:
    return next((row.numbers[index] for index in sorted(row.numbers) if columns[index].role in roles), None)


def _joined(line: SortedRow, priced: SortedRow, billed: SortedRow, columns: Sequence[Column]) -> SortedRow:
    """Return a line with the price of one row below it and the amount of the same or another."""
    cells, numbers = list(line.grid.cells), dict(line.numbers)
    for index, column in enumerate(columns):
        source = billed if column.role in AMOUNTS else priced if column.role in _MONEY else None
        if source is None:
            continue
        cells[index] = cells[index] or source.grid.cells[index]
        if index in source.numbers:
            numbers[index] = source.numbers[index]
    return SortedRow(RowKind.ITEM, replace(line.grid, cells=tuple(cells)), numbers)


def _with_texts_above(rows: Sequence[SortedRow], lines: Iterable[int], columns: Sequence[Column]) -> list[SortedRow]:
    """Return the rows with what stands right above a count that stands alone put into its row: the item's own."""
    result = list(rows)
    for at in lines:
        bare = not any(cell for cell, c in zip(rows[at].grid.cells, columns, strict=True) if c.role in _WHAT)
        above = rows[at - 1] if at else None
        if bare and above is not None and above.kind is RowKind.TEXT and not above.numbers:
            cells = tuple(own or other for own, other in zip(rows[at].grid.cells, above.grid.cells, strict=True))
            result[at] = replace(rows[at], grid=replace(rows[at].grid, cells=cells))
            result[at - 1] = replace(above, kind=RowKind.EMPTY)
    return result
