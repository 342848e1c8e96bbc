"""Ticks that a pen left behind the figures of a scan and that were read as words: they tear a row of sums apart.

They are far higher than the figure they stand behind, where a printed sign of it ("€", "CR", "-") is as high or lower.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.extraction.scans.tesseract import PixelWord

_READ_AS = re.compile(r"[/\\|√✓vVyYJjfeoiIlL7]{1,2}")  # what readers make of a stroke or two
_AMOUNT = re.compile(r"\d[.,]\d{2}(?:\s?[€$£])?", re.ASCII)
_CURRENCY = re.compile(r"[€$£]")
_HIGHER = 1.35  # times the figure (measured: ticks 1.4 and more, printed signs 1.0)
_BEHIND = 1.8  # heights of the tick: so near its figure ends, a currency sign between them or not


def without_ticks(words: Sequence[PixelWord]) -> list[PixelWord]:
    """Return the words of a page without ticks behind its figures."""
    return [word for word in words if not _READ_AS.fullmatch(word.text) or not _is_tick(word, words)]


def _is_tick(word: PixelWord, words: Sequence[PixelWord]) -> bool:
    high = word.bottom - word.top
    before = [other for other in words if other is not word and _stands_before(other, word, high)]
    figures = [other for other in before if _AMOUNT.search(other.text)]
    if not figures or not all(other in figures or _CURRENCY.fullmatch(other.text) for other in before):
        return False
    return all(high >= _HIGHER * (figure.bottom - figure.top) for figure in figures)


def _stands_before(other: PixelWord, word: PixelWord, high: float) -> bool:
    level = word.top < (other.top + other.bottom) / 2 < word.bottom
    return level and other.x0 < word.x0 and word.x0 - other.x1 <= _BEHIND * high
