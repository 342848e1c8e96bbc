"""Pictures of single cells, cut from the page's picture at its own resolution: level, padded, large enough to read."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from app.domain.provenance import Box
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans import straighten
from app.extraction.scans.straighten import Placement

_TALL = 48.0  # pixels of a cell with its margins
MARGIN = 0.22  # of the cell's height, above and below
_BESIDE = 0.35  # of the cell's height, left and right
_WIDEST = 1600
_DARK = 110  # a cell whose paper is darker than this is light print on dark


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """How to come by a scanned page's pixels again, and the way from points of its words to those pixels."""

    pixels: Callable[[], PagePixels]
    to_pixels: Placement


class CellPictures:
    """Cuts cells from scanned pages; keeps the pixels of one page, because cells are asked for page by page."""

    def __init__(self, pages: dict[int, ScannedPage]) -> None:
        self._pages = pages
        self._kept: tuple[int, Pixels] | None = None

    def has(self, page: int) -> bool:
        """Tell whether this page was scanned."""
        return page in self._pages

    def cut(self, box: Box, *, beside: float = _BESIDE) -> Pixels:
        """Return the cell at a place given in points of the page's words, dark print on light."""
        height = max(box.bottom - box.top, 1.0)
        left, right = box.x0 - beside * height, box.x1 + beside * height
        top, bottom = box.top - MARGIN * height, box.bottom + MARGIN * height
        scale = min(_TALL / (bottom - top), _WIDEST / (right - left))
        size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
        back = np.array([[1 / scale, 0.0, left], [0.0, 1 / scale, top], [0.0, 0.0, 1.0]])
        return evened(self._cut(box.page, back, size))

    def cut_slanting(
        self, page: int, middle: tuple[float, float], size: tuple[float, float], angle: float, scale: float
    ) -> Pixels:
        """Return what stands slanting, laid level: ``size`` in points, at ``scale`` pixels a point, as it is inked.

        ``angle`` is how far it is turned clockwise, in degrees.
        """
        turn = math.radians(angle)
        along, across = math.cos(turn) / scale, math.sin(turn) / scale
        wide, high = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
        x = middle[0] - along * wide / 2 + across * high / 2
        y = middle[1] - across * wide / 2 - along * high / 2
        back = np.array([[along, -across, x], [across, along, y], [0.0, 0.0, 1.0]])
        return self._cut(page, back, (wide, high))

    def _cut(self, page: int, back: Placement, size: tuple[int, int]) -> Pixels:
        """Return a picture of so many pixels; ``back`` leads from them to points of the page's words."""
        return cv2.warpPerspective(
            self._pixels(page),
            self._pages[page].to_pixels @ back,
            size,
            flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=255.0,
        ).astype(np.uint8, copy=False)

    def whole(self, page: int, size: tuple[float, float], scale: float) -> Pixels:
        """Return a page of this size in points, straightened, at so many pixels a point."""
        back = np.diag([1 / scale, 1 / scale, 1.0])
        whole = cv2.warpPerspective(
            self._pixels(page),
            self._pages[page].to_pixels @ back,
            (round(size[0] * scale), round(size[1] * scale)),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=255.0,
        )
        return whole.astype(np.uint8, copy=False)

    def _pixels(self, page: int) -> Pixels:
        if self._kept is None or self._kept[0] != page:
            self._kept = None  # before the next is decoded: never two pages at a time
            self._kept = (page, self._pages[page].pixels().grey)
        return self._kept[1]


def evened(cell: Pixels) -> Pixels:
    """Turn light print on dark round, and stretch what is pale."""
    if np.median(cell) < _DARK:
        cell = (255 - cell).astype(np.uint8, copy=False)
    low, high = np.percentile(cell, (1, 90))
    if high - low < 40:  # nothing but paper
        return cell
    evened: Pixels = np.clip((cell.astype(np.float32) - low) * (245.0 / (high - low)), 0, 255).astype(np.uint8)
    return evened


def pixels_of(placement: Placement, pixels: PagePixels, turn: int) -> Placement:
    """Return the way from points of a page's words to its stored pixels.

    Args:
        placement: From points of the words to points of the page as shown (turned).
        pixels: The page's picture.
        turn: By how many quarter turns clockwise the page is shown.
    """
    upright = straighten.quarter_turned(straighten.unchanged(pixels.grey), turn)
    height, width = upright.grey.shape
    shown = (pixels.width, pixels.height) if turn % 2 == 0 else (pixels.height, pixels.width)
    to_upright = np.diag([width / shown[0], height / shown[1], 1.0])
    return upright.placement @ to_upright @ placement
