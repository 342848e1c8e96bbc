"""Figures that only the second engine finds on a page: where two programs differ on the commands, people see either.

What is damaged on purpose (a string that is too long, a number that is none, a picture that ends early) hides words
from one program and not from another. Honest files have the same digits for both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.domain.finding import Finding
from app.domain.provenance import Box
from app.extraction.pages.second_engine import PlacedCharacters, SecondCharacters
from app.extraction.values.words import Word
from app.extraction.witness.likeness import printed_once
from app.extraction.witness.page_pictures import PagePictures
from app.extraction.witness.picture_findings import more_by_second

_SHOWN = 5  # words


def second_figures(second: SecondCharacters, found: PlacedCharacters, pictures: PagePictures) -> Iterator[Finding]:
    """Yield a finding where the second engine has digits on the page that the first one has not.

    Text that is not painted both have; the first tells how many such characters there are, and so many say nothing.
    """
    page = found.page
    first = Counter(pictures.digits(page))
    more = Counter(sign for text in found.texts if text.isdecimal() for sign in text) - first
    if not more:
        return
    width, height = pictures.size(page)
    digits = _printed_once(one for one in found.touching(Box(page, 0, 0, width, height)) if one.text.isdecimal())
    more = Counter("".join(one.text for one in digits)) - first
    if more.total() > pictures.unpainted(page):
        known = {word.text for word in pictures.words(page)}
        words = (word.text for word in second.words_on(page) if any(map(str.isdecimal, word.text)))
        yield more_by_second(page, [word for word in words if word not in known][:_SHOWN])


def _printed_once(digits: Iterator[Word]) -> list[Word]:
    """Return digits without those printed over themselves, row by row."""
    rows: dict[int, list[Word]] = {}
    for one in digits:
        rows.setdefault(round(one.top), []).append(one)
    return [one for row in rows.values() for one in printed_once(row)]
