"""What other programs would show of a file: on paper, from the form in it, with another count of pages, or repaired.

People pay on what they see; where two good programs, or the screen and the printer, would show them different
invoices, none of these is the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import cv2
import numpy as np
import pypdfium2.raw as pdfium

from app.domain.finding import Finding
from app.extraction.pages.document import Document, open_page
from app.extraction.pages.packed_objects import packed_objects
from app.extraction.pages.picture import Pixels, capped_scale
from app.extraction.pages.second_engine import Outline, outline
from app.extraction.witness.given_words import given_words
from app.extraction.witness.told_twice import key_told_twice, object_told_twice

PRINTED = "printed_otherwise"
FORM = "form_shown_instead"
PAGES = "pages_counted_otherwise"
TWICE = "object_twice"
PORTFOLIO = "file_of_files"
_COLLECTION = re.compile(rb"/Collection[\0\t\n\f\r ]*(?:<<|\d{1,9} \d{1,5} R)")
_DPI = 100.0
_OTHER = 60  # of 255: so different are ink and paper; what anti-aliasing does is less
_TRACE = 12  # pixels; less than this is no sign
_FORMS = (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)


def other_views(document: Document) -> Iterator[Finding]:
    """Yield a finding that holds for each way in which a PDF shows itself otherwise than it was read."""
    if document.pdf is None:
        return
    if pdfium.FPDF_GetFormType(document.pdf) in _FORMS:
        yield Finding(
            FORM,
            "The file holds a form of its own kind (XFA), which some programs show instead of its pages. "
            "Ask the vendor for a plain PDF.",
        )
    second = outline(document.path, document.page_count + 1)
    if second is not None and second.pages != document.page_count:
        yield Finding(
            PAGES,
            f"Two ways of reading the file count {document.page_count} and {_many(second, document)} pages. "
            "Ask the vendor for a whole one.",
        )
    data = document.file.content()
    yield from _told_twice(data)
    if _COLLECTION.search(data) or any(_COLLECTION.search(packed.content) for packed in packed_objects(data)):
        yield Finding(
            PORTFOLIO,
            "The file is a folder of files, and programs show one of those instead of its page. "
            "Ask the vendor for the invoice alone.",
        )
    yield from given_words(document)
    for page in range(1, document.page_count + 1):
        if _prints_otherwise(document, page, layers=second is None or second.layers):
            yield Finding(PRINTED, f"Page {page} shows on paper what it does not show on the screen. Print it to see.")


def _told_twice(data: bytes) -> Iterator[Finding]:
    if number := object_told_twice(data):
        what = f"its object {number} twice"
    elif key := key_told_twice(data):
        what = f"“{key}” twice in one of its parts, and differently"
    else:
        return
    yield Finding(
        TWICE, f"The file holds {what}, so programs may differ on what it shows. Ask the vendor for a whole one."
    )


def _many(second: Outline, document: Document) -> str:
    return f"at least {second.pages}" if second.pages > document.page_count else str(second.pages)


def _prints_otherwise(document: Document, number: int, *, layers: bool) -> bool:
    """Tell whether paper shows more or less; only layers and notes can make it so."""
    with open_page(document, number) as page:
        if not layers and not pdfium.FPDFPage_GetAnnotCount(page.raw):
            return False
        width, height = page.get_size()
        scale = capped_scale(width, height, _DPI / 72)
        views: list[Pixels] = []
        for mode in (None, "print"):
            bitmap = page.render(scale=scale, draw_annots=True, may_draw_forms=True, optimize_mode=mode)
            try:
                views.append(np.ascontiguousarray(bitmap.to_numpy()[:, :, :3]))
            finally:
                bitmap.close()
    difference = cv2.absdiff(*views).max(axis=2)
    return int(np.count_nonzero(difference > _OTHER)) >= _TRACE
