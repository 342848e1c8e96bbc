"""One possible group with what speaks for it: the pieces from which the explanation of an invoice is chosen."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.match import GroupEvidence, Pattern
from app.domain.order import LineRef
from app.matching.likeness import Likeness


@dataclass(frozen=True, slots=True, eq=False)
class Hypothesis:
    """A group that could explain these invoice lines, its patterns, evidence and weight (tenths of a bit).

    ``links`` holds the compared pairs behind it; merged lines and lines on no order have none.
    """

    invoice_lines: tuple[int, ...]
    po_lines: tuple[LineRef, ...]
    patterns: tuple[Pattern, ...]
    score: int
    evidence: GroupEvidence = field(default_factory=GroupEvidence)
    links: tuple[Likeness, ...] = ()


def unexplained(line_no: int) -> Hypothesis:
    """Return the hypothesis that nothing on the orders explains this line; it weighs nothing."""
    return Hypothesis((line_no,), (), (Pattern.NOT_ON_PO,), 0)
