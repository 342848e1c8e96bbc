"""What one decision or command writes: the document's new standing, its cases and its journal entries, at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.case import CaseDraft, CaseState, Choice, Correction, DocumentState, NewEntry, Outcome
from app.domain.decision import Decision, Grounds
from app.domain.invoice import Invoice
from app.domain.item import CrossReference
from app.domain.match import Desk, Match
from app.domain.policy import Role

# The code of the ConflictError that asks to decide again: the desk changed between snapshot and writing.
STALE_DESK = "desk_changed"
# Under this name the journal says up to which entry all that waited was looked at again.
LOOKED_AGAIN = "looked_again_up_to"


@dataclass(frozen=True, slots=True)
class CaseChange:
    """The new standing of one case."""

    case_id: int
    state: CaseState
    outcome: Outcome | None = None
    owner: Role | None = None
    hold_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Everything one decision writes, in one transaction with its journal entries.

    ``close`` names cases (by id) that this decision supersedes. ``cases`` are opened. ``set_cases`` changes the
    state of existing cases. ``seen_version`` is the document's version the decision was made from; a newer one in
    the store is a ConflictError and nothing is written. None for corrections or choices leaves them as they are.
    ``learn`` are vendors' own item codes that a person confirmed: they are kept from now on, and taken back by an undo.
    ``decided_now``: the decision was made just now from ``desk`` and ``grounds``. If since then another document has
    billed one of its orders, anything was imported, or an invoice of this vendor and number was cleared, that is a
    ConflictError ``desk_changed``, so that two desks at once never bill the same goods twice or clear by what no
    longer holds.
    """

    document_id: int
    seen_version: int
    state: DocumentState
    invoice: Invoice | None
    match: Match | None
    decision: Decision | None
    desk: Desk | None
    entries: tuple[NewEntry, ...]
    cases: tuple[CaseDraft, ...] = ()
    close: tuple[int, ...] = ()
    set_cases: tuple[CaseChange, ...] = ()
    corrections: tuple[Correction, ...] | None = None
    choices: tuple[Choice, ...] | None = None
    decided_now: bool = False
    learn: tuple[CrossReference, ...] = ()
    grounds: Grounds | None = None


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last command of a person that can still be undone, with its label."""

    entry: int
    document_id: int
    label: str
