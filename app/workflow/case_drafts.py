"""The cases a decision opens, each with its complete handover (S1.67 to S1.71, S1.77)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.case import CAUSE_CLASS, CaseDraft, Handover
from app.domain.decision import Category, Decision, DocumentFinding, GroupDecision, Lane
from app.domain.invoice import Invoice
from app.domain.match import Desk
from app.domain.vendor import Vendor
from app.policy.handover import case_sentence, category, cause_class, likely_cause, recommended_action
from app.workflow.drafts import draft_for


def case_drafts(
    invoice: Invoice,
    decision: Decision,
    desk: Desk,
    vendor_id: str | None,
    templates: Mapping[str, str],
    *,
    similar: Mapping[str, str] | None = None,
) -> tuple[CaseDraft, ...]:
    """Return a case for each group that did not clear and for each finding of the document that somebody must see.

    A note without a lane (several orders) is a case too, so that it is seen; what cleared by itself is in the log only.
    ``similar`` says by category what earlier cases of this vendor came to.
    """
    vendor = desk.vendor(vendor_id)
    held = [group for group in decision.groups if group.lane is not Lane.AUTO_RESOLVE and not _told_as_credit(group)]
    found = [finding for finding in decision.findings if finding.lane is not Lane.AUTO_RESOLVE]
    drafts = (
        *(_for_group(invoice, group, desk, vendor, templates) for group in held),
        *(_for_finding(invoice, finding, desk, vendor, templates) for finding in found),
    )
    told = similar or {}
    return tuple(replace(d, handover=replace(d.handover, similar=told.get(d.category, ""))) for d in drafts)


def _told_as_credit(group: GroupDecision) -> bool:
    """Tell whether the group only says what a credit memo credits: the memo itself is the case."""
    return group.rule.startswith(f"{Category.CREDIT_MEMO.value}.")


def _for_group(
    invoice: Invoice, decided: GroupDecision, desk: Desk, vendor: Vendor | None, templates: Mapping[str, str]
) -> CaseDraft:
    group = decided.group
    return CaseDraft(
        category=category(decided),
        patterns=tuple(pattern.value for pattern in group.patterns),
        lane=decided.lane,
        owner=decided.owner,
        release_role=decided.release_role,
        exposure=decided.exposure,
        rule=decided.rule,
        invoice_lines=group.invoice_lines,
        po_lines=group.po_lines,
        handover=_handover(invoice, decided, desk, vendor, templates),
    )


def _for_finding(
    invoice: Invoice, found: DocumentFinding, desk: Desk, vendor: Vendor | None, templates: Mapping[str, str]
) -> CaseDraft:
    return CaseDraft(
        category=found.category.value,
        patterns=(),
        lane=found.lane,
        owner=found.owner,
        release_role=found.release_role,
        exposure=found.exposure,
        rule=found.rule,
        invoice_lines=found.invoice_lines,
        po_lines=(),
        handover=_handover(invoice, found, desk, vendor, templates),
    )


def _handover(
    invoice: Invoice,
    decided: GroupDecision | DocumentFinding,
    desk: Desk,
    vendor: Vendor | None,
    templates: Mapping[str, str],
) -> Handover:
    draft = draft_for(invoice, decided, vendor, templates)
    evidence = {**decided.figures, CAUSE_CLASS: cause_class(decided).value}
    if isinstance(decided, GroupDecision):
        evidence["order_approved_by"] = _approvals(decided, desk)
        if decided.group.evidence.equation:
            evidence.setdefault("equation", decided.group.evidence.equation)
    return Handover(
        sentence=case_sentence(invoice, decided),
        likely_cause=likely_cause(decided, desk),
        recommended_action=recommended_action(decided),
        why_not_cleared=decided.reason,
        evidence=tuple((name.replace("_", " "), text) for name, text in sorted(evidence.items()) if text),
        draft_to=draft.to_role,
        draft_address=draft.to_address,
        draft_subject=draft.subject,
        draft_body=draft.body,
    )


def _approvals(decided: GroupDecision, desk: Desk) -> str:
    """Say who approved each order the lines belong to (S1.52)."""
    numbers = dict.fromkeys(ref.po_number for ref in decided.group.po_lines)
    orders = [order for number in numbers if (order := desk.order(number)) is not None]
    return ", ".join(f"{order.po_number}: {(order.approved_by or '').strip() or 'nobody'}" for order in orders)
