"""Texts that a scan gave with characters it takes for one another."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from app.domain.provenance import Extracted, Method

_STROKES = str.maketrans({"l": "1", "i": "1", "|": "1", "!": "1", "o": "0"})


def as_known(printed: Extracted[str], known: str) -> str:
    """Return a printed text, on a scan with the known one for its beginning where only blanks and strokes differ.

    "Cleaner 51, boxed" says "Cleaner 5 l, boxed". Points, commas and other digits are the same: "1.5 l" is not "15 l".
    """
    if printed.method is not Method.OCR or not known.strip():
        return printed.value
    words, sought = printed.value.split(), _strokes(known)
    for count, begun in enumerate(accumulate(map(_strokes, words)), 1):
        if begun == sought:
            return " ".join((known, *words[count:]))
    return printed.value


@lru_cache(maxsize=50_000)
def _strokes(text: str) -> str:
    return "".join(text.casefold().split()).translate(_STROKES)
