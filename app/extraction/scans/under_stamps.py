"""Rows under a stamp or a pen, read again with all that is as pale as its ink taken away: strokes hide the letters.

In colour an ink is palest in the lightest of a pixel's colours, while print is dark in all of them. What is read so is
marked (``uncovered``): a line that rests on it is never proven by its own figures alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import cv2
import numpy as np

from app.domain.overlap import overlap, shared_area
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans.coloured_ink import coloured_ink, coloured_places
from app.extraction.scans.stamp_places import Place, pale_ink, stamp_places
from app.extraction.scans.straighten import Placement, Straightened
from app.extraction.scans.tesseract import PixelWord
from app.extraction.values.text_keys import squeeze

_SURE, _CLEAR = 60, 80  # confidence from which a word counts as read, and one of a sign or two
_BESIDE = (40.0, 5.0)  # points left and right, above and below: what is read along with a place
_FARTHEST, _ROUNDS = 60.0, 2  # points that words reach out of a place at most, and how often they are added to it
_PRINT = 0.5  # percentile of the tones of a place: print
# Percentile of a stamp's tones: what is lighter goes. Ink told by its colour is told as surely where it is dark.
_TAKEN_AWAY, _COLOUR_TAKEN_AWAY = 15.0, 5.0
_COLOURED = 0.001  # of a place: less coloured ink is the shimmer of print
_INK = 60.0  # of 255: darker than paper by so much
# Of the ink in a word's place that is coloured (measured: in print none, in words of stamps 0.1 to all): strokes lie
# over what was hardly read, and it is a word in coloured ink.
_STAINED, _WRITTEN = 0.1, 0.35
_SHARED = 0.5  # of the smaller of two words: they stand in one place
_ALIKE = 0.5  # likeness of two readings of one word; less is a word of the stamp and one below it
_WORD = 3  # letters
_SIGNS = 2  # letters and digits: a single one may be the corner of a frame or a bit of a picture
_EDGE, _RIM = 2, 1.0  # pixels above and below, times its height beside it: a word that ends there may be cut


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A part of a straightened page without all that is as pale as the stamp on it.

    Attributes:
        seen: Where it lies on the page.
        picture: What is left.
        inked: Where there was ink of any kind.
        coloured: Where it was coloured.
    """

    seen: Place
    picture: Pixels
    inked: Pixels
    coloured: Pixels

    def coloured_share(self, word: PixelWord) -> float:
        """Return how much of the ink in the place of a word is coloured, none to all."""
        left, top = self.seen[:2]
        rows = slice(max(0, int(word.top) - top), max(0, int(word.bottom) - top))
        columns = slice(max(0, int(word.x0) - left), max(0, int(word.x1) - left))
        inked = int(np.count_nonzero(self.inked[rows, columns]))
        return int(np.count_nonzero(self.coloured[rows, columns])) / inked if inked else 0.0


def covered_places(pixels: PagePixels, sheet: Straightened, page: Straightened, dpi: float) -> list[Place]:
    """Return the places of a straightened page where a stamp or coloured ink lies over print; seldom any.

    Args:
        pixels: The page as it came.
        sheet: The page before it was straightened, dark on light.
        page: The straightened page.
        dpi: The resolution of the sheet.
    """
    back: Placement = np.asarray(np.linalg.inv(page.placement), dtype=np.float64)
    shape = page.grey.shape
    coloured = [_laid(place, back, shape) for place in coloured_places(pixels)]
    pale = [_laid(place, back @ sheet.placement, shape) for place in stamp_places(sheet.grey, dpi)]
    found = [*coloured, *(place for place in pale if not any(_share_pixels(place, other) for other in coloured))]
    return [place for place in found if place[0] < place[2] and place[1] < place[3]]  # what is cut off is no page


def uncovered(pixels: PagePixels, page: Straightened, seen: Place, dpi: float) -> Uncovered | None:
    """Return a part of a straightened page without the stamp on it; None where there is none."""
    left, top, right, bottom = seen
    back = page.placement @ np.array([[1.0, 0.0, left], [0.0, 1.0, top], [0.0, 0.0, 1.0]])
    size = right - left, bottom - top
    grey = _cut(pixels.grey, back, size)
    darkness = cv2.subtract(np.full_like(grey, int(np.median(grey))), grey).astype(np.uint8, copy=False)
    light = grey if pixels.lightest is None else _cut(pixels.lightest(1), back, size)
    coloured = coloured_ink(grey, light, int(np.median(grey)), int(np.median(light)))
    by_colour = cv2.countNonZero(coloured) >= _COLOURED * coloured.size
    over, taken = (coloured, _COLOUR_TAKEN_AWAY) if by_colour else (pale_ink(darkness, dpi / 72), _TAKEN_AWAY)
    if over is None:
        return None
    black, white = float(np.percentile(light, _PRINT)), float(np.percentile(light[over > 0], taken))
    clean = (light.astype(np.float32) - black) * (255.0 / max(1.0, white - black))
    inked = cv2.inRange(darkness, np.array(_INK), np.array(255.0)).astype(np.uint8, copy=False)
    return Uncovered(seen, np.clip(clean, 0, 255).astype(np.uint8), inked, coloured)


def around(place: Place, words: Sequence[PixelWord], dpi: float) -> Place:
    """Return a place with what is read along with it: no word is cut, for half a row spoils the rows beside it."""
    across, down = (round(points * dpi / 72) for points in _BESIDE)
    seen = place[0] - across, place[1] - down, place[2] + across, place[3] + down
    farthest = round(_FARTHEST * dpi / 72)
    most = seen[0] - farthest, seen[1] - farthest, seen[2] + farthest, seen[3] + farthest
    sure = [_with_rim(word) for word in words if _counts(word)]
    for _ in range(_ROUNDS):
        seen = _joined([seen, *(edges for edges in sure if _share_pixels(edges, seen))])
    left, top = max(seen[0], most[0], 0), max(seen[1], most[1], 0)
    return left, top, min(seen[2], most[2]), min(seen[3], most[3])


def with_uncovered(words: Sequence[PixelWord], place: Uncovered, again: Sequence[PixelWord]) -> list[PixelWord]:
    """Return the words with those that were read surely under a stamp in place of what was hardly read there.

    What was read surely before stays, so that nothing is lost of what the stamp says. But what is coloured and was read
    in the place of print, or hardly in a row of it, goes: it is read again as writing that stands in no row.
    """
    below = [word for word in again if _counts(word) and place.coloured_share(word) < _STAINED]
    kept = [word for word in words if not (_is_scrawl(word, place.coloured_share(word)) and _in_a_row(word, below))]
    for word in again:
        if not _counts(word) or sum(map(str.isalnum, word.text)) < _SIGNS or not _is_whole(word, place.seen):
            continue
        rivals = [other for other in kept if _in_one_place(other, word)]
        written = {id(other) for other in rivals if not other.uncovered and place.coloured_share(other) >= _WRITTEN}
        if any(_stands(other, word) for other in rivals if id(other) not in written):
            continue
        gone = {id(other) for other in rivals if id(other) in written or not _is_another(other, word)}
        kept = [*(other for other in kept if id(other) not in gone), replace(word, uncovered=True)]
    return kept


def _share_pixels(one: Place, other: Place) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _joined(places: Sequence[Place]) -> Place:
    left, top, right, bottom = zip(*places, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _with_rim(word: PixelWord) -> Place:
    """Return the place of a word with as much around it as shows that it is whole."""
    rim, down = math.ceil(_RIM * (word.bottom - word.top)) + 1, _EDGE + 1
    return int(word.x0) - rim, int(word.top) - down, math.ceil(word.x1) + rim, math.ceil(word.bottom) + down


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


def _is_scrawl(word: PixelWord, coloured: float) -> bool:
    """Tell whether a word is no more than strokes of coloured ink, as a tick that was read as "V"."""
    if word.confidence < _SURE:
        return coloured >= _STAINED
    return coloured >= _WRITTEN and word.confidence < _CLEAR and sum(map(str.isalnum, word.text)) <= _SIGNS


def _in_a_row(word: PixelWord, others: Sequence[PixelWord]) -> bool:
    """Tell whether a word stands in a row with others; the coloured words of a letterhead stand by themselves."""
    middle = (word.top + word.bottom) / 2
    return any(other.top <= middle <= other.bottom for other in others)


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
