"""The files that a PDF carries: in its list, pinned to its pages, or named where few programs look."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from app.extraction.einvoice.xml_tree import LARGEST_XML, XmlRefusedError
from app.extraction.pages.document import Document, open_page
from app.extraction.pages.packed_objects import packed_objects

MOST_ATTACHMENTS = 200
_MOST_PAGES = 50  # whose pinned files are sought
_PINNED = b"/FileAttachment"
_CARRIED = re.compile(rb"/EF[\0\t\n\f\r ]*<<")
_CARRIED_FILE = re.compile(
    rb"/EF[\0\t\n\f\r ]*<<[^>]{0,200}?/(?:UF|F)[\0\t\n\f\r ]+(\d{1,9})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R"
)


def attachments(document: Document) -> Iterator[pdfium.FPDF_ATTACHMENT]:
    """Yield the files in the list of a PDF, then those pinned to its first pages, of each so many at most."""
    assert document.pdf is not None
    for index in range(min(listed(document.pdf), MOST_ATTACHMENTS)):
        yield pdfium.FPDFDoc_GetAttachment(document.pdf, index)
    if any(_PINNED in part for part in _parts(document)):
        for number in range(1, min(document.page_count, _MOST_PAGES) + 1):
            with open_page(document, number) as page:
                yield from _pinned(page)


def listed(pdf: pypdfium2.PdfDocument) -> int:
    """Return how many files are in the list of a PDF."""
    return max(0, int(pdfium.FPDFDoc_GetAttachmentCount(pdf)))


def carries_unlisted(document: Document, seen: int) -> bool:
    """Tell whether a PDF carries more files than those ``seen`` in its list and on its pages, wherever named."""
    carried = {found[1] for part in _parts(document) for found in _CARRIED_FILE.finditer(part)}
    return len(carried) > seen or (not seen and any(map(_CARRIED.search, _parts(document))))


def _parts(document: Document) -> Iterator[bytes]:
    data = document.file.content()
    yield data
    for packed in packed_objects(data):
        yield packed.content


def _pinned(page: pypdfium2.PdfPage) -> Iterator[pdfium.FPDF_ATTACHMENT]:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MOST_ATTACHMENTS)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                file = pdfium.FPDFAnnot_GetFileAttachment(note)
                if file:
                    yield file
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def name_of(attachment: pdfium.FPDF_ATTACHMENT) -> str:
    """Return the name of a carried file as it is written; nothing where it has none."""
    length = pdfium.FPDFAttachment_GetName(attachment, None, 0) if attachment else 0
    if not 2 <= length <= 4096:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (length // 2))()
    pdfium.FPDFAttachment_GetName(attachment, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def content_of(attachment: pdfium.FPDF_ATTACHMENT) -> bytes:
    """Return a carried file; its size is asked for before it is copied.

    Raises:
        XmlRefusedError: It is empty, too large or damaged.
    """
    length = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, length) or not length.value:
        raise XmlRefusedError("is empty or damaged")
    if length.value > LARGEST_XML:
        raise XmlRefusedError(f"has more than {LARGEST_XML // 1_000_000} MB")
    buffer = (ctypes.c_char * length.value)()
    if not pdfium.FPDFAttachment_GetFile(attachment, buffer, length.value, length):
        raise XmlRefusedError("is damaged")
    return bytes(buffer)
