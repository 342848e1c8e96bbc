"""One document from its reading to its cases: the order of the steps, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from app.domain.case import (
    PENDING,
    PROGRAM,
    Actor,
    Case,
    CaseDraft,
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
from app.domain.money import trimmed
from app.domain.policy import Policy, Role
from app.domain.record import to_record
from app.domain.settlement import STALE_DESK, CaseChange
from app.matching.engine import match_invoice
from app.policy.duplicates import STRONG_RULES
from app.policy.engine import decide
from app.workflow.case_drafts import case_drafts
from app.workflow.kept_owners import with_owners_kept
from app.workflow.pictures import look_at_pictures
from app.workflow.ports import Settlement
from app.workflow.program_faults import hold_for_fault, is_fault
from app.workflow.services import Services, program_actor
from app.workflow.similar import similar_by_category
from app.workflow.taking_turns import until_written
from app.workflow.unreadable_file import unreadable_case

# A desk that has not said what may clear by itself automates nothing (S1.80, S1.82).
NO_POLICY = Policy(version=0, automation_off=frozenset(pattern.value for pattern in Pattern))

LOG_BEHIND = "log_behind"
LOG_GAP = "log_gap"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)


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
        document = replace(document, cases=tuple(_settled(case, accepted) for case in document.cases))
    read = document.reading.invoice
    if read is None:
        return _unreadable(document, services.templates)
    ruled = _rule(services, document, services.correct(read, document.corrections))
    invoice, match, desk, decision = ruled.invoice, ruled.match, ruled.desk, ruled.decision
    settled = services.store.settled_cases(match.vendor_id, document_id=document.document_id) if match.vendor_id else ()
    similar = similar_by_category(settled)
    shown = with_owners_kept(decision, invoice, document.cases)
    drafts = case_drafts(invoice, shown, desk, match.vendor_id, services.templates, similar=similar)
    keep, close, fresh = _reconcile(document.cases, drafts, accepted.case_id if accepted else None)
    standing = (*keep, *(_standing(draft) for draft in fresh))
    outcome = _outcome(decision, standing)
    decided = _decided_entry(services, document, invoice, match, decision, cause, drafts, outcome)
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


def _standing(draft: CaseDraft) -> Case:
    """Give a case that is about to be opened the form of an open one, to work out the document's state."""
    return Case(
        0, 0, draft.category, draft.patterns, draft.lane, draft.owner, draft.release_role, draft.exposure, draft.rule,
        draft.invoice_lines, draft.po_lines, draft.handover,
    )  # fmt: skip


def _reconcile(
    cases: tuple[Case, ...], drafts: tuple[CaseDraft, ...], accepted: int | None = None
) -> tuple[tuple[Case, ...], tuple[int, ...], tuple[CaseDraft, ...]]:
    """Keep cases whose question is unchanged, with what people settled; close the others; open what is new."""
    live = [case for case in cases if case.state is not CaseState.SUPERSEDED]
    wanted = list(drafts)
    keep: list[Case] = []
    close: list[int] = []
    for case in live:
        same = next((draft for draft in wanted if question_of(draft) == question_of(case)), None)
        if same is None and case.case_id == accepted:
            same = next((draft for draft in wanted if (draft.rule, draft.category) == (case.rule, case.category)), None)
        if same is None:
            close.append(case.case_id)
        else:
            wanted.remove(same)
            keep.append(case)
    return tuple(keep), tuple(close), tuple(wanted)


def _settled(case: Case, change: CaseChange) -> Case:
    if case.case_id != change.case_id:
        return case
    return replace(case, state=change.state, outcome=change.outcome)


def _is_genuine(cases: tuple[Case, ...]) -> bool:
    """Tell whether a person accepted that what looks like a strong duplicate is an invoice of its own."""
    return any(
        case.rule in STRONG_RULES and case.state is CaseState.RESOLVED and case.outcome is Outcome.ACCEPTED
        for case in cases
    )


def question_of(case: Case | CaseDraft) -> tuple[object, ...]:
    """Return what a case asks, as facts: other words for the same figures are the same question.

    The owner is left out because a person may have sent the case on; the rule stands for whose it was.
    """
    figures = tuple((name, _bare_figures(text)) for name, text in case.handover.evidence)
    return (
        case.category, case.patterns, case.lane, case.exposure, case.rule, case.invoice_lines, case.po_lines, figures,
    )  # fmt: skip


def _bare_figures(text: str) -> str:
    """Write the numbers in a text without trailing zeros, so that 9.5 and 9.50 are the same."""
    return _NUMBER.sub(lambda found: trimmed(Decimal(found.group())), text)


def _decided_entry(
    services: Services,
    document: Document,
    invoice: Invoice,
    match: Match,
    decision: Decision,
    cause: str,
    drafts: tuple[CaseDraft, ...],
    outcome: str,
) -> NewEntry:
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


def _outcome(decision: Decision, standing: tuple[Case, ...]) -> str:
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
