"""International bank account numbers in a row of words, in one word or in groups.

Their digits are no figures of the invoice: a footer in columns has them below the columns of the line table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from app.domain.bank_accounts import LENGTHS, is_iban
from app.extraction.values.words import Word

# One of the check digits is printed as one: "Ball" and "Roll" begin as the numbers of two countries would.
_BEGINS = re.compile(r"[A-Z]{2}(?:[0-9][0-9OIL]|[OIL][0-9])", re.ASCII)
GROUP = re.compile(r"[A-Z0-9]{1,34}\Z", re.ASCII)
_LABEL = re.compile(r"\A\W*(?:[A-Z]+[:#])*(?:IBAN)?[:.#]*")
_PARTING = str.maketrans("", "", "-./ ")  # signs between groups
_ALIKE = str.maketrans("OIL", "011")  # letters that are printed, or were read, for digits
_DIGITS = 8  # of one, at least
_MOSTLY = 0.6  # of its signs behind the check digits are digits
_GROUPS = 34  # words one may be printed in, at most: a word for each character


def iban_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of the first account number whose length and check digits fit; none where there is none."""
    return next((found for _, found in ibans(words)), ())


def ibans(words: Sequence[Word]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the account numbers in a row whose length and check digits fit, each with its words."""
    if sum(ch.isdigit() for word in words for ch in word.text) < _DIGITS:
        return
    texts = [iban_text(word.text) for word in words]
    for start, length in iban_starts(words, texts):
        for more, joined in enumerate(accumulate(texts[start : start + _GROUPS]), 1):
            if len(joined) >= length:
                number = next(filter(is_account_number, (joined, joined[:2] + joined[2:].translate(_ALIKE))), None)
                if number is not None:
                    yield number, tuple(words[start : start + more])
                break
            if not GROUP.match(joined):
                break


def is_account_number(number: str) -> bool:
    """Tell whether length and check digits fit, and digits are most of it: an item's code and text fit by chance."""
    return sum(map(str.isdigit, number[4:])) >= _MOSTLY * len(number[4:]) and is_iban(number)


def iban_starts(words: Sequence[Word], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where an account number may begin, by its country, and how long it is; small letters stand with digits."""
    for start, text in enumerate(texts):
        begun = _BEGINS.match(text[:4] if len(text) >= 4 else "".join(texts[start : start + 4])) if text else None
        length = LENGTHS.get(begun[0][:2]) if begun else None
        if length is not None and (len(text) >= 4 or not words[start].text.islower()):
            yield start, length


def iban_text(text: str) -> str:
    """Return what a word has of an account number: without the label before it and what parts it from the next."""
    return _LABEL.sub("", text.upper(), count=1).rstrip(",;:|").translate(_PARTING)
