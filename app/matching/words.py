"""When two words of a description are one: equal, abbreviated, in the plural, or misread by a scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from app.domain.identifiers import look_alike_key

_LONG_WORD = 8
_VOWELS = frozenset("aeiouy")
# What scans take for each other; both sides of a comparison are folded to the first of each class.
_MISREAD = str.maketrans("0cea1itfj58h2z69gquvrm", "oooo" + "lllll" + "sbb" + "zz" + "gggg" + "vv" + "nn")


def names_a_model(word: str) -> bool:
    """Tell whether a word is a model or part number, which names one thing like a figure does."""
    return not word.isalpha()


def same_word(first: str, second: str) -> bool:
    """Tell whether one word abbreviates the other, is its plural, or is it with characters misread."""
    if first[0] != second[0] and not (names_a_model(first) or names_a_model(second)):
        return False
    short, long = (first, second) if len(first) <= len(second) else (second, first)
    if short.isalpha() and long.isalpha():
        if _abbreviates(short, long):
            return True
        if len(short) >= _LONG_WORD and Levenshtein.distance(short, long, score_cutoff=1) <= 1:
            return True
    elif not short.isalpha() and not long.isalpha():
        return look_alike_key(short) == look_alike_key(long)
    return len(short) == len(long) > 2 and short.translate(_MISREAD) == long.translate(_MISREAD)


class WordBook:
    """A vocabulary, ready to be asked for every word of it that can be the same as a given one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._by_look: dict[str, list[str]] = defaultdict(list)
        self._by_misreading: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if word.isalpha():
                self._by_letter[word[0]].append(word)
            else:
                self._by_look[look_alike_key(word)].append(word)
            self._by_misreading[word.translate(_MISREAD)].append(word)
        self._known: dict[str, frozenset[str]] = {}

    def same_as(self, word: str) -> frozenset[str]:
        """Return the words of the vocabulary that are this one, abbreviate or misread it, or are so by it."""
        found = self._known.get(word)
        if found is None:
            near = self._by_letter.get(word[0], []) if word.isalpha() else self._by_look.get(look_alike_key(word), [])
            tried = (*near, *self._by_misreading.get(word.translate(_MISREAD), ()))
            found = frozenset(other for other in tried if other == word or same_word(word, other))
            self._known[word] = found
        return found


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether one word is the other cut off ("disp") or without its vowels ("blk"), or its singular.

    Letters in order are not enough: "red" is no "reinforced".
    """
    if len(short) < 2 or len(short) == len(long) or short[0] != long[0]:
        return False
    if long in (short + "s", short + "es"):
        return True
    if len(long) - len(short) >= 2 and long.startswith(short):
        return True
    if not _VOWELS.isdisjoint(short[1:]):
        return False
    letters = iter(long)
    return all(ch in letters for ch in short)
