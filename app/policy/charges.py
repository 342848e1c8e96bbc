"""Whether itemised charges are what the vendor may bill (S2.120, decision table: vendor_compliance)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from app.domain.decision import DocumentFinding
from app.domain.invoice import ChargeKind, Invoice
from app.domain.money import ZERO, money_text
from app.domain.policy import Policy
from app.domain.vendor import Vendor
from app.policy.authority import must_escalate
from app.policy.coding import charge_account
from app.policy.found import document_finding


def charge_findings(invoice: Invoice, vendor: Vendor | None, policy: Policy) -> Iterable[DocumentFinding]:
    """Yield a finding per kind of charge outside the vendor's terms. Charges of one kind count together."""
    currency = invoice.header.currency.value if invoice.header.currency else None
    allowed = vendor.accessorials if vendor is not None else {}
    for kind, amount in _by_kind(invoice).items():
        words = kind.value.replace("_", " ")
        figures = {
            "kind": words,
            "amount": money_text(amount, currency),
            "account": charge_account(policy, kind) or "not set",
        }
        if kind is ChargeKind.DISCOUNT:
            if amount > ZERO:
                yield document_finding(policy, "vendor_compliance.negative_charge", figures, exposure=amount)
            continue
        if kind not in allowed:
            if amount != ZERO:
                yield document_finding(policy, "vendor_compliance.charge", figures, exposure=abs(amount))
            continue
        cap = allowed[kind]
        if cap is not None and amount > cap:
            figures["cap"] = money_text(cap, currency)
            yield document_finding(policy, "vendor_compliance.over_cap", figures, exposure=amount - cap)
        elif must_escalate(policy, amount):
            yield document_finding(policy, "vendor_compliance.large_charge", figures, exposure=amount)


def _by_kind(invoice: Invoice) -> dict[ChargeKind, Decimal]:
    # Split into several small ones, a charge would slip under its cap; a credit among them must not make room for more.
    sums: dict[ChargeKind, Decimal] = defaultdict(lambda: ZERO)
    for charge in invoice.charges:
        value = charge.amount.value
        known = sums[charge.kind]
        offsets = known != ZERO and (known > ZERO) != (value > ZERO)
        sums[charge.kind] = max(known, value, key=abs) if offsets else known + value
    return dict(sums)
