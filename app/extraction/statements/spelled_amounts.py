"""Reading an amount of money that is spelled out, with its currency and its cents, in words or in figures.

"Nine thousand four hundred and 45/100 US dollars", "neuf mille euros et 45 centimes", "milleduecento/45". Its words
are read whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.provenance import Method
from app.extraction.statements.spelled_words import (
    AS_SHOWN,
    CURRENCIES,
    ENDS,
    FILLS,
    JOINTS,
    MINORS,
    NOUGHT,
    POINTS,
    words_of,
)
from app.extraction.values.number_vocabulary import Tongue, tongues
from app.extraction.values.number_words import alike, is_number_word, number_of
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold

_FIGURES_BEHIND = re.compile(r"(?<=[a-z]),(?=\d\d(?!\d))")  # "milleduecento,45"
_TOKENS = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[/$€£&%]|[.;:()!?]")
_STOPS = frozenset(".;:()!?")
_MISTAKEN = str.maketrans("015", "ols")  # what a scan's letters are read as
_SKIPPED = 10  # words between a label and its number
_CENTS = 100
_HUNDREDFOLD = words_of("hundred hundert honderd thousand million millions lakh crore tausend duizend mil mille mila")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a page, folded.

    Attributes:
        text: It.
        cell: Which of the cells that are looked at it stands in.
        place: Its row, its cell and its turn there.
        stopped: A sentence ended before it.
        scanned: It was read from a picture.
    """

    text: str
    cell: int
    place: tuple[int, int, int]
    stopped: bool = False
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Spelled:
    """An amount in words.

    Attributes:
        start: The place of its first word among the tokens.
        end: The place behind its last one.
        value: The amount; None where its words are no number, or do not end where they ought to.
        exact: It names cents, or says that there are none.
        codes: The currencies its words may mean; none where they name none.
        numbers: How many words of numbers it has.
        priced: It names a currency or cents, or says "only".
    """

    start: int
    end: int
    value: Decimal | None
    exact: bool = False
    codes: frozenset[str] = frozenset()
    numbers: int = 0
    priced: bool = False


def tokens_of(row: Row, number: int, cells: Sequence[int] | None = None, first_cell: int = 0) -> Iterator[Token]:
    """Yield the words of a row, or of some of its cells, one by one; ``number`` is the row's on its page."""
    for at, cell in enumerate(row.cells):
        if cells is not None and at not in cells:
            continue
        stopped, turn = False, 0
        for word in cell.words:
            scanned = word.method is Method.OCR
            text = fold(word.text)
            if scanned and sum(ch.isalpha() for ch in text) > 2 * sum(ch.isdigit() for ch in text):
                text = text.translate(_MISTAKEN)
            for found in _TOKENS.findall(_FIGURES_BEHIND.sub("/", text)):
                if found in _STOPS:
                    stopped = True
                    continue
                yield Token(found, first_cell + at, (number, at, turn), stopped, scanned)
                stopped, turn = False, turn + 1


def spelled_amount(tokens: Sequence[Token], start: int) -> Spelled | None:
    """Return the first amount in words from a place on, in the language that understands most; None without any."""
    readers = [_Reader(tokens, tongue, place) for place, tongue in enumerate(tongues())]
    # What stands first is asked for before what each language finds: a long row is gone through once.
    for first in range(start, len(tokens)):
        found = [reader.amount(start, first) for reader in readers if reader.is_number(first)]
        if found:
            return _furthest(found)
    return None


def _furthest(found: Sequence[Spelled]) -> Spelled:
    """Return the reading that understands most; where two understand as much and differ, the amount is not known."""
    most = max(one.end for one in found)
    furthest = [one for one in found if one.end == most]
    values = {one.value for one in furthest if one.value is not None}
    best = max(furthest, key=lambda one: (one.value is not None, one.numbers))
    return best if len(values) <= 1 else replace(best, value=None)


class _Reader:
    """Reads the amount that begins at a word, in one language."""

    __slots__ = ("at", "codes", "exact", "numbers", "place", "priced", "tokens", "tongue")

    def __init__(self, tokens: Sequence[Token], tongue: Tongue, place: int) -> None:
        self.tokens = tokens
        self.tongue = tongue
        self.place = place
        self.at = 0
        self.numbers = 0
        self.codes: frozenset[str] = frozenset()
        self.exact = False
        self.priced = False

    def is_number(self, at: int) -> bool:
        return self._number_word(at) is not None

    def _number_word(self, at: int) -> str | None:
        """Return the number word at a place; of a scan's, that which one letter makes of it and of no other."""
        token = self.tokens[at]
        if token.text == self.tongue.joint:
            return None
        if is_number_word(token.text, self.place):
            return token.text
        if not token.scanned or token.text in MINORS or token.text in CURRENCIES or token.text in FILLS | ENDS | JOINTS:
            return None
        known = alike(token.text, self.place)
        return known[0] if len(known) == 1 and len(token.text) > 3 else None

    def amount(self, start: int, first: int) -> Spelled:
        """Return the amount whose first number word stands at a place; the words between were passed over."""
        self.at = first
        whole = self._follows_well(start, first)
        for at in range(max(start, first - _SKIPPED), first):
            self._note_currency(at)
        value = self._value() if whole else None
        if not whole:
            self._numbers()
        if value is not None and not self._ends_well():
            value = None
        return Spelled(first, self.at, value, self.exact, self.codes, self.numbers, self.priced)

    def _follows_well(self, start: int, first: int) -> bool:
        """Tell whether nothing before the first number word looks like one that was spelled wrong."""
        if first == start:
            return True
        before = self.tokens[first - 1].text
        if before[0].isdigit() and self.tokens[first].text in _HUNDREDFOLD:
            return False  # "9 thousand"
        known = before in FILLS or before in CURRENCIES or before in JOINTS
        return known or not alike(before, self.place)

    def _value(self) -> Decimal | None:
        letters, cut = self._numbers()
        if self._is(MINORS):
            return self._in_cents(letters, cut)
        major = number_of(letters, self.tongue)
        if major is None:
            return None
        point = self._behind_point()
        if point is None:
            return None
        self._pass_over()
        cents = self._cents() if not self.exact else point
        if cents is None:
            return None
        self._pass_over()
        return major + cents

    def _numbers(self) -> tuple[str, int]:
        """Take the words of a number; return its letters, and where the last word that joins stands in them."""
        letters, cut = "", 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if letters and token.stopped:
                break
            if (word := self._number_word(self.at)) is not None:
                letters += word
                self.numbers += 1
            elif letters and token.text == self.tongue.joint and self._goes_on():
                cut = len(letters)
                letters += token.text
            else:
                break
            self.at += 1
        return letters, cut

    def _goes_on(self) -> bool:
        return self.at + 1 < len(self.tokens) and self.is_number(self.at + 1) and not self.tokens[self.at + 1].stopped

    def _in_cents(self, letters: str, cut: int) -> Decimal | None:
        """Return an amount that names no currency but cents: "four hundred and five cents"."""
        unit = MINORS[self.tokens[self.at].text]
        self.at += 1
        self.priced = True
        if self._is(AS_SHOWN):
            major = number_of(letters, self.tongue)
            return None if major is None else Decimal(major)
        self.exact = True
        cents = number_of(letters, self.tongue)
        if cents is not None and cents < unit:
            return Decimal(cents) / unit
        major = number_of(letters[:cut], self.tongue)
        cents = number_of(letters[cut:].removeprefix(self.tongue.joint), self.tongue)
        return None if major is None or cents is None or cents >= unit else major + Decimal(cents) / unit

    def _behind_point(self) -> Decimal | None:
        """Return what is said behind a decimal point, nought where there is none; None where it is not understood."""
        if not self._is(POINTS):
            return Decimal(0)
        self.at += 1
        said: list[int | None] = []
        while self.at < len(self.tokens) and (self._is(NOUGHT) or self.is_number(self.at)):
            text = self.tokens[self.at].text
            said.append(0 if text in NOUGHT else self.tongue.below.get(text))
            self.at += 1
        self.exact = True
        if not said or None in said:
            return None
        digits = [one for one in said if one is not None]
        if len(digits) == 2 and digits[0] >= 20 and digits[0] % 10 == 0 and 0 < digits[1] < 10:
            digits = [sum(digits)]
        if len(digits) == 1 and digits[0] >= 10:
            return Decimal(digits[0]) / _CENTS
        if len(digits) == 2 and max(digits) < 10:
            return Decimal(10 * digits[0] + digits[1]) / _CENTS
        return None

    def _pass_over(self) -> None:
        """Pass over names of currencies and what changes nothing."""
        while self.at < len(self.tokens):
            text = self.tokens[self.at].text
            if self.is_number(self.at) or not (text in CURRENCIES or text in ENDS or text in FILLS):
                return
            if text in ENDS:
                self.priced = self.exact = True
            self._note_currency(self.at)
            self.at += 1

    def _note_currency(self, at: int) -> None:
        codes = CURRENCIES.get(self.tokens[at].text)
        if codes is not None:
            self.priced = True
            self.codes = self.codes & codes or codes if self.codes else codes

    def _cents(self) -> Decimal | None:
        """Return the cents that follow; nought where none do, None where they are not understood."""
        before = self.at
        joined = self._is(JOINTS)
        self.at += joined
        if self._is(MINORS) and self.at + 1 < len(self.tokens):  # "and paise forty-five"
            self.at += 1
            return self._counted(MINORS[self.tokens[self.at - 1].text])
        if self._is("/"):  # "milleduecento/45"
            self.at += 1
            return self._figures(_CENTS)
        if self.at < len(self.tokens) and (self._is(NOUGHT) or self._two_figures() or self.is_number(self.at)):
            if not joined and not self.priced and not self._is_share():
                return None
            return self._counted(None)
        self.at = before
        return Decimal(0)

    def _is_share(self) -> bool:
        """Tell whether what stands here has a stroke and a hundred behind it."""
        return self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].text == "/"

    def _counted(self, unit: int | None) -> Decimal | None:
        """Return cents in words or in figures, whose name or hundred may stand behind them."""
        if self._two_figures():
            return self._figures(unit)
        self.exact = True
        if self._is(NOUGHT):
            self.at += 1
            cents: int | None = 0
        else:
            letters, _ = self._numbers()
            cents = number_of(letters, self.tongue)
            if cents is None and letters.endswith(("cent", "cents")):  # French counts hundreds with that word
                cents = number_of(re.sub(r"cents?$", "", letters), self.tongue)
        return self._of_unit(cents, unit)

    def _figures(self, unit: int | None) -> Decimal | None:
        if not self._two_figures():
            return None
        self.exact = True
        self.at += 1
        return self._of_unit(int(self.tokens[self.at - 1].text), unit)

    def _of_unit(self, cents: int | None, unit: int | None) -> Decimal | None:
        if self._is("/") and self.at + 1 < len(self.tokens):
            over = self.tokens[self.at + 1].text
            if over not in {"100", "1000"}:
                return None
            unit = int(over)
            self.at += 2
        elif self._is(MINORS):
            unit = MINORS[self.tokens[self.at].text]
            self.at += 1
        self.priced = True
        unit = unit or _CENTS
        return None if cents is None or cents >= unit else Decimal(cents) / unit

    def _two_figures(self) -> bool:
        text = self.tokens[self.at].text if self.at < len(self.tokens) else ""
        return text.isascii() and text.isdigit() and len(text) in {1, 2, 3}

    def _is(self, words: object) -> bool:
        if self.at >= len(self.tokens):
            return False
        text = self.tokens[self.at].text
        return text == words if isinstance(words, str) else text in words  # type: ignore[operator]

    def _ends_well(self) -> bool:
        """Tell whether what follows the amount belongs to it no more."""
        if self.at >= len(self.tokens):
            return True
        after, last = self.tokens[self.at], self.tokens[self.at - 1]
        if after.stopped or after.cell != last.cell:
            return True
        if self.is_number(self.at) or alike(after.text, self.place) or after.text in {"0", "00", "000"}:
            return False
        return self.priced or not after.text[0].isalpha()
