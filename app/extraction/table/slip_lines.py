"""Lines of a till slip: the goods in a row of their own, and below them "2 x 3.50     7.00".

A sign stands between the figures, and they multiply to the amount at the end of their row; the row above is words
without money. Where money stands between such lines that belongs to none, nothing is read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.domain.money import decimals_of
from app.extraction.sums.sum_labels import label_meanings
from app.extraction.table.codes import is_code
from app.extraction.table.columns import Column
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.table.factors_in_text import TIMES, TextFactors, factors_in_text
from app.extraction.table.line_table import TableContext, TableReading
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure, is_currency_word, looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.next_row import is_right_below
from app.extraction.values.rows import Row

_FEWEST = 2  # lines
_NEAR = 1.6  # heights of a row, from the goods to their figures
_TAX_CODE = 2  # characters behind an amount
_CENTS = 2
_KINDS = (ColumnKind.QUANTITY, ColumnKind.PRICE, ColumnKind.AMOUNT)


class _Sold(NamedTuple):
    """The row of the goods, that of the figures below it, and the figures."""

    goods: int
    row: int
    factors: TextFactors
    amount: Figure


def read_slip(context: TableContext) -> tuple[TableReading, ...]:
    """Read the lines of a slip; nothing where there are not two, or other money stands between them."""
    sold = [one for index in range(1, len(context.rows)) if (one := _sold(index, context)) is not None]
    used = {row for one in sold for row in (one.goods, one.row)}
    products = [index for index, row in enumerate(context.rows) if _product(row, context.knowledge)[0]]
    if len(sold) < _FEWEST or products != [one.row for one in sold]:
        return ()
    between = set(range(sold[0].goods, sold[-1].row)) - used
    if any(_has_money(context.rows[index], context) for index in between) or not _sums_follow(sold[-1].row, context):
        return ()
    coded = all(is_code(context.rows[one.goods].words[0].text) for one in sold)
    drafts = tuple(_draft(one, context, coded=coded) for one in sold)
    columns = tuple(_column(kind, [draft.numbers[at] for draft in drafts]) for at, kind in enumerate(_KINDS))
    return (TableReading(columns, RoleChoice(*range(len(_KINDS))), drafts, used_rows=frozenset(used)),)


def _sold(index: int, context: TableContext) -> _Sold | None:
    """Return the line whose figures a row has and whose goods the row above; None where it is no such row."""
    goods, row = context.rows[index - 1], context.rows[index]
    if not (context.may_bill(index) and context.may_bill(index - 1)) or not _names_goods(goods, row, context):
        return None
    told, at = _product(row, context.knowledge)
    if not told:
        return None
    amount = read_figure(row.words[at : at + 1], context.mark)
    if amount is None or decimals_of(amount.value) != _CENTS:
        return None
    factors = factors_in_text(row.words[:at], amount, context.mark, context.knowledge)
    return _Sold(index - 1, index, factors, amount) if factors is not None else None


def _product(row: Row, knowledge: Knowledge) -> tuple[bool, int]:
    """Tell whether a row is two figures with a sign of multiplication and a last one, and where that stands.

    Beside them are only units and currencies, and a code of the tax at the end.
    """
    at = max((at for at, word in enumerate(row.words) if looks_like_figure(word.text)), default=0)
    before, behind = row.words[:at], row.words[at + 1 :]
    figures = sum(looks_like_figure(word.text) for word in before)
    signs = sum(word.text in TIMES for word in before)
    others = [w.text for w in before if not looks_like_figure(w.text) and w.text not in TIMES]
    named = all(is_currency_word(text) or knowledge.units.is_unit(text) for text in others)
    ended = all(is_currency_word(word.text) or len(word.text) <= _TAX_CODE for word in behind)
    return (figures, signs) == (2, 1) and named and ended, at


def _names_goods(goods: Row, below: Row, context: TableContext) -> bool:
    """Tell whether a row is words without money or the name of a sum, right above another."""
    near = is_right_below(below, goods, _NEAR * max(goods.height, below.height))
    named = any(len(word.text) > 1 and word.text.isalpha() for word in goods.words)
    return near and named and not _has_money(goods, context) and not label_meanings(goods.words, context.knowledge)[1]


def _has_money(row: Row, context: TableContext) -> bool:
    figures = (read_figure((word,), context.mark) for word in row.words if looks_like_figure(word.text))
    return any(figure is not None and decimals_of(figure.value) == _CENTS for figure in figures)


def _sums_follow(last: int, context: TableContext) -> bool:
    """Tell whether the first money below the last line is that of a sum: "Bread 2.00" would be another line."""
    below = next((row for row in context.rows[last + 1 :] if _has_money(row, context)), None)
    words = [word for word in below.words if not looks_like_figure(word.text)] if below is not None else []
    return bool(label_meanings(words, context.knowledge)[0])


def _draft(sold: _Sold, context: TableContext, *, coded: bool) -> LineDraft:
    """Return a line; its code leads its goods where one leads those of all lines."""
    goods, row = context.rows[sold.goods], context.rows[sold.row]
    numbers = dict(enumerate((sold.factors.quantity, sold.factors.price, sold.amount)))
    draft = LineDraft(sold.goods, goods.page, goods.top, row.bottom, numbers, rows=[sold.goods, sold.row])
    own = coded and len(goods.words) > 1
    draft.item_code.extend(goods.words[:own])
    draft.description.extend(goods.words[own:])
    draft.texts.extend((goods.words, row.words))
    return draft


def _column(kind: ColumnKind, figures: Sequence[Figure]) -> Column:
    return Column(min(f.box.x0 for f in figures), max(f.box.x1 for f in figures), "", (kind,))
