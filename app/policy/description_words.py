"""The words of descriptions, and the share of them that two have in common, for what may clear.

Stricter than the likeness that matching looks for partners by: figures must be the same, and words begin alike.
"""

from __future__ import annotations

from decimal import Decimal

from app.domain.common_words import words_of
from app.domain.money import ZERO

# Share of the words two descriptions have in common: from the first on they say the same thing in other words, from
# the second on the description alone names the item.
RELATED = Decimal("0.3")
SAME = Decimal("0.75")
_SHORTEST_STEM = 3


def likeness(text: str, other: str) -> Decimal:
    """Return the share of words two descriptions have in common; a number counts only when it is the same."""
    a, b = words_of(text), words_of(other)
    if not a or not b:
        return ZERO
    left = list(b)
    common = 0
    for word in a:
        partner = next((other_word for other_word in left if _alike(word, other_word)), None)
        if partner is not None:
            left.remove(partner)
            common += 1
    return Decimal(common) / Decimal(max(len(a), len(b)))


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    if word[0].isdigit() or other[0].isdigit():
        return False
    shorter, longer = sorted((word, other), key=len)
    return len(shorter) >= _SHORTEST_STEM and longer.startswith(shorter)
