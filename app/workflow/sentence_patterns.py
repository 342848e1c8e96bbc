"""Sentences with places in them ("Unit price {0}") as patterns, found by how a text begins or ends.

A language has thousands of them, and a text that is put over is taken apart in every way, so that each part would be
held against all: only those are tried that have its first or last signs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PLACE = re.compile(r"\{\d\}")
ANYTHING = "(.+?)"
FIGURE = r"([-+−]?\d[\d.,\u00a0\u202f'’]*|no|one|two|three|four|five|six|seven|eight|nine|ten)"
_SIGNS = 6  # of its beginning or end by which a pattern is found


@dataclass(frozen=True, slots=True)
class SentencePattern:
    """What matches a sentence whatever stands in its places, and what it is in another language.

    ``head`` and ``tail`` are what every match begins and ends with: the signs before the first place, behind the last.
    """

    pattern: re.Pattern[str]
    target: str
    head: str
    tail: str


def sentence_pattern(source: str, target: str, place: str = ANYTHING) -> SentencePattern:
    """Return the pattern of a sentence; ``place`` is what may stand in its places."""
    parts = PLACE.split(source)
    pattern = re.compile(place.join(re.escape(part) for part in parts), re.DOTALL)
    return SentencePattern(pattern, target, parts[0], parts[-1])


class SentencePatterns:
    """Patterns in the order in which they are tried."""

    def __init__(self, patterns: Iterable[SentencePattern] = ()) -> None:
        self._all = tuple(patterns)
        heads: dict[str, list[int]] = defaultdict(list)
        tails: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self._all):
            # One that begins with a place is told by its end; one with neither may match anything.
            if one.head:
                heads[one.head[:_SIGNS]].append(at)
            else:
                tails[one.tail[-_SIGNS:]].append(at)
        self._by_head: Mapping[str, list[int]] = dict(heads)
        self._by_tail: Mapping[str, list[int]] = dict(tails)

    def that_may_match(self, *texts: str) -> list[SentencePattern]:
        """Return in their order all that match one of the texts whole, and few others."""
        found: set[int] = set()
        for text in texts:
            for signs in range(_SIGNS + 1):
                found.update(self._by_head.get(text[:signs], ()))
                found.update(self._by_tail.get(text[max(len(text) - signs, 0) :], ()))
        return [self._all[at] for at in sorted(found)]
