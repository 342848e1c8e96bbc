"""What is unwise about a usable policy, and when it is due for its review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from app.domain.money import trimmed
from app.domain.policy import DESK_ROLES, Band, HeaderBand, Policy

# A charge rolled into a goods line is often some 8 %; half as much again in quantity is another unit, not a variance.
_HIDES_CHARGES = Decimal(8)
_HIDES_UNITS = Decimal(50)
_PERCENTS = ("quantity_short_percent", "quantity_over_percent", "price_percent")


def policy_warnings(policy: Policy) -> Iterable[str]:
    """Yield what is unwise about a usable policy (S2.147, S2.157, TRAP-3)."""
    named = [("line_tolerance.default", policy.default)]
    named += [(f"line_tolerance.{name}", band) for name, band in policy.classes.items()]
    named += [(f"vendors.{name}", band) for name, band in policy.vendors.items()]
    for place, band in named:
        yield from _band_warnings(place, band, policy.header)
    if policy.header.percent is None and policy.header.absolute is None:
        yield "header_tolerance is not set: nothing billed beyond the orders clears, whatever the line bands say"
    if policy.escalate_exposure_over is None:
        yield "escalate_exposure_over is not set: no amount is escalated because of its size"
    if policy.approval_limits and all(limit.up_to is not None for limit in policy.approval_limits):
        yield "approval_limits: no role may release any amount; the largest exposures have nobody to release them"
    if any(limit.role not in DESK_ROLES for limit in policy.approval_limits):
        yield "approval_limits: a vendor is nobody of the desk; give its limit to a role of the desk"
    for tier, factor in policy.tiers.items():
        if factor > 1:
            yield f"tiers.{tier} = {trimmed(factor)} widens every percentage for these vendors"


def review_notice(policy: Policy, today: date) -> str:
    """Say that the bands are due for their review (S2.158), counted from the last one; empty while they are not.

    Where the policy does not say when it was looked over, the day it was put in force counts.
    """
    last = policy.reviewed or policy.in_force
    due = last + timedelta(days=policy.review_days) if last is not None else None
    if last is None or due is None or today < due:
        return ""
    return (
        f"the policy was last looked over on {last.isoformat()} and was due for review on {due.isoformat()}: "
        "compare its bands with what the scorecard shows, then set review.last and import it again"
    )


def _band_warnings(place: str, band: Band, header: HeaderBand) -> Iterable[str]:
    for key in _PERCENTS:
        value: Decimal | None = getattr(band, key)
        if value is None:
            continue
        if header.percent is not None and value > header.percent:
            yield (
                f"{place}.{key} = {trimmed(value)} is wider than the header band of {trimmed(header.percent)} %: "
                "one line may vary more than the whole invoice"
            )
        hides = _HIDES_CHARGES if key == "price_percent" else _HIDES_UNITS
        if value >= hides:
            what = "charges rolled into goods lines" if key == "price_percent" else "lines billed in another unit"
            yield f"{place}.{key} = {trimmed(value)} is wide enough to hide {what}; no band should absorb structure"
    absolute, backstop = band.price_absolute, header.absolute
    if absolute is not None and backstop is not None and absolute > backstop:
        yield (
            f"{place}.price_absolute = {trimmed(absolute)} is wider than the header band of {trimmed(backstop)}: "
            "one line may vary more than the whole invoice"
        )
