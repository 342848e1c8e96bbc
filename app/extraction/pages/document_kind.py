"""What a file is, judged by its first bytes and its size alone: the check before anything is opened.

Nothing heavy is imported here, so intake may ask in the program's own process.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.domain.errors import InputError


class DocumentKind(StrEnum):
    """The kinds of document that can be read."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    XML = "xml"

    @property
    def picture(self) -> bool:
        """Tell whether the pages are pictures and nothing else."""
        return self not in (DocumentKind.PDF, DocumentKind.XML)


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """What is refused before it costs anything.

    Attributes:
        file_bytes: Largest file.
        pages: Most pages of one document.
        page_points: Longest side of a page, in points (200 inches).
        picture_pixels: Most pixels of one picture that is decoded whole.
        picture_side: Longest side of such a picture, in pixels.
        stored_pixels: Most pixels of a picture inside a page that is rendered, which reads it row by row.
        placed_pixels: Most pixels of all pictures of such a page, each as often as it is placed.
        page_characters: Most characters on one page.
    """

    file_bytes: int = 100_000_000
    pages: int = 5_000
    page_points: int = 14_400
    picture_pixels: int = 60_000_000
    picture_side: int = 16_000
    stored_pixels: int = 200_000_000
    placed_pixels: int = 600_000_000
    page_characters: int = 200_000


DEFAULT_LIMITS = DocumentLimits()

_HEAD = 1024
_TAIL = 4096
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", DocumentKind.PNG),
    (b"\xff\xd8\xff", DocumentKind.JPEG),
    (b"II*\x00", DocumentKind.TIFF),
    (b"MM\x00*", DocumentKind.TIFF),
)
_OTHERS = (
    (b"PK\x03\x04", "an Office document or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a WebP picture or a sound file"),
    (b"{\\rtf", "an RTF text"),
    (b"%!PS", "a PostScript file"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
)
# The first element of an electronic invoice that leaves out the XML declaration.
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:crossindustry|invoice|creditnote|standardbusinessdocument)", re.ASCII)
_CONVERT = "Save or print it as a PDF and take that in."
# What orders and master data mostly lie in: nobody has to ask a vendor for those.
_TABLES = (".csv", ".xlsx")
_IMPORT = "Import it (Ctrl+I, or tieout import) where it holds orders or master data; take an invoice in as a PDF."


def document_kind(path: Path, limits: DocumentLimits = DEFAULT_LIMITS) -> DocumentKind:
    """Tell what a file is, by its bytes; its name is not asked.

    Raises:
        InputError: It is missing, cannot be opened, is empty, too large, or not a document that can be read.
    """
    size = _size(path)
    if size == 0:
        raise InputError(
            "empty",
            f"{shown_name(path)} is empty (0 bytes).",
            next_step="Fetch the file again from where it came from.",
        )
    if size > limits.file_bytes:
        raise InputError(
            "too_large",
            f"{shown_name(path)} has {size // 1_000_000} MB; at most {limits.file_bytes // 1_000_000} MB are read.",
            next_step="Ask the vendor for a smaller file, or split it.",
        )
    return _kind_of(path, read_part(path, 0, _HEAD))


def ends_properly(path: Path) -> bool:
    """Tell whether a PDF has its end; one that was cut off has not, and may miss pages or lines."""
    return has_end(read_part(path, max(0, _size(path) - _TAIL), _TAIL))


def has_end(data: bytes) -> bool:
    """Tell whether the bytes of a PDF, or the last of them, have its end."""
    tail = data[-_TAIL:]
    return b"startxref" in tail and b"%%EOF" in tail


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes.

    Raises:
        InputError: The file cannot be read (unreadable_file).
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def shown_name(path: Path) -> str:
    """Return a file's name as text that can be stored and shown, whatever bytes it is made of."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def _size(path: Path) -> int:
    try:
        if not path.exists():
            raise InputError(
                "not_found", f"{shown_name(path)} is not there any more.", next_step="Choose the file again."
            )
        if not path.is_file():
            raise InputError("unreadable_file", f"{shown_name(path)} is not a file.", next_step="Choose a file.")
        return path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error


def read_part(path: Path, start: int, length: int) -> bytes:
    """Return at most so many bytes of a file.

    Raises:
        InputError: The file cannot be read (unreadable_file).
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            there = max(0, os.fstat(file.fileno()).st_size - start)
            return file.read(min(length, there))  # room for more than there is would cost its whole length
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        "unreadable_file",
        f"{shown_name(path)} cannot be opened: {error.strerror or error}.",
        next_step="Check that you may read the file and that the disk is there.",
    )


def _kind_of(path: Path, head: bytes) -> DocumentKind:
    if b"%PDF-" in head:
        return DocumentKind.PDF
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise InputError(
            "unsupported", f"{shown_name(path)} is a HEIC or AVIF picture.", next_step="Save it as JPEG or PDF."
        )
    for signature, what in _OTHERS:
        if head.startswith(signature):
            raise InputError("unsupported", f"{shown_name(path)} is {what}.", next_step=_next_step(path, _CONVERT))
    if _looks_like_xml(head):
        return DocumentKind.XML
    what = "a web page" if _looks_like_html(head) else "not a PDF, a picture or an electronic invoice"
    raise InputError(
        "not_a_document",
        f"{shown_name(path)} is {what}, whatever its name says.",
        next_step=_next_step(path, "Ask the vendor for the PDF."),
    )


def _next_step(path: Path, otherwise: str) -> str:
    return _IMPORT if path.suffix.casefold() in _TABLES else otherwise


def _looks_like_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def _looks_like_xml(head: bytes) -> bool:
    """Tell XML from the web pages that begin alike; whether it is an invoice shows when it is parsed."""
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if b"<html" in start or b"<!doctype html" in start:
        return False
    return start.startswith((b"<?xml", b"<!--")) or _ROOT.match(start) is not None
