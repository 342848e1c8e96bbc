"""Parts ink and paper, whatever the light: shadows, light print on dark bands, grain."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from app.extraction.pages.picture import Pixels
from app.extraction.scans.in_small import SMALL, shrunk, shrunk_by

Means = npt.NDArray[np.float32]

_DARK_BAND = 0.55  # of the paper's brightness; print on what is darker is light
_BAND_INK = 0.68  # share of dark; print covers a third of its place, bold titles a little over half
_TALLEST_BAND = 0.4  # of the page
_LOWEST_BAND = 8  # pixels of the small picture, about 6 points
_GREY_BAND = 0.87  # of the paper's brightness; print on what is filled darker than this is lost on a coarse scan
_TALLEST_HEAD = 0.06  # of the page; what is grey and taller is a picture, a shadow or the paper of a slip
_NARROWEST_HEAD = 0.3  # of the page; a small grey field is read well as it is, and stamps have such
_FILLED = 0.8  # share of its outline that a filled band takes; stains and shadows take less
_SMOOTHINGS = (0.8, 1.4, 2.2)  # pixels
_GRAINY = 8e-3  # share of single pixels from which a page is grainy; print alone has a tenth of it
_PLACE = 0.12  # inches around a pixel that its level is taken from: a row of print and some paper
_LEVEL_STEP = 4  # pixels across that share one level
_LEAST_INK, _FULL_SPREAD = 0.22, 0.5  # Sauvola's k and R; R as a share of the brightness, for dark paper too


def evenly_lit(grey: Pixels) -> Pixels:
    """Divide by the brightness of the paper, so that shadows and stains fade."""
    small, _ = shrunk(grey, 600)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    paper = cv2.GaussianBlur(paper, (0, 0), 9)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(paper, 1), scale=245).astype(np.uint8, copy=False)


def unevenly_lit(grey: Pixels) -> bool:
    """Tell whether the paper is much darker in one part of the picture than in another."""
    small, _ = shrunk(grey, SMALL)  # which other steps need anyway; from there it is a short way down
    small = shrunk_by(small, min(1.0, 200 / max(small.shape)))
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    low, high = np.percentile(paper, (5, 95))
    return bool(high - low > 40)


def light_on_dark_turned(grey: Pixels) -> Pixels:
    """Turn light print on dark bands (titles, table heads) into dark print on light, which is what OCR reads."""
    small, scale = shrunk(grey, SMALL)
    turned = grey
    for left, top, right, bottom in _dark_bands(small):
        if turned is grey:
            turned = grey.copy()
        rows, columns = (
            slice(round(top / scale), round(bottom / scale)),
            slice(round(left / scale), round(right / scale)),
        )
        band = 255.0 - turned[rows, columns].astype(np.float32)
        white = max(1.0, float(np.median(band)))  # the band itself becomes as light as paper
        turned[rows, columns] = np.clip(band * (255.0 / white), 0.0, 255.0).astype(np.uint8)
    return turned


def grey_bands_lifted(grey: Pixels) -> Pixels:
    """Make wide bands that are filled with grey (table heads, rows) as light as the paper.

    Where ink and paper lie close together, as on a coarse scan with grain, OCR takes such a band and its print for one.
    """
    small, scale = shrunk(grey, SMALL)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))  # without letters
    white = float(np.percentile(paper, 90))
    filled = cv2.inRange(paper, _DARK_BAND * white, _GREY_BAND * white)
    filled = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((_LOWEST_BAND, 4 * _LOWEST_BAND), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(filled)
    lifted = grey
    for left, top, width, height, area in boxes[1:count].tolist():
        wide = width >= _NARROWEST_HEAD * small.shape[1] and height <= _TALLEST_HEAD * small.shape[0]
        if not wide or area < _FILLED * width * height:
            continue
        if lifted is grey:
            lifted = grey.copy()
        tone = float(np.median(paper[top : top + height, left : left + width]))
        rows = slice(round(top / scale), round((top + height) / scale))
        columns = slice(round(left / scale), round((left + width) / scale))
        lifted[rows, columns] = cv2.convertScaleAbs(lifted[rows, columns], alpha=white / tone)
    return lifted


def _dark_bands(small: Pixels) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right and bottom of each band of a page that is dark from side to side."""
    dark = (small < _DARK_BAND * np.percentile(small, 90)).astype(np.uint8)
    # closing takes the letters in a band away, opening what is too small for one
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((9, 40), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(opened)
    for left, top, width, height, _ in boxes[1:count].tolist():
        # print that stands close to a band has grown together with it; its rows are far lighter and fall away again
        shares = dark[top : top + height, left : left + width].mean(axis=1)
        full = np.flatnonzero(shares >= 0.5)
        if not full.size or height > _TALLEST_BAND * small.shape[0]:
            continue
        first, last = int(full[0]), int(full[-1]) + 1
        if last - first >= _LOWEST_BAND and shares[first:last].mean() >= _BAND_INK:
            yield left, top + first, left + width, top + last


def black_and_white(grey: Pixels) -> Pixels:
    """Part ink and paper at the level that separates them best (Otsu)."""
    _, parted = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return parted.astype(np.uint8, copy=False)


def without_grain(grey: Pixels) -> Pixels:
    """Part ink and paper; where the paper's grain comes out as ink, smooth it first, and more until it is gone."""
    parted = black_and_white(grey)
    for smoothing in _SMOOTHINGS:
        if not _grainy(parted):
            break
        parted = black_and_white(cv2.GaussianBlur(grey, (0, 0), smoothing).astype(np.uint8, copy=False))
    return parted


def _grainy(parted: Pixels) -> bool:
    """Tell whether far more pixels differ from all around them than at the edges of print."""
    return bool(np.count_nonzero(parted != cv2.medianBlur(parted, 3)) > _GRAINY * parted.size)


def black_and_white_by_place(grey: Pixels, dpi: float) -> Pixels:
    """Part ink and paper at a level that follows the light from place to place (Sauvola's rule)."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.0).astype(np.uint8, copy=False)
    height, width = smooth.shape
    # the level changes slowly from place to place; it is worked out of the sums of so many pixels each
    coarse = (max(1, width // _LEVEL_STEP), max(1, height // _LEVEL_STEP))
    side = 2 * round((2 * _PLACE * dpi / _LEVEL_STEP - 1) / 2) + 1
    mean = _around(smooth, coarse, side)
    square = _around(cv2.multiply(smooth, smooth, dtype=cv2.CV_16U).astype(np.uint16, copy=False), coarse, side)
    spread = np.sqrt(np.maximum(square - mean * mean, np.float32(0.0)))
    level = mean * (1.0 + _LEAST_INK * (spread / np.maximum(mean, np.float32(1.0)) / _FULL_SPREAD - 1.0))
    near = cv2.resize(np.rint(level).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.compare(smooth, near, cv2.CMP_GE).astype(np.uint8, copy=False)


def _around(values: npt.NDArray[np.uint8] | npt.NDArray[np.uint16], coarse: tuple[int, int], side: int) -> Means:
    """Return what values come to around each place of a coarser picture, over so many of its pixels."""
    rows, columns = coarse[1] * _LEVEL_STEP, coarse[0] * _LEVEL_STEP
    whole = values[:rows, :columns] if rows and columns and min(values.shape) >= _LEVEL_STEP else values
    small = cv2.resize(whole, coarse, interpolation=cv2.INTER_AREA).astype(np.float32)
    return cv2.boxFilter(small, cv2.CV_32F, (side, side), borderType=cv2.BORDER_REFLECT).astype(np.float32, copy=False)
