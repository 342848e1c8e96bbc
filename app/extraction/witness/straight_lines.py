"""Straight lines that strike a page out or change a figure: long slanting ones, and upright ones as high as a digit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.values.words import Word
from app.extraction.witness.ink import PageInk
from app.extraction.witness.patches import Piece, labelled

_INK, _STRONG = 48, 90  # of 255: what is seen at all, and what nobody takes for the ground of a page
_RULE, _POST = 30.0, 10.0  # points: what is longer is a rule, the side of a cell; so taken out elsewhere
_HIGHEST, _WIDEST = 40.0, 4.5  # points: of an upright line that may be a digit
_ENDS = 5  # pixels: so near to a rule a line ends on it
_COARSE = 4
_LONGEST_GAP, _LEAST_LONG = 8.0, 150.0  # points: of a slanting line
_SLANT = (5.0, 85.0)  # degrees
_STEP = 2.0  # points along a line
_MOST_LINES = 24  # more are a pattern that a page is printed on
_CROSSES = 4  # words, from which a line goes through what is written and does not fill the space left
_LETTERS = 2


def lone_uprights(loose: Pixels, scale: float) -> Iterator[Piece]:
    """Yield the upright lines too high for the digits of small print that end on no rule, by place in pixels."""
    ink = (loose > _INK).view(np.uint8)
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(_POST * scale), 1), np.uint8))
    if not down.any():
        return
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(_RULE * scale)), np.uint8))
    for patch in labelled(down.astype(np.uint8, copy=False)):
        for one in patch.pieces:
            if one.wide > _WIDEST * scale or one.high > _HIGHEST * scale:
                continue
            rows = slice(max(0, one.top - _ENDS), one.top + one.high + _ENDS)
            if not across[rows, max(0, one.left - _ENDS) : one.left + one.wide + _ENDS].any():
                yield one


def struck_aslant(ink: PageInk, words: Sequence[Word]) -> list[Word]:
    """Return the words that a long slanting line goes through, if it goes through several."""
    found: list[Word] = []
    lines = _slanting(ink)
    if len(lines) > _MOST_LINES:
        return []
    for line in lines:
        crossed = _crossed(line, words)
        if len(crossed) >= _CROSSES:
            found.extend(word for word in crossed if word not in found)
    return found


def _slanting(ink: PageInk) -> list[tuple[float, float, float, float]]:
    """Return the ends of the long slanting lines, in points."""
    strong = (ink.drawn > _STRONG).view(np.uint8)
    high, wide = (side // _COARSE * _COARSE for side in strong.shape)
    if not high or not wide:
        return []  # a page that is a strip has no room for any
    # Row by row and then across: both at once takes many times as long.
    rows = strong[:high, :wide].reshape(high // _COARSE, _COARSE, wide).max(axis=1)
    small = np.ascontiguousarray(rows.reshape(high // _COARSE, wide // _COARSE, _COARSE).max(axis=2))
    scale = ink.scale / _COARSE
    for size in ((1, round(_RULE * scale)), (round(_RULE * scale), 1)):
        small[cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones(size, np.uint8)) > 0] = 0
    least = round(_LEAST_LONG * scale)
    if int(small.sum()) < least / 2:
        return []
    found = cv2.HoughLinesP(
        small, 1, math.pi / 360, least // 2, minLineLength=least, maxLineGap=round(_LONGEST_GAP * scale)
    )
    if found is None:
        return []
    ends = [tuple(float(end) / scale for end in line) for line in found.reshape(-1, 4).tolist()]
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in ends if _SLANT[0] < _angle(x0, y0, x1, y1) < _SLANT[1]]


def _angle(x0: float, y0: float, x1: float, y1: float) -> float:
    return math.degrees(math.atan2(abs(y1 - y0), abs(x1 - x0)))


def _crossed(line: tuple[float, float, float, float], words: Sequence[Word]) -> list[Word]:
    x0, y0, x1, y1 = line
    steps = np.linspace(0.0, 1.0, max(2, int(math.hypot(x1 - x0, y1 - y0) / _STEP)))
    across, down = x0 + steps * (x1 - x0), y0 + steps * (y1 - y0)
    return [word for word in words if sum(map(str.isalnum, word.text)) >= _LETTERS and _within(word.box, across, down)]


def _within(box: Box, across: np.ndarray, down: np.ndarray) -> bool:
    inside = (across > box.x0) & (across < box.x1) & (down > box.top) & (down < box.bottom)
    return bool(inside.any())
