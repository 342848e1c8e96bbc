"""Text of a page that nobody sees by the way it is written: unpainted, off the page, or of no size; and hidden notes.

What is painted and cannot be seen all the same, as white on white, only the picture of the page tells.
"""

from __future__ import annotations

import ctypes
import math

import pypdfium2
import pypdfium2.raw as pdfium

from app.extraction.pages import pdfium_calls
from app.extraction.pages.attached_notes import hidden_notes
from app.extraction.pages.characters import INVISIBLE
from app.extraction.pages.geometry import Matrix, bounds, to_shown
from app.extraction.pages.page_words import SMALLEST_TEXT

_ENDS = frozenset((0x0A, 0x0D))
_LAST = 0x10FFFF
_MOST_ROWS, _LONGEST_ROW = 500, 400
_DEEPEST_PAGE = 14_400.0  # points


def unseen_rows(page: pypdfium2.PdfPage, most: int) -> list[str]:
    """Return the rows of such text, of so many characters at most, and what hidden notes and fields say."""
    rows = [*hidden_notes(page)]
    text_page = page.get_textpage()
    try:
        rows += _rows(page, text_page.raw, min(text_page.count_chars(), most))
    finally:
        text_page.close()
    return [" ".join(row.split()) for row in rows[:_MOST_ROWS] if any(map(str.isalnum, row))]


def _rows(page: pypdfium2.PdfPage, text_page: pdfium.FPDF_TEXTPAGE, count: int) -> list[str]:
    """Return the rows that are in the file and not seen: a row ends where the text breaks, or goes on to be seen."""
    size = page.get_size()
    shown, raw, box = to_shown(page, *size), pdfium_calls.address_of(text_page), pdfium.FS_RECTF()
    rows, row, last, painted = [], "", -1, True
    for index in range(count):
        code = pdfium_calls.code_of(raw, index)
        text_object = pdfium_calls.text_object_of(raw, index)
        if text_object != last:
            last = text_object
            painted = not text_object or pdfium_calls.render_mode(text_object) not in INVISIBLE
        blank = 0 <= code <= _LAST and chr(code).isspace()
        known = pdfium_calls.box_of(raw, index, ctypes.addressof(box))
        unseen = not blank and not (painted and known and _is_on_page(box, shown, size))
        if code in _ENDS or (not unseen and not blank) or len(row) > _LONGEST_ROW:
            rows.append(row)
            row = ""
        if unseen or (blank and row):
            row += chr(code) if 0 < code <= _LAST else "\ufffd"
    return [one for one in (*rows, row) if one.strip()]


def _is_on_page(box: pdfium.FS_RECTF, shown: Matrix, size: tuple[float, float]) -> bool:
    """Tell whether a character stands on what is shown of the page, and is high or wide enough to be seen."""
    place = bounds(shown, box.left, box.bottom, box.right, box.top)
    if not all(map(math.isfinite, place)) or max(map(abs, place)) > _DEEPEST_PAGE:
        return False
    x0, top, x1, bottom = place
    large = max(x1 - x0, bottom - top) >= SMALLEST_TEXT
    return large and x1 > 0 and bottom > 0 and x0 < size[0] and top < size[1]
