"""Texts of a text layer that run another way than their page: up, down, on their head, slanting, or around a curve.

They are no part of its rows, and people read them all the same.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from app.domain.provenance import Box
from app.extraction.pages.characters import BLANK, LEVEL, Character
from app.extraction.values.words import PageText, Word

_MOST = 5_000  # characters of a page that are looked at
_FEWEST = 3  # characters of a text
_STRAIGHT = 4  # characters of one angle; fewer stand on a curve
_BAND = 0.5  # of their size: characters of one line differ by less across it
_NEXT = 1.3  # of their size, between the middles of two characters of one word
_NEAR = 3.0  # between those of two words on a curve
_WIDER = 1.5  # of the usual distance: a blank was between
_PITCH, _SIZE, _WIDE = 24.0, 9.0, 5.0  # points: how such texts are laid out to be read as rows
_STACK_GAP = 1.2  # of their height, between letters that stand under each other
_STACKED = 6  # letters
_STACK_BLANK = 0.5  # of their height: a blank was between
_SAME_PLACE = 3.0  # points
_QUARTER = 90


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    x: float
    y: float
    size: float
    angle: float
    parted: bool  # from the character before it in the file
    level: bool = False


def texts_aslant(characters: Sequence[Character], angles: Sequence[float]) -> tuple[str, ...]:
    """Return the texts that run another way than most of a page.

    ``angles`` are those of each character as shown, in degrees clockwise from upright.
    """
    counts = Counter(round(angle) for c, angle in zip(characters, angles, strict=True) if c.text != BLANK)
    if not counts:
        return ()
    main = _QUARTER * round(counts.most_common(1)[0][0] / _QUARTER)
    glyphs = list(_aslant(characters, angles, main))[:_MOST]
    groups: defaultdict[int, list[_Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if not glyph.level:
            groups[round(glyph.angle) % 360].append(glyph)
    straight = (text for group in groups.values() if len(group) >= _STRAIGHT for text in _lines(group))
    texts = (*straight, *_in_order(glyphs))
    return tuple(dict.fromkeys(text for text in texts if len(text) >= _FEWEST))


def _aslant(characters: Sequence[Character], angles: Sequence[float], main: float) -> Iterator[_Glyph]:
    """Yield the characters that slant, and the few between two of them that do not: a curve has its level place."""
    parted, level = True, list[_Glyph]()
    near = False  # whether an aslant one came so shortly before that a level one may go on its curve
    for (text, x0, top, x1, bottom, _), angle in zip(characters, angles, strict=True):
        if text == BLANK:
            parted = True
            continue
        aslant = abs((angle - main + 180) % 360 - 180) > LEVEL
        size = max(x1 - x0, bottom - top)
        glyph = _Glyph(text, (x0 + x1) / 2, (top + bottom) / 2, size, angle, parted, not aslant)
        parted = False
        if aslant:
            yield from level
            yield glyph
            near, level = True, []
        elif near:
            level.append(glyph)
            near = len(level) < _STRAIGHT
            level = level if near else []


def _lines(glyphs: Sequence[_Glyph]) -> Iterator[str]:
    """Yield the lines of characters that run one way, each in the order in which it is read."""
    angle = math.radians(glyphs[0].angle)
    along, across = math.cos(angle), math.sin(angle)
    placed = sorted(
        (-one.x * across + one.y * along, one.x * along + one.y * across, at) for at, one in enumerate(glyphs)
    )
    line: list[tuple[float, _Glyph]] = []
    last = placed[0][0]
    for level, place, at in placed:
        glyph = glyphs[at]
        if level - last > _BAND * glyph.size and line:
            yield _joined(line)
            line = []
        last = level
        line.append((place, glyph))
    yield _joined(line)


def _joined(line: list[tuple[float, _Glyph]]) -> str:
    line.sort(key=lambda one: one[0])
    parts, before = [], None
    for place, glyph in line:
        if before is not None and (glyph.parted or place - before > _NEXT * glyph.size):
            parts.append(" ")
        parts.append(glyph.text)
        before = place
    return "".join(parts)


def _in_order(glyphs: Sequence[_Glyph]) -> Iterator[str]:
    """Yield what follows each other in the file, as on a curve."""
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and _gap(run[-1], glyph) > _NEAR * glyph.size:
            yield _spaced(run)
            run = []
        run.append(glyph)
    if run:
        yield _spaced(run)


def _gap(one: _Glyph, other: _Glyph) -> float:
    return math.hypot(other.x - one.x, other.y - one.y)


def _spaced(run: Sequence[_Glyph]) -> str:
    """Join characters, parted where they are further from each other than most."""
    gaps = [_gap(one, other) for one, other in pairwise(run)]
    usual = median(gaps) if gaps else 0.0
    return run[0].text + "".join(
        (" " if gap > _WIDER * usual else "") + glyph.text for gap, glyph in zip(gaps, run[1:], strict=True)
    )


def texts_stacked(page: PageText) -> tuple[str, ...]:
    """Return what is written with one letter under the other, whether these begin or have their middles there."""
    letters = [word for word in page.words if len(word.text) == 1]
    if len(letters) < _STACKED:
        return ()
    columns: defaultdict[tuple[bool, int], list[Word]] = defaultdict(list)
    for word in letters:
        columns[True, round(word.x0 / _SAME_PLACE)].append(word)
        columns[False, round(word.middle / _SAME_PLACE)].append(word)
    found = (text for column in columns.values() if len(column) >= _STACKED for text in _stacks(column))
    return tuple(dict.fromkeys(found))


def _stacks(column: list[Word]) -> Iterator[str]:
    column.sort(key=lambda word: word.top)
    stack, text = [column[0]], column[0].text
    for word in column[1:]:
        gap, height = word.top - stack[-1].bottom, word.bottom - word.top
        if gap > _STACK_GAP * height:
            if len(stack) >= _STACKED:
                yield text
            stack, text = [], ""
        text += (" " if stack and gap > _STACK_BLANK * height else "") + word.text
        stack.append(word)
    if len(stack) >= _STACKED:
        yield text


def laid_out(number: int, texts: Sequence[str]) -> PageText:
    """Return a page on which these texts stand level, a row each, so that they can be read as rows are."""
    words = []
    for row, text in enumerate(texts):
        left, top = 0.0, row * _PITCH
        for part in text.split():
            right = left + _WIDE * len(part)
            words.append(Word(part, Box(number, left, top, right, top + _SIZE)))
            left = right + _WIDE / 2
    return PageText(number, 10_000.0, _PITCH * len(texts) + _PITCH, tuple(words))
