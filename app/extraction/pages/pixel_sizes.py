"""How many pixels of a page are kept, and that they are as wide as they are high."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

MOST_PIXELS = 20_000_000
_LONGEST_SIDE = 8_000
_SQUAT = 1.2  # times as many dots one way as the other; what is fitted to a sheet differs by a few percent


def capped_scale(width: float, height: float, scale: float) -> float:
    """Return the scale (pixels a point) lowered until page and pixels fit the cap."""
    scale = min(scale, _LONGEST_SIDE / max(width, height))
    return min(scale, math.sqrt(MOST_PIXELS / (width * height)))


def capped(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return a picture with no more pixels than are kept."""
    height, width = pixels.shape[:2]
    return _of_size(pixels, width, height)


def squared(pixels: npt.NDArray[np.uint8], size: tuple[float, float]) -> npt.NDArray[np.uint8]:
    """Return the picture of a page of this size, in points, with as many dots an inch down it as across, and capped.

    A fax has twice as many across. It is taken as coarse as a PDF of it is drawn: the longer side keeps as many dots
    as the picture has one way, which smooths the steps of its letters (measured: more figures than at its finer dots).
    """
    height, width = pixels.shape[:2]
    if not are_squat((width, height), size):
        return capped(pixels)
    dots = max(width, height) / max(size)
    return _of_size(pixels, size[0] * dots, size[1] * dots)


def are_squat(pixels: tuple[int, int], place: tuple[float, float]) -> bool:
    """Tell whether pixels placed so wide and high are plainly not as wide as they are high."""
    across, down = pixels[0] / place[0], pixels[1] / place[1]
    return max(across, down) >= _SQUAT * min(across, down)


def _of_size(pixels: npt.NDArray[np.uint8], width: float, height: float) -> npt.NDArray[np.uint8]:
    """Return a picture so wide and high, or as much smaller as the cap wants."""
    scale = min(1.0, capped_scale(width, height, 1.0))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == pixels.shape[1::-1]:
        return pixels
    smaller = size[0] <= pixels.shape[1] and size[1] <= pixels.shape[0]
    way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return cv2.resize(pixels, size, interpolation=way).astype(np.uint8, copy=False)
