"""The invoice as the checks of the whole of it look at it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.domain.decision import History
from app.domain.invoice import Invoice
from app.domain.match import Desk, Match
from app.domain.money import ZERO
from app.domain.order import PurchaseOrder
from app.domain.policy import Policy
from app.domain.vendor import Vendor
from app.policy.facts import GroupFacts


@dataclass(frozen=True, slots=True)
class Paper:
    """What the checks of the whole invoice look at."""

    invoice: Invoice
    match: Match
    desk: Desk
    policy: Policy
    history: History
    facts: tuple[GroupFacts, ...]
    vendor: Vendor | None

    @property
    def total(self) -> Decimal:
        """Return what the whole invoice is about; zero where no total was read."""
        return abs(self.invoice.header.total.value) if self.invoice.header.total else ZERO

    @property
    def at_stake(self) -> Decimal:
        """Return the invoice's amount where its reading is in doubt: its total, or its lines where they make more."""
        return max(self.total, abs(sum((line.amount.value for line in self.invoice.lines if line.amount), ZERO)))

    @property
    def currency(self) -> str | None:
        """Return the invoice's currency as printed."""
        return self.invoice.header.currency.value if self.invoice.header.currency else None

    @property
    def orders(self) -> tuple[PurchaseOrder, ...]:
        """Return the orders that the groups' lines belong to."""
        used = {ref.po_number for facts in self.facts for ref in facts.group.po_lines}
        return tuple(order for order in self.desk.orders if order.po_number in used)
