"""Lines of nothing but a text and an amount, under no heading: amounts under each other that make up a printed sum.

A sum of one amount is that amount printed twice and says nothing. Where the parts of a sum are broken down in their
turn (a service, and below it its charges and its tax), the parts are the lines and not what they consist of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from app.domain.money import decimals_of
from app.extraction.sums.sum_labels import label_meanings
from app.extraction.sums.totals import labelled_amounts
from app.extraction.table.columns import Column
from app.extraction.table.line_table import TableContext
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure, is_currency_word, looks_like_figure
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze

_SAME_PLACE = 12.0
_FEWEST = 2
_LONGEST_CODE = 3
_LEADS_TO_PRICE = frozenset({"x", "×", "*", "@", "at", "à", "je"})
_SUMS = frozenset({"total", "subtotal"})
_ASIDE = frozenset({"total", "subtotal", "carried", "paid"})


@dataclass(frozen=True, slots=True)
class SumColumns:
    """The columns of such a table, and the rows (with their indices) that belong to it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Row], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A row of a text and an amount.

    ``aside`` tells that its words name a sum, something carried over or paid; ``more`` that other money stands in it.
    """

    row: int
    label: str
    amount: Figure
    aside: bool
    more: bool


@dataclass(frozen=True, slots=True)
class _Target:
    """A sum that is printed, and the row it stands in."""

    row: int
    value: Decimal


def lines_by_sum(figures: Sequence[Sequence[Figure]], context: TableContext) -> SumColumns | None:
    """Return the columns and rows of lines that only add up; None where no sum is printed that they make up.

    ``figures`` are the figures of each row.
    """
    parts = [
        _part(index, found, context)
        for index, found in enumerate(figures)
        if found and decimals_of(found[-1].value) >= 2
    ]
    targets = _targets(parts, context)
    broken_down = _broken_down([part for part in parts if part.label], targets)
    if broken_down:
        return _columns(broken_down, [part.row for part in broken_down], context)
    # The sum of a group is a sum too: the one that most rows make up is that of all lines.
    made_up, end = max(
        ((_made_up(parts, target), target.row) for target in targets), key=lambda found: len(found[0]), default=([], 0)
    )
    return _columns(made_up, range(first_row(made_up[0].row, context), end), context) if made_up else None


def _part(index: int, figures: Sequence[Figure], context: TableContext) -> _Part:
    words = [w for w in context.rows[index].words if not looks_like_figure(w.text)]
    meanings, _ = label_meanings(words, context.knowledge)
    label = "".join(squeeze(w.text) for w in words if any(ch.isalpha() for ch in w.text))
    return _Part(index, label, figures[-1], bool(_ASIDE & set(meanings)), _more_money(index, figures, context))


def _more_money(index: int, figures: Sequence[Figure], context: TableContext) -> bool:
    """Tell whether money stands before the amount of a row, other than a price that its text names ("@ 10.00")."""
    words = [word for word in context.rows[index].words if not is_currency_word(word.text)]
    named = [b.x0 for a, b in pairwise(words) if a.text.casefold() in _LEADS_TO_PRICE]
    money = [figure for figure in figures[:-1] if decimals_of(figure.value) >= 2]
    return any(all(abs(figure.box.x0 - x0) > 1 for x0 in named) for figure in money)


def _targets(parts: Sequence[_Part], context: TableContext) -> list[_Target]:
    """Return the sums: amounts that a label calls so, and those that stand alone in their row."""
    amounts = labelled_amounts(context.rows, range(len(context.rows)), context.knowledge, context.mark)
    named = {_Target(a.row, a.figure.value) for a in amounts if _SUMS & set(a.meanings)}
    bare = {_Target(part.row, part.amount.value) for part in parts if not part.label}
    return sorted((target for target in named | bare if target.value), key=lambda target: target.row)


def _made_up(parts: Sequence[_Part], target: _Target) -> list[_Part]:
    """Return the rows right above a sum that make it up; sums of groups among them are left out."""
    found: list[_Part] = []
    total = Decimal(0)
    for part in reversed([part for part in parts if part.row < target.row]):
        if part.aside:
            continue
        if not part.label or (found and not _in_line(part, found[0])):
            return []
        total += part.amount.value
        found.append(part)
        if total == target.value and sum(bool(p.amount.value) for p in found) >= _FEWEST:
            # Prices or taxes beside the amounts that nobody understood: such rows are not all that they seem.
            return found[::-1] if sum(p.more for p in found) * 2 < len(found) else []
        if abs(total) > abs(target.value):
            return []
    return []


def _in_line(part: _Part, other: _Part) -> bool:
    first, second = part.amount.box, other.amount.box
    return min(abs(first.x1 - second.x1), abs(first.x0 - second.x0)) <= _SAME_PLACE


def _broken_down(parts: Sequence[_Part], targets: Sequence[_Target]) -> list[_Part]:
    """Return the rows that make up a sum and that the rows below each of them, under labels that recur, make up."""
    labels = Counter(part.label for part in parts)
    groups: list[list[_Part]] = []
    for part in parts:
        if labels[part.label] == 1:
            groups.append([part])
        elif groups:
            groups[-1].append(part)
    heads = [
        group[0]
        for group in groups
        if len(group) > 1
        and not group[0].aside
        and sum((below.amount.value for below in group[1:]), Decimal(0)) == group[0].amount.value
    ]
    values = {target.value for target in targets}
    runs = [heads[start:end] for start in range(len(heads)) for end in range(start + _FEWEST, len(heads) + 1)]
    whole = [run for run in runs if sum((head.amount.value for head in run), Decimal(0)) in values]
    return max(whole, key=len, default=[])


def first_row(first: int, context: TableContext) -> int:
    """Return where a table without a heading begins: text right above its first amount is that line's."""
    start = first
    for index in range(first - 1, max(-1, first - 3), -1):
        row, lower = context.rows[index], context.rows[start]
        close = row.page == lower.page and lower.top - row.bottom < 0.6 * lower.height
        if not close or any(looks_like_figure(word.text) for word in row.words) or len(row.cells) > 1:
            break
        if row.text.endswith(":"):
            break  # "We delivered to you:" leads on to the lines
        start = index
    return start


def _columns(parts: Sequence[_Part], rows: Sequence[int], context: TableContext) -> SumColumns | None:
    figures = [part.amount for part in parts]
    amount = Column(min(f.box.x0 for f in figures), max(f.box.x1 for f in figures), "", (ColumnKind.AMOUNT,))
    words = [w for part in parts for w in context.rows[part.row].words if w.x1 <= amount.x0 + 1]
    if not words:
        return None
    text = Column(min(w.x0 for w in words), amount.x0 - 2, "", (ColumnKind.DESCRIPTION,), also_code=True)
    return SumColumns((text, amount, *_codes_behind(parts, context)), tuple((i, context.rows[i]) for i in rows))


def _codes_behind(parts: Sequence[_Part], context: TableContext) -> list[Column]:
    """Return the column of the tax codes that stand behind most amounts ("317.52 Z")."""
    behind = [[w for w in context.rows[part.row].words if w.x0 >= part.amount.box.x1] for part in parts]
    codes = [words[0] for words in behind if len(words) == 1 and len(words[0].text) <= _LONGEST_CODE]
    if len(codes) * 2 <= len(parts):
        return []
    return [Column(min(w.x0 for w in codes), max(w.x1 for w in codes), "", (ColumnKind.TAX_RATE,))]
