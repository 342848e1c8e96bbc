"""Words made from the second reading of a place: one text becomes one or several words with places of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.provenance import Box, Method
from app.extraction.scans.second_reader import CellText
from app.extraction.values.words import Word

_BESIDE = 0.35  # what a picture of a cell shows beside its box, as a share of the box's height
_OUTSIDE = 0.1  # of the height: a character whose middle is farther from a place is no part of what stands there
_WORD = re.compile(r"\S+")


def words_from(seen: CellText, box: Box, first: str | None = None, *, doubted: bool = False) -> tuple[Word, ...]:
    """Return the words of a text that was read at a place; ``first`` is what the first reader saw there."""
    spans = [match.span() for match in _WORD.finditer(seen.text)]
    if len(spans) == 1 or len(seen.places) != len(seen.text):
        return (Word(seen.text, box, Method.OCR, seen.confidence, first, doubted=doubted),)
    places, width = _across(seen, box)
    half = 0.5 * width / max(1, len(places) + 1)
    made = []
    for start, end in spans:
        x0, x1 = max(box.x0, places[start] - half), min(box.x1, places[end - 1] + half)
        part = Box(box.page, x0, box.top, max(x1, x0 + 0.5), box.bottom)
        before = None if first is None else (first if start == spans[0][0] else "")
        made.append(Word(seen.text[start:end], part, Method.OCR, seen.confidence, before, doubted=doubted))
    return tuple(made)


def stands_beside(seen: CellText, box: Box) -> bool:
    """Tell whether all of a text was read in what the picture shows beside the place: it belongs to a neighbour."""
    outside = _OUTSIDE * (box.bottom - box.top)
    places, _ = _across(seen, box)
    return bool(places) and all(place < box.x0 - outside or place > box.x1 + outside for place in places)


def _across(seen: CellText, box: Box) -> tuple[list[float], float]:
    """Return where the characters stand on the page, and how much of it the picture of the cell shows across."""
    margin = _BESIDE * (box.bottom - box.top)
    width = box.x1 - box.x0 + 2 * margin
    return [box.x0 - margin + width * place for place in seen.places], width


def with_replaced(words: Sequence[Word], changes: dict[int, tuple[Word, ...]]) -> tuple[Word, ...]:
    """Return the words with some of them (by their index) replaced, in reading order."""
    kept = [new for index, word in enumerate(words) for new in changes.get(index, (word,))]
    return tuple(sorted(kept, key=lambda word: (round(word.bottom, 1), word.x0)))
