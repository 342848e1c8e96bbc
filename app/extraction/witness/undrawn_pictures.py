"""What is on a page and cannot be drawn here: other programs may draw it, and cover with it what was read."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from app.extraction.pages.coded_sizes import JBIG2
from app.extraction.pages.drawings import FORM_DEPTH, MOST_OBJECTS, last_filter
from app.extraction.pages.second_engine import commands_of

UNDRAWN = "picture_not_drawn"
_PAINTS = re.compile(rb"(?:^|[\s)\]>])(?:Tj|TJ|['\"]|Do|sh|EI|[fFBbSs]\*?)(?=\s|$)")


def has_undrawn_picture(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a page has a picture whose data makes none: cut off, damaged, or coded in a way unknown here."""
    metadata = pdfium.FPDF_IMAGEOBJ_METADATA()
    for seen, item in enumerate(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=FORM_DEPTH)):
        if seen == MOST_OBJECTS:
            return False
        known = pdfium.FPDFImageObj_GetImageMetadata(item.raw, page.raw, metadata)
        # No bits for a pixel: it could not be begun. JBIG2 is begun by its size alone, so that is drawn.
        if not known or not metadata.bits_per_pixel or (last_filter(item.raw) == JBIG2 and not _is_drawn(item.raw)):
            return True
        if _is_taken_for_a_mask(item.raw, metadata):
            return True
    return False


def _is_taken_for_a_mask(item: pdfium.FPDF_PAGEOBJECT, metadata: pdfium.FPDF_IMAGEOBJ_METADATA) -> bool:
    """Tell whether a picture is drawn with one bit for a pixel and has more: it does not say what its colours are."""
    if metadata.bits_per_pixel != 1 or metadata.colorspace != pdfium.FPDF_COLORSPACE_UNKNOWN:
        return False
    masked = (int(metadata.width) + 7) // 8 * int(metadata.height)  # bytes
    return int(pdfium.FPDFImageObj_GetImageDataDecoded(item, None, 0)) > 2 * masked


def _is_drawn(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    bitmap = pdfium.FPDFImageObj_GetBitmap(item)
    if not bitmap:
        return False
    pdfium.FPDFBitmap_Destroy(bitmap)
    return True


def is_blank_here_alone(page: pypdfium2.PdfPage, path: Path, number: int) -> bool:
    """Tell whether a page on which nothing is drawn has commands that paint, or some that cannot be made out."""
    if pdfium.FPDFPage_CountObjects(page.raw):
        return False
    commands = commands_of(path, number)
    return commands is None or _PAINTS.search(commands) is not None
