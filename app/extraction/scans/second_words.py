"""Words made from the second reading of a place: one text becomes one or several words with places of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.provenance import Box, Method
from app.extraction.scans.second_reader import CellText
from app.extraction.values.words import Word

_BESIDE = 0.35  # what a picture of a cell shows beside its box, as a share of the box's height
_WORD = re.compile(r"\S+")


def words_from(seen: CellText, box: Box, first: str | None = None, *, doubted: bool = False) -> tuple[Word, ...]:
    """Return the words of a text that was read at a place; ``first`` is what the first reader saw there."""
    spans = [match.span() for match in _WORD.finditer(seen.text)]
    if len(spans) == 1 or len(seen.places) != len(seen.text):
        return (Word(seen.text, box, Method.OCR, seen.confidence, first, doubted=doubted),)
    margin = _BESIDE * (box.bottom - box.top)
    left, width = box.x0 - margin, box.x1 - box.x0 + 2 * margin
    places = [left + width * place for place in seen.places]
    half = 0.5 * width / max(1, len(places) + 1)
    made = []
    for start, end in spans:
        x0, x1 = max(box.x0, places[start] - half), min(box.x1, places[end - 1] + half)
        part = Box(box.page, x0, box.top, max(x1, x0 + 0.5), box.bottom)
        before = None if first is None else (first if start == spans[0][0] else "")
        made.append(Word(seen.text[start:end], part, Method.OCR, seen.confidence, before, doubted=doubted))
    return tuple(made)


def with_replaced(words: Sequence[Word], changes: dict[int, tuple[Word, ...]]) -> tuple[Word, ...]:
    """Return the words with some of them (by their index) replaced, in reading order."""
    kept = [new for index, word in enumerate(words) for new in changes.get(index, (word,))]
    return tuple(sorted(kept, key=lambda word: (round(word.bottom, 1), word.x0)))
