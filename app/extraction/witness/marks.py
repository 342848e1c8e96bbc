"""Marks that change what a text says: a stroke through it, a sign beside a figure, paint that hides it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.values.words import Word
from app.extraction.witness.ink import PageInk, region
from app.extraction.witness.patches import Piece, labelled, patches
from app.extraction.witness.straight_lines import lone_uprights

_INK = 48  # of 255
_MIDDLE = (0.28, 0.74)  # of a word's height: where a stroke crosses it out; an underline runs lower, a frame higher
_CROSSED = 0.7  # share of a word's width that a stroke through it crosses
_BAR = 0.85  # share of a word's rows that the bar it stands on fills
_LEAST_CROSSED = 2  # letters or digits; a stroke over a single one is a dash between cells
_TALLEST_LEVEL = 40.0  # points
_LEFT, _RIGHT = 1.6, 1.0  # of a figure's height: how far from it a sign still belongs to it
_LOWEST = 0.84  # of a figure's height: what begins lower underlines it
_TALLEST = 1.3  # of a figure's height: what is taller is no sign
_THINNEST_STROKE, _THICKEST_STROKE = 1 / 16, 0.4  # of its length: a stroke of a letter; else a rule, or a bar
_RULE, _POST = 30.0, 10.0  # points; longer straight lines are rules and the sides of cells
_SHORT_POST, _POST_WIDTH = 4.0, 1.5  # points: the least height of the side of a cell, and its most width
_GAP_WIDTH = 3.0  # points: the most width of the gap between two fields
_NEAREST = 0.45  # of a figure's height: how far from it an upright line that is no small print's may stand
_SEAM = 1.15  # of a figure's height: a light gap between two dark fields that is higher is no digit; a 1 has 0.8
_WIDEST = 1.3  # of a word's height: what is wider changes no digit of it; drawings behind a text are
_OVER = 0.05  # of a word's height: so far over it a stroke may begin that lengthens its digits
_MOSTLY = 0.5  # share of a mark, across and down, that stands on the word it changes
_SPECK = 4  # pixels
_AROUND = 3  # pixels of paper around what is looked at by itself: lines are taken out two pixels wider than they are
_DOT = (6.0, 1.6)  # points: how wide and high a dot or dash of a dotted line is at most
_DOTS, _DOTTED, _DOT_STEP = 12, 40.0, 10.0  # how many make a line, its least length and their widest step in points
_REGULAR, _UNEVEN = 0.6, 0.15  # share of the steps that must be alike, and how far from it a step may be
_SEEN = 24  # of 255: less contrast than this cannot be read; large letters show with less
_LARGE, _SEEN_LARGE = 24.0, 6  # points; of 255
_TRACE = 6  # pixels; less than this is no letter


@dataclass(frozen=True, slots=True)
class Mark:
    """A small mark that no text claims, by its place in points.

    ``seam`` tells whether it is the gap between two dark fields, open to the ground above and below them.
    """

    box: Box
    pixels: int
    seam: bool = False


def struck_words(ink: PageInk, words: Sequence[Word]) -> list[Word]:
    """Return the words that are struck through: ink that no text claims crosses them from end to end."""
    return [word for word in words if _alnum(word.text) >= _LEAST_CROSSED and _level(word) and _crossed(ink, word.box)]


def _level(word: Word) -> bool:
    """Tell whether a word's box is about its letters: one that runs slanting has a box full of other things."""
    return word.bottom - word.top <= _TALLEST_LEVEL


def _crossed(ink: PageInk, box: Box) -> bool:
    height = box.bottom - box.top
    middle = Box(box.page, box.x0, box.top + _MIDDLE[0] * height, box.x1, box.top + _MIDDLE[1] * height)
    strip = ink.drawn[region(middle, ink.scale)] > _INK
    return bool(strip.size) and float(strip.any(axis=0).mean()) >= _CROSSED and not _on_a_bar(ink, box)


def _on_a_bar(ink: PageInk, box: Box) -> bool:
    """Tell whether what is drawn at a word is the low bar it stands on: as high as the word itself."""
    rows = (ink.drawn[region(box, ink.scale)] > _INK).mean(axis=1) >= _CROSSED
    return float(rows.mean()) >= _BAR


def unseen_words(ink: PageInk, words: Sequence[Word]) -> list[Word]:
    """Return the words of a text layer that nobody sees: they paint nothing, or in the colour of their ground."""
    return [word for word in words if _alnum(word.text) and not _seen(ink, word.box)]


def _seen(ink: PageInk, box: Box) -> bool:
    least = _SEEN_LARGE if box.bottom - box.top >= _LARGE else _SEEN
    return int(np.count_nonzero(ink.text[region(box, ink.scale)] > least)) >= _TRACE


def marks_of(ink: PageInk, page: int) -> list[Mark]:
    """Return what is drawn on a page in small pieces that are no rules and no sides of cells, by place.

    An upright line that ends on no rule is none either: beside large print it is a digit.
    """
    all_loose = ink.loose
    loose = without_lines(all_loose, ink.scale, rule=_RULE, post=_POST)
    _clear_short_posts(loose, all_loose, ink.scale)
    marks = [
        _mark(page, one, ink)
        for patch in labelled((loose > _INK).view(np.uint8))
        for one in patch.pieces
        if one.area >= _SPECK
    ]
    marks += [_mark(page, one, ink) for one in lone_uprights(all_loose, ink.scale)]
    dotted = {id(mark) for line in _dotted_lines(marks) for mark in line}
    return [mark for mark in marks if id(mark) not in dotted]


def _clear_short_posts(loose: Pixels, drawn: Pixels, scale: float) -> None:
    """Take the sides of low cells out of ``loose``: upright lines of ``drawn`` that run from one ruling to another."""
    ink = (drawn > _INK).view(np.uint8)
    for patch in patches(ink, _AROUND):
        for columns, rows in _short_posts(np.ascontiguousarray(ink[patch]), scale):
            loose[patch][rows, columns] = 0


def _short_posts(ink: Pixels, scale: float) -> Iterator[tuple[slice, slice]]:
    """Yield the columns and rows of the sides of low cells."""
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(_RULE * scale)), np.uint8))
    if not across.any():
        return
    near = cv2.dilate(across, np.ones((5, 3), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(_SHORT_POST * scale), 1), np.uint8))
    for one in (piece for patch in labelled(down.astype(np.uint8, copy=False)) for piece in patch.pieces):
        columns, last = slice(max(0, one.left - 2), one.left + one.wide + 2), one.top + one.high - 1
        if one.wide <= _POST_WIDTH * scale and near[one.top, columns].any() and near[last, columns].any():
            yield columns, slice(max(0, one.top - 2), last + 3)


def _dotted_lines(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Yield the dots of dotted and broken lines: many of one height, step by step; text may hide some of them."""
    small = [one for one in marks if one.box.x1 - one.box.x0 <= _DOT[0] and one.box.bottom - one.box.top <= _DOT[1]]
    level: list[Mark] = []
    for mark in [*sorted(small, key=lambda one: one.box.top), None]:
        if mark is not None and (not level or mark.box.top - level[0].box.top <= _DOT[1] / 2):
            level.append(mark)
            continue
        yield _in_step(sorted(level, key=lambda one: one.box.x0))
        level = [] if mark is None else [mark]


def _in_step(level: Sequence[Mark]) -> list[Mark]:
    """Return those marks of one height that stand step by step, if they are enough for a line."""
    if len(level) < _DOTS or level[-1].box.x1 - level[0].box.x0 < _DOTTED:
        return []
    gaps = [after.box.x0 - before.box.x0 for before, after in pairwise(level)]
    step = sorted(gaps)[len(gaps) // 2]
    alike = [abs(gap - step) <= _UNEVEN * step for gap in gaps]
    if not 0 < step <= _DOT_STEP or sum(alike) < _REGULAR * len(gaps):
        return []
    return [mark for at, mark in enumerate(level) if any(alike[max(0, at - 1) : at + 1])]


def _mark(page: int, one: Piece, ink: PageInk) -> Mark:
    gap = _gap(one, ink) if one.wide <= _GAP_WIDTH * ink.scale else None
    return Mark(_place(page, one if gap is None else gap, ink.scale), one.area, gap is not None)


def _gap(one: Piece, ink: PageInk) -> Piece | None:
    """Return a stroke as high as it really is, where it is the gap between two dark fields; otherwise nothing.

    Light strokes are only found well within the dark. A gap goes on to where the fields beside it end, and there it is
    open; a digit ends within them.
    """
    first, last = max(0, one.left - 1), one.left + one.wide  # one pixel beside, which the edge's own grey may fill
    if first < 1 or last + 1 >= ink.dark.shape[1] or one.area < one.wide * one.high:
        return None
    fields = ink.dark[:, first - 1] & ink.dark[:, last + 1]
    middle = ~ink.dark[:, one.left + one.wide // 2]
    if not (fields & middle)[one.top : one.top + one.high].all():
        return None
    parted = np.flatnonzero(~(fields & middle))
    above, below = parted[parted < one.top], parted[parted >= one.top + one.high]
    if not (above.size and below.size and middle[above[-1]] and middle[below[0]]):
        return None
    return Piece(one.left, int(above[-1]) + 1, one.wide, int(below[0] - above[-1]) - 1, one.area)


def _place(page: int, one: Piece, scale: float) -> Box:
    return Box(page, one.left / scale, one.top / scale, (one.left + one.wide) / scale, (one.top + one.high) / scale)


def without_lines(drawn: Pixels, scale: float, *, rule: float, post: float, stroke: float = 0.0) -> Pixels:
    """Return what is drawn without straight lines that are longer than so many points, across and down.

    Those up to ``stroke`` points stay that are as thick as the strokes of letters are.
    """
    left = drawn.copy()
    for patch in patches(drawn, _AROUND):
        ink = (drawn[patch] > _INK).view(np.uint8)
        across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(rule * scale)), np.uint8))
        down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(post * scale), 1), np.uint8))
        lines = cv2.max(across, down)
        if stroke and lines.any():
            lines = cv2.max(_thin(across, stroke * scale), _thin(down, stroke * scale))
        if lines.any():
            left[patch][cv2.dilate(lines, np.ones((5, 5), np.uint8)) > 0] = 0
    return left


def _thin(lines: cv2.typing.MatLike, longest: float) -> cv2.typing.MatLike:
    """Return straight lines without those that may be strokes of letters, so many pixels long at most."""
    left = lines.copy()
    _, labels, found, _ = cv2.connectedComponentsWithStats(lines)
    for label, (x, y, width, height, _area) in enumerate(found.tolist()[1:], 1):
        short, long = sorted((width, height))
        if long <= longest and _THINNEST_STROKE <= short / long <= _THICKEST_STROKE:
            part = left[y : y + height, x : x + width]
            part[labels[y : y + height, x : x + width] == label] = 0
    return left


def beside(box: Box, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the marks in a figure, or so near that people read them as part of it: a sign, a point, a digit."""
    height = box.bottom - box.top
    for mark in marks:
        own = mark.box
        inside = box.x0 - _LEFT * height < own.x0 and own.x1 < box.x1 + _RIGHT * height
        level = box.top - 0.1 * height < own.top < box.top + _LOWEST * height
        tall = own.bottom - own.top
        if mark.seam and tall >= _SEAM * height:
            continue
        if tall > _POST and not mark.seam and max(box.x0 - own.x1, own.x0 - box.x1) > _NEAREST * height:
            continue  # between two columns stands a line of its own in every row
        if inside and level and tall <= _TALLEST * height and own.bottom < box.bottom + 0.4 * height:
            yield mark


def drawn_over(words: Sequence[Word], marks: Sequence[Mark]) -> list[Word]:
    """Return the words with a digit that something as small as a digit is drawn on: a stroke that makes an 8 of a 3."""
    numbers = [word for word in words if _level(word) and any(map(str.isdigit, word.text))]
    edges = [(word.x0, word.top, word.x1, word.bottom) for word in numbers]
    x0, top, x1, bottom = np.array(edges, np.float64).reshape(-1, 4).T
    height, changed = bottom - top, np.zeros(len(numbers), np.bool_)
    for mark in marks:
        if mark.seam:
            continue
        own = mark.box
        wide, high = own.x1 - own.x0, own.bottom - own.top
        across = np.minimum(own.x1, x1) - np.maximum(own.x0, x0)
        down = np.minimum(own.bottom, top + _LOWEST * height) - np.maximum(own.top, top - _OVER * height)
        small = (wide <= _WIDEST * height) & (high <= _TALLEST * height)
        changed |= small & (across >= _MOSTLY * wide) & (down >= _MOSTLY * high)
    return [numbers[at] for at in np.flatnonzero(changed).tolist()]


def _alnum(text: str) -> int:
    return sum(map(str.isalnum, text))
