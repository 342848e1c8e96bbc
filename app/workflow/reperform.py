"""Making a decision again from what it was made from: the same result, or what differs (re-performance, AS 1105)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.domain.audit import Performance, Reperformed
from app.domain.decision import Decision, DocumentFinding, GroupDecision
from app.domain.invoice import Invoice
from app.domain.match import Match
from app.matching.engine import match_invoice
from app.matching.weights import Weights
from app.policy.engine import decide
from app.workflow.process_document import NO_POLICY
from app.workflow.services import CorrectionApplier, Services

NOT_KEPT = "what it knew of earlier invoices was not kept: it was decided by an older version of the program"
NO_SNAPSHOT = "the orders or the reading it was made from are not stored"


def reperform_all(services: Services, documents: Iterable[int] | None = None) -> Iterator[Reperformed]:
    """Make every decision again, or those about some documents, in the order they came; nothing is written."""
    wanted = services.store.decided_documents() if documents is None else documents
    for document_id in wanted:
        remark = _deleted(services, document_id)
        for performance in services.store.performances(document_id):
            yield replace(reperform(performance, services.correct, services.weights), remark=remark)


def _deleted(services: Services, document_id: int) -> str:
    """Say that the document itself is gone: a decision is made again from what was read of it, which is kept."""
    gone = services.store.keeper.deleted_document(document_id)
    if gone is None:
        return ""
    return f"the document was deleted under retention on {gone.time[:10]} (entry {gone.entry}); what was read is kept"


def reperform(was: Performance, correct: CorrectionApplier, weights: Weights) -> Reperformed:
    """Make one decision again from the reading, orders, receipts, history and policy of its day."""
    if was.grounds is None:
        return _result(was, (NOT_KEPT,), possible=False)
    if was.desk is None or was.reading.invoice is None or (was.policy is None and was.decision.policy_hash):
        return _result(was, (NO_SNAPSHOT,), possible=False)
    invoice = correct(was.reading.invoice, was.corrections)
    chosen = {choice.invoice_line: choice.po_lines for choice in was.choices}
    match = match_invoice(invoice, was.desk, weights, chosen=chosen)
    policy = was.policy or NO_POLICY
    if was.grounds.seen:
        invoice = replace(invoice, findings=(*invoice.findings, *was.grounds.seen))
    decision = decide(invoice, match, was.desk, policy, was.grounds.history, genuine=was.grounds.genuine)
    return _result(was, tuple(_differences(was, invoice, match, decision)))


def _result(was: Performance, differences: tuple[str, ...], *, possible: bool = True) -> Reperformed:
    return Reperformed(
        was.document_id, was.version, was.entry, was.time, was.program_version, differences, possible=possible
    )


def _differences(was: Performance, invoice: Invoice, match: Match, decision: Decision) -> Iterator[str]:
    if invoice != was.invoice:
        yield "the corrections give another invoice from the stored reading"
    if match != was.match:
        yield "the lines are matched otherwise"
    if decision.lane is not was.decision.lane:
        yield f"the document's lane was {was.decision.lane.value} and is {decision.lane.value}"
    yield from _changes("group", _by_lines(was.decision.groups), _by_lines(decision.groups))
    yield from _changes("finding", _by_category(was.decision.findings), _by_category(decision.findings))
    if decision.booked != was.decision.booked:
        yield "other quantities of the orders are used up"


Said = GroupDecision | DocumentFinding


def _by_lines(groups: Iterable[GroupDecision]) -> dict[str, Said]:
    return {_place(item): item for item in groups}


def _place(item: GroupDecision) -> str:
    orders = ", ".join(f"{ref.po_number} line {ref.line_no}" for ref in item.group.po_lines)
    return f"of lines {', '.join(map(str, item.group.invoice_lines))} against {orders or 'no order line'}"


def _by_category(findings: Iterable[DocumentFinding]) -> dict[str, Said]:
    return {f"{item.category.value} ({item.rule})": item for item in findings}


def _changes(kind: str, old: dict[str, Said], new: dict[str, Said]) -> Iterator[str]:
    for name in sorted(old.keys() - new.keys()):
        yield f"the {kind} {name} is gone"
    for name in sorted(new.keys() - old.keys()):
        yield f"the {kind} {name} is new"
    for name in sorted(old.keys() & new.keys()):
        was, now = old[name], new[name]
        parts = [
            f"{part} {_text(getattr(was, part))} → {_text(getattr(now, part))}"
            for part in ("lane", "owner", "exposure", "rule")
            if getattr(was, part) != getattr(now, part)
        ]
        if parts:
            yield f"the {kind} {name}: " + ", ".join(parts)
        elif was != now:
            yield f"the {kind} {name} says something else"


def _text(value: object) -> str:
    return "none" if value is None else str(value)
