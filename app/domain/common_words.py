"""Whether two texts that name goods have any word in common, however shortened or written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from fractions import Fraction

from app.domain.letters import without_accents

_TELLING = 3  # letters of a word that names something
_WITHIN = 4  # letters of a word that is found inside another ("handschuhe" in "arbeitshandschuhe")
_LONG, _ALIKE = 5, 0.7  # letters, and the share of them that is alike: another ending, a scan's misreading
_ALIKE_WITHIN = 0.8  # the same where the first letters differ: a "laser" is no "washer", "zement" is cement


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, in small letters without accents."""
    return re.findall(r"[a-z]+|[0-9]+(?:[./][0-9]+)*", without_accents(text.casefold()))


def shares_a_word(text: str, others: Iterable[str], enough: int) -> bool:
    """Tell whether a text has any word or number of others; half-alike words are shared.

    Where either has fewer than ``enough`` words that name something, there is too little to tell by, and it has.
    """
    printed, known = words_of(text), [word for each in others for word in words_of(each)]
    if min(len(_naming(printed)), len(_naming(known))) < enough:
        return True
    joined = "".join(known), "".join(printed)
    if any(len(a) >= _WITHIN and a in joined[0] for a in printed) or any(
        len(b) >= _WITHIN and b in joined[1] for b in known
    ):
        return True
    return any(_half_alike(one, other) for one in printed for other in known)


def shared_names(text: str, other: str) -> Fraction:
    """Return the share of the words that name something which two texts have in common, of the longer of the two.

    Numbers and short words name nothing; half-alike words are shared ("ctn" is "carton").
    """
    printed, left = _naming(words_of(text)), _naming(words_of(other))
    most, common = max(len(printed), len(left)), 0
    for word in printed:
        partner = word if word in left else next((known for known in left if _half_alike(word, known)), "")
        if partner:
            left.remove(partner)
            common += 1
    return Fraction(common, most) if most else Fraction(0)


def _naming(words: Iterable[str]) -> list[str]:
    return [word for word in words if word.isalpha() and len(word) >= _TELLING]


def _half_alike(one: str, other: str) -> bool:
    if one == other or not (one.isalpha() and other.isalpha()):
        return one == other
    alike = _ALIKE if one[0] == other[0] else _ALIKE_WITHIN
    if min(len(one), len(other)) >= _LONG and SequenceMatcher(None, one, other, autojunk=False).ratio() >= alike:
        return True
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    return short[0] == long[0] and len(short) >= 2 and all(letter in letters for letter in short)
