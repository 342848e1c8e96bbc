"""What one PDF page holds, through pdfium: characters with places, drawn lines, pictures; all in points as shown.

This file knows pdfium's calls; what is made of them is in page_words and page_kind.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from app.extraction.words import RulingLine

_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_FORM_DEPTH = 6
_MOST_OBJECTS = 50_000
_MOST_RULINGS = 4_000
_THIN = 2.0  # points; a filled rectangle thinner than this is a line
_SHORTEST_RULING = 6.0
_REPLACED = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}  # how pdfium reports a hyphen at the end of a row
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}

_BLANKS = frozenset((0x20, 0x0A, 0x0D, 0x09, 0xA0))
_FAR = 100_000.0  # points; beyond any page

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Character(NamedTuple):
    """One character as shown: ``turn`` is how many quarter turns clockwise its writing direction is from upright.

    A named tuple because a page has thousands and they are made in a fifth of a dataclass's time.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int = 0


BLANK = " "


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture placed on the page: its place in points, its size in pixels, its filters, and whether it is upright."""

    x0: float
    top: float
    x1: float
    bottom: float
    pixels: tuple[int, int]
    filters: tuple[str, ...] = ()
    upright: bool = True

    @property
    def area(self) -> float:
        """Area in square points."""
        return max(0.0, self.x1 - self.x0) * max(0.0, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class PageContent:
    """Everything of a page that reading needs.

    Attributes:
        number: Counted from 1.
        width: In points as shown.
        height: In points as shown.
        characters: Visible characters in the order of the file.
        invisible: How many characters are in the file but not painted.
        garbled: How many visible characters have no meaning (no mapping, private area).
        rulings: Lines drawn; empty where there are too many to be a table.
        pictures: Pictures placed on the page.
        drawings: How many paths are drawn.
        crowded: Whether there are more lines than any table or lettering needs; then they are not looked at.
    """

    number: int
    width: float
    height: float
    characters: tuple[Character, ...]
    invisible: int
    garbled: int
    rulings: tuple[RulingLine, ...]
    pictures: tuple[PagePicture, ...]
    drawings: int
    crowded: bool = False


def read_content(page: pypdfium2.PdfPage, number: int, most_characters: int) -> PageContent | None:
    """Collect what is on a page; None if it has more than ``most_characters`` characters."""
    width, height = page.get_size()
    shown = _to_shown(page, width, height)
    drawn = _Drawn(shown)
    drawn.collect(page.raw)
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > most_characters:
            return None
        reader = _CharacterReader(text_page.raw, shown, width, height)
        characters = reader.plain(count) if drawn.plain_text else reader.careful(count)
    finally:
        text_page.close()
    return PageContent(
        number=number,
        width=width,
        height=height,
        characters=tuple(characters),
        invisible=reader.invisible,
        garbled=reader.garbled,
        rulings=() if drawn.crowded else tuple(drawn.rulings),
        pictures=tuple(drawn.pictures),
        drawings=drawn.drawings,
        crowded=drawn.crowded,
    )


def _to_shown(page: pypdfium2.PdfPage, width: float, height: float) -> Matrix:
    # pdfium itself says where three corners of the page's own space land; rotation and crop box are in it.
    scale = 1000.0
    size = (round(width * scale), round(height * scale))

    def place(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
        return across.value / scale, down.value / scale

    x0, y0 = place(0, 0)
    xa, ya = place(100, 0)
    xb, yb = place(0, 100)
    return ((xa - x0) / 100, (ya - y0) / 100, (xb - x0) / 100, (yb - y0) / 100, x0, y0)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Take a point through a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def compose(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does ``first`` and ``then``."""
    a, b, c, d, e, f = first
    x, y = apply(then, e, f)
    ta, tb, tc, td, _, _ = then
    return (a * ta + b * tc, a * tb + b * td, c * ta + d * tc, c * tb + d * td, x, y)


def _bounds(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    xa, ya = apply(matrix, left, bottom)
    xb, yb = apply(matrix, right, top)
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


class _CharacterReader:
    """Walks over the characters of a text page once."""

    def __init__(self, raw: pdfium.FPDF_TEXTPAGE, shown: Matrix, width: float, height: float) -> None:
        self._raw = raw
        self._shown = shown
        self._width = width
        self._height = height
        self._page_turn = _quarter_turns(math.atan2(shown[1], shown[0]))
        self.invisible = 0
        self.garbled = 0

    def plain(self, count: int) -> list[Character]:
        """Return the characters of a page on which all text is painted and runs one way; the quick way."""
        raw, box, turn = self._raw, pdfium.FS_RECTF(), self._page_turn
        unicode_of, box_of, place_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, self._place
        blank = Character(BLANK, 0.0, 0.0, 0.0, 0.0, turn)
        found = []
        for index in range(count):
            code = unicode_of(raw, index)
            if code in _BLANKS:
                found.append(blank)
            elif box_of(raw, index, box):
                place = place_of(box)
                if place is not None:
                    found.append(Character(self._text(code), *place, turn))
        return found

    def careful(self, count: int) -> list[Character]:
        """Return the characters of any page: each is asked whether it is painted and which way it runs."""
        raw, box, matrix = self._raw, pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        painted, turn, last = True, 0, -1
        found = []
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if code in _BLANKS:
                found.append(Character(BLANK, 0.0, 0.0, 0.0, 0.0, turn))
                continue
            text_object = pdfium.FPDFText_GetTextObject(raw, index)
            address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
            if address != last:
                last = address
                painted = not text_object or pdfium.FPDFTextObj_GetTextRenderMode(text_object) not in _INVISIBLE
                turn = self._turn_of(index, matrix)
            if not painted:
                self.invisible += 1
            elif pdfium.FPDFText_GetLooseCharBox(raw, index, box):
                place = self._place(box)
                if place is not None:
                    found.append(Character(self._text(code), *place, turn))
        return found

    def _turn_of(self, index: int, matrix: pdfium.FS_MATRIX) -> int:
        """Return the quarter turns clockwise from upright in which a character is written."""
        if not pdfium.FPDFText_GetMatrix(self._raw, index, matrix):
            return self._page_turn
        a, b, c, d, _, _ = self._shown
        return _quarter_turns(math.atan2(b * matrix.a + d * matrix.b, a * matrix.a + c * matrix.b))

    def _place(self, box: pdfium.FS_RECTF) -> tuple[float, float, float, float] | None:
        """Return where the box lies as shown; None off the page or nowhere (an infinite coordinate)."""
        a, b, c, d, e, f = self._shown
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        xa, ya, xb, yb = (
            a * left + c * bottom + e,
            b * left + d * bottom + f,
            a * right + c * top + e,
            b * right + d * top + f,
        )
        x0, x1 = (xa, xb) if xa <= xb else (xb, xa)
        y0, y1 = (ya, yb) if ya <= yb else (yb, ya)
        # written so that it is false for NaN too
        return (
            (x0, y0, x1, y1)
            if 0 < x1 < _FAR and 0 < y1 < _FAR and -_FAR < x0 < self._width and -_FAR < y0 < self._height
            else None
        )

    def _text(self, code: int) -> str:
        if 0x20 < code < 0x7F:
            return chr(code)
        if _garbled(code):
            self.garbled += 1
        return _text_of(code)


def _quarter_turns(angle: float) -> int:
    return round(angle / (math.pi / 2)) % 4 if math.isfinite(angle) else 0


def _garbled(code: int) -> bool:
    return code in (0, 0xFFFD, 0xFFFF) or 0xE000 <= code <= 0xF8FF or (code < 0x20 and code != 0x02)


def _text_of(code: int) -> str:
    if code in _REPLACED:
        return _REPLACED[code]
    if code in _LIGATURES:
        return _LIGATURES[code]
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


class _Drawn:
    """Collects lines and pictures from a page's objects, forms included, and looks how its text is written."""

    def __init__(self, shown: Matrix) -> None:
        self._shown = shown
        self._seen = 0
        self.rulings: list[RulingLine] = []
        self.pictures: list[PagePicture] = []
        self.drawings = 0
        self.plain_text = True

    @property
    def crowded(self) -> bool:
        """Tell whether there is too much on the page to look at each line."""
        return len(self.rulings) > _MOST_RULINGS or self._seen > _MOST_OBJECTS

    def collect(self, page: pdfium.FPDF_PAGE) -> None:
        """Look through the page's objects."""
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            self._visit(pdfium.FPDFPage_GetObject(page, index), self._shown, 0)
            if self._seen > _MOST_OBJECTS:
                self.plain_text = False
                return

    def _visit(self, item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, depth: int) -> None:
        self._seen += 1
        if self._seen > _MOST_OBJECTS:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.plain_text = self.plain_text and _plain(item, matrix, self._shown)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._picture(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            inner = compose(_matrix_of(item), matrix)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._visit(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _place(self, item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> tuple[float, float, float, float] | None:
        edges = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(item, *edges):
            return None
        place = _bounds(matrix, *(edge.value for edge in edges))
        return place if all(map(math.isfinite, place)) else None

    def _picture(self, item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        place = self._place(item, matrix)
        if place is None:
            return
        width, height = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(item, width, height)
        a, b, c, d, _, _ = compose(_matrix_of(item), matrix)
        # as shown, y runs down: an upright picture has a > 0 and d < 0, its first row at the top
        upright = a > 0 > d and abs(b) < abs(a) / 1000 and abs(c) < abs(d) / 1000
        self.pictures.append(PagePicture(*place, (width.value, height.value), _filters(item), upright))

    def _path(self, item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        self.drawings += 1
        if len(self.rulings) > _MOST_RULINGS:
            return
        place = self._place(item, matrix)
        if place is None:
            return
        x0, top, x1, bottom = place
        wide, high = x1 - x0 >= _SHORTEST_RULING, bottom - top >= _SHORTEST_RULING
        if wide != high and min(x1 - x0, bottom - top) <= _THIN:
            self.rulings.append(_middle_line(x0, top, x1, bottom))
        elif wide and high and _stroked(item):
            self.rulings.extend(self._segments(item, compose(_matrix_of(item), matrix)))

    def _segments(self, item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[RulingLine]:
        """Yield the straight segments of a stroked path that run along the page's axes."""
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = (0.0, 0.0)
        for index in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_RULINGS)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = apply(matrix, x.value, y.value)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield from _straight(last, point)
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment):
                yield from _straight(last, start)


def _straight(first: tuple[float, float], second: tuple[float, float]) -> Iterator[RulingLine]:
    width, height = abs(first[0] - second[0]), abs(first[1] - second[1])
    if not (math.isfinite(width) and math.isfinite(height)):
        return
    if max(width, height) >= _SHORTEST_RULING and min(width, height) <= 1.0:
        x0, x1 = sorted((first[0], second[0]))
        top, bottom = sorted((first[1], second[1]))
        yield _middle_line(x0, top, x1, bottom)


def _middle_line(x0: float, top: float, x1: float, bottom: float) -> RulingLine:
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return RulingLine(x0, y, x1, y)
    x = (x0 + x1) / 2
    return RulingLine(x, top, x, bottom)


def _matrix_of(item: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, raw):
        return IDENTITY
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _plain(item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, shown: Matrix) -> bool:
    """Tell whether a text object is painted and runs the way an upright text of this page runs."""
    if pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE:
        return False
    own = compose(_matrix_of(item), matrix)
    return own[0] * shown[0] + own[1] * shown[1] > 0 and abs(own[0] * shown[1] - own[1] * shown[0]) < abs(own[0]) * 0.5


def _stroked(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(item, fill, stroke)) and bool(stroke.value)


def _filters(item: pdfium.FPDF_PAGEOBJECT) -> tuple[str, ...]:
    names = []
    for index in range(min(pdfium.FPDFImageObj_GetImageFilterCount(item), 8)):
        length = pdfium.FPDFImageObj_GetImageFilter(item, index, None, 0)
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFImageObj_GetImageFilter(item, index, buffer, length)
        names.append(buffer.value.decode("ascii", "replace"))
    return tuple(names)
