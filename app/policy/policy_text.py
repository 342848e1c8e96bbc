"""Writing a policy as ``policy.toml``: what is written reads back as the very same policy, or it is not written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from decimal import Decimal

from app.domain.errors import InputError
from app.domain.money import trimmed
from app.domain.policy import Band, Policy
from app.policy.policy_file import parse_policy

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def policy_toml(policy: Policy) -> str:
    """Return the text of a policy file.

    Raises:
        InputError: ``bad_policy``: it would not read back as this policy; its faults are named.
    """
    text = "\n".join(_lines(policy)).strip() + "\n"
    again, _ = parse_policy(text)
    if replace(again, sha256="", in_force=None) != replace(policy, sha256="", in_force=None):
        raise InputError(
            "bad_policy",
            "This policy cannot be written as policy.toml: it would not read back the same.",
            next_step="Change policy.toml by hand and import it.",
        )
    return text


def _lines(policy: Policy) -> Iterator[str]:
    yield f"version = {policy.version}"
    yield f"receipts = {_text(policy.receipts.value)}"
    yield from _pairs({"escalate_exposure_over": policy.escalate_exposure_over})
    for limit in policy.approval_limits:
        yield ""
        yield "[[approval_limits]]"
        yield f"role = {_text(limit.role.value)}"
        yield from _pairs({"up_to": limit.up_to})
    yield from _table("header_tolerance", {"percent": policy.header.percent, "absolute": policy.header.absolute})
    yield from _table("line_tolerance.default", _band(policy.default))
    for line_class, band in policy.classes.items():
        yield from _table(f"line_tolerance.{line_class}", _band(band), always=True)
    for vendor_id, band in policy.vendors.items():
        yield from _table(f"vendors.{_key(vendor_id)}", _band(band), always=True)
    yield from _table("tiers", {tier.value: factor for tier, factor in policy.tiers.items()})
    yield from _table("gl_accounts", policy.gl_accounts)
    if policy.automation_off:
        switches = ", ".join(_text(switch) for switch in sorted(policy.automation_off))
        yield from ("", "[automation]", f"off = [{switches}]")
    yield from _table(
        "recurrence", {"count": Decimal(policy.recurrence_count), "days": Decimal(policy.recurrence_days)}
    )
    yield from _table("tax", {"highest_percent": policy.tax_percent})
    yield from _table("tax.vendors", policy.tax_vendors)
    yield from ("", "[review]", f"days = {policy.review_days}")
    if policy.reviewed is not None:
        yield f"last = {policy.reviewed.isoformat()}"
    yield from _table(
        "urgency",
        {
            "escalate_days": Decimal(policy.escalate_days),
            "draft_and_route_days": Decimal(policy.route_days),
            "high_exposure_over": policy.high_exposure_over,
        },
    )
    company = {"names": policy.own_names, "addresses": policy.own_addresses, "tax_ids": policy.own_tax_ids}
    if any(company.values()) or policy.own_currency:
        yield from ("", "[company]")
        yield from (f"{key} = [{', '.join(map(_text, texts))}]" for key, texts in company.items() if texts)
        yield from _pairs({"currency": policy.own_currency})
    yield from _table("retention", {f"{kind}_years": Decimal(years) for kind, years in policy.retention.items()})


def _band(band: Band) -> dict[str, Decimal | None]:
    return {field.name: getattr(band, field.name) for field in fields(Band)}


def _table(name: str, values: Mapping[str, Decimal | str | None], *, always: bool = False) -> Iterator[str]:
    found = list(_pairs(values))
    if found or always:
        yield ""
        yield f"[{name}]"
        yield from found


def _pairs(values: Mapping[str, Decimal | str | None]) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            yield f"{_key(name)} = {_text(value) if isinstance(value, str) else trimmed(value)}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
