"""A finding about the whole invoice: the row it picked, with lane and owner after authority has been asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from app.domain.decision import Category, DocumentFinding, Lane
from app.domain.money import ZERO
from app.domain.policy import Policy, Role
from app.policy.authority import escalation_owner, must_escalate, release_role
from app.policy.lanes import row, sentence
from app.policy.wording import joined_reasons

# Whose vendor this is, is decided by those who keep the vendor master, whatever the amount.
_KEEPS_OWNER = frozenset({Category.SUPPLIER_DETAILS})
# What was read badly is read again first, however much is at stake; these rest on what was read well.
_COMPARES = frozenset(
    {
        "data_quality.currency", "data_quality.currency_unknown", "data_quality.bill_to",
        "data_quality.bill_to_address", "data_quality.bill_to_tax_id", "data_quality.ship_to",
        "data_quality.ship_to_address",
    }
)  # fmt: skip


def document_finding(
    policy: Policy,
    rule: str,
    figures: Mapping[str, str],
    *,
    exposure: Decimal = ZERO,
    invoice_lines: tuple[int, ...] = (),
    other_document: str | None = None,
) -> DocumentFinding:
    """Fill a row of the document's part of the table; exposure above the policy's limit escalates it."""
    picked = row(rule)
    lane, owner = picked.lane, picked.owner
    category = picked.subject
    if not isinstance(category, Category):
        raise TypeError(f"{rule} is not a row about a whole invoice")
    reason = sentence(rule, figures)
    reads_again = category is Category.DATA_QUALITY and owner is Role.AP_CLERK and rule not in _COMPARES
    if lane is not None and must_escalate(policy, exposure) and not reads_again:
        lane = Lane.ESCALATE
        owner = owner if category in _KEEPS_OWNER else escalation_owner(policy, exposure)
        limit = policy.escalate_exposure_over
        stake = f"{exposure} at stake is above {limit}, where a person with authority decides first"
        reason = joined_reasons((reason, stake))
    held = lane not in (None, Lane.AUTO_RESOLVE)
    return DocumentFinding(
        category=category,
        lane=lane,
        owner=owner,
        exposure=exposure,
        rule=rule,
        reason=reason,
        invoice_lines=invoice_lines,
        other_document=other_document,
        figures=dict(figures),
        release_role=release_role(policy, exposure, lane=lane, owner=owner) if held else None,
    )
