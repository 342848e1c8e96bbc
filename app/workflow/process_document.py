"""One document from its reading to its cases: the order of the steps, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.case import (
    PROGRAM,
    Actor,
    Case,
    CaseState,
    Document,
    DocumentState,
    JournalKind,
    NewEntry,
    Outcome,
)
from app.domain.decision import Decision, Grounds, Lane
from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.invoice import Invoice, Reading
from app.domain.match import Desk, Match, Pattern
from app.domain.policy import Policy, Role
from app.domain.record import to_record
from app.domain.settlement import STALE_DESK, CaseChange
from app.matching.engine import match_invoice
from app.policy.duplicates import STRONG_RULES
from app.policy.engine import decide
from app.workflow.case_drafts import case_drafts
from app.workflow.decided_entry import decided_entry, outcome_of
from app.workflow.document_state import state_of, state_of_unread
from app.workflow.kept_cases import as_opened, as_settled, reconcile
from app.workflow.kept_owners import with_owners_kept
from app.workflow.pictures import look_at_pictures
from app.workflow.ports import Settlement
from app.workflow.program_faults import hold_for_fault, is_fault
from app.workflow.services import Services
from app.workflow.similar import similar_by_category
from app.workflow.taking_turns import until_written
from app.workflow.unreadable_file import unreadable_case

# A desk that has not said what may clear by itself automates nothing (S1.80, S1.82).
NO_POLICY = Policy(version=0, automation_off=frozenset(pattern.value for pattern in Pattern))

LOG_BEHIND = "log_behind"
LOG_GAP = "log_gap"


def process(services: Services, path: Path, reading: Reading, channel: str, inbox_id: int | None = None) -> Document:
    """Take a read document in, match it, decide it, open its cases and log each step."""
    document_id = services.store.take_in(path, reading, channel, services.actor, inbox_id=inbox_id)
    return decide_or_hold(services, document_id, cause="taken in")


def decide_or_hold(services: Services, document_id: int, *, cause: str) -> Document:
    """Decide a document that was taken in; where the program itself fails on it, hold it as a case and go on.

    Raises:
        AppError: What the program knows to say: the store cannot be used, or others keep changing the same orders.
    """
    try:
        return decide_undecided(services, document_id, cause=cause)
    except AppError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge of one document: a fault costs this one, not the batch
        return hold_for_fault(services, document_id, error)


def redecide_or_hold(services: Services, document_id: int, *, cause: str) -> Document:
    """Decide a document again as :func:`redecide` does; where the program fails on it, hold it as a case and go on."""
    try:
        return redecide(services, document_id, cause=cause)
    except AppError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge of one document: a fault costs this one, not the others
        return hold_for_fault(services, document_id, error)


def decide_undecided(services: Services, document_id: int, *, cause: str) -> Document:
    """Decide a document that was taken in and never decided; a document that was is returned as it is."""

    def attempt() -> Document:
        document = services.store.document(document_id)
        if document.decision is not None or (document.reading.invoice is None and document.cases):
            return document
        return services.store.settle(settlement(services, document, cause=cause))

    return until_written(attempt)


def redecide(services: Services, document_id: int, *, cause: str) -> Document:
    """Match and decide a document again with what the desk knows now; cleared and closed ones are left alone."""

    def attempt() -> Document:
        document = services.store.document(document_id)
        if document.state in (DocumentState.CLEARED, DocumentState.RELEASED, DocumentState.REJECTED):
            return document
        planned = settlement(services, document, cause=cause)
        same = planned.decision == document.decision and planned.match == document.match
        if same and not any(map(is_fault, document.cases)):
            return document
        return services.store.settle(planned)

    return until_written(attempt)


def settle_anew(services: Services, plan: Callable[[], Settlement]) -> Document:
    """Write what a plan works out; where the desk changed in between, work it out again.

    Raises:
        ConflictError: The document itself was changed by somebody else, or the desk does not come to rest.
    """
    return until_written(lambda: services.store.settle(plan()), lambda error: error.code == STALE_DESK)


def settlement(
    services: Services,
    document: Document,
    *,
    cause: str,
    entry: NewEntry | None = None,
    accepted: CaseChange | None = None,
) -> Settlement:
    """Work out what deciding this document (with its corrections and choices) writes; nothing is written yet.

    ``entry`` is the person's command that led here; it comes before the program's own entry. ``accepted`` is a case
    that the person settles with it; it stays settled although its figures may have moved on.
    """
    if accepted is not None:
        document = replace(document, cases=tuple(as_settled(case, accepted) for case in document.cases))
    read = document.reading.invoice
    if read is None:
        return _unreadable(document, services.templates)
    ruled = _rule(services, document, services.correct(read, document.corrections))
    invoice, match, desk, decision = ruled.invoice, ruled.match, ruled.desk, ruled.decision
    settled = services.store.settled_cases(match.vendor_id, document_id=document.document_id) if match.vendor_id else ()
    similar = similar_by_category(settled)
    shown = with_owners_kept(decision, invoice, document.cases)
    drafts = case_drafts(invoice, shown, desk, match.vendor_id, services.templates, similar=similar)
    keep, close, fresh = reconcile(document.cases, drafts, accepted.case_id if accepted else None)
    standing = (*keep, *(as_opened(draft) for draft in fresh))
    outcome = outcome_of(decision, standing)
    decided = decided_entry(services, document, invoice, match, decision, cause, drafts, outcome)
    entries = ((entry,) if entry else ()) + (decided,)
    return Settlement(
        document_id=document.document_id,
        seen_version=document.version,
        state=state_of(standing, decision),
        invoice=invoice,
        match=match,
        decision=decision,
        desk=desk,
        entries=entries,
        cases=fresh,
        close=close,
        set_cases=(accepted,) if accepted else (),
        corrections=document.corrections,
        choices=document.choices,
        decided_now=True,
        grounds=ruled.grounds,
    )


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What was decided about an invoice, on which desk and on what grounds."""

    invoice: Invoice
    desk: Desk
    match: Match
    decision: Decision
    grounds: Grounds


def _rule(services: Services, document: Document, invoice: Invoice) -> _Ruling:
    """Match and decide; what would clear by itself is looked at in the picture first."""
    desk = services.store.desk_for(invoice, document_id=document.document_id)
    chosen = {choice.invoice_line: choice.po_lines for choice in document.choices}
    match = match_invoice(invoice, desk, services.weights, chosen=chosen)
    vendor_ids = [match.vendor_id] if match.vendor_id else []
    history = services.store.history_for(invoice, vendor_ids, document_id=document.document_id, orders=match.orders)
    policy = services.store.policy() or NO_POLICY
    grounds = Grounds(history, _is_genuine(document.cases))
    decision = decide(invoice, match, desk, policy, history, genuine=grounds.genuine)
    if decision.lane is Lane.AUTO_RESOLVE and (seen := _seen_before_clearing(services, document, invoice)):
        grounds, invoice = replace(grounds, seen=seen), replace(invoice, findings=(*invoice.findings, *seen))
        decision = decide(invoice, match, desk, policy, history, genuine=grounds.genuine)
    return _Ruling(invoice, desk, match, decision, grounds)


def _seen_before_clearing(services: Services, document: Document, invoice: Invoice) -> tuple[Finding, ...]:
    """Return what forbids to clear: a log that ends too early (it may have cleared before), or the pictures."""
    if lost := services.store.lost_up_to():
        said = f"A backup was put back: what was logged up to entry {lost} is gone, and may have settled this invoice."
        return (Finding(LOG_BEHIND, said),)
    if gap := _may_stand_in_a_gap(services, invoice):
        return (gap,)
    return look_at_pictures(services, document, invoice)


def _may_stand_in_a_gap(services: Services, invoice: Invoice) -> Finding | None:
    """Return why an invoice may have been settled in a part of the log that is gone, though somebody answered for it.

    Answering tells that the log has a gap, not what stood there. What is dated later cannot have been settled by the
    program before (it holds what is dated ahead); for all else a person looks into what was paid.
    """
    answered = services.store.loss_answered()
    dated = invoice.header.invoice_date.value if invoice.header.invoice_date else None
    if answered is None or (dated is not None and dated > answered.date()):
        return None
    said = (
        f"A part of the log is gone, which was answered for on {answered:%Y-%m-%d}; this invoice may be a duplicate of "
        "one that was settled in it."
    )
    return Finding(LOG_GAP, said)


def _is_genuine(cases: tuple[Case, ...]) -> bool:
    """Tell whether a person accepted that what looks like a strong duplicate is an invoice of its own."""
    return any(
        case.rule in STRONG_RULES and case.state is CaseState.RESOLVED and case.outcome is Outcome.ACCEPTED
        for case in cases
    )


def _unreadable(document: Document, templates: Mapping[str, str]) -> Settlement:
    draft = unreadable_case(document.reading, templates)
    existing = tuple(case for case in document.cases if case.state is not CaseState.SUPERSEDED)
    return Settlement(
        document_id=document.document_id,
        seen_version=document.version,
        state=state_of_unread(existing),
        invoice=None,
        match=None,
        decision=None,
        desk=None,
        entries=(
            NewEntry(
                kind=JournalKind.REFUSED,
                actor=Actor(PROGRAM, Role.AP_CLERK, person=False),
                summary=f"Could not read {document.reading.file}",
                document_id=document.document_id,
                after={"error": to_record(document.reading.error)},
                reason=document.reading.error.message if document.reading.error else "",
            ),
        ),
        cases=() if existing else (draft,),
    )
