"""What tesseract saw on a page: which words are print, which belong together, and whether they make sense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from app.extraction.scans.tesseract import PixelWord

FEW_WORDS = 12
_BAND = 32  # pixels: words are looked up by the height they stand at
_LOWEST, _LOW = 0.15, re.compile(r"[-–—_=~.,'’\"]+")  # of the usual height of words; signs that are as low as a line
_DRAWN_OUT = 4  # times its height a piece of a line is long; what is shorter is a speck, or all that is left of a sign
_HYPHEN_GAP = 0.5  # of the height of the digits
_SURE = 60  # confidence from which a word counts as read
_UPRIGHT_SHARE = 0.45  # of sure words among all; a page read upside down has far fewer


def moved(word: PixelWord, across: float, down: float) -> PixelWord:
    """Return a word so many pixels farther right and down."""
    return replace(word, x0=word.x0 + across, top=word.top + down, x1=word.x1 + across, bottom=word.bottom + down)


def with_height(words: Sequence[PixelWord]) -> list[PixelWord]:
    """Drop what is far lower than print and yet read as letters: a piece of a ruling line, seen as "u" or ":"."""
    if not words:
        return []
    lowest = _LOWEST * median(word.bottom - word.top for word in words)
    return [word for word in words if not _piece_of_line(word, lowest)]


def _piece_of_line(word: PixelWord, lowest: float) -> bool:
    height = word.bottom - word.top
    return height < lowest and word.x1 - word.x0 >= _DRAWN_OUT * height and not _LOW.fullmatch(word.text)


def read_once(words: Sequence[PixelWord]) -> list[PixelWord]:
    """Drop pieces of words that tesseract also read whole: they lie inside the box of a surer word."""
    bands: dict[int, list[PixelWord]] = {}
    for word in words:
        for band in range(int(word.top // _BAND), int(word.bottom // _BAND) + 1):
            bands.setdefault(band, []).append(word)
    # what holds a word covers its middle
    near = (bands.get(int((word.top + word.bottom) / 2 // _BAND), ()) for word in words)
    return [word for word, others in zip(words, near, strict=True) if not any(_holds(other, word) for other in others)]


def _holds(whole: PixelWord, piece: PixelWord) -> bool:
    if whole is piece or whole.confidence <= piece.confidence or len(whole.text) <= len(piece.text):
        return False
    across = min(whole.x1, piece.x1) - max(whole.x0, piece.x0)
    down = min(whole.bottom, piece.bottom) - max(whole.top, piece.top)
    return across >= 0.9 * (piece.x1 - piece.x0) and down >= 0.9 * (piece.bottom - piece.top)


def rejoined(words: Sequence[PixelWord]) -> list[PixelWord]:
    """Join numbers that were parted behind their hyphen: "PO-" and "10553" side by side."""
    joined: list[PixelWord] = []
    for word in words:
        before = joined[-1] if joined else None
        if before is not None and _goes_on(before, word):
            top, bottom = min(before.top, word.top), max(before.bottom, word.bottom)
            sure = min(before.confidence, word.confidence)
            either = before.uncovered or word.uncovered
            joined[-1] = PixelWord(before.text + word.text, before.x0, top, word.x1, bottom, sure, either)
        else:
            joined.append(word)
    return joined


def _goes_on(before: PixelWord, word: PixelWord) -> bool:
    stem = before.text[:-1]
    if before.text[-1:] != "-" or not (stem.isalnum() and stem.upper() == stem) or not word.text[:1].isdigit():
        return False
    height = word.bottom - word.top
    level = min(before.bottom, word.bottom) - max(before.top, word.top) > 0.5 * height
    return level and -0.2 * height < word.x0 - before.x1 < _HYPHEN_GAP * height


def sense(words: Sequence[PixelWord]) -> int:
    """Return how much was read: the letters and digits of words tesseract is sure of."""
    return sum(sum(map(str.isalnum, word.text)) for word in words if word.confidence >= _SURE and len(word.text) > 1)


def makes_sense(words: Sequence[PixelWord]) -> bool:
    """Tell whether the page was read the right way up."""
    return len(words) >= FEW_WORDS and sure_share(words) >= _UPRIGHT_SHARE


def sure_share(words: Sequence[PixelWord]) -> float:
    """Return how many of the words tesseract is sure of; single signs never count as read."""
    return sum(word.confidence >= _SURE and len(word.text) > 1 for word in words) / max(1, len(words))
