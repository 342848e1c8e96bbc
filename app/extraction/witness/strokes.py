"""Thin strokes in a picture: what stands out from the ground it is drawn on, in any of its colours, darker or lighter.

Lettering and lines are strokes; fills and bands are the ground of what is drawn on them. White on a red band has as
much red as the band, and red on blue is as dark as that: each colour is looked at by itself.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from app.extraction.pages.picture import Pixels
from app.extraction.witness.patches import patches

COARSE = 4  # the faint large lettering of a watermark is sought in a picture so many times smaller
CLEAR = 40  # of 255: what stands out so much from what is around it is seen as print
_WIDEST = 10.0  # points; letters have thinner strokes, fills and bands are thicker
_FAINT = 8  # of 255: what people still see where it is large
_SAMPLED = 16  # points across and down, of which one is looked at to tell the usual paper


def strokes(colours: Pixels, scale: float) -> tuple[Pixels, Pixels]:
    """Return the contrast (0 to 255) of what is drawn in thin strokes, finely and at a ``COARSE`` part of its size.

    Args:
        colours: The picture, each point in three colours.
        scale: Its pixels a point.
    """
    fine = np.zeros(colours.shape[:2], np.uint8)
    if int(colours.min()) == int(colours.max()):  # an empty sheet, as most pages are without their text
        return fine, np.zeros((2, 2), np.uint8)
    width = round(_WIDEST * scale) | 1
    small = _smaller(colours)
    for rows, columns in patches(_unlike_paper(colours), width):
        patch = colours[rows, columns]
        tones = patch[..., :1] if _is_grey(patch) else patch
        around = _ground_of(small[..., : tones.shape[2]], rows, columns, width // 2 | 1)
        fine[rows, columns] = _thin(tones, around, width, CLEAR)
    tones = small[..., :1] if _is_grey(small) else small
    rows, columns = slice(0, small.shape[0]), slice(0, small.shape[1])
    # what is around the coarse strokes is sought in a still smaller picture
    around = _ground_of(_smaller(tones), rows, columns, width // 2 | 1)
    return fine, _thin(tones, around, width, _FAINT)


def usual_paper(colours: Pixels) -> list[int]:
    """Return the colour that most of a page has."""
    return [int(np.median(colours[::_SAMPLED, ::_SAMPLED, one])) for one in range(colours.shape[2])]


def _unlike_paper(colours: Pixels) -> NDArray[np.bool_]:
    """Tell of every point whether it is anything else than the usual paper of the page."""
    paper = tuple(usual_paper(colours))
    marked: NDArray[np.bool_] = cv2.inRange(colours, paper, paper) == 0
    return marked


def _is_grey(colours: Pixels) -> bool:
    return bool((colours[..., 0] == colours[..., 1]).all() and (colours[..., 0] == colours[..., 2]).all())


def _smaller(picture: Pixels) -> Pixels:
    part = 1 / COARSE
    # of a strip of a page, thinner than a point of the smaller picture, at least that point is left
    size = tuple(max(1, side // COARSE) for side in picture.shape[1::-1]) if min(picture.shape[:2]) < COARSE else None
    small = cv2.resize(picture, size, fx=part, fy=part, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return small.reshape(*small.shape[:2], -1)  # of one colour OpenCV leaves two dimensions


def _ground_of(small: Pixels, rows: slice, columns: slice, side: int) -> Pixels:
    """Return the ground that every point of a part is drawn on, sought in a ``COARSE`` times smaller picture.

    It is what more than half of a square around it has: lettering covers less than half of what it stands on.
    """
    top, left = (max(0, one.start // COARSE - side) for one in (rows, columns))
    part = np.ascontiguousarray(small[top : rows.stop // COARSE + side, left : columns.stop // COARSE + side])
    ground = cv2.medianBlur(part, side)
    size = (COARSE * part.shape[1], COARSE * part.shape[0])
    large = cv2.resize(ground, size, interpolation=cv2.INTER_NEAREST)
    down, across = rows.start - COARSE * top, columns.start - COARSE * left
    below, aside = (
        max(0, at + one.stop - one.start - most)
        for at, one, most in ((down, rows, size[1]), (across, columns, size[0]))
    )
    if below or aside:  # the smaller picture ends up to two points before the large one
        large = cv2.copyMakeBorder(large, 0, below, 0, aside, cv2.BORDER_REPLICATE)
    high, wide = rows.stop - rows.start, columns.stop - columns.start
    return large[down : down + high, across : across + wide].reshape(high, wide, -1).astype(np.uint8, copy=False)


def _thin(colours: Pixels, ground: Pixels, width: int, least: int) -> Pixels:
    """Return how much what is thinner than ``width`` stands out from its ground, if as much as ``least``."""
    found = np.zeros(colours.shape[:2], np.uint8)
    for one in range(colours.shape[2]):
        tone, around = (np.ascontiguousarray(picture[..., one]) for picture in (colours, ground))
        lighter = _hat(tone, cv2.MORPH_TOPHAT, cv2.subtract(tone, around) > least, width, least)
        darker = _hat(tone, cv2.MORPH_BLACKHAT, cv2.subtract(around, tone) > least, width, least)
        if lighter.any() and darker.any():  # what touches is no one stroke: the end of a light one, and what is below
            darker[cv2.dilate(lighter, np.ones((3, 3), np.uint8)) > 0] = 0
        found = cv2.max(found, cv2.max(lighter, darker)).astype(np.uint8, copy=False)
    return found


def _hat(tone: Pixels, way: int, out: NDArray[np.bool_], width: int, least: int) -> Pixels:
    """Return how much the points that are ``out`` of their ground do so within ``width``, one ``way``."""
    found = np.zeros_like(tone)
    for part in patches(out, width):  # it needs no more of what is around than that
        hat = cv2.morphologyEx(np.ascontiguousarray(tone[part]), way, np.ones((width, width), np.uint8))
        found[part] = np.where(out[part] & (hat > least), hat, found[part])
    return found
