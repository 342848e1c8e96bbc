"""What is put upon a page of a PDF: notes, drawings, fields of no form. No text layer or picture need have them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

# Sticky notes, text upon the page, lines and shapes, marked text, stamps and drawings, places to be blacked out, files
# pinned to the page; no links and no form fields.
_NOTES = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_POLYLINE, pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_REDACT, pdfium.FPDF_ANNOT_FILEATTACHMENT,
    }
)  # fmt: skip
# Other programs draw these from what is said of them, though no picture of them is in the file.
_DRAWN = {
    pdfium.FPDF_ANNOT_LINE: "/Line", pdfium.FPDF_ANNOT_POLYGON: "/Polygon", pdfium.FPDF_ANNOT_POLYLINE: "/PolyLine",
    pdfium.FPDF_ANNOT_STAMP: "/Stamp", pdfium.FPDF_ANNOT_REDACT: "/Redact",
}  # fmt: skip
# Films and models, which other programs show in their place.
_SHOWS = {
    pdfium.FPDF_ANNOT_MOVIE: "/Movie", pdfium.FPDF_ANNOT_SCREEN: "/Screen", pdfium.FPDF_ANNOT_THREED: "/3D",
    pdfium.FPDF_ANNOT_RICHMEDIA: "/RichMedia",
}  # fmt: skip
_PAINTS = re.compile(r"(?:^|[\s)\]>])(?:Tj|TJ|['\"]|Do|sh|EI|[fFBbSs]\*?)(?=\s|$)")
_STRING = re.compile(r"\(((?:[^()\\]|\\.){0,200})\)")
_TAG = re.compile(r"<[^<>]{0,400}>?")
_FILE_NAME = re.compile(r"\.\w{2,4}$")  # with a file a program says its name
_THIN = 3.0  # points: the border of a link so thin is a line
_MOST = 1000  # notes of a page that are looked at
_LONGEST = 800  # bytes of a text that are taken
_LONGEST_LOOK = 20_000  # bytes of what paints a field


def note_on(page: pypdfium2.PdfPage) -> str:
    """Return the beginning of the first note on a page that says anything; nothing where none does."""
    return next(filter(None, _texts(page)), "")


def _texts(page: pypdfium2.PdfPage) -> Iterator[str]:
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    fields_shown = bool(count) and pdfium.FPDF_GetFormType(page.pdf.raw) != pdfium.FORMTYPE_NONE
    for index in range(min(count, _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            if _is_seen(pdfium.FPDFAnnot_GetFlags(note)):
                yield _said(note, pdfium.FPDFAnnot_GetSubtype(note), fields_shown=fields_shown)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def hidden_notes(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield what the notes and fields of a page say that are not shown, neither on the screen nor on paper."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            if not _is_seen(pdfium.FPDFAnnot_GetFlags(note)):
                yield from filter(None, (_text(note, key) for key in (b"Contents", b"RC", b"V")))
                yield from _looks(note)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _looks(note: pdfium.FPDF_ANNOTATION) -> Iterator[str]:
    """Yield the strings that the usual look of a note shows, as they are written in it."""
    commands = _look(note, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL)
    yield " ".join(found[1] for found in _STRING.finditer(commands))


def _is_seen(flags: int) -> bool:
    """Tell whether a note is shown, on paper at least."""
    if flags & pdfium.FPDF_ANNOT_FLAG_HIDDEN:
        return False
    return bool(not flags & pdfium.FPDF_ANNOT_FLAG_NOVIEW or flags & pdfium.FPDF_ANNOT_FLAG_PRINT)


def _said(note: pdfium.FPDF_ANNOTATION, kind: int, *, fields_shown: bool) -> str:
    if kind in _NOTES:
        drawn = _DRAWN.get(kind, "") if not pdfium.FPDFAnnot_HasKey(note, b"AP") else ""
        drawn = drawn or ("/AP" if _paints(note, pdfium.FPDF_ANNOT_APPEARANCEMODE_ROLLOVER) else "")
        said = _text(note, b"Contents") or _text(note, b"RC") or _text(note, b"OverlayText") or drawn
        return "" if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT and _FILE_NAME.search(said) else said
    if kind == pdfium.FPDF_ANNOT_WIDGET and not fields_shown:
        # A field of no form: some programs show it, and no picture made here has it.
        return _text(note, b"V") or ("/Widget" if _paints(note, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL) else "")
    return "/Link" if kind == pdfium.FPDF_ANNOT_LINK and _is_line(note) else _SHOWS.get(kind, "")


def _paints(note: pdfium.FPDF_ANNOTATION, mode: int) -> bool:
    """Tell whether a look of a note or field, its usual one or that under the mouse, has anything that paints."""
    return _PAINTS.search(_look(note, mode)) is not None


def _look(note: pdfium.FPDF_ANNOTATION, mode: int) -> str:
    """Return the commands of a look, as far as they are looked through."""
    size = pdfium.FPDFAnnot_GetAP(note, mode, None, 0)
    if size <= 2:
        return ""
    kept = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetAP(note, mode, ctypes.cast(kept, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return kept.raw[:_LONGEST_LOOK].decode("utf-16-le", errors="replace")


def _is_line(link: pdfium.FPDF_ANNOTATION) -> bool:
    """Tell whether the border of a link is seen and no more than a line, which may strike something out."""
    across, down, width = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    place = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetBorder(link, across, down, width) or width.value <= 0:
        return False
    if not pdfium.FPDFAnnot_GetRect(link, place):
        return False
    sides = sorted((abs(place.right - place.left), abs(place.top - place.bottom)))
    return bool(sides[0] < _THIN <= sides[1])


def _text(note: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)  # bytes, its end among them
    if size <= 2:
        return ""
    kept = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(note, key, ctypes.cast(kept, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    text = kept.raw[: min(size, _LONGEST)].decode("utf-16-le", errors="replace").partition("\0")[0]
    text = _TAG.sub(" ", text) if key == b"RC" else text
    return " ".join(text.split()) if any(sign.isalnum() for sign in text) else ""
