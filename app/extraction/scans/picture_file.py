"""The file in which tesseract is given a picture: what is black and white as one bit a pixel, grey as it is.

Tesseract takes a fifth of its work (measured) to read the pixels of a grey map one by one and to part them again into
ink and paper. Of one bit a pixel it reads the same words.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.extraction.pages.picture import Pixels
from app.extraction.scans.working_folder import no_room

_PLAIN = (cv2.IMWRITE_TIFF_COMPRESSION, 1)  # not compressed: it is read once, a moment later


def write_picture(picture: Pixels, file: Path) -> None:
    """Write a picture for tesseract, which tells its kind by what is in it, whatever the file is called.

    Raises:
        EnvironmentFault: There is no room for it (no_temp_folder).
    """
    try:
        file.write_bytes(_bits(picture) if _black_and_white(picture) else _grey(picture))
    except OSError as error:
        raise no_room(error) from error


def _black_and_white(picture: Pixels) -> bool:
    return cv2.countNonZero(cv2.inRange(picture, np.array(1), np.array(254))) == 0


def _bits(picture: Pixels) -> bytes:
    """Return a portable bitmap: a set bit is ink, and each row begins with a new byte."""
    height, width = picture.shape
    return b"P4\n%d %d\n" % (width, height) + np.packbits(picture == 0, axis=1).tobytes()


def _grey(picture: Pixels) -> bytes:
    _, data = cv2.imencode(".tif", picture, _PLAIN)
    return data.tobytes()
