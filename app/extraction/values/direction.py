"""Which words stand in a line of text, and which stand sideways in the margin or across the page."""

from __future__ import annotations

from collections.abc import Sequence

from app.extraction.values.words import Word

# A word of so few characters says nothing of the direction it is written in.
_SHORT = 2
# Upright letters are at least this share of their height wide.
_NARROWEST = 0.16
# A word so many times as high as most, narrow for it, and with others on it, is a watermark across the page; a vendor's
# name in large narrow letters ("Mill") stands alone.
_HUGE = 2.5
_SLANTED = 0.36


def by_direction(words: Sequence[Word], typical: float) -> tuple[list[Word], list[Word]]:
    """Return the words that stand in a line of text, as most do, and those that do not."""
    upright: list[Word] = []
    turned: list[Word] = []
    huge = _HUGE * typical
    for word in words:
        length, height = len(word.text), word.bottom - word.top
        if length <= _SHORT or (height <= huge and word.x1 - word.x0 >= _NARROWEST * length * height):
            upright.append(word)
        else:
            aside = _sideways(word, typical) or _slanted(word, words, typical)
            (turned if aside else upright).append(word)
    return upright, turned


def _sideways(word: Word, typical: float) -> bool:
    """Tell whether a word runs up or down the margin: far taller than the text, or far too narrow for its letters."""
    height, width = word.bottom - word.top, word.x1 - word.x0
    if height > 3 * typical and height > 2 * width:
        return True
    return width < _NARROWEST * len(word.text) * height


def _slanted(word: Word, words: Sequence[Word], typical: float) -> bool:
    """Tell whether a word is a watermark: huge, narrow for its height, and other words stand on it."""
    height, width = word.bottom - word.top, word.x1 - word.x0
    if height <= _HUGE * typical or width >= _SLANTED * len(word.text) * height:
        return False
    return any(
        word.x0 < (other.x0 + other.x1) / 2 < word.x1 and word.top < (other.top + other.bottom) / 2 < word.bottom
        for other in words
        if other is not word
    )
