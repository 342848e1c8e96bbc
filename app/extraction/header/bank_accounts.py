"""The bank accounts that a page names to be paid to: IBANs, and accounts beside the code of their bank.

A number alone is no account: vendors number their customers' accounts too. An IBAN is told by its check digits, or by
its label where a scan or its writer has them wrong; any other account stands by the code of a bank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, takewhile

from app.domain.bank_accounts import LENGTHS
from app.domain.provenance import Extracted
from app.extraction.header.values import extracted
from app.extraction.values.ibans import iban_text, ibans
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold
from app.extraction.values.words import Word

_IBAN = "iban"
_COUNTRY = re.compile(r"[A-Z]{2}[0-9OIl]{2}", re.ASCII)
_GROUP = re.compile(r"[A-Z0-9]{1,34}\Z", re.ASCII)
_SHORTEST, _LONGEST = 15, 34  # characters of an IBAN
_DIGITS = 8  # of them, at least
_GROUPS = 10  # words one may be printed in, at most
# Labels and numbers as in "Sort code: 20-00-00" and "Account Number (checking) 1234 5678".
_BETWEEN = r"\b[^0-9]{0,24}?"
_NUMBER = r"(?<![0-9.,])([0-9](?:[ -]?[0-9]){4,19})(?![0-9.,]*[0-9])"
_BIC = re.compile(r"\b(?:swift|bic)\b[^a-z0-9]*(?:code\W*)?([a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?)\b", re.ASCII)
_NEAR = 2  # rows from an account to the code of its bank


def bank_accounts(rows: Sequence[Row]) -> tuple[Extracted[str], ...]:
    """Return the accounts in these rows, each once: an IBAN, or the bank's code and the account ("200000/12345678")."""
    found: dict[str, Extracted[str]] = {}
    for index, row in enumerate(rows):
        for number, words in (*ibans(row.words), *_labelled(row), *_beside_code(rows, index)):
            found.setdefault(number, extracted(number, words))
    return tuple(found.values())


def _labelled(row: Row) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield what stands behind the label of an IBAN, whether or not its check digits fit."""
    for place, key in enumerate(row.keys):
        if not key.startswith(_IBAN):
            continue
        # The number may be in one word with its label.
        start = place if len(key) > len(_IBAN) else place + 1
        words = row.words[start : start + _GROUPS]
        groups = list(takewhile(_GROUP.match, (iban_text(word.text) for word in words)))
        if not _COUNTRY.match("".join(groups)):
            continue
        wanted = LENGTHS.get(groups[0][:2], _LONGEST)
        taken = next((n for n, text in enumerate(accumulate(groups), 1) if len(text) >= wanted), len(groups))
        number = "".join(groups[:taken])
        if _SHORTEST <= len(number) <= _LONGEST and sum(map(str.isdigit, number)) >= _DIGITS:
            yield number, tuple(words[:taken])


def _beside_code(rows: Sequence[Row], index: int) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the accounts of a row that stand in or near a row with the code of a bank."""
    row = rows[index]
    numbers = [_digits(match[1]) for match in _account_label().finditer(fold(row.text))]
    if not numbers:
        return
    near = sorted(range(max(0, index - _NEAR), min(len(rows), index + _NEAR + 1)), key=lambda at: abs(at - index))
    code = next((code for at in near if rows[at].page == row.page for code in _codes(rows[at])), None)
    for number in numbers:
        if code is not None and number != code:
            yield f"{code}/{number}", tuple(word for word in row.words if _is_part(word.text, number)) or row.words


def _codes(row: Row) -> list[str]:
    text = fold(row.text)
    found = [_digits(match[1]) for match in _bank_label().finditer(text)]
    return found + [match[1].upper() for match in _BIC.finditer(text)]


def _digits(text: str) -> str:
    return "".join(ch for ch in text if ch.isdigit())


def _is_part(text: str, number: str) -> bool:
    digits = _digits(text)
    return bool(digits) and digits in number


@cache
def _account_label() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of('accounts')}){_BETWEEN}{_NUMBER}", re.ASCII)


@cache
def _bank_label() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of('banks')}){_BETWEEN}{_NUMBER}", re.ASCII)


def _any_of(name: str) -> str:
    return "|".join(map(re.escape, sorted(page_words("bank", name), key=len, reverse=True)))
