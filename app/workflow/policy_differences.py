"""What tells two policies apart, setting by setting, as a person reads it: before, after, and what is not checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

from app.domain.money import trimmed
from app.domain.policy import Band, Policy
from app.policy.policy_file import parse_policy

NOT_CHECKED = "not checked"
ANY_AMOUNT = "any amount"
NO_AUTHORITY = "no authority"
BY_CURRENCY = "usual for the currency"
HALF_OF_ESCALATION = "half of what escalates"


def proposed_policy(path: Path) -> Policy:
    """Read a policy file that is about to be imported.

    Raises:
        InputError: It is no policy; everything wrong with it is named.
    """
    return parse_policy(path.read_text(encoding="utf-8-sig"), path.name)[0]


def policy_settings(policy: Policy | None) -> Mapping[str, str]:
    """Lay a policy out as setting → text, in the order of the file; nothing where there is none."""
    if policy is None:
        return {}
    found = {
        "version": str(policy.version),
        "receipts": policy.receipts.value,
        "escalate_exposure_over": _number(policy.escalate_exposure_over),
    }
    for limit in policy.approval_limits:
        found[f"approval_limits.{limit.role}"] = ANY_AMOUNT if limit.up_to is None else trimmed(limit.up_to)
    found["header_tolerance.percent"] = _number(policy.header.percent)
    found["header_tolerance.absolute"] = _number(policy.header.absolute)
    found |= _band("line_tolerance.default", policy.default)
    for line_class, band in policy.classes.items():
        found |= _band(f"line_tolerance.{line_class}", band)
    for vendor_id, band in policy.vendors.items():
        found |= _band(f"vendors.{vendor_id}", band)
    found |= {f"tiers.{tier}": trimmed(factor) for tier, factor in policy.tiers.items()}
    found |= {f"gl_accounts.{kind}": account for kind, account in policy.gl_accounts.items()}
    found |= {f"automation.off.{switch}": "off" for switch in sorted(policy.automation_off)}
    found["recurrence.count"] = str(policy.recurrence_count)
    found["recurrence.days"] = str(policy.recurrence_days)
    found["tax.highest_percent"] = BY_CURRENCY if policy.tax_percent is None else trimmed(policy.tax_percent)
    found |= {f"tax.vendors.{vendor_id}": trimmed(percent) for vendor_id, percent in policy.tax_vendors.items()}
    found["review.last"] = policy.reviewed.isoformat() if policy.reviewed else ""
    found["review.days"] = str(policy.review_days)
    found["urgency.escalate_days"] = str(policy.escalate_days)
    found["urgency.draft_and_route_days"] = str(policy.route_days)
    found["urgency.high_exposure_over"] = (
        HALF_OF_ESCALATION if policy.high_exposure_over is None else trimmed(policy.high_exposure_over)
    )
    found["company.names"] = "; ".join(policy.own_names) or NOT_CHECKED
    found["company.addresses"] = "; ".join(policy.own_addresses) or NOT_CHECKED
    found["company.currency"] = policy.own_currency or "none"
    found["company.tax_ids"] = "; ".join(policy.own_tax_ids) or NOT_CHECKED
    found |= {f"retention.{kind}_years": str(years) for kind, years in policy.retention.items()}
    return found


def policy_differences(before: Policy | None, after: Policy) -> tuple[tuple[str, str, str], ...]:
    """Return (setting, before, after) of everything that differs."""
    old, new = policy_settings(before), policy_settings(after)
    names = dict.fromkeys((*old, *new))
    return tuple(
        (name, _shown(name, old), _shown(name, new)) for name in names if _shown(name, old) != _shown(name, new)
    )


def _shown(name: str, settings: Mapping[str, str]) -> str:
    if name in settings:
        return settings[name]
    if name.startswith("approval_limits."):
        return NO_AUTHORITY
    if name.startswith("automation.off."):
        return "on"
    return NOT_CHECKED if name.startswith(("line_tolerance.", "vendors.", "header_tolerance.", "company.")) else ""


def _band(place: str, band: Band) -> dict[str, str]:
    values = {field.name: getattr(band, field.name) for field in fields(Band)}
    return {f"{place}.{name}": _number(value) for name, value in values.items() if value is not None}


def _number(value: Decimal | None) -> str:
    return NOT_CHECKED if value is None else trimmed(value)
