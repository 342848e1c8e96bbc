"""How what the desk goes by came to be: who changed which term, factor, tolerance or profile, and why.

S2.158: with the day a policy was last looked over, and when it is due.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from app.domain.case import JournalEntry, JournalKind
from app.domain.errors import InputError
from app.domain.versions import MasterChange
from app.workflow.policy_differences import policy_differences
from app.workflow.services import Services

# The tables that hold terms and unit tables, with the place of the vendor and of the item in a row's key.
_VENDOR_AT = {"vendors": 0, "uom_conversions": 1, "substitutions": 0, "item_cross_references": 0}
_ITEM_AT = {"items": 0, "uom_conversions": 0, "substitutions": 1}


@dataclass(frozen=True, slots=True)
class Step:
    """One change: its entry, when (ISO 8601, UTC), who, what, (setting, before, after) of each value, and why."""

    entry: int
    time: str
    user: str
    role: str
    what: str
    differences: tuple[tuple[str, str, str], ...]
    reason: str = ""


def policy_history(services: Services) -> tuple[Step, ...]:
    """Return every policy that was put in force, oldest first, with every setting that differs from the one before."""
    before, steps = None, []
    entries = _entries(services, JournalKind.IMPORTED)
    for version in services.store.policies():
        policy, entry = version.policy, entries.get(version.entry)
        reviewed = policy.reviewed or policy.in_force
        due = f", looked over {reviewed}, due {reviewed + timedelta(policy.review_days)}" if reviewed else ""
        steps.append(
            Step(
                version.entry, version.time, version.user, entry.role if entry else "",
                f"policy version {policy.version}{due}", policy_differences(before, policy),
                entry.reason if entry else "",
            )
        )  # fmt: skip
        before = policy
    return tuple(steps)


def vendor_history(services: Services, vendor_id: str) -> tuple[Step, ...]:
    """Return what changed of a vendor's terms, factors, substitutes and codes, and of the policy's words on it.

    Raises:
        InputError: There is no such vendor.
    """
    services.store.master_data.vendor(vendor_id)
    prefixes = (f"vendors.{vendor_id}.", f"tax.vendors.{vendor_id}", f"automation.off.{vendor_id}:")
    of_policy = [
        Step(step.entry, step.time, step.user, step.role, step.what, mine, step.reason)
        for step in policy_history(services)
        if (mine := tuple(one for one in step.differences if one[0].startswith(prefixes)))
    ]
    scoped = _learned(services, f"vendor {vendor_id}")
    return _in_order((*_changes(services, _VENDOR_AT, vendor_id), *of_policy, *scoped))


def item_history(services: Services, sku: str) -> tuple[Step, ...]:
    """Return what changed of an item, its factors and substitutes. Raises InputError where there is no such item."""
    services.store.master_data.item(sku)
    return _in_order((*_changes(services, _ITEM_AT, sku), *_learned(services, f"item {sku}")))


def profile_history(services: Services, profile_id: str) -> tuple[Step, ...]:
    """Return every version of a profile that this desk saved, with the lines that changed.

    Raises:
        InputError: This desk never saved a profile of that name.
    """
    steps, before = [], ""
    for entry in _entries(services, JournalKind.SETTING).values():
        after = json.loads(entry.after)
        if after.get("profile") != profile_id:
            continue
        text = str(after.get("text", ""))
        what = f"version {after.get('version')}, SHA-256 {after.get('sha256')}"
        steps.append(Step(entry.sequence, entry.time, entry.user, entry.role, what, _lines(before, text), entry.reason))
        before = text
    if not steps:
        raise InputError(
            "no_such_profile", f"This desk never saved a profile {profile_id}.",
            next_step="tieout profiles list shows those there are; shipped ones change with the program.",
        )  # fmt: skip
    return tuple(steps)


def _lines(before: str, after: str) -> tuple[tuple[str, str, str], ...]:
    """Return the lines of a profile that were taken out and put in."""
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return tuple(
        ("line", line[2:], "") if line[0] == "-" else ("line", "", line[2:])
        for line in found
        if line[0] in "+-" and line[2:].strip()
    )


def _changes(services: Services, places: dict[str, int], value: str) -> Iterator[Step]:
    for table, place in places.items():
        for change in services.store.master_changes(table, {place: value}):
            yield _step(change)


def _step(change: MasterChange) -> Step:
    what = f"{change.table.replace('_', ' ')} {' '.join(part for part in change.key if part)}"
    source = f"imported from {change.file}, line {change.line} (SHA-256 {change.sha256})"
    return Step(change.entry, change.time, change.user, change.role, what, change.values, source)


def _learned(services: Services, scope: str) -> Iterator[Step]:
    for one in services.store.taught():
        if scope in one.scope.split(", "):
            taken = f" (taken back by entry {one.taken_back})" if one.taken_back is not None else ""
            yield Step(one.entry, one.time, one.user, one.role, f"learned: {one.what}{taken}", (), one.reason)


def _entries(services: Services, kind: JournalKind) -> dict[int, JournalEntry]:
    return {entry.sequence: entry for entry in services.store.journal() if entry.kind == kind.value}


def _in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: (step.entry, step.what)))
