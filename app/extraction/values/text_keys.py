"""How printed words are compared with the words we know: without case, accents, blanks and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from app.domain.letters import without_accents

_NOT_KEY = re.compile(r"[^a-z0-9#%]+")
_WORDS = re.compile(r"[a-z0-9]+")
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "№": "no", "º": "o", "°": "o"}
# A spelling is looked up with one wrong character from this length on; shorter words are too alike.
_LOOSE_LENGTH = 6
# Some shorter ones are still told where only these were taken for one another: "LVA" is "IVA", "BIW" is "BTW".
_SHORT_LENGTHS = (3, 4)
_STROKES = str.maketrans("l1jt|80", "iiiiibo")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the text in small ASCII letters where there are any, without accents; other characters stay."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    for printed, plain in _LETTERS.items():
        lowered = lowered.replace(printed, plain)
    return without_accents(lowered)


@lru_cache(maxsize=4096)
def fold_line(text: str) -> str:
    """Return a folded text with single blanks and plain apostrophes, as patterns of sentences expect it."""
    return " ".join(fold(text).replace("’", "'").split())


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """Return the key of a word or phrase: letters, digits, # and % only, so that "P.O. No" and "PO-No." are one."""
    return _NOT_KEY.sub("", fold(text))


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, split at everything that is neither letter nor digit."""
    return tuple(_WORDS.findall(fold(text)))


def _deletions(key: str) -> set[str]:
    return {key[:i] + key[i + 1 :] for i in range(len(key))}


def _beginnings_of(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key[:end] for key in keys for end in range(len(key) + 1))


class PhraseBook:
    """A dictionary of phrases that also finds them with one misread character (for recognised scans)."""

    __slots__ = ("_exact", "_firsts", "_loose", "_parts", "_short", "_starts", "longest")

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """Take the phrases of each meaning; one phrase may have several meanings."""
        exact: dict[str, list[str]] = {}
        self.longest = 1
        for meaning, spellings in phrases.items():
            for spelling in spellings:
                meanings = exact.setdefault(squeeze(spelling), [])
                if meaning not in meanings:
                    meanings.append(meaning)
                self.longest = max(self.longest, len(spelling.split()) + 1)
        exact.pop("", None)
        self._exact = {key: tuple(meanings) for key, meanings in exact.items()}
        self._loose: dict[str, str] | None = None
        self._short: dict[str, tuple[str, ...]] | None = None
        self._starts: frozenset[str] | None = None
        self._firsts: frozenset[str] | None = None
        self._parts: dict[tuple[str, ...], PhraseBook] = {}

    def only(self, *meanings: str) -> PhraseBook:
        """Return the book of those phrases that may mean one of these: a row without any of them is passed over."""
        part = self._parts.get(meanings)
        if part is None:
            part = PhraseBook({})
            part._exact = {key: found for key, found in self._exact.items() if not set(meanings).isdisjoint(found)}
            part.longest = self.longest
            self._parts[meanings] = part
        return part

    def over(self, more: Mapping[str, tuple[str, ...]]) -> PhraseBook:
        """Return a book in which these squeezed phrases mean this, and all others what they did."""
        if not more:
            return self
        book = PhraseBook({})
        book._exact = {**self._exact, **more}
        book._starts = self._beginnings() | _beginnings_of(more)
        book.longest = max(self.longest, 6)
        return book

    def meanings(self, key: str) -> tuple[str, ...]:
        """Return what a squeezed phrase means, or nothing."""
        return self._exact.get(key, ())

    def _beginnings(self) -> frozenset[str]:
        if self._starts is None:
            self._starts = _beginnings_of(self._exact)
        return self._starts

    def begins(self, key: str) -> bool:
        """Tell whether a squeezed word may be the first of a phrase; most words of a page begin none."""
        return key in (self._starts or self._beginnings())

    def any_begins(self, keys: Iterable[str]) -> bool:
        """Tell whether one of some squeezed words may be the first of a phrase; blank ones begin none.

        Where none may, no phrase stands among them, and nothing else need be asked of this book.
        """
        if self._firsts is None:
            self._firsts = self._beginnings() - {""}
        return not self._firsts.isdisjoint(keys)

    def beginning(self, keys: Iterable[str]) -> list[tuple[int, str, tuple[str, ...]]]:
        """Return the phrases that squeezed words begin with: of how many words, the key and the meanings of each.

        The longest is last. Most words begin no phrase at all, which one look tells.
        """
        starts = self._starts or self._beginnings()
        found = []
        whole = ""
        for count, key in enumerate(keys, 1):
            whole += key
            if whole not in starts:
                break
            meanings = self._exact.get(whole)
            if meanings:
                found.append((count, whole, meanings))
        return found

    def holds(self, keys: Sequence[str]) -> bool:
        """Tell whether a phrase stands among squeezed words; blank ones are passed over."""
        if not self.any_begins(keys):
            return False
        told = [key for key in keys if key]
        return any(self.begins(key) and self.beginning(told[at : at + self.longest]) for at, key in enumerate(told))

    def leading(self, keys: Iterable[str]) -> tuple[int, str, tuple[str, ...]]:
        """Return the longest phrase that squeezed words begin with; zero words where they begin with none."""
        found = self.beginning(keys)
        return found[-1] if found else (0, "", ())

    def loosely(self, key: str) -> tuple[str, ...]:
        """Return what a squeezed phrase means, allowing one wrong, missing or extra character in long words."""
        found = self._exact.get(key)
        if found or len(key) < _LOOSE_LENGTH:
            return found or ()
        if self._loose is None:
            self._loose = {}
            for known in self._exact:
                if len(known) >= _LOOSE_LENGTH:
                    for shorter in (known, *_deletions(known)):
                        self._loose.setdefault(shorter, known)
        for candidate in (key, *sorted(_deletions(key))):
            known_key = self._loose.get(candidate)
            if known_key is not None and abs(len(known_key) - len(key)) <= 1:
                return self._exact[known_key]
        return ()

    def like_short(self, key: str) -> tuple[str, ...]:
        """Return what a short squeezed word means once letters that a scan takes for one another are the same."""
        if len(key) not in _SHORT_LENGTHS:
            return ()
        if self._short is None:
            known = ((spelling.translate(_STROKES), means) for spelling, means in self._exact.items())
            self._short = {spelling: means for spelling, means in known if len(spelling) in _SHORT_LENGTHS}
        return self._short.get(key.translate(_STROKES), ())
