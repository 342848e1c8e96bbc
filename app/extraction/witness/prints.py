"""Characters by the very pixels they are printed with: one font in one size draws a character the same everywhere.

A page is drawn with each character on whole pixels, so what a reader has borne out once is found again exactly, by a
look into a table. Only where that finds nothing are looks compared (likeness) or characters read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.scans.cell_pictures import MARGIN
from app.extraction.values.words import Word

BESIDE = 0.9  # of a cell's height: how far beside it nothing else may stand
HIGHEST, LOWEST = 0.04, 0.86  # of a cell's height: where signs are; what begins lower underlines them
_SIDE = 0.95  # share of the rows from there to the end of the cell that the side of a box runs through
_TRACE = 6  # of 255: what differs less from its paper is none
_OVERHANG = 1  # pixels by which a character's ink may reach out of its place
_LEVEL = 1  # pixels by which one may stand higher or lower


@dataclass(frozen=True, slots=True)
class Print:
    """What a character is printed with: its pixels row by row, and how many rows below its cell's top they begin.

    ``place`` is all of its place, as high as its cell, in which a neighbour may have a pixel or two.
    """

    below: int
    columns: int
    pixels: bytes
    place: Pixels


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """The characters of a cell as they are printed, None for one that is not; and whether all else there is paper."""

    prints: tuple[Print | None, ...]
    alone: bool


class KnownPrints:
    """The prints of a document that a reader has borne out."""

    def __init__(self) -> None:
        self._below: dict[tuple[str, int, bytes], set[int]] = {}

    def add(self, sign: str, printed: Print | None) -> None:
        """Keep what a character is printed with."""
        if printed is not None:
            self._below.setdefault((sign, printed.columns, printed.pixels), set()).add(printed.below)

    def knows(self, sign: str, printed: Print | None) -> bool:
        """Tell whether a character is printed with pixels that were borne out for it, at the height it had there."""
        if printed is None:
            return False
        below = self._below.get((sign, printed.columns, printed.pixels), ())
        return any(abs(printed.below - one) <= _LEVEL for one in below)


def printed_cell(box: Box, signs: Sequence[Word], others: Sequence[Box], page: Pixels, scale: float) -> PrintedCell:
    """Return what the characters of a cell are printed with.

    Args:
        box: The cell's place.
        signs: Its characters, from left to right.
        others: Places of other words near it, whose ink is theirs.
        page: The page as it was drawn, upright.
        scale: Its pixels a point.
    """
    height = box.bottom - box.top
    reach, edge = BESIDE * height, MARGIN * height
    left, upper = max(0, round((box.x0 - reach) * scale)), max(0, round((box.top - edge) * scale))
    around = page[upper : round((box.bottom + edge) * scale), left : round((box.x1 + reach) * scale)]
    first, last = round(box.top * scale) - upper, round(box.bottom * scale) - upper
    strip = around[max(0, first) : last]
    if not strip.size:
        return PrintedCell((None,) * len(signs), alone=False)
    ink = (strip < int(strip.max()) - _TRACE).view(np.uint8)
    inked: NDArray[np.bool_] = np.any(ink, axis=0)
    spans = [_span(one.box, left, scale) for one in signs]
    taken = [*spans, *(_span(one, left, scale) for one in others)]
    high = last - first
    signs_between = (first + round(HIGHEST * high), first + round(LOWEST * high))
    alone = not (inked & _free(strip.shape[1], taken)).any() or nothing_else(around, taken, *signs_between, _TRACE)
    return PrintedCell(tuple(_print(strip, ink, start, end) for start, end in spans), alone)


def nothing_else(cell: Pixels, taken: Sequence[tuple[int, int]], first: int, last: int, plain: int) -> bool:
    """Tell whether there is plain paper where no character claims to be, but for the sides of boxes.

    Signs can be between the rows ``first`` and ``last``; what stands higher or lower belongs to other rows, or
    underlines. The side of a box goes on above or below them to the end of the cell, which no digit does. Paper
    differs less than ``plain`` (of 255) from itself.
    """
    free = _free(cell.shape[1], taken)
    if not free.any():
        return True
    rest = cell[:, free]
    ink = rest < int(np.percentile(rest, 75)) - plain
    side = (ink[:last].mean(axis=0) >= _SIDE) | (ink[first:].mean(axis=0) >= _SIDE)
    return not ink[first:last, ~side].any()


def _free(columns: int, taken: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    free = np.ones(columns, dtype=bool)
    for start, end in taken:
        free[max(0, start) : max(0, end)] = False
    return free


def _span(box: Box, first: int, scale: float) -> tuple[int, int]:
    """Return the columns of a character's place, counted from the ``first`` of a strip."""
    start, end = round(box.x0 * scale) - first - _OVERHANG, round(box.x1 * scale) - first + _OVERHANG
    return max(0, start), max(0, end)


def _print(strip: Pixels, ink: Pixels, start: int, end: int) -> Print | None:
    """Return what a strip has between two columns."""
    if start >= min(end, ink.shape[1]):
        return None
    left, first, wide, high = cv2.boundingRect(ink[:, start:end])
    if not high:
        return None
    pixels = strip[first : first + high, start + left : start + left + wide]
    return Print(first, wide, pixels.tobytes(), strip[:, start:end])
