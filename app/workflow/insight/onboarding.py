"""The sheet that tells a vendor how to bill (S2.175 to S2.182): from the terms on file and the policy, nothing else.

What the terms do not say is not promised: a vendor whose terms have no substitution clause is told that none is agreed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP

from app.domain.item import UomConversion
from app.domain.money import money_text, trimmed
from app.domain.policy import Policy
from app.domain.vendor import SubstitutionClause, Vendor
from app.policy.tolerances import Limit, effective_band
from app.workflow.drafts import address_of, filled
from app.workflow.process_document import NO_POLICY
from app.workflow.services import Services

TEMPLATE = "vendor_onboarding"
_MOST_CONVERSIONS = 20
_ONE_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


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
    values = {
        "vendor_name": vendor.name,
        "vendor_id": vendor.vendor_id,
        "day": services.clock.now().date().isoformat(),
        "units": _units(page.conversions),
        "merging": _merging(vendor),
        "splitting": _splitting(vendor),
        "charges": _charges(vendor),
        "bundling": _bundling(vendor),
        "substitutes": _substitutes(vendor, len(page.substitutions)),
        "band": _band(policy, vendor),
        "partial": _partial(vendor),
        "late": _late(vendor),
        "tax_id": vendor.tax_id or "none is on file: please send it",
        "currency": vendor.currency or "that of our order",
    }
    subject, text = filled(services.templates[TEMPLATE], values, {})
    return Sheet(vendor_id, subject, text, address_of(vendor))


def sheet_mail(subject: str, text: str, to_address: str | None) -> bytes:
    """Return a mail that a mail program opens as a draft; nothing is sent."""
    mail = EmailMessage(policy=SMTP)
    # "=?" begins an encoded word, which could hold a line end and then a header of its own.
    mail["Subject"] = " ".join(_UNPRINTED.sub(" ", subject).replace("=?", "= ?").split())
    if to_address and _ONE_ADDRESS.fullmatch(to_address):  # nothing else may become a header of the mail
        mail["To"] = to_address
    mail["X-Unsent"] = "1"
    mail.set_content(text.encode(errors="replace").decode())
    return mail.as_bytes()


def _units(conversions: Iterable[UomConversion]) -> str:
    rows = list(conversions)
    told = "; ".join(f"{c.sku}: 1 {c.from_uom} = {trimmed(c.factor)} {c.to_uom}" for c in rows[:_MOST_CONVERSIONS])
    more = f" and {len(rows) - _MOST_CONVERSIONS} more" if len(rows) > _MOST_CONVERSIONS else ""
    return f"Agreed between our units and yours: {told}{more}." if rows else "No other unit is agreed."


def _merging(vendor: Vendor) -> str:
    if vendor.merged_lines_permitted:
        return "You may bill several lines of one order on one line where its amount is exactly their sum."
    return "Lines of our order may not be put together on one line of your invoice."


def _splitting(vendor: Vendor) -> str:
    if vendor.partial_shipments_permitted:
        return "You may bill one order line on several lines, one for each delivery."
    return "One order line may not be spread over several lines of an invoice."


def _charges(vendor: Vendor) -> str:
    intro = (
        "Freight, fuel surcharge, environmental fees, pallets and every other charge go on lines of their own, named."
    )
    if not vendor.accessorials:
        return f"{intro} No charge is agreed: none will be paid without our buyer."
    agreed = ", ".join(f"{kind.value.replace('_', ' ')}{_cap(cap)}" for kind, cap in vendor.accessorials.items())
    return f"{intro} You may charge: {agreed}."


def _cap(cap: Decimal | None) -> str:
    return " (no cap)" if cap is None else f" (up to {money_text(cap)} an invoice)"


def _bundling(vendor: Vendor) -> str:
    if vendor.bundled_accessorials_permitted:
        return "A charge inside the price of the goods is looked at by our buyer each time."
    return "No charge may be put into the price of the goods."


def _substitutes(vendor: Vendor, agreed: int) -> str:
    reference = f" ({vendor.substitution_reference})" if vendor.substitution_reference else ""
    listed = f" {agreed} substitutes are listed in it." if agreed else ""
    match vendor.substitution_clause:
        case SubstitutionClause.AT_OR_BELOW_PRICE:
            return (
                f"Another item may be shipped only as our agreement{reference} lists it, at or below the price of the "
                f"one ordered, and after our buyer was told.{listed} Print its reference on the invoice."
            )
        case SubstitutionClause.PRIOR_APPROVAL:
            return (
                f"Another item may be shipped only after our buyer agreed to it in writing{reference}.{listed} Print "
                "the reference on the invoice."
            )
    return "No other item may be shipped or billed than the one ordered: no substitution is agreed."


def _band(policy: Policy, vendor: Vendor) -> str:
    band = effective_band(policy, vendor, None)
    parts = [_limit("short of", band.short), _limit("over", band.over)]
    classes = sum(1 for one in policy.classes.values() if one.quantity_over_percent or one.quantity_short_percent)
    other = " Other limits may hold for some classes of goods; our buyer tells you." if classes else ""
    return f"Deliver and bill what was ordered. {' '.join(parts)}{other}"


def _limit(way: str, limit: Limit) -> str:
    if not limit.value:
        return f"Nothing {way} the order is taken without our buyer."
    return f"Up to {trimmed(limit.value)} % {way} the order is taken without asking."


def _partial(vendor: Vendor) -> str:
    if vendor.partial_shipments_permitted:
        return "Part shipments are agreed: bill each when it was delivered, with its quantity."
    return "Part shipments are not agreed: ship and bill each order line whole, or ask our buyer first."


def _late(vendor: Vendor) -> str:
    days = vendor.late_grace_days
    grace = f"within {days} {'day' if days == 1 else 'days'} of" if days else "on or before"
    return f"Deliver {grace} the promised day."
