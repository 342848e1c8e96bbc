"""A picture of a page in small, where what is looked for is large: angles, outlines, light; made once for each step."""

from __future__ import annotations

import threading
import weakref

import cv2
import numpy as np
import numpy.typing as npt

from app.extraction.pages.picture import Pixels

SMALL = 1000  # longest side, in pixels, at which angles and outlines are looked for


class _Small:
    """What was worked out last of one picture in small, for the several steps that ask for it."""

    __slots__ = ("_grey", "ink", "shrunk")

    def __init__(self, grey: Pixels) -> None:
        self._grey = weakref.ref(grey)
        self.ink: npt.NDArray[np.float32] | None = None
        self.shrunk: dict[int, tuple[Pixels, float]] = {}

    def of(self, grey: Pixels) -> bool:
        """Tell whether it is of this very picture; pictures are never changed in place."""
        return self._grey() is grey


_small = threading.local()


def in_small(grey: Pixels) -> _Small:
    """Return what is kept of this picture, or of nothing yet: of the last picture only, and for each thread."""
    last: _Small | None = getattr(_small, "last", None)
    if last is None or not last.of(grey):
        last = _small.last = _Small(grey)
    return last


def shrunk(grey: Pixels, side: int) -> tuple[Pixels, float]:
    """Return a picture whose longer side has at most so many pixels, and by how much it was made smaller."""
    scale = side / max(grey.shape)
    if scale >= 1.0:
        return grey, 1.0
    known = in_small(grey).shrunk
    if side not in known:
        known[side] = shrunk_by(grey, scale), scale
    return known[side]


def shrunk_by(grey: Pixels, scale: float) -> Pixels:
    """Return a picture made smaller; a scale of 1 leaves it as it is."""
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    while 2 * size[0] <= grey.shape[1] and 2 * size[1] <= grey.shape[0]:
        grey = halved(grey)  # many times as fast as any other factor
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def halved(grey: Pixels) -> Pixels:
    """Make a picture half as wide and half as high; of an odd side the last pixel is left out."""
    half = grey.shape[1] // 2, grey.shape[0] // 2
    even = grey[: 2 * half[1], : 2 * half[0]]
    return cv2.resize(even, half, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
