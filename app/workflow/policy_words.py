"""Settings of the policy and what is unwise about them, in words: a person in the window has never seen the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.domain.policy import Policy
from app.policy.policy_warnings import policy_warnings
from app.workflow.wording import CHARGES, LINE_CLASSES, OWNERS, finding_title, words_for

LIMITS: Mapping[str, str] = {
    "quantity_short_percent": "Billed short (%)",
    "quantity_over_percent": "Billed over (%)",
    "price_percent": "Price (%)",
    "price_absolute": "Line price (amount)",
    "hours_over_authorised": "Hours over",
}
SETTINGS: Mapping[str, str] = {
    "version": "Version",
    "receipts": "Goods receipts",
    "escalate_exposure_over": "Escalate above",
    "header_tolerance.percent": "Whole invoice (%)",
    "header_tolerance.absolute": "Whole invoice (amount)",
    "recurrence.count": "Recurring: how often",
    "recurrence.days": "Recurring: within days",
    "tax.highest_percent": "Highest tax (%)",
    "company.names": "The company's own names",
    "company.addresses": "The company's own addresses",
    "company.tax_ids": "The company's own tax ids",
    "company.currency": "Currency where none is on file",
    "review.last": "Last looked over",
    "review.days": "Look over every (days)",
}
WHOSE: Mapping[str, str] = {"default": "all lines", **LINE_CLASSES}
# What is said of a setting that is not there; the file's own words stand for it on the command line.
UNSET: Mapping[str, str] = {
    "header_tolerance is not set": "The whole invoice has no band",
    "escalate_exposure_over is not set": "There is no amount to escalate above",
    "approval_limits": "Authority",
}
_ABOUT = re.compile(r"(?P<name>[a-z_]+(?:\.\S+)?) = (?P<value>\S+) (?P<rest>is wide|widens)")


def setting_in_words(name: str) -> str:
    """Return what a setting of the policy is about, by its name in the file."""
    if name in SETTINGS:
        return SETTINGS[name]
    head, _, rest = name.partition(".")
    whose, _, key = rest.rpartition(".")
    match head:
        case "line_tolerance":
            return f"{LIMITS.get(key, key)}, {WHOSE.get(whose, whose)}"
        case "vendors":
            return f"{LIMITS.get(key, key)}, vendor {whose}"
        case "approval_limits":
            return f"May release, {words_for(rest, OWNERS)}"
        case "tiers":
            return f"Factor for vendors, {rest}"
        case "gl_accounts":
            return f"Account, {words_for(rest, CHARGES)}"
        case "automation":
            return f"By itself, {finding_title(key)}"
    return name.replace("_", " ").replace(".", ", ")


def warnings_of(policy: Policy) -> tuple[str, ...]:
    """Return what is unwise about a policy."""
    return tuple(_in_words(policy_warnings(policy)))


def _in_words(warnings: Iterable[str]) -> Iterable[str]:
    for warning in warnings:
        about = _ABOUT.match(warning)
        if about is not None:
            after = warning[about.end("value") :]
            yield f"{setting_in_words(about['name'])}: {about['value']}{after}"
        else:
            named = next((name for name in UNSET if warning.startswith(name)), "")
            yield UNSET.get(named, "") + warning.removeprefix(named)
