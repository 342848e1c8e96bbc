"""The sheet that tells a vendor how to bill (S2.175 to S2.182): from the terms on file and the policy, nothing else.

What the terms do not say is not promised: a vendor whose terms have no substitution clause is told that none is agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from string import Template

from app.domain.item import UomConversion
from app.domain.money import ZERO, money_text, trimmed
from app.domain.policy import Policy
from app.domain.vendor import SubstitutionClause, Vendor
from app.policy.tolerances import Limit, effective_band
from app.workflow.drafts import address_of
from app.workflow.letter_templates import filled
from app.workflow.process_document import NO_POLICY
from app.workflow.services import Services

TEMPLATE = "vendor_onboarding"
CLAUSES = "vendor_onboarding_clauses"
_MOST_CONVERSIONS = 20

# Fills one clause of the sheet, by its name.
Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet ready to be looked at and sent by a person: its subject, its text (Markdown), and to whom."""

    vendor_id: str
    subject: str
    text: str
    to_address: str | None


def onboarding_sheet(services: Services, vendor_id: str) -> Sheet:
    """Return the sheet of a vendor.

    Raises:
        InputError: There is no such vendor.
    """
    page = services.store.master_data.vendor(vendor_id)
    vendor, policy = page.vendor, services.store.policy() or NO_POLICY
    say = _speaker(services.templates[CLAUSES])
    values = {
        "vendor_name": vendor.name,
        "vendor_id": vendor.vendor_id,
        "day": services.clock.now().date().isoformat(),
        "units": _units(say, page.conversions),
        "merging": say("merged_yes" if vendor.merged_lines_permitted else "merged_no"),
        "splitting": say("split_yes" if vendor.partial_shipments_permitted else "split_no"),
        "charges": _charges(say, vendor),
        "bundling": say("bundled_yes" if vendor.bundled_accessorials_permitted else "bundled_no"),
        "substitutes": _substitutes(say, vendor, len(page.substitutions)),
        "band": _band(say, policy, vendor),
        "partial": say("partial_yes" if vendor.partial_shipments_permitted else "partial_no"),
        "late": say("late_grace", days=str(vendor.late_grace_days)) if vendor.late_grace_days else say("late_none"),
        "tax_id": vendor.tax_id or "–",
        "currency": vendor.currency or "–",
    }
    subject, text = filled(services.templates[TEMPLATE], values, {})
    return Sheet(vendor_id, subject, text, address_of(vendor))


def _speaker(clauses: str) -> Say:
    """Return what fills a clause by its name; the clauses stand in a file, one a line."""
    texts = dict(line.split(": ", 1) for line in clauses.splitlines() if ": " in line)

    def say(name: str, **figures: str) -> str:
        return Template(texts[name]).safe_substitute(figures)

    return say


def _units(say: Say, conversions: Iterable[UomConversion]) -> str:
    rows = [f"{c.sku}: 1 {c.from_uom} = {trimmed(c.factor)} {c.to_uom}" for c in conversions]
    more = ["…"] if len(rows) > _MOST_CONVERSIONS else []
    return say("units_agreed", rows="; ".join([*rows[:_MOST_CONVERSIONS], *more])) if rows else say("units_none")


def _charges(say: Say, vendor: Vendor) -> str:
    agreed = ", ".join(
        say(
            "charge_open" if cap is None else "charge_capped",
            kind=kind.value.replace("_", " "),
            cap=money_text(cap or ZERO),
        )
        for kind, cap in vendor.accessorials.items()
    )
    return f"{say('charges_itemised')} {say('charges_agreed', agreed=agreed) if agreed else say('charges_none')}"


def _substitutes(say: Say, vendor: Vendor, agreed: int) -> str:
    clause = {
        SubstitutionClause.AT_OR_BELOW_PRICE: "substitute_listed",
        SubstitutionClause.PRIOR_APPROVAL: "substitute_asked",
        SubstitutionClause.NONE: "substitute_no",
    }[vendor.substitution_clause]
    reference = f" ({vendor.substitution_reference})" if vendor.substitution_reference else ""
    listed = f" {say('substitutes_on_list', count=str(agreed))}" if agreed else ""
    return say(clause, reference=reference) + (listed if clause != "substitute_no" else "")


def _band(say: Say, policy: Policy, vendor: Vendor) -> str:
    band = effective_band(policy, vendor, None)
    parts = [say("band"), _limit(say, "band_short", band.short), _limit(say, "band_over", band.over)]
    if any(one.quantity_over_percent or one.quantity_short_percent for one in policy.classes.values()):
        parts.append(say("band_classes"))
    return " ".join(parts)


def _limit(say: Say, clause: str, limit: Limit) -> str:
    return say(clause, percent=trimmed(limit.value)) if limit.value else say(f"{clause}_none")
