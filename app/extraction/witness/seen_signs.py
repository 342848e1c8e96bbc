"""The signs of a document that were seen for what they say, by the ink they are drawn with."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_SAME, _SAME_DIGIT = 0.25, 0.06  # share of a sign's ink that may differ; the bar that makes an 8 of a 0 has a tenth


_FINE = 9  # pixels of height; letters of fewer are not enlarged
_SIZE = 20  # pixels of height at which letters of different sizes are compared
_STRETCHED = 0.12  # of the relation of their sides, by which an enlarged letter may differ
_HALF = 127


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a text layer and the ink in its place: its columns and rows, one bit a pixel."""

    text: str
    columns: int
    rows: int
    ink: bytes


class SeenSigns:
    """The signs of a document that were seen for what they say, by the ink they are drawn with."""

    def __init__(self) -> None:
        self._known: set[Sign] = set()
        self._shapes: dict[str, list[NDArray[np.bool_]]] = {}
        self._unlike: dict[Sign, int] = {}  # with how many shapes a sign was compared that is like none of them

    def __contains__(self, sign: Sign) -> bool:
        """Tell whether a sign was seen drawn so, but for a rim of a pixel and what a neighbour has in its place."""
        if sign in self._known:
            return True
        shapes = self._shapes.get(sign.text, ())
        compared = self._unlike.get(sign, 0)
        if compared == len(shapes) or not sign.ink:
            return False
        shape = _shape(sign)
        if any(_same_sign(sign.text, shape, one) for one in shapes[compared:]):
            self._known.add(sign)
            return True
        self._unlike[sign] = len(shapes)
        return False

    def add(self, sign: Sign) -> None:
        """Keep how a sign is drawn."""
        if sign.ink and sign not in self:
            self._known.add(sign)
            self._shapes.setdefault(sign.text, []).append(_shape(sign))


def _same_sign(text: str, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
    """Tell whether two shapes of ink show the same sign: digits of one size, letters of any."""
    if _alike(one, other, _SAME_DIGIT if text.isdigit() else _SAME):
        return True
    if not text.isalpha() or min(len(one), len(other)) < _FINE or _wide(one, other):
        return False
    return _alike(_sized(one), _sized(other), _SAME)


def _wide(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
    """Tell whether two shapes have sides of so different length that they are no enlargement of each other."""
    first, second = one.shape[1] / one.shape[0], other.shape[1] / other.shape[0]
    return bool(abs(first - second) > _STRETCHED * max(first, second) + 1 / _SIZE)


def _sized(shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a shape at a set height."""
    size = (max(1, round(shape.shape[1] * _SIZE / shape.shape[0])), _SIZE)
    return cv2.resize(shape.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > _HALF


def _shape(sign: Sign) -> NDArray[np.bool_]:
    bits = np.unpackbits(np.frombuffer(sign.ink, np.uint8), count=sign.rows * sign.columns)
    return bits.reshape(sign.rows, sign.columns).astype(bool)


def _alike(one: NDArray[np.bool_], other: NDArray[np.bool_], most: float) -> bool:
    """Tell whether two shapes of ink are the same but for a share of it, one beside the other by a pixel at most."""
    if abs(one.shape[0] - other.shape[0]) > 1 or abs(one.shape[1] - other.shape[1]) > 1:
        return False
    high, wide = max(one.shape[0], other.shape[0]) + 1, max(one.shape[1], other.shape[1]) + 1
    first = np.zeros((high, wide), bool)
    first[: one.shape[0], : one.shape[1]] = one
    most_pixels = most * min(int(one.sum()), int(other.sum()))
    for down in range(high - other.shape[0] + 1):
        for across in range(wide - other.shape[1] + 1):
            moved = np.zeros((high, wide), bool)
            moved[down : down + other.shape[0], across : across + other.shape[1]] = other
            if int(np.count_nonzero(first ^ moved)) <= most_pixels:
                return True
    return False
