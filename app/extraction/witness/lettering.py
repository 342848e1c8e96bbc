"""Lettering that is drawn and no text: read from what a page shows besides its text, level, slanting or upright.

Two readers must see much the same; what only one of them makes out is a pattern, a signature or a code of squares.
"""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import cv2
import numpy as np

from app.domain.errors import AppError
from app.domain.overlap import overlap
from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.scans import tesseract
from app.extraction.scans.picture_file import write_picture
from app.extraction.scans.second_reader import second_reader, third_reader
from app.extraction.scans.working_folder import working_folder
from app.extraction.values.text_keys import squeeze
from app.extraction.witness.ink import PageInk
from app.extraction.witness.marks import without_lines
from app.extraction.witness.patches import labelled, patches

_SPARSE = 11  # tesseract's "text here and there"
_LEAST, _MOST = 4.0, 200.0  # points: how high lettering is
_THINNEST = 0.4  # of the least height: what is nowhere thicker is a line
_TELLING = frozenset("%‰")  # signs that say what the figure before them is, and may stand apart from it
_SIGNS = 2  # letters and digits; a single one is no lettering
_ALIKE = 0.6  # share of what two readers see that must be the same
_SURE = 80  # of 100: how sure the first reader of a slanting piece must be before the other is asked
_RULE = 40.0  # points; longer straight lines are rules, unless they are as thick as strokes of large letters
_APART = 1.1  # of their height: letters further from each other are other pieces
_LARGE = 36.0  # points
_MOST_PIECES = 40
_AROUND = 12.0  # points of empty sheet around print
_MARGIN = 0.25  # of a piece's height, around it
_TALL = 48  # pixels
_WIDEST = 1600
_REMEMBERED = 8  # sheets
_FAINT_LEAST = 14.0  # points; pale print that is smaller is not read


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text that two readers see where no text is claimed.

    Attributes:
        text: What the one of them sees that sees more.
        box: Its place.
        faint: It is pale and large, as watermarks are.
        also: What the other one sees.
    """

    text: str
    box: Box
    faint: bool = False
    also: str = ""


def lettering_on(ink: PageInk, page: int) -> list[Lettering]:
    """Return what can be read of what is drawn on a page besides its text."""
    strong = without_lines(ink.loose, ink.scale, rule=_RULE, post=_RULE, stroke=_MOST)
    found = list(_read(_Sheet(strong, ink.scale, page, _LEAST)))
    pale = _Sheet(_stretched(ink.faint), ink.faint_scale, page, _FAINT_LEAST)
    pieces = [piece for piece in _pieces(pale) if not _only_rules(pale, piece)]
    return [*found, *(Lettering(one.text, one.box, faint=True) for one in _slanting(pale, pieces, found))]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Contrast at ``scale`` pixels a point, and how many points high lettering in it is at least."""

    contrast: Pixels
    scale: float
    page: int
    least: float

    def place(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return a place given in pixels."""
        return Box(self.page, left / self.scale, top / self.scale, right / self.scale, bottom / self.scale)


def _stretched(faint: Pixels) -> Pixels:
    """Make pale print as strong as any: what is twice as strong as the palest that is seen counts in full."""
    return np.clip(faint.astype(np.uint16) * 12, 0, 255).astype(np.uint8)


def _read(sheet: _Sheet) -> Iterator[Lettering]:
    """Yield level lettering as tesseract finds it, then what stands in other directions."""
    pieces = _pieces(sheet)
    if not pieces:
        return
    level = list(_level(sheet, pieces))
    yield from level
    yield from _slanting(sheet, pieces, level)


def _level(sheet: _Sheet, pieces: Sequence[Pixels]) -> Iterator[Lettering]:
    """Yield what tesseract reads of the part of a sheet that has print on it."""
    left, top, right, bottom = _around(sheet, pieces)
    picture = (255 - sheet.contrast[top:bottom, left:right]).astype(np.uint8)
    try:
        words = _sheet_reader().words(picture, sheet.scale * 72)
    except AppError as failure:
        if failure.code == "ocr_unavailable":
            raise
        return  # too slow or nothing to read: the pieces are read one by one
    for row in _rows([word for word in words if any(ch.isalnum() or ch in _TELLING for ch in word.text)]):
        text = " ".join(word.text for word in row)
        x0, y0 = min(word.x0 for word in row), min(word.top for word in row)
        x1, y1 = max(word.x1 for word in row), max(word.bottom for word in row)
        if len(squeeze(text)) < _SIGNS or not sheet.least <= (y1 - y0) / sheet.scale <= _MOST:
            continue
        other = second_reader().read([_cut(picture, x0, y0, x1, y1)])[0].text
        if _alike(text, other):
            less, more = sorted((other, text), key=len)
            yield Lettering(more, sheet.place(left + x0, top + y0, left + x1, top + y1), also=less)


class _SheetReader:
    """Reads sheets with tesseract, the very same one once: a letterhead stands on page after page."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[int, ...], bytes, float], Sequence[tesseract.PixelWord]] = {}

    def words(self, picture: Pixels, dpi: float) -> Sequence[tesseract.PixelWord]:
        """Return the words on a sheet, here and there; raises what tesseract.read_words raises."""
        key = (picture.shape, hashlib.blake2b(picture.tobytes(), digest_size=16).digest(), dpi)
        if key not in self._known:
            words = self._read(picture, dpi)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = words
        return self._known[key]

    def _read(self, picture: Pixels, dpi: float) -> Sequence[tesseract.PixelWord]:
        with working_folder("ink-") as folder:
            file = folder / "ink"
            write_picture(picture, file)
            languages = tesseract.usable_languages(("eng", *sorted(tesseract.installed_languages())))[0]
            return tesseract.read_words(file, languages=languages, layout=_SPARSE, dpi=dpi)


@cache
def _sheet_reader() -> _SheetReader:
    return _SheetReader()


def _around(sheet: _Sheet, pieces: Sequence[Pixels]) -> tuple[int, int, int, int]:
    """Return the edges in pixels of the part of a sheet that holds these pieces, with a margin."""
    places = [cv2.boundingRect(piece) for piece in pieces]
    margin = round(_AROUND * sheet.scale)
    left, top = min(one[0] for one in places) - margin, min(one[1] for one in places) - margin
    right, bottom = max(one[0] + one[2] for one in places), max(one[1] + one[3] for one in places)
    return max(0, left), max(0, top), right + margin, bottom + margin


def _rows(words: Sequence[tesseract.PixelWord]) -> list[list[tesseract.PixelWord]]:
    rows: list[list[tesseract.PixelWord]] = []
    for word in sorted(words, key=lambda one: one.x0):
        height = word.bottom - word.top
        for row in rows:
            last = row[-1]
            level = min(last.bottom, word.bottom) - max(last.top, word.top) > 0.5 * min(height, last.bottom - last.top)
            if level and word.x0 - last.x1 < 1.5 * height:
                row.append(word)
                break
        else:
            rows.append([word])
    return rows


def _slanting(sheet: _Sheet, pieces: Sequence[Pixels], known: Sequence[Lettering]) -> Iterator[Lettering]:
    """Yield what is read of pieces nobody read level: slanting, running up or down, or on its head.

    Of letters as large as those of stamps are, the reader of whole sheets makes out parts only.
    """
    picture = (255 - sheet.contrast).astype(np.uint8)
    for piece in pieces:
        left, top, wide, high = cv2.boundingRect(piece)
        box = sheet.place(left, top, left + wide, top + high)
        if high / sheet.scale < _LARGE and any(overlap(box, one.box) for one in known):
            continue
        for cut in _ways_up(picture, piece):
            seen = second_reader().read([cut])[0]
            if len(squeeze(seen.text)) <= _SIGNS or seen.confidence < _SURE:
                continue
            if _alike(seen.text, third_reader().read([cut])[0].text):
                yield Lettering(seen.text, box)
                break


def _pieces(sheet: _Sheet) -> list[Pixels]:
    """Return the outlines of print that belongs together, the largest first."""
    ink = (sheet.contrast > 0).view(np.uint8)
    fitting = np.zeros_like(ink)
    heights: list[float] = []
    for patch in labelled(ink):
        high = np.array([0.0, *(max(one.wide, one.high) / sheet.scale for one in patch.pieces)])
        fits = (high >= 0.5 * sheet.least) & (high <= 2 * _MOST)
        heights.extend(high[fits].tolist())
        fitting[patch.patch] |= fits[patch.labels].view(np.uint8)
    if not heights:
        return []
    reach = max(3, round(_APART * statistics.median(heights) * sheet.scale)) | 1
    outlines: list[cv2.typing.MatLike] = []
    for rows, columns in patches(fitting, reach):
        # a square is many times as quick as a disc
        joined = cv2.morphologyEx(fitting[rows, columns], cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
        place = (columns.start, rows.start)
        outlines += cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE, offset=place)[0]
    large = [one for one in outlines if _may_be_lettering(one, sheet)]
    # OpenCV types its own arrays, numpy its own; they are the same at run time.
    return sorted((one.astype(np.int32) for one in large), key=cv2.contourArea, reverse=True)[:_MOST_PIECES]  # type: ignore[return-value]


def _may_be_lettering(outline: cv2.typing.MatLike, sheet: _Sheet) -> bool:
    """Tell whether a piece is long enough for two letters and high enough for one: the side of a box is not."""
    if max(cv2.boundingRect(outline)[2:]) / sheet.scale < 2 * sheet.least:
        return False
    return min(cv2.minAreaRect(outline)[1]) / sheet.scale >= _THINNEST * sheet.least


def _only_rules(sheet: _Sheet, piece: Pixels) -> bool:
    """Tell whether there are rules in the place of a piece and nothing else, which readers need not be asked about."""
    left, top, wide, high = cv2.boundingRect(piece)
    place = np.ascontiguousarray(sheet.contrast[top : top + high, left : left + wide])
    return not without_lines(place, sheet.scale, rule=_RULE, post=_RULE, stroke=_MOST).any()


def _ways_up(picture: Pixels, piece: Pixels) -> Iterator[Pixels]:
    """Yield a piece lying level along its longer side, both ways up."""
    centre, (wide, high), angle = cv2.minAreaRect(piece)
    if wide < high:
        wide, high, angle = high, wide, angle + 90
    if high < 2 or wide < 2:
        return
    margin = _MARGIN * high
    scale = min(_TALL / (high + 2 * margin), _WIDEST / (wide + 2 * margin))
    size = (max(1, round((wide + 2 * margin) * scale)), max(1, round((high + 2 * margin) * scale)))
    way = cv2.getRotationMatrix2D(centre, angle, scale)
    way[:, 2] += np.array([size[0] / 2 - centre[0], size[1] / 2 - centre[1]])
    level = cv2.warpAffine(picture, way, size, flags=cv2.INTER_AREA, borderValue=255.0).astype(np.uint8, copy=False)
    yield level
    yield np.ascontiguousarray(np.rot90(level, 2))


def _cut(picture: Pixels, left: float, top: float, right: float, bottom: float) -> Pixels:
    margin = _MARGIN * (bottom - top)
    rows = slice(max(0, round(top - margin)), round(bottom + margin))
    return np.ascontiguousarray(picture[rows, max(0, round(left - margin)) : round(right + margin)])


def _alike(one: str, other: str) -> bool:
    first, second = squeeze(one), squeeze(other)
    if min(len(first), len(second)) < _SIGNS:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE
