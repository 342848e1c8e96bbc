"""The currency of an invoice: a code or sign that is printed, or what the addresses speak for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from app.domain.provenance import Certainty, Extracted, Method
from app.extraction.header.labels import LabelHit
from app.extraction.header.values import extracted, words_in
from app.extraction.values.rows import Row, box_of, join_words
from app.extraction.values.words import Word

_SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_CODES_TEXT = (
    "USD EUR GBP CAD AUD CHF INR JPY MXN SEK NOK DKK PLN CZK HUF NZD SGD HKD CNY BRL ZAR TRY ILS KRW THB MYR "
    "AED SAR KWD BHD QAR OMR EGP TWD IDR RON BGN ISK RMB"
)
_CODES = frozenset(_CODES_TEXT.split())
_ISO = re.compile(r"(?:^|[^A-Za-z])(" + "|".join(sorted(_CODES)) + r")(?:$|[^A-Za-z])")
_DOLLARS = {
    "CA$": "CAD",
    "C$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "US$": "USD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "MX$": "MXN",
    "R$": "BRL",
    "S$": "SGD",
}
_OTHER_NAMES = {"RMB": "CNY"}
_EUROS = frozenset({"euro", "euros"})
_SUM = re.compile(r"[0-9][.,][0-9]{2}\Z", re.ASCII)
_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
    "RI SC SD TN TX UT VT VA WA WV WI WY DC PR"
)
# "Fils SA, 13002 Marseille" is none.
US_ADDRESS = re.compile(rf"\b(?:{'|'.join(_STATES.split())}),? [0-9]{{5}}(?:-[0-9]{{4}})?\b")


_AMERICAN = "US"  # "US$" and "USD" say it
# How a country names its taxes and companies tells whose a bare dollar is.
_OF_COUNTRY = (
    ("AUD", re.compile(r"\bA\.?B\.?N\b\.?:? ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}\b", re.ASCII)),
    ("CAD", re.compile(r"\b[0-9]{5} ?[0-9]{4} ?RT ?[0-9]{4}\b", re.ASCII)),
    ("NZD", re.compile(r"\bNZBN\b", re.ASCII)),
    ("MXN", re.compile(r"\bCFDI\b|\bR\.?F\.?C\.?:? ?[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}\b")),
)


def _of_country(rows: Sequence[Row]) -> str | None:
    """Return the one currency that the tax numbers on a page speak for; None beside an address in the United States."""
    if any(US_ADDRESS.search(row.text) for row in rows):
        return None
    codes = {code for row in rows for code, mark in _OF_COUNTRY if mark.search(row.text)}
    return codes.pop() if len(codes) == 1 else None


def read_currency(rows: Sequence[Row], labels: Sequence[LabelHit], every: Sequence[Row]) -> Extracted[str] | None:
    """Return the labelled currency, else the code or sign that is printed most; an assumed one has no raw text."""
    for hit in labels:
        if "currency" in hit.meanings:
            for words in hit.values:
                named = next((w for w in words[:3] if code_of(w.text)), None)
                if named is not None:
                    return extracted(code_of(named.text) or "", (named,))
    votes: Counter[str] = Counter()
    first: dict[str, Word] = {}
    for row in every:
        for word, code in zip(row.words, map(code_of, row.texts), strict=True):
            if code and not _misread_sign(word, row) and not _heads_a_column(word, row):
                votes[code] += 1
                first.setdefault(code, word)
    # A bare dollar sign is the United States' unless another dollar is named.
    named_dollars = [code for code in ("CAD", "AUD", "NZD", "HKD", "MXN", "SGD") if votes[code]]
    if votes["USD"] and named_dollars:
        signs = sum("$" in word.text for word in words_in(every))
        if signs >= votes["USD"]:
            votes[named_dollars[0]] += votes.pop("USD")
    american = any(_AMERICAN in word.text and code_of(word.text) == "USD" for word in words_in(every))
    if set(votes) == {"USD"} and not american and (own := _of_country(every)) is not None:
        return Extracted(own, join_words((first["USD"],)), box_of((first["USD"],)), certainty=Certainty.UNVERIFIED)
    if not votes and (said := _in_words(every)) is not None:
        return extracted("EUR", (said,))
    if not votes:
        # Nothing names a currency: an address in the United States speaks for dollars; nothing is claimed to be read.
        addresses = sum(bool(US_ADDRESS.search(cell.text)) for row in rows for cell in row.cells)
        return Extracted("USD", None, None, certainty=Certainty.UNVERIFIED) if addresses >= 2 else None
    code = votes.most_common(1)[0][0]
    return extracted(code, (first[code],))


def _misread_sign(word: Word, row: Row) -> bool:
    """Tell whether a scan gives a sign before or behind digits that are no sum: "£53" is an "E53" of the goods.

    By itself, as in a column of figures, "£1,500" is a sum without cents.
    """
    signed = any(sign in word.text for sign in _SYMBOLS) and any(map(str.isdigit, word.text))
    if word.method is not Method.OCR or not signed or _SUM.search(word.text.rstrip("".join(_SYMBOLS))):
        return False
    return not any(cell.words == (word,) for cell in row.cells)


def _heads_a_column(word: Word, row: Row) -> bool:
    """Tell whether a cell is nothing but "CAD.", as over days of expiry in Spanish and prices each in Italian."""
    return word.text == "CAD." and any(cell.words == (word,) for cell in row.cells)


def _in_words(rows: Sequence[Row]) -> Word | None:
    """Return the word "Euro" where a row has it right before or behind a sum, as no firm's name has."""
    for row in rows:
        if _EUROS.isdisjoint(map(str.casefold, row.texts)):
            continue
        for before, word in pairwise(row.words):
            for said, sum_of_money in ((before, word), (word, before)):
                if said.text.casefold() in _EUROS and _SUM.search(sum_of_money.text):
                    return said
    return None


@lru_cache(maxsize=8192)
def code_of(text: str) -> str | None:
    """Return the code of the currency that a word names or bears; None where it names none."""
    if text.isalpha() and text.isascii():
        return _OTHER_NAMES.get(text, text) if text in _CODES else None
    if text.isdigit():
        return None
    if "$" in text:
        for sign, code in _DOLLARS.items():
            if text.startswith(sign):
                return code
    for sign, code in _SYMBOLS.items():
        if sign in text:
            return code
    found = _ISO.search(text)
    if found:
        return _OTHER_NAMES.get(found[1], found[1])
    return "USD" if "$" in text else None
