"""Boxes of a form whose look is another than their value: programs that go by the value show another page."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from app.extraction.pages.document import Document, open_page
from app.extraction.pages.second_engine import stated_choices

_MOST = 1_000  # fields of a page that are looked at
_LONGEST = 400  # bytes of a name that are taken
_OFF = frozenset({"", "Off"})
_BOXES = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)


def field_shown_otherwise(document: Document) -> str:
    """Return the name of the first box that is shown off though its value is on, or the other way round.

    Radio buttons are one field, of which one is on. Nothing where all agree.
    """
    form = document.pdf.formenv if document.pdf is not None else None
    if form is None:
        return ""
    values: dict[str, str] = {}
    shown: dict[str, set[str]] = defaultdict(set)
    for number in range(1, document.page_count + 1):
        with open_page(document, number) as page:
            for name, value, look in _boxes(page, form.raw):
                values[name] = value
                shown[name].add(look)
    # What a box has from the field it belongs to, pdfium answers by its looks.
    stated = stated_choices(document.path) if values else {}
    values.update((name, stated[name]) for name in values.keys() & stated.keys())
    return next((name for name, value in values.items() if shown[name] - _OFF != {value} - _OFF), "")


def _boxes(page: pypdfium2.PdfPage, form: pdfium.FPDF_FORMHANDLE) -> Iterator[tuple[str, str, str]]:
    """Yield name, value and look of each box on a page."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            if pdfium.FPDFAnnot_GetFormFieldType(form, note) in _BOXES:
                yield (
                    _text(pdfium.FPDFAnnot_GetFormFieldName, form, note),
                    # pdfium answers for the field by its looks; what is said is in the box where it is the field itself
                    _text(pdfium.FPDFAnnot_GetStringValue, note, b"V")
                    or _text(pdfium.FPDFAnnot_GetFormFieldValue, form, note),
                    _text(pdfium.FPDFAnnot_GetStringValue, note, b"AS"),
                )
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _text(ask: Callable[..., int], *of: object) -> str:
    kept = ctypes.create_string_buffer(_LONGEST)
    size = ask(*of, ctypes.cast(kept, ctypes.POINTER(pdfium.FPDF_WCHAR)), _LONGEST)
    return kept.raw[:size].decode("utf-16-le", errors="replace").partition("\0")[0] if 2 < size <= _LONGEST else ""
