"""The ink of a page, parted: what its text paints, and what is drawn besides and no text claims.

A page is drawn twice, the second time without its text. What differs is the ink of the text; what is left are rules,
boxes, fills, pictures, forms and notes. Lettering drawn as paths or pictures is among what is left, and so is a stroke
through a figure; a text that paints nothing has no ink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from app.domain.provenance import Box
from app.extraction.pages.drawings import FORM_DEPTH, MOST_OBJECTS
from app.extraction.pages.picture import Pixels, capped_scale
from app.extraction.values.words import Word
from app.extraction.witness.patches import patches

_DPI = 216.0
_STROKE = 10.0  # points; letters have thinner strokes, fills and bands are thicker
_COARSE = 4  # the faint large lettering of a watermark is sought in a picture so many times smaller
_SAMPLED = 16  # points across and down, of which one is looked at to tell the usual paper
_CLEAR = 40  # of 255: what stands out so much from what is around it is seen as print
_FAINT = 8  # of 255: what people still see where it is large
_DARK_GROUND = 110  # of 255: lettering on what is darker than this is lighter than it
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
        dark: Whether what is painted besides the text is dark, as a band is that light print stands on.
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
        return self.scale / _COARSE


def page_ink(page: pypdfium2.PdfPage, words: Sequence[Word], turn: int) -> PageInk | None:
    """Part the ink of a page that is shown turned by ``turn`` quarter turns clockwise; its text is switched off by it.

    None where more is drawn on it than can be looked through.
    """
    texts = list(_texts(page.raw))
    if len(texts) > MOST_OBJECTS:
        return None
    width, height = page.get_size()
    scale = capped_scale(width, height, _DPI / 72)
    whole = _upright(page, scale, turn)
    for item in texts:
        pdfium.FPDFPageObj_SetIsActive(item, 0)
    bare = _upright(page, scale, turn)
    _, text = _least_and_most(cv2.absdiff(whole, bare).astype(np.uint8, copy=False))
    dark, light = _least_and_most(bare)
    drawn, faint = _strokes(dark, light, scale)
    return PageInk(scale, text, drawn, _stray(text, words, scale), faint, dark < _DARK_GROUND)


def _texts(page: pdfium.FPDF_PAGE) -> Iterator[pdfium.FPDF_PAGEOBJECT]:
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


def _upright(page: pypdfium2.PdfPage, scale: float, turn: int) -> Pixels:
    bitmap = page.render(scale=scale, draw_annots=True, may_draw_forms=True)
    try:
        return np.ascontiguousarray(np.rot90(bitmap.to_numpy()[:, :, :3], -turn))
    finally:
        bitmap.close()


def _least_and_most(colours: Pixels) -> tuple[Pixels, Pixels]:
    """Return the least and the most of the three colours of every point."""
    blue, green, red = cv2.split(colours)
    least, most = cv2.min(cv2.min(blue, green), red), cv2.max(cv2.max(blue, green), red)
    return least.astype(np.uint8, copy=False), most.astype(np.uint8, copy=False)


def _strokes(dark: Pixels, light: Pixels, scale: float) -> tuple[Pixels, Pixels]:
    """Return what is thin and stands out from its ground, darker or lighter, in any colour: finely, and coarsely."""
    fine = np.zeros_like(dark)
    if int(dark.min()) == int(light.max()):  # an empty sheet, as most pages are without their text
        return fine, np.zeros((2, 2), np.uint8)
    width = round(_STROKE * scale) | 1
    small_dark, small_light = _smaller(dark), _smaller(light)
    shaded = cv2.resize(_shaded(small_dark, width // 2), dark.shape[::-1], interpolation=cv2.INTER_NEAREST)
    for patch in patches(_marked(dark, light), width):
        fine[patch] = _thin(dark[patch], light[patch], shaded[patch].astype(np.uint8, copy=False), width)
    coarse = _thin(small_dark, small_light, _shaded(small_dark, 2 * width), width)
    return _from(fine, _CLEAR), _from(coarse, _FAINT)


def _marked(dark: Pixels, light: Pixels) -> NDArray[np.bool_]:
    """Tell of every point whether it is anything else than the usual paper of the page."""
    usual = [int(np.median(tone[::_SAMPLED, ::_SAMPLED])) for tone in (dark, light)]
    marked: NDArray[np.bool_] = (dark != usual[0]) | (light != usual[1])
    return marked


def _smaller(picture: Pixels) -> Pixels:
    part = 1 / _COARSE
    return cv2.resize(picture, None, fx=part, fy=part, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _shaded(picture: Pixels, width: int) -> Pixels:
    """Tell of every point (1 or 0) whether what is around it is dark.

    It is where more than half of a square is: lettering covers less than half of the paper or band it stands on.
    """
    side = width | 1
    dark = (picture < _DARK_GROUND).view(np.uint8)
    count = cv2.boxFilter(dark, cv2.CV_32F, (side, side), normalize=False, borderType=cv2.BORDER_REPLICATE)
    return (count > side * side / 2).view(np.uint8)


def _thin(dark: Pixels, light: Pixels, shaded: Pixels, width: int) -> Pixels:
    """Return how much what is thinner than ``width`` is darker than its ground; where that is shaded, lighter."""
    square = np.ones((width, width), np.uint8)
    thin = cv2.morphologyEx(dark, cv2.MORPH_BLACKHAT, square).astype(np.uint8, copy=False)
    if shaded.any():
        thin = np.where(shaded, cv2.morphologyEx(light, cv2.MORPH_TOPHAT, square), thin).astype(np.uint8, copy=False)
    return thin


def _from(contrast: Pixels, least: int) -> Pixels:
    return cv2.threshold(contrast, least, 255, cv2.THRESH_TOZERO)[1].astype(np.uint8, copy=False)


def _stray(text: Pixels, words: Sequence[Word], scale: float) -> Pixels:
    stray = _from(text, _CLEAR)
    for word in words:
        height = word.bottom - word.top
        rows, columns = region(word.box, scale, aside=_ASIDE * height, above=_ABOVE * height)
        stray[rows, columns] = 0
    return stray


def region(box: Box, scale: float, *, aside: float = 0.0, above: float = 0.0) -> tuple[slice, slice]:
    """Return the rows and columns of a place given in points, so much wider and higher on every side."""
    rows = slice(max(0, int((box.top - above) * scale)), max(0, int((box.bottom + above) * scale) + 1))
    return rows, slice(max(0, int((box.x0 - aside) * scale)), max(0, int((box.x1 + aside) * scale) + 1))
