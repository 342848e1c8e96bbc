"""Where a point of the view lies on the page, and back. Pure arithmetic: exact under zoom and rotation, no widgets.

Page coordinates are points with the origin at the top left of the page as shown, as boxes of read values have them.
View coordinates are logical pixels of the view's contents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.domain.overlap import middle_in
from app.domain.provenance import Box

B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in view coordinates."""

    x: float
    y: float
    width: float
    height: float

    def contains(self, x: float, y: float) -> bool:
        """Tell whether a point lies in it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def grown(self, by: float) -> Rect:
        """Return it larger on every side."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Placement:
    """How a page lies in the view.

    ``zoom`` is pixels per point; ``rotation`` is 0, 90, 180 or 270 degrees clockwise on top of how the page is shown;
    ``x`` and ``y`` are where the rotated page's top left corner lies.
    """

    page_width: float
    page_height: float
    zoom: float = 1.0
    rotation: int = 0
    x: float = 0.0
    y: float = 0.0

    @property
    def width(self) -> float:
        """Width of the rotated page in the view."""
        return (self.page_height if self.rotation % 180 else self.page_width) * self.zoom

    @property
    def height(self) -> float:
        """Height of the rotated page in the view."""
        return (self.page_width if self.rotation % 180 else self.page_height) * self.zoom

    def to_view(self, px: float, py: float) -> tuple[float, float]:
        """Return where a point of the page lies in the view."""
        turned = {
            0: (px, py),
            90: (self.page_height - py, px),
            180: (self.page_width - px, self.page_height - py),
            270: (py, self.page_width - px),
        }[self.rotation % 360]
        return self.x + turned[0] * self.zoom, self.y + turned[1] * self.zoom

    def to_page(self, vx: float, vy: float) -> tuple[float, float]:
        """Return which point of the page lies at a point of the view."""
        tx, ty = (vx - self.x) / self.zoom, (vy - self.y) / self.zoom
        return {
            0: (tx, ty),
            90: (ty, self.page_height - tx),
            180: (self.page_width - tx, self.page_height - ty),
            270: (self.page_width - ty, tx),
        }[self.rotation % 360]

    def box_to_view(self, box: Box) -> Rect:
        """Return the rectangle of a box in the view."""
        ax, ay = self.to_view(box.x0, box.top)
        bx, by = self.to_view(box.x1, box.bottom)
        return Rect(min(ax, bx), min(ay, by), abs(bx - ax), abs(by - ay))

    def area_to_page(self, page: int, ax: float, ay: float, bx: float, by: float) -> Box:
        """Return the box on the page between two points of the view."""
        x0, y0 = self.to_page(ax, ay)
        x1, y1 = self.to_page(bx, by)
        return Box(page, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def box_at(
    boxes: Sequence[tuple[Box, B]], page: int, px: float, py: float, *, slack: float = 1.5
) -> tuple[Box, B] | None:
    """Return the smallest box at a point of the page, allowing ``slack`` points around it; None where there is none."""
    hits = [
        (box, value)
        for box, value in boxes
        if box.page == page and box.x0 - slack <= px <= box.x1 + slack and box.top - slack <= py <= box.bottom + slack
    ]
    return min(hits, key=lambda hit: (_distance(hit[0], px, py), _area(hit[0])), default=None)


def boxes_in(boxes: Sequence[tuple[Box, B]], area: Box) -> list[tuple[Box, B]]:
    """Return the boxes whose middle lies in an area, in reading order."""
    inside = [(box, value) for box, value in boxes if box.page == area.page and middle_in(box, area)]
    return sorted(inside, key=lambda hit: (round(hit[0].top / 4), hit[0].x0))


def _distance(box: Box, px: float, py: float) -> float:
    dx = max(box.x0 - px, 0.0, px - box.x1)
    dy = max(box.top - py, 0.0, py - box.bottom)
    return dx * dx + dy * dy


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def scroll_to_show(
    start: float, length: float, view: float, content: float, current: float, *, margin_share: float = 0.1
) -> float:
    """Return the scroll position that shows a stretch with a margin; the current one where it already does.

    ``start`` and ``length`` are of the stretch in the contents, ``view`` and ``content`` the lengths of the viewport
    and of the contents. The margin is a share of the stretch, at least eight pixels.
    """
    margin = max(8.0, length * margin_share)
    # Beyond the contents there is nothing to show, so no margin either.
    low, high = max(start - margin, 0.0), min(start + length + margin, content)
    limit = max(0.0, content - view)
    if low >= current and high <= current + view:
        return min(max(current, 0.0), limit)
    wanted = low + (high - low) / 2 - view / 2 if high - low <= view else low
    return min(max(wanted, 0.0), limit)
