"""Words that run upwards, downwards or steeply aslant, laid level so that a reader makes them out."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.extraction.pages.picture import Pixels
from app.extraction.scans.cell_pictures import CellPictures
from app.extraction.values.words import Word

_LEAST = 5.0  # points: readers make nothing sure of lower print
_TALL = 40.0  # pixels
_ALONG, _ACROSS = 0.7, 1.25  # of a word's height: how much longer, and how many times as high the cut is


def laid_level(cells: CellPictures, word: Word, signs: Sequence[Word]) -> Pixels | None:
    """Return the picture of a word laid level along its ``signs``, which stand in the order they are read in.

    None where it runs more across than down, or is too low.
    """
    if len(signs) < 2:
        return None
    (x0, y0), (x1, y1) = _middle(signs[0]), _middle(signs[-1])
    angle = math.atan2(y1 - y0, x1 - x0)
    along = math.hypot(x1 - x0, y1 - y0) * len(signs) / (len(signs) - 1)
    if abs(y1 - y0) <= abs(x1 - x0):
        return None
    high = (word.x1 - word.x0 - along * abs(math.cos(angle))) / abs(math.sin(angle))
    if high < _LEAST:
        return None
    size = (along + _ALONG * high, _ACROSS * high)
    return cells.cut_slanting(word.box.page, _middle(word), size, math.degrees(angle), _TALL / high)


def _middle(word: Word) -> tuple[float, float]:
    return (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
