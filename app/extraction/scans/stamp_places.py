"""Where a stamp lies over print on a scan: ink paler than print, in a place of a stamp's size that has print in it too.

Stamps are inked unevenly and printed through, so they are paler than print, in grey as in colour. Their strokes are
broader than the edge of a letter, which is as pale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from app.extraction.pages.picture import Pixels

Place = tuple[int, int, int, int]  # left, top, right, bottom in pixels

_DPI = 150.0  # of the picture in which stamps are sought, at least, where the scan is as fine
_PAPER = 6  # times smaller: the picture in which the paper is told from what is on it
_BLUR, _AROUND = 5, 9  # pixels of that: specks, and where the lightest is paper
_PALE = (0.3, 0.8)  # of the darkness of print
_DARK = 0.88  # of it: surely print
_PRINT = 0.995  # share of a page that is no darker than its print
_EACH = 3  # of the rows of pixels are enough to tell that
_FAINT = 40  # of 255: print that is no darker leaves no room for what is paler
_STROKE = 1.0  # points: thinner pale ink is the edge of a letter
_THINNEST = 3  # pixels of such a stroke
_COARSE = 4  # times smaller: the picture in which the letters of a stamp are joined
_JOINED = 10.0  # points from one letter of a stamp to the next
_LEAST, _MOST = (40.0, 22.0), (260.0, 150.0)  # points across and down
_FILLED = (0.02, 0.5)  # share of its place that is pale; a tinted field or a picture has more
# Share of its place that is print, where there is any under it (measured: none beside print, then 0.7 %).
_COVERS = 0.003
_PLACES = 2  # of a page
_RULING = 30.0  # points: straight pale ink that is longer is a ruling line or a frame
_LETTER = 4.0  # points: a letter of a stamp, or what print has left of it, is as wide and as high at least
_LETTERED = (
    0.25  # share of its ink in such letters (measured: stamps 0.37 and more; grain and grey rulings 0.12 at most)
)


def stamp_places(grey: Pixels, dpi: float) -> list[Place]:
    """Return the places of a picture, dark on light, where a stamp lies over print; the largest first."""
    factor = max(1, int(dpi / _DPI))
    if min(grey.shape) < factor * _PAPER * _BLUR:
        return []
    small = _smaller(grey, factor)
    darkness = cv2.subtract(paper(small), small).astype(np.uint8, copy=False)
    points = dpi / factor / 72
    pale = pale_ink(darkness, points)
    if pale is None:
        return []
    surely = _DARK * darkness_of_print(darkness)
    found: list[Place] = []
    for left, top, across, down in _joined(pale, points):
        place = slice(top, top + down), slice(left, left + across)
        filled, covered = float((pale[place] > 0).mean()), float((darkness[place] > surely).mean())
        one = left, top, left + across, top + down
        if (
            _LEAST[0] <= across / points <= _MOST[0]
            and _LEAST[1] <= down / points <= _MOST[1]
            and _FILLED[0] <= filled <= _FILLED[1]
            and covered >= _COVERS
            and not any(within(one, other) for other in found)
            and _is_lettered(np.ascontiguousarray(pale[place]), points)
        ):
            found.append(one)
    return [(a * factor, b * factor, c * factor, d * factor) for a, b, c, d in found[:_PLACES]]


def _is_lettered(pale: Pixels, points: float) -> bool:
    """Tell whether pale ink has letters as a stamp has: the edges of bold print, grain and grey rulings have none."""
    long = round(_RULING * points)
    lines = cv2.max(
        cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)),
        cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8)),
    )
    signs = cv2.subtract(pale, cv2.dilate(lines, np.ones((3, 3), np.uint8))).astype(np.uint8, copy=False)
    spans = cv2.connectedComponentsWithStats(signs, connectivity=8)[2][1:]
    if not len(spans):
        return False
    sides, inked = spans[:, 2:4].min(axis=1), spans[:, cv2.CC_STAT_AREA]
    return bool(inked[sides >= _LETTER * points].sum() >= _LETTERED * inked.sum())


def _joined(pale: Pixels, points: float) -> list[tuple[int, int, int, int]]:
    """Return the places of ink that stands together, the largest first: left, top, width and height."""
    coarse = (_smaller(pale, _COARSE) > 0).astype(np.uint8)
    apart = max(1, round(_JOINED * points / _COARSE))
    joined = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((apart, apart), np.uint8))
    spans = cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:].tolist()
    spans.sort(key=lambda span: -span[2] * span[3])
    return [(left * _COARSE, top * _COARSE, wide * _COARSE, high * _COARSE) for left, top, wide, high, _ in spans]


def pale_ink(darkness: Pixels, points: float) -> Pixels | None:
    """Return ink that is paler than print and broader than the edge of a letter (255); None where there is none.

    Args:
        darkness: By how much each pixel is darker than its paper.
        points: Pixels a point.
    """
    most = darkness_of_print(darkness)
    if most < _FAINT:
        return None
    tones = cv2.inRange(darkness, np.array(_PALE[0] * most), np.array(_PALE[1] * most))
    stroke = max(_THINNEST, math.ceil(_STROKE * points))
    pale = cv2.morphologyEx(tones, cv2.MORPH_OPEN, np.ones((stroke, stroke), np.uint8)).astype(np.uint8, copy=False)
    return pale if pale.any() else None


def darkness_of_print(darkness: Pixels) -> int:
    """Return how dark print is, of a picture of how much darker than its paper each pixel is."""
    some = np.ascontiguousarray(darkness[::_EACH])
    counts = np.cumsum(cv2.calcHist([some], [0], None, [256], [0, 256]))
    return int(np.searchsorted(counts, _PRINT * some.size))


def _smaller(grey: Pixels, factor: int) -> Pixels:
    """Return a picture so many times smaller, quickly: without the pixels that would not fill a last one."""
    high, wide = grey.shape[0] // factor, grey.shape[1] // factor
    whole = grey[: high * factor, : wide * factor]
    return cv2.resize(whole, (wide, high), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def paper(small: Pixels) -> Pixels:
    """Return how light the paper is at each pixel of a picture, under what is printed on it."""
    coarse = cv2.medianBlur(_smaller(small, _PAPER), _BLUR)
    lightest = cv2.dilate(coarse, np.ones((_AROUND, _AROUND), np.uint8))
    return cv2.resize(lightest, small.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)


def within(inner: Sequence[int], outer: Sequence[int]) -> bool:
    """Tell whether one place lies in another."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
