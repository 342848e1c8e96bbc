"""How the rows of a page run that did not lie flat: by how much they rise or fall from left to right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.provenance import Box
from app.extraction.values.words import Word


@dataclass(frozen=True, slots=True)
class Bend:
    """The way down or up of rows across a page, as a sum of powers of how far right a place is (-1 to 1).

    ``factors`` belong to the powers from one on, in points; ``tilted`` to the first two, times how far down (-1 to 1).
    """

    width: float
    height: float
    factors: tuple[float, ...]
    tilted: tuple[float, float]

    def down(self, across: float, down: float) -> float:
        """Return by how many points a row stands lower at a place than in the middle of the page."""
        x, y = 2 * across / self.width - 1, 2 * down / self.height - 1
        bent = sum(factor * x**power for power, factor in enumerate(self.factors, 1))
        return bent + y * (self.tilted[0] * x + self.tilted[1] * x * x)

    def levelled(self, word: Word) -> Word:
        """Return a word as it would stand on a flat page."""
        return self._moved(word, -1)

    def bent(self, word: Word) -> Word:
        """Return a word of the flat page as it stands on the bent one."""
        return self._moved(word, 1)

    def _moved(self, word: Word, by: int) -> Word:
        box = word.box
        down = by * self.down(word.middle, (box.top + box.bottom) / 2)
        return replace(word, box=Box(box.page, box.x0, box.top + down, box.x1, box.bottom + down))
