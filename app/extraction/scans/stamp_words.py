"""What a stamp over the rows of a scan says, read from its own ink alone: print below it hides its letters.

It is told as other print beside the rows is, so that "PAID" is heard there too. Where values of the invoice were read
under a stamp that is not known to say something usual, a text of no letters tells that.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

import cv2
import numpy as np

from app.domain.overlap import middle_in
from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.scans.cell_pictures import CellPictures
from app.extraction.scans.missed_ink import SCALE, PageInk
from app.extraction.scans.second_reader import SecondReader
from app.extraction.scans.stamp_places import Place, pale_ink, stamp_places
from app.extraction.scans.stray_print import LEVEL, Stray, agree, rows_of
from app.extraction.values.words import PageText
from app.extraction.witness.by_hand import is_usual_note

_FINE = 4.0  # pixels a point
_AROUND = 6.0  # points: a place is found coarsely
_JOINED = (9.0, 5.0)  # points: a whole stamp stands so near together, a word of it; either may read better
_BRIDGED = 1.6  # points of print that run through a letter of the stamp
_FRAME = 4.0  # points: a frame and the paper inside it
_OUTLINE = 0.4  # share of the outermost pixels of a side that are ink, where it is that of a frame
_CLEAR = 80  # confidence, or two readers, that make known what a stamp says
_LEAST, _SIGNS = 50, 3  # confidence and letters under which nothing was read


def stamped(
    page: PageText,
    ink: PageInk,
    pictures: CellPictures,
    readers: tuple[SecondReader, SecondReader],
    values: Collection[Box],
) -> tuple[Stray, ...]:
    """Return what is read of the stamps that lie over print on a scanned page, row by row.

    Args:
        page: The words of the page as read first.
        ink: What is printed on it.
        pictures: Pictures of its places.
        readers: Two readers of such pictures.
        values: Where the invoice's values stand on it: words under a stamp that are in none of them are not relied on.
    """
    relied = [word.box for word in page.words if word.uncovered and any(middle_in(word.box, value) for value in values)]
    places = [_around(page.number, place) for place in stamp_places(ink.picture, SCALE * 72)]
    found: list[Stray] = []
    for box in places:
        said = list(_read(box, pictures, readers))
        found.extend(said)
        if relied and not any(map(_is_known, said)):
            found.append(Stray("", 0, sure=False, level=False, box=box))
    if relied and not places:
        found.append(Stray("", 0, sure=False, level=False, box=relied[0]))
    return tuple(found)


def _around(number: int, place: Place) -> Box:
    left, top, right, bottom = (side / SCALE for side in place)
    return Box(number, left - _AROUND, top - _AROUND, right + _AROUND, bottom + _AROUND)


def _is_known(one: Stray) -> bool:
    return (one.sure or one.confidence >= _CLEAR) and is_usual_note(one.text)


def _read(box: Box, pictures: CellPictures, readers: tuple[SecondReader, SecondReader]) -> Iterator[Stray]:
    middle = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    grey = pictures.cut_slanting(box.page, middle, (box.x1 - box.x0, box.bottom - box.top), 0.0, _FINE)
    darkness = cv2.subtract(np.full_like(grey, int(np.median(grey))), grey).astype(np.uint8, copy=False)
    pale = pale_ink(darkness, _FINE)
    if pale is None:
        return
    said: set[str] = set()
    for apart in _JOINED:
        level, angle = _laid_level(_bridged(_largest(pale, round(apart * _FINE))))
        for row in rows_of(_without_frame(level)):
            seen = readers[0].read([row])[0]
            if sum(map(str.isalnum, seen.text)) < _SIGNS or seen.confidence < _LEAST or seen.text in said:
                continue
            said.add(seen.text)
            sure = agree(seen.text, readers[1].read([row])[0].text)
            yield Stray(seen.text, seen.confidence, sure, abs(angle) <= LEVEL, box)


def _largest(pale: Pixels, apart: int) -> Pixels:
    """Return the ink of the stamp itself, without bits of other ink farther from it."""
    joined = cv2.morphologyEx(pale, cv2.MORPH_CLOSE, np.ones((apart, apart), np.uint8))
    _, labels, spans, _ = cv2.connectedComponentsWithStats(joined.astype(np.uint8, copy=False), connectivity=8)
    largest = 1 + int(np.argmax(spans[1:, cv2.CC_STAT_AREA]))
    return np.where(labels == largest, pale, np.uint8(0)).astype(np.uint8, copy=False)


def _bridged(pale: Pixels) -> Pixels:
    """Return the ink of a stamp (dark on light), whole where print runs through it."""
    size = round(_BRIDGED * _FINE)
    whole = cv2.morphologyEx(pale, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    return cv2.bitwise_not(whole).astype(np.uint8, copy=False)


def _laid_level(stamp: Pixels) -> tuple[Pixels, float]:
    """Return a stamp turned level and cut out, and by how many degrees it leaned."""
    inked = cv2.findNonZero(cv2.bitwise_not(stamp))
    middle, (wide, high), angle = cv2.minAreaRect(inked)
    if abs(angle) > 45:  # of a rectangle that lies on its other side
        wide, high, angle = high, wide, angle - math.copysign(90.0, angle)
    turn = cv2.getRotationMatrix2D(middle, angle, 1.0)
    size = max(1, round(wide)), max(1, round(high))
    turn[:, 2] += np.array([size[0] / 2 - middle[0], size[1] / 2 - middle[1]])
    level = cv2.warpAffine(stamp, turn, size, borderMode=cv2.BORDER_CONSTANT, borderValue=255.0)
    return level.astype(np.uint8, copy=False), angle


def _without_frame(level: Pixels) -> Pixels:
    rim = round(_FRAME * _FINE)
    if min(level.shape) < 4 * rim:
        return level
    sides = level[:rim].min(axis=0), level[-rim:].min(axis=0), level[:, :rim].min(axis=1), level[:, -rim:].min(axis=1)
    if any(float((side < 128).mean()) < _OUTLINE for side in sides):
        return level
    return np.ascontiguousarray(level[rim:-rim, rim:-rim])
