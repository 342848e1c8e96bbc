"""Finding the heading of a line table: which rows name columns, and what each column is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from app.extraction.sums.sum_labels import label_meanings
from app.extraction.table.columns import AMOUNTS, CODES, COUNTS, NUMBER_ROLES, Column, Heading
from app.extraction.table.heading_columns import columns_of
from app.extraction.table.heading_words import Segment, blanks_of, segments_of
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.next_row import is_right_below
from app.extraction.values.numerals import is_numeric
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import PageText, RulingLine, Word

_MONEY = AMOUNTS | {ColumnKind.PRICE}
_WHAT = CODES | {ColumnKind.DESCRIPTION}
# A heading is at most this many rows high, and one more where a line is ruled under that.
_HIGHEST = 3
_TIGHT = 0.6  # of a row's height, between the rows of a heading
_FEWEST_FIELDS = 2
_FEWEST_SUMS = 3
_FEW_DIGITS = 3
_NO_NAME = (":", "#")
_THOUSAND = ("1.000", "1,000")  # what a price may be for: "Preis per 1.000"
_PER_THOUSAND = re.compile(r"\D+/1[.,]?000", re.ASCII)  # and so "Price/1000"


def find_headings(rows: Sequence[Row], pages: Sequence[PageText], knowledge: Knowledge) -> tuple[Heading, ...]:
    """Return every row (or two or three rows together) that reads like the heading of a line table, top down."""
    verticals = {page.number: [line for line in page.rulings if not line.horizontal] for page in pages}
    closing = {page.number: [line for line in page.rulings if line.horizontal] for page in pages}
    blanks = blanks_of(rows)
    segments = _Segments(rows, blanks, knowledge)
    headings: list[Heading] = []
    index = 0
    while index < len(rows):
        best = _best_block(rows, segments, index, verticals, knowledge)
        if best is None:
            index += 1
            continue
        headings.append(replace(best, last_row=_ruled_off(rows, best.last_row, closing.get(best.page, ()))))
        index = headings[-1].last_row + 1
    return tuple(headings)


class _Segments(dict[int, tuple[Segment, ...]]):
    """The phrases of each row, parted when they are asked for: most rows are no heading, and one look tells."""

    __slots__ = ("_blanks", "_knowledge", "_rows")

    def __init__(self, rows: Sequence[Row], blanks: Mapping[int, float], knowledge: Knowledge) -> None:
        super().__init__()
        self._rows = rows
        self._blanks = blanks
        self._knowledge = knowledge

    def __missing__(self, index: int) -> tuple[Segment, ...]:
        row = self._rows[index]
        found = self[index] = segments_of(row, self._knowledge, self._blanks.get(row.page))
        return found

    def may_head(self, index: int) -> bool:
        """Tell whether a row might be the first of a heading."""
        row, columns = self._rows[index], self._knowledge.columns
        if not columns.any_begins(row.keys) or not any(columns.holds(cell.keys) for cell in row.cells):
            return False  # no phrase that heads a column stands here
        return not _has_figures(row) and not row.text.startswith("**")


def heading_columns(
    row: Row, pages: Sequence[PageText], knowledge: Knowledge, blanks: Mapping[int, float]
) -> tuple[Column, ...]:
    """Return the columns that one row would name if it were a heading."""
    lines = [line for page in pages if page.number == row.page for line in page.rulings if not line.horizontal]
    crossing = [line for line in lines if line.top <= row.bottom and line.bottom >= row.top]
    segments = segments_of(row, knowledge, blanks.get(row.page))
    return columns_of([segments], crossing, knowledge)


def is_plain_heading(row: Row) -> bool:
    """Tell whether a row might be a heading at all: no figures, labels or running text."""
    return not _has_figures(row) and not _is_sentence(row)


def _best_block(
    rows: Sequence[Row],
    segments: _Segments,
    index: int,
    verticals: dict[int, list[RulingLine]],
    knowledge: Knowledge,
) -> Heading | None:
    if not segments.may_head(index) or not any(segment.meanings for segment in segments[index]):
        return None
    best: Heading | None = None
    best_score = 0.0
    for height in range(1, _HIGHEST + 1):
        last = index + height - 1
        if last >= len(rows) or rows[last].page != rows[index].page:
            break
        row = rows[last]
        if height > 1 and not may_go_on(rows[last - 1], row):
            break
        if _names_fields(row, knowledge):
            break
        if height > 1 and (_has_figures(row) or _is_section(row, segments[last])):
            break
        if all(_is_sentence(r) for r in rows[index : last + 1]):
            continue
        lines = verticals.get(row.page, [])
        columns = columns_of(
            [segments[at] for at in range(index, last + 1)],
            [v for v in lines if v.top <= row.bottom and v.bottom >= row.top],
            knowledge,
        )
        score = _score(columns) - 0.3 * (height - 1) + 0.4 * _joined(columns, knowledge)
        if score > best_score:
            best, best_score = Heading(index, last, row.page, columns), score
    return best


def may_go_on(upper: Row, lower: Row) -> bool:
    """Tell whether the row under one of a heading stands as close as another row of it does."""
    return is_right_below(lower, upper, _TIGHT * min(upper.height, lower.height))


def _ruled_off(rows: Sequence[Row], last: int, rulings: Sequence[RulingLine]) -> int:
    """Return the last row of a heading: one more right below it, without figures, where a line is ruled under that."""
    if last + 1 >= len(rows):
        return last
    above, row = rows[last], rows[last + 1]
    if not may_go_on(above, row) or _has_figures(row):
        return last
    ends = (
        rows[last + 2].middle if last + 2 < len(rows) and rows[last + 2].page == row.page else row.bottom + row.height
    )
    below = [line for line in rulings if row.middle < line.top < ends]
    between = [line for line in rulings if above.middle < line.top < row.middle]
    ruled = all(_under(cell, below) and not _under(cell, between) for cell in row.cells)
    return last + 1 if ruled else last


def _under(cell: Cell, rulings: Sequence[RulingLine]) -> bool:
    """Tell whether one of these lines runs under a cell; tables rule each of their columns by itself."""
    middle = (cell.x0 + cell.x1) / 2
    return any(line.x0 <= middle <= line.x1 for line in rulings)


def _names_fields(row: Row, knowledge: Knowledge) -> bool:
    """Tell whether a row names fields of the invoice's header, in boxes side by side, and no columns of lines."""
    keys = ["".join(cell.keys) for cell in row.cells]
    named = [key for key in keys if knowledge.labels.meanings(key)]
    own = [key for key in named if not knowledge.columns.meanings(key)]
    return len(own) >= _FEWEST_FIELDS and len(named) * 2 > len(keys)


def names_sums(row: Row, knowledge: Knowledge) -> bool:
    """Tell whether a row names nothing but the sums of an invoice, side by side: "NET   DELIVERY   VAT 23%   TOTAL"."""
    named = [label_meanings(cell.words, knowledge) for cell in row.cells]
    sums = sum(whole for _, whole in named)
    charged = (bool(knowledge.charges.meanings("".join(cell.keys))) for cell in row.cells)
    told = all(whole or charge for (_, whole), charge in zip(named, charged, strict=True))
    taxed = {"tax", "total"} <= {meaning for meanings, _ in named for meaning in meanings}
    return told and taxed and sums >= _FEWEST_SUMS


def _is_section(row: Row, segments: Sequence[Segment]) -> bool:
    """Tell whether a row under a heading is one text that no heading would be: the name of a group of lines."""
    return len(row.cells) == 1 and any(segment.key and not segment.meanings for segment in segments)


def _is_sentence(row: Row) -> bool:
    """Tell whether a row is running text: one cell, or a mark that notes begin with."""
    return len(row.cells) < 2 or row.text.startswith(("**", "--", "*"))


def _is_number_of_something(text: str) -> bool:
    digits = sum(map(str.isdigit, text)) if len(text) > _FEW_DIGITS and not _PER_THOUSAND.fullmatch(text) else 0
    return _FEW_DIGITS < digits < len(text)


def _has_figures(row: Row) -> bool:
    """Tell whether a row carries figures, numbers or labels; a heading does not.

    A lone "100" or "1,000" may stand in one.
    """
    for word in row.words:
        if word.text.endswith(":") or (word.text not in _THOUSAND and _is_number_of_something(word.text)):
            return True
    figures = [word for word in row.words if is_numeric(word.text)]
    if not figures:
        return False
    numbered = {id(word) for cell in row.cells for before, word in pairwise(cell.words) if _numbers(before, word)}
    texts = [word.text for word in figures if id(word) not in numbered]
    return any(("." in text or "," in text) and text not in _THOUSAND for text in texts) or len(texts) > 1


def _numbers(before: Word, word: Word) -> bool:
    """Tell whether a digit only tells headings of one name apart ("Disc 1", "Disc 2")."""
    named = before.text[:1].isalpha() and before.text[-1:] not in _NO_NAME
    return named and len(word.text) == 1 and word.text.isdigit()


def _joined(columns: Sequence[Column], knowledge: Knowledge) -> int:
    """Count the columns whose heading is known only as a whole, over two or three rows ("Qty" above "Shipped")."""
    return sum(column.stacked and bool(knowledge.columns.meanings(squeeze(column.heading))) for column in columns)


def _score(columns: Sequence[Column]) -> float:
    """Rate a heading: distinct roles count, unknown words speak against it; zero where it cannot be one."""
    roles = {column.role for column in columns if column.roles}
    known = roles - {ColumnKind.IGNORED}
    unknown = sum(not column.roles for column in columns)
    if not known & (_MONEY | COUNTS) or len(known) < 2:
        return 0.0
    if not known & _WHAT and len(known & NUMBER_ROLES) < 3:
        return 0.0
    if unknown > len(known) + 1:
        return 0.0
    return len(known) + 0.5 * bool(ColumnKind.IGNORED in roles) - 0.4 * unknown
