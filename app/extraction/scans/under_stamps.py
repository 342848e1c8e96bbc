"""Rows under a stamp, read again with all that is as pale as the stamp taken away: its strokes hide the letters.

In colour a stamp is palest in the lightest of a pixel's colours, while print is dark in all of them. What is read so is
marked (``uncovered``): a line that rests on it is never proven by its own figures alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import cv2
import numpy as np

from app.domain.overlap import overlap, shared_area
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans.stamp_places import Place, pale_ink, stamp_places
from app.extraction.scans.straighten import Placement, Straightened
from app.extraction.scans.tesseract import PixelWord
from app.extraction.values.text_keys import squeeze

_SURE = 60  # confidence from which a word counts as read
_BESIDE = (40.0, 5.0)  # points left and right, above and below: what is read along with a place
_PRINT = 0.5  # percentile of the tones of a place: print
_TAKEN_AWAY = 15.0  # percentile of a stamp's tones: what is lighter goes
_SHARED = 0.5  # of the smaller of two words: they stand in one place
_ALIKE = 0.5  # likeness of two readings of one word; less is a word of the stamp and one below it
_WORD = 3  # letters
_SIGNS = 2  # letters and digits: a single one may be the corner of a frame or a bit of a picture
_EDGE, _RIM = 2, 1.0  # pixels above and below, times its height beside it: a word that ends there may be cut


def covered_places(sheet: Straightened, page: Straightened, dpi: float) -> list[Place]:
    """Return the places of a straightened page where a stamp lies over print; seldom any.

    Args:
        sheet: The page before it was straightened, dark on light.
        page: The straightened page.
        dpi: The resolution of the sheet.
    """
    to_page = np.linalg.inv(page.placement) @ sheet.placement
    return [_laid(place, to_page, page.grey.shape) for place in stamp_places(sheet.grey, dpi)]


def uncovered_picture(pixels: PagePixels, page: Straightened, place: Place, dpi: float) -> Pixels | None:
    """Return a place of a straightened page and what is beside it, without all that is as pale as the stamp on it."""
    left, top, right, bottom = around(place, dpi)
    back = page.placement @ np.array([[1.0, 0.0, left], [0.0, 1.0, top], [0.0, 0.0, 1.0]])
    size = right - left, bottom - top
    grey = _cut(pixels.grey, back, size)
    darkness = cv2.subtract(np.full_like(grey, int(np.median(grey))), grey).astype(np.uint8, copy=False)
    pale = pale_ink(darkness, dpi / 72)
    if pale is None:
        return None
    light = grey if pixels.lightest is None else _cut(pixels.lightest(), back, size)
    black, white = float(np.percentile(light, _PRINT)), float(np.percentile(light[pale > 0], _TAKEN_AWAY))
    clean = (light.astype(np.float32) - black) * (255.0 / max(1.0, white - black))
    cleaned: Pixels = np.clip(clean, 0, 255).astype(np.uint8)
    return cleaned


def around(place: Place, dpi: float) -> Place:
    """Return a place with what is read along with it."""
    across, down = (round(points * dpi / 72) for points in _BESIDE)
    return max(0, place[0] - across), max(0, place[1] - down), place[2] + across, place[3] + down


def with_uncovered(words: Sequence[PixelWord], place: Place, again: Sequence[PixelWord], dpi: float) -> list[PixelWord]:
    """Return the words with those that were read surely under a stamp in place of what was hardly read there.

    What was read surely before stays, so that nothing is lost of what the stamp says.
    """
    seen = around(place, dpi)
    kept = list(words)
    for word in again:
        if not _counts(word) or sum(map(str.isalnum, word.text)) < _SIGNS or not _is_whole(word, seen):
            continue
        rivals = [other for other in kept if _in_one_place(other, word)]
        if any(_stands(other, word) for other in rivals):
            continue
        gone = {id(other) for other in rivals if not _is_another(other, word)}
        kept = [*(other for other in kept if id(other) not in gone), replace(word, uncovered=True)]
    return kept


def _laid(place: Place, to_page: Placement, shape: tuple[int, ...]) -> Place:
    """Return the upright place that a place of the sheet takes on the straightened page."""
    left, top, right, bottom = place
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], dtype=np.float64)
    across, down = cv2.perspectiveTransform(corners, to_page)[0].T
    high, wide = shape[:2]
    return (
        max(0, int(across.min())),
        max(0, int(down.min())),
        min(wide, int(across.max()) + 1),
        min(high, int(down.max()) + 1),
    )


def _cut(picture: Pixels, back: Placement, size: tuple[int, int]) -> Pixels:
    return cv2.warpPerspective(
        picture,
        back,
        size,
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255.0,
    ).astype(np.uint8, copy=False)


def _counts(word: PixelWord) -> bool:
    return word.confidence >= _SURE and any(map(str.isalnum, word.text))


def _stands(first: PixelWord, word: PixelWord) -> bool:
    """Tell whether what was read first of a word is to stay: all that was read again, or more surely than again."""
    before, again = squeeze(first.text), squeeze(word.text)
    if not any(map(str.isalnum, first.text)):  # a sign, as "%" of what is read "4%" again
        return first.confidence >= _SURE and first.text in word.text
    if again in before and _counts(first):
        return True
    return first.confidence >= word.confidence and len(before) >= len(again) and _alike(first, word)


def _is_another(first: PixelWord, word: PixelWord) -> bool:
    """Tell whether a word is none of the print that was read again in its place: one of the stamp, over it."""
    letters = sum(map(str.isalpha, first.text))
    return letters >= _WORD and _counts(first) and not _alike(first, word)


def _alike(one: PixelWord, other: PixelWord) -> bool:
    return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio() >= _ALIKE


def _is_whole(word: PixelWord, seen: Place) -> bool:
    left, top, right, bottom = seen
    rim = _RIM * (word.bottom - word.top)
    across = left + rim < word.x0 and word.x1 < right - rim
    return across and top + _EDGE < word.top and word.bottom < bottom - _EDGE


def _in_one_place(one: PixelWord, other: PixelWord) -> bool:
    smaller = min((word.x1 - word.x0) * (word.bottom - word.top) for word in (one, other))
    return overlap(one, other) and shared_area(one, other) >= _SHARED * smaller
