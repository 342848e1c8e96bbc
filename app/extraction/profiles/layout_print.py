"""The print of a layout: label words and where across the page they begin. It tells a form, not who filled it in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.extraction.profiles.model import LayoutMark
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import PageText

FEWEST_MARKS = 8  # of a print that says anything
MOST_MARKS = 24
_SHARE_NEEDED = 0.85  # likelihood weight: of the marks that must be found
_NEAR = 3  # percent of the page's width within which words begin at the same place
_SHIFTS = range(-8, 9, 2)  # percent by which a scan may lie to the side
_LONGEST = 5  # words of a mark
_MARK = re.compile(r"(?P<words>.*\S)\s*@\s*(?P<at>\d{1,3})")
_LIKE = str.maketrans("oilzsgb", "0112568")  # what OCR takes for one another, made one


def mark_of(text: str) -> LayoutMark | None:
    """Return the mark that "Invoice No. @ 65" writes; None where it is no such text."""
    found = _MARK.fullmatch(text.strip())
    if found is None or int(found["at"]) > 100 or sum(map(str.isalnum, found["words"])) < 2:
        return None
    return LayoutMark(found["words"], int(found["at"]))


def mark_text(mark: LayoutMark) -> str:
    """Write a mark down."""
    return f"{mark.words} @ {mark.at}"


class PrintedPlaces:
    """Where across its page each run of words of a document begins, in percent of the page's width."""

    def __init__(self, rows: Sequence[tuple[PageText, Sequence[tuple[float, str]]]]) -> None:
        """Take the rows of the pages: left edges and words, from left to right."""
        found: dict[str, set[int]] = defaultdict(set)
        for page, row in rows:
            for start, (x0, _) in enumerate(row):
                run = ""
                for _, word in row[start : start + _LONGEST]:
                    run += mark_key(word)
                    found[run].add(round(100 * x0 / max(1.0, page.width)))
        self._found: Mapping[str, set[int]] = found

    def count(self, marks: Sequence[LayoutMark]) -> int:
        """Count the marks that stand where they should, the page shifted to the side as a whole if need be."""
        places = [(mark.at, self._found.get(mark_key(mark.words), ())) for mark in marks]
        return max(sum(any(abs(x - at - shift) <= _NEAR for x in found) for at, found in places) for shift in _SHIFTS)


def fits(found: int, marks: Sequence[LayoutMark]) -> bool:
    """Tell whether so many found marks of a print are enough to know the layout by."""
    return len(marks) >= FEWEST_MARKS and found >= _SHARE_NEEDED * len(marks)


def mark_key(text: str) -> str:
    """Return what words are compared by: without blanks and marks, and with OCR's look-alikes made one."""
    return squeeze(text).translate(_LIKE)
