"""The currency of an invoice: a code or sign that is printed, or what the addresses speak for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from app.domain.provenance import Certainty, Extracted, Method
from app.extraction.header.labels import LabelHit
from app.extraction.header.values import extracted, words_in
from app.extraction.values.currencies import CODES, CROWNS, LETTER_SIGNS, OFTEN, SELDOM, SIGNS
from app.extraction.values.page_words import currency_names, page_words
from app.extraction.values.rows import Row, box_of, join_words
from app.extraction.values.words import Word

_ISO = re.compile(r"(?:^|[^A-Za-z])(" + "|".join(sorted(OFTEN)) + r")(?:$|[^A-Za-z])")
# An item's code that only begins like a currency's: "IDR05B"; "EUR12/h" is a sum.
_CODED = re.compile(r"[A-Z]{3}[0-9]+[A-Za-z].*", re.ASCII)
_DOLLARS = {
    "CA$": "CAD",
    "CAN$": "CAD",
    "CDN$": "CAD",
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
_STOPS = ".,;:!()"
_LONGEST_NAME = 3  # words: "U. S. dollars"
_SHORT = 6  # words of such a sentence: "Alle Beträge verstehen sich in Euro"
_SUM = re.compile(r"[0-9][.,][0-9]{2}\Z", re.ASCII)
_NO_SUM = re.compile(r"[$€£][0-9]{4,}", re.ASCII)  # thousands that nothing parts
_SIGN = "[$" + "".join(SIGNS) + "]"
_IN_WORD = re.compile(rf"[^\W\d_]#?{_SIGN}|{_SIGN}[^\W\d_]")
# Glued to its sum, before or behind: "PHP1,200.00", "1.200,00zł".
_GLUED = re.compile(r"([^\W\d_]{2,3})\.?[0-9][0-9.,' ]*[.,][0-9]{2}|[0-9][0-9.,' ]*[.,][0-9]{2}([^\W\d_]{2,3})\.?")
_RANDS = re.compile(r"[-(]?R ?-?[0-9]{1,3}(?:[, ]?[0-9]{3})*[.,][0-9]{2}\)?", re.ASCII)
_CROWN = "SEK"  # if "kr" alone is printed
_BLANK = 1.0  # of a word's height: a code stands nearer to its sum than columns stand apart
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
    ("CLP", re.compile(r"\bR\.?U\.?T\.?:? ?[0-9]{1,2}\.?[0-9]{3}\.?[0-9]{3}-[0-9Kk]\b", re.ASCII)),
    ("ARS", re.compile(r"\bC\.?U\.?I\.?T\.?:? ?[0-9]{2}-[0-9]{8}-[0-9]\b", re.ASCII)),
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
                named = next((w for w in words[:3] if labelled_code(w.text)), None)
                if named is not None:
                    return extracted(labelled_code(named.text) or "", (named,))
    votes: Counter[str] = Counter()
    first: dict[str, Word] = {}
    for word, printed in _printed(every):
        votes[printed] += 1
        first.setdefault(printed, word)
    # A bare dollar sign is the United States' unless another dollar is named.
    named_dollars = [code for code in ("CAD", "AUD", "NZD", "HKD", "MXN", "SGD") if votes[code]]
    if votes["USD"] and named_dollars:
        signs = sum("$" in word.text for word in words_in(every))
        if signs >= votes["USD"]:
            votes[named_dollars[0]] += votes.pop("USD")
    american = any(_AMERICAN in word.text and code_of(word.text) == "USD" for word in words_in(every))
    american = american or any(code == "USD" for row in every for _, code in _by_name(row))
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


def _printed(rows: Sequence[Row]) -> Iterator[tuple[Word, str]]:
    """Yield the words that are, or bear, a currency, each with its code."""
    for row in rows:
        for word, code in zip(row.words, map(code_of, row.texts), strict=True):
            if code is not None and not _misread_sign(word, row) and not _heads_a_column(word, row):
                yield word, code
            elif code is None and word.method is not Method.OCR and _RANDS.fullmatch(word.text):
                yield word, "ZAR"
        for word, code in _with_sums(row):
            yield word, _whose_crowns(rows) if code == _CROWN else code
        yield from _by_name(row)


def _by_name(row: Row) -> Iterator[tuple[Word, str]]:
    """Yield the currencies that a row names in words behind "in", or as funds: "All amounts in Canadian dollars"."""
    names = currency_names()
    if names.last_words.isdisjoint(row.keys):
        return
    for at, key in enumerate(row.keys):
        for first in range(max(0, at - _LONGEST_NAME + 1), at):
            code = names.codes.get("".join(row.keys[first : at + 1]))
            led = first > 0 and row.keys[first - 1] in page_words("currency", "before")
            if code is not None and (led or key in page_words("currency", "funds")):
                yield row.words[at], code


def _misread_sign(word: Word, row: Row) -> bool:
    """Tell whether a scan gives a sign before or behind digits that are no sum: "£53" is an "E53" of the goods.

    By itself, as in a column of figures, "£1,500" is a sum without cents; "$4403" beside sums with cents is an "S4403".
    In a word without digits it is one that was misread where nothing parts it from the letters: "ITEM#¥", "CAS€".
    """
    if word.method is Method.OCR and not any(map(str.isdigit, word.text)):
        return not word.text.lstrip("(").startswith(tuple(_DOLLARS)) and _IN_WORD.search(word.text) is not None
    if word.method is Method.OCR and _NO_SUM.fullmatch(word.text):
        return any(_SUM.search(other.text) for other in row.words)
    signed = any(sign in word.text for sign in SIGNS) and any(map(str.isdigit, word.text))
    if word.method is not Method.OCR or not signed or _SUM.search(word.text.rstrip("".join(SIGNS))):
        return False
    return not any(cell.words == (word,) for cell in row.cells)


def _heads_a_column(word: Word, row: Row) -> bool:
    """Tell whether a cell is nothing but "CAD.", as over days of expiry in Spanish and prices each in Italian."""
    return word.text == "CAD." and any(cell.words == (word,) for cell in row.cells)


def labelled_code(text: str) -> str | None:
    """Return the code of the currency that a word behind a label of one names, however seldom it is."""
    bare = text.strip("().,:;")
    return code_of(text) or (bare if bare in CODES else None)


def _with_sums(row: Row) -> Iterator[tuple[Word, str]]:
    """Yield the words of a row that are a currency for the sum they stand with, or behind "in" and in brackets."""
    for at, word in enumerate(row.words):
        text = word.text.strip(":;")
        glued = _GLUED.fullmatch(text)
        said = (glued[1] or glued[2]) if glued is not None else text.strip("().")
        code = said if said in SELDOM else LETTER_SIGNS.get(said.casefold())
        if code is None:
            continue
        before = row.words[at - 1] if at else None
        led = before is not None and before.text.casefold() in page_words("currency", "before")
        asked = (code == said or _is_short_code(said)) and (text == f"({said})" or led)
        beside = any(_is_sum_at(word, other) for other in row.words[max(0, at - 1) : at + 2])
        if glued is not None or asked or beside or (code == said and _leads_to_sum(row, at)):
            yield word, code


def _is_short_code(said: str) -> bool:
    """Tell whether a sign in letters is written as codes are: "CDN"."""
    return len(said) == len("CDN") and said.isupper()


def _leads_to_sum(row: Row, at: int) -> bool:
    """Tell whether the one figure of a row stands behind a word, however far: "Total PHP          60.00"."""
    figures = [word for word in row.words if any(map(str.isdigit, word.text))]
    return figures == list(row.words[at + 1 :]) and len(figures) == 1 and _SUM.search(figures[0].text) is not None


def _whose_crowns(rows: Sequence[Row]) -> str:
    """Return whose crowns "kr" are."""
    return next((code for code, mark in CROWNS.items() if any(mark.search(row.text) for row in rows)), _CROWN)


def _is_sum_at(word: Word, other: Word) -> bool:
    gap = max(other.x0 - word.x1, word.x0 - other.x1)
    return _SUM.search(other.text) is not None and gap <= _BLANK * (word.bottom - word.top)


def _in_words(rows: Sequence[Row]) -> Word | None:
    """Return the word "Euro" right before or behind a sum, as no firm's name has it, or said of the amounts.

    "Les montants sont en euros."
    """
    for row in rows:
        texts = [text.casefold().strip(_STOPS) for text in row.texts]
        if _EUROS.isdisjoint(texts):
            continue
        for before, word in pairwise(row.words):
            for said, sum_of_money in ((before, word), (word, before)):
                if said.text.casefold() in _EUROS and _SUM.search(sum_of_money.text):
                    return said
        for at, word in enumerate(row.words):
            said_so = texts[at] in _EUROS and at > 1 and texts[at - 1] in page_words("currency", "before")
            if said_so and not page_words("currency", "amounts").isdisjoint(row.keys[max(0, at - _SHORT) : at - 1]):
                return word
    return None


@lru_cache(maxsize=8192)
def code_of(text: str) -> str | None:
    """Return the code of the currency that a word names or bears; None where it names none."""
    if text.isalpha() and text.isascii():
        return _OTHER_NAMES.get(text, text) if text in OFTEN else None
    if text.isdigit():
        return None
    if "$" in text:
        for sign, code in _DOLLARS.items():
            if text.startswith(sign):
                return code
    for sign, code in SIGNS.items():
        if sign in text:
            return code
    found = _ISO.search(text)
    if found and not _CODED.fullmatch(text):
        return _OTHER_NAMES.get(found[1], found[1])
    return "USD" if "$" in text else None
