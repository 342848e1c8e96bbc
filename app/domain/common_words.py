"""Whether two texts that name goods have any word in common, however shortened or written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from app.domain.letters import without_accents

_TELLING = 3  # letters of a word that names something
_WITHIN = 4  # letters of a word that is found inside another ("handschuhe" in "arbeitshandschuhe")
_LONG, _ALIKE = 5, 0.7  # letters, and the share of them that is alike: another ending, a scan's misreading


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, in small letters without accents."""
    return re.findall(r"[a-z]+|[0-9]+(?:[./][0-9]+)*", without_accents(text.casefold()))


def shares_a_word(text: str, others: Iterable[str], enough: int) -> bool:
    """Tell whether a text has any word or number of others; half-alike words are shared.

    Where either has fewer than ``enough`` words that name something, there is too little to tell by, and it has.
    """
    printed, known = words_of(text), [word for each in others for word in words_of(each)]
    if min(_telling(printed), _telling(known)) < enough:
        return True
    joined = "".join(known), "".join(printed)
    if any(len(a) >= _WITHIN and a in joined[0] for a in printed) or any(
        len(b) >= _WITHIN and b in joined[1] for b in known
    ):
        return True
    return any(_half_alike(one, other) for one in printed for other in known)


def _telling(words: Iterable[str]) -> int:
    return sum(word.isalpha() and len(word) >= _TELLING for word in words)


def _half_alike(one: str, other: str) -> bool:
    if one == other or not (one.isalpha() and other.isalpha()):
        return one == other
    long_enough = min(len(one), len(other)) >= _LONG
    if long_enough and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE:
        return True
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    return short[0] == long[0] and len(short) >= 2 and all(letter in letters for letter in short)
