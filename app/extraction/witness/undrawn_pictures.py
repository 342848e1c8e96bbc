"""Pictures on a page that cannot be drawn here: other programs may draw them, and cover with them what was read."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from app.extraction.pages.coded_sizes import JBIG2
from app.extraction.pages.drawings import FORM_DEPTH, MOST_OBJECTS, last_filter

UNDRAWN = "picture_not_drawn"


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
    return False


def _is_drawn(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    bitmap = pdfium.FPDFImageObj_GetBitmap(item)
    if not bitmap:
        return False
    pdfium.FPDFBitmap_Destroy(bitmap)
    return True
