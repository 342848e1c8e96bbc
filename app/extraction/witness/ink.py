"""The ink of a page, parted: what its text paints, and what is drawn besides and no text claims.

A page is drawn twice, the second time without its text. What differs is the ink of the text; what is left are rules,
boxes, fills, pictures, forms and notes. Lettering drawn as paths or pictures is among what is left, and so is a stroke
through a figure; a text that paints nothing has no ink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from app.domain.provenance import Box
from app.extraction.pages.drawings import FORM_DEPTH, MOST_OBJECTS
from app.extraction.pages.picture import Pixels
from app.extraction.pages.pixel_sizes import capped_scale
from app.extraction.values.words import Word
from app.extraction.witness.strokes import CLEAR, COARSE, strokes, usual_paper

_DPI = 216.0
_STRIP = 64  # rows of a page that are worked on at a time
_ASIDE, _ABOVE = 0.15, 0.25  # of a word's height: how far its letters may reach out of its box


@dataclass(frozen=True, slots=True)
class PageInk:
    """What is painted on a page, as contrast (0 to 255), at ``scale`` pixels a point, upright as its words stand.

    Attributes:
        scale: Pixels a point.
        text: What the text objects of the page paint.
        drawn: Strokes that are drawn besides, thin enough to be lettering; rules and the rims of boxes are among them.
        stray: What text objects paint where no word of the text layer stands.
        faint: Large lettering drawn besides, however pale, at ``scale`` / 4 pixels a point.
        dark: Whether what is painted besides the text is darker than the paper, as a band is.
    """

    scale: float
    text: Pixels
    drawn: Pixels
    stray: Pixels
    faint: Pixels
    dark: NDArray[np.bool_]

    @property
    def loose(self) -> Pixels:
        """What no text claims: drawn, or painted by text where no word stands."""
        return cv2.max(self.drawn, self.stray).astype(np.uint8, copy=False)

    @property
    def faint_scale(self) -> float:
        """Pixels a point of ``faint``."""
        return self.scale / COARSE


def page_ink(page: pypdfium2.PdfPage, words: Sequence[Word], turn: int) -> PageInk | None:
    """Part the ink of a page that is shown turned by ``turn`` quarter turns clockwise; its text is switched off by it.

    None where more is drawn on it than can be looked through.
    """
    texts = list(texts_of(page.raw))
    if len(texts) > MOST_OBJECTS:
        return None
    width, height = page.get_size()
    scale = capped_scale(width, height, _DPI / 72)
    whole = upright(page, scale, turn)
    for item in texts:
        pdfium.FPDFPageObj_SetIsActive(item, 0)
    bare = upright(page, scale, turn)
    drawn, faint = strokes(bare, scale)
    text = _difference(whole, bare)
    dark = _darker(bare, min(usual_paper(bare)) - CLEAR)
    return PageInk(scale, text, drawn, _stray(text, words, scale), faint, dark)


def texts_of(page: pdfium.FPDF_PAGE) -> Iterator[pdfium.FPDF_PAGEOBJECT]:
    """Yield the text objects of a page, those of its forms among them."""
    seen = 0
    waiting = [(pdfium.FPDFPage_GetObject(page, at), 0) for at in range(pdfium.FPDFPage_CountObjects(page))]
    while waiting and seen <= MOST_OBJECTS:
        item, depth = waiting.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
            inner = range(min(pdfium.FPDFFormObj_CountObjects(item), MOST_OBJECTS))
            waiting.extend((pdfium.FPDFFormObj_GetObject(item, at), depth + 1) for at in inner)


def upright(page: pypdfium2.PdfPage, scale: float, turn: int, *, notes: bool = True) -> Pixels:
    """Draw a page in colour as it stands, with its notes and fields or not, turned so that its words are upright."""
    bitmap = page.render(scale=scale, draw_annots=notes, may_draw_forms=notes)
    try:
        return np.ascontiguousarray(np.rot90(bitmap.to_numpy()[:, :, :3], -turn))
    finally:
        bitmap.close()


def _difference(whole: Pixels, bare: Pixels) -> Pixels:
    """Return of every point how much two pictures differ in the colour in which they differ most."""
    found = np.zeros(whole.shape[:2], np.uint8)
    for rows in _strips(found):
        if not np.array_equal(whole[rows], bare[rows]):
            blue, green, red = cv2.split(cv2.absdiff(whole[rows], bare[rows]))
            found[rows] = cv2.max(cv2.max(blue, green), red)
    return found


def _darker(picture: Pixels, limit: int) -> NDArray[np.bool_]:
    """Tell of every point whether one of its colours is darker than so much of 255."""
    found = np.zeros(picture.shape[:2], np.bool_)
    for rows in _strips(found):
        if int(picture[rows].min()) < limit:
            blue, green, red = cv2.split(picture[rows])
            found[rows] = np.asarray(cv2.min(cv2.min(blue, green), red)) < limit
    return found


def _strips(picture: NDArray[Any]) -> Iterator[slice]:
    """Yield the rows of a picture some at a time: what is worked on stays at hand, and most strips are paper."""
    for first in range(0, picture.shape[0], _STRIP):
        yield slice(first, first + _STRIP)


def _from(contrast: Pixels, least: int) -> Pixels:
    return cv2.threshold(contrast, least, 255, cv2.THRESH_TOZERO)[1].astype(np.uint8, copy=False)


def _stray(text: Pixels, words: Sequence[Word], scale: float) -> Pixels:
    stray = _from(text, CLEAR)
    for word in words:
        height = word.bottom - word.top
        rows, columns = region(word.box, scale, aside=_ASIDE * height, above=_ABOVE * height)
        stray[rows, columns] = 0
    return stray


def region(box: Box, scale: float, *, aside: float = 0.0, above: float = 0.0) -> tuple[slice, slice]:
    """Return the rows and columns of a place given in points, so much wider and higher on every side."""
    rows = slice(max(0, int((box.top - above) * scale)), max(0, int((box.bottom + above) * scale) + 1))
    return rows, slice(max(0, int((box.x0 - aside) * scale)), max(0, int((box.x1 + aside) * scale) + 1))
