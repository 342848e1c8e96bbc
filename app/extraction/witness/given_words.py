"""Words that a PDF gives in the place of what it paints ("ActualText"): text layers have those, people see the others.

Programs give them for ligatures, hyphens and pictures of words; what they give for text is that text.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from app.domain.finding import Finding
from app.extraction.pages import second_engine
from app.extraction.pages.document import Document, open_page
from app.extraction.pages.drawings import FORM_DEPTH, MOST_OBJECTS
from app.extraction.values.text_keys import squeeze

GIVEN = "words_given_for_others"
_LONGEST_SIGN = 4  # letters and digits: a ligature, a bullet, a hyphen
_LONGEST = 2_000  # bytes of such a text that are taken
_SHOWN = 60


def given_words(document: Document) -> Iterator[Finding]:
    """Yield a finding for the first words of each page that stand for others than it paints.

    On a page that gives any, what is painted is sought among its text as well: a blank given for a sentence hides it.
    """
    if document.pdf is None:
        return
    for number in range(1, document.page_count + 1):
        with open_page(document, number) as page:
            given = list(dict.fromkeys(_given(page.raw)))
            said = squeeze(_text_of(page)) if given else ""
        if not given:
            continue
        painted = _painted(document, number)
        other = next((text for text in given if _is_long(text) and not _is_painted(text, painted)), None)
        # Sign by sign: where the signs are set apart they make no words.
        if other is None and (Counter(squeeze("".join(painted or ()))) - Counter(said)).total() > _LONGEST_SIGN:
            other = " ".join(given)
        if other is not None:
            yield Finding(
                GIVEN,
                f"On page {number} the file gives “{other[:_SHOWN]}” for something else that it shows. "
                "Look at the page.",
            )


def _is_long(text: str) -> bool:
    return sum(map(str.isalnum, text)) > _LONGEST_SIGN


def _is_painted(text: str, painted: Sequence[str] | None) -> bool:
    return painted is not None and squeeze(text) in squeeze("".join(painted))


def _text_of(page: pypdfium2.PdfPage) -> str:
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_range())
    finally:
        text_page.close()


def _painted(document: Document, number: int) -> tuple[str, ...] | None:
    """Return the words that the second engine reads of a page, which hears nothing of given ones; None if it fails."""
    try:
        words = second_engine.page_text(document.path, number).words
        return tuple(word.text for word in words if not second_engine.is_garbled(word.text))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways
        return None


def _given(page: pdfium.FPDF_PAGE) -> Iterator[str]:
    """Yield the texts that a page gives for others."""
    for item in painted_objects(page):
        for at in range(pdfium.FPDFPageObj_CountMarks(item)):
            if text := _text(pdfium.FPDFPageObj_GetMark(item, at)):
                yield text


def painted_objects(page: pdfium.FPDF_PAGE) -> Iterator[pdfium.FPDF_PAGEOBJECT]:
    """Yield the objects of a page as they are painted, those of forms in the place of the form."""
    count = min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)
    objects = [(pdfium.FPDFPage_GetObject(page, at), 0) for at in reversed(range(count))]
    seen = 0
    while objects and seen < MOST_OBJECTS:
        item, depth = objects.pop()
        seen += 1
        yield item
        if depth < FORM_DEPTH and pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            inner = range(min(pdfium.FPDFFormObj_CountObjects(item), MOST_OBJECTS))
            objects.extend((pdfium.FPDFFormObj_GetObject(item, at), depth + 1) for at in reversed(inner))


def _text(mark: pdfium.FPDF_PAGEOBJECTMARK) -> str:
    size = ctypes.c_ulong()
    kept = ctypes.create_string_buffer(_LONGEST)
    place = ctypes.cast(kept, ctypes.POINTER(pdfium.FPDF_WCHAR))
    if not pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", place, _LONGEST, size):
        return ""
    if size.value > _LONGEST:
        return "?" * _LONGEST  # longer than anything that stands for a sign
    return kept.raw[: size.value].decode("utf-16-le", errors="replace").partition("\0")[0]
