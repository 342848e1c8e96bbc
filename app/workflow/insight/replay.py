"""Deciding the past again with one thing changed on file: a conversion, a vendor's code, a term (S2.156, S2.183).

Each document is matched and decided anew from the snapshot its decision was made from, with nothing but the change
added; earlier failures of the same kind are left out of what it knows of the vendor, because they would not have
happened either. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.domain.case import CaseState, Document, DocumentState, Outcome
from app.domain.decision import Decision, DocumentFinding, GroupDecision, Lane
from app.domain.insight import Fix
from app.domain.invoice import ChargeKind
from app.domain.match import Desk
from app.domain.money import ZERO
from app.domain.vendor import Tier, Vendor
from app.matching.engine import match_invoice
from app.policy.engine import decide
from app.policy.handover import category
from app.workflow.process_document import NO_POLICY
from app.workflow.services import Services

TIER, PARTIAL, MERGED, GRACE, CHARGE = "tier", "partial_shipments", "merged_lines", "late_grace_days", "accessorials"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One document decided again; ``exposure`` is the largest amount at stake of what holds it (before or after)."""

    document_id: int
    before: Lane
    after: Lane
    exposure: Decimal
    currency: str

    @property
    def cleared(self) -> bool:
        """Whether it would have cleared where it was held."""
        return self.after is Lane.AUTO_RESOLVE is not self.before

    @property
    def held(self) -> bool:
        """Whether it would have been held where it cleared."""
        return self.before is Lane.AUTO_RESOLVE is not self.after


def replay(services: Services, fix: Fix, documents: Iterable[int], failure: str = "") -> tuple[Replayed, ...]:
    """Decide documents again with a fix in place; those whose snapshots are not there are left out.

    Both decisions are made now, with the policy in force, so that nothing but the fix makes the difference.
    """
    found = []
    for document_id in documents:
        document = services.store.document(document_id)
        if document.invoice is None or document.match is None or document.desk is None:
            continue
        before = _decided(services, document, document.desk, "")
        after = _decided(services, document, desk_with(document.desk, fix), failure)
        held = before if before.lane is not Lane.AUTO_RESOLVE else after
        currency = document.invoice.header.currency
        found.append(
            Replayed(document_id, before.lane, after.lane, _at_stake(held), currency.value if currency else "")
        )
    return tuple(found)


def desk_with(desk: Desk, fix: Fix) -> Desk:
    """Return a snapshot as it would have been with a fix in place."""
    vendors = tuple(_changed(v, fix) if v.vendor_id == fix.vendor_id and fix.term else v for v in desk.vendors)
    return replace(
        desk,
        vendors=vendors,
        conversions=(*desk.conversions, *fix.conversions),
        cross_references=(*desk.cross_references, *fix.references),
    )


def _changed(vendor: Vendor, fix: Fix) -> Vendor:
    changes: dict[str, Any] = {}
    match fix.term:
        case "tier":
            changes = {"tier": Tier(fix.value)}
        case "partial_shipments":
            changes = {"partial_shipments_permitted": True}
        case "merged_lines":
            changes = {"merged_lines_permitted": True}
        case "late_grace_days":
            changes = {"late_grace_days": int(fix.value)}
        case "accessorials":
            kind, _, cap = fix.value.partition(":")
            changes = {"accessorials": {**vendor.accessorials, ChargeKind(kind): Decimal(cap)}}
    return replace(vendor, **changes)


def _decided(services: Services, document: Document, desk: Desk, without: str) -> Decision:
    assert document.invoice is not None
    chosen = {choice.invoice_line: choice.po_lines for choice in document.choices}
    match = match_invoice(document.invoice, desk, services.weights, chosen=chosen)
    vendor_ids = [match.vendor_id] if match.vendor_id else []
    history = services.store.history_for(
        document.invoice, vendor_ids, document_id=document.document_id, orders=match.orders
    )
    if without:
        history = replace(history, failures=tuple(one for one in history.failures if one.pattern != without))
    return decide(document.invoice, match, desk, services.store.policy() or NO_POLICY, history)


def held_parts(decision: Decision) -> tuple[GroupDecision | DocumentFinding, ...]:
    """Return what of a decision holds the document; notes without a lane hold nothing."""
    groups = (group for group in decision.groups if group.lane is not Lane.AUTO_RESOLVE)
    findings = (found for found in decision.findings if found.lane not in (None, Lane.AUTO_RESOLVE))
    return (*groups, *findings)


def held_only_by(decision: Decision, failure: str) -> bool:
    """Tell whether nothing but this failure (and its being counted again) holds a document."""
    held = held_parts(decision)
    return bool(held) and all(_names(part, failure) for part in held)


def _names(part: GroupDecision | DocumentFinding, failure: str) -> bool:
    if category(part) == failure or part.rule == "vendor_compliance.recurrence":
        return True
    return isinstance(part, GroupDecision) and {pattern.value for pattern in part.group.patterns} == {failure}


def _at_stake(decision: Decision) -> Decimal:
    return max((part.exposure for part in held_parts(decision)), default=ZERO)


def decided_otherwise(document: Document, overturned: Sequence[int] = ()) -> bool:
    """Tell whether people did what speaks against letting a document through: rejected it, put it right, turned it.

    ``overturned`` are documents whose decision people reversed, or which cleared and were found wrong.
    """
    live = [case for case in document.cases if case.state is not CaseState.SUPERSEDED]
    rejected = document.state is DocumentState.REJECTED or any(case.outcome is Outcome.REJECTED for case in live)
    return rejected or bool(document.corrections or document.choices) or document.document_id in overturned
