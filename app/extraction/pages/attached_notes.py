"""Notes that somebody put upon a page of a PDF: programs show them, and no text layer or picture need have them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

# Sticky notes, text upon the page, lines and shapes, marked text, stamps and drawings; no links and no form fields.
_NOTES = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_POLYLINE, pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK,
    }
)  # fmt: skip
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_MOST = 1000  # notes of a page that are looked at
_LONGEST = 400  # bytes of a text that are taken


def note_on(page: pypdfium2.PdfPage) -> str:
    """Return the beginning of the first note on a page that says anything; nothing where none does."""
    return next(filter(None, _texts(page)), "")


def _texts(page: pypdfium2.PdfPage) -> Iterator[str]:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(note) in _NOTES and not pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
                yield _text(note)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _text(note: pdfium.FPDF_ANNOTATION) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)  # bytes, its end among them
    if size <= 2:
        return ""
    kept = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(note, b"Contents", ctypes.cast(kept, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    text = kept.raw[: min(size, _LONGEST)].decode("utf-16-le", errors="replace").partition("\0")[0]
    return " ".join(text.split()) if any(sign.isalnum() for sign in text) else ""
