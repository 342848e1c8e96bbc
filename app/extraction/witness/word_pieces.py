"""Pieces of words: of a long word or row in which few signs are unknown, only those are read, with some beside them.

What a reader makes of a piece must be what its text has there, sign by sign, and the reader must be sure; otherwise
nothing is kept of it, and the row is read as a whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np

from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.scans.cell_pictures import MARGIN, CellPictures
from app.extraction.scans.second_reader import HEIGHT, given_width, second_reader
from app.extraction.values.words import Word
from app.extraction.witness.drawn_words import KNOWN, PLAIN, DrawnWord, height_of, is_known
from app.extraction.witness.seen_signs import SeenSigns, Sign

PRESSED = 0.7  # of its width: so much narrower words without digits are read
_BESIDE = 1  # signs left and right of an unknown one
_FEWEST = 4  # signs of a piece; of fewer readers make this or that
_LESS = 0.5  # of what reading all of it takes: what takes more tells more when it is read as a whole
_SURE = 80  # of 100: how sure the reader must be of each sign
_ON_EACH_OTHER = 0.3  # of a word's height: signs that stand so much in each other cannot be cut apart
_EDGE = 0.04  # of a word's height, beside a piece: signs reach out of their places a little
_PAPER = 6  # pixels of paper beside a piece, at least
_MARGINS = 0.7  # of a row's height: how much beside a row is read with it

_Piece = Sequence[tuple[Sign, Word]]


def read_pieces(cells: CellPictures, run: Sequence[DrawnWord], seen: SeenSigns) -> bool:
    """Read the unknown signs of words that stand together, and keep what was seen; tell whether that was enough.

    Nothing is read where reading them as a whole takes hardly more.
    """
    pieces = list(_pieces(run, seen))
    height = height_of(run[0].word)
    whole = given_width(_pixels(run[-1].word.x1 - run[0].word.x0 + _MARGINS * height, height, _has_digits(run)))
    if not pieces or sum(map(_cost, pieces)) > _LESS * whole:
        return False
    for piece in pieces:
        if any(sign not in seen for sign, _ in piece) and not _learn(cells, piece, seen):
            return False
    return all(is_known(one, seen) for one in run)


def _has_digits(run: Sequence[DrawnWord]) -> bool:
    return any(sign.isdigit() for one in run for sign in one.word.text)


def _pixels(wide: float, height: float, digits: bool) -> int:
    """Return how wide the picture is that is read of a place, given in points."""
    return math.ceil((1.0 if digits else PRESSED) * wide * HEIGHT / ((1 + 2 * MARGIN) * max(height, 1.0)))


def _cost(piece: _Piece) -> int:
    (_, first), (_, last) = piece[0], piece[-1]
    digits = any(sign.text.isdigit() for sign, _ in piece)
    return given_width(_pixels(last.x1 - first.x0, height_of(first), digits) + 2 * _PAPER)


def _pieces(run: Sequence[DrawnWord], seen: SeenSigns) -> Iterator[_Piece]:
    """Yield what has to be read of words so that all are known.

    That is all of a word whose signs cannot be cut apart, or that is none: in a row of dots words may be hidden.
    """
    known: set[Sign] = set()  # what has been read by then
    for one in run:
        if is_known(one, seen):
            continue
        placed = list(zip(one.signs, one.places, strict=True))
        overlap = _ON_EACH_OTHER * height_of(one.word)
        together = any(after.x0 < before.x1 - overlap for (_, before), (_, after) in pairwise(placed))
        if together or not any(map(str.isalnum, one.word.text)):
            yield placed
            continue
        for first, last in _spans(_wanted(one, seen, known), len(placed)):
            known.update(sign for sign, _ in placed[first:last])
            yield placed[first:last]


def _wanted(one: DrawnWord, seen: SeenSigns, known: set[Sign]) -> list[int]:
    """Return which signs of a word must be seen: of one with digits all, of others the closest that make half of it."""
    unknown = [at for at, sign in enumerate(one.signs) if sign.text not in PLAIN and sign not in seen]
    if any(map(str.isdigit, one.word.text)):
        return [at for at in unknown if one.signs[at] not in known]
    letters = [at for at in unknown if one.signs[at].text.isalnum()]
    all_letters = sum(sign.text.isalnum() for sign in one.signs)
    lacking = max(0, math.ceil(KNOWN * all_letters) - (all_letters - len(letters)))
    rows = [letters[at : at + lacking] for at in range(len(letters) - lacking + 1)] if lacking else []
    return min(rows, key=lambda row: row[-1] - row[0], default=[])


def _spans(wanted: Sequence[int], signs: int) -> list[tuple[int, int]]:
    """Return the first and last (exclusive) of the signs that are read for the sake of those ``wanted``."""
    spans: list[tuple[int, int]] = []
    for at in wanted:
        first, last = max(0, at - _BESIDE), min(signs, at + _BESIDE + 1)
        if last - first < _FEWEST:
            last = min(signs, first + _FEWEST)
            first = max(0, last - _FEWEST)
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


def _learn(cells: CellPictures, piece: _Piece, seen: SeenSigns) -> bool:
    """Read a piece, and keep its signs if the reader surely sees each of them; tell whether it does."""
    read = second_reader().read([_picture_of(cells, piece)])[0]
    if read.confidence < _SURE or "".join(read.text.split()) != "".join(sign.text for sign, _ in piece):
        return False
    for sign, _ in piece:
        seen.add(sign)
    return True


def _picture_of(cells: CellPictures, piece: _Piece) -> Pixels:
    """Return the picture of a piece with paper left and right of it, as wide as the reader is given it anyway."""
    places = [place for _, place in piece]
    top, bottom = min(one.top for one in places), max(one.bottom for one in places)
    cell = cells.cut(Box(places[0].box.page, places[0].x0, top, places[-1].x1, bottom), beside=_EDGE)
    if not any(sign.text.isdigit() for sign, _ in piece):
        cell = pressed(cell)
    beside = given_width(cell.shape[1] + 2 * _PAPER) - cell.shape[1]
    paper = int(np.percentile(cell, 90))
    left, right = beside // 2, beside - beside // 2
    framed = cv2.copyMakeBorder(cell, 0, 0, left, right, cv2.BORDER_CONSTANT, value=(paper,))
    return framed.astype(np.uint8, copy=False)


def pressed(cell: Pixels) -> Pixels:
    """Return a picture of words pressed together, which costs less to read."""
    size = (max(1, round(PRESSED * cell.shape[1])), cell.shape[0])
    return cv2.resize(cell, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
