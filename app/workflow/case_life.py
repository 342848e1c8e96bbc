"""The life of a case as one table: what each command makes of it, state by state, and what each command needs.

What is not in the table is refused. A case opens when a decision holds something back; a new decision supersedes it,
and the day of a hold opens it again, both by the program. Everything else is a person's command.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.domain.case import Action, Case, CaseState, Command, Document
from app.workflow.program_faults import is_fault


class Need(StrEnum):
    """What a command is refused without: evidence for whoever reads the log."""

    REASON = "reason"
    DAY = "day"
    VALUE = "value"
    ORDER_LINES = "order lines"
    SOMEBODY = "somebody"


# None: the document is decided anew, and that decision says what becomes of its cases.
_PENDING: Mapping[Action, CaseState | None] = {
    Action.ACCEPT: CaseState.RESOLVED,
    Action.CORRECT: None,
    Action.CHOOSE: None,
    Action.REJECT: CaseState.RESOLVED,
    Action.SEND: CaseState.SENT,
    Action.HOLD: CaseState.ON_HOLD,
}
TRANSITIONS: Mapping[CaseState, Mapping[Action, CaseState | None]] = {
    CaseState.OPEN: {**_PENDING, Action.NOTE: CaseState.OPEN},
    CaseState.SENT: {**_PENDING, Action.NOTE: CaseState.SENT},
    CaseState.ON_HOLD: {**_PENDING, Action.NOTE: CaseState.ON_HOLD},
    CaseState.RESOLVED: {Action.REOPEN: CaseState.OPEN, Action.NOTE: CaseState.RESOLVED},
    CaseState.SUPERSEDED: {},
}
NEEDS: Mapping[Action, Need] = {
    Action.ACCEPT: Need.REASON,
    Action.REJECT: Need.REASON,
    Action.REOPEN: Need.REASON,
    Action.NOTE: Need.REASON,
    Action.HOLD: Need.DAY,
    Action.CORRECT: Need.VALUE,
    Action.CHOOSE: Need.ORDER_LINES,
    Action.SEND: Need.SOMEBODY,
}
# All that can be done about a document nobody could read: it has no figures to accept, correct or match.
_UNREAD = (Action.SEND, Action.REJECT, Action.HOLD, Action.REOPEN, Action.NOTE)
_NOT_OF_FAULTS = (Action.ACCEPT, Action.CHOOSE)


def allowed_actions(document: Document, case: Case) -> tuple[Action, ...]:
    """Return what can be done with this case now, whoever asks."""
    known = tuple(TRANSITIONS[case.state])
    if case.state is CaseState.RESOLVED:
        return known
    if case.lane is None:
        return tuple(action for action in known if action is Action.NOTE)
    if document.invoice is None:
        return tuple(action for action in known if action in _UNREAD)
    if is_fault(case):
        return tuple(action for action in known if action not in _NOT_OF_FAULTS)
    return known


def state_after(case: Case, action: Action) -> CaseState:
    """Return the state a command leaves a case in; its own where the document is decided anew."""
    return TRANSITIONS[case.state].get(action) or case.state


def missing(case: Case, command: Command) -> Need | None:
    """Return what a command lacks, None where it has what it needs."""
    given = {
        Need.REASON: bool(command.note.strip()),
        Need.DAY: command.hold_until is not None,
        Need.VALUE: command.correction is not None,
        Need.ORDER_LINES: command.choice is not None,
        Need.SOMEBODY: (command.owner or case.owner) is not None,
    }
    need = NEEDS[command.action]
    return None if given[need] else need
