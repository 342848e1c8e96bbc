"""What a word is made of, where a scan or a label glued more than one together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.provenance import Box, Method
from app.extraction.values.words import Word

_LABELLED = re.compile(r"([^\W\d][^:]*?[^\W\d][.#)]?:)([^/:\s].*)")
# A recognised word without any of these is dirt on the glass.
_MEANT = re.compile(r"[^\W_]|[-–$€£#&/%()*:+−]")


def parts_of(word: Word) -> Iterable[Word]:
    """Return what a word is made of: most are whole."""
    if word.method is not Method.OCR:
        return _split_label(word)
    return [part for whole in _unruled(word) for part in _split_label(whole)]


def _unruled(word: Word) -> tuple[Word, ...]:
    """Part a recognised word where a ruling line was taken for a stroke ("2|BSE1091U"), and drop the stroke."""
    if not _MEANT.search(word.text):
        return ()
    if "|" not in word.text:
        return (word,)
    step = (word.x1 - word.x0) / len(word.text)
    parts = []
    for found in re.finditer(r"[^|]+", word.text):
        left, right = word.x0 + step * found.start(), word.x0 + step * found.end()
        box = Box(word.box.page, left, word.top, right, word.bottom)
        parts.append(Word(found.group(), box, word.method, word.confidence))
    return tuple(parts)


def _split_label(word: Word) -> tuple[Word, ...]:
    """Part a label from the value glued to it ("Kundennummer:2471")."""
    if ":" not in word.text[1:-1]:
        return (word,)
    found = _LABELLED.fullmatch(word.text)
    if found is None or found.group(2).startswith("//"):
        return (word,)
    label, value = found.groups()
    cut = word.x0 + (word.x1 - word.x0) * len(label) / len(word.text)
    box = word.box
    left = Word(label, Box(box.page, box.x0, box.top, cut, box.bottom), word.method, word.confidence)
    right = Word(value, Box(box.page, cut, box.top, box.x1, box.bottom), word.method, word.confidence)
    return (left, right)
