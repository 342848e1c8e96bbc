"""Lines without a heading that anybody knows: the columns under which the rows multiply.

A row in which two figures multiply to a third is no accident when other rows do the same at the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from app.domain.money import decimals_of
from app.extraction.sums.charges import charge_kind
from app.extraction.sums.totals import labelled_amounts
from app.extraction.table.columns import Column
from app.extraction.table.content import name_by_content
from app.extraction.table.factors import quantity_is_right
from app.extraction.table.grid import share_out
from app.extraction.table.headless_sums import first_row, lines_by_sum
from app.extraction.table.line_table import TableContext, TableReading, finish_table
from app.extraction.table.unheaded import split_unheaded
from app.extraction.values.arithmetic import HUNDRED, ONE, multiplies
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure, looks_like_figure, read_figure
from app.extraction.values.numerals import read_percent
from app.extraction.values.rows import Row

_SAME_PLACE = 6.0
_MOST_FIGURES = 9
_MOST_ROWS = 400
_MOST_CHARGES = 6
_THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class _Witness:
    """A row in which two factors multiply to an amount, with the three figures from left to right.

    ``trivial``: one piece at a price is the price again, and bears witness to nothing by itself.
    """

    row: int
    left: Figure
    right: Figure
    amount: Figure
    trivial: bool = False


def read_headless(context: TableContext) -> tuple[TableReading, ...]:
    """Read lines by arithmetic alone; nothing where no rows bear each other out."""
    figures = [
        _figures(row, context) if context.may_bill(index) else [] for index, row in enumerate(context.rows[:_MOST_ROWS])
    ]
    witnesses = [witness for index, found in enumerate(figures) for witness in _witnesses(index, found)]
    group = _agreeing([witness for witness in witnesses if not witness.trivial])
    if len(group) == 1 and not _is_whole_sum(group[0], figures, context):
        group = []
    if group:
        group = _with_single_pieces(group, witnesses)
        return _table(_columns(group, context), _span(group, context), context)
    adding = lines_by_sum(figures, context)
    if adding is None:
        return ()
    return _table(adding.columns, [row for row in adding.rows if context.may_bill(row[0])], context)


def _figures(row: Row, context: TableContext) -> list[Figure]:
    found = []
    for place, word in enumerate(row.words):
        behind = row.words[place + 1].text if place + 1 < len(row.words) else ""
        # A rate times a base is tax and no line.
        if looks_like_figure(word.text) and read_percent(word.text) is None and behind[:1] != "%":
            unit = row.words[place : place + 2] if context.knowledge.units.is_unit(behind) else [word]
            figure = read_figure(unit, context.mark)
            if figure is not None:
                found.append(figure)
    return found[-_MOST_FIGURES:]


def printed_sums(context: TableContext) -> frozenset[Decimal]:
    """Return the amounts that a label calls total or subtotal."""
    amounts = labelled_amounts(context.rows, range(len(context.rows)), context.knowledge, context.mark)
    return frozenset(a.figure.value for a in amounts if a.whole and {"total", "subtotal"} & set(a.meanings))


def _witnesses(index: int, figures: Sequence[Figure]) -> list[_Witness]:
    found = []
    # A price per thousand counts only where the thousand is printed.
    bases = (ONE, HUNDRED, _THOUSAND) if any(f.value == _THOUSAND for f in figures) else (ONE, HUNDRED)
    for a in range(len(figures) - 1, 1, -1):
        amount = figures[a]
        if not amount.value or not _is_money(amount):
            continue
        for left, right in combinations(figures[:a], 2):
            if not left.value or not right.value or not (_is_money(left) or _is_money(right)):
                continue
            if any(multiplies(left.value, right.value, amount.value, basis) for basis in bases):
                found.append(_Witness(index, left, right, amount, trivial=1 in {left.value, right.value}))
        if found:
            break
    return found


def _is_money(figure: Figure) -> bool:
    return decimals_of(figure.value) >= 2


def _agreeing(witnesses: Sequence[_Witness]) -> list[_Witness]:
    """Return the largest group of rows whose figures stand at the same places."""
    best: list[_Witness] = []
    for seed in witnesses:
        group = {w.row: w for w in witnesses if _same_place(w, seed)}
        if len(group) > len(best):
            best = list(group.values())
    return best


def _with_single_pieces(group: Sequence[_Witness], witnesses: Sequence[_Witness]) -> list[_Witness]:
    """Return the rows that agree, and those of a single piece whose figures stand where theirs do."""
    rows = {witness.row: witness for witness in witnesses if witness.trivial and _same_place(witness, group[0])}
    rows |= {witness.row: witness for witness in group}
    return [rows[row] for row in sorted(rows)]


def _is_whole_sum(witness: _Witness, figures: Sequence[Sequence[Figure]], context: TableContext) -> bool:
    """Tell whether the amount of a single row, with the charges below it, is a sum that the document prints."""
    sums = printed_sums(context)
    so_far = witness.amount.value
    for index in range(witness.row + 1, min(witness.row + 1 + _MOST_CHARGES, len(figures))):
        words = [word for word in context.rows[index].words if not looks_like_figure(word.text)]
        if so_far in sums:
            break
        if figures[index] and charge_kind(words, context.knowledge, context.own_charges, strict=True) is not None:
            so_far += figures[index][-1].value
    return so_far in sums


def _same_place(first: _Witness, second: _Witness) -> bool:
    pairs = ((first.left, second.left), (first.right, second.right), (first.amount, second.amount))
    return all(
        min(abs(a.box.x1 - b.box.x1), abs(a.box.x0 - b.box.x0), abs(a.box.x0 + a.box.x1 - b.box.x0 - b.box.x1) / 2)
        < _SAME_PLACE
        for a, b in pairs
    )


def _columns(group: Sequence[_Witness], context: TableContext) -> tuple[Column, ...]:
    lefts, rights = [w.left for w in group], [w.right for w in group]
    turned = quantity_is_right(lefts, rights, context.knowledge.units)
    roles = (ColumnKind.PRICE, ColumnKind.QUANTITY) if turned else (ColumnKind.QUANTITY, ColumnKind.PRICE)
    numbers = [
        _column([w.left for w in group], roles[0]),
        _column([w.right for w in group], roles[1]),
        _column([w.amount for w in group], ColumnKind.AMOUNT),
    ]
    rows = [context.rows[w.row] for w in group]
    numbers = [_with_units(column, rows, context) for column in numbers]
    numbers.sort(key=lambda column: column.x0)
    page = context.pages[0]
    others: list[Column] = []
    edges = [0.0, *(edge for column in numbers for edge in (column.x0, column.x1)), page.width]
    widest = _widest_text(rows, edges)
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        words = [w for row in rows for w in row.words if w.x0 >= left - 1 and w.x1 <= right + 1]
        if not words:
            continue
        described = (left, right) == widest
        text_roles = (ColumnKind.DESCRIPTION,) if described else ()
        others.append(Column(min(w.x0 for w in words), max(w.x1 for w in words), "", text_roles, also_code=described))
    return tuple(sorted([*numbers, *others], key=lambda column: column.x0))


def _column(figures: Sequence[Figure], role: ColumnKind) -> Column:
    return Column(min(f.box.x0 for f in figures), max(f.box.x1 for f in figures), "", (role,))


def _with_units(column: Column, rows: Sequence[Row], context: TableContext) -> Column:
    """Widen a column by the units that stand behind its figures in most rows."""
    if column.role is not ColumnKind.QUANTITY:
        return column
    behind = [next((word for word in row.words if word.x0 >= column.x1 - 1), None) for row in rows]
    near = [
        w
        for w, row in zip(behind, rows, strict=True)
        if w and context.knowledge.units.is_unit(w.text) and w.x0 - column.x1 < row.height
    ]
    return replace(column, x1=max(w.x1 for w in near)) if len(near) * 2 > len(rows) else column


def _widest_text(rows: Sequence[Row], edges: Sequence[float]) -> tuple[float, float]:
    def letters(gap: tuple[float, float]) -> int:
        return sum(len(w.text) for row in rows for w in row.words if w.x0 >= gap[0] - 1 and w.x1 <= gap[1] + 1)

    return max(zip(edges[::2], edges[1::2], strict=True), key=letters)


def _span(group: Sequence[_Witness], context: TableContext) -> list[tuple[int, Row]]:
    """Return the rows from the first line (and its text above) to the end; totals end the table by themselves."""
    start = first_row(min(w.row for w in group), context)
    return [(index, context.rows[index]) for index in range(start, len(context.rows)) if context.may_bill(index)]


def _table(
    columns: tuple[Column, ...], rows: Sequence[tuple[int, Row]], context: TableContext
) -> tuple[TableReading, ...]:
    grids = share_out(rows, columns, context.knowledge)
    columns = split_unheaded(columns, grids, context.knowledge)
    grids = share_out(rows, columns, context.knowledge)
    named = name_by_content(columns, grids, context.knowledge)
    grids = share_out(rows, named, context.knowledge)
    table = finish_table(named, grids, (), context)
    return (table,) if table.lines else ()
