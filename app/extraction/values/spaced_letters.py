"""Words printed in spaced letters ("I N V O I C E   D A T E") put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from app.domain.provenance import Box
from app.extraction.values.words import Word

_FEWEST = 4  # letters; fewer may be sizes or codes
_NARROW = 0.75  # of the height: letters of a word stand no farther from each other at the mean
_WIDE = 1.5  # of the height: nor does a word from the next
_WIDER = 1.7  # times the usual gap: there a word ends


def with_words_of_letters(words: Sequence[Word]) -> list[Word]:
    """Return the words of a row, left to right, with capitals that stand by themselves side by side joined to words."""
    if sum(map(_lone, [word for word in words if len(word.text) == 1])) < _FEWEST:
        return list(words)
    found: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not (_lone(word) and word.x0 - run[-1].x1 <= _WIDE * (word.bottom - word.top)):
            found.extend(_joined(run))
            run = []
        if _lone(word):
            run.append(word)
        else:
            found.append(word)
    return [*found, *_joined(run)]


def _lone(word: Word) -> bool:
    return len(word.text) == 1 and (word.text.isupper() or word.text == "&")


def _joined(run: Sequence[Word]) -> list[Word]:
    """Return the words that a run of letters spells; as it is where it is short, or its letters stand far apart."""
    if len(run) < _FEWEST:
        return list(run)
    gaps = [right.x0 - left.x1 for left, right in pairwise(run)]
    usual = median(gaps)
    if usual > _NARROW * (run[0].bottom - run[0].top):
        return list(run)
    parts: list[list[Word]] = [[run[0]]]
    for gap, letter in zip(gaps, run[1:], strict=True):
        if gap > _WIDER * usual:
            parts.append([])
        parts[-1].append(letter)
    return [_word(part) for part in parts]


def _word(letters: Sequence[Word]) -> Word:
    box = letters[0].box
    top, bottom = min(letter.top for letter in letters), max(letter.bottom for letter in letters)
    return replace(
        letters[0],
        text="".join(letter.text for letter in letters),
        box=Box(box.page, letters[0].x0, top, letters[-1].x1, bottom),
        confidence=min(letter.confidence for letter in letters),
    )
