"""Companies that a sentence about paying names and that are none of the vendor's: "Payez à Zephyr SA", "Zephyr Ltd
collects this invoice for us".

How the sentence is built is left open: a word of paying, and a name with a legal form whose words stand nowhere in the
letterhead or the buyer's address. Banks, carriers of a payment by name, hold accounts; they are paid by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.company_words import LEGAL_FORMS
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import fold, squeeze
from app.extraction.values.words import Word

_NAME = 5  # words
_FORM = 2  # characters of a legal form that tells a company; "a" and "co" alone do not
_WEAK_FORMS = frozenset({"co", "company", "group", "and", "the"})
_STOPS = (".", "!", "?", ";", ":")


def paid_companies(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield the names of companies in the sentences of a text that speak of paying; whose they are nobody asked yet."""
    for sentence in _sentences(words):
        keys = {part for word in sentence for part in (squeeze(word.text), fold(word.text).strip(".,:;()'\""))}
        if _words("paying") & keys and not _words("denying") & keys:
            yield from (name for name in _named(sentence) if not holds_money(name))


def may_pay(keys: Sequence[str]) -> bool:
    """Tell whether any of these squeezed words is one of paying: most rows have none."""
    paying = _words("paying")
    return any(key in paying for key in keys)


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        sentence.append(word)
        ends = word.text.endswith(_STOPS[:-1]) and not _is_form(word) and len(word.text) > _FORM + 1
        if ends:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _named(sentence: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield the capitals before each legal form, with it."""
    for at, word in enumerate(sentence):
        if not _is_form(word):
            continue
        start = at
        while start > 0 and at - start < _NAME and _goes_on(sentence[start - 1], sentence[start]):
            start -= 1
        while start < at and sentence[start].text.casefold() in _words("joining"):
            start += 1
        if start < at:
            yield tuple(sentence[start : at + 1])


def _goes_on(before: Word, word: Word) -> bool:
    """Tell whether a name reaches back over this word: a capital, or what joins two, without a stop between them."""
    if before.text.endswith((*_STOPS, ",")) and not _is_form(word):
        return False
    if before.text.endswith(_STOPS) or squeeze(before.text) in _words("paying"):
        return False
    return before.text[:1].isupper() or before.text.casefold() in _words("joining")


def _is_form(word: Word) -> bool:
    key = squeeze(word.text)
    capital = word.text[:1].isupper() or key == "gmbh"
    return capital and len(key) >= _FORM and key in LEGAL_FORMS and key not in _WEAK_FORMS


def holds_money(name: Sequence[Word]) -> bool:
    """Tell whether a name is that of a bank, or of one who carries payments."""
    return any(part in squeeze(word.text) for word in name for part in _words("holds"))


def _words(name: str) -> frozenset[str]:
    return page_words("payee", name)
