"""The parts of a picture that have ink: a page is mostly paper, which need not be worked through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.extraction.pages.picture import Pixels

_MOST_CUTS = 4  # across and down, by turns; after so many what is left is compact enough


@dataclass(frozen=True, slots=True)
class Piece:
    """What hangs together in a picture, its sides and corners touching, by its place in pixels."""

    left: int
    top: int
    wide: int
    high: int
    area: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """The pieces of one patch, and for each of its pixels the number of its piece, from 1; 0 is paper."""

    patch: tuple[slice, slice]
    pieces: tuple[Piece, ...]
    labels: NDArray[np.int32]


def patches(ink: NDArray[np.bool_] | Pixels, around: int) -> list[tuple[slice, slice]]:
    """Return rows and columns of patches that hold all ink of a picture, each with so many pixels of paper around it.

    No patch reaches into the ink of another. At the edge of the picture there may be less paper around.
    """
    found = [(slice(0, ink.shape[0]), slice(0, ink.shape[1]))]
    for cut in range(_MOST_CUTS):
        parts = [part for patch in found for part in _cut(ink, patch, cut % 2, around)]
        if cut and len(parts) == len(found):
            break
        found = parts
    high, wide = ink.shape
    return [(_wider(rows, around, high), _wider(columns, around, wide)) for rows, columns in found]


def _cut(
    ink: NDArray[np.bool_] | Pixels, patch: tuple[slice, slice], way: int, around: int
) -> Iterator[tuple[slice, slice]]:
    """Yield the parts of a patch between strips of paper that run through it: across (``way`` 0), or down."""
    inked = np.flatnonzero(ink[patch].any(axis=1 - way))
    if not inked.size:
        return
    breaks = np.flatnonzero(np.diff(inked) > 2 * around + 1)
    begins = [inked[0], *inked[breaks + 1]]
    ends = [*inked[breaks], inked[-1]]
    for begin, end in zip(begins, ends, strict=True):
        part = slice(patch[way].start + int(begin), patch[way].start + int(end) + 1)
        yield (part, patch[1]) if way == 0 else (patch[0], part)


def _wider(part: slice, around: int, most: int) -> slice:
    return slice(max(0, part.start - around), min(most, part.stop + around))


def labelled(ink: Pixels) -> Iterator[Labelled]:
    """Yield patch by patch the pieces that a picture of ink (1) on paper (0) is made of."""
    for patch in patches(ink, 1):
        count, labels, places, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink[patch]), connectivity=8)
        down, across = patch[0].start, patch[1].start
        pieces = tuple(
            Piece(left + across, top + down, wide, high, area)
            for left, top, wide, high, area in places[1:count].tolist()
        )
        yield Labelled(patch, pieces, labels.astype(np.int32, copy=False))
