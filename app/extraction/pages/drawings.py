"""What is drawn on a page besides text, through pdfium: ruling lines and pictures; and how its text is written."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from app.extraction.pages import pdfium_calls
from app.extraction.pages.characters import INVISIBLE
from app.extraction.pages.geometry import IDENTITY, Matrix, Place, apply, bounds, compose
from app.extraction.values.words import RulingLine

FORM_DEPTH = 6  # forms within forms that are gone into
MOST_OBJECTS = 50_000  # of a page that are looked at
_MOST_RULINGS = 4_000
_THIN = 2.0  # points; a filled rectangle thinner than this is a line
_SHORTEST_RULING = 6.0
Point = tuple[float, float]
_WHOLE_PAGE = 0.75  # share of the page from which a picture is the page
_WHITE = 245  # of 255: a text of this colour or lighter cannot be seen on the paper of a scan


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


class Drawings:
    """Collects lines and pictures from a page's objects, forms included, and looks how its text is written."""

    def __init__(self, shown: Matrix, page_area: float) -> None:
        self._shown = shown
        self._page_area = page_area
        self._seen = 0
        self._texts: list[int] = []  # their addresses: the same object found twice has one
        self._edges = (ctypes.c_float * 4)()
        start, size = ctypes.addressof(self._edges), ctypes.sizeof(ctypes.c_float)
        self._edge_places = tuple(range(start, start + 4 * size, size))
        self._six = (ctypes.c_float * 6)()  # laid out as a matrix of pdfium
        self._six_place = ctypes.addressof(self._six)
        self._fill_and_stroke = ctypes.c_int(), ctypes.c_int()
        self._under_picture = 0
        self._scan = False
        self.rulings: list[RulingLine] = []
        self.pictures: list[PagePicture] = []
        self.drawings = 0
        self.plain_text = True
        self.mirrored = False

    @property
    def crowded(self) -> bool:
        """Tell whether there is too much on the page to look at each line."""
        return len(self.rulings) > _MOST_RULINGS or self._seen > MOST_OBJECTS

    def hidden_texts(self) -> frozenset[int]:
        """Return the addresses of text objects nobody sees on a scan: painted over by its picture, or white on it."""
        if not self._scan:
            return frozenset()
        over = self._texts[self._under_picture :]
        return frozenset((*self._texts[: self._under_picture], *(item for item in over if _white(item))))

    def has_string_of(self, length: int, text_page: pdfium.FPDF_TEXTPAGE) -> bool:
        """Tell whether one text object has so many characters or more."""
        # in bytes of UTF-16, with the zero at the end
        texts = map(pdfium_calls.page_object, self._texts)
        return any(pdfium.FPDFTextObj_GetText(item, text_page, None, 0) // 2 > length for item in texts)

    def collect(self, page: pdfium.FPDF_PAGE) -> None:
        """Look through the page's objects."""
        address = pdfium_calls.address_of(page)
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            self._visit(pdfium_calls.object_on_page(address, index), self._shown, 0)
            if self._seen > MOST_OBJECTS:
                self.plain_text = False
                return

    def _visit(self, item: int, matrix: Matrix, depth: int) -> None:
        self._seen += 1
        if self._seen > MOST_OBJECTS:
            return
        kind = pdfium_calls.type_of(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._texts.append(item)
            self.plain_text = self.plain_text and self._plain(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._picture(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
            inner = compose(self._matrix_of(item), matrix)
            for index in range(pdfium.FPDFFormObj_CountObjects(pdfium_calls.page_object(item))):
                self._visit(pdfium_calls.object_in_form(item, index), inner, depth + 1)

    def _plain(self, item: int, matrix: Matrix) -> bool:
        """Tell whether a text object is painted and runs the way an upright text of this page runs."""
        if pdfium_calls.render_mode(item) in INVISIBLE:
            return False
        a, b, c, d = self._six[:4] if pdfium_calls.matrix_of(item, self._six_place) else IDENTITY[:4]
        shown = self._shown
        turned_over = (a * d - b * c) * (matrix[0] * matrix[3] - matrix[1] * matrix[2])
        self.mirrored = self.mirrored or turned_over * (shown[0] * shown[3] - shown[1] * shown[2]) < 0
        across, down = a * matrix[0] + b * matrix[2], a * matrix[1] + b * matrix[3]
        return across * shown[0] + down * shown[1] > 0 and abs(across * shown[1] - down * shown[0]) < abs(across) * 0.5

    def _matrix_of(self, item: int) -> Matrix:
        if not pdfium_calls.matrix_of(item, self._six_place):
            return IDENTITY
        a, b, c, d, e, f = self._six[:]
        return (a, b, c, d, e, f)

    def _place(self, item: int, matrix: Matrix) -> Place | None:
        if not pdfium_calls.bounds_of(item, *self._edge_places):
            return None
        place = bounds(matrix, *self._edges[:])
        return place if all(map(math.isfinite, place)) else None

    def _picture(self, item: int, matrix: Matrix) -> None:
        place = self._place(item, matrix)
        if place is None:
            return
        image = pdfium_calls.page_object(item)
        width, height = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(image, width, height)
        a, b, c, d, _, _ = compose(self._matrix_of(item), matrix)
        # as shown, y runs down: an upright picture has a > 0 and d < 0, its first row at the top
        upright = a > 0 > d and abs(b) < abs(a) / 1000 and abs(c) < abs(d) / 1000
        picture = PagePicture(*place, (width.value, height.value), _filters(image), upright)
        self.pictures.append(picture)
        if picture.area >= _WHOLE_PAGE * self._page_area:
            self._scan = True
            if not pdfium.FPDFPageObj_HasTransparency(image):
                self._under_picture = len(self._texts)

    def _path(self, item: int, matrix: Matrix) -> None:
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
        elif wide and high and self._stroked(item):
            sides = self._segments(item, compose(self._matrix_of(item), matrix))
            self.rulings.extend(line for first, second in sides if (line := _straight(first, second)) is not None)

    def _stroked(self, item: int) -> bool:
        fill, stroke = self._fill_and_stroke
        painted = pdfium_calls.draw_mode_of(item, ctypes.addressof(fill), ctypes.addressof(stroke))
        return bool(painted and stroke.value)

    def _segments(self, item: int, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
        """Yield the ends of the straight segments of a path."""
        point, (x_place, y_place, *_) = self._edges, self._edge_places
        start = last = (0.0, 0.0)
        for index in range(min(pdfium_calls.segments_of(item), _MOST_RULINGS)):
            segment = pdfium_calls.segment_of(item, index)
            pdfium_calls.point_of(segment, x_place, y_place)
            here = apply(matrix, *point[:2])
            kind = pdfium_calls.kind_of_segment(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = here
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield last, here
            last = here
            if pdfium_calls.closes(segment):
                yield last, start


def _straight(first: Point, second: Point) -> RulingLine | None:
    """Return the line between two points where it runs along the page's axes."""
    (xa, ya), (xb, yb) = first, second
    width, height = abs(xa - xb), abs(ya - yb)
    longer, shorter = (width, height) if width >= height else (height, width)
    # written so that it is false for what is not finite too
    if not (shorter <= 1.0 and _SHORTEST_RULING <= longer < math.inf):
        return None
    x0, x1 = (xa, xb) if xa <= xb else (xb, xa)
    top, bottom = (ya, yb) if ya <= yb else (yb, ya)
    return _middle_line(x0, top, x1, bottom)


def _middle_line(x0: float, top: float, x1: float, bottom: float) -> RulingLine:
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return RulingLine(x0, y, x1, y)
    x = (x0 + x1) / 2
    return RulingLine(x, top, x, bottom)


def _white(item: int) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(pdfium_calls.page_object(item), *colour):
        return False
    *tones, opacity = (part.value for part in colour)
    return opacity == 0 or min(tones) >= _WHITE


def last_filter(item: pdfium.FPDF_PAGEOBJECT) -> str:
    """Return the filter that holds a picture's pixels; empty where it has none."""
    return (_filters(item) or ("",))[-1]


def _filters(item: pdfium.FPDF_PAGEOBJECT) -> tuple[str, ...]:
    names = []
    for index in range(min(pdfium.FPDFImageObj_GetImageFilterCount(item), 8)):
        length = pdfium.FPDFImageObj_GetImageFilter(item, index, None, 0)
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFImageObj_GetImageFilter(item, index, buffer, length)
        names.append(buffer.value.decode("ascii", "replace"))
    return tuple(names)
