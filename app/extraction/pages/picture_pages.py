"""The pages of picture files (JPEG, PNG, TIFF), for OCR and for the screen: as a camera held them, on white paper."""

from __future__ import annotations

import math
import warnings
from functools import cache, partial

import numpy as np
from PIL import Image, ImageOps

from app.domain.errors import InputError
from app.extraction.pages.document import Document, check_pixels, opened_again
from app.extraction.pages.document_kind import shown_name
from app.extraction.pages.lightest import lightest_of
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.pages.pixel_sizes import MOST_PIXELS, squared

_SHOWN_PIXELS = 6_000_000  # enough for any screen
_PLAUSIBLE_DPI = (60.0, 1300.0)
_PAPER_LENGTH = 11.69 * 72  # points; the longer side of a page when a picture does not say how large it is
_PLAUSIBLE_SIDE = (100.0, 1800.0)  # points
_ORIENTATION, _SIDEWAYS = 0x0112, (5, 6, 7, 8)  # Exif: held sideways
_COLOURED = frozenset({"RGB", "RGBA", "P", "YCbCr"})  # ways of keeping a picture file
_MOST_OF_EIGHT_BITS = 255


def picture_page_pixels(document: Document, number: int) -> PagePixels:
    """Return one page of a picture file, counted from 1, as grey pixels.

    Raises:
        InputError: The picture is damaged (damaged) or has too many pixels (too_large).
    """
    before = _mode(document)  # a JPEG is taken out in grey, where it is large, and says so from then on
    picture, size = _picture_page(document, number, "L", MOST_PIXELS)
    grey = squared(np.asarray(picture, dtype=np.uint8), size)
    coloured = not _COLOURED.isdisjoint({before, _mode(document)})
    lightest = cache(partial(_lightest_of_file, document, number, grey.size)) if coloured else None
    return PagePixels(grey, *size, lightest)


def _mode(document: Document) -> str:
    return document.picture.mode if document.picture is not None else ""


def _lightest_of_file(document: Document, number: int, pixels: int, smaller: int) -> Pixels:
    """Return the lightest colour of each pixel of a picture file, opened anew: one taken out in grey has no colours.

    So it is of a JPEG, which is taken out coarsely at once; any other still holds its colours.
    """
    picture = document.picture
    again = opened_again(document) if picture is None or picture.format == "JPEG" else document
    try:
        colours, size = _picture_page(again, number, "RGB", pixels if smaller == 1 else pixels // smaller**2)
        return squared(lightest_of(np.asarray(colours, dtype=np.uint8)), size)
    finally:
        if again is not document and again.picture is not None:
            again.picture.close()


def colour_page_pixels(document: Document, number: int) -> Pixels:
    """Return one page of a picture file as it is shown: blue, green, red; raises as picture_page_pixels does."""
    picture, size = _picture_page(document, number, "RGB", _SHOWN_PIXELS)
    return squared(np.ascontiguousarray(np.asarray(picture, dtype=np.uint8)[:, :, ::-1]), size)


def _picture_page(document: Document, number: int, mode: str, pixels: int) -> tuple[Image.Image, tuple[float, float]]:
    """Return a page as its camera held it, on white paper, of about so many pixels; and its size in points."""
    picture = document.picture
    if picture is None:
        raise ValueError("not a picture")
    try:
        picture.seek(number - 1)
        check_pixels(document.path, number, picture.size, document.limits)
        width, height = _size_in_points(picture)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            orientation = picture.getexif().get(_ORIENTATION)
            _decode_coarsely(picture, mode, pixels)
            upright = ImageOps.exif_transpose(_on_white(_reduced(_of_eight_bits(picture), pixels), mode))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise InputError(
            "damaged",
            f"Page {number} of {shown_name(document.path)} cannot be decoded.",
            next_step="Fetch the file again or ask the vendor to resend it.",
        ) from error
    return upright, (height, width) if orientation in _SIDEWAYS else (width, height)


def _decode_coarsely(picture: Image.Image, mode: str, pixels: int) -> None:
    """Let a JPEG be decoded at a half or a quarter where that still leaves more pixels than are kept."""
    width, height = picture.size
    scale = math.sqrt(pixels / (width * height))
    if scale < 1.0:
        picture.draft(mode, (round(width * scale), round(height * scale)))


def _of_eight_bits(picture: Image.Image) -> Image.Image:
    """Return a picture of sixteen bits of grey with the upper eight; converted as it is, all above 255 is white."""
    if not picture.mode.startswith("I"):
        return picture
    tones = np.asarray(picture)
    bits = 8 if int(tones.max(initial=0)) > _MOST_OF_EIGHT_BITS else 0
    grey = Image.fromarray(np.clip(tones >> bits, 0, _MOST_OF_EIGHT_BITS).astype(np.uint8))
    grey.info = {**picture.info, "exif": picture.getexif().tobytes()}
    return grey


def _reduced(picture: Image.Image, pixels: int) -> Image.Image:
    """Make a large picture small before it is copied from mode to mode; one of two tones needs its grey first."""
    factor = math.isqrt(math.prod(picture.size) // pixels)
    if factor < 2 or picture.mode in ("1", "P"):
        return picture
    reduced = picture.reduce(factor)
    reduced.info = picture.info
    return reduced


def _on_white(picture: Image.Image, mode: str) -> Image.Image:
    """Put a picture with transparent parts on white paper; its hidden colours are not part of what is seen."""
    seen = picture.convert(mode) if picture.mode != "P" else picture.convert("RGBA").convert(mode)
    if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA"):
        cover = (picture if "A" in picture.mode else picture.convert("RGBA")).getchannel("A")
        if cover.getextrema() != (255, 255):
            paper = Image.new(mode, picture.size, "white")
            paper.paste(seen, mask=cover)
            seen = paper
    if (exif := picture.getexif()).get(_ORIENTATION):
        seen.info["exif"] = exif.tobytes()
    return seen


def _size_in_points(picture: Image.Image) -> tuple[float, float]:
    width, height = picture.size
    dpi = picture.info.get("dpi")
    if isinstance(dpi, tuple) and len(dpi) == 2:
        across, down = (float(value) for value in dpi)
        low, high = _PLAUSIBLE_DPI
        if low <= across <= high and low <= down <= high:
            size = (width * 72 / across, height * 72 / down)
            if all(_PLAUSIBLE_SIDE[0] <= side <= _PLAUSIBLE_SIDE[1] for side in size):
                return size
    scale = _PAPER_LENGTH / max(width, height)
    return width * scale, height * scale
