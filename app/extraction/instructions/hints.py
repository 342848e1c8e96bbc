"""Why a clause was not understood, where that can be said: what a profile is not for, or a word that is misspelt."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from itertools import combinations

from app.extraction.instructions.grammar import is_understood
from app.extraction.instructions.said_values import Reader
from app.extraction.instructions.spoken_reasons import REASONS
from app.extraction.instructions.spoken_words import CHARGES, COLUMNS, FIELDS

_SHORTEST, _NEAR, _MOST_WRONG, _MOST_WORDS = 4, 0.8, 3, 20
_VERBS = (
    "column columns ignore skip lines rows starting beginning begin start contain containing dates written first month "
    "decimal comma point prices label called headed means stands below under spalte spalten zeilen beginnen enthalten "
    "ignorieren überspringen überschrift preise dezimalkomma dezimalpunkt letzte zeile steht heißt bedeutet unter vorne"
)


def reason_why(clause: str, reader: Reader) -> str | None:
    """Return why nothing was understood; None where nothing can be said of it."""
    for pattern, reason in REASONS:
        if pattern.fullmatch(clause):
            return reason
    meant = next(_spelt(clause, reader), None)
    return None if meant is None else f"did you mean “{reader.quotations.put_back(meant)}”?"


def _spelt(clause: str, reader: Reader) -> Iterator[str]:
    """Yield the clause with as few words spelt anew as make it understood; what is printed may be spelt as it likes."""
    words = clause.split()
    if len(words) > _MOST_WORDS:
        return
    near = {at: known for at, word in enumerate(words) if (known := _near(word)) is not None}
    for count in range(1, min(len(near), _MOST_WRONG) + 1):
        for places in combinations(near, count):
            meant = " ".join(near[at] if at in places else word for at, word in enumerate(words))
            if is_understood(meant, reader):
                yield meant


def _near(word: str) -> str | None:
    plain = word.casefold()
    if len(plain) < _SHORTEST or not plain.isalpha() or plain in _vocabulary():
        return None
    return next(iter(get_close_matches(plain, _vocabulary(), 1, _NEAR)), None)


@cache
def _vocabulary() -> frozenset[str]:
    names = (name for table in (COLUMNS, FIELDS, CHARGES) for names in table.values() for name in names)
    every = {word for name in names for word in name.split()} | set(_VERBS.split())
    return frozenset(word for word in every if len(word) >= _SHORTEST)
