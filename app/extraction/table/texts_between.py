"""Which of the rows of text between two rows of figures belong to the upper line, and which to the lower."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.extraction.table.columns import Column
from app.extraction.table.grid import GridRow
from app.extraction.table.table_rows import RowKind, SortedRow
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.words import RulingLine

# Text belongs to a line only where it follows or precedes without a wide gap (in heights of the row).
_NEAR = 1.3
_CLEARLY = 0.3
_SHORT = 4


def described_above(rows: Sequence[SortedRow], items: Sequence[int], columns: Sequence[Column]) -> bool:
    """Tell whether the text of a line stands above its figures: most rows of figures carry no text of their own."""
    bare = sum(not _has_text(rows[index].grid, columns) for index in items)
    if bare * 2 < len(items):
        return _begun_above(rows, items)
    first = items[0]
    before = [row for row in rows[:first] if row.kind is RowKind.TEXT]
    last = items[-1]
    behind = [row for row in rows[last + 1 :] if row.kind is RowKind.TEXT and _near(rows[last], row)]
    return bool(before) and (not behind or _distance(before[-1], rows[first]) < _distance(rows[last], behind[0]))


def _begun_above(rows: Sequence[SortedRow], items: Sequence[int]) -> bool:
    """Tell whether the texts of most lines begin above their figures, close to them and apart from the rest."""
    close = 0
    for item in items:
        first = _first_above(rows, item)
        if first == item:
            continue
        text, before = rows[first], rows[first - 1] if first else None
        height = max(text.grid.row.height, 1.0)
        if before is None or before.grid.row.page != text.grid.row.page:
            close += 1
        else:
            close += _distance(before, text) - _distance(rows[item - 1], rows[item]) > _CLEARLY * height
    return close * 2 > len(items)


def _first_above(rows: Sequence[SortedRow], item: int) -> int:
    """Return the first of the rows of text right above a row of figures; its own where none stands there."""
    first = item
    while first and rows[first - 1].kind is RowKind.TEXT and touches(rows[first - 1], rows[first]):
        first -= 1
    return first


def numbered_above(rows: Sequence[SortedRow], items: Sequence[int], columns: Sequence[Column]) -> bool:
    """Tell whether lines begin at their numbers, and end with their figures.

    Each line has its number in the row of its figures, or some of them above it in the first row of their text; what
    stands above that has a number too where it is the title of a group.
    """
    numbers = [any(is_numbered(rows[at], columns) for at in range(a + 1, b + 1)) for a, b in pairwise([-1, *items])]
    return all(numbers) and not all(is_numbered(rows[item], columns) for item in items)


def in_boxes(rows: Sequence[SortedRow], items: Sequence[int], rulings: dict[int, list[RulingLine]]) -> bool:
    """Tell whether each line is ruled off from the next: what then stands in its box above its figures is its text."""
    pairs = [(rows[a], rows[b]) for a, b in pairwise(items) if rows[a].grid.row.page == rows[b].grid.row.page]
    return bool(pairs) and all(_ruled_between(upper, lower, rulings) for upper, lower in pairs)


def in_one_box(upper: SortedRow, lower: SortedRow, rulings: dict[int, list[RulingLine]]) -> bool:
    """Tell whether a row stands close above another of its page, and no rule between them."""
    return touches(upper, lower) and not _ruled_between(upper, lower, rulings)


def is_numbered(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether the number of a line stands in a row."""
    cells = (row.grid.cells[index] for index, column in enumerate(columns) if column.role is ColumnKind.LINE_NO)
    return any(any(ch.isdigit() for word in cell for ch in word.text) for cell in cells)


def touches(upper: SortedRow, lower: SortedRow) -> bool:
    """Tell whether two rows of one page stand so close that no blank line fits between them."""
    same = upper.grid.row.page == lower.grid.row.page
    return same and _distance(upper, lower) <= _CLEARLY * 2 * max(upper.grid.row.height, 1.0)


def _has_text(grid: GridRow, columns: Sequence[Column]) -> bool:
    """Tell whether a row has a text of its own, be it one word; a lone code or size is none."""
    words = [w.text for i, c in enumerate(columns) if c.role is ColumnKind.DESCRIPTION for w in grid.cells[i]]
    return len(words) > 1 or any(len(text) > _SHORT and text.isalpha() for text in words)


def _distance(upper: SortedRow, lower: SortedRow) -> float:
    return lower.grid.row.top - upper.grid.row.bottom


def _near(upper: SortedRow, lower: SortedRow) -> bool:
    same = upper.grid.row.page == lower.grid.row.page
    return same and _distance(upper, lower) <= _NEAR * max(upper.grid.row.height, lower.grid.row.height)


def cut_between(
    rows: Sequence[SortedRow],
    before: int,
    texts: Sequence[int],
    after: int,
    *,
    above: bool,
    rulings: dict[int, list[RulingLine]],
) -> int:
    """Return how many of the texts between two rows of figures belong to the upper one."""
    if before < 0:
        return 0
    if after >= len(rows):
        return _run(rows, before, texts)
    chain = [before, *texts, after]
    pages = [rows[index].grid.row.page for index in chain]
    for position, (a, b) in enumerate(pairwise(chain)):
        if pages[position] != pages[position + 1] or _ruled_between(rows[a], rows[b], rulings):
            return min(position, _run(rows, before, texts)) if not above else position
    gaps = [_distance(rows[a], rows[b]) for a, b in pairwise(chain)]
    height = max(rows[before].grid.row.height, 1.0)
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    others = [gap for position, gap in enumerate(gaps) if position != widest]
    if gaps[widest] - max(others) > _CLEARLY * height:
        return min(widest, _run(rows, before, texts)) if not above else widest
    return 0 if above else _run(rows, before, texts)


def _run(rows: Sequence[SortedRow], before: int, texts: Sequence[int]) -> int:
    """Return how many texts follow the upper row without a wide gap."""
    count, last = 0, before
    for index in texts:
        if not _near(rows[last], rows[index]):
            break
        count, last = count + 1, index
    return count


def _ruled_between(upper: SortedRow, lower: SortedRow, rulings: dict[int, list[RulingLine]]) -> bool:
    top, bottom = upper.grid.row.middle, lower.grid.row.middle
    left, right = lower.grid.row.x0, lower.grid.row.x1
    for line in rulings.get(lower.grid.row.page, ()):
        if top < line.top < bottom and line.x0 < right and line.x1 > left and line.x1 - line.x0 > 60:
            return True
    return False
