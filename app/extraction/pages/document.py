"""Opens a document after the checks of its size and kind: a PDF through pdfium, a picture through Pillow.

Used inside worker processes only: pdfium aborts rather than raises when memory runs out.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, UnidentifiedImageError

from app.domain.errors import InputError
from app.extraction.pages.document_file import DocumentFile, take_file
from app.extraction.pages.document_kind import DEFAULT_LIMITS, DocumentKind, DocumentLimits, shown_name

_SMALLEST_SIDE = 3.0  # points; below this nothing can be printed
_STREAM, _STREAM_END = re.compile(rb">>[\0\t\n\f\r ]{0,8}stream\r?\n"), b"endstream"
_MOST_UNENDED = 500  # whole programs forget none; a file that was cut off lacks one
_JPEG_SCAN = b"\xff\xda"
_MOST_PASSES = 100  # a progressive JPEG has about ten, with a small one of itself inside twice that


@dataclass(frozen=True, slots=True)
class Document:
    """An opened document; ``pdf`` is None for pictures, ``picture`` is None for a PDF, XML has neither and no pages."""

    file: DocumentFile
    page_count: int
    limits: DocumentLimits
    complete: bool = True
    pdf: pypdfium2.PdfDocument | None = None
    picture: Image.Image | None = None

    @property
    def path(self) -> Path:
        """Where its file lies."""
        return self.file.path

    @property
    def kind(self) -> DocumentKind:
        """What its file is."""
        return self.file.kind


@contextmanager
def open_document(path: Path, limits: DocumentLimits = DEFAULT_LIMITS) -> Iterator[Document]:
    """Open a document for reading and close it afterwards.

    Raises:
        InputError: encrypted, damaged, empty, not_a_document, unsupported, too_large, too_many_pages,
            unreadable_file or not_found.
    """
    with open_file(take_file(path, limits), limits) as document:
        yield document


@contextmanager
def open_file(file: DocumentFile, limits: DocumentLimits = DEFAULT_LIMITS) -> Iterator[Document]:
    """Open a document whose file was taken, for reading, and close it afterwards.

    Raises:
        InputError: encrypted, damaged, too_large or too_many_pages.
    """
    document = _open(file, limits)
    try:
        yield document
    finally:
        for handle in (document.pdf, document.picture):
            if handle is not None:
                handle.close()


def opened_again(document: Document) -> Document:
    """Return a document opened once more, for its caller to close.

    The handle of a PDF keeps in memory every picture it ever read, and that of a picture how it was taken out first.

    Raises:
        InputError: As open_document does.
    """
    return _open(document.file, document.limits)


@contextmanager
def open_page(document: Document, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Load one page of a PDF, counted from 1, after a check of its size.

    Raises:
        InputError: The page cannot be loaded (damaged), or its size is not a page's (too_large).
    """
    if document.pdf is None:
        raise ValueError("a picture has no PDF pages")
    try:
        page = document.pdf[number - 1]
    except pypdfium2.PdfiumError as error:
        raise _damaged(document.path, f"page {number} cannot be loaded") from error
    try:
        _check_page_size(document, number, *page.get_size())
        yield page
    finally:
        page.close()


def _open(file: DocumentFile, limits: DocumentLimits) -> Document:
    if file.kind is DocumentKind.XML:
        return Document(file, 0, limits)  # parsed by whoever wants what it states; it has no page
    return _open_picture(file, limits) if file.kind.picture else _open_pdf(file, limits)


def _open_pdf(file: DocumentFile, limits: DocumentLimits) -> Document:
    path = file.path
    if file.kept is not None and _unended(file.kept) > _MOST_UNENDED:
        raise _damaged(path, "hundreds of its parts do not end")
    try:
        pdf = pypdfium2.PdfDocument(path if file.kept is None else file.kept)
    except pypdfium2.PdfiumError as error:
        raise _pdf_error(path, pdfium.FPDF_GetLastError()) from error
    pages = len(pdf)
    try:
        _check_page_count(path, pages, limits)
    except InputError:
        pdf.close()
        raise
    pdf.init_forms()  # before a page is loaded: what stands in the fields of a form is seen, and covers what is below
    return Document(file, pages, limits, file.complete(), pdf=pdf)


def _unended(data: bytes) -> int:
    """Return how many streams of a PDF lack their end: the end of each is sought through all the rest of the file."""
    return len(_STREAM.findall(data)) - data.count(_STREAM_END)


def _pdf_error(path: Path, code: int) -> InputError:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return InputError(
            "encrypted",
            f"{shown_name(path)} is protected by a password.",
            next_step="Ask the vendor for an open copy, or save one without the password.",
        )
    return _damaged(path, "its structure cannot be read")


def _damaged(path: Path, what: str) -> InputError:
    return InputError(
        "damaged",
        f"{shown_name(path)} is damaged: {what}.",
        next_step="Fetch the file again or ask the vendor to resend it.",
    )


def _open_picture(file: DocumentFile, limits: DocumentLimits) -> Document:
    path, kind = file.path, file.kind
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large pictures; the caps below decide
        try:
            # the very bytes whose hash is kept, whatever becomes of the file meanwhile
            picture = Image.open(path if file.kept is None else io.BytesIO(file.kept), formats=(kind.value,))
            pages = int(getattr(picture, "n_frames", 1)) if kind is DocumentKind.TIFF else 1
        except Image.DecompressionBombError as error:
            raise too_many_pixels(path, 1) from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
            raise _damaged(path, "the picture cannot be opened") from error
    try:
        _check_page_count(path, pages, limits)
        check_pixels(path, 1, picture.size, limits)
        if kind is DocumentKind.JPEG:
            check_scans(path, 1, file.content())
    except InputError:
        picture.close()
        raise
    return Document(file, pages, limits, picture=picture)


def check_pixels(path: Path, number: int, size: tuple[int, int], limits: DocumentLimits) -> None:
    """Refuse a picture of more pixels than memory should hold.

    Raises:
        InputError: too_large.
    """
    width, height = size
    if width * height > limits.picture_pixels or max(size) > limits.picture_side:
        raise too_many_pixels(path, number)


def check_scans(path: Path, number: int, data: bytes) -> None:
    """Refuse a JPEG that goes over all of its pixels again and again, as no camera and no scanner writes one.

    The mark is in no picture's own data, where such a byte is followed by a nought.

    Raises:
        InputError: too_large.
    """
    passes = data.count(_JPEG_SCAN)
    if passes > _MOST_PASSES:
        raise InputError(
            "too_large",
            f"The picture of page {number} in {shown_name(path)} is drawn in {passes} passes; nobody writes one so.",
            next_step="Scan it again at 300 dots per inch.",
        )


def too_many_pixels(path: Path, number: int) -> InputError:
    """Say that a page's picture is too large."""
    return InputError(
        "too_large",
        f"The picture of page {number} in {shown_name(path)} has more pixels than are decoded.",
        next_step="Scan it again at 300 dots per inch.",
    )


def _check_page_count(path: Path, pages: int, limits: DocumentLimits) -> None:
    if pages < 1:
        raise _damaged(path, "it has no pages")
    if pages > limits.pages:
        raise InputError(
            "too_many_pages",
            f"{shown_name(path)} has {pages} pages; at most {limits.pages} are read.",
            next_step="Split the file and take in the part with the invoice.",
        )


def _check_page_size(document: Document, number: int, width: float, height: float) -> None:
    limit = document.limits.page_points
    if not (_SMALLEST_SIDE <= width <= limit and _SMALLEST_SIDE <= height <= limit):
        raise InputError(
            "too_large",
            f"Page {number} of {shown_name(document.path)} claims a size of {width:.3g} by {height:.3g} points.",
            next_step="Print the file to a new PDF in a usual paper size.",
        )
