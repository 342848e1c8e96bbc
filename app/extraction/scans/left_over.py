"""Ink on a scan that no word accounts for: print that runs another way than the page, stamps, writing by hand.

The first reading takes a page for rows and passes over what stands turned, slanting, very large or in a frame. What is
left of the ink once all that was read is taken out is parted into pieces, each lying along its own direction.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from app.extraction.pages.picture import Pixels
from app.extraction.scans.missed_ink import MARGIN, SCALE, PageInk, letters
from app.extraction.scans.pieces import Piece, in_lines, is_long, is_part, same
from app.extraction.values.words import Word

Place = tuple[float, float, float, float]  # left, top, right, bottom, in points

_SURE = 60  # confidence from which a word accounts for its ink
_DIM = 45  # the same of a word that has the size and the letters of its row
_LETTER = (0.2, 1.4)  # width of a letter over its height; outside of it a word was made of something else
_HIGHEST = 1.8  # of the usual height
_BESIDE = 1.5  # of the height: words no further from each other are neighbours
_LEVEL = 0.75  # share of their height by which words of one row stand beside each other
_STEP = (0.1, 0.65)  # the same of bits of slanting print
_STEPS = 1  # such neighbours of a word that is no word
_SHORT = 3  # letters and digits of a word that may be a bit of something else
_RIM = 0.2  # of a word's height: how far its own ink may reach out of its box
_LEAST, _MOST = 4.0, 200.0  # points: how high print is that counts
# Larger print is sought in pictures so many times smaller, where it is as large as usual; its least height in points.
_LARGER = ((3, 16.0), (9, 48.0))
_DARK = 130  # of 255; a field that is darker has light print
_FIELD = 7  # pixels of such a picture: the least height of such a field
_SOLID = 0.55  # share of it that is dark
_AROUND_FIELD = 5.0  # of the usual height: so much of the page tells what the ink of a field is
_DASH = (6.0, 1.5)  # points: the length and height of a dash of a broken line, or of a thin letter
_APART = 1.1  # of their height: letters further from each other are of other texts
_FRAME = 4.0  # of the usual height: what is larger and mostly empty is the frame of a stamp, or a signature
_FILLED = 0.3  # share of its place that such a frame fills at most
_INK = (0.06, 0.75)  # share of ink within the outline of a text at least, and in its place at most: bold print has 0.7
_MOST_PIECES = 16  # of a page


def left_over(page: PageInk, words: Sequence[Word]) -> list[Piece]:
    """Return the pieces of print of a page that none of its words accounts for, the largest first."""
    accounting = {id(word) for word in _accounting(words, page.usual)}
    read = [_covered(word) for word in words if id(word) in accounting]
    ink = page.letters.copy()
    dark = _dark_fields(_smaller(page.picture, _LARGER[0][0]))
    if dark.any():
        _turn_round(ink, page, dark)
    found = list(pieces_of(ink, SCALE, _LEAST, read))
    for coarse, least in _LARGER:
        small = _smaller(page.picture, coarse)
        small = cv2.bitwise_xor(small, _dark_fields(small)).astype(np.uint8, copy=False)
        large = filter(is_long, pieces_of(letters(small, page.usual * SCALE), SCALE / coarse, least, read))
        new = [one for one in large if not any(same(one, other) for other in found)]
        found = [*(one for one in found if not any(is_part(one, other) for other in new)), *new]
    found = [one for one in in_lines(found) if is_long(one)]
    usual = [word for word in words if word.bottom - word.top <= _HIGHEST * page.usual]
    unsure = [word for word in usual if id(word) not in accounting]
    found = [one for one in found if not any(_within(one, word) for word in unsure)]
    return sorted(found, key=lambda one: -one.wide * one.high)[:_MOST_PIECES]


def _smaller(picture: Pixels, times: int) -> Pixels:
    size = (max(1, picture.shape[1] // times), max(1, picture.shape[0] // times))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _dark_fields(small: Pixels) -> Pixels:
    """Return where a picture has dark fields (255), whichever way they lie: what is printed on them is light."""
    _, dark = cv2.threshold(small, _DARK, 255, cv2.THRESH_BINARY_INV)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((_FIELD, _FIELD), np.uint8))
    fields = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((_FIELD, _FIELD), np.uint8)).astype(np.uint8, copy=False)
    for outline in cv2.findContours(fields, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        left, top, wide, high = cv2.boundingRect(outline)
        place = slice(top, top + high), slice(left, left + wide)
        if np.count_nonzero(cv2.bitwise_and(dark[place], fields[place])) < _SOLID * np.count_nonzero(fields[place]):
            cv2.drawContours(fields, [outline], 0, 0.0, cv2.FILLED)  # fat letters, and no field
    return fields


def _turn_round(ink: Pixels, page: PageInk, dark: Pixels) -> None:
    """Take the letters of dark fields, and of what is around them, from the picture with these fields turned round."""
    mask = cv2.resize(dark, page.picture.shape[::-1], interpolation=cv2.INTER_NEAREST)
    turned = cv2.bitwise_xor(page.picture, mask).astype(np.uint8, copy=False)
    usual = page.usual * SCALE
    near, far = round(usual), round(_AROUND_FIELD * usual)
    for outline in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        left, top, wide, high = cv2.boundingRect(outline)
        x, y = max(0, left - far), max(0, top - far)
        found = letters(np.ascontiguousarray(turned[y : top + high + far, x : left + wide + far]), usual)
        inner = slice(max(0, top - near), top + high + near), slice(max(0, left - near), left + wide + near)
        ink[inner] = found[inner[0].start - y : inner[0].stop - y, inner[1].start - x : inner[1].stop - x]


def _within(piece: Piece, word: Word) -> bool:
    """Tell whether a piece is what a single word was read of, which then is a cell by itself."""
    left, top, right, bottom = _covered(word)
    turn = math.radians(piece.angle)
    across, down = abs(math.cos(turn)) * piece.wide / 2, abs(math.sin(turn)) * piece.wide / 2
    level = left <= piece.x - across and piece.x + across <= right
    return level and top <= piece.y - down and piece.y + down <= bottom


def _accounting(words: Sequence[Word], usual: float) -> Iterator[Word]:
    """Yield the words that account for their ink: read with confidence, of letters as wide as usual, and in order.

    Slanting print is read as bits that stand like steps, print that runs up the page as bits above each other. A short
    word that stands alone may be such a bit.
    """
    plain = [word for word in words if word.confidence >= (_DIM if _is_plain(word, usual) else _SURE)]
    downwards = sorted(words, key=lambda word: word.top)
    tops = [word.top for word in downwards]
    tallest = max((word.bottom - word.top for word in words), default=0.0)
    for word in plain:
        beside = downwards[bisect_left(tops, word.top - tallest) : bisect_right(tops, word.bottom)]
        near = [other for other in beside if other is not word and _adjoins(word, other)]
        level = any(_overlap(word, other) >= _LEVEL for other in near)
        steps = sum(_STEP[0] <= _overlap(word, other) <= _STEP[1] for other in near)
        if level or (steps < _STEPS and sum(map(str.isalnum, word.text)) > _SHORT):
            yield word


def _is_plain(word: Word, usual: float) -> bool:
    high, letter = word.bottom - word.top, (word.x1 - word.x0) / max(1, len(word.text))
    return _LETTER[0] <= letter / max(0.1, high) <= _LETTER[1] and high <= _HIGHEST * usual


def _adjoins(one: Word, other: Word) -> bool:
    high = max(one.bottom - one.top, other.bottom - other.top)
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return across <= _BESIDE * high and down <= 0


def _overlap(one: Word, other: Word) -> float:
    """Return how level two words stand: the share of the lower one's height that is beside the other."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(0.1, min(one.bottom - one.top, other.bottom - other.top))


def _covered(word: Word) -> Place:
    rim = max(1.0, _RIM * (word.bottom - word.top))
    return word.x0 - rim, word.top - rim, word.x1 + rim, word.bottom + rim


def pieces_of(ink: Pixels, scale: float, least: float, read: Sequence[Place] = ()) -> Iterator[Piece]:
    """Yield the pieces of what is left of the ink (1) of a page.

    Args:
        ink: It is changed.
        scale: Pixels a point.
        least: Points: how high they are at least.
        read: Places whose ink is accounted for.
    """
    for x0, top, x1, bottom in read:
        ink[max(0, int(top * scale)) : int(bottom * scale) + 1, max(0, int(x0 * scale)) : int(x1 * scale) + 1] = 0
    rim = round(MARGIN * scale)
    ink[:rim], ink[-rim:], ink[:, :rim], ink[:, -rim:] = 0, 0, 0, 0
    left, top, wide, high = cv2.boundingRect(ink)
    kept, signs, rim = _like_print(np.ascontiguousarray(ink[top : top + high, left : left + wide]), scale, least)
    if not len(signs):
        return
    joined = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((rim, rim), np.uint8))
    for outline in cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        piece = _piece(outline, signs, scale)
        if piece.high >= least and _is_print(outline, kept, piece.wide * piece.high * scale * scale):
            yield replace(piece, x=piece.x + (left - rim) / scale, y=piece.y + (top - rim) / scale)


def _like_print(ink: Pixels, scale: float, least: float) -> tuple[Pixels, npt.NDArray[np.float64], int]:
    """Return what of some ink may be letters, with a rim, their middles, and how far they reach: the rim's width."""
    if not ink.size:
        return ink, np.empty((0, 2)), 0
    _, labels, places, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sides = places[:, 2:4].max(axis=1) / scale
    dash = (places[:, 2:4].min(axis=1) <= _DASH[1] * scale) & (sides <= _DASH[0])
    fits = (sides >= least / 2) & (sides <= _MOST) & ~dash
    fits[0] = False  # the paper
    if not fits.any():
        return ink, np.empty((0, 2)), 0
    usual = float(np.median(sides[fits]))
    filled = places[:, 4] / np.maximum(1, places[:, 2] * places[:, 3])  # there may be no paper at all
    fits &= ~((sides > _FRAME * usual) & (filled < _FILLED))
    rim = max(3, round(_APART * usual * scale)) | 1
    kept = np.zeros((ink.shape[0] + 2 * rim, ink.shape[1] + 2 * rim), np.uint8)
    for label in np.flatnonzero(fits).tolist():
        x, y, wide, high = places[label, :4].tolist()
        kept[y + rim : y + rim + high, x + rim : x + rim + wide] |= labels[y : y + high, x : x + wide] == label
    return kept, middles[fits] + rim, rim


def _is_print(outline: cv2.typing.MatLike, kept: Pixels, place: float) -> bool:
    """Tell whether an outline has as much ink as print has; ``place`` is how many pixels its rectangle has."""
    left, top, wide, high = cv2.boundingRect(outline)
    inked = int(np.count_nonzero(kept[top : top + high, left : left + wide]))
    # An outline runs through the middles of its pixels: half of each lies outside of it.
    area = cv2.contourArea(outline) + cv2.arcLength(outline, closed=True) / 2 + 1
    return inked >= _INK[0] * area and inked <= _INK[1] * place


def _piece(outline: cv2.typing.MatLike, signs: npt.NDArray[np.float64], scale: float) -> Piece:
    (x, y), (wide, high), angle = cv2.minAreaRect(outline)
    if wide < high:
        wide, high, angle = high, wide, angle - 90
    left, top, across, down = cv2.boundingRect(outline)
    near = signs[(signs[:, 0] >= left) & (signs[:, 0] <= left + across)]
    near = near[(near[:, 1] >= top) & (near[:, 1] <= top + down)]
    count = sum(cv2.pointPolygonTest(outline, (px, py), measureDist=False) >= 0 for px, py in near.tolist())
    return Piece(x / scale, y / scale, wide / scale, high / scale, angle, count)
