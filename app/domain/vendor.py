"""A vendor and the terms agreed at onboarding, which settle how its invoices may look (S2.176 to S2.182)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from app.domain.invoice import ChargeKind


class VendorStatus(StrEnum):
    """Whether the vendor may be paid at all."""

    ACTIVE = "active"
    BLOCKED = "blocked"


class Tier(StrEnum):
    """The vendor's record, which moves the tolerance bands (S2.156)."""

    TRUSTED = "trusted"
    STANDARD = "standard"
    WATCH = "watch"


class SubstitutionClause(StrEnum):
    """What the contract says about shipping another item (S2.83)."""

    NONE = "none"
    AT_OR_BELOW_PRICE = "at_or_below_price"
    PRIOR_APPROVAL = "prior_approval"


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor. ``accessorials`` maps the kinds it may itemise to a cap in the order's currency (None: no cap)."""

    vendor_id: str
    name: str
    tax_id: str | None = None
    email: str | None = None
    currency: str | None = None
    payment_terms: str | None = None
    status: VendorStatus = VendorStatus.ACTIVE
    tier: Tier = Tier.STANDARD
    merged_lines_permitted: bool = False
    partial_shipments_permitted: bool = False
    bundled_accessorials_permitted: bool = False
    accessorials: Mapping[ChargeKind, Decimal | None] = field(default_factory=dict)
    substitution_clause: SubstitutionClause = SubstitutionClause.NONE
    substitution_reference: str | None = None
    late_grace_days: int = 0
