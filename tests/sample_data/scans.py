"""Turns a digital page into what a scanner makes of it: an image alone, a little skewed, noisy and compressed."""

import io
import time
import zlib

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from tests.sample_data.records import Scan

_PAPER = 250
_EPOCH = time.gmtime(0)


def scan(pdf: bytes, how: Scan, name: str) -> bytes:
    """The scanned document, as PDF, PNG or TIFF; `name` seeds the noise.

    One page only where the kind is png.
    """
    pages = [_worn(page, how, name) for page in _rastered(pdf, how.dpi)]
    out = io.BytesIO()
    if how.kind == "png":
        pages[0].quantize(8, dither=Image.Dither.NONE).save(out, "PNG", dpi=(how.dpi, how.dpi), optimize=True)
    elif how.kind == "tif":
        black = [page.point(lambda level: 255 if level > 150 else 0).convert("1") for page in pages]
        black[0].save(out, "TIFF", compression="group4", dpi=(how.dpi, how.dpi), save_all=True, append_images=black[1:])
    else:
        pages[0].save(
            out,
            "PDF",
            resolution=how.dpi,
            quality=how.quality,
            save_all=True,
            append_images=pages[1:],
            creationDate=_EPOCH,
            modDate=_EPOCH,
            producer="scanner",
        )
    return out.getvalue()


def _rastered(pdf: bytes, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def _worn(page: Image.Image, how: Scan, name: str) -> Image.Image:
    turned = page.rotate(how.skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(how.blur))
    grey = np.asarray(soft, dtype=np.float32) * (_PAPER / 255)
    random = np.random.default_rng(zlib.crc32(name.encode()))
    grey = grey + random.normal(0, how.noise, grey.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
