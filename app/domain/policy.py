"""The desk's policy: tolerance bands, who may release what, and which kinds of finding may clear by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.item import LineClass
from app.domain.vendor import Tier

# Working days a case may take where the policy does not say: what is escalated may not wait as long as the rest.
ESCALATE_DAYS = 1
ROUTE_DAYS = 3


class ReceiptRule(StrEnum):
    """Two-way or three-way match (S2.9)."""

    OPTIONAL = "optional"
    REQUIRED = "required"


class Role(StrEnum):
    """Who acts on a case (formats: owner)."""

    AP_CLERK = "ap_clerk"
    BUYER = "buyer"
    RECEIVING = "receiving"
    VENDOR = "vendor"
    VENDOR_MANAGEMENT = "vendor_management"
    APPROVER = "approver"
    AP_SUPERVISOR = "ap_supervisor"
    CONTROLLER = "controller"


# Whom the desk can ask and give a right: a vendor is asked, and is nobody of the desk.
DESK_ROLES = tuple(role for role in Role if role is not Role.VENDOR)


@dataclass(frozen=True, slots=True)
class Band:
    """One set of tolerances. None: not checked here (the next wider source decides); zero: nothing is let through.

    Percentages are of the quantity or price ordered. ``price_absolute`` is for the whole line in the order's currency.
    """

    quantity_short_percent: Decimal | None = None
    quantity_over_percent: Decimal | None = None
    price_percent: Decimal | None = None
    price_absolute: Decimal | None = None
    hours_over_authorised: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ApprovalLimit:
    """A role and the largest exposure it may release; None: any amount."""

    role: Role
    up_to: Decimal | None


@dataclass(frozen=True, slots=True)
class HeaderBand:
    """The backstop on the invoice as a whole (S2.145)."""

    percent: Decimal | None = None
    absolute: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The desk's ``policy.toml``, version included so that every decision can name it.

    ``classes`` has the bands by line class, ``default`` what holds where a class is silent, ``vendors`` what
    overrides the class key by key, ``tiers`` what multiplies every percentage. ``tax_vendors`` has the highest tax in
    percent by vendor, ``tax_percent`` that of everybody else; None: what is usual for the currency. ``reviewed`` is
    the day somebody last looked the bands over (S2.158), ``review_days`` how long that is good for; ``in_force`` is
    the day the policy was imported, where it was. ``retention``: how many years stored files are kept, by kind
    (document, attachment); a kind without a period is kept for ever. ``escalate_days`` and ``route_days`` are the
    working days a case may take by its lane, ``high_exposure_over`` makes it urgent by what is at stake; None: half
    of ``escalate_exposure_over``. ``own_names``, ``own_addresses`` and ``own_tax_ids`` are the company's own: whom
    an invoice may be made out to; none: not checked. ``own_currency`` (ISO 4217) is that of orders and vendors that
    have none on file.
    """

    version: int
    receipts: ReceiptRule = ReceiptRule.OPTIONAL
    escalate_exposure_over: Decimal | None = None
    approval_limits: tuple[ApprovalLimit, ...] = ()
    header: HeaderBand = HeaderBand()
    default: Band = Band()
    classes: Mapping[LineClass, Band] = field(default_factory=dict)
    vendors: Mapping[str, Band] = field(default_factory=dict)
    tiers: Mapping[Tier, Decimal] = field(default_factory=dict)
    gl_accounts: Mapping[str, str] = field(default_factory=dict)
    automation_off: frozenset[str] = frozenset()
    recurrence_count: int = 3
    recurrence_days: int = 90
    tax_percent: Decimal | None = None
    tax_vendors: Mapping[str, Decimal] = field(default_factory=dict)
    reviewed: date | None = None
    review_days: int = 365
    in_force: date | None = None
    retention: Mapping[str, int] = field(default_factory=dict)
    escalate_days: int = ESCALATE_DAYS
    route_days: int = ROUTE_DAYS
    high_exposure_over: Decimal | None = None
    own_names: tuple[str, ...] = ()
    own_addresses: tuple[str, ...] = ()
    own_tax_ids: tuple[str, ...] = ()
    own_currency: str | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One policy that was put in force: the entry of the journal that did it, when (ISO 8601, UTC) and who."""

    number: int
    policy: Policy
    entry: int
    time: str
    user: str
