"""What other programs would show of a file: on paper, from the form in it, with another count of pages, or repaired.

People pay on what they see; where two good programs, or the screen and the printer, would show them different
invoices, none of these is the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from app.domain.finding import Finding
from app.extraction.pages.document import Document, open_page
from app.extraction.pages.document_kind import shown_name
from app.extraction.pages.oddities import CHANGING
from app.extraction.pages.packed_objects import packed_objects
from app.extraction.pages.picture import Pixels
from app.extraction.pages.pixel_sizes import capped_scale
from app.extraction.pages.second_engine import all_commands, outline
from app.extraction.witness.field_states import field_shown_otherwise
from app.extraction.witness.given_words import given_words
from app.extraction.witness.malformed_numbers import malformed_number
from app.extraction.witness.program_rules import has_program_colours, has_program_layers
from app.extraction.witness.revisions import begins_anew, without_carried
from app.extraction.witness.told_twice import key_told_twice, object_told_twice
from app.extraction.witness.undrawn_pictures import UNDRAWN, has_undrawn_picture, is_blank_here_alone

PRINTED = "printed_otherwise"
FORM = "form_shown_instead"
PAGES = "pages_counted_otherwise"
TWICE = "object_twice"
PORTFOLIO = "file_of_files"
RESIZED = "pages_sized_otherwise"
LAYERS = "layers_by_program"
COLOURS = "colours_by_program"
NUMBERS = "numbers_by_program"
_COLLECTION = re.compile(rb"/Collection[\0\t\n\f\r ]*(?:<<|\d{1,9} \d{1,5} R)")
_UNIT = b"/UserUnit"
_UNITS = re.compile(_UNIT + rb"[\0\t\n\f\r ]*([^\0\t\n\f\r />\[(]*)")
_ONE = re.compile(rb"\+?0*1(?:\.0*)?")
_DPI = 100.0
_OTHER = 60  # of 255: so different are ink and paper; what anti-aliasing does is less
_TRACE = 12  # pixels; less than this is no sign
_ELSEWHERE = frozenset({"GoToR", "GoToE", "Launch", "URI", "Thread"})  # actions that show something else
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
    counts = (second.pages, second.leaves) if second is not None else ()
    other = next((count for count in counts if count != document.page_count), None)
    if other is not None:
        yield Finding(
            PAGES,
            f"Two ways of reading the file count {document.page_count} and {_many(other, document)} pages. "
            "Ask the vendor for a whole one.",
        )
    if second is not None and second.opens in _ELSEWHERE:
        yield Finding(
            CHANGING,
            f"{shown_name(document.path)} shows another file when it is opened. Ask the vendor for a plain PDF.",
        )
    yield from _by_the_file(document.file.content())
    yield from given_words(document)
    yield from _malformed(document)
    for number in range(1, document.page_count + 1):
        yield from _by_the_page(document, number, layers=second is None or second.layers)
    if field := field_shown_otherwise(document):
        yield Finding(
            FORM,
            f"The box “{field}” of a form in the file has another value than it shows, so programs may differ on it. "
            "Ask the vendor for a plain PDF.",
        )


def _by_the_file(data: bytes) -> Iterator[Finding]:
    """Yield what the bytes of a file tell, without its pages."""
    data = without_carried(data)
    yield from _told_twice(data)
    if begins_anew(data):
        yield Finding(
            PORTFOLIO,
            "The file is two files, one behind the other, and programs show the one or the other. "
            "Ask the vendor for the invoice alone.",
        )
    packed = [one.content for one in packed_objects(data)]
    if any(map(_is_resized, (data, *packed))):
        yield Finding(
            RESIZED,
            "The file says that its points are larger or smaller than points are (UserUnit), so programs differ on "
            "the size of its pages. Ask the vendor for a plain PDF.",
        )
    if any(map(has_program_layers, (data, *packed))):
        yield Finding(
            LAYERS,
            "The file shows parts of its pages by the zoom, language or user of a program, so programs differ on them. "
            "Ask the vendor for a plain PDF.",
        )
    if any(map(has_program_colours, (data, *packed))):
        yield Finding(
            COLOURS,
            "The file has colours of its own that programs show pale or dark, so they differ on what is seen. "
            "Ask the vendor for a plain PDF.",
        )
    if any(map(_COLLECTION.search, (data, *packed))):
        yield Finding(
            PORTFOLIO,
            "The file is a folder of files, and programs show one of those instead of its page. "
            "Ask the vendor for the invoice alone.",
        )


def _by_the_page(document: Document, number: int, *, layers: bool) -> Iterator[Finding]:
    """Yield what the look of one page tells; ``layers``: the file may have some."""
    with open_page(document, number) as page:
        prints_otherwise = _prints_otherwise(page, layers=layers)
        undrawn = has_undrawn_picture(page)
        blank_here = is_blank_here_alone(page, document.path, number)
    if prints_otherwise:
        message = f"Page {number} shows on paper what it does not show on the screen. Print it to see."
        yield Finding(PRINTED, message)
    if undrawn:
        yield Finding(
            UNDRAWN,
            f"Page {number} has a picture that cannot be drawn here and that other programs may draw. "
            "Ask the vendor for a plain PDF.",
        )
    if blank_here:
        yield Finding(
            UNDRAWN,
            f"Page {number} is blank here, and the file has something for it that other programs may draw. "
            "Ask the vendor for a plain PDF.",
        )


def _malformed(document: Document) -> Iterator[Finding]:
    for number, commands in all_commands(document.path, document.page_count):
        if written := malformed_number(commands):
            yield Finding(
                NUMBERS,
                f"What draws page {number} has “{written}” for a number, of which programs make different ones, so "
                "they differ on what stands where. Ask the vendor for a plain PDF.",
            )
            return


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


def _is_resized(data: bytes) -> bool:
    """Tell whether a page has a unit of its own that is not 1."""
    return _UNIT in data and any(not _ONE.fullmatch(found[1]) for found in _UNITS.finditer(data))


def _many(pages: int, document: Document) -> str:
    return f"at least {pages}" if pages > document.page_count else str(pages)


def _prints_otherwise(page: pypdfium2.PdfPage, *, layers: bool) -> bool:
    """Tell whether paper shows more or less; only layers and notes can make it so."""
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
