"""Numbers that something light is painted over: what is left of an 8 is a 3, and of an account another one.

The text of a page is drawn alone. Ink of a number that is there and not on the page is hidden by what was painted
after it, or by a note on the page; a word that is hidden as a whole is told as one that nobody sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from app.extraction.pages.picture import Pixels
from app.extraction.values.words import Word
from app.extraction.witness.given_words import painted_objects
from app.extraction.witness.ink import PageInk, region, upright

_PAPER, _STRONG = 255, 110  # of 255: contrast of print that everybody sees
_GONE = 24  # of 255: less than this nobody sees
_TRACE = 6  # pixels of 1/216 inch; less is the rim of a letter
_BASE = 0.84  # of a word's height: below it are underlines


def painted_over(page: pypdfium2.PdfPage, words: Sequence[Word], ink: PageInk, turn: int) -> list[Word]:
    """Return the words with digits of whose ink a part is hidden under something as light as the paper.

    The page is shown turned by ``turn`` quarter turns clockwise; which of its objects are switched on is left changed.
    """
    numbers = [word for word in words if any(map(str.isdigit, word.text))]
    if not numbers:
        return []
    for item in painted_objects(page.raw):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            pdfium.FPDFPageObj_SetIsActive(item, int(kind == pdfium.FPDF_PAGEOBJ_TEXT))
    alone = upright(page, ink.scale, turn, notes=False)
    return [word for word in numbers if _is_hidden_in_part(word, alone, ink)]


def _is_hidden_in_part(word: Word, alone: Pixels, ink: PageInk) -> bool:
    place = region(replace(word.box, bottom=word.top + _BASE * (word.bottom - word.top)), ink.scale)
    printed = alone[place].min(axis=2) < _PAPER - _STRONG
    lost = printed & (ink.text[place] < _GONE) & ~ink.dark[place]
    return int(np.count_nonzero(lost)) >= _TRACE
