"""Sentences with places in them ("Unit price {0}") as patterns, found by how a text begins or ends.

A language has thousands of them, and a text that is put over is taken apart in every way, so that each part would be
held against all: only those are tried that have its first or last signs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

PLACE = re.compile(r"\{\d\}")
ANYTHING = "(.+?)"
FIGURE = r"([-+−]?\d[\d.,\u00a0\u202f'’]*|no|one|two|three|four|five|six|seven|eight|nine|ten)"
_SIGNS = 6  # of its beginning or end by which a pattern is found


@dataclass(frozen=True, slots=True)
class SentencePattern:
    """A sentence, what it is in another language, and what may stand in its places.

    ``head`` and ``tail`` are what every match begins and ends with: the signs before the first place, behind the last.
    """

    source: str
    target: str
    place: str
    head: str
    tail: str

    def match(self, text: str) -> re.Match[str] | None:
        """Match a whole text; what stands in the places are the groups."""
        return _compiled(self.source, self.place).fullmatch(text)


def sentence_pattern(source: str, target: str, place: str = ANYTHING) -> SentencePattern:
    """Return the pattern of a sentence; ``place`` is what may stand in its places."""
    parts = PLACE.split(source)
    return SentencePattern(source, target, place, parts[0], parts[-1])


@cache
def _compiled(source: str, place: str) -> re.Pattern[str]:
    """Return the pattern, made when a text is first held against it: a window needs few of the thousands."""
    return re.compile(place.join(map(re.escape, PLACE.split(source))), re.DOTALL)


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
