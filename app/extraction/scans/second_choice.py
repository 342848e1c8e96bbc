"""Which of two readings of a cell counts: by the form of its neighbours, by a third reading; else nothing decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from app.extraction.values.text_keys import squeeze

_SURE = 90  # a second reading of less confidence is no ground to leave the first
_ALIKE = str.maketrans("OIL", "011")
_PARTS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """The text that counts, and whether it is settled; an unsettled one is shown to a person."""

    text: str
    settled: bool


def same_text(first: str, second: str) -> bool:
    """Tell whether two readings say the same, whatever the case and the marks around it."""
    return squeeze(first) == squeeze(second)


def form(text: str) -> str:
    """Return where a code has letters and where digits: ``SF-02`` is ``AA-99``."""
    return "".join("9" if ch.isdigit() else "A" if ch.isalpha() else ch for ch in text)


def choose_code(first: str, second: str, confidence: int, agreed: Collection[str], third: Callable[[], str]) -> Choice:
    """Choose between two readings of a code or number.

    Args:
        first: The first reading.
        second: The second reading, of another reader.
        confidence: How sure the second reader is, 0 to 100.
        agreed: Codes of the same column, or numbers of the same kind, on which both readers agree.
        third: Reads it once more; asked only where nothing else decides.
    """
    if not squeeze(second) or same_text(first, second):
        return Choice(first, settled=True)
    if any(same_text(second, other) for other in agreed) != any(same_text(first, other) for other in agreed):
        known = second if any(same_text(second, other) for other in agreed) else first
        return Choice(known, settled=True)
    forms = Counter(form(code) for code in agreed)
    if (form(first) in forms) != (form(second) in forms):
        return Choice(first if form(first) in forms else second, settled=True)
    if _as_printed_rather(first, second) and same_text(third(), first):
        return Choice(first, settled=True)
    if confidence >= _SURE and same_text(third(), second):
        return Choice(second, settled=True)
    return Choice(second if confidence >= _SURE else first, settled=False)


def _looks_like(text: str) -> str:
    """Return a text with one sign for all that look the same in most faces: O and 0, I and l and 1."""
    return text.upper().translate(_ALIKE)


def _as_printed_rather(text: str, other: str) -> bool:
    """Tell whether a code is letters here and digits there, and another reading mixes them for signs that look alike.

    "PO-20229" is printed rather than "P0-20229", and in many faces nothing else tells them apart.
    """
    return _looks_like(text) == _looks_like(other) and _in_pure_parts(text) and not _in_pure_parts(other)


def _in_pure_parts(code: str) -> bool:
    return all(part.isalpha() or part.isdigit() for part in _PARTS.findall(code))


def subsets(count: int, most: int) -> list[tuple[int, ...]]:
    """Return the non-empty subsets of so many changes, the small ones first; beyond ``most`` changes only all at once.

    Fewer changes explain more: where two subsets close alike, the readings are undecided and none is taken.
    """
    if count > most:
        return [tuple(range(count))]
    chosen = [tuple(i for i in range(count) if mask >> i & 1) for mask in range(1, 1 << count)]
    return sorted(chosen, key=len)


def single_best(scores: Sequence[float], current: float) -> int | None:
    """Return the index of the one score above the current and above all others; None where there is no such one."""
    best = max(scores, default=current)
    if best <= current or sum(abs(score - best) < 1e-9 for score in scores) != 1:
        return None
    return scores.index(best)
