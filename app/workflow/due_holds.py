"""Cases put aside until a day come back when that day is there, each with its entry in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.case import Case, CaseState, Document, JournalKind, NewEntry
from app.domain.errors import ConflictError
from app.domain.record import to_record
from app.domain.urgency import desk_day
from app.workflow.document_state import state_of, state_of_unread
from app.workflow.ports import CaseChange, Settlement
from app.workflow.services import Services, program_actor


def wake_due(services: Services) -> tuple[int, ...]:
    """Open the cases whose day has come; return the documents concerned.

    One that somebody changes at this very moment is left to them; it is looked at again the next time.
    """
    today = desk_day(services.clock.now())
    woken = []
    for case in services.store.cases((CaseState.ON_HOLD,)):
        if _is_due(case, today):
            document = services.store.document(case.document_id)
            try:
                services.store.settle(_reopened(services, document, case))
            except ConflictError:
                continue
            woken.append(document.document_id)
    return tuple(dict.fromkeys(woken))


def _is_due(case: Case, today: date) -> bool:
    return case.hold_until is not None and case.hold_until <= today


def _reopened(services: Services, document: Document, case: Case) -> Settlement:
    after = replace(case, state=CaseState.OPEN, hold_until=None)
    cases = tuple(after if c.case_id == case.case_id else c for c in document.cases)
    state = state_of_unread(cases) if document.invoice is None else state_of(cases, document.decision)
    entry = NewEntry(
        kind=JournalKind.COMMAND,
        actor=program_actor(services),
        summary=f"Back from hold, due {case.hold_until}: {case.handover.sentence or case.category.replace('_', ' ')}",
        document_id=document.document_id,
        case_id=case.case_id,
        before={"case": to_record(case), "document_state": document.state.value},
        after={"case": to_record(after), "document_state": state.value},
    )
    return Settlement(
        document_id=document.document_id,
        seen_version=document.version,
        state=state,
        invoice=document.invoice,
        match=document.match,
        decision=document.decision,
        desk=document.desk,
        entries=(entry,),
        set_cases=(CaseChange(case.case_id, CaseState.OPEN, note=case.note, owner=case.owner),),
    )
