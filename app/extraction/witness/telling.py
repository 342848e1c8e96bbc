"""Whether lettering that is drawn, and no text, may change what an invoice says: or is a logo, a slogan, a seal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice, takewhile

from app.domain.provenance import Box
from app.extraction.values.figures import is_currency_word
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.knowledge_files import load_toml, strings
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import PhraseBook, words_of
from app.extraction.values.words import Word
from app.extraction.witness.lettering import Lettering
from app.shipped_files import resource_path

_MONEY = re.compile(r"\d[\d .,'’]*[.,]\s?\d{2}(?!\d)", re.ASCII)
# In text, where signs are sure: no date and no hour.
_AMOUNT = re.compile(r"(?<![\d.,:/])\d(?:\d*|\d{0,2}(?:[.,'’ ]\d{3})+)[.,]\d{2}(?![\d.,:/-]*\d)", re.ASCII)
_RATE = re.compile(r"\d\s?[%‰]", re.ASCII)
_DATE = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}", re.ASCII)
_ACCOUNT = re.compile(r"\b(?:IBAN|[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,})", re.ASCII | re.IGNORECASE)
_NAMES_A_VALUE = ("invoice_number", "invoice_date", "due_date", "po_number", "currency", "credited_invoice")
_LETTERHEAD = 0.22  # of the page's height, from its top
_LEAST_CODE = 5  # digits and letters; a code under its bars stands in the text as well
_LONGEST_SLOGAN = 12  # words
_NAMED = 2  # words behind "payable to" that tell who that is
_SHORT = 3  # letters; shorter words of a name tell nothing
_LEAST_ACCOUNT = 6  # digits of an account, or of its bank's code
_UNDER = 3.0  # heights of a figure: what stands so near below the lowest belongs to the sums


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the text layer of a page says, and where the figures stand that money depends on.

    Attributes:
        words: All words of the text layer.
        figures: Places of the figures read from this page.
        height: Of the page, in points.
    """

    words: tuple[Word, ...]
    figures: tuple[Box, ...]
    height: float


class Telling:
    """Judges lettering against what a page says; knows the words that matter."""

    def __init__(self, knowledge: Knowledge) -> None:
        book = load_toml(resource_path("picture_words.toml"))
        alarms, alone = book["alarms"], book["alone"]["against"]
        self._alone = frozenset(map(words_of, strings(alone, "alone.against")))
        self._alarms = PhraseBook({name: strings(words, name) for name, words in alarms.items()})
        self._knowledge = knowledge

    def matters(self, seen: Lettering, page: PageFacts) -> bool:
        """Tell whether people would read something that the text layer does not say, and that may count."""
        tokens = words_of(seen.text)
        said = [token for word in page.words for token in words_of(word.text)]
        if self._alarming(tokens, said) or self._alarming(words_of(seen.also), said):
            return True
        if tokens in self._alone and tokens not in _runs(said, len(tokens)):
            return True
        if seen.faint:
            return False
        if any(form.search(seen.text) for form in (_MONEY, _RATE, _DATE, _ACCOUNT)):
            return True
        known = set(said)
        fresh = [token for token in tokens if token not in known and not _is_code_of(token, said)]
        if not fresh:
            return False
        if self._pays_another(tokens, known) or _names_account(tokens, known):
            return True
        if not _aside(seen.box, page):
            return any(any(map(str.isdigit, token)) or len(token) > 2 for token in fresh)
        if _under_sums(seen.box, page) and any(any(map(str.isdigit, token)) for token in tokens):
            return True
        return len(tokens) > _LONGEST_SLOGAN or self.names_something(tokens)

    def _pays_another(self, tokens: Sequence[str], known: Set[str]) -> bool:
        """Tell whether whom to pay is named, in words that the text does not have."""
        notices = self._knowledge.notices
        for at in range(len(tokens)):
            count, _, meanings = notices.leading(tokens[at : at + _LONGEST_SLOGAN])
            if "pay_to" not in meanings:
                continue
            behind = takewhile(lambda t: t.isalpha() and "no_name" not in notices.meanings(t), tokens[at + count :])
            named = {token for token in islice(behind, _NAMED) if len(token) >= _SHORT}
            if named and not named & known:
                return True
        return False

    def warns(self, text: str, said: Sequence[str]) -> bool:
        """Tell whether a text turns an invoice into something else, by words that are not among those ``said``."""
        return self._alarming(words_of(text), said)

    def states_money(self, text: str) -> bool:
        """Tell whether a row of text has an amount or account in it, or a figure beside what names one."""
        return bool(_AMOUNT.search(text) or _ACCOUNT.search(text)) or self.names_something(words_of(text))

    def names_total(self, text: str) -> bool:
        """Tell whether a row of text is a total: its label, a currency perhaps, and an amount."""
        amount = _AMOUNT.search(text)
        label = [word for word in words_of(text[: amount.start()]) if not is_currency_word(word)] if amount else []
        length, _, meanings = self._knowledge.totals.leading(label)
        return 0 < length == len(label) and "total" in meanings

    def _alarming(self, tokens: Sequence[str], said: Sequence[str]) -> bool:
        """Tell whether a word is among them that turns an invoice into something else, and that its text has not."""
        books = ((self._alarms, ()), (self._knowledge.titles, ("credit",)))
        return any(
            phrase not in _runs(said, len(phrase)) for book, kinds in books for phrase in _phrases(book, tokens, kinds)
        )

    def names_something(self, tokens: Sequence[str]) -> bool:
        """Tell whether it names a charge, or a total or number with a figure beside it."""
        known = self._knowledge
        charges = [p for p in _phrases(known.charges, tokens, ()) if "".join(p) not in known.weak_charges]
        if charges:
            return True
        figures = any(any(map(str.isdigit, token)) for token in tokens)
        labelled = (*_phrases(known.totals, tokens, ()), *_phrases(known.labels, tokens, _NAMES_A_VALUE))
        return figures and bool(labelled)


def _names_account(tokens: Sequence[str], known: Set[str]) -> bool:
    """Tell whether an account or its bank's code is named with a number that the text does not have."""
    if (page_words("bank", "accounts") | page_words("bank", "banks")).isdisjoint(tokens):
        return False
    numbers = (token for token in tokens if token.isdigit() and len(token) >= _LEAST_ACCOUNT)
    printed = "".join(token for token in known if any(map(str.isdigit, token)))
    return any(number not in printed for number in numbers)


def _phrases(book: PhraseBook, tokens: Sequence[str], meanings: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the phrases among words that the book knows, of these meanings or of any."""
    for start in range(len(tokens)):
        count, _, found = book.leading(tokens[start:])
        if count and (not meanings or set(meanings) & set(found)):
            yield tuple(tokens[start : start + count])


def _runs(tokens: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(tokens[at : at + length]) for at in range(len(tokens) - length + 1)}


def _is_code_of(token: str, said: Sequence[str]) -> bool:
    return len(token) >= _LEAST_CODE and token in "".join(said)


def _aside(place: Box, page: PageFacts) -> bool:
    """Tell whether a place is in the letterhead, or below all figures: where logos, seals and signatures stand."""
    if place.bottom <= _LETTERHEAD * page.height:
        return True
    return bool(page.figures) and place.top > max(figure.bottom for figure in page.figures)


def _under_sums(place: Box, page: PageFacts) -> bool:
    """Tell whether a place is right under the lowest figure, where no seal or logo has a number: "less 20 %"."""
    lowest = max(page.figures, key=lambda figure: figure.bottom, default=None)
    if lowest is None:
        return False
    return place.bottom > lowest.bottom and place.top - lowest.bottom < _UNDER * (lowest.bottom - lowest.top)
