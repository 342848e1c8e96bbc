"""Where a document stands, from its cases and its decision."""

from __future__ import annotations

from app.domain.case import PENDING, Case, CaseState, DocumentState, Outcome
from app.domain.decision import Decision, Lane


def state_of(cases: tuple[Case, ...], decision: Decision | None) -> DocumentState:
    """Return where a document stands, from its cases (notes without a lane aside) and its decision.

    A document is cleared only when its decision says so and no case is pending; it is released when people
    accepted every case, and rejected as soon as one of them was.
    """
    live = [case for case in cases if case.lane is not None and case.state is not CaseState.SUPERSEDED]
    if any(case.outcome is Outcome.REJECTED for case in live):
        return DocumentState.REJECTED
    if any(case.state is CaseState.OPEN for case in live):
        return DocumentState.NEEDS_ME
    if any(case.state in PENDING for case in live):
        return DocumentState.WAITING
    if decision is None or (decision.lane is not Lane.AUTO_RESOLVE and not live):
        return DocumentState.NEEDS_ME
    return DocumentState.RELEASED if live else DocumentState.CLEARED


def state_of_unread(cases: tuple[Case, ...]) -> DocumentState:
    """Return where a document stands that nobody could read.

    It waits while its case was handed over or is on hold; a note on one that was turned down leaves it so.
    """
    live = [case for case in cases if case.state is not CaseState.SUPERSEDED]
    if any(case.outcome is Outcome.REJECTED for case in live if case.state is CaseState.RESOLVED):
        return DocumentState.REJECTED
    waits = bool(live) and all(case.state in (CaseState.SENT, CaseState.ON_HOLD) for case in live)
    return DocumentState.WAITING if waits else DocumentState.UNREADABLE
