"""What a decision looks like to scripts: the JSON of ``tieout process``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.case import Case, CaseState, Document
from app.domain.decision import GroupDecision, Lane
from app.domain.money import money_text
from app.domain.order import LineRef
from app.domain.urgency import Urgency
from app.extraction.result import document_json
from app.workflow.ports import InboxItem


def process_json(document: Document) -> dict[str, Any]:
    """Return one document's entry: what was read, how it was matched, what was decided.

    A document that could not be read has its entry too, with ``error`` and without groups; its lane is not cleared.
    """
    read = document.reading
    result = document_json(read)
    decision, match = document.decision, document.match
    result["document_id"] = document.document_id
    result["purchase_orders"] = list(match.orders) if match else []
    result["groups"] = [_group(group) for group in decision.groups] if decision else []
    result["unbilled_po_lines"] = [_ref(ref) for ref in match.unbilled] if match else []
    result["cases"] = [_case(case) for case in document.cases if case.state is not CaseState.SUPERSEDED]
    result["notes"] = list(match.notes) if match else []
    result["lane"] = decision.lane.value if decision else Lane.DRAFT_AND_ROUTE.value
    return result


def refused_json(item: InboxItem) -> dict[str, Any]:
    """Return the entry of a file that could not be taken in at all."""
    return {
        "file": Path(item.path).name,
        "sha256": None,
        "error": {"code": item.code, "message": item.message, "next_step": item.next_step},
        "lines": [],
        "charges": [],
        "groups": [],
        "cases": [],
        "lane": Lane.DRAFT_AND_ROUTE.value,
    }


def case_json(case: Case, urgency: Urgency | None = None) -> dict[str, Any]:
    """Return a case, its handover and urgency, for ``tieout cases --json`` and ``tieout case show --json``."""
    hand = case.handover
    return {
        **_case(case),
        "document_id": case.document_id,
        "patterns": list(case.patterns),
        "state": case.state.value,
        "outcome": case.outcome.value if case.outcome else None,
        "exposure": money_text(case.exposure),
        "release_role": case.release_role.value if case.release_role else None,
        "rule": case.rule,
        "po_lines": [_ref(ref) for ref in case.po_lines],
        "priority": urgency.priority.value if urgency else None,
        "priority_reason": urgency.reason if urgency else "",
        "due": urgency.due.isoformat() if urgency and urgency.due else None,
        "overdue": urgency is not None and urgency.overdue,
        "hold_until": case.hold_until.isoformat() if case.hold_until else None,
        "note": case.note,
        "version": case.version,
        "opened": case.opened.isoformat() if case.opened else None,
        "sentence": hand.sentence,
        "likely_cause": hand.likely_cause,
        "recommended_action": hand.recommended_action,
        "why_not_cleared": hand.why_not_cleared,
        "evidence": dict(hand.evidence),
        "similar": hand.similar,
        "draft": {
            "to": hand.draft_to.value if hand.draft_to else None,
            "address": hand.draft_address,
            "subject": hand.draft_subject,
            "body": hand.draft_body,
        },
    }


def _ref(ref: LineRef) -> list[str | int]:
    return [ref.po_number, ref.line_no]


def _group(decided: GroupDecision) -> dict[str, Any]:
    group = decided.group
    result: dict[str, Any] = {
        "invoice_lines": list(group.invoice_lines),
        "po_lines": [_ref(ref) for ref in group.po_lines],
        "patterns": [pattern.value for pattern in group.patterns],
        "lane": decided.lane.value,
        "owner": decided.owner.value if decided.owner else None,
        "exposure": money_text(decided.exposure),
        "rule": decided.rule,
        "explanation": decided.reason or group.explanation,
    }
    if group.ambiguous:
        result["alternatives"] = [[_ref(ref) for ref in reading] for reading in group.alternatives]
    return result


def _case(case: Case) -> dict[str, Any]:
    return {
        "id": case.case_id,
        "category": case.category,
        "lane": case.lane.value if case.lane else None,
        "owner": case.owner.value if case.owner else None,
        "cause_class": case.handover.cause_class or None,
        "invoice_lines": list(case.invoice_lines),
    }
