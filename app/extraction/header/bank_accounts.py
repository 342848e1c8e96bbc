"""The bank accounts that a page names to be paid to: IBANs, and accounts beside the code of their bank.

A number alone is no account: vendors number their customers' accounts too. An IBAN is told by its check digits, or by
its label where a scan or its writer has them wrong; any other account stands by the code of a bank, or is said to be
paid to ("payable to account 5407324931").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, takewhile

from app.domain.bank_accounts import LENGTHS, MASK, is_iban
from app.domain.overlap import in_one_column
from app.domain.provenance import Extracted
from app.extraction.header.values import extracted
from app.extraction.values.ibans import GROUP, iban_starts, iban_text, ibans, is_account_number
from app.extraction.values.next_row import next_row
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import fold
from app.extraction.values.words import Word

_IBAN = "iban"
_COUNTRY = re.compile(r"[A-Z]{2}[0-9OIl]{2}", re.ASCII)
_SHORTEST, _LONGEST = 15, 34  # characters of an IBAN
_DIGITS = 8  # of them, at least
_GROUPS = 10  # words one may be printed in, at most
# Labels and numbers as in "Sort code: 20-00-00" and "Account Number (checking) 1234 5678".
_BETWEEN = r"\b[^0-9]{0,24}?"
_NUMBER = r"(?<![0-9.,])([0-9](?:[ -]?[0-9]){4,22})(?![0-9.,]*[0-9])"
_BIC = re.compile(r"\b(?:swift|bic)\b[^a-z0-9]*(?:code\W*)?([a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?)\b", re.ASCII)
# "40-12-09 77120943", as British banks write a sort code before an account.
_SORTED = re.compile(r"(?<![0-9-])([0-9]{2}-[0-9]{2}-[0-9]{2})[ ,/|]+([0-9]{8})(?![0-9.,]*[0-9])", re.ASCII)
# "021000021 / 4471882019", as American banks write a routing number before an account.
_ROUTED = re.compile(r"(?<![0-9.,/-])([0-9]{9})[ ,/|:-]+([0-9]{5,17})(?![0-9.,]*[0-9])", re.ASCII)
_WEIGHTS = (3, 7, 1) * 3  # of the digits of a routing number; their sum ends in nought
_DISTRICTS = (range(1, 13), range(21, 33), range(61, 73))
_NEAR = 4  # rows from an account to the code of its bank
_BELOW = 2.5  # heights of a row from a label to what stands below it
_WHOLE = 7  # digits of an account that is said to be paid to
_WITH_BANK = 18  # of one that has the code of its bank in it, as in Spain, France and Mexico
# What stands between an account that is paid to and its number; "quoting" has the number of something else behind it.
_IS = r"(?:[ .:#°º-]|\b(?:no|nr|n|num|nummer|number|numero|is|lautet|est|es|e|for(?: [a-z]+){1,4} (?:is|are))\b)*"
# "IBAN DE12 **** **** 4471", "IBAN ending in 4471", "Bank account xxxxxx4471": all but the end is kept from the reader.
_HIDDEN = r"(?:[x*•#](?:[ -]?[x*•#]){2,}[ -]?)"
_ENDING = (
    r"(?:ending|ends|endet|endend|se terminant|terminee?|terminad[oa]|termina|che termina|eindigend|eindigt)"
    r" (?:in|with|auf|mit|par|en|con|op)"
)
_MASKED_IBAN = re.compile(
    rf"\biban\b(?:[^a-z0-9*•#]{{0,3}}[a-z]{{2}}(?:[0-9]{{2}}(?: ?[0-9]{{1,4}}){{0,4}} ?)?{_HIDDEN}"
    rf"|[^a-z0-9]{{0,3}}{_ENDING} {_HIDDEN}?)([0-9]{{3,6}})(?![a-z0-9*•#])"
)
_MASKED = rf"[^0-9x*•#]{{0,16}}?(?:{_ENDING} {_HIDDEN}?|{_HIDDEN})([0-9]{{3,6}})(?![a-z0-9*•#])"
# Whom such a service pays is told by an address or a telephone: "PayPal: billing@alder.example", "Zelle 555-010-4471".
_SERVICE = re.compile(
    r"\b(paypal|zelle|venmo|cash ?app|bizum|twint|wero|revolut)\b[^@0-9.,;!?]{0,40}?(?<![\w.@+-])"
    r"([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|\+?[0-9](?:[ ().-]{0,2}[0-9]){8,14})(?![\w@])",
    re.ASCII,
)
# "Account manager: D. Price 555-0144".
_NO_PERSON = r"(?! (?:manager|rep|representative|executive|team|contact))"


def bank_accounts(rows: Sequence[Row]) -> tuple[Extracted[str], ...]:
    """Return the accounts in these rows, each once: IBANs, "200000/12345678" behind a bank's code, or alone."""
    found: dict[str, Extracted[str]] = {}
    for index in range(len(rows)):
        for number, words in _accounts(rows, index):
            found.setdefault(number, extracted(number, words))
    # What stands at the end of a row of one that goes on below it is no account of its own, nor is one without its
    # country: "auf unser Konto DE02 1203 ...".
    return tuple(one for number, one in found.items() if not any(_goes_beyond(other, number) for other in found))


def _goes_beyond(other: str, number: str) -> bool:
    return other != number and (other.startswith(number) or other[2:] == number) and is_iban(other)


def _accounts(rows: Sequence[Row], index: int) -> Iterator[tuple[str, tuple[Word, ...]]]:
    row = rows[index]
    yield from chain(ibans(row.words), _labelled(row), _over_rows(rows, index))
    yield from chain(_beside_code(rows, index), _without_code(row), _masked(rows, index), _at_service(row))


def _labelled(row: Row) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield what stands behind the label of an IBAN, whether or not its check digits fit."""
    for place, key in enumerate(row.keys):
        if not key.startswith(_IBAN):
            continue
        # The number may be in one word with its label.
        start = place if len(key) > len(_IBAN) else place + 1
        words = row.words[start : start + _GROUPS]
        groups = list(takewhile(GROUP.match, (iban_text(word.text) for word in words)))
        if not _COUNTRY.match("".join(groups)):
            continue
        wanted = LENGTHS.get(groups[0][:2], _LONGEST)
        taken = next((n for n, text in enumerate(accumulate(groups), 1) if len(text) >= wanted), len(groups))
        number = "".join(groups[:taken])
        if _SHORTEST <= len(number) <= _LONGEST and sum(map(str.isdigit, number)) >= _DIGITS:
            yield number, tuple(words[:taken])


def _over_rows(rows: Sequence[Row], index: int) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the IBANs that begin at the end of a cell and go on in the row below it, where their check digits fit."""
    following = [other for other in rows[index + 1 : index + 2] if other.page == rows[index].page]
    for cell in rows[index].cells if following else ():
        texts = [iban_text(word.text) for word in cell.words]
        for start, length in iban_starts(cell.words, texts):
            begun = "".join(texts[start:])
            if len(begun) >= length or not GROUP.match(begun):
                continue
            for under in following[0].cells:
                number, words = _go_on(begun, length, under)
                if is_account_number(number):
                    yield number, (*cell.words[start:], *words)


def _go_on(begun: str, length: int, cell: Cell) -> tuple[str, tuple[Word, ...]]:
    """Return a number with as much of the cell below it as it lacks."""
    number = begun
    for count, word in enumerate(cell.words):
        if len(number) >= length:
            return number, cell.words[:count]
        number += iban_text(word.text)
    return number, cell.words


def _beside_code(rows: Sequence[Row], index: int) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the accounts of a row that stand in or near a row with the code of a bank."""
    row = rows[index]
    for match in _SORTED.finditer(row.text):
        if _transfer().search(fold(row.text)):
            yield f"{_digits(match[1])}/{match[2]}", row.words
    for match in _ROUTED.finditer(row.text):
        if _is_routing(match[1]) and _transfer().search(fold(row.text)):
            yield f"{match[1]}/{match[2]}", row.words
    numbers = [_digits(match[1]) for text in _texts(rows, index) for match in _ours(text, _account_label())]
    if not numbers:
        return
    near = sorted(range(max(0, index - _NEAR), min(len(rows), index + _NEAR + 1)), key=lambda at: abs(at - index))
    code = next((code for at in near if rows[at].page == row.page for code in _codes(rows, at)), None)
    for number in numbers:
        # Behind "Banque : RIB" the one number is what both labels stand before.
        bank = code if code != number else None
        if bank or len(number) >= _WITH_BANK:
            words = tuple(word for word in row.words if _is_part(word.text, number))
            yield f"{bank}/{number}" if bank else number, words or row.words


def _is_routing(number: str) -> bool:
    """Tell whether nine digits are the number of an American bank, by their district and what they come to."""
    summed = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=True))
    return summed % 10 == 0 and any(int(number[:2]) in district for district in _DISTRICTS)


def _without_code(row: Row) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the accounts that a row says are paid to, or are the vendor's, without the code of their bank."""
    for match in _ours(fold(row.text), _paid_to()):
        number = _digits(match[1])
        if len(number) >= _WHOLE:
            yield number, tuple(word for word in row.words if _is_part(word.text, number)) or row.words


def _masked(rows: Sequence[Row], index: int) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the ends of accounts that are masked: of IBANs, and of others where a bank is spoken of."""
    text = fold(rows[index].text)
    if not any(map(str.isdigit, text)):
        return
    found = list(_ours(text, _MASKED_IBAN)) + list(_ours(text, _masked_at_bank()))
    if not found and any(_codes(rows, at) for at in (index - 1, index, index + 1) if 0 <= at < len(rows)):
        found = list(_ours(text, _masked_account()))
    for match in found:
        words = tuple(word for word in rows[index].words if match[1] in word.text)
        yield f"{MASK}{match[1]}", words or rows[index].words


def _at_service(row: Row) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the addresses and telephones that a payment service pays: "paypal billing@alder.example"."""
    for match in _SERVICE.finditer(fold(row.text)):
        name = match[2] if "@" in match[2] else _digits(match[2])
        yield f"{match[1].replace(' ', '')} {name}", row.words


def _texts(rows: Sequence[Row], index: int) -> Iterator[str]:
    """Yield the text of a row, and of each of its cells without a digit together with the figures below it."""
    row = rows[index]
    yield fold(row.text)
    below = next_row(rows, index, _BELOW) if not _labels().isdisjoint(row.keys) else None
    if below is None:
        return
    for cell in row.cells:
        under = [other for other in below.cells if in_one_column(other, cell)]
        if under and under[0].text[:1].isdigit() and not any(map(str.isdigit, cell.text)):
            yield fold(f"{cell.text} {under[0].text}")


def _ours(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds but for the buyer's own account: "your account 4711"."""
    for match in pattern.finditer(text):
        before = text[: match.start()].split()
        if not before or before[-1].strip(".,:;'") not in page_words("bank", "theirs"):
            yield match


def _codes(rows: Sequence[Row], index: int) -> list[str]:
    texts = list(_texts(rows, index))
    found = [_digits(match[1]) for text in texts for match in _bank_label().finditer(text)]
    return found + [match[1].upper() for match in _BIC.finditer(texts[0])]


def _digits(text: str) -> str:
    return "".join(ch for ch in text if ch.isdigit())


def _is_part(text: str, number: str) -> bool:
    digits = _digits(text)
    return bool(digits) and digits in number


@cache
def _labels() -> frozenset[str]:
    return page_words("bank", "accounts") | page_words("bank", "banks")


@cache
def _account_label() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of('accounts')}){_NO_PERSON}{_BETWEEN}{_NUMBER}", re.ASCII)


@cache
def _masked_account() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of('accounts')}){_NO_PERSON}\b{_MASKED}", re.ASCII)


@cache
def _masked_at_bank() -> re.Pattern[str]:
    """Match "Bank account xxxxxx4471" and "Bankkonto ****4471"."""
    return re.compile(rf"\b(?:bank ?(?:{_any_of('accounts')})|compte bancaire|cuenta bancaria|conto bancario){_MASKED}")


@cache
def _bank_label() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of('banks')}){_BETWEEN}{_NUMBER}", re.ASCII)


@cache
def _paid_to() -> re.Pattern[str]:
    """Match "Zahlung an Konto-Nr. 5407324931" and "our account for payments is 5520981177"."""
    paying = rf"(?:{_any_of('paying')})(?: [a-z]+){{0,4}}? (?:{_any_of('paid_to')})(?: [a-z]+){{0,3}}?"
    account = rf"(?:{_any_of('accounts')})\b{_IS}{_NUMBER}"
    return re.compile(rf"\b(?:{paying}|{_any_of('our')}) {account}", re.ASCII)


@cache
def _transfer() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of('transfers')})\b", re.ASCII)


def _any_of(name: str) -> str:
    return "|".join(map(re.escape, sorted(page_words("bank", name), key=len, reverse=True)))
