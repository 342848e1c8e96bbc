"""Dotted lines of a scanned page, taken away before it is read: tesseract takes their dots for letters.

Between the rows of a table they cost it the rows themselves ("ee eae opener"). Unlike a solid line they touch no
stroke that would go with them.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from app.extraction.pages.picture import Pixels
from app.extraction.scans.rulings import CoarseInk

_WIDEST, _HIGHEST = 0.05, 0.027  # inches, of a dot or a short dash; full stops are no larger, letters are
_APART = 0.085  # inches from one dot to the next
_LONG = 1.5  # inches; a row of points in a text is shorter
# inches: so near to a letter ink may be a part of it; so long ink is a solid line; so far a line goes without a letter
_LETTER, _SOLID, _STRETCH = 0.06, 0.1, 0.7
_THIN = 0.055  # inches, of the whole line, which may wander as the paper does
_FEWEST, _FREE = 20, 0.5  # dots; the share of them that stand apart from letters
_A_ROW = 40  # coarse pixels of one row that are dots; lines that wander are in several rows
_WANDERS = 2  # coarse pixels above and below such a row: its line is looked at there
_EVEN, _MOSTLY = 0.35, 0.75  # of the usual step from dot to dot: so far most may be off; letters' points stand anyhow

_Boxes = npt.NDArray[np.int32]


def without_dotted_lines(grey: Pixels, coarse: CoarseInk) -> Pixels:
    """Return a level page, dark on light, with paper in place of the dots of its dotted lines.

    ``coarse`` is its ink.
    """
    low = _apart_from_letters(coarse)
    if not _goes_on(low, coarse.dpi):
        return grey
    clean = grey.copy()
    scale = coarse.scale
    rim = 2.0 / scale  # a coarse pixel shows less than the whole of a dot's edge
    for left, top, width, height, _ in _dots(coarse, low).tolist():
        rows = slice(max(0, round(top / scale - rim)), round((top + height) / scale + rim))
        columns = slice(max(0, round(left / scale - rim)), round((left + width) / scale + rim))
        clean[rows, columns] = _paper(grey[rows, columns])
    return clean


def _apart_from_letters(coarse: CoarseInk) -> Pixels:
    """Return the ink that is low, belongs to no solid line and has no letter near it."""
    ink, dpi = coarse.ink, coarse.dpi
    high, beside = round(_HIGHEST * dpi) + 1, round(_LETTER * dpi)
    letters = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((high, 1), np.uint8))
    near = cv2.dilate(letters, np.ones((high, beside), np.uint8))
    low = cv2.subtract(ink, near)
    apart = cv2.morphologyEx(low, cv2.MORPH_TOPHAT, np.ones((1, round(_SOLID * dpi)), np.uint8))
    return apart.astype(np.uint8, copy=False)


def _goes_on(low: Pixels, dpi: float) -> bool:
    """Tell whether such ink goes on for a while; on most pages none does, and this is quick."""
    full = cv2.reduce(low, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S) >= _A_ROW
    if not full.any():
        return False
    # the rows of pixels beside a full one hold what wanders off it
    rows = np.flatnonzero(cv2.dilate(full.astype(np.uint8), np.ones((2 * _WANDERS + 1, 1), np.uint8)))
    return any(
        _is_stretch(low[band[0] : band[-1] + 1], dpi) for band in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    )


def _is_stretch(band: Pixels, dpi: float) -> bool:
    joined = cv2.morphologyEx(band, cv2.MORPH_CLOSE, np.ones((3, round(_APART * dpi)), np.uint8))
    return bool(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, round(_STRETCH * dpi)), np.uint8)).any())


def _dots(coarse: CoarseInk, low: Pixels) -> _Boxes:
    """Return the boxes of the dots that make up dotted lines; ``low`` is the ink apart from letters."""
    ink, dpi = coarse.ink, coarse.dpi
    _, labels, found, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = found.astype(np.int32, copy=False)
    small = (boxes[:, cv2.CC_STAT_WIDTH] <= _WIDEST * dpi) & (boxes[:, cv2.CC_STAT_HEIGHT] <= _HIGHEST * dpi)
    small[0] = False
    if small.sum() < _FEWEST:
        return boxes[:0]
    joined = cv2.morphologyEx(
        small[labels].astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, round(_APART * dpi)), np.uint8)
    )
    _, lines, spans, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    long = (spans[:, cv2.CC_STAT_WIDTH] >= _LONG * dpi) & (spans[:, cv2.CC_STAT_HEIGHT] <= max(4.0, _THIN * dpi))
    long[0] = False
    across, down = middles[:, 0], np.round(middles[:, 1]).astype(int)
    home = np.zeros(len(boxes), np.int32)
    home[small] = lines[down[small], np.round(across[small]).astype(int)]
    apart = np.zeros(len(boxes), np.bool_)
    apart[labels[low > 0]] = True
    dotted = [
        number
        for number in np.flatnonzero(long)
        if apart[home == number].mean() >= _FREE and _evenly_spaced(np.sort(across[home == number]))
    ]
    return boxes[np.isin(home, dotted) & small]


def _evenly_spaced(places: npt.NDArray[np.float64]) -> bool:
    if len(places) < _FEWEST:
        return False
    steps = np.diff(places)
    usual = float(np.median(steps))
    return bool((np.abs(steps - usual) <= _EVEN * usual).mean() >= _MOSTLY)


def _paper(part: Pixels) -> float:
    return float(np.percentile(part, 80))
