"""Finds how the rows of a photographed or bound page are bent, from where the words of a row stand beside each other.

Across a table a row may rise by more than half the way to the next one, and its amount would then stand in no row, or
in another. The words keep their places; only the rows are joined as they would be on a flat page.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np
import numpy.typing as npt

from app.extraction.values.bend import Bend
from app.extraction.values.words import Word

_POWERS = 4
_LEAST_WORDS = 30
_SURE = 60  # confidence from which a word counts as read
_TALL = frozenset("bdfhkl")  # small letters that are as high as figures
_SIZES = (0.6, 1.7)  # times the usual height: words in the size of the rows
_BESIDE, _LEVEL = 0.9, 0.6  # of that height: so far up or down the next word of a row may stand, and once levelled
_FARTHEST = 0.35  # of the page's width, from one word of a row to the next
_ROUNDS = 4
_STIFF = 0.0002  # for each pair: keeps powers small that the words do not ask for
_LEAST_BEND = 0.3  # of the usual height, from the highest to the lowest place of a row: less does no harm
_BETTER = 0.6  # times as far from level as before, at most, are the words of a row once they are levelled

Numbers = npt.NDArray[np.floating]
Pairs = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]


def bend_of(words: Sequence[Word], width: float, height: float) -> Bend | None:
    """Return how the rows of a page are bent; none where they are straight enough, or too few words tell."""
    usual = median([word.bottom - word.top for word in words] or [0.0])
    low, high = (share * usual for share in _SIZES)
    telling = [w for w in words if w.confidence >= _SURE and low <= w.bottom - w.top <= high and _has_a_head(w)]
    if len(telling) < _LEAST_WORDS:
        return None
    x0, x1, heads = (np.array(side) for side in zip(*((w.x0, w.x1, w.top) for w in telling), strict=True))
    terms = _terms((x0 + x1) / width - 1, 2 * heads / height - 1)
    factors: Numbers = np.zeros(terms.shape[1])
    pairs = _neighbours(x0, x1, heads, _BESIDE * usual, _FARTHEST * width)
    before = _off_level(heads, pairs)
    for _ in range(_ROUNDS):
        if len(pairs[0]) < _LEAST_WORDS:
            return None
        factors = _fitted(terms, heads, pairs, factors, usual)
        pairs = _neighbours(x0, x1, heads - terms @ factors, _LEVEL * usual, _FARTHEST * width)
    bent = terms @ factors
    if np.ptp(bent) < _LEAST_BEND * usual or _off_level(heads - bent, pairs) > _BETTER * before:
        return None
    return Bend(width, height, tuple(map(float, factors[:_POWERS])), (float(factors[-2]), float(factors[-1])))


def _has_a_head(word: Word) -> bool:
    """Tell whether a word is as high as a figure; its foot tells less, commas and many letters reach below the line."""
    return any(ch.isdigit() or ch.isupper() or ch in _TALL for ch in word.text)


def _terms(x: Numbers, y: Numbers) -> Numbers:
    return np.stack([*(x**power for power in range(1, _POWERS + 1)), x * y, x * x * y], axis=1)


def _neighbours(x0: Numbers, x1: Numbers, heads: Numbers, beside: float, farthest: float) -> Pairs:
    """Return each word that has a next one in its row, and which that is."""
    gap = x0[None, :] - x1[:, None]
    off = np.abs(heads[None, :] - heads[:, None])
    far = np.where((gap > 0) & (gap < farthest) & (off < beside), gap + 2 * off, np.inf)
    following = far.argmin(axis=1)
    left = np.flatnonzero(np.isfinite(far[np.arange(len(heads)), following]))
    return left, following[left]


def _fitted(
    terms: Numbers,
    heads: Numbers,
    pairs: Pairs,
    factors: Numbers,
    usual: float,
) -> Numbers:
    """Return the factors that make neighbours stand level; pairs that are far from it count little."""
    left, right = pairs
    steps, rises = terms[right] - terms[left], heads[right] - heads[left]
    weight = 1 / (1 + ((rises - steps @ factors) / (0.15 * usual)) ** 2)
    square = steps.T @ (steps * weight[:, None]) + _STIFF * len(left) * np.eye(terms.shape[1])
    solved: Numbers = np.linalg.solve(square, steps.T @ (rises * weight))
    return solved


def _off_level(heads: Numbers, pairs: Pairs) -> float:
    """Return how far the words of a row stand from level, those that are far apart counting more."""
    left, right = pairs
    return float(np.mean(np.minimum(np.abs(heads[right] - heads[left]), 4.0))) if len(left) else 0.0
