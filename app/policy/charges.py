"""Whether itemised charges are what the vendor may bill (S2.120, decision table: vendor_compliance).

Charges of one kind count together and a credit among them makes no room for more: what is charged is held against the
cap, what is credited is not; and what earlier invoices of the same orders charged counts with it. Freight comes with
goods, and once: an invoice that bills none, and one that bills the same charge as an ordered line as well, are held
(S2.107). Services at the door, duties and the way back are no freight, though they are called so: a term for freight
does not speak of a lift gate. A kind without a cap is no licence either: beyond the goods it comes with, a person
looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.decision import DocumentFinding
from app.domain.invoice import ChargeKind, Invoice, InvoiceLine
from app.domain.money import ZERO, money_text
from app.domain.order import OrderLine
from app.domain.policy import Policy
from app.domain.vendor import Vendor
from app.policy.authority import must_escalate
from app.policy.charge_words import is_no_freight, joined_with_freight, kind_named
from app.policy.coding import charge_account
from app.policy.document_finding import document_finding
from app.policy.order_charges import BilledBefore
from app.policy.surroundings import line_bills_nothing

_NOTHING_BEFORE = BilledBefore()


def charge_findings(
    invoice: Invoice,
    vendor: Vendor | None,
    policy: Policy,
    billed: Sequence[OrderLine] = (),
    before: BilledBefore = _NOTHING_BEFORE,
) -> Iterable[DocumentFinding]:
    """Yield a finding per kind of charge outside the vendor's terms.

    ``billed`` are the order lines it bills, ``before`` what earlier invoices charged on their orders.
    """
    currency = invoice.header.currency.value if invoice.header.currency else None
    ordered = {kind for line in billed if (kind := kind_named(line.description)) is not None}
    printed = {kind for line in invoice.lines if _bills(line) and (kind := kind_named(line.description.value))}
    yield from _called_freight(invoice, vendor, currency, policy)
    yield from _charged_before(billed, before, policy, currency)
    nothing = bool(invoice.lines) and not any(map(_bills, invoice.lines))
    goods = sum((line.amount.value for line in invoice.lines if line.amount), ZERO)
    for kind, sums in _by_kind(invoice).items():
        figures = {
            "kind": kind.value.replace("_", " "),
            "amount": money_text(sums.larger, currency),
            "account": charge_account(policy, kind) or "not set",
            "goods": money_text(goods, currency),
        }
        yield from _terms(vendor, policy, kind, sums, figures, currency)
        yield from _in_all(vendor, policy, kind, sums.charged, before, figures, currency)
        if _outweighs(vendor, policy, kind, sums.charged, goods):
            yield document_finding(policy, "vendor_compliance.more_than_goods", figures, exposure=sums.charged)
        if kind is not ChargeKind.DISCOUNT and sums.charged > ZERO:
            if nothing:
                yield document_finding(policy, "vendor_compliance.nothing_billed", figures, exposure=sums.charged)
            if kind in ordered | printed:
                yield document_finding(policy, "vendor_compliance.billed_twice", figures, exposure=sums.charged)
            elif kind in before.as_lines:
                told = figures | {"orders": ", ".join(before.orders)}
                yield document_finding(policy, "vendor_compliance.line_and_charge", told, exposure=sums.charged)


def _charged_before(
    billed: Sequence[OrderLine], before: BilledBefore, policy: Policy, currency: str | None
) -> Iterable[DocumentFinding]:
    """Yield a finding for each ordered line that is a charge, which an earlier invoice charged beside the lines."""
    for line in billed:
        kind = kind_named(line.description)
        if kind is not None and kind is not ChargeKind.DISCOUNT and before.charged.get(kind, ZERO) > ZERO:
            amount = line.quantity * line.unit_price
            figures = {
                "kind": kind.value.replace("_", " "),
                "amount": money_text(amount, currency),
                "orders": ", ".join(before.orders),
            }
            yield document_finding(policy, "vendor_compliance.line_and_charge", figures, exposure=amount)


def _called_freight(
    invoice: Invoice, vendor: Vendor | None, currency: str | None, policy: Policy
) -> Iterable[DocumentFinding]:
    """Yield a finding for each charge that is called freight and is for something else, or for that as well."""
    agreed = vendor.accessorials.keys() if vendor is not None else frozenset[ChargeKind]()
    number = invoice.header.invoice_number.value if invoice.header.invoice_number else None
    for charge in invoice.charges:
        if charge.kind is not ChargeKind.FREIGHT or charge.amount.value <= ZERO:
            continue
        if is_no_freight(charge.description, number) or joined_with_freight(charge.description) - agreed:
            figures = {"kind": charge.description.strip(), "amount": money_text(charge.amount.value, currency)}
            figures["account"] = charge_account(policy, charge.kind) or "not set"
            yield document_finding(policy, "vendor_compliance.charge", figures, exposure=charge.amount.value)


@dataclass(frozen=True, slots=True)
class _Sums:
    """What is charged and what is credited (below zero) under one kind."""

    charged: Decimal = ZERO
    credited: Decimal = ZERO

    @property
    def larger(self) -> Decimal:
        return self.charged if self.charged >= abs(self.credited) else self.credited


def _terms(
    vendor: Vendor | None,
    policy: Policy,
    kind: ChargeKind,
    sums: _Sums,
    figures: dict[str, str],
    currency: str | None,
) -> Iterable[DocumentFinding]:
    allowed = vendor.accessorials if vendor is not None else {}
    amount = sums.charged
    if kind is ChargeKind.DISCOUNT:
        if amount > ZERO:
            yield document_finding(policy, "vendor_compliance.negative_charge", figures, exposure=amount)
        return
    if kind not in allowed:
        if sums.larger != ZERO:
            yield document_finding(policy, "vendor_compliance.charge", figures, exposure=abs(sums.larger))
        return
    cap = allowed[kind]
    if cap is not None and amount > cap:
        figures = figures | {"amount": money_text(amount, currency), "cap": money_text(cap, currency)}
        yield document_finding(policy, "vendor_compliance.over_cap", figures, exposure=amount - cap)
    elif must_escalate(policy, amount):
        yield document_finding(policy, "vendor_compliance.large_charge", figures, exposure=amount)


def _in_all(
    vendor: Vendor | None,
    policy: Policy,
    kind: ChargeKind,
    amount: Decimal,
    before: BilledBefore,
    figures: dict[str, str],
    currency: str | None,
) -> Iterable[DocumentFinding]:
    """Yield a finding for a charge under its cap that is above it with those of earlier invoices of the same orders."""
    cap = vendor.accessorials.get(kind) if vendor is not None else None
    charged = before.charged.get(kind, ZERO)
    if cap is None or not ZERO < amount <= cap or amount + charged <= before.room_under(cap):
        return
    told = {
        "amount": money_text(amount, currency),
        "cap": money_text(cap, currency),
        "before": money_text(charged, currency),
        "orders": ", ".join(before.orders),
        "came": ", ".join(day for day in before.came if day) or "not known",
    }
    beyond = min(amount, amount + charged - before.room_under(cap))
    yield document_finding(policy, "vendor_compliance.over_cap_in_all", figures | told, exposure=beyond)


def _outweighs(vendor: Vendor | None, policy: Policy, kind: ChargeKind, amount: Decimal, goods: Decimal) -> bool:
    """Tell whether a charge that nobody capped is more than what it is on, and more than the lowest role may release.

    A term without a cap is for what such a charge usually is. What must be escalated is told as such.
    """
    uncapped = vendor is not None and kind in vendor.accessorials and vendor.accessorials[kind] is None
    if not uncapped or kind is ChargeKind.DISCOUNT or goods <= ZERO or must_escalate(policy, amount):
        return False
    limits = [limit.up_to for limit in policy.approval_limits if limit.up_to is not None]
    return amount > max(goods, min(limits, default=ZERO))


def _bills(line: InvoiceLine) -> bool:
    return not line_bills_nothing(line)


def _by_kind(invoice: Invoice) -> dict[ChargeKind, _Sums]:
    # Split into several small ones, a charge would slip under its cap.
    found: dict[ChargeKind, _Sums] = defaultdict(_Sums)
    for charge in invoice.charges:
        value, known = charge.amount.value, found[charge.kind]
        if value >= ZERO:
            found[charge.kind] = replace(known, charged=known.charged + value)
        else:
            found[charge.kind] = replace(known, credited=known.credited + value)
    return dict(found)
