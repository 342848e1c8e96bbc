"""The picture of a page for OCR: the scan as it is stored, else the page rendered, under a cap of pixels."""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from app.extraction.pages.coded_sizes import JBIG2, JPX, coded_size
from app.extraction.pages.content import PageContent
from app.extraction.pages.document import Document, check_pixels, check_scans, too_many_pixels
from app.extraction.pages.drawings import FORM_DEPTH, last_filter
from app.extraction.pages.kind import full_page_picture
from app.extraction.pages.lightest import drawn, lightest_of
from app.extraction.pages.pixel_sizes import are_squat, capped, capped_scale

Pixels = npt.NDArray[np.uint8]

RENDER_DPI = 300
_JPEG = b"\xff\xd8\xff"
_TWO_TONES = (("CCITTFaxDecode",), (JBIG2,))
_MOSTLY = 0.5  # of a page: a picture that covers so much is the scan
_TELLING = frozenset({"DCTDecode", JPX, JBIG2})  # filters whose data has a header of its own
_MOST_OF_EIGHT_BITS = 255
_COMPARED_DPI = 100.0
_DOT = 5  # pixels of it: what is compared at once; a decimal point changes that by 40 and more, scaling by 4
_OTHER_INK = 24  # of 255
_EDGE = 4  # pixels of it: where a picture ends, a part of a pixel is paper
_PARTS = (-0.5, 0.0, 0.5)  # of a pixel
_MOVES = (1, 0, 2)  # not moved first, which fits nearly always
_COLOURS = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}  # how a JPEG is taken out so many times smaller
_STORED_LIMIT = 50_000_000  # bytes of a stored picture that is taken out


@dataclass(frozen=True, slots=True)
class PagePixels:
    """A page as grey pixels, with the size in points it is shown at.

    ``lightest`` makes a picture of the lightest of each pixel's colours, where they are at hand: as large, or so many
    times smaller (2, 4 or 8).
    """

    grey: Pixels
    width: float
    height: float
    lightest: Callable[[int], Pixels] | None = None

    @property
    def dpi(self) -> float:
        """Dots per inch across."""
        return int(self.grey.shape[1]) * 72 / self.width


def pdf_page_pixels(document: Document, page: pypdfium2.PdfPage, content: PageContent) -> PagePixels:
    """Return a PDF page as pixels.

    Raises:
        InputError: A picture on it has too many pixels (too_large).
    """
    stored = _stored_jpeg(document, page, content)
    if stored is not None and _is_shown(page, content, stored.grey):
        return PagePixels(capped(stored.grey), content.width, content.height, stored.lightest)
    placed = [math.prod(picture.pixels) for picture in content.pictures]
    if max(placed, default=0) > document.limits.stored_pixels or sum(placed) > document.limits.placed_pixels:
        raise too_many_pixels(document.path, content.number)
    _check_coded(document, page, content)
    dpi = _native_dpi(content) or RENDER_DPI
    scale = capped_scale(content.width, content.height, dpi / 72)
    lightest = drawn(page, scale) if _is_coloured_scan(content) else None
    return PagePixels(render_grey(page, scale), content.width, content.height, lightest)


def _is_coloured_scan(content: PageContent) -> bool:
    """Tell whether a page is mostly a picture that may have colours."""
    coloured = (picture.area for picture in content.pictures if picture.filters[-1:] not in _TWO_TONES)
    return max(coloured, default=0.0) >= _MOSTLY * content.width * content.height


def render_grey(page: pypdfium2.PdfPage, scale: float) -> Pixels:
    """Render a page to grey pixels at ``scale`` pixels a point."""
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=True)
    try:
        return np.ascontiguousarray(bitmap.to_numpy().reshape(bitmap.height, bitmap.width))
    finally:
        bitmap.close()


def _check_coded(document: Document, page: pypdfium2.PdfPage, content: PageContent) -> None:
    """Refuse a page with a picture whose own data asks for more than anybody writes, before it is drawn."""
    kinds = {picture.filters[-1] for picture in content.pictures if picture.filters} & _TELLING
    if not kinds:
        return
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=FORM_DEPTH):
        data = _stored_bytes(item.raw, wrapped=True) or _stored_bytes(item.raw, wrapped=False)
        if data is None:
            continue
        if data.startswith(_JPEG):
            check_scans(document.path, content.number, data)
            continue
        for kind in kinds & {last_filter(item.raw)}:
            size = coded_size(data, kind)
            if size is not None:
                check_pixels(document.path, content.number, (size.width, size.height), document.limits)
                if size.excessive:
                    raise too_many_pixels(document.path, content.number)


def _native_dpi(content: PageContent) -> float | None:
    """Return the resolution of a scan that covers the page, so that rendering neither blurs nor wastes."""
    for picture in content.pictures:
        if picture.area >= _MOSTLY * content.width * content.height and picture.x1 > picture.x0:
            across, down = picture.x1 - picture.x0, picture.bottom - picture.top
            # a picture placed sideways has its pixel sides swapped; the longer pair tells either way
            dpi = max(picture.pixels) * 72 / max(across, down)
            return min(max(dpi, 100.0), 400.0)
    return None


@dataclass(frozen=True, slots=True)
class _Stored:
    """A stored picture of a page, in grey, and the lightest of its colours where it has any."""

    grey: Pixels
    lightest: Callable[[int], Pixels] | None


def _stored_jpeg(document: Document, page: pypdfium2.PdfPage, content: PageContent) -> _Stored | None:
    picture = full_page_picture(content)
    if picture is None or picture.filters[-1:] != ("DCTDecode",) or len(picture.filters) > 2 or page.get_rotation():
        return None
    if are_squat(picture.pixels, (content.width, content.height)):
        return None
    check_pixels(document.path, content.number, picture.pixels, document.limits)
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        data = _decoded_bytes(item.raw, len(picture.filters) == 2)
        header = _header(data) if data is not None else None
        if data is not None and header is not None and header.size == picture.pixels:
            check_scans(document.path, content.number, data)
            grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
            if grey is None:
                return None
            return _Stored(grey.astype(np.uint8, copy=False), partial(_lightest, data) if header.coloured else None)
    return None


def _lightest(data: bytes, smaller: int) -> Pixels:
    """Return the lightest colour of each pixel of a JPEG: a stamp is palest in its own, print is dark in all."""
    colours = cv2.imdecode(np.frombuffer(data, np.uint8), _COLOURS[smaller] | cv2.IMREAD_IGNORE_ORIENTATION)
    assert colours is not None  # it was decoded in grey
    return capped(lightest_of(colours.astype(np.uint8, copy=False)))


def _is_shown(page: pypdfium2.PdfPage, content: PageContent, stored: Pixels) -> bool:
    """Tell whether a page shows its stored picture as it is: a mask, inks or a note upon it can make another of it.

    Both are compared coarsely, one beside the other by a pixel at most.
    """
    scale = min(_COMPARED_DPI / 72, stored.shape[1] / content.width)
    shown = render_grey(page, capped_scale(content.width, content.height, scale))
    fitted = cv2.resize(stored, shown.shape[::-1], interpolation=cv2.INTER_AREA)
    seen = cv2.blur(shown, (_DOT, _DOT))
    around = cv2.copyMakeBorder(cv2.blur(fitted, (_DOT, _DOT)), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    high, wide = shown.shape
    moved = (around[down : down + high, across : across + wide] for down in _MOVES for across in _MOVES)
    return any(_alike(cv2.absdiff(seen, one)) for one in moved) or _alike(_least_difference(shown, fitted))


def _least_difference(shown: Pixels, fitted: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return how far each place differs where it may lie a part of a pixel further: sharp edges are scaled in two ways.

    A sign that is added, changed or gone differs by more, wherever it is looked for within half a pixel.
    """
    (across, down), _ = cv2.phaseCorrelate(shown.astype(np.float32), fitted.astype(np.float32))
    seen, size = cv2.blur(shown, (_DOT, _DOT)), (shown.shape[1], shown.shape[0])
    least = np.full(shown.shape, _MOST_OF_EIGHT_BITS, np.uint8)
    for more_down in _PARTS:
        for more_across in _PARTS:
            by = [[1, 0, more_across - min(max(across, -1), 1)], [0, 1, more_down - min(max(down, -1), 1)]]
            moved = cv2.warpAffine(fitted, np.array(by, np.float64), size, borderMode=cv2.BORDER_REPLICATE)
            least = np.minimum(least, np.asarray(cv2.absdiff(seen, cv2.blur(moved, (_DOT, _DOT)))))
    return least


def _alike(difference: npt.NDArray[Any]) -> bool:
    return int(np.asarray(difference)[_EDGE:-_EDGE, _EDGE:-_EDGE].max(initial=0)) < _OTHER_INK


def _decoded_bytes(item: pdfium.FPDF_PAGEOBJECT, wrapped: bool) -> bytes | None:
    """Return a stored JPEG."""
    data = _stored_bytes(item, wrapped)
    return data if data is not None and data.startswith(_JPEG) else None


def _stored_bytes(item: pdfium.FPDF_PAGEOBJECT, wrapped: bool) -> bytes | None:
    """Return a picture's data; pdfium undoes the outer filter (ASCII85, Flate) and leaves that of pictures as it is."""
    fetch = pdfium.FPDFImageObj_GetImageDataDecoded if wrapped else pdfium.FPDFImageObj_GetImageDataRaw
    length = fetch(item, None, 0)
    if not 0 < length <= _STORED_LIMIT:
        return None
    buffer = ctypes.create_string_buffer(length)
    fetch(item, buffer, length)
    return buffer.raw


@dataclass(frozen=True, slots=True)
class _Header:
    """What a JPEG's own header claims."""

    size: tuple[int, int]
    coloured: bool


def _header(data: bytes) -> _Header | None:
    """Return the header of a JPEG in grey or RGB; CMYK is left to pdfium, which knows its inks."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            return _Header(picture.size, picture.mode == "RGB") if picture.mode in ("L", "RGB") else None
    except (OSError, ValueError, SyntaxError):
        return None
