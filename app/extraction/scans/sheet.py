"""Finds the sheet in a photograph: four sides along which it is everywhere brighter than what it lies on.

A shadow on the paper is dark too, but it has no edge. So quadrangles are proposed at many levels of brightness, and the
one is taken whose sides are edges along nearly all of their length; where there is none, the picture is the page.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from app.extraction.pages.picture import Pixels

Corners = npt.NDArray[np.float32]  # 4 by 2: top left, top right, bottom right, bottom left

SIDE = 500  # longest side, in pixels, of the picture in which the sheet is looked for
_LEVELS = tuple(range(5, 90, 6))  # hundredths of the way from the table's brightness to the paper's
_AT_LEAST, _AT_MOST = 0.30, 0.96  # of the picture; a smaller bright patch is not the page
_TOLERANCES = (0.01, 0.02, 0.03, 0.05)  # of the outline's length, to which four sides are drawn along it
_FILLED = 0.9  # share of the outline's area that the four sides keep
_SAMPLES = 48  # places along a side
_REACH = 12  # pixels on either side of it in which its edge is looked for: a sheet is seldom quite flat
_APART = 3  # pixels between what counts as inside and as outside
_EDGE = 0.08  # of the brightness inside by which the outside is darker
_ALONG = 0.6  # share of each side that has to be an edge; a finger or a fold may cover the rest
_SEEN = 0.3  # share of each side that has to lie inside the picture; the rest may run along its border
_PRINT = 9  # pixels: closing by so many takes print away and leaves the paper


def paper_corners(small: Pixels) -> Corners | None:
    """Return the corners of the sheet in a picture of at most ``SIDE`` pixels; None where none is clear."""
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_PRINT, _PRINT), np.uint8))
    even: Pixels = cv2.GaussianBlur(closed, (0, 0), 1.5).astype(np.uint8, copy=False)
    best: tuple[float, Corners] | None = None
    for corners in _proposed(even):
        drawn = _drawn_to_edges(even, corners)
        if drawn is not None and (best is None or drawn[0] > best[0]):
            best = drawn
    return best[1] if best is not None else None


def _proposed(even: Pixels) -> Iterator[Corners]:
    """Yield quadrangles around what is brighter than a level, for levels from the table's to the paper's."""
    low, high = (float(value) for value in np.percentile(even, (2, 95)))
    before = -1
    for share in _LEVELS:
        mask = (even > low + (high - low) * share / 100).astype(np.uint8)
        area = int(np.count_nonzero(mask))
        if not _AT_LEAST * 0.8 <= area / mask.size <= _AT_MOST or abs(area - before) < 0.002 * mask.size:
            continue
        before = area
        smooth = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
        outlines, _ = cv2.findContours(smooth, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        if outlines:
            hull = cv2.convexHull(max(outlines, key=cv2.contourArea)).astype(np.int32, copy=False)
            corners = _four_sides(hull, mask.size)
            if corners is not None:
                yield corners


def _four_sides(hull: npt.NDArray[np.int32], pixels: int) -> Corners | None:
    area = cv2.contourArea(hull)
    if not _AT_LEAST <= area / pixels <= _AT_MOST:
        return None
    for tolerance in _TOLERANCES:
        shape = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, closed=True), closed=True)
        if len(shape) == 4 and cv2.contourArea(shape) >= _FILLED * area:
            return _clockwise(shape.reshape(4, 2).astype(np.float32))
    return None


def _drawn_to_edges(even: Pixels, corners: Corners) -> tuple[float, Corners] | None:
    """Return the quadrangle drawn to the edges beside its sides, with the share of edges; None if a side is none."""
    lines, shares = [], []
    for index in range(4):
        share, line = _side(even, corners[index], corners[(index + 1) % 4])
        if line is None:
            return None
        shares.append(share)
        lines.append(line)
    met = [_crossing(lines[index - 1], lines[index]) for index in range(4)]
    found = np.array([point for point in met if point is not None], dtype=np.float32)
    if len(found) != 4 or np.abs(found - corners).max() > 0.1 * max(even.shape):
        return None
    return sum(shares), found


def _side(even: Pixels, start: Corners, end: Corners) -> tuple[float, tuple[float, float, float, float] | None]:
    """Return along which share of a side there is an edge, and the line through those edges."""
    way = end - start
    length = float(np.hypot(*way))
    outwards = np.array([way[1], -way[0]], dtype=np.float32) / max(length, 1.0)  # corners run clockwise
    at = start + way * np.linspace(0.04, 0.96, _SAMPLES, dtype=np.float32)[:, None]
    offsets = np.arange(-_REACH - _APART, _REACH + _APART + 1, dtype=np.float32)
    places = at[:, None, :] + outwards * offsets[None, :, None]
    x, y = np.ascontiguousarray(places[:, :, 0]), np.ascontiguousarray(places[:, :, 1])
    seen = cv2.remap(even, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    light = seen.astype(np.float32)
    drop = (light[:, : -2 * _APART] - light[:, 2 * _APART :]) / np.maximum(light[:, : -2 * _APART], 1.0)
    steepest = drop.argmax(axis=1)
    height, width = even.shape
    sharp = drop.max(axis=1) >= _EDGE
    beyond = at + outwards * 2 * _APART
    inside = (beyond >= 0).all(axis=1) & (beyond[:, 0] < width) & (beyond[:, 1] < height)
    # what runs along the picture's border has nothing beside it to be told from
    told = sharp | inside
    share = float(sharp.mean())
    if sharp.sum() < _ALONG * max(told.sum(), _SEEN * _SAMPLES):
        return share, None
    edges = at[sharp] + outwards * (steepest[sharp] - _REACH)[:, None].astype(np.float32)
    dx, dy, px, py = (float(value) for value in cv2.fitLine(edges, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    return share, (dx, dy, px, py)


def _crossing(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float] | None:
    """Return where two lines (direction and a point on each) meet."""
    turn = one[0] * other[1] - one[1] * other[0]
    if abs(turn) < 0.2:
        return None  # they are nearly parallel, and no two sides of a sheet that meet
    along = ((other[2] - one[2]) * other[1] - (other[3] - one[3]) * other[0]) / turn
    return one[2] + along * one[0], one[3] + along * one[1]


def _clockwise(corners: Corners) -> Corners:
    """Order four corners: top left, top right, bottom right, bottom left."""
    sums, differences = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [int(sums.argmin()), int(differences.argmax()), int(sums.argmax()), int(differences.argmin())]
    return np.array([corners[index] for index in order], dtype=np.float32)
