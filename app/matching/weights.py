"""What each level of likeness weighs, and what a link or a shape costs before any evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each level by name, and of shapes, all in tenths of a bit.

    Attributes:
        levels: Weight by ``kind.LEVEL``, for example ``price.EQUAL``.
        prior: What two lines picked blindly start with.
        split: What a group of several invoice lines for one order line costs beyond its links.
        merged: The same for one invoice line over several order lines.
        margin: A runner-up closer than this makes a group ambiguous.
    """

    levels: Mapping[str, int]
    prior: int
    split: int
    merged: int
    margin: int

    def with_levels(self, learned: Mapping[str, int]) -> Weights:
        """Return the weights with those of some levels in place of these; names of no level are left out."""
        known = {name: learned.get(name, weight) for name, weight in self.levels.items()}
        return replace(self, levels=MappingProxyType(known))
