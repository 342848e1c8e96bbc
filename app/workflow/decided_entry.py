"""What the log says of a decision: the invoice as it was matched and decided, and what is left of it for people."""

from __future__ import annotations

from app.domain.case import PENDING, Case, CaseDraft, Document, JournalKind, NewEntry
from app.domain.decision import Decision, Lane
from app.domain.invoice import Invoice
from app.domain.match import Match
from app.domain.record import to_record
from app.workflow.services import Services, program_actor


def decided_entry(
    services: Services,
    document: Document,
    invoice: Invoice,
    match: Match,
    decision: Decision,
    cause: str,
    drafts: tuple[CaseDraft, ...],
    outcome: str,
) -> NewEntry:
    """Return the program's entry of a decision: its match, its verdicts and cases, and what they rest on."""
    number = invoice.header.invoice_number
    named = f"invoice {number.value}" if number else document.reading.file
    return NewEntry(
        kind=JournalKind.DECIDED,
        actor=program_actor(services),
        summary=f"Decided {named}: {outcome}",
        document_id=document.document_id,
        before={"lane": document.decision.lane.value if document.decision else None},
        after={
            "match": to_record(match),
            "decision": to_record(decision),
            "cases": [_case_record(draft) for draft in drafts],
            "file": document.reading.file,
            "document_sha256": document.reading.sha256,
            "invoice_number": number.value if number else None,
            "total": to_record(invoice.header.total.value) if invoice.header.total else None,
            "profile": invoice.profile,
            "profile_sha256": invoice.profile_hash,
        },
        reason=cause,
    )


def outcome_of(decision: Decision, standing: tuple[Case, ...]) -> str:
    """Say what is left of a decision: as many cases as people find open, whatever was folded into them or settled."""
    if decision.lane is Lane.AUTO_RESOLVE:
        return "cleared by itself"
    live = [case for case in standing if case.lane is not None]
    left = sum(case.state in PENDING for case in live)
    if left:
        return f"{left} to settle"
    return "every case of it is settled" if live else "held"


def _case_record(draft: CaseDraft) -> dict[str, object]:
    """Return what the journal holds of a case besides its decision: pattern, class of cause and lane (TRAP-8)."""
    return {
        "category": draft.category,
        "patterns": list(draft.patterns),
        "cause_class": draft.handover.cause_class,
        "lane": draft.lane.value if draft.lane else None,
        "owner": draft.owner.value if draft.owner else None,
        "rule": draft.rule,
    }
