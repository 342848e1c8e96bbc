"""Words with their places on a page: what both the text layer and OCR deliver to the readers of fields and lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.provenance import Box, Method

if TYPE_CHECKING:
    from app.extraction.values.bend import Bend
    from app.extraction.values.rows import Row


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without blanks. ``confidence`` is 0 to 100; a text layer's words have 100.

    A scan's word may have been read twice. ``first`` is what the first reader saw where the second's text counts;
    ``chosen`` says that arithmetic picked it, ``doubted`` that the two differ and nothing decides, ``agreed`` that both
    readers saw the same. ``uncovered`` says that a stamp was taken off it before it was read.
    """

    text: str
    box: Box
    method: Method = Method.TEXT_LAYER
    confidence: int = 100
    first: str | None = None
    chosen: bool = False
    doubted: bool = False
    agreed: bool = False
    uncovered: bool = False

    x0: float = field(init=False, repr=False, compare=False)
    x1: float = field(init=False, repr=False, compare=False)
    top: float = field(init=False, repr=False, compare=False)
    bottom: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the edges out of the box: they are asked for dozens of times a word."""
        box = self.box
        object.__setattr__(self, "x0", box.x0)
        object.__setattr__(self, "x1", box.x1)
        object.__setattr__(self, "top", box.top)
        object.__setattr__(self, "bottom", box.bottom)

    @property
    def middle(self) -> float:
        """Horizontal middle in points."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A straight line drawn on the page, horizontal or vertical, in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Tell whether it runs across the page."""
        return abs(self.x1 - self.x0) >= abs(self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as shown (rotation already applied): size in points, words, ruling lines, and how they were read.

    ``bend`` is how its rows run where it did not lie flat before a camera or a scanner. ``joined`` is for ``join_rows``
    alone, which keeps there what it made of the words.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[RulingLine, ...] = ()
    method: Method = Method.TEXT_LAYER
    bend: Bend | None = None
    joined: tuple[Row, ...] | None = field(default=None, init=False, repr=False, compare=False)
