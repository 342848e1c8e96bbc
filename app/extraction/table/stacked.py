"""Tables whose heading and lines are two tiers high: the number above the text, the order above the shipment.

Each line's lower row is laid beside its upper one, far to the right, and so is the lower row of the heading; what
results is a plain table, and is read as one. Afterwards everything is put back where it stands on the page. Such a
reading counts only where the lines multiply by figures of the lower tier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.extraction.sums.sum_labels import label_meanings
from app.extraction.table.codes import is_code
from app.extraction.table.columns import COUNTS, PRICES, Column, Heading
from app.extraction.table.draft import LineDraft
from app.extraction.table.heading_words import blanks_of
from app.extraction.table.headings import heading_columns, is_plain_heading
from app.extraction.table.line_table import TableContext, TableReading, read_table
from app.extraction.table.roles import multiplying_lines, multiplying_share
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure, looks_like_figure
from app.extraction.values.next_row import is_right_below
from app.extraction.values.rows import Row
from app.extraction.values.words import Word

_ASIDE = 10_000.0  # points; farther right than any page is wide
_CLOSE = 0.9  # heights of a row
_FEWEST = 2


def with_stacked(known: tuple[TableReading, ...], context: TableContext) -> tuple[TableReading, ...]:
    """Return the table of two tiers, if the pages have one that multiplies better than what was read without it."""
    multiplying = sum(multiplying_lines(table.choice, table.lines) for table in known)
    for upper, columns in _two_tiers(context):
        pairs = dict(_pairs(upper + 2, context))
        if not pairs or len(pairs) < multiplying:
            continue  # each line of such a table is a pair: it could not have as many lines
        table = _read(upper, columns, pairs, context)
        if _is_better(table, multiplying, len(columns[0])):
            return (table,)
    return known


def _two_tiers(context: TableContext) -> Iterator[tuple[int, tuple[tuple[Column, ...], tuple[Column, ...]]]]:
    """Yield the rows that may be the upper one of a heading in two tiers, with the columns of both."""
    rows, knowledge = context.rows, context.knowledge
    blanks: dict[int, float] | None = None
    may_head = [_may_head(row, context) for row in rows]
    for index in range(len(rows) - 1):
        pair = rows[index : index + 2]
        if not (may_head[index] and may_head[index + 1]) or not _beside(*pair):
            continue
        blanks = blanks_of(rows) if blanks is None else blanks
        upper, lower = (heading_columns(row, context.pages, knowledge, blanks) for row in pair)
        if all(_is_named(tier) for tier in (upper, lower)) and _is_whole((*upper, *lower)):
            yield index, (upper, lower)


def _beside(upper: Row, lower: Row) -> bool:
    return is_right_below(lower, upper, _CLOSE * max(upper.height, 1.0))


def _may_head(row: Row, context: TableContext) -> bool:
    if len(row.cells) < _FEWEST:
        return False
    begins = context.knowledge.columns.begins
    known = sum([begins(cell.keys[0]) for cell in row.cells if cell.keys[0]])
    return known >= _FEWEST and is_plain_heading(row)


def _is_named(columns: Sequence[Column]) -> bool:
    """Tell whether a tier names columns by itself, and hardly anything that nobody knows."""
    known = {column.role for column in columns} - {None, ColumnKind.IGNORED}
    return len(known) >= _FEWEST and sum(column.role is None for column in columns) <= 1


def _is_whole(columns: Sequence[Column]) -> bool:
    roles = {column.role for column in columns}
    return bool(roles & COUNTS) and bool(roles & PRICES) and ColumnKind.AMOUNT in roles


def _read(
    first: int, tiers: tuple[tuple[Column, ...], tuple[Column, ...]], pairs: Mapping[int, int], context: TableContext
) -> TableReading:
    """Read the lines below a heading in two tiers as rows laid side by side: upper rows with their lower ones."""
    rows = list(context.rows)
    for upper, lower in pairs.items():
        rows[upper] = _side_by_side(rows[upper], rows[lower])
    columns = (*tiers[0], *(replace(c, x0=c.x0 + _ASIDE, x1=c.x1 + _ASIDE) for c in tiers[1]))
    laid = replace(context, rows=tuple(rows), outside=context.outside | frozenset(pairs.values()))
    heading = Heading(first, first + 1, rows[first].page, columns)
    table = read_table([heading], [(first + 2, len(rows))], laid)
    return _put_back(table, pairs)


def _pairs(start: int, context: TableContext) -> Iterator[tuple[int, int]]:
    """Yield the rows of figures that another row of figures stands close below, each with that one."""
    rows = context.rows
    index = start
    while index + 1 < len(rows):
        upper, lower = rows[index], rows[index + 1]
        if _beside(upper, lower) and _figured(upper, lower) and not _sums(upper, context):
            yield index, index + 1
            index += 2
        else:
            index += 1


def _figured(upper: Row, lower: Row) -> bool:
    """Tell whether two rows bear the figures of one line: at least one each, and two in one of them.

    A code in the upper row, first or behind the number of the line, does for a figure.
    """
    above, below = _figures(upper), _figures(lower)
    above = above or sum(is_code(word.text) for word in upper.words[:2])
    return min(above, below) >= 1 and max(above, below) >= _FEWEST


def _figures(row: Row) -> int:
    return sum(looks_like_figure(word.text) for word in row.words)


def _sums(row: Row, context: TableContext) -> bool:
    return label_meanings([w for w in row.words if not looks_like_figure(w.text)], context.knowledge)[1]


def _side_by_side(upper: Row, lower: Row) -> Row:
    cells = tuple(
        replace(cell, words=tuple(map(_aside, cell.words)), x0=cell.x0 + _ASIDE, x1=cell.x1 + _ASIDE)
        for cell in lower.cells
    )
    words = tuple(map(_aside, lower.words))
    return replace(upper, words=(*upper.words, *words), bottom=lower.bottom, cells=(*upper.cells, *cells))


def _aside(word: Word) -> Word:
    return _moved(word, _ASIDE)


def _moved(word: Word, by: float) -> Word:
    return replace(word, box=replace(word.box, x0=word.box.x0 + by, x1=word.box.x1 + by))


def _put_back(table: TableReading, pairs: Mapping[int, int]) -> TableReading:
    """Return the table with everything of its lower tier where it stands on the page."""
    for draft in table.lines:
        _put_draft_back(draft)
        draft.rows.extend(pairs[row] for row in tuple(draft.rows) if row in pairs)
    charges = tuple(replace(c, figure=_figure_back(c.figure)) for c in table.charges)
    columns = tuple(replace(c, x0=c.x0 - _ASIDE, x1=c.x1 - _ASIDE) if c.x0 >= _ASIDE else c for c in table.columns)
    used = table.used_rows | {pairs[row] for row in table.used_rows if row in pairs}
    return replace(table, columns=columns, charges=charges, used_rows=frozenset(used))


def _put_draft_back(draft: LineDraft) -> None:
    draft.numbers = {index: _figure_back(figure) for index, figure in draft.numbers.items()}
    draft.discount_row = _figure_back(draft.discount_row) if draft.discount_row is not None else None
    codes = (draft.item_code, draft.buyer_code, draft.po_number, draft.po_line)
    for words in (draft.description, *codes, draft.uom, draft.price_per):
        words[:] = [_word_back(word) for word in words]
    draft.texts = [tuple(map(_word_back, words)) for words in draft.texts]


def _word_back(word: Word) -> Word:
    return _moved(word, -_ASIDE) if word.box.x0 >= _ASIDE else word


def _figure_back(figure: Figure) -> Figure:
    box = figure.box
    if box.x0 < _ASIDE:
        return figure
    return replace(figure, box=replace(box, x0=box.x0 - _ASIDE, x1=box.x1 - _ASIDE))


def _is_better(table: TableReading, multiplying: int, upper: int) -> bool:
    """Tell whether all lines multiply by figures of the lower tier, and no fewer lines do than without tiers."""
    choice = table.choice
    below = any(index is not None and index >= upper for index in (choice.quantity, choice.price, choice.amount))
    if not below or not table.lines or multiplying_share(choice, table.lines) < 1:
        return False
    complete = all(choice.amount in line.numbers for line in table.lines)
    return complete and len(table.lines) >= multiplying
