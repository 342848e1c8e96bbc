"""How two things on one page lie to each other, by their edges in points from its top left corner.

Boxes, words, cells and rows alike. Whether both are on one page is for the caller to ask.
"""

from __future__ import annotations

from typing import Protocol


class Across(Protocol):
    """What has a left and a right edge."""

    @property
    def x0(self) -> float:
        """Left edge."""

    @property
    def x1(self) -> float:
        """Right edge."""


class Placed(Across, Protocol):
    """What has four edges."""

    @property
    def top(self) -> float:
        """Upper edge."""

    @property
    def bottom(self) -> float:
        """Lower edge."""


def in_one_column(one: Across, other: Across) -> bool:
    """Tell whether one stands over or under the other: that they share a part of the page's width."""
    return one.x0 < other.x1 and other.x0 < one.x1


def shared_width(one: Across, other: Across) -> float:
    """Return how much of the page's width two things share; below zero it is how far they stand apart."""
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def overlap(one: Placed, other: Placed) -> bool:
    """Tell whether two things share a part of the page; edges that touch do not."""
    return shared_area(one, other) > 0


def shared_area(one: Placed, other: Placed) -> float:
    """Return the area of the page that two things share, in square points."""
    across, down = shared_width(one, other), min(one.bottom, other.bottom) - max(one.top, other.top)
    return across * down if across > 0 and down > 0 else 0.0


def middle_in(inner: Placed, outer: Placed) -> bool:
    """Tell whether the middle of one lies in the other."""
    across, down = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= across <= outer.x1 and outer.top <= down <= outer.bottom
