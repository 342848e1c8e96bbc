"""A charge that the text of a goods line names as part of its amount: "incl. freight 45.00" (S2.169).

It is told and never taken out: what the goods cost then is for the vendor to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.invoice import IncludedCharge
from app.extraction.sums.charges import charge_kind
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark, read_number
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import join_words
from app.extraction.values.text_keys import fold
from app.extraction.values.words import Word

_CURRENCY = "$€£"
_LONGEST = 4  # words of a charge
_FIGURE = re.compile(rf"[{_CURRENCY}]?\d[\d.,' ]*[{_CURRENCY}]?")


def included_charges(words: Sequence[Word], knowledge: Knowledge) -> tuple[IncludedCharge, ...]:
    """Return the charges that a description names as included, each with its amount where one is printed."""
    return tuple(_found(words, knowledge))


def _found(words: Sequence[Word], knowledge: Knowledge) -> Iterator[IncludedCharge]:
    start = 0
    while start < len(words):
        key = fold(words[start].text).strip("(,;.")
        loose = key in page_words("charges", "loosely")
        leads = loose or key in page_words("charges", "including")
        found = _after(words, start + 1, knowledge, loose=loose) if leads else None
        if found is None:
            start += 1
            continue
        charge, end = found
        yield charge
        start = end


def _after(
    words: Sequence[Word], start: int, knowledge: Knowledge, *, loose: bool
) -> tuple[IncludedCharge, int] | None:
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        label = words[start : start + length]
        if any(_FIGURE.fullmatch(word.text.strip("(),;")) for word in label):
            continue
        kind = charge_kind([*label], knowledge)
        if kind is None:
            continue
        at = start + length
        while at < len(words) and fold(words[at].text) in page_words("charges", "between"):
            at += 1
        number = words[at].text.strip("(),;") if at < len(words) else ""
        figure = read_number(number.strip(_CURRENCY), _mark(number)) if _FIGURE.fullmatch(number) else None
        if figure is None and (loose or at < len(words) - 1):
            # What follows is another word: "incl. freight elevator key" is goods.
            return None
        end = at + 1 if figure is not None else at
        raw = join_words(words[start - 1 : end]).strip(" (),;")
        return IncludedCharge(kind, raw, figure.value if figure is not None else None), end
    return None


def _mark(number: str) -> DecimalMark:
    """Return which sign is the decimal mark of a single figure: the last one, where two digits follow it."""
    return DecimalMark.COMMA if re.search(r",\d{1,2}\D*$", number) else DecimalMark.POINT
