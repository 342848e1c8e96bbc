"""Changes to the desk's policy, one setting at a time, and saving them with their reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.domain.errors import InputError, RuleError
from app.domain.item import LineClass
from app.domain.money import decimal_from_text
from app.domain.policy import ApprovalLimit, Band, HeaderBand, Policy, ReceiptRule, Role
from app.domain.table_forms import DateForm, day_in
from app.domain.vendor import Tier
from app.policy.policy_file import MOST_DAYS, may_be_currency
from app.policy.policy_text import policy_toml
from app.workflow.policy_differences import ANY_AMOUNT, NO_AUTHORITY, NOT_CHECKED, policy_differences
from app.workflow.rights import POLICY, require
from app.workflow.services import Services

DEFAULT = "default"
NEW = Policy(version=0)
_NOTHING = ("", "-", "–", "—", NOT_CHECKED)
_TWO_MEANINGS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+", re.ASCII)
_ANY = ("any", "all", "*", "∞", ANY_AMOUNT)


def limit_from_text(text: str, point: str = ".") -> Decimal | None:
    """Read a limit as a person types it: nothing (or a dash) is *not checked*, else zero or a figure.

    ``point`` is the desk's decimal sign.

    Raises:
        InputError: It is no figure, or less than zero.
    """
    if any(unicodedata.category(sign) in {"No", "Nl"} for sign in text):
        raise _no_figure(text)  # ² and ½ are no digits
    plain = unicodedata.normalize("NFKC", text).replace("%", "").strip()
    if plain.casefold() in _NOTHING:
        return None
    if point == ",":
        # On such a desk 1.234 may be meant as a thousand and more: it is asked, not guessed.
        plain = "" if _TWO_MEANINGS.fullmatch(plain) or ("," in plain and "." in plain) else plain.replace(",", ".")
    try:
        value = decimal_from_text(plain)
    except ValueError:
        raise _no_figure(text) from None
    if value < 0:
        raise _no_figure(text)
    return value


def band_of(policy: Policy, place: str) -> Band:
    """Return the band of a place: ``default``, a line class, or ``vendors.<id>``."""
    if place == DEFAULT:
        return policy.default
    if place.startswith("vendors."):
        return policy.vendors.get(place.removeprefix("vendors."), Band())
    return policy.classes.get(LineClass(place), Band())


def with_band(policy: Policy, place: str, band: Band) -> Policy:
    """Set the band of a place; a class or vendor with nothing set is left out."""
    if place == DEFAULT:
        return replace(policy, default=band)
    if place.startswith("vendors."):
        vendors = {**policy.vendors, place.removeprefix("vendors."): band}
        return replace(policy, vendors=vendors)
    classes = {**policy.classes, LineClass(place): band}
    return replace(policy, classes={name: one for name, one in classes.items() if one != Band()})


def without_vendor(policy: Policy, vendor_id: str) -> Policy:
    """Let the bands of the class hold for a vendor again."""
    return replace(policy, vendors={name: band for name, band in policy.vendors.items() if name != vendor_id})


def with_limit(policy: Policy, place: str, key: str, value: Decimal | None) -> Policy:
    """Set one limit of a band; None: not checked there."""
    return with_band(policy, place, replace(band_of(policy, place), **{key: value}))


def authority_text(policy: Policy, role: Role) -> str:
    """Say what a role may release: no authority, up to an amount, any amount."""
    limit = next((one for one in policy.approval_limits if one.role is role), None)
    if limit is None:
        return NO_AUTHORITY
    return ANY_AMOUNT if limit.up_to is None else f"{limit.up_to:f}"


def with_authority(policy: Policy, role: Role, text: str, point: str = ".") -> Policy:
    """Set what a role may release, from what a person types: nothing, an amount, or ``any``.

    Raises:
        InputError: It is no amount.
    """
    kept = [one for one in policy.approval_limits if one.role is not role]
    plain = text.strip().casefold()
    if plain not in (*_NOTHING, NO_AUTHORITY):
        up_to = None if plain in _ANY else limit_from_text(text, point)
        kept.append(ApprovalLimit(role, up_to))
    order = list(Role)
    kept.sort(key=lambda one: (one.up_to is None, one.up_to or Decimal(0), order.index(one.role)))
    return replace(policy, approval_limits=tuple(kept))


def with_switch(policy: Policy, switch: str, *, off: bool) -> Policy:
    """Switch clearing by itself off or on: for a pattern, or ``<vendor>:<pattern>``."""
    switches = policy.automation_off | {switch} if off else policy.automation_off - {switch}
    return replace(policy, automation_off=frozenset(switches))


def with_general(policy: Policy, name: str, text: str, point: str = ".") -> Policy:
    """Set one of the settings that are no band, by its name in the file.

    Raises:
        InputError: What was typed cannot be that setting.
    """
    match name:
        case "receipts":
            return replace(policy, receipts=ReceiptRule(text))
        case "escalate_exposure_over":
            return replace(policy, escalate_exposure_over=limit_from_text(text, point))
        case "header_tolerance.percent":
            return replace(policy, header=HeaderBand(limit_from_text(text, point), policy.header.absolute))
        case "header_tolerance.absolute":
            return replace(policy, header=HeaderBand(policy.header.percent, limit_from_text(text, point)))
        case "recurrence.count":
            return replace(policy, recurrence_count=_whole(text))
        case "recurrence.days":
            return replace(policy, recurrence_days=_whole(text))
        case "review.days":
            return replace(policy, review_days=_whole(text))
        case "urgency.escalate_days":
            return _with_days(policy, escalate=_whole(text), route=policy.route_days)
        case "urgency.draft_and_route_days":
            return _with_days(policy, escalate=policy.escalate_days, route=_whole(text))
        case "urgency.high_exposure_over":
            return replace(policy, high_exposure_over=limit_from_text(text, point))
        case "company.names" | "company.addresses" | "company.tax_ids":
            return _with_own(policy, name, _texts(text))
        case "company.currency":
            return replace(policy, own_currency=_currency(text))
        case "review.last":
            return replace(policy, reviewed=_day(text))
        case _ if name.startswith("tiers."):
            return _with_tier(policy, Tier(name.removeprefix("tiers.")), limit_from_text(text, point))
    raise InputError("no_such_setting", f"There is no setting {name}.")


def save_policy(services: Services, policy: Policy, before: Policy | None, reason: str) -> Policy:
    """Put a policy in force, one version up, with an entry that holds every setting before and after, and why.

    ``before`` is the policy that was in force when the changes began.

    Raises:
        RuleError: ``reason_needed``: nobody said why; ``role_needed``: it is for the desk's controller.
        InputError: The policy cannot be used, or nothing differs.
        ConflictError: Somebody else put another policy in force since; nothing was written.
    """
    require(services, POLICY, "change the policy")
    if not reason.strip():
        raise RuleError("reason_needed", "A change of the policy needs a reason.", next_step="Say in a few words why.")
    differences = policy_differences(before, replace(policy, version=before.version if before else 0))
    if not differences:
        raise InputError("nothing_changed", "Nothing of the policy was changed.")
    new = replace(policy, version=(before.version if before else 0) + 1)
    services.store.save_policy(
        policy_toml(new),
        services.actor,
        seen_sha256=before.sha256 if before else None,
        differences=differences,
        reason=reason.strip(),
    )
    saved = services.store.policy()
    assert saved is not None
    return saved


def vendors_of(policy: Policy) -> Sequence[str]:
    """Return the vendors that have bands of their own, by number."""
    return sorted(policy.vendors)


def _currency(text: str) -> str | None:
    """Return the code that was typed; None for nothing.

    Raises:
        InputError: It is no code of a currency.
    """
    code = text.strip().upper()
    if code and not may_be_currency(code):
        raise InputError("no_currency", f"{text.strip()} is no code of a currency; write it as EUR or USD.")
    return code or None


def _with_own(policy: Policy, name: str, texts: tuple[str, ...]) -> Policy:
    if name == "company.names":
        return replace(policy, own_names=texts)
    return replace(policy, own_addresses=texts) if name == "company.addresses" else replace(policy, own_tax_ids=texts)


def _with_tier(policy: Policy, tier: Tier, factor: Decimal | None) -> Policy:
    tiers = {**policy.tiers, tier: factor if factor is not None else Decimal(1)}
    if factor is None:
        del tiers[tier]
    return replace(policy, tiers=tiers)


def _with_days(policy: Policy, *, escalate: int, route: int) -> Policy:
    if max(escalate, route) > MOST_DAYS or escalate > route:
        raise InputError(
            "no_days",
            f"{escalate} working days for what is escalated and {route} for the rest cannot be.",
            next_step=f"Escalated cases must not have longer, and no case more than {MOST_DAYS}.",
        )
    return replace(policy, escalate_days=escalate, route_days=route)


def _whole(text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit() or int(text) < 1:
        raise _no_figure(text)
    return int(text)


def _texts(text: str) -> tuple[str, ...]:
    """Return what stands between semicolons; nothing where it is not checked."""
    if text.strip().casefold() in _NOTHING:
        return ()
    return tuple(filter(None, (" ".join(part.split()) for part in text.split(";"))))


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    day = day_in(text.strip(), DateForm.ISO)
    if day is None:
        raise InputError("no_day", f"“{text}” is no day.", next_step="Write it as “2026-12-31”.")
    return day


def _no_figure(text: str) -> InputError:
    return InputError(
        "no_figure",
        f"“{text}” is no figure from zero on.",
        next_step="Type a figure such as “2.5”, 0 to let nothing through, or nothing for not checked.",
    )
