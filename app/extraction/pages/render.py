"""Renders one page for the screen, standing as the boxes of its values do. Runs inside a worker process."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.domain.errors import InputError
from app.extraction.pages.document import Document, open_document, open_page
from app.extraction.pages.image import PageImage
from app.extraction.pages.picture import Pixels
from app.extraction.pages.picture_pages import colour_page_pixels
from app.extraction.pages.pixel_sizes import capped_scale

_WIDEST = 6_000  # pixels


def render_page(path: Path, page: int, width_px: int, turn: int = 0) -> PageImage:
    """Render a page, counted from 1, about ``width_px`` pixels wide, turned by quarter turns clockwise.

    Raises:
        InputError: The document cannot be opened, has no such page, or the page cannot be drawn.
    """
    width_px = max(16, min(width_px, _WIDEST))
    with open_document(path) as document:
        if not document.page_count:
            raise InputError("no_page", f"{path.name} is an electronic invoice without a page to show.")
        if not 1 <= page <= document.page_count:
            raise InputError(
                "no_such_page", f"{path.name} has no page {page}.", next_step=f"It has {document.page_count}."
            )
        pixels = _drawn(document, page, width_px, turn)
    pixels = np.ascontiguousarray(np.rot90(pixels, -turn))
    done, png = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not done:
        raise InputError("damaged", f"Page {page} of {path.name} cannot be drawn.", next_step="Fetch the file again.")
    return PageImage(pixels.shape[1], pixels.shape[0], png.tobytes())


def _drawn(document: Document, number: int, width_px: int, turn: int) -> Pixels:
    if document.pdf is None:
        return _fitted(colour_page_pixels(document, number), width_px, turn)
    with open_page(document, number) as page:
        width, height = page.get_size()
        scale = capped_scale(width, height, width_px / (height if turn % 2 else width))
        bitmap = page.render(scale=scale, draw_annots=True, may_draw_forms=True)
        try:
            return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
        finally:
            bitmap.close()


def _fitted(pixels: Pixels, width_px: int, turn: int) -> Pixels:
    height, width = pixels.shape[:2]
    scale = width_px / (height if turn % 2 else width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(pixels, size, interpolation=way).astype(np.uint8, copy=False)
