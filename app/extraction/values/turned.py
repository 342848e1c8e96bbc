"""Headings that run up or down over narrow columns, set level so that they head their columns like any other.

Single words that stand sideways (in a margin, on a form) are no part of any row; four or more of them side by side,
beginning or ending on one line, are the headings of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from app.domain.overlap import shared_width
from app.extraction.values.words import Word

_FEWEST = 4
_LEVEL = 4.0  # points by which their beginnings, or ends, differ at most
_TALL = 1.6  # of its width: what is turned is higher than wide
_SHORT = 2  # characters: too few to tell how they are turned
_OPEN = 0.9  # of a line's width between two lines of one heading


def level_headings(aside: Sequence[Word], others: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Return the headings among words that stand sideways, set level, and the other words less their parts.

    ``others`` are the words that stand upright, or are too short to tell ("%" above a "Discount" that is turned).
    """
    tall = [word for word in aside if word.bottom - word.top > _TALL * (word.x1 - word.x0)]
    if len(tall) < _FEWEST:
        return [], list(others)
    short = [word for word in others if len(word.text) <= _SHORT]
    stacks = _stacks(tall, short)
    band = max((_level_with(stack, stacks) for stack in stacks), key=len)
    if len(band) < _FEWEST:
        return [], list(others)
    foot = max(_bottom(stack) for stack in band)
    height = median(word.x1 - word.x0 for stack in band for word in stack)
    taken = {id(word) for stack in band for word in stack}
    rest = [word for word in others if id(word) not in taken]
    return [_level(stack, foot, height) for stack in band], rest


def _stacks(tall: Iterable[Word], short: Sequence[Word]) -> list[list[Word]]:
    """Part turned words into the texts they make: what stands in one line of them, one above the other."""
    stacks: list[list[Word]] = []
    for word in sorted(tall, key=lambda word: word.x0):
        home = next((stack for stack in stacks if _in_line(stack[0], word)), None)
        if home is None:
            stacks.append([word])
        else:
            home.append(word)
    for word in short:
        home = next((stack for stack in stacks if _in_line(stack[0], word) and _touches(stack, word)), None)
        if home is not None:
            home.append(word)
    return stacks


def _in_line(first: Word, other: Word) -> bool:
    shared = shared_width(first, other)
    return shared > _OPEN / 2 * min(first.x1 - first.x0, other.x1 - other.x0)


def _touches(stack: Sequence[Word], word: Word) -> bool:
    """Tell whether a short word follows or leads a turned text within a blank."""
    blank = _OPEN * (stack[0].x1 - stack[0].x0)
    return word.bottom > _top(stack) - blank and word.top < _bottom(stack) + blank


def _level_with(stack: Sequence[Word], stacks: Iterable[list[Word]]) -> list[list[Word]]:
    """Return the texts that begin, or end, on one line with this one."""
    all_of = list(stacks)
    feet = [other for other in all_of if abs(_bottom(other) - _bottom(stack)) <= _LEVEL]
    heads = [other for other in all_of if abs(_top(other) - _top(stack)) <= _LEVEL]
    return max(feet, heads, key=len)


def _level(stack: Sequence[Word], foot: float, height: float) -> Word:
    """Return a turned text as one level word over its column; blanks count for nothing in a heading."""
    first = stack[0]
    upward = sorted(stack, key=lambda word: -word.bottom)
    box = replace(first.box, top=foot - height, bottom=foot)
    return replace(first, text="".join(word.text for word in upward), box=box)


def _top(stack: Sequence[Word]) -> float:
    return min(word.top for word in stack)


def _bottom(stack: Sequence[Word]) -> float:
    return max(word.bottom for word in stack)
