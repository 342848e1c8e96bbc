"""How many of the cells of a column are of a kind, and how many are enough to say so of the column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

MOST = 0.6
FEWEST = 2


def share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    """Return the share of some texts, of which there is one at least, that pass a test."""
    return sum(test(text) for text in texts) / len(texts)
