"""Taxes at several rates, a row each with its base: "7 %  274.77  19.23  294.00", without a row that adds them up.

Each row bears itself out: base × rate is the tax, and base and tax the amount with tax where that is printed. What
stands in such rows is the sum of the goods at one rate and never that of the invoice. A row alone counts where its
amount with tax is printed and no other tax is; its base and that amount are the sums of the invoice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, groupby, pairwise

from app.domain.money import decimals_of
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.values.arithmetic import CENT, HIGHEST_RATE, HUNDRED
from app.extraction.values.figures import Figure, is_currency_word, looks_like_figure, read_figure
from app.extraction.values.next_row import is_right_below
from app.extraction.values.numerals import DecimalMark, read_percent
from app.extraction.values.rows import Row
from app.extraction.values.words import Word

_FEWEST = 2  # rows; a single rate is mostly told by its label
_CENTS = 2
_COLUMN = 12.0  # points; figures under each other end at one place
_NEXT = 3.0  # heights of a row, from one row of the table to the next


@dataclass(frozen=True, slots=True)
class _RateRow:
    """A row of such a table: its index, from where to where it goes, the rate in percent, the base and the tax.

    ``summed`` tells that what base and tax come to stands there as well: such a row bears itself out alone. ``beside``
    tells that other sums of money stand in the row: it counts only with another row that has none.
    """

    index: int
    span: tuple[float, float]
    rate: Decimal
    base: Figure
    tax: Figure
    summed: bool = False
    beside: bool = False


def with_rate_tables(
    amounts: Sequence[LabelledAmount], rows: Sequence[Row], indices: Iterable[int], mark: DecimalMark
) -> list[LabelledAmount]:
    """Return the labelled amounts with the taxes of all rows of such tables; of several rows without other figures."""
    tables = _tables(rows, indices, mark)
    alone = {table[0].index: table[0].span for table in tables if len(table) < _FEWEST}
    if any("tax" in amount.meanings and not _within(amount, alone.get(amount.row)) for amount in amounts):
        alone = {}  # the tax has a label of its own
    tables = [table for table in tables if len(table) >= _FEWEST or table[0].index in alone]
    rated = {row.index: row for table in tables for row in table}
    taxes = (_labelled(row, rows, several=len(table) >= _FEWEST) for table in tables for row in table)
    # What a single rate is taken of, and what both come to, are the sums of the invoice.
    kept = (
        amount
        for amount in amounts
        if not _of_row(amount, rated.get(amount.row)) or (amount.row in alone and "tax" not in amount.meanings)
    )
    return [*kept, *taxes]


def _of_row(amount: LabelledAmount, row: _RateRow | None) -> bool:
    """Tell whether an amount is one of a row of the table; what stands beside it in the same strip is none."""
    if row is None or not row.beside:
        return _within(amount, row.span if row is not None else None)
    return row.span[0] <= (amount.figure.box.x0 + amount.figure.box.x1) / 2 <= row.span[1]


def _within(amount: LabelledAmount, span: tuple[float, float] | None) -> bool:
    """Tell whether an amount is one of the table; the total may stand beside it, with a label of its own."""
    box = amount.figure.box
    return span is not None and (amount.below or span[0] <= (box.x0 + box.x1) / 2 <= span[1])


def _labelled(row: _RateRow, rows: Sequence[Row], *, several: bool) -> LabelledAmount:
    return LabelledAmount(("tax",), rows[row.index].text, row.tax, row.index, below=True, at_rate=several)


def _tables(rows: Sequence[Row], indices: Iterable[int], mark: DecimalMark) -> list[list[_RateRow]]:
    """Return the runs of such rows below each other, each at a rate of its own."""
    found: list[list[_RateRow]] = []
    for index in indices:
        row = _rate_row(rows[index], index, mark)
        if row is None:
            continue
        last = found[-1] if found else []
        if last and _goes_on(last, row, rows):
            last.append(row)
        else:
            found.append([row])
    found = [table for table in found if not all(row.beside for row in table)]
    return [table for table in found if len(table) >= _FEWEST or table[0].summed]


def _goes_on(table: Sequence[_RateRow], row: _RateRow, rows: Sequence[Row]) -> bool:
    upper, lower = rows[table[-1].index], rows[row.index]
    following = row.index == table[-1].index + 1
    close = following and is_right_below(lower, upper, _NEXT * max(upper.height, lower.height))
    under = all(
        abs(above.box.x1 - below.box.x1) <= _COLUMN
        for above, below in ((table[-1].base, row.base), (table[-1].tax, row.tax))
    )
    return close and under and row.rate not in {other.rate for other in table}


def _rate_row(row: Row, index: int, mark: DecimalMark) -> _RateRow | None:
    """Return what a row has of such a table; beside it, behind words of their own, other sums may stand."""
    runs = _runs(row)
    plain = next((found for words in runs if (found := _in_run(words, index, mark)) is not None), None)
    return plain or next((found for words in runs if (found := _beside_sums(words, index, mark)) is not None), None)


def _beside_sums(words: Sequence[Word], index: int, mark: DecimalMark) -> _RateRow | None:
    """Return a rate with its base and tax right beside it among figures that hold other sums too.

    The strip at the foot prints the sums of the invoice in the first row of rates: "522.74  4%  20.91   649.06".
    """
    for at in range(len(words) - 2):
        part = words[at : at + 3]
        found = _in_run(part, index, mark) if _marked_rates(part) else None
        if found is not None:
            return replace(found, beside=True)
    return None


def _runs(row: Row) -> list[list[Word]]:
    """Return the words of a row that are figures, rates and currencies, parted by other words."""
    grouped = groupby(row.words, key=lambda w: looks_like_figure(w.text) or w.text == "%" or is_currency_word(w.text))
    return [list(words) for figures, words in grouped if figures]


def _in_run(words: Sequence[Word], index: int, mark: DecimalMark) -> _RateRow | None:
    """Return a rate, its base and the tax among figures that hold no other money but the base and what the two make.

    Without a sign ("748.80  4.00  29.95") any small figure may be the rate: the arithmetic tells.
    """
    marked = _marked_rates(words)
    plain = [w for w in words if looks_like_figure(w.text) and read_percent(w.text) is None]
    bare = [f for w in plain if (f := read_figure((w,), mark)) is not None]
    money = [f for f in bare if decimals_of(f.value) == _CENTS and f.value not in marked]
    rates: list[tuple[Decimal, Figure | None]] = [(rate, None) for rate in marked]
    if not rates:
        rates = [(f.value, f) for f in bare if 0 <= f.value <= HIGHEST_RATE]
    for rate, figure in rates if len(marked) < _FEWEST else ():
        for base, tax in combinations([f for f in money if f is not figure], 2):
            others = [f.value for f in money if f is not base and f is not tax and f is not figure]
            whole = base.value + tax.value
            if _at(base.value, rate, tax.value) and all(value in {base.value, whole} for value in others):
                summed = bool(tax.value) and whole in others
                return _RateRow(index, (words[0].x0, words[-1].x1), rate, base, tax, summed)
    return None


def _marked_rates(words: Sequence[Word]) -> list[Decimal]:
    """Return the percentages among words: with the sign glued to them, or behind a blank."""
    glued = [read_percent(word.text) for word in words]
    apart = [read_percent(f"{a.text}%") for a, b in pairwise(words) if b.text == "%"]
    return [rate for rate in (*glued, *apart) if rate is not None and rate <= HIGHEST_RATE]


def _at(base: Decimal, rate: Decimal, tax: Decimal) -> bool:
    """Tell whether a tax is what a rate makes of its base, to the cent; on credits discounts are broken down alike."""
    return abs(base * rate / HUNDRED - tax) <= CENT and 0 <= tax < base
