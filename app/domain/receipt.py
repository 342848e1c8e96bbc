"""Goods receipts: what arrived, when and where. In a three-way match they say what may be paid (S2.127)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.money import ZERO
from app.domain.order import LineRef


@dataclass(frozen=True, slots=True)
class Receipt:
    """One received line. ``billed_quantity`` (in the order line's unit) is what earlier invoices used up of it."""

    receipt_no: str
    ref: LineRef
    quantity: Decimal
    uom: str
    received_date: date | None = None
    location: str | None = None
    billed_quantity: Decimal = ZERO
