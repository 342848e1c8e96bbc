"""International bank account numbers in a row of words: their groups of digits are no figures of the invoice.

A footer in columns has them below the columns of the line table. Length by country and check digits as in ISO 13616.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from app.extraction.values.words import Word

_BEGINS = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]*\Z", re.ASCII)
_GROUP = re.compile(r"[A-Z0-9]{1,30}\Z", re.ASCII)
_LENGTHS_TEXT = (
    "AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21"
    " MC27 MT31 NL18 NO15 PL28 PT25 RO24 SE24 SI19 SK24 SM27"
)
_LENGTHS = {text[:2]: int(text[2:]) for text in _LENGTHS_TEXT.split()}
_GROUPS = 10  # words one may be printed in, at most


def iban_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of the first account number whose length and check digits fit; none where there is none."""
    for start, word in enumerate(words):
        length = _LENGTHS.get(word.text[:2]) if _BEGINS.match(word.text) else None
        if length is None:
            continue
        for more, text in enumerate(accumulate(one.text for one in words[start : start + _GROUPS]), 1):
            if len(text) >= length:
                fits = len(text) == length and _GROUP.match(words[start + more - 1].text) and _checks(text)
                if fits:
                    return tuple(words[start : start + more])
                break
    return ()


def _checks(text: str) -> bool:
    """Tell whether the check digits fit: as a number, letters counted from ten, one is left of it over 97."""
    if not text.isalnum() or not text.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1
