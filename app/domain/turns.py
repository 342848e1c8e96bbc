"""Documents that came to rest and were opened again: what quality is measured by besides speed (S1.84)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.case import DocumentState
from app.domain.insight_facts import Standing

# Where a document rests.
FINAL = (DocumentState.CLEARED, DocumentState.RELEASED, DocumentState.REJECTED)


@dataclass(frozen=True, slots=True)
class Turns:
    """How many documents ever rested, and which of them were opened again, then decided the other way, or undone."""

    rested: int
    reopened: tuple[int, ...]
    reversed_: tuple[int, ...]
    undone: tuple[int, ...]


def turns_of(standings: Iterable[Standing]) -> Turns:
    """Follow every document through its standings, in their order."""
    by_document: defaultdict[int, list[Standing]] = defaultdict(list)
    for standing in standings:
        by_document[standing.document_id].append(standing)
    rested, reopened, turned, undone = 0, [], [], []
    for document_id, steps in by_document.items():
        rested += any(step.state in FINAL for step in steps)
        if len(steps) > 1:
            opened, round_ = _turned(steps)
            reopened += [document_id] if opened else []
            turned += [document_id] if round_ else []
            undone += [document_id] if any(step.undone for step in steps) else []
    return Turns(rested, tuple(reopened), tuple(turned), tuple(undone))


def _turned(steps: Sequence[Standing]) -> tuple[bool, bool]:
    """Tell whether a document was opened again by a command, and whether it then rested the other way."""
    opened = turned = False
    rest: DocumentState | None = None
    for step in steps:
        if step.state in FINAL:
            paid = step.state is not DocumentState.REJECTED
            turned = turned or (opened and rest is not None and paid is (rest is DocumentState.REJECTED))
            rest = step.state
        elif rest is not None and not step.undone:
            opened = True
        elif step.undone:
            rest = None
    return opened, turned
