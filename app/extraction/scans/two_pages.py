"""Tells a sheet that shows two pages side by side, whose rows run on from the one page into the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.domain.provenance import Method
from app.extraction.values.words import PageText, Word

_WIDE = 1.2  # times as wide as high
_SURE = 60  # confidence from which a word counts as read
_GUTTER = 0.04  # of the width: the margins of both pages
_LEAST_WORDS = 30  # on either side
_LARGER_THAN_INVOICES = 1000.0  # points; two Letter or A4 pages take more, a page on its side less
_PROSE_WORDS, _PROSE_ROWS = 5, 12  # words of letters in a row of one half, and such rows
_ROW = 4.0  # points


def shows_two_pages(page: PageText) -> bool:
    """Tell whether a scan is two pages beside each other, with nothing between them from top to bottom.

    A page on its side may leave its middle empty too; so the sheet is larger than those, or one half is full of prose.
    """
    if page.method is not Method.OCR or page.width < _WIDE * page.height:
        return False
    words = [word for word in page.words if word.confidence >= _SURE]
    middle = page.width / 2
    left, right = [word for word in words if word.x1 <= middle], [word for word in words if word.x0 >= middle]
    if min(len(left), len(right)) < _LEAST_WORDS or len(left) + len(right) < len(words):
        return False
    gutter = min(word.x0 for word in right) - max(word.x1 for word in left)
    if gutter < _GUTTER * page.width:
        return False
    return page.width >= _LARGER_THAN_INVOICES or _prose(left) or _prose(right)


def _prose(words: Iterable[Word]) -> bool:
    rows = Counter(round(word.bottom / _ROW) for word in words if word.text.strip(".,;:()").isalpha())
    return sum(count >= _PROSE_WORDS for count in rows.values()) >= _PROSE_ROWS
