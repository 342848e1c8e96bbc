"""Words of a scan that a pen has crossed out: a stroke that runs through a word from end to end, gaps and all."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.extraction.pages.picture import Pixels
from app.extraction.scans.missed_ink import SCALE
from app.extraction.values.words import Word

# A figure with decimals: print has no ink above its point, so a stroke need not reach out of it to be told.
_FIGURE = re.compile(r"\D{0,3}\d[\d.,'’]*[.,]\d{1,4}\D{0,3}", re.ASCII)
_SIGNS = 3  # letters and digits of a word; in a shorter one a stroke cannot be told from a letter
_BEYOND = 0.4  # of the height: so far a stroke reaches out of other words, at both ends
_INK = 0.4  # share of a word's contrast from which a pixel is ink
_LEAST_CONTRAST = 50  # of 255
_SOLID = 0.62  # share of ink in a word's place, above which it is a field and no word
_CENTRE = 0.2  # of the height, off above and below: serifs, underlines and rulings run outside
_OUTSIDE = 0.25  # what a column costs there, against 1 of one without ink
_WANTING = 0.06  # share of its columns that a stroke may be without ink
_ROWS = 2  # crossed out from end to end
_CLEAN = (0.2, 0.12)  # at most so many of a page's figures are wanting less than this; poor print runs together


def struck_words(picture: Pixels, words: Sequence[Word]) -> list[Word]:
    """Return the words that are crossed out in a page's picture of ``SCALE`` pixels a point."""
    told = [word for word in words if sum(map(str.isalnum, word.text)) >= _SIGNS and any(map(str.isdigit, word.text))]
    shares = [wanting(picture, word) for word in told]
    hit = [word for word, share in zip(told, shares, strict=True) if share <= _WANTING]
    figures = [(word, share) for word, share in zip(told, shares, strict=True) if share < 1.0]
    if _is_clean([share for _, share in figures]) or _are_whole_rows(hit, figures):
        return hit
    return []


def _is_clean(shares: Sequence[float]) -> bool:
    usual = sorted(shares)
    return bool(usual) and usual[round(_CLEAN[0] * (len(usual) - 1))] >= _CLEAN[1]


def _are_whole_rows(hit: Sequence[Word], figures: Sequence[tuple[Word, float]]) -> bool:
    """Tell whether all figures of a row or two are hit, on a page that is clean but for them: a line was crossed out.

    Of a short page these are more than a few of its figures.
    """
    tops: list[Word] = []
    for word in hit:
        if not any(_is_level(word, other) for other in tops):
            tops.append(word)
    level = [(word, share) for word, share in figures if any(_is_level(word, other) for other in tops)]
    others = [share for word, share in figures if not any(_is_level(word, other) for other in tops)]
    throughout = all(share <= _WANTING for _, share in level)
    return len(tops) <= _ROWS and throughout and len(others) >= len(level) and _is_clean(others)


def _is_level(one: Word, other: Word) -> bool:
    middle = (other.top + other.bottom) / 2
    return one.top < middle < one.bottom


def wanting(picture: Pixels, word: Word) -> float:
    """Return the share that the best stroke through a word is wanting: 0 where it runs through from end to end."""
    beyond = 0.0 if _FIGURE.fullmatch(word.text) else _BEYOND * (word.bottom - word.top)
    ink = _inked(picture, word, beyond)
    if ink is None or (beyond and not _reaches_out(ink, round(beyond * SCALE))):
        return 1.0
    high, wide = len(ink), len(ink[0])
    rim = round(_CENTRE * high)
    outside = np.full(high, _OUTSIDE)
    outside[rim : high - rim] = 0.0
    cost: npt.NDArray[np.float64] = np.where(ink, 0.0, 1.0) + outside[:, None]
    best: npt.NDArray[np.float64] = cost[:, 0]
    for at in range(1, wide):
        padded = np.concatenate(([np.inf], best, [np.inf]))
        best = cost[:, at] + np.minimum(np.minimum(padded[:-2], padded[1:-1]), padded[2:])
    least: float = min(best.tolist())
    return least / wide


def _reaches_out(ink: npt.NDArray[np.bool_], rim: int) -> bool:
    return bool(ink[:, :rim].any(axis=0).all() and ink[:, -rim:].any(axis=0).all())


def _inked(picture: Pixels, word: Word, beyond: float) -> npt.NDArray[np.bool_] | None:
    """Return where a word's place has ink, each stroke one pixel higher up and down; nothing where it is a field."""
    rows = slice(max(0, round(word.top * SCALE)), round(word.bottom * SCALE))
    left, right = round((word.x0 - beyond) * SCALE) + 1, round((word.x1 + beyond) * SCALE) - 1
    part = picture[rows, max(0, left) : max(0, right)].astype(np.int16)
    if min(part.shape) < 4:
        return None
    paper, darkest = np.percentile(part, (95, 3))
    if paper - darkest < _LEAST_CONTRAST:
        return None
    ink = part < paper - _INK * (paper - darkest)
    if ink.mean() > _SOLID:
        return None
    thick: npt.NDArray[np.bool_] = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    return thick
