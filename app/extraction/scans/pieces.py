"""Pieces of print on a scan, each a rectangle that lies along it; those of one text in line are joined."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from app.domain.provenance import Box

_SIGNS = 3  # separate pieces of ink in a text; a figure has as many, most signatures fewer
_LONG = 1.5  # width of a text over its height
_LONGER, _WRITTEN = 1.8, 9.0  # the same of a word written in one stroke, and its height in points
_WHOLE = 0.85  # of a text's width: a piece of it that is less wide lacks letters
# Of a text's height: how far a word may stand behind another, reach out of its line, and how high it is at least.
_BLANK, _OUT, _HIGH = 0.9, 0.25, 0.5
_TEXTS = 8  # of a page, the largest, of which more words are sought in their line


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of print, as a rectangle that lies along it.

    ``x`` and ``y`` are its middle, ``wide`` and ``high`` its sides, all in points of the page's words; ``angle`` is how
    far it is turned clockwise, in degrees; ``signs`` how many separate pieces of ink it has.
    """

    x: float
    y: float
    wide: float
    high: float
    angle: float
    signs: int

    def box(self, page: int) -> Box:
        """Return the upright box around it."""
        turn = math.radians(self.angle)
        along, across = abs(math.cos(turn)) / 2, abs(math.sin(turn)) / 2
        right, down = self.wide * along + self.high * across, self.wide * across + self.high * along
        return Box(page, self.x - right, self.y - down, self.x + right, self.y + down)


def is_long(piece: Piece) -> bool:
    """Tell whether a piece is long enough for a text; letters of one stroke are larger than print."""
    if piece.signs >= _SIGNS:
        return piece.wide >= _LONG * piece.high
    return piece.wide >= _LONGER * piece.high and piece.high >= _WRITTEN


def same(one: Piece, other: Piece) -> bool:
    """Tell whether a piece is, as a whole, what another is too."""
    near = max(abs(one.x - other.x), abs(one.y - other.y)) < one.high
    return near and other.high > one.high / 2 and other.wide > _WHOLE * one.wide


def is_part(piece: Piece, whole: Piece) -> bool:
    """Tell whether a piece is some of the letters of another, as large as they are."""
    apart = math.hypot(piece.x - whole.x, piece.y - whole.y)
    return apart < whole.wide / 2 and piece.high > whole.high / 2


def in_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with those joined that are words of one text, whichever way it runs: "DO", "NOT" and "PAY"."""
    rest = sorted(pieces, key=lambda one: -one.wide * one.high)
    texts: list[Piece] = []
    while rest:
        text, *rest = rest
        if len(texts) < _TEXTS and is_long(text):
            text, rest = _with_its_words(text, rest)
        texts.append(text)
    return texts


def _with_its_words(text: Piece, others: list[Piece]) -> tuple[Piece, list[Piece]]:
    """Return a text with all that stands in line with it, and the other pieces."""
    words = [text]
    while own := [one for one in others if _is_in_line(text, one)]:
        words.extend(own)
        others = [one for one in others if not any(one is other for other in own)]
        text = _around(words)
    return text, others


def _is_in_line(text: Piece, one: Piece) -> bool:
    """Tell whether a piece is one of the words of a text: no further along it than words stand apart, and as high."""
    turn, x, y = math.radians(text.angle), text.x, text.y
    seen = [(a - x, b - y) for a, b in _corners(one)]
    along = [a * math.cos(turn) + b * math.sin(turn) for a, b in seen]
    across = [b * math.cos(turn) - a * math.sin(turn) for a, b in seen]
    reach = (0.5 + _OUT) * text.high
    level = -reach <= min(across) and max(across) <= reach and max(across) - min(across) >= _HIGH * text.high
    return level and max(min(along), -max(along)) - text.wide / 2 <= _BLANK * text.high


def _corners(one: Piece) -> Iterator[tuple[float, float]]:
    turn = math.radians(one.angle)
    for right, down in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        along, across = right * one.wide / 2, down * one.high / 2
        yield (
            one.x + along * math.cos(turn) - across * math.sin(turn),
            one.y + along * math.sin(turn) + across * math.cos(turn),
        )


def _around(words: Sequence[Piece]) -> Piece:
    """Return the smallest rectangle around words."""
    corners = np.array([corner for one in words for corner in _corners(one)], np.float32)
    (x, y), (wide, high), angle = cv2.minAreaRect(corners)
    if wide < high:
        wide, high, angle = high, wide, angle - 90
    return Piece(x, y, wide, high, angle, sum(one.signs for one in words))
