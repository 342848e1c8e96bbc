"""The figures a group is judged by, worked out from the invoice and the order themselves.

Nothing here trusts a sum that somebody else made: quantities, prices and differences are computed anew from what is
printed and what was ordered, so that a decision can be re-performed from its inputs alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.item import LineClass
from app.domain.match import Desk, Group, Pattern
from app.domain.measure import Dimension, dimension_of
from app.domain.money import ZERO
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.policy import Policy, ReceiptRule
from app.domain.vendor import Vendor
from app.policy.line_facts import LineFacts, line_facts
from app.policy.quantities import ReceiptPool, receipt_pool
from app.policy.surroundings import Surroundings
from app.policy.tolerances import EffectiveBand, effective_band

_SKIP_RECEIPTS = frozenset({LineClass.SERVICES})


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """Everything the rules look at for one group. ``order_lines`` is empty for a line that matches nothing."""

    group: Group
    lines: tuple[LineFacts, ...]
    order_lines: tuple[OrderLine, ...]
    orders: tuple[PurchaseOrder, ...]
    vendor: Vendor | None
    policy: Policy
    desk: Desk
    around: Surroundings
    band: EffectiveBand
    pools: Mapping[LineRef, ReceiptPool] = field(default_factory=dict)
    services: bool = False
    catch_weight: bool = False
    gone: tuple[LineRef, ...] = ()
    currency: str | None = None

    @property
    def order_line(self) -> OrderLine:
        """Return the order line of a group that has one."""
        return self.order_lines[0]

    @property
    def pool(self) -> ReceiptPool:
        """Return the receipts of the group's order line."""
        return self.pools[self.order_line.ref]

    @property
    def contested(self) -> tuple[LineRef, ...]:
        """Return the group's order lines that another group bills as well."""
        return self.around.contested(self.group)

    @property
    def rivals(self) -> tuple[OrderLine, ...]:
        """Return the other lines of the orders that were found."""
        return tuple(line for line in self.around.matched if line.ref not in self.group.po_lines)

    def is_taken(self, ref: LineRef) -> bool:
        """Tell whether another group names this order line."""
        return self.around.claimed.get(ref, 0) > (1 if ref in self.group.po_lines else 0)

    @property
    def billed(self) -> Decimal | None:
        """Return the quantity billed by the whole group, in the order line's unit; None where a line has none."""
        quantities = [facts.quantity for facts in self.lines]
        known = [quantity for quantity in quantities if quantity is not None]
        return sum(known, ZERO) if len(known) == len(quantities) else None

    @property
    def billed_by_line(self) -> dict[int, Decimal]:
        """Return the quantity billed by each invoice line that prints one."""
        return {f.line.line_no: f.quantity for f in self.lines if f.quantity is not None}

    @property
    def quantity_slack(self) -> Decimal:
        """Return how much of the group's quantity rounding can explain."""
        return sum((facts.quantity_slack for facts in self.lines), ZERO)

    @property
    def receipt_slack(self) -> Decimal:
        """Return how much of a receipt rounding can explain: never more than a printed step of the receipts."""
        return min(self.quantity_slack, self.pool.step)

    @property
    def limit_slack(self) -> Decimal:
        """Return how far rounding can bring a quantity beyond ``quantity_limit``."""
        by_receipt = self.receipts_count and self.quantity_limit < self.open_quantity
        return self.receipt_slack if by_receipt else self.quantity_slack

    @property
    def amount(self) -> Decimal | None:
        """Return the sum of the extended amounts; None where a line has none."""
        known = [facts.amount for facts in self.lines if facts.amount is not None]
        return sum(known, ZERO) if len(known) == len(self.lines) else None

    @property
    def receipts_count(self) -> bool:
        """Tell whether receipts limit what may be billed of the order line."""
        return not self.services and self.pool.any_known

    @property
    def receipts_expected(self) -> bool:
        """Tell whether the policy asks for a receipt of these goods."""
        return not self.services and self.policy.receipts is ReceiptRule.REQUIRED

    @property
    def open_quantity(self) -> Decimal:
        """Return what is open of the order line, never below zero."""
        return max(self.order_line.open_quantity, ZERO)

    @property
    def billable(self) -> Decimal:
        """Return what may be billed: the open quantity, or what was received and not yet billed if that is less."""
        if not self.receipts_count:
            return self.open_quantity
        return min(self.open_quantity, self.pool.available)

    @property
    def overbilled(self) -> Decimal:
        """Return what earlier invoices already billed beyond the order: it counts toward any band on more."""
        return max(-self.order_line.open_quantity, ZERO)

    @property
    def beyond_so_far(self) -> Decimal:
        """Return what this and earlier invoices bill above the order line's price: it counts toward an absolute band.

        A band in money is for the whole order line, on however many lines and invoices it is billed.
        """
        mine = (line.difference for line in self.lines if line.difference is not None)
        return self.order_line.billed_beyond + sum((each for each in mine if each > ZERO), ZERO)

    @property
    def quantity_limit(self) -> Decimal:
        """Return what a quantity is over beyond. Receipts of a split are judged one by one, by the split's own rule."""
        return self.open_quantity if len(self.lines) > 1 else self.billable

    @property
    def unreceived(self) -> tuple[tuple[OrderLine, Decimal], ...]:
        """Return the order lines of a merge that did not come in whole, with the quantity missing from each."""
        if len(self.order_lines) < 2 or self.group.ambiguous:
            return ()
        found = []
        for line in self.order_lines:
            item = self.desk.items.get(line.sku)
            counts = self.pools[line.ref].any_known and not (item is not None and item.line_class in _SKIP_RECEIPTS)
            missing = line.open_quantity - self.pools[line.ref].available
            if counts and missing > ZERO:
                found.append((line, missing))
        return tuple(found)

    @property
    def hours(self) -> bool:
        """Tell whether the line is services ordered by the hour (S2.151)."""
        return self.services and self.order_line.uom == "HR"

    def has(self, pattern: Pattern) -> bool:
        """Tell whether the group carries the pattern."""
        return pattern in self.group.patterns


def group_facts(around: Surroundings, group: Group) -> GroupFacts:
    """Work out the facts of one group."""
    desk, policy = around.desk, around.policy
    found = [around.order_lines[ref] for ref in group.po_lines if ref in around.order_lines]
    numbers = dict.fromkeys(line.ref.po_number for line in found)
    orders = tuple(around.orders[number] for number in numbers)
    vendor = desk.vendor(orders[0].vendor_id if orders else around.match.vendor_id)
    vendor_id = vendor.vendor_id if vendor else None
    items = [desk.items.get(line.sku) for line in found]
    line_class = items[0].line_class if items and items[0] is not None else None
    services = bool(found) and all(item is not None and item.line_class in _SKIP_RECEIPTS for item in items)
    single = found[0] if len(found) == 1 else None
    printed = [line for number in group.invoice_lines for line in around.lines.get(number, ())]
    currency = _currency(around.invoice, orders, vendor)
    return GroupFacts(
        group=group,
        lines=tuple(line_facts(line, single, _factor(group, line), currency) for line in printed),
        order_lines=tuple(found),
        orders=orders,
        vendor=vendor,
        policy=policy,
        desk=desk,
        around=around,
        band=effective_band(policy, vendor, line_class),
        pools={line.ref: receipt_pool(desk, line, vendor_id, around.receipts.get(line.ref, ())) for line in found},
        services=services,
        catch_weight=any(item is not None and item.catch_weight for item in items)
        and all(_weighed(around, line, printed) for line in found),
        gone=tuple(ref for ref in group.po_lines if ref not in around.order_lines),
        currency=currency,
    )


def _factor(group: Group, line: InvoiceLine) -> Fraction | None:
    conversion = group.conversion_of(line.uom.value if line.uom is not None else None)
    return conversion.factor if conversion is not None else None


def _weighed(around: Surroundings, order_line: OrderLine, printed: Sequence[InvoiceLine]) -> bool:
    """Tell whether a catch-weight item is dealt with by weight here: ordered so, or billed and received so.

    Cases of it are counted, and a case more is a case more (S2.69).
    """
    if dimension_of(order_line.uom) is Dimension.WEIGHT:
        return True
    receipts = around.receipts.get(order_line.ref, ())
    units = [line.uom.value if line.uom is not None else order_line.uom for line in printed]
    units += [receipt.uom for receipt in receipts]
    return bool(receipts) and all(dimension_of(unit) is Dimension.WEIGHT for unit in units)


def _currency(invoice: Invoice, orders: tuple[PurchaseOrder, ...], vendor: Vendor | None) -> str | None:
    printed = invoice.header.currency.value if invoice.header.currency else None
    return (orders[0].currency if orders else None) or (vendor.currency if vendor else None) or printed
