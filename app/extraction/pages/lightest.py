"""The lightest of each pixel's colours: a stamp or a pen is palest in its own colour, print is dark in all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2

Colours = npt.NDArray[np.uint8]


def lightest_of(colours: Colours) -> Colours:
    """Return the lightest colour of each pixel of a picture that has three of them, and perhaps something behind."""
    first, second, third = cv2.split(colours)[:3]
    return cv2.max(cv2.max(first, second), third).astype(np.uint8, copy=False)


def drawn(page: pypdfium2.PdfPage, scale: float) -> Callable[[int], Colours]:
    """Return what takes the lightest colours of a page as it is drawn; to be asked while the page is open."""

    def take(smaller: int) -> Colours:
        bitmap = page.render(scale=scale / smaller, draw_annots=True)
        try:
            return lightest_of(bitmap.to_numpy())
        finally:
            bitmap.close()

    return cache(take)
