"""The ink of single signs of a word: theirs alone, without what neighbours, rules and rows above reach into it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.values.words import Word
from app.extraction.witness.seen_signs import Sign

_INK = 24  # of 255: what differs less from the paper around it is none of a sign's ink
_REACH = 0.3  # of a word's height: so far around it pieces are followed
_FOREIGN = 0.2  # share of a piece; a place that has less of it has the end of a neighbour, a rule or an underline
_MOST_FOREIGN = 0.5  # of the ink in a place; where more seems foreign, signs are joined and nothing is taken away


class PageSigns:
    """The signs of a page's words; what is drawn with the same pixels is taken apart once."""

    def __init__(self, grey: Pixels, scale: float) -> None:
        self._grey, self._scale = grey, scale
        self._words: dict[Box, WordInk] = {}
        self._known: dict[tuple[str, tuple[int, ...], bytes], Sign] = {}

    def sign(self, word: Box, sign: Word) -> Sign:
        """Return what a sign of a word is drawn with, but for the paper around it."""
        top, left, bottom, right = (
            max(0, round(one * self._scale)) for one in (sign.top, sign.x0, sign.bottom, sign.x1)
        )
        place = self._grey[top:bottom, left:right]
        key = (sign.text, place.shape, place.tobytes())
        if key not in self._known:
            if word not in self._words:
                self._words[word] = WordInk(self._grey, word, self._scale)
            self._known[key] = self._words[word].sign(sign)
        return self._known[key]


class WordInk:
    """The ink of a word in the picture of its page, taken apart into pieces that hang together."""

    def __init__(self, grey: Pixels, box: Box, scale: float) -> None:
        reach = _REACH * (box.bottom - box.top)
        high, wide = grey.shape
        self._top, self._left = (max(0, round((one - reach) * scale)) for one in (box.top, box.x0))
        bottom, right = (round((one + reach) * scale) for one in (box.bottom, box.x1))
        part = grey[self._top : min(high, bottom), self._left : min(wide, right)]
        self._scale = scale
        self._labels: NDArray[np.int32] = np.zeros((0, 0), np.int32)
        self._areas = np.ones(1)
        if part.size:
            paper = int(np.median(part))
            ink = (np.abs(part.astype(np.int16) - paper) > _INK).astype(np.uint8)
            _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
            self._labels = labels.astype(np.int32, copy=False)
            self._areas = stats[:, cv2.CC_STAT_AREA].astype(np.float64)

    def sign(self, sign: Word) -> Sign:
        """Return what a sign of the word is drawn with, but for the paper around it."""
        top, left = (
            max(0, round(one * self._scale) - at) for one, at in ((sign.top, self._top), (sign.x0, self._left))
        )
        bottom, right = (round(sign.bottom * self._scale) - self._top, round(sign.x1 * self._scale) - self._left)
        cell = self._labels[top : max(top, bottom), left : max(left, right)]
        ink = self._own(cell)
        across, down = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
        if not across.size:
            return Sign(sign.text, 0, 0, b"")
        part = ink[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
        return Sign(sign.text, part.shape[1], part.shape[0], np.packbits(part).tobytes())

    def _own(self, cell: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return the ink of a place without the pieces that stand elsewhere for the most part."""
        ink = cell > 0
        here = np.bincount(cell.ravel(), minlength=len(self._areas))
        here[0] = 0
        kept = here >= _FOREIGN * self._areas
        kept[0] = False
        if int(here[kept].sum()) < _MOST_FOREIGN * int(here.sum()):
            return ink
        return kept[cell]
