"""Words of a scan that tesseract ran together over the gap between two cells: "6,35   1" as "6,351", "2   EA" as "EA".

Where they part is known from the picture: no ink for as long as a cell is from the next. Each part is read by itself,
and taken where both say what was read at once, or where the second reader is sure of every part.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.provenance import Box, Method
from app.extraction.pages.picture import Pixels
from app.extraction.scans.cell_pictures import CellPictures
from app.extraction.scans.missed_ink import SCALE, PageInk
from app.extraction.scans.second_reader import CellText, SecondReader
from app.extraction.values.words import PageText, Word

_GAP = 1.0  # of the height: blanks within a word are a third of it at most, those of a typewriter three quarters
_CLEAR = 80  # what the second reader must be sure of in each part, character by character
_SURE = 95  # the same for a single sign: a speck looks like one
_MOST_WORDS = 20  # a page
_SPECK = 0.1  # of the height: ink that is narrower is no sign
_RIM = 0.1  # of the height, on either side of a part: the soft edge of its ink
_FAINT, _SHARE, _DARKEST = 10, 0.35, 95  # of 255, and of the darkest print of a place: what is print and no grain
_RULE = 0.95  # share of a column; print has curves, or bars with a rim
_ALIKE = str.maketrans("OIL", "011")


def spread_words(
    page: PageText, ink: PageInk, pictures: CellPictures, reader: SecondReader
) -> dict[int, tuple[Word, ...]]:
    """Return, by the index of each word that spreads over a gap between cells, the words on either side of it."""
    parted: dict[int, tuple[Word, ...]] = {}
    tried = 0
    for index, word in enumerate(page.words):
        if len(word.text) < 2 or not any(map(str.isalnum, word.text)):
            continue
        parts = _parts(word.box, ink)
        if len(parts) == 2 and tried < _MOST_WORDS:
            tried += 1
            words = _read(word.text, parts, pictures, reader)
            if words:
                parted[index] = words
    return parted


def words_apart(
    box: Box, first: str | None, ink: PageInk, pictures: CellPictures, reader: SecondReader
) -> tuple[Word, ...]:
    """Return the two words of a place with a gap between cells in it; none where there is no gap, or they are unsure.

    ``first`` is what the first reader saw there.
    """
    parts = _parts(box, ink)
    return _read(first, parts, pictures, reader) if len(parts) == 2 else ()


def _parts(box: Box, ink: PageInk) -> list[Box]:
    """Return where there is ink in a place, parted at gaps as wide as those between cells."""
    high = box.bottom - box.top
    if box.x1 - box.x0 < (_GAP + 2 * _SPECK) * high:
        return []
    left, right = max(0, int(box.x0 * SCALE)), int(box.x1 * SCALE) + 1
    place = (slice(int(box.top * SCALE), int(box.bottom * SCALE) + 1), slice(left, right))
    inked = np.flatnonzero(_printed(ink.picture[place], ink.paper[place]))
    if not inked.size:
        return []
    pieces = np.split(inked, np.flatnonzero(np.diff(inked) > _GAP * high * SCALE) + 1)
    spans = [((left + int(piece[0])) / SCALE, (left + int(piece[-1]) + 1) / SCALE) for piece in pieces]
    rim = _RIM * high
    return [Box(box.page, x0 - rim, box.top, x1 + rim, box.bottom) for x0, x1 in spans if x1 - x0 >= _SPECK * high]


def _printed(picture: Pixels, paper: Pixels) -> npt.NDArray[np.bool_]:
    """Return which columns of a place have print: by what is darkest in it, as a photograph may be pale all over.

    A rule between two cells is no print of either.
    """
    strength = cv2.absdiff(picture, paper)
    if not strength.size:
        return np.zeros(0, bool)
    dark = strength > max(_FAINT, _SHARE * float(np.percentile(strength, _DARKEST)))
    share = dark.mean(axis=0)
    return np.asarray((share > 0) & (share < _RULE))


def _read(first: str | None, parts: Sequence[Box], pictures: CellPictures, reader: SecondReader) -> tuple[Word, ...]:
    """Return the words of the parts; none where the second reader is not sure of one of them."""
    seen = [reader.read([pictures.cut(part)])[0] for part in parts]
    texts = [each.text.strip() for each in seen]
    if not all(any(map(str.isalnum, text)) and " " not in text for text in texts):
        return ()
    if first is not None and _digits("".join(texts)) < _digits(first):
        return ()  # a gap in which digits were is none
    ends = (first[0], first[-1]) if first else ("", "")
    if "".join(texts) != first and not all(map(_sure, seen, ends)):
        return ()
    before = (first, "" if first else None)
    return tuple(
        Word(text, part, Method.OCR, each.confidence, was)
        for text, each, part, was in zip(texts, seen, parts, before, strict=True)
    )


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _sure(seen: CellText, first: str) -> bool:
    """Tell whether a part is certain; ``first`` is the sign that the first reading has at that end of the word."""
    text = seen.text.strip()
    alike = text.upper().translate(_ALIKE) == first.upper().translate(_ALIKE)
    return alike or seen.confidence >= (_CLEAR if len(text) > 1 else _SURE)
