"""Where a value was read, how, and how sure it is (S1.56, AS 1105: the source of every value is kept)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Method(StrEnum):
    """How a value got here."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    EINVOICE = "einvoice"
    TYPED = "typed"
    PICKED = "picked"


class Certainty(StrEnum):
    """How far a value is backed by the document's own arithmetic.

    proven: at least two equations close on it, or a person confirmed it. consistent: one closes and none speaks
    against it. unverified: nothing checks it. contradicted: an equation that should close does not.
    """

    PROVEN = "proven"
    CONSISTENT = "consistent"
    UNVERIFIED = "unverified"
    CONTRADICTED = "contradicted"


BACKED = frozenset({Certainty.PROVEN, Certainty.CONSISTENT})
# By a person, not by reading.
GIVEN = frozenset({Method.TYPED, Method.PICKED})


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is shown: points, origin at the top left; ``page`` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        """Return the smallest box around both; the page of the first is kept."""
        return Box(
            self.page,
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Extracted(Generic[T_co]):
    """A value as it was read.

    Attributes:
        value: The value in its canonical form.
        raw: The characters as printed; None where nothing was printed (the value then comes from elsewhere).
        box: Where it stands on the page; None where it has no place.
        method: How it was obtained.
        certainty: How far the document's arithmetic backs it.
        repaired_from: What was read before a repair; None for a value taken as read.
    """

    value: T_co
    raw: str | None = None
    box: Box | None = None
    method: Method = Method.TEXT_LAYER
    certainty: Certainty = Certainty.UNVERIFIED
    repaired_from: str | None = None
