"""Print that the first reading passed over: ink of the size of letters where no word was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.values.words import Word

SCALE = 2.0  # pixels a point of the picture in which ink is looked for
_CONTRAST = 40  # against what lies around it, of 255; grain of a poor scan stays below
_LOWEST, _TALLEST = 0.45, 2.8  # of the usual height of a word
_LONGEST = 30.0  # of that height; longer is a line or an edge
_LETTERS_APART = 0.45  # of that height; closer print is one word, or words of one cell
# Print up or down the page: how close its letters stand and how wide they are, of that height; how long it is, of that.
_CLOSE, _WIDE, _STANDING = 0.25, (0.4, 1.1), 2.4
_SURE = 60  # confidence of words between which the rows stand
_INK = (0.10, 0.75)  # share of ink in the place of a word; a stroke or a blot has more, dirt less
_LINE = 3.0  # of the usual height: straight ink that is longer is a ruling line
MARGIN = 6.0  # points at the edges of the page where shadows fall
_USUAL = 9.0  # points: the height of a word where none tells it


@dataclass(frozen=True, slots=True)
class PageInk:
    """A page's picture at ``SCALE`` pixels a point, how high its words are in points, its paper and its letters (1)."""

    picture: Pixels
    usual: float
    paper: Pixels
    letters: Pixels


def page_ink(picture: Pixels, words: Sequence[Word]) -> PageInk:
    """Tell the letters of a page from its paper, once for all who look for print that no word accounts for."""
    usual = median([word.bottom - word.top for word in words if len(word.text) > 1] or [_USUAL])
    around = paper(picture, usual * SCALE)
    return PageInk(picture, usual, around, _letters_on(around, picture, usual * SCALE))


def missed_ink(page_ink: PageInk, words: Sequence[Word], page: int) -> list[Box]:
    """Return places, in points, that look printed and bear no word."""
    if all(len(word.text) <= 1 for word in words):
        return []
    picture, usual, ink = page_ink.picture, page_ink.usual * SCALE, page_ink.letters.copy()
    for word in words:
        ink[_covered(word, ink.shape)] = 0
    apart = max(3, round(_LETTERS_APART * usual))
    _take_out_margins(ink, usual, words)
    ink, x, y = around_ink(ink, apart)
    if not ink.size:
        return []
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, apart), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for left, top, width, height, _ in boxes[1:count].tolist():
        share = float(ink[top : top + height, left : left + width].mean())
        if (
            _LOWEST * usual <= height <= _TALLEST * usual
            and 0.15 * height <= width <= _LONGEST * usual
            and _INK[0] <= share <= _INK[1] + (0.15 if width < 0.6 * height else 0.0)
        ):
            found.append(_place(x + left, y + top, width, height, page))
    inside = (picture.shape[1] / SCALE - MARGIN, picture.shape[0] / SCALE - MARGIN)
    return [b for b in found if b.x0 > MARGIN and b.top > MARGIN and b.x1 < inside[0] and b.bottom < inside[1]]


def _take_out_margins(ink: Pixels, usual: float, words: Sequence[Word]) -> None:
    """Take print that runs up or down beside all rows out of ink: its letters look like single ones of a row."""
    sure = [word for word in words if word.confidence >= _SURE]
    if not sure:
        return
    left, right = min(word.x0 for word in sure) * SCALE, max(word.x1 for word in sure) * SCALE
    close = np.ones((max(2, round(_CLOSE * usual)), 1), np.uint8)
    for margin in (ink[:, : max(0, int(left))], ink[:, int(right) :]):
        if not margin.size:
            continue
        joined = cv2.morphologyEx(margin, cv2.MORPH_CLOSE, close)
        count, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        for x, y, width, height, _ in boxes[1:count].tolist():
            if _WIDE[0] * usual <= width <= _WIDE[1] * usual and height >= _STANDING * width:
                margin[y : y + height, x : x + width] = 0


def around_ink(ink: Pixels, rim: int) -> tuple[Pixels, int, int]:
    """Return the part of a picture that has ink (not 0), with a rim, and its left upper corner.

    Once what was read is taken out, most pages have ink left in few places: the rest need not be gone through.
    """
    left, top, wide, high = cv2.boundingRect(ink)
    if not wide:
        return ink[:0, :0], 0, 0
    x, y = max(0, left - rim), max(0, top - rim)
    return np.ascontiguousarray(ink[y : top + high + rim, x : left + wide + rim]), x, y


def letters(picture: Pixels, usual: float) -> npt.NDArray[np.uint8]:
    """Return ink (1) whichever way round it is printed, without ruling lines and the edges of bands."""
    return _letters_on(paper(picture, usual), picture, usual)


def _letters_on(around: Pixels, picture: Pixels, usual: float) -> npt.NDArray[np.uint8]:
    ink = (cv2.absdiff(picture, around) > _CONTRAST).astype(np.uint8)
    long = max(8, round(_LINE * usual))
    lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    ink[cv2.dilate(cv2.max(lines, upright), np.ones((3, 3), np.uint8)) > 0] = 0
    return ink.astype(np.uint8, copy=False)


def paper(picture: Pixels, usual: float) -> Pixels:
    """Return what print stands on: the median of what lies around, which a picture of half the size tells as well."""
    size = (picture.shape[1], picture.shape[0])
    half = cv2.resize(picture, (max(1, size[0] // 2), max(1, size[1] // 2)), interpolation=cv2.INTER_AREA)
    median_of_half = cv2.medianBlur(half, 2 * max(2, round(0.45 * usual)) + 1)
    return cv2.resize(median_of_half, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)


def _covered(word: Word, shape: tuple[int, ...]) -> tuple[slice, slice]:
    rim = 1.5
    rows = slice(max(0, int((word.top - rim) * SCALE)), min(shape[0], int((word.bottom + rim) * SCALE) + 1))
    return rows, slice(max(0, int((word.x0 - rim) * SCALE)), min(shape[1], int((word.x1 + rim) * SCALE) + 1))


def _place(left: int, top: int, width: int, height: int, page: int) -> Box:
    return Box(page, left / SCALE, top / SCALE, (left + width) / SCALE, (top + height) / SCALE)
