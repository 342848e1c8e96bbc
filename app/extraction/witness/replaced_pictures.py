"""Scans that an update put in the place of others: a picture says nothing in words that could be compared.

Signing a file, stamping it or filling a form adds ink to a page. What takes ink away shows another page than before.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pypdfium2

from app.domain.finding import Finding
from app.extraction.pages.picture import Pixels, render_grey
from app.extraction.pages.pixel_sizes import capped_scale
from app.extraction.witness.revisions import CHANGED, earlier_ends

_DPI = 75.0
_MOST_REVISIONS = 3
_MOST_PAGES = 5
_WORDS = 40  # characters; a page of more has words, which are compared (revisions)
_INK, _PAPER = 150, 220  # of 255, of three pixels square
_TRACE = 6  # pixels; less than this is no sign


def replaced_pictures(path: Path) -> Iterator[Finding]:
    """Yield a finding for the first page without words that an earlier revision of a file shows with other ink."""
    data = path.read_bytes()
    for end in earlier_ends(data, _MOST_REVISIONS):
        try:
            with pypdfium2.PdfDocument(data[:end]) as before, pypdfium2.PdfDocument(data) as after:
                pages = range(min(len(before), len(after), _MOST_PAGES))
                page = next((page for page in pages if _lost_ink(before, after, page)), None)
        except pypdfium2.PdfiumError:
            continue  # no whole file ends there
        if page is not None:
            yield Finding(
                CHANGED,
                f"The file was changed after it was made: an earlier revision shows page {page + 1} otherwise. "
                "Ask the vendor which holds.",
            )
            return


def _lost_ink(before: pypdfium2.PdfDocument, after: pypdfium2.PdfDocument, page: int) -> bool:
    """Tell whether a page without words showed something that it no longer shows."""
    shown = _picture(before, page)
    if shown is None:
        return False
    now = _picture(after, page, words=True)
    if now is None or now.shape != shown.shape:
        return True
    lost = (cv2.blur(shown, (3, 3)) < _INK) & (cv2.erode(now, np.ones((3, 3), np.uint8)) > _PAPER)
    return int(np.count_nonzero(lost)) >= _TRACE


def _picture(document: pypdfium2.PdfDocument, number: int, *, words: bool = False) -> Pixels | None:
    """Draw a page coarsely; None where it has words, unless those are asked for as well."""
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            if not words and text.count_chars() > _WORDS:
                return None
        finally:
            text.close()
        width, height = page.get_size()
        if min(width, height) < 1:
            return None
        return render_grey(page, capped_scale(width, height, _DPI / 72))
    finally:
        page.close()
