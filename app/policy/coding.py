"""Which ledger account each part of an invoice belongs to (S2.116 to S2.119).

Goods go to the order line's account, charges to the account the policy names for their kind, so that freight is never
capitalised into product cost by accident.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.domain.decision import Decision
from app.domain.invoice import ChargeKind, Invoice
from app.domain.match import Desk, Pattern
from app.domain.money import ZERO, decimal_or_none
from app.domain.order import LineRef
from app.domain.policy import Policy
from app.domain.vendor import Vendor


@dataclass(frozen=True, slots=True)
class LedgerShare:
    """One amount for one account; ``account`` None: nobody said which. ``kind`` is ``goods`` or a kind of charge."""

    account: str | None
    amount: Decimal
    kind: str
    invoice_line: int | None = None
    order_line: LineRef | None = None


def charge_account(policy: Policy, kind: ChargeKind | None) -> str | None:
    """Return the ledger account of a kind of charge, where the policy names one."""
    return policy.gl_accounts.get(kind.value) if kind is not None else None


def likely_kind(vendor: Vendor | None) -> ChargeKind | None:
    """Return the kind a bundled charge must be when the vendor's terms know only one; else None: it is not guessed."""
    kinds = [kind for kind in (vendor.accessorials if vendor else {}) if kind is not ChargeKind.DISCOUNT]
    return kinds[0] if len(kinds) == 1 else None


def ledger_coding(invoice: Invoice, decision: Decision, desk: Desk, policy: Policy) -> tuple[LedgerShare, ...]:
    """Break the invoice down into ledger accounts, as far as lines are explained; tax is left to the tax code."""
    shares: list[LedgerShare] = []
    for group in decision.groups:
        refs = group.group.po_lines
        for number in group.group.invoice_lines:
            line = invoice.line(number)
            amount = line.amount.value if line.amount else ZERO
            bundled = Pattern.BUNDLED_ACCESSORIAL in group.group.patterns and len(group.group.invoice_lines) == 1
            charge = decimal_or_none(group.figures.get("charge_amount")) if bundled else ZERO
            if group.group.ambiguous or charge is None:
                # What is not known to be goods of one order line is not booked as such.
                shares.append(LedgerShare(None, amount, "goods", number))
                continue
            shares += _goods(desk, refs, amount - charge, number)
            if charge:
                account, kind = group.figures.get("charge_account"), group.figures.get("charge_kind", "not stated")
                shares.append(LedgerShare(account if account != "not set" else None, charge, kind, number))
    for item in invoice.charges:
        shares.append(LedgerShare(charge_account(policy, item.kind), item.amount.value, item.kind.value))
    return tuple(shares)


def _goods(desk: Desk, refs: tuple[LineRef, ...], amount: Decimal, number: int) -> list[LedgerShare]:
    lines = [line for order in desk.orders for line in order.lines if line.ref in refs]
    if len(lines) != 1:
        # A merged line belongs to its order lines by what each has open; the shares then add up to its amount.
        values = [line.open_quantity * line.unit_price for line in lines]
        if lines and sum(values, ZERO) == amount:
            return [
                LedgerShare(line.gl_account, value, "goods", number, line.ref)
                for line, value in zip(lines, values, strict=True)
            ]
        return [LedgerShare(None, amount, "goods", number)]
    return [LedgerShare(lines[0].gl_account, amount, "goods", number, lines[0].ref)]
