"""Reading numbers that are spelled out: "nine thousand four hundred", "neuntausendvierhundert", "quatre-vingt-dix".

A run of words is read whole, by the grammar of one language, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from app.extraction.values.number_vocabulary import Tongue, all_atoms, tongues

_LONGEST = 150  # letters of a number
_LONGEST_WORD = 80
_MOST = 10**12
_LEAD = 3  # letters


def number_of(letters: str, tongue: Tongue) -> int | None:
    """Return the number that folded words spell, written together; None where they spell none, or more than one."""
    if len(letters) > _LONGEST:
        return None
    found = set(_numbers(letters, tongue, _MOST))
    return found.pop() if len(found) == 1 else None


def _numbers(letters: str, tongue: Tongue, limit: int) -> Iterator[int]:
    """Yield every number below a limit that the letters may spell."""
    yield from (value for value in _hundreds(letters, tongue) if value < limit)
    for scale in tongue.scales:
        if scale.value >= limit:
            continue
        for spelling in scale.spellings:
            for head, tail in _parted(letters, spelling):
                heads = list(_numbers(head, tongue, scale.most)) if head else [1] * scale.bare
                tails = [0] if not tail else [more for rest in _rests(tail, tongue) for more in
                                              _numbers(rest, tongue, scale.value)] if heads else []  # fmt: skip
                yield from (of * scale.value + more for of in heads for more in tails if of * scale.value < limit)


def _parted(letters: str, spelling: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and behind a word, wherever it stands."""
    at = letters.find(spelling)
    while at >= 0:
        yield letters[:at], letters[at + len(spelling) :]
        at = letters.find(spelling, at + 1)


def _rests(tail: str, tongue: Tongue) -> tuple[str, ...]:
    """Return what may follow hundreds or thousands, with the word that joins it and without."""
    return (tail, tail.removeprefix(tongue.joint)) if tail.startswith(tongue.joint) else (tail,)


def _hundreds(letters: str, tongue: Tongue) -> Iterator[int]:
    """Yield the numbers without thousands that the letters may spell."""
    if (value := tongue.below.get(letters)) is not None:
        yield value
    for at in range(3, len(letters) + 1):
        value = tongue.hundreds.get(letters[:at])
        if value is not None and at == len(letters):
            yield value
        elif value is not None:
            yield from (value + tongue.below[rest] for rest in _rests(letters[at:], tongue) if rest in tongue.below)
        value = tongue.elided.get(letters[:at])
        if value is not None and letters[at : at + 1] in {"o", "u"} and letters[at:] in tongue.below:
            yield value + tongue.below[letters[at:]]


@lru_cache(maxsize=8192)
def is_number_word(word: str, at: int) -> bool:
    """Tell whether a folded word is put together of number words of a language, given by its place."""
    return _is_put_together(word, tongues()[at])


def _is_put_together(word: str, tongue: Tongue) -> bool:
    if word in tongue.atoms:
        return True
    if len(word) > _LONGEST_WORD:
        return False
    ends = {0}
    parts = (*tongue.atoms, tongue.joint)
    for start in range(len(word)):
        if start in ends:
            ends.update(start + len(part) for part in parts if word.startswith(part, start))
    return len(word) in ends and word != tongue.joint


@lru_cache(maxsize=65536)
def spells_number(word: str) -> bool:
    """Tell whether a squeezed word of a page is a number word of any language; one look tells so of most."""
    if word[:_LEAD] not in _leads() or not word.isalpha():
        return False
    return any(is_number_word(word, at) for at in range(len(tongues())))


@lru_cache(maxsize=1)
def _leads() -> frozenset[str]:
    return frozenset(atom[:_LEAD] for atom in all_atoms())


@lru_cache(maxsize=8192)
def alike(word: str, at: int) -> tuple[str, ...]:
    """Return the number words of a language, given by its place, that a folded word has one letter other than."""
    if len(word) < _LEAD:
        return ()
    return tuple(sorted(atom for atom in tongues()[at].atoms if len(atom) >= _LEAD and _one_off(word, atom)))


def _one_off(one: str, other: str) -> bool:
    """Tell whether two words differ in one letter that is another, missing or too many."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    longer = len(one) - len(other)
    return one[same + (longer >= 0) :] == other[same + (longer <= 0) :]
