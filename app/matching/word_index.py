"""Which of many descriptions could be like a given one, found by their words and figures instead of pair by pair.

The answer may hold too many and never leaves one out that :func:`compare_texts` would not call different: every way in
which two words or figures can pair is looked up, and counted at the most it can be worth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.matching.descriptions import (
    CONTAINED_PERCENT,
    FIGURE_WEIGHT,
    Description,
    Rarity,
    same_numbers,
)
from app.matching.words import WordBook

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_INITIALS = range(2, 5)
_HEAVIEST = 12


class WordIndex:
    """Many descriptions, ready to be asked which are like another; they are named by their place in the sequence."""

    def __init__(self, texts: Sequence[Description], rarity: Rarity) -> None:
        import numpy as np

        self._count = len(texts)
        self._rarity = rarity
        places: dict[str, list[int]] = defaultdict(list)
        figures: dict[str, list[int]] = defaultdict(list)
        starts: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            _gather(places, text.words, place)
            _gather(figures, (figure.key for figure in text.figures), place)
            _gather(starts, text.starts, place)
        self._places = {word: np.array(found, dtype=np.intp) for word, found in places.items()}
        self._figures = {key: np.array(found, dtype=np.intp) for key, found in figures.items()}
        self._starting = {letter: _mask(where, self._count) for letter, where in starts.items()}
        self._book = WordBook(places)
        self._initials = [(word, frozenset(word)) for word in places if len(word) in _INITIALS]
        self._mass = np.array([_mass(text, rarity) for text in texts], dtype=np.int64)
        self._wordless = np.array([n for n, t in enumerate(texts) if not (t.words or t.figures)], dtype=np.intp)

    def may_be_alike(self, text: Description) -> tuple[int, ...]:
        """Return, in order, the places of all texts that could be like this one, and of those that say nothing."""
        import numpy as np

        if not (text.words or text.figures):
            return tuple(range(self._count))
        common = np.zeros(self._count, dtype=np.int64)
        for word in text.words:
            self._add_word(common, word)
        for short, letters in self._initials:
            if letters <= text.starts:
                common[self._places[short]] += _HEAVIEST * (len(short) + 1)
        for figure in text.figures:
            for key in same_numbers(figure):
                if key in self._figures:
                    common[self._figures[key]] += 2 * FIGURE_WEIGHT
        alike = common * 100 >= CONTAINED_PERCENT * (self._mass + _mass(text, self._rarity))
        alike[self._wordless] = True
        return tuple(np.flatnonzero(alike).tolist())

    def sharing_most(self, text: Description, fewest: int) -> tuple[int, ...]:
        """Return the places of the texts that share most words with this one: at least so many, where there are."""
        import numpy as np

        shared = np.zeros(self._count, dtype=np.int64)
        for word in set(text.words):
            if word in self._places:
                shared[self._places[word]] += 1
        if self._count <= fewest:
            return tuple(range(self._count))
        least = np.partition(shared, self._count - fewest)[self._count - fewest]
        return tuple(np.flatnonzero(shared >= least).tolist())

    def _add_word(self, common: NDArray[np.int64], word: str) -> None:
        """Count a word at the most that it can be worth in each text, both sides together."""
        own = self._rarity.weight(word)
        for other in self._book.same_as(word):
            common[self._places[other]] += 2 * max(own, self._rarity.weight(other))
        if len(word) in _INITIALS:
            masks = [self._starting.get(letter) for letter in set(word)]
            spelled = masks[0]
            for mask in masks[1:]:
                spelled = None if spelled is None or mask is None else spelled & mask
            if spelled is not None:
                common[spelled] += _HEAVIEST * (len(word) + 1)


def _gather(places: dict[str, list[int]], keys: Iterable[str], place: int) -> None:
    for key in set(keys):
        places[key].append(place)


def _mask(places: list[int], count: int) -> NDArray[np.bool_]:
    import numpy as np

    mask = np.zeros(count, dtype=np.bool_)
    mask[places] = True
    return mask


def _mass(text: Description, rarity: Rarity) -> int:
    return sum(map(rarity.weight, text.words)) + FIGURE_WEIGHT * len(text.figures)
