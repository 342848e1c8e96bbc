"""What was charged on the same orders before: bills of one delivery share one cap (S2.107, S2.120).

A cap is agreed for what carrying an order costs, and a delivery is carried once, on however many invoices it is billed.
So what earlier invoices of the same orders charged counts toward it, and each day on which goods of them came makes
room for another one. Where no receipts tell, the order is one delivery.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.decision import EarlierInvoice
from app.domain.invoice import ChargeKind
from app.domain.money import ZERO
from app.policy.charge_words import kind_named
from app.policy.duplicates import TURNED_DOWN, others
from app.policy.paper import Paper


@dataclass(frozen=True, slots=True)
class BilledBefore:
    """What earlier invoices charged on the orders of this one, in its currency, and the days on which goods came.

    ``as_lines`` are the kinds of charge that they billed as ordered lines.
    """

    charged: Mapping[ChargeKind, Decimal] = field(default_factory=dict)
    as_lines: frozenset[ChargeKind] = frozenset()
    orders: tuple[str, ...] = ()
    came: tuple[str, ...] = ()

    def room_under(self, cap: Decimal) -> Decimal:
        """Return what may be charged in all under a cap."""
        return cap * max(len(self.came), 1)


def billed_before(paper: Paper) -> BilledBefore:
    """Return what the vendor's earlier invoices charged on the orders that this invoice bills."""
    orders = tuple(order.po_number for order in paper.orders)
    charged: dict[ChargeKind, Decimal] = defaultdict(lambda: ZERO)
    for earlier in others(paper.history):
        if _shares(earlier, paper, orders):
            for name, amount in earlier.charges:
                charged[ChargeKind(name)] += max(Decimal(amount), ZERO)
    receipts = (r for r in paper.desk.receipts if r.ref.po_number in orders and r.quantity > ZERO)
    came = {r.received_date.isoformat() if r.received_date else "" for r in receipts}
    billed = (line for order in paper.orders for line in order.lines if line.open_quantity < line.quantity)
    as_lines = frozenset(kind for line in billed if (kind := kind_named(line.description)) is not None)
    return BilledBefore(dict(charged), as_lines, orders, tuple(sorted(came)))


def _shares(earlier: EarlierInvoice, paper: Paper, orders: tuple[str, ...]) -> bool:
    if earlier.is_credit or earlier.state in TURNED_DOWN or set(orders).isdisjoint(earlier.billed):
        return False
    return paper.currency is None or earlier.currency in (None, paper.currency)
