"""The table that goes with a letter about a habit: every occurrence, for the vendor to look for itself (S2.184)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from app.domain.order import LineRef
from app.reports.table import Report


class Occurring(Protocol):
    """One occurrence, as the letter knows it."""

    @property
    def invoice_number(self) -> str:
        """The vendor's own number."""

    @property
    def invoice_date(self) -> date | None:
        """Its day."""

    @property
    def order_lines(self) -> tuple[LineRef, ...]:
        """Our order lines."""

    @property
    def items(self) -> tuple[str, ...]:
        """Our items."""

    @property
    def what(self) -> str:
        """What was wrong."""

    @property
    def exposure(self) -> Decimal:
        """The amount at stake."""

    @property
    def currency(self) -> str:
        """Its currency."""


def occurrences_table(habit: str, found: Iterable[Occurring]) -> Report:
    """Return the occurrences, the newest first."""
    headings = ("invoice_number", "invoice_date", "orders", "items", "what", "amount", "currency")
    rows = (
        (
            one.invoice_number, one.invoice_date, ", ".join(f"{r.po_number} line {r.line_no}" for r in one.order_lines),
            ", ".join(one.items), one.what, one.exposure, one.currency or None,
        )
        for one in found
    )  # fmt: skip
    return Report("occurrences", "Occurrences", headings, rows, (("habit", habit),), ("amount",))
