"""Figures that stand where other words are seen, and paint nothing themselves: the ink in their place is the others'.

Such text may be in a layer that is switched off, white under black, or see-through. It is drawn alone, which tells.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator, Sequence

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from app.domain.overlap import shared_area
from app.domain.provenance import Box
from app.extraction.pages import pdfium_calls
from app.extraction.pages.geometry import bounds, to_shown
from app.extraction.pages.page_words import turned_box
from app.extraction.pages.picture import Pixels
from app.extraction.values.words import Word
from app.extraction.witness.ink import region, texts_of, upright

_COVERED = 0.5  # of a word's area that another word lies over
_SURROGATES = 0xD800
_SEEN, _TRACE = 24, 6  # of 255, and pixels: less than this is no letter


def overlaid_figures(words: Sequence[Word]) -> dict[Word, Word]:
    """Return the words with digits that another word, which says something else, lies over, with that."""
    found = {}
    for one in words:
        if any(map(str.isdigit, one.text)):
            other = next((other for other in words if _covers(other, one)), None)
            if other is not None:
                found[one] = other
    return found


def _covers(other: Word, one: Word) -> bool:
    if other is one or other.text == one.text or other.x1 <= one.x0 or other.x0 >= one.x1:
        return False
    area = (one.x1 - one.x0) * (one.bottom - one.top)
    return shared_area(other.box, one.box) >= _COVERED * max(area, 0.01)


def unpainted_alone(page: pypdfium2.PdfPage, words: Collection[Word], scale: float, turn: int) -> list[Word]:
    """Return those of the words that paint nothing where all other text of the page is switched off.

    The page is shown turned by ``turn`` quarter turns clockwise; which of its text is switched on is left changed.
    """
    texts = list(texts_of(page.raw))
    for item in texts:
        pdfium.FPDFPageObj_SetIsActive(item, 1)  # what is switched off has no characters
    own = _text_of(page, words, turn)
    for item in texts:
        pdfium.FPDFPageObj_SetIsActive(item, int(pdfium_calls.address_of(item) in own))
    alone = upright(page, scale, turn)
    for address in own:
        pdfium.FPDFPageObj_SetIsActive(pdfium_calls.page_object(address), 0)
    contrast = cv2.absdiff(alone, upright(page, scale, turn)).max(axis=2).astype(np.uint8, copy=False)
    return [word for word in words if not _paints(contrast, word.box, scale)]


def _paints(contrast: Pixels, box: Box, scale: float) -> bool:
    return int(np.count_nonzero(contrast[region(box, scale)] > _SEEN)) >= _TRACE


def _text_of(page: pypdfium2.PdfPage, words: Collection[Word], turn: int) -> set[int]:
    """Return the addresses of the text objects that the digits of words are part of."""
    text_page = page.get_textpage()
    try:
        digits = list(_digits(page, text_page.raw, turn))
    finally:
        text_page.close()
    return {address for digit, address in digits if any(_within(digit, word) for word in words)}


def _within(digit: Word, word: Word) -> bool:
    x, y = (digit.x0 + digit.x1) / 2, (digit.top + digit.bottom) / 2
    return digit.text in word.text and word.x0 <= x <= word.x1 and word.top <= y <= word.bottom


def _digits(page: pypdfium2.PdfPage, text_page: pdfium.FPDF_TEXTPAGE, turn: int) -> Iterator[tuple[Word, int]]:
    """Yield each digit of a page, upright as its words stand, with the address of its text object."""
    size = page.get_size()
    shown, raw, box = to_shown(page, *size), pdfium_calls.address_of(text_page), pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium_calls.code_of(raw, index)
        if not 0 < code < _SURROGATES or not chr(code).isdigit():
            continue
        if pdfium_calls.box_of(raw, index, ctypes.addressof(box)):
            place = Box(1, *bounds(shown, box.left, box.bottom, box.right, box.top))
            yield Word(chr(code), turned_box(place, size, turn)), pdfium_calls.text_object_of(raw, index)
