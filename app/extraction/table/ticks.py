"""Ticks that somebody made by hand right of a table, as a scan reads them."""

from __future__ import annotations

from app.domain.provenance import Method
from app.extraction.values.rows import Row
from app.extraction.values.words import Word

# A tick by hand is read as so many signs at most, with less confidence than print has; it stands so many heights of
# its row right of the table. A sign of what is owed to us is none, however it was read.
_TICK, _UNSURE, _UNSURE_DIGIT, _BESIDE = 3, 60, 40, 0.8
_HARDLY, _STROKE = 80, 0.3  # of the end of a tick that was read as two words: its confidence, its distance in heights
_SIGNED = frozenset("-−–()")
_CREDIT = frozenset({"cr", "c/r", "n/c", "nc"})


def before_ticks(row: Row, edge: float) -> int:
    """Return how many words of a row stand before what a scan read of ticks that were made right of the table.

    They would draw the figures before them into the text of the row.
    """
    count = len(row.words)
    beside = edge + _BESIDE * row.height
    while count > 1 and row.words[count - 1].x0 > beside and _is_tick(row.words[count - 1]):
        count -= 1
    if count == len(row.words) and count > 2 and row.words[-2].x0 > beside and _ends_tick(row.words[-1], row.words[-2]):
        return count - 2
    return count


def _ends_tick(word: Word, before: Word) -> bool:
    """Tell whether a tick was read as two words: its end is one sign that is surer, and nearer than a blank."""
    near = word.x0 - before.x1 <= _STROKE * (word.bottom - word.top)
    one = len(word.text) == 1 and word.confidence < _HARDLY and not any(map(str.isdigit, word.text))
    return near and one and word.method is Method.OCR and word.text not in _SIGNED and _is_tick(before)


def _is_tick(word: Word) -> bool:
    """Tell whether a word may be a tick: few signs that nobody is sure of, of digits still less."""
    sure = _UNSURE_DIGIT if any(map(str.isdigit, word.text)) else _UNSURE
    credited = word.text.casefold().strip(".") in _CREDIT or not _SIGNED.isdisjoint(word.text)
    return word.method is Method.OCR and len(word.text) <= _TICK and word.confidence < sure and not credited
