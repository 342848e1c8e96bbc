"""Looks up on the pages whether a value is printed there, in whatever form, and where.

Of a long document the words are not kept: what will be asked for is known from the electronic invoice, and is looked up
page by page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from app.domain.provenance import Box, Method
from app.extraction.values.dates import find_date
from app.extraction.values.numerals import DecimalMark, read_number, split_glued
from app.extraction.values.rows import Row, box_of, join_rows, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import PageText, Word

_LONGEST_TEXT = 10  # words of a name or number
_LONGEST_DATE = 4  # words of a date
_GROUP = re.compile(r"[0-9]{3}(?:[.,][0-9]+)?", re.ASCII)
_LEAD = re.compile(r"[-(]?[0-9]{1,3}", re.ASCII)
_MOST_GROUPS = 4
_REACH = 3.0  # points above and below a line's figures that still belong to it


class Printed(Protocol):
    """What is printed on the pages of a document."""

    @property
    def any(self) -> bool:
        """Tell whether anything is printed at all."""

    @property
    def scanned(self) -> bool:
        """Tell whether any of it was recognised from a picture."""

    def text(self, value: str) -> Box | None:
        """Return where these words, or this number of a document, stand; case, blanks and punctuation set aside."""

    def number(self, value: Decimal, within: Box | None = None) -> Box | None:
        """Return where this number stands, whatever its sign; ``within`` asks for the height of one line only."""

    def day(self, value: date) -> Box | None:
        """Return where this date stands, the day or the month first."""

    def has_word(self, word: str) -> bool:
        """Tell whether a word stands anywhere, by itself; case set aside."""


class PrintedWords:
    """The words of a document, indexed when first asked for."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self._pages = pages

    @property
    def any(self) -> bool:
        """Tell whether anything is printed at all."""
        return any(page.words for page in self._pages)

    @cached_property
    def scanned(self) -> bool:
        """Tell whether any of it was recognised from a picture."""
        return any(word.method is Method.OCR for page in self._pages for word in page.words)

    def text(self, value: str) -> Box | None:
        """Return where these words, or this number of a document, stand; case, blanks and punctuation set aside."""
        key = squeeze(value)
        if not key:
            return None
        for row, keys in self._keyed_rows:
            for start in range(len(keys)):
                length = _match(keys, start, key)
                if length:
                    return box_of(row.words[start : start + length])
        return None

    def number(self, value: Decimal, within: Box | None = None) -> Box | None:
        """Return where this number stands, whatever its sign; ``within`` asks for the height of one line only."""
        return _first_beside(self.numbers.get(abs(value), ()), within)

    def day(self, value: date) -> Box | None:
        """Return where this date stands, the day or the month first."""
        for row in self._rows:
            for start in range(len(row.words)):
                words = row.words[start : start + _LONGEST_DATE]
                if not any(ch.isdigit() for word in words[:2] for ch in word.text):
                    continue
                found = find_date(join_words(words))
                if found is not None and value in (found.day_first, found.month_first):
                    return box_of(words)
        return None

    def has_word(self, word: str) -> bool:
        """Tell whether a word stands anywhere, by itself; case set aside."""
        return squeeze(word) in self.keys

    @cached_property
    def keys(self) -> frozenset[str]:
        """The words that stand there, folded, those of one sign left out."""
        return frozenset(key for page in self._pages for word in page.words if len(key := squeeze(word.text)) > 1)

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return tuple(row for page in self._pages for row in join_rows(page))

    @cached_property
    def _keyed_rows(self) -> tuple[tuple[Row, tuple[str, ...]], ...]:
        return tuple((row, tuple(squeeze(word.text) for word in row.words)) for row in self._rows)

    @cached_property
    def numbers(self) -> Mapping[Decimal, Sequence[Box]]:
        """Every number that stands there, without its sign, and where."""
        found: dict[Decimal, list[Box]] = defaultdict(list)
        for row in self._rows:
            for text, words in _figures(row.words):
                for value in _readings(text):
                    found[abs(value)].append(box_of(words))
        return found


class PrintedAcross:
    """What is printed on the pages of a long document: its numbers, and those texts and days that will be asked for."""

    def __init__(self, texts: Sequence[str], days: Sequence[date]) -> None:
        self.any = self.scanned = False
        self._texts: dict[str, Box | None] = dict.fromkeys(texts)
        self._days: dict[date, Box | None] = dict.fromkeys(days)
        self._numbers: dict[Decimal, list[Box]] = defaultdict(list)
        self._keys: set[str] = set()

    def add(self, page: PageText) -> None:
        """Look at the next page, and keep no more of it than where its numbers stand."""
        words = PrintedWords([page])
        self.any, self.scanned = self.any or words.any, self.scanned or words.scanned
        for value, boxes in words.numbers.items():
            self._numbers[value].extend(boxes)
        self._keys |= words.keys
        self._texts.update({text: words.text(text) for text, box in self._texts.items() if box is None})
        self._days.update({day: words.day(day) for day, box in self._days.items() if box is None})

    def text(self, value: str) -> Box | None:
        """Return where a text stands that was named at the beginning."""
        return self._texts[value]

    def number(self, value: Decimal, within: Box | None = None) -> Box | None:
        """Return where this number stands, whatever its sign; ``within`` asks for the height of one line only."""
        return _first_beside(self._numbers.get(abs(value), ()), within)

    def day(self, value: date) -> Box | None:
        """Return where a date stands that was named at the beginning."""
        return self._days[value]

    def has_word(self, word: str) -> bool:
        """Tell whether a word stands anywhere, by itself; case set aside."""
        return squeeze(word) in self._keys


def _first_beside(boxes: Sequence[Box], within: Box | None) -> Box | None:
    return next((box for box in boxes if within is None or _beside(box, within)), None)


def _match(keys: Sequence[str], start: int, key: str) -> int:
    """Return how many words from here on make up the key; 0 where they do not."""
    text = keys[start]
    # A label may be glued to a number: "Nr.471102".
    if len(text) > len(key) and text.endswith(key) and key[0].isdigit() and text[-len(key) - 1].isalpha():
        return 1
    for length in range(1, min(_LONGEST_TEXT, len(keys) - start) + 1):
        if text == key:
            return length
        if not key.startswith(text) or start + length >= len(keys):
            return 0
        text += keys[start + length]
    return 0


def _figures(words: Sequence[Word]) -> Iterator[tuple[str, Sequence[Word]]]:
    """Yield words that may be numbers, and numbers whose thousands are parted by blanks."""
    for index, word in enumerate(words):
        if not any(ch.isdigit() for ch in word.text):
            continue
        yield word.text, words[index : index + 1]
        if not _LEAD.fullmatch(word.text):
            continue
        text = word.text
        for length in range(1, _MOST_GROUPS):
            following = words[index + length : index + length + 1]
            if not following or not _GROUP.fullmatch(following[0].text):
                break
            text += following[0].text
            yield text, words[index : index + length + 1]


def _readings(text: str) -> set[Decimal]:
    bodies = [text.strip("*=:|;"), *(part for part in (split_glued(text) or ())[:1])]
    found = (read_number(body, mark) for body in bodies for mark in DecimalMark)
    return {numeral.value for numeral in found if numeral is not None}


def _beside(box: Box, line: Box) -> bool:
    middle = (box.top + box.bottom) / 2
    return box.page == line.page and line.top - _REACH <= middle <= line.bottom + _REACH
