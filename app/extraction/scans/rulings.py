"""Ruling lines of a scanned page: where they run tells columns and rows of a table apart, as on a drawn page.

They are found and left where they are: painted over, they take the strokes with them that cross them (measured).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from app.extraction.pages.picture import Pixels
from app.extraction.values.words import RulingLine

_ACROSS, _DOWN = 0.7, 0.45  # inches; shorter straight ink may be a dash, or a stroke of a large letter
_THICKEST = 0.024  # inches; thicker is a band, a bar or a title
_BREAK = 0.016  # inches; scanners break thin lines
_SOLID = 0.95  # share of its length that a line has ink; a row of letters has far less
_BESIDE = 3  # coarse pixels on either side of a line; one side at least is paper, a row of letters has ink on both
_PAPER = 0.3  # share of ink from which a side is not paper
_COARSE_DPI = 150.0  # at which lines are looked for: a quarter of the work, and a line of one pixel is still there
_LEAN = 2  # coarse pixels by which a line may wander on a page that was levelled
_TRACE = 60  # of 255: share of ink from which a coarse pixel counts


@dataclass(frozen=True, slots=True)
class CoarseInk:
    """Where a level page, dark on light, has ink (1) at ``dpi``; ``scale`` of its pixels are one of the page's."""

    ink: Pixels
    dpi: float
    scale: float


def coarse_ink(grey: Pixels, dpi: float) -> CoarseInk:
    """Return the ink of a level page, dark on light, as lines are looked for."""
    scale = min(1.0, _COARSE_DPI / dpi)
    height, width = grey.shape
    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    shrunk = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    return CoarseInk((shrunk > _TRACE).astype(np.uint8), dpi * scale, scale)


def find_rulings(coarse: CoarseInk) -> tuple[RulingLine, ...]:
    """Return the long thin straight lines of a page, in its pixels."""
    scale = coarse.scale
    rows = _lines(coarse.ink, coarse.dpi, _ACROSS)
    columns = _lines(np.ascontiguousarray(coarse.ink.T), coarse.dpi, _DOWN)
    return (
        *(RulingLine(x0 / scale, y / scale, x1 / scale, y / scale) for x0, x1, y in rows),
        *(RulingLine(x / scale, y0 / scale, x / scale, y1 / scale) for y0, y1, x in columns),
    )


def _lines(ink: Pixels, dpi: float, length: float) -> list[tuple[float, float, float]]:
    """Return left end, right end and height of each line that runs across."""
    gap, long, thickest = max(2, round(_BREAK * dpi)), round(length * dpi), max(2, round(_THICKEST * dpi))
    # a line that leans by a pixel or two is in one piece again once it is made thicker
    joined = cv2.dilate(ink, np.ones((_LEAN, 1), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    straight = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    places = []
    for band in _inked_bands(straight.astype(np.uint8, copy=False)):
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(straight[band], connectivity=8)
        for number, (left, above, width, height, area) in enumerate(boxes.tolist()):
            if number and area <= (thickest + _LEAN) * width and height <= 2 * (thickest + _LEAN):
                columns, top = slice(left, left + width), band.start + above
                own = ink[top : top + height, columns] & (labels[above : above + height, columns] == number)
                sides = (ink[max(0, top - _BESIDE) : top, columns], ink[top + height : top + height + _BESIDE, columns])
                if own.any(axis=0).mean() >= _SOLID and min(map(_inked, sides)) < _PAPER:
                    places.append((float(left), float(left + width), top + height / 2))
    return places


def _inked_bands(picture: Pixels) -> Iterator[slice]:
    """Yield the rows that have ink, as far as they are neighbours: most of a page has no line to look at."""
    inked = np.concatenate(([0], picture.any(axis=1).astype(np.int8), [0]))
    edges = np.flatnonzero(np.diff(inked)).tolist()
    yield from map(slice, edges[::2], edges[1::2])


def _inked(side: Pixels) -> float:
    """Return the share of a strip's length that has ink; none beyond the edge of the page."""
    return float(side.any(axis=0).mean()) if side.size else 0.0
