"""Judges what is printed on a scan apart from its rows: new figures and warnings count, letterheads do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.extraction.scans.stray_print import words_as_large
from app.extraction.values.text_keys import words_of
from app.extraction.values.words import PageText
from app.extraction.witness.by_hand import warns
from app.extraction.witness.telling import Telling

if TYPE_CHECKING:
    from app.extraction.scans.stray_print import Stray
    from app.extraction.values.knowledge import Knowledge

# A text that is nothing but an amount, with its currency; and an amount too large for the number of a form.
_FIGURE = re.compile(r"[^\w]*(?:[$€£]|[A-Z]{3})?\s?\d[\d .,'’]*[.,]\s?\d{2}[^\w]*(?:[$€£]|[A-Z]{3})?[^\w]*", re.ASCII)
_LARGE = re.compile(r"[$€£]?(?:\d{1,3}(?:[.,'’]\d{3})+|\d{3,})[.,]\d{2}[$€£]?", re.ASCII)
_CLEAR = 80  # confidence from which a figure, or a warning, counts that one reader sees


def new_texts(page: PageText, found: Sequence[Stray]) -> tuple[str, ...]:
    """Return the texts that say something a page's words do not: what two readers see, or one clearly as a figure."""
    known = {token for word in page.words for token in words_of(word.text)}
    new = [
        one
        for one in found
        if (one.sure or (one.confidence >= _CLEAR and _FIGURE.fullmatch(one.text)))
        and not set(words_of(one.text)) <= known
    ]
    # No row beside an amount that stands turned says what it is; numbers of forms are small or have more in one word.
    amounts = (word for one in new if not one.level for word in one.text.split() if _LARGE.fullmatch(word))
    return tuple(dict.fromkeys((*(one.text for one in new), *amounts)))


def shown_against(page: PageText, found: Sequence[Stray], knowledge: Knowledge) -> Stray | None:
    """Return the first text that turns an invoice into something else: void, paid, disputed; else None."""
    return next(_warnings(page, found, knowledge), None)


def _warnings(page: PageText, found: Sequence[Stray], knowledge: Knowledge) -> Iterator[Stray]:
    telling = Telling(knowledge)
    for one in found:
        said = [token for word in words_as_large(page, one.high) for token in words_of(word.text)]
        clear = one.sure or one.confidence >= _CLEAR
        if (clear and telling.warns(one.text, said)) or (one.sure and _warns_misread(one.text, said)):
            yield one


def _warns_misread(text: str, said: Sequence[str]) -> bool:
    """Tell whether a text warns once a letter of it is read otherwise ("DQ NOT PAY"), and is none of the page's own."""
    return not set(words_of(text)) <= set(said) and warns(text, exactly=False)
