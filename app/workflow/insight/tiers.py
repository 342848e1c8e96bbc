"""What a vendor's record says about its tier, which moves its tolerance bands (S2.156): proposed, never applied.

A vendor with a record better than the desk's others is proposed one tier up, one with a worse record one tier down. Its
newest invoices are decided again under the other tier; a wider band that would have cleared anything people rejected,
put right or turned round is not advised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.domain.certainty import Rate
from app.domain.errors import InputError
from app.domain.insight import Fix, FixKind, Record, TierProposal
from app.domain.money import ZERO, trimmed
from app.domain.policy import Policy, Role
from app.domain.vendor import Tier
from app.workflow.insight.replay import TIER, Replayed, decided_otherwise, replay
from app.workflow.process_document import NO_POLICY
from app.workflow.services import Services

_LADDER = (Tier.WATCH, Tier.STANDARD, Tier.TRUSTED)
_MOST = 200

# vendor id, its record, its exceptions, the others'
VendorRecord = tuple[str, Record, Rate, Rate]


def propose_tiers(
    services: Services, records: Iterable[VendorRecord], overturned: Sequence[int] = ()
) -> tuple[TierProposal, ...]:
    """Return a proposal for every vendor whose record speaks for another tier.

    ``overturned`` are documents whose decision people reversed, or which cleared and were found wrong.
    """
    policy = services.store.policy() or NO_POLICY
    found = []
    for vendor_id, record, exceptions, others in records:
        try:
            vendor = services.store.master_data.vendor(vendor_id).vendor
        except InputError:
            continue  # its invoices are here, but it is not in the vendor master any more
        step = _LADDER.index(vendor.tier) + (1 if record is Record.GOOD else -1)
        if 0 <= step < len(_LADDER):
            found.append(_proposal(services, policy, (vendor.name, vendor.tier, _LADDER[step]),
                                   (vendor_id, record, exceptions, others), overturned))  # fmt: skip
    return tuple(found)


def _proposal(
    services: Services,
    policy: Policy,
    tiers: tuple[str, Tier, Tier],
    of: VendorRecord,
    overturned: Sequence[int],
) -> TierProposal:
    name, before, after = tiers
    vendor_id, record, exceptions, others = of
    fix = Fix(FixKind.TERM, "", Role.CONTROLLER, vendor_id, term=TIER, value=after.value)
    facts = services.store.insight_facts(parts=())
    ids = [invoice.document_id for invoice in facts.invoices if invoice.vendor_id == vendor_id][-_MOST:]
    again = replay(services, fix, ids)
    clears = tuple(one.document_id for one in again if one.cleared)
    against = tuple(i for i in clears if decided_otherwise(services.store.document(i), overturned))
    advised, why = _advice(policy, before, after, clears, against)
    return TierProposal(
        vendor_id, name, record, exceptions, others, before.value, after.value, len(again), clears,
        tuple(one.document_id for one in again if one.held), against, _at_stake(again), advised, why,
    )  # fmt: skip


def _advice(
    policy: Policy, before: Tier, after: Tier, clears: Sequence[int], against: Sequence[int]
) -> tuple[bool, str]:
    factors = [policy.tiers.get(tier, Decimal(1)) for tier in (before, after)]
    if factors[0] == factors[1]:
        return False, f"the policy gives {before} and {after} the same bands: it would change nothing"
    if against:
        return False, f"{len(against)} of the {len(clears)} it would have cleared were decided otherwise by people"
    return True, f"every percentage × {trimmed(factors[1])} instead of × {trimmed(factors[0])}"


def _at_stake(again: Iterable[Replayed]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for one in again:
        if one.cleared:
            found[one.currency] = found.get(one.currency, ZERO) + one.exposure
    return found


def records_of(found: Iterable[tuple[str, bool, Rate, Rate]]) -> tuple[VendorRecord, ...]:
    """Return records from (vendor, better than the others?, its exceptions, the others'); nobody known has none."""
    return tuple(
        (vendor_id, Record.GOOD if better else Record.BAD, exceptions, others)
        for vendor_id, better, exceptions, others in found
        if vendor_id
    )
