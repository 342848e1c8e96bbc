"""What may still be billed of an order line, and which receipts back what is billed (decision table: quantities).

Everything is in the order line's unit. Each received unit backs one billed unit, earliest first; what earlier invoices
billed has used up receipts before this invoice is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.domain.decision import ReceiptUse
from app.domain.factors import known_factors
from app.domain.match import Desk
from app.domain.measure import convert, crosses_dimensions
from app.domain.money import ZERO, half_step
from app.domain.order import OrderLine
from app.domain.receipt import Receipt


@dataclass(frozen=True, slots=True)
class ReceivedUnits:
    """What is left of one receipt for this invoice, in the order line's unit.

    ``step`` is one unit of the last digit the receipt was written with: what its rounding can hide at most.
    """

    receipt: Receipt
    quantity: Decimal
    step: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class ReceiptPool:
    """The receipts of one order line.

    ``left`` are those not used up by earlier invoices, earliest first; ``received`` is everything ever received;
    ``unusable`` are receipts whose unit nobody can convert; ``any_known`` tells whether there is a receipt at all.
    """

    left: tuple[ReceivedUnits, ...] = ()
    received: Decimal = ZERO
    unusable: tuple[Receipt, ...] = ()
    any_known: bool = False

    @property
    def step(self) -> Decimal:
        """Return the coarsest printed step of the receipts left; zero where none is."""
        return max((units.step for units in self.left), default=ZERO)

    @property
    def available(self) -> Decimal:
        """Received and not yet billed."""
        return sum((units.quantity for units in self.left), ZERO)


def receipt_pool(desk: Desk, line: OrderLine, vendor_id: str | None, receipts: Sequence[Receipt]) -> ReceiptPool:
    """Return the receipts of an order line (earliest first) with what earlier invoices used taken off."""
    usable: list[ReceivedUnits] = []
    unusable: list[Receipt] = []
    for receipt in receipts:
        factor = unit_factor(desk, line, vendor_id, receipt.uom)
        if factor is None:
            unusable.append(receipt)
        else:
            step = convert(2 * half_step(receipt.quantity), factor)
            usable.append(ReceivedUnits(receipt, convert(receipt.quantity, factor), step))
    received = sum((units.quantity for units in usable), ZERO)
    return ReceiptPool(_less_earlier(usable, line), received, tuple(unusable), bool(receipts))


def unit_factor(desk: Desk, line: OrderLine, vendor_id: str | None, uom: str) -> Fraction | None:
    """Return how many of the order line's unit one ``uom`` is: the vendor's factor, else the item's, else physics.

    None where it would cross from count to weight and the like: only a person can say what such a receipt counts for.
    """
    if uom == line.uom:
        return Fraction(1)
    if crosses_dimensions(uom, line.uom):
        return None
    return item_factors(desk, line, vendor_id).get(uom)


def item_factors(desk: Desk, line: OrderLine, vendor_id: str | None) -> dict[str, Fraction]:
    """Return how many of the order line's unit one of every unit is that leads to it."""
    item = desk.items.get(line.sku)
    return known_factors(desk.conversions, line.sku, vendor_id, line.uom, item.base_uom if item else None)


def confirmed_by(pool: ReceiptPool, quantity: Decimal, slack: Decimal) -> tuple[ReceivedUnits, ...]:
    """Return the receipts that confirm exactly this quantity: the earliest ones whole, or a single one; else nothing.

    A delivery confirms a short billing when whole receipts add up to what is billed: so much came, so much is billed.
    """
    running = ZERO
    for count, units in enumerate(pool.left, start=1):
        running += units.quantity
        if abs(running - quantity) <= min(slack, pool.step):
            return pool.left[:count]
    return next(((units,) for units in pool.left if abs(units.quantity - quantity) <= min(slack, units.step)), ())


def use_earliest(pool: ReceiptPool, line: OrderLine, billed: Mapping[int, Decimal]) -> tuple[ReceiptUse, ...]:
    """Assign received units to invoice lines, earliest receipt first, as far as there are any."""
    uses: list[ReceiptUse] = []
    left = [units.quantity for units in pool.left]
    for line_no, quantity in sorted(billed.items()):
        needed = quantity
        for place, units in enumerate(pool.left):
            taken = min(left[place], needed)
            if taken > ZERO:
                uses.append(ReceiptUse(units.receipt.receipt_no, line.ref, line_no, taken))
                left[place], needed = left[place] - taken, needed - taken
    return tuple(uses)


def use_whole(units: Sequence[ReceivedUnits], line: OrderLine, line_no: int) -> tuple[ReceiptUse, ...]:
    """Assign whole receipts to one invoice line."""
    return tuple(ReceiptUse(u.receipt.receipt_no, line.ref, line_no, u.quantity) for u in units)


def assign_one_to_one(
    pool: ReceiptPool,
    line: OrderLine,
    billed: Mapping[int, Decimal],
    texts: Mapping[int, str],
    slack: Decimal = ZERO,
) -> tuple[ReceiptUse, ...] | None:
    """Give every split line a receipt of its own with the same quantity (S2.44, S2.46); None where that fails.

    Where several receipts have the quantity, one whose date or location the line's text names is preferred.
    """
    left = list(pool.left)
    uses: list[ReceiptUse] = []
    for line_no, quantity in sorted(billed.items(), key=lambda pair: (-pair[1], pair[0])):
        fitting = [units for units in left if abs(units.quantity - quantity) <= min(slack, units.step)]
        if not fitting:
            return None
        chosen = next((u for u in fitting if _named_in(u.receipt, texts.get(line_no, ""))), fitting[0])
        left.remove(chosen)
        uses.append(ReceiptUse(chosen.receipt.receipt_no, line.ref, line_no, quantity))
    return tuple(sorted(uses, key=lambda use: use.invoice_line))


def _named_in(receipt: Receipt, text: str) -> bool:
    folded = text.casefold()
    place = bool(receipt.location) and str(receipt.location).casefold() in folded
    return place or (receipt.received_date is not None and receipt.received_date.isoformat() in folded)


def _less_earlier(usable: Sequence[ReceivedUnits], line: OrderLine) -> tuple[ReceivedUnits, ...]:
    # What earlier invoices used of each receipt is known for those taken in here; what the imported order says was
    # billed before then uses up the earliest receipts.
    # A negative receipt is a return to the vendor: it takes back what came in before it.
    returned = -sum((units.quantity for units in usable if units.quantity < ZERO), ZERO)
    usable = [units for units in usable if units.quantity > ZERO]
    booked = [units.receipt.billed_quantity for units in usable]
    before = returned + max(line.already_invoiced_quantity + line.billed_quantity - sum(booked, ZERO), ZERO)
    left: list[ReceivedUnits] = []
    for units, used in zip(usable, booked, strict=True):
        remaining = max(units.quantity - used, ZERO)
        taken = min(remaining, max(before, ZERO))
        before -= taken
        if remaining > taken:
            left.append(ReceivedUnits(units.receipt, remaining - taken, units.step))
    return tuple(left)
