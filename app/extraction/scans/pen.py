"""Writing by hand on a scan: thin dark strokes, larger than the page's print, that no printed word accounts for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from app.domain.overlap import middle_in
from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.scans.cell_pictures import CellPictures
from app.extraction.scans.missed_ink import MARGIN, SCALE, PageInk, around_ink
from app.extraction.scans.second_reader import SecondReader
from app.extraction.scans.struck import struck_words
from app.extraction.values.words import PageText, Word

_CONTRAST = 60  # of 255: a pen writes darker than shadows and watermarks
_RULING = 36.0  # points: straight ink that is longer is a ruling line
_HIGHEST, _DIM_HIGHEST = 1.85, 1.5  # of the usual height: higher words may have been written; the same of unsure ones
_SURE, _DIM = 75, 30  # confidence of the first; below the second no word accounts for its ink
_CLEAR = 90  # confidence of large print (measured on clean scans: 91 to 97)
_LEAST = 1.5  # of the usual height: how high writing is at least
_MOST = 160.0  # points: how high it is at most
_LEAST_INK = 1.2  # points: smaller bits are dirt
_JOINED = (9.0, 2.0)  # points across and down: bits no further apart are of one writing
_THICK = 5.0  # points: a pen's stroke is thinner
_FILLED = 0.45  # share of ink in its place; print on dark, pictures and codes have more
_STROKES = 2.0  # of its height: writing is as long as this at least, pulled straight; a tick, a bar and a dot are not
_WIDE = 0.9  # of its height
_HOLLOW = (0.2, 0.04)  # of its sides, off all around, and the share of ink inside: a ring drawn around something
# The frame around a figure is no writing, nor is a piece of it beside print; only level lines are told to be rulings.
_SIDE = 1.1  # of the usual height: its side is as high at least
_FRAME = 2.0  # its width over its height at least: no letter is so wide
_BAR, _STRAIGHT = 2.0, 0.5  # points, and the share of its place that is ink: a piece that stands upright
_BESIDE = 4.0  # points from print
_LEVEL = 0.5  # share of its height by which writing stands beside other writing of its row
_BLANK = 1.0  # of its height: between its words
_READ = 8  # of a page, the longest first


@dataclass(frozen=True, slots=True)
class Writing:
    """Ink that looks written by hand: its place in points, its pieces of ink, and what readers made of it.

    ``sure`` where the first of them was sure of every word: then it is most often large print.
    """

    box: Box
    signs: int
    length: float
    texts: tuple[str, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class ByHand:
    """What was written on a page by hand, which words were crossed out, and how high its print is in points."""

    writings: tuple[Writing, ...] = ()
    struck: tuple[Word, ...] = ()
    usual: float = 0.0


def by_hand(page: PageText, ink: PageInk, pictures: CellPictures, readers: Sequence[SecondReader]) -> ByHand:
    """Return what a pen did to a scanned page, each writing read by all readers."""
    found = sorted(_in_rows(writing_on(ink, page.words, page.number)), key=lambda one: -one.length)[:_READ]
    writings = tuple(replace(one, texts=_read_by(readers, one, pictures)) for one in found)
    return ByHand(writings, tuple(struck_words(ink.picture, page.words)), ink.usual)


def _read_by(readers: Sequence[SecondReader], one: Writing, pictures: CellPictures) -> tuple[str, ...]:
    """Return what readers make of a writing; no further one is asked where one sees what the first was sure of."""
    cell = pictures.cut(one.box)
    texts = list(one.texts)
    for reader in readers:
        if one.sure and len(texts) > 1 and len(set(texts)) == 1:
            break
        texts.append(reader.read([cell])[0].text)
    return tuple(dict.fromkeys(filter(None, texts)))


def writing_on(page: PageInk, words: Sequence[Word], number: int) -> list[Writing]:
    """Return what looks written by hand on a page, with what the first reading made of it."""
    ink = _dark(page)
    larger, shown = [], []
    for word in words:
        if word.confidence >= _SURE and any(map(str.isalnum, word.text)):
            shown.append(word)
        if _accounts(word, page.usual):
            ink[_span(word.top - 1, word.bottom + 1), _span(word.x0 - 1, word.x1 + 1)] = 0
        else:
            larger.append(word)
    rim = round(MARGIN * SCALE)
    ink[:rim], ink[-rim:], ink[:, :rim], ink[:, -rim:] = 0, 0, 0, 0
    return list(_writings(ink, larger, shown, page.usual, number))


def _in_rows(writings: Iterable[Writing]) -> list[Writing]:
    """Join writings that stand beside each other as words of a row do."""
    rows: list[Writing] = []
    for one in sorted(writings, key=lambda one: one.box.x0):
        left = next((other for other in rows if _goes_on(other.box, one.box)), None)
        if left is None:
            rows.append(one)
        else:
            texts = (" ".join((*left.texts, *one.texts)),)
            rows.remove(left)
            both, sure = left.box.union(one.box), left.sure and one.sure
            rows.append(Writing(both, left.signs + one.signs, left.length + one.length, texts, sure))
    return rows


def _goes_on(left: Box, right: Box) -> bool:
    low, high = sorted((left.bottom - left.top, right.bottom - right.top))
    level = min(left.bottom, right.bottom) - max(left.top, right.top) >= _LEVEL * low
    return level and low >= _LEVEL * high and right.x0 - left.x1 <= _BLANK * high


def _accounts(word: Word, usual: float) -> bool:
    high = word.bottom - word.top
    return high <= (_HIGHEST if word.confidence >= _SURE else _DIM_HIGHEST) * usual and word.confidence >= _DIM


def _dark(page: PageInk) -> Pixels:
    """Return dark ink (1) without ruling lines."""
    ink = (cv2.subtract(page.paper, page.picture) > _CONTRAST).astype(np.uint8)
    long = round(_RULING * SCALE)
    lines = cv2.max(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)),
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8)),
    )
    ink[cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0] = 0
    return ink.astype(np.uint8, copy=False)


def _span(start: float, end: float) -> slice:
    return slice(max(0, int(start * SCALE)), max(0, int(end * SCALE) + 1))


def _writings(
    ink: Pixels, words: Sequence[Word], shown: Sequence[Word], usual: float, number: int
) -> Iterator[Writing]:
    size = (round(_JOINED[1] * SCALE), round(_JOINED[0] * SCALE))
    ink, x, y = around_ink(ink, max(size))
    if not ink.size:
        return
    _, labels, places, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = places[:, 2:4].max(axis=1) >= _LEAST_INK * SCALE
    large[0] = False
    for label in np.flatnonzero(large & (places[:, 3] >= _SIDE * usual * SCALE)).tolist():
        left, top, wide, high, _ = places[label].tolist()
        piece = (labels[top : top + high, left : left + wide] == label).astype(np.uint8)
        large[label] = not _is_frame(piece, _box(number, x + left, y + top, wide, high), shown)
    ink = large[labels].astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(size, np.uint8)).astype(np.uint8, copy=False)
    _, groups, bounds, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for label, (left, top, wide, high, _) in enumerate(bounds.tolist()):
        if label and _LEAST * usual * SCALE <= high <= _MOST * SCALE and wide >= _WIDE * high:
            place = slice(top, top + high), slice(left, left + wide)
            own = (ink[place] & (groups[place] == label)).astype(np.uint8)
            length = _length(own)
            if length >= _STROKES * high and not _is_ring(own):
                box = _box(number, x + left, y + top, wide, high)
                signs = cv2.connectedComponents(own, connectivity=8)[0] - 1
                inside = _within(words, box)
                texts = (" ".join(word.text for word in inside),) if inside else ()
                sure = bool(inside) and all(word.confidence >= _CLEAR for word in inside)
                yield Writing(box, signs, length / SCALE, texts, sure)


def _is_frame(piece: Pixels, box: Box, words: Sequence[Word]) -> bool:
    """Tell whether a piece of ink is the frame around a figure, or the side of one, which stands beside print."""
    high, wide = piece.shape
    if wide >= _FRAME * high:
        return _is_ring(piece)
    return wide <= _BAR * SCALE and float(piece.mean()) >= _STRAIGHT and any(_stands_at(word, box) for word in words)


def _stands_at(word: Word, bar: Box) -> bool:
    apart = max(word.x0 - bar.x1, bar.x0 - word.x1)
    beside = min(bar.bottom, word.bottom) - max(bar.top, word.top)
    return apart <= _BESIDE and beside >= _LEVEL * (bar.bottom - bar.top)


def _box(number: int, left: int, top: int, wide: int, high: int) -> Box:
    return Box(number, left / SCALE, top / SCALE, (left + wide) / SCALE, (top + high) / SCALE)


def _length(own: Pixels) -> float:
    """Return how far a pen went to write some ink, in pixels; 0 where no pen's stroke is so thick."""
    area = int(np.count_nonzero(own))
    if not area or area > _FILLED * own.size:
        return 0.0
    inside = cv2.distanceTransform(np.pad(own, 1), cv2.DIST_L2, 3)
    stroke = 4 * float(inside[inside > 0].mean()) - 1
    return area / stroke if stroke <= _THICK * SCALE else 0.0


def _is_ring(own: Pixels) -> bool:
    high, wide = own.shape
    down, across = round(_HOLLOW[0] * high), round(_HOLLOW[0] * wide)
    return float(own[down : high - down, across : wide - across].mean()) < _HOLLOW[1]


def _within(words: Sequence[Word], box: Box) -> list[Word]:
    """Return the words whose middle lies in a place, from left to right."""
    return sorted((word for word in words if middle_in(word, box)), key=lambda one: one.x0)
