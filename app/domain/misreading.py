"""Texts that a scan gave with characters it takes for one another."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from app.domain.provenance import Extracted, Method

_PARTED = re.compile(r"(?<=[0-9])\s+(?=[0-9])", re.ASCII)
_STROKES = str.maketrans({"l": "1", "i": "1", "|": "1", "!": "1", "o": "0"})


def as_known(printed: Extracted[str], known: str) -> str:
    """Return a printed text, on a scan with the known one for its beginning where only blanks and strokes differ.

    "Cleaner 51, boxed" says "Cleaner 5 l, boxed". Points, commas and other digits are the same: "1.5 l" is not "15 l",
    nor is "11 6 mm" "1 16 mm": a scan puts a blank into a number, but takes none from between two.
    """
    if printed.method is not Method.OCR or not known.strip():
        return printed.value
    words, sought = printed.value.split(), _strokes(known)
    for count, begun in enumerate(accumulate(words, "{} {}".format), 1):
        if _strokes(begun) == sought and _parted(known) <= _parted(begun):
            return " ".join((known, *words[count:]))
    return printed.value


@lru_cache(maxsize=50_000)
def _strokes(text: str) -> str:
    return "".join(text.casefold().split()).translate(_STROKES)


def _parted(text: str) -> frozenset[int]:
    """Return behind how many characters, blanks aside, a blank parts two numbers."""
    return frozenset(len("".join(text[: found.start()].split())) for found in _PARTED.finditer(text))
