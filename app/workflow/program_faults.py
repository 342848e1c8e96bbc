"""A document that the program itself failed on: held as a case for the clerk, so that only this one waits.

What the journal keeps of the failure is where in the program it happened, never what the invoice says.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from app.domain.case import (
    CAUSE_CLASS,
    Case,
    CaseDraft,
    CaseState,
    Document,
    DocumentState,
    Handover,
    JournalKind,
    NewEntry,
)
from app.domain.decision import Category, CauseClass, Lane
from app.domain.money import ZERO
from app.domain.policy import Role
from app.workflow.ports import Settlement
from app.workflow.services import Services, program_actor

FAULT_RULE = "program.fault"
_MOST_FRAMES = 12


def is_fault(case: Case) -> bool:
    """Tell whether a case says that the program failed on its document, and still stands."""
    return case.rule == FAULT_RULE and case.state is not CaseState.SUPERSEDED


def hold_for_fault(services: Services, document_id: int, error: Exception) -> Document:
    """Open the case of a document that could not be decided; one that is open already stays the only one."""
    document = services.store.document(document_id)
    if any(is_fault(case) and case.state is not CaseState.RESOLVED for case in document.cases):
        return document
    return services.store.settle(_settlement(services, document, error))


def _settlement(services: Services, document: Document, error: Exception) -> Settlement:
    draft = _case(document, error)
    entry = NewEntry(
        kind=JournalKind.REFUSED,
        actor=program_actor(services),
        summary=f"Could not decide {document.reading.file}: a fault of the program",
        document_id=document.document_id,
        after={"error": type(error).__name__, "where": list(places(error)), "rule": FAULT_RULE},
        reason="an unexpected failure while deciding",
    )
    return Settlement(
        document_id=document.document_id,
        seen_version=document.version,
        state=DocumentState.NEEDS_ME,
        invoice=document.invoice,
        match=document.match,
        decision=document.decision,
        desk=document.desk,
        entries=(entry,),
        cases=(draft,),
    )


def places(error: Exception) -> tuple[str, ...]:
    """Return where an error came from: file, line, function. Its message may quote the invoice and is left out."""
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    return tuple(f"{_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames)


def _short(filename: str) -> str:
    parts = Path(filename).parts
    return "/".join(parts[parts.index("app") :]) if "app" in parts else Path(filename).name


def _case(document: Document, error: Exception) -> CaseDraft:
    total = document.invoice.header.total if document.invoice else None
    where = places(error)
    why = "could not be decided (fault of the program)"
    return CaseDraft(
        category=Category.DATA_QUALITY.value,
        patterns=(),
        lane=Lane.DRAFT_AND_ROUTE,
        owner=Role.AP_CLERK,
        release_role=None,
        exposure=abs(total.value) if total else ZERO,
        rule=FAULT_RULE,
        invoice_lines=(),
        po_lines=(),
        handover=Handover(
            sentence=f"{document.reading.file} {why}.",
            likely_cause="Something on this invoice, or in the records beside it, that the program mishandles.",
            recommended_action="Check and settle this invoice by hand, and report the fault with the entry of the log.",
            why_not_cleared=why,
            evidence=(
                (CAUSE_CLASS, CauseClass.DATA.value),
                ("error", type(error).__name__),
                ("file", document.reading.file),
                ("where", where[-1] if where else "unknown"),
            ),
        ),
    )
