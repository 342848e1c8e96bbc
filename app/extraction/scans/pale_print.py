"""Large pale print on a scan, as a watermark is: letters so broad that nothing but them is left once print is closed.

It may be as pale as what shows through from the back, and lie under the rows. Closing fills what is narrower than a
large letter's stroke: rows vanish, and grain with them, so that paler ink can be told from paper than elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from app.extraction.pages.picture import Pixels
from app.extraction.scans.left_over import pieces_of
from app.extraction.scans.missed_ink import SCALE, PageInk
from app.extraction.scans.pieces import Piece, in_lines, is_long

_STROKE = 4.0  # points: strokes of large letters are broader, those of print and ruling lines are not
_COARSE, _AROUND = 12, 31  # times smaller, and pixels of that: the picture in which the paper is told
# Of 255: by how much it is darker than paper (closed grain: 3); darker is seen anyhow.
_PALE = (9, 90)
_LEAST = 20.0  # points: how high it is at least
_SMALLER = 3  # times: the picture in which its pieces are sought
_MOST_INKED = 0.25  # of the page; more is a shadow, or a tinted page
_TONES = 24  # of 255: what is darker by so much is drawn black, print under its strokes as well
_MOST = 3  # pieces of a page


@dataclass(frozen=True, slots=True)
class PalePrint:
    """The pieces of the large pale print of a page, and a picture of it alone at ``SCALE`` pixels a point."""

    pieces: tuple[Piece, ...]
    picture: Pixels


def pale_print(page: PageInk) -> PalePrint:
    """Return the large pale print of a page, the largest first."""
    if min(page.picture.shape) < _SMALLER:
        return PalePrint((), page.picture)
    side = round(_STROKE * SCALE) | 1
    closed = cv2.morphologyEx(page.picture, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    darkness = cv2.subtract(_paper(closed.astype(np.uint8, copy=False)), closed).astype(np.uint8, copy=False)
    small = cv2.resize(darkness, None, fx=1 / _SMALLER, fy=1 / _SMALLER, interpolation=cv2.INTER_AREA)
    ink = ((small >= _PALE[0]) & (small <= _PALE[1])).astype(np.uint8)
    if not 0 < np.count_nonzero(ink) <= _MOST_INKED * ink.size:
        return PalePrint((), closed.astype(np.uint8, copy=False))
    found = [one for one in in_lines(list(pieces_of(ink, SCALE / _SMALLER, _LEAST))) if is_long(one)]
    found.sort(key=lambda one: -one.wide * one.high)
    alone = 255 - np.minimum(darkness, _TONES).astype(np.uint16) * 255 // _TONES
    return PalePrint(tuple(found[:_MOST]), alone.astype(np.uint8))


def _paper(closed: Pixels) -> Pixels:
    size = max(1, closed.shape[1] // _COARSE), max(1, closed.shape[0] // _COARSE)
    coarse = cv2.resize(closed, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    around = cv2.medianBlur(coarse, _AROUND)
    return cv2.resize(around, closed.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
