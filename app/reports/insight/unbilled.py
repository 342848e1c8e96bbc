"""Goods received and not invoiced (S2.47): what accrues on a day, and what each arriving invoice clears of it.

Everything is counted in the order line's unit and priced at the order's price. A receipt in a unit that nothing on file
converts is named, and no figure is guessed for it. What was billed is counted by the day the invoice came in; an
invoice billed before its goods clears nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from app.domain.factors import known_factors
from app.domain.insight_facts import UnbilledLine
from app.domain.item import UomConversion
from app.domain.money import EXACT, ZERO, round_amount
from app.domain.order import LineRef

Conversions = Mapping[str, Sequence[UomConversion]]


@dataclass(frozen=True, slots=True)
class Accrued:
    """One order line with goods that nobody invoiced by a day; quantities in ``uom``.

    ``amount`` None: a receipt (``not_comparable``) is in a unit that cannot be converted, so nothing is added up.
    ``since`` is the day the oldest of what is left came; ``documents`` billed a part of the line.
    """

    ref: LineRef
    vendor_id: str
    vendor_name: str
    item: str
    description: str
    uom: str
    received: Decimal
    billed: Decimal
    left: Decimal
    unit_price: Decimal
    amount: Decimal | None
    currency: str
    since: date | None
    ledger_account: str
    receipts: tuple[str, ...]
    not_comparable: tuple[str, ...]
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cleared:
    """What one invoice clears of one order line: left before it came, cleared by it, and left after."""

    document_id: int
    ref: LineRef
    item: str
    uom: str
    before: Decimal
    cleared: Decimal
    after: Decimal
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Unbilled:
    """What accrues on a day: lines by vendor and order, and their amounts by currency."""

    on: date
    lines: tuple[Accrued, ...]
    amounts: Mapping[str, Decimal]


def goods_unbilled(lines: Iterable[UnbilledLine], conversions: Conversions, on: date) -> Unbilled:
    """Return what was received and not invoiced by the end of a day."""
    with localcontext(EXACT):
        found = [accrued for line in lines if (accrued := _accrued(line, conversions, on)) is not None]
        amounts: dict[str, Decimal] = {}
        for accrued in found:
            if accrued.amount is not None:
                amounts[accrued.currency] = amounts.get(accrued.currency, ZERO) + accrued.amount
    found.sort(key=lambda one: (one.vendor_name.casefold(), one.ref))
    return Unbilled(on, tuple(found), dict(sorted(amounts.items())))


def cleared_by(document_id: int, lines: Iterable[UnbilledLine], conversions: Conversions) -> tuple[Cleared, ...]:
    """Return what an invoice cleared of each order line it bills, as things stood when it came in.

    A line whose receipts cannot all be converted is left out: what it cleared is not known.
    """
    found = []
    with localcontext(EXACT):
        for line in lines:
            mine = [billing for billing in line.billings if billing[0] == document_id]
            if not mine:
                continue
            day = mine[0][1]
            received, strange = _received(line, conversions, day)
            if strange:
                continue
            earlier = line.billed_before + sum((q for i, d, q in line.billings if (d, i) < (day, document_id)), ZERO)
            before = max(received - earlier, ZERO)
            cleared = min(before, max(sum((q for _, _, q in mine), ZERO), ZERO))
            amount = round_amount(cleared * line.unit_price, line.currency or None)
            found.append(
                Cleared(
                    document_id, line.ref, line.item, line.uom, before, cleared, before - cleared, amount, line.currency
                )
            )
    return tuple(found)


def _accrued(line: UnbilledLine, conversions: Conversions, on: date) -> Accrued | None:
    received, strange = _received(line, conversions, on)
    billed = line.billed_before + sum((quantity for _, day, quantity in line.billings if day <= on), ZERO)
    left = received - billed
    if left <= ZERO and not strange:
        return None
    known = [receipt for receipt in line.receipts if _arrived(receipt, on)]
    return Accrued(
        line.ref,
        line.vendor_id,
        line.vendor_name,
        line.item,
        line.description,
        line.uom,
        received,
        billed,
        max(left, ZERO),
        line.unit_price,
        None if strange else round_amount(left * line.unit_price, line.currency or None),
        line.currency,
        _oldest(line, conversions, on, billed),
        line.ledger_account,
        tuple(receipt[0] for receipt in known),
        strange,
        tuple(dict.fromkeys(document_id for document_id, day, _ in line.billings if day <= on)),
    )


def _arrived(receipt: tuple[str, date | None, Decimal, str], on: date) -> bool:
    """Tell whether a receipt had been written by a day; one without a date is taken to have been."""
    return receipt[1] is None or receipt[1] <= on


def _received(line: UnbilledLine, conversions: Conversions, on: date) -> tuple[Decimal, tuple[str, ...]]:
    """Return what was received by a day, and the receipts whose unit cannot be converted."""
    total, strange = ZERO, []
    in_unit = _converter(line, conversions)
    for receipt in line.receipts:
        if _arrived(receipt, on):
            quantity = in_unit(receipt[2], receipt[3])
            if quantity is None:
                strange.append(receipt[0])
            else:
                total += quantity
    return total, tuple(strange)


def _oldest(line: UnbilledLine, conversions: Conversions, on: date, billed: Decimal) -> date | None:
    """Return the day of the oldest receipt that is not billed in full; each billed unit backs the earliest goods."""
    in_unit = _converter(line, conversions)
    for receipt in line.receipts:
        if _arrived(receipt, on):
            billed -= in_unit(receipt[2], receipt[3]) or ZERO
            if billed < ZERO:
                return receipt[1]
    return None


def _converter(line: UnbilledLine, conversions: Conversions) -> Callable[[Decimal, str], Decimal | None]:
    factors: dict[str, Fraction] = {line.uom: Fraction(1)}
    if any(uom != line.uom for _, _, _, uom in line.receipts):
        rows = conversions.get(line.item, ())
        factors = known_factors(rows, line.item, line.vendor_id, line.uom, line.base_uom)

    def in_unit(quantity: Decimal, uom: str) -> Decimal | None:
        factor = factors.get(uom)
        return None if factor is None else quantity * factor.numerator / factor.denominator

    return in_unit
