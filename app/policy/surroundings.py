"""What every group of one invoice is seen against, indexed once: a long invoice must not be searched line by line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.codes import CodeBook, code_book
from app.domain.invoice import Invoice, InvoiceLine
from app.domain.match import Desk, Group, Match
from app.domain.money import ZERO
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.policy import Policy
from app.domain.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The invoice, the desk and the other groups, by what they are looked up by.

    ``billing`` counts how many groups bill an order line, ``claimed`` how many name it at all; ``matched`` are the
    lines of the orders the match found.
    """

    invoice: Invoice
    match: Match
    desk: Desk
    policy: Policy
    lines: Mapping[int, tuple[InvoiceLine, ...]]
    orders: Mapping[str, PurchaseOrder]
    order_lines: Mapping[LineRef, OrderLine]
    receipts: Mapping[LineRef, tuple[Receipt, ...]]
    billing: Mapping[LineRef, int]
    claimed: Mapping[LineRef, int]
    matched: tuple[OrderLine, ...]
    codes: CodeBook

    def contested(self, group: Group) -> tuple[LineRef, ...]:
        """Return the group's order lines that another group bills as well."""
        if group.ambiguous:
            return ()
        own = 1 if self.bills(group) else 0
        return tuple(ref for ref in group.po_lines if self.billing.get(ref, 0) > own)

    def bills(self, group: Group) -> bool:
        """Tell whether the group bills anything (lines of zero do not) against certain order lines."""
        lines = [line for number in group.invoice_lines for line in self.lines.get(number, ())]
        return not group.ambiguous and not all(line_bills_nothing(line) for line in lines)


def surroundings(invoice: Invoice, match: Match, desk: Desk, policy: Policy) -> Surroundings:
    """Index what the groups of this invoice are seen against."""
    lines: dict[int, tuple[InvoiceLine, ...]] = {}
    for line in invoice.lines:
        lines[line.line_no] = (*lines.get(line.line_no, ()), line)
    receipts: dict[LineRef, list[Receipt]] = defaultdict(list)
    for receipt in desk.receipts:
        receipts[receipt.ref].append(receipt)
    named = {*match.orders, *(ref.po_number for group in match.groups for ref in group.po_lines)}
    bare = Surroundings(
        invoice=invoice,
        match=match,
        desk=desk,
        policy=policy,
        lines=lines,
        orders={order.po_number: order for order in desk.orders},
        order_lines={line.ref: line for order in desk.orders for line in order.lines},
        receipts={ref: tuple(sorted(found, key=_earliest)) for ref, found in receipts.items()},
        billing={},
        claimed=Counter(ref for group in match.groups for ref in group.po_lines),
        matched=tuple(line for order in desk.orders if order.po_number in named for line in order.lines),
        codes=code_book(desk),
    )
    billing = Counter(ref for group in match.groups if bare.bills(group) for ref in group.po_lines)
    return Surroundings(
        invoice, match, desk, policy, bare.lines, bare.orders, bare.order_lines, bare.receipts, billing,
        bare.claimed, bare.matched, bare.codes,
    )  # fmt: skip


def line_bills_nothing(line: InvoiceLine) -> bool:
    """Tell whether a line is printed with a quantity and an amount of zero: ordered, nothing shipped."""
    return all(value is not None and value.value == ZERO for value in (line.quantity, line.amount))


def _earliest(receipt: Receipt) -> tuple[bool, str, str]:
    return receipt.received_date is None, str(receipt.received_date or ""), receipt.receipt_no
