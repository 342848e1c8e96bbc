"""International bank account numbers in a row of words, in one word or in groups.

Their digits are no figures of the invoice: a footer in columns has them below the columns of the line table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from app.domain.bank_accounts import LENGTHS, is_iban
from app.extraction.values.words import Word

_BEGINS = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}", re.ASCII)
_GROUP = re.compile(r"[A-Z0-9]{1,34}\Z", re.ASCII)
_LABEL = re.compile(r"\A(?:IBAN)?[:.#]*")
_GROUPS = 10  # words one may be printed in, at most


def iban_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of the first account number whose length and check digits fit; none where there is none."""
    return next((found for _, found in ibans(words)), ())


def ibans(words: Sequence[Word]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the account numbers in a row whose length and check digits fit, each with its words."""
    for start, word in enumerate(words):
        begins = _BEGINS.search(word.text)
        length = LENGTHS.get(begins[0][:2]) if begins else None
        if length is None:
            continue
        texts = [iban_text(one.text) for one in words[start : start + _GROUPS]]
        for more, joined in enumerate(accumulate(texts), 1):
            if len(joined) >= length:
                if _GROUP.match(texts[more - 1]) and is_iban(joined):
                    yield joined, tuple(words[start : start + more])
                break


def iban_text(text: str) -> str:
    """Return what a word has of an account number: without the label before it and what parts it from the next."""
    return _LABEL.sub("", text, count=1).rstrip(".,;:|").replace("-", "")
