"""Columns of text that run down a page beside its letter and have lines of their own: a sidebar, a slip to cut off.

Joined to rows across the page, their lines would stand in the rows of a table that only happens to be level with them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from app.extraction.values.words import Word

_FEWEST_LINES = 8  # of either side
_NARROW = 0.34  # of the width of the text, at most
_TALL = 0.6  # of its height, at least
_GUTTER = 9.0  # points that stay free between the two
# Points from middle to middle of lines that may be one row, in letters of two sizes, and of those that surely are.
_NEAR, _LEVEL = 1.2, 0.4
# So much of the lines of the narrow side, and so many: more are labels before their values, or cells of a table.
_ROWS_SHARED, _BY_CHANCE = 0.3, 1
_EDGE = 3  # words that begin at one place, at least, where a column of text may begin


def columns_apart(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words in the parts that are to be joined to rows each by itself, in the order they are read.

    That is all of them in one part, as on most pages, or what stands above two columns, the columns, and what is below.
    """
    if len(words) < 2 * _FEWEST_LINES:
        return [list(words)]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    edges = Counter(round(word.x0) for word in words)
    for edge, count in sorted(edges.items(), key=lambda entry: -entry[1]):
        width = min(edge - left, right - edge)
        if count < _EDGE or not 0 < width <= _NARROW * (right - left):
            continue
        found = _apart_at(words, edge - 1.0, _TALL * (bottom - top), narrow_left=edge - left <= right - edge)
        if found is not None:
            return found
    return [list(words)]


def _apart_at(words: Sequence[Word], edge: float, least: float, *, narrow_left: bool) -> list[list[Word]] | None:
    """Return the parts where a column of text begins at this place, and no word reaches into the gutter before it."""
    crossing = sorted(_middle(word) for word in words if word.x0 < edge and word.x1 > edge - _GUTTER)
    start, end = _longest_free(crossing, words)
    if end - start < least:
        return None
    inside = [word for word in words if start < _middle(word) < end]
    sides = ([w for w in inside if w.x1 <= edge], [w for w in inside if w.x0 >= edge])
    narrow, wide = (_middles(side) for side in (sides if narrow_left else sides[::-1]))
    if min(len(narrow), len(wide)) < _FEWEST_LINES:
        return None
    if sum(_is_near(middle, wide, _NEAR) for middle in narrow) > _ROWS_SHARED * len(narrow):
        return None
    if sum(_is_near(middle, wide, _LEVEL) for middle in narrow) > _BY_CHANCE:
        return None
    above = [word for word in words if _middle(word) <= start]
    below = [word for word in words if _middle(word) >= end]
    return [part for part in (above, *sides, below) if part]


def _longest_free(crossing: Sequence[float], words: Sequence[Word]) -> tuple[float, float]:
    """Return the tallest stretch of a page that no word crosses, by the middles of those around it."""
    first = min(word.top for word in words) - 1.0
    last = max(word.bottom for word in words) + 1.0
    return max(pairwise([first, *crossing, last]), key=lambda stretch: stretch[1] - stretch[0])


def _middles(words: Sequence[Word]) -> list[float]:
    """Return the middles of the lines of some words, from top to bottom."""
    found: list[float] = []
    for middle in sorted(map(_middle, words)):
        if not found or middle - found[-1] > _NEAR:
            found.append(middle)
    return found


def _is_near(middle: float, others: Sequence[float], apart: float) -> bool:
    at = bisect_left(others, middle - apart)
    return at < len(others) and others[at] <= middle + apart


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2
