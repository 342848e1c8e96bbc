"""What a changed policy would have done with the invoices of the past: decided again, compared, held against people.

Every stored decision is made twice from the same reading, match and snapshot of the desk, once with the policy in
force and once with the proposed one, so that nothing but the policy makes the difference. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.case import CaseState, Document, DocumentState, Outcome, QueueFilter, QueueRow
from app.domain.decision import Decision, Lane
from app.domain.insight_facts import Part
from app.domain.money import ZERO
from app.domain.policy import Policy
from app.domain.turns import turns_of
from app.policy.engine import decide
from app.workflow.ports import CancelToken, Progress
from app.workflow.process_document import NO_POLICY
from app.workflow.services import Services

_PAGE = 500


class Effect(StrEnum):
    """What the proposed policy would do to an invoice."""

    CLEARS = "clears"
    HELD = "held"
    ESCALATED = "escalated"
    EASED = "eased"
    SAME = "same"


class Against(StrEnum):
    """What people did that speaks against clearing an invoice by itself."""

    REJECTED = "rejected"
    CORRECTED = "corrected"
    CHOSEN = "chosen"
    REVERSED = "reversed"
    FOUND_WRONG = "found_wrong"


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """One invoice: how it is decided with the policy in force, and how it would be.

    ``exposure`` is the largest amount at stake of what holds it (before, where it would clear). ``against``: what
    people did, where it would clear by itself.
    """

    document_id: int
    vendor_name: str
    invoice_number: str
    total: Decimal | None
    currency: str | None
    now: Lane
    then: Lane
    effect: Effect
    exposure: Decimal
    against: Against | None
    reason: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a proposed policy would have done. ``looked_at`` counts every invoice that was decided again."""

    looked_at: int
    rows: tuple[WhatIfRow, ...]
    complete: bool = True

    def count(self, effect: Effect) -> int:
        """Count the invoices with an effect."""
        return sum(row.effect is effect for row in self.rows)

    @property
    def against(self) -> tuple[WhatIfRow, ...]:
        """The invoices that would clear although people decided otherwise."""
        return tuple(row for row in self.rows if row.against is not None)

    def exposure(self, effect: Effect) -> dict[str, Decimal]:
        """Return what is at stake in the invoices with an effect, by currency."""
        found: dict[str, Decimal] = {}
        for row in self.rows:
            if row.effect is effect:
                found[row.currency or ""] = found.get(row.currency or "", ZERO) + row.exposure
        return found


def what_if(
    services: Services,
    proposed: Policy,
    *,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> WhatIf:
    """Decide every stored invoice again under a proposed policy, and say what would differ; nothing is written."""
    in_force = services.store.policy() or NO_POLICY
    rows = list(_every(services))
    found: list[WhatIfRow] = []
    looked_at = 0
    afterwards = _found_out(services)
    for done, row in enumerate(rows):
        if cancel is not None and cancel.cancelled:
            return WhatIf(looked_at, tuple(found), complete=False)
        if progress:
            progress.step(done, len(rows), row.invoice_number or row.file)
        document = services.store.document(row.document_id)
        decided = _decided(services, document, in_force, proposed)
        if decided is None:
            continue
        looked_at += 1
        outcome = _outcome(document, row, afterwards.get(row.document_id), *decided)
        if outcome is not None:
            found.append(outcome)
    if progress:
        progress.step(len(rows), len(rows), "")
    return WhatIf(looked_at, tuple(found))


def _every(services: Services) -> Iterator[QueueRow]:
    offset = 0
    while page := services.store.queue(QueueFilter(sort="document_id"), limit=_PAGE, offset=offset):
        yield from page
        offset += len(page)


def _decided(
    services: Services, document: Document, in_force: Policy, proposed: Policy
) -> tuple[Decision, Decision] | None:
    """Decide an invoice with both policies, from what its decision was made from; None where that is not there."""
    invoice, match, desk = document.invoice, document.match, document.desk
    if invoice is None or match is None or desk is None:
        return None
    vendor_ids = [match.vendor_id] if match.vendor_id else []
    history = services.store.history_for(invoice, vendor_ids, document_id=document.document_id, orders=match.orders)
    now, then = (decide(invoice, match, desk, policy, history) for policy in (in_force, proposed))
    return now, then


def _found_out(services: Services) -> Mapping[int, Against]:
    """Return what people found out about decisions afterwards, by document (S1.84)."""
    standings = services.store.insight_facts(parts=(Part.STANDINGS,)).standings
    turned = dict.fromkeys(turns_of(standings).reversed_, Against.REVERSED)
    return turned | dict.fromkeys(services.store.insight_log().found_wrong, Against.FOUND_WRONG)


def _outcome(
    document: Document, row: QueueRow, afterwards: Against | None, now: Decision, then: Decision
) -> WhatIfRow | None:
    effect = _effect(now.lane, then.lane)
    if effect is Effect.SAME:
        return None
    clears = effect is Effect.CLEARS
    return WhatIfRow(
        row.document_id,
        row.vendor_name,
        row.invoice_number or row.file,
        row.total,
        row.currency,
        now.lane,
        then.lane,
        effect,
        _exposure(now if clears or effect is Effect.EASED else then),
        (_against(document) or afterwards) if clears else None,
        _reason(now if clears or effect is Effect.EASED else then),
    )


def _effect(now: Lane, then: Lane) -> Effect:
    if now is then:
        return Effect.SAME
    if then is Lane.AUTO_RESOLVE:
        return Effect.CLEARS
    if now is Lane.AUTO_RESOLVE:
        return Effect.HELD
    return Effect.ESCALATED if then is Lane.ESCALATE else Effect.EASED


def _exposure(decision: Decision) -> Decimal:
    groups = (group.exposure for group in decision.groups if group.lane is not Lane.AUTO_RESOLVE)
    findings = (found.exposure for found in decision.findings if found.lane not in (None, Lane.AUTO_RESOLVE))
    return max((*groups, *findings), default=ZERO)


def _reason(decision: Decision) -> str:
    held = [group.reason for group in decision.groups if group.lane is not Lane.AUTO_RESOLVE]
    held += [found.reason for found in decision.findings if found.lane not in (None, Lane.AUTO_RESOLVE)]
    return held[0] if held else ""


def _against(document: Document) -> Against | None:
    """Return what people did that speaks against letting this invoice through."""
    live = [case for case in document.cases if case.state is not CaseState.SUPERSEDED]
    if document.state is DocumentState.REJECTED or any(case.outcome is Outcome.REJECTED for case in live):
        return Against.REJECTED
    if document.corrections:
        return Against.CORRECTED
    return Against.CHOSEN if document.choices else None
