"""Noise in place of a page: specks all over that stand in no rows, which would keep tesseract busy for nothing."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from app.extraction.pages.picture import Pixels

_SIDE = 1000  # longest side, in pixels, of the picture that is judged: fine grain fades in it, strokes do not
_BROAD = 25  # pixels of it: what is larger both ways is a dark band or a stain, and no speck
# Measured: print has less ink (0.14, very dense; 0.27 with what a poor scanner made of tinted paper), or changes from
# row to row by 0.013 and more, under grain as well; noise, dense dots and checks change by less than 0.005.
_INK, _CHANGE = 0.3, 0.008


def only_specks(grey: Pixels) -> bool:
    """Tell whether a level page, dark on light, is covered with specks or strokes that stand in no rows.

    Whatever is in doubt is for tesseract to try, in the time that a page has.
    """
    scale = min(1.0, _SIDE / max(grey.shape))
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    # ink is what tesseract would take for it
    _, ink = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if np.mean(ink) < _INK:
        return False
    fine = cv2.morphologyEx(ink, cv2.MORPH_TOPHAT, np.ones((_BROAD, _BROAD), np.uint8)).astype(np.float32)
    return bool(np.mean(fine) >= _INK and max(_change(fine, 1), _change(fine, 0)) < _CHANGE)


def _change(ink: npt.NDArray[np.float32], along: int) -> float:
    """Return how much the ink changes from one row (1) or column (0) to the next, as a share of what there is."""
    shares = ink.mean(axis=along)
    return float(np.square(np.diff(shares)).sum() / max(1e-9, np.square(shares).sum()))
