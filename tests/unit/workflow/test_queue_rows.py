"""What a row of the queue says: what tells rows apart comes before what a narrow list cuts off."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from app.domain.case import DocumentState, QueueRow
from app.domain.decision import Lane
from app.domain.urgency import Priority, Urgency
from app.workflow.queue import second_line


def _row(open_cases: int, priority: Priority) -> QueueRow:
    return QueueRow(
        document_id=1,
        file="a.pdf",
        state=DocumentState.NEEDS_ME,
        lane=Lane.DRAFT_AND_ROUTE,
        vendor_name="Quarrystone",
        invoice_number="QB-15532",
        invoice_date=None,
        total=Decimal("13777.00"),
        currency="USD",
        exposure=Decimal(0),
        open_cases=open_cases,
        headline="",
        received=datetime(2026, 3, 9, tzinfo=UTC),
        categories=("merged",),
        urgency=Urgency(priority, "", date(2026, 3, 12)),
    )


def test_the_kind_comes_before_the_day_and_one_case_is_not_counted() -> None:
    assert second_line(_row(1, Priority.NORMAL)) == "QB-15532 · merged lines · due 03-12"


def test_what_is_urgent_says_so_before_its_kind_and_several_cases_are_counted() -> None:
    assert second_line(_row(3, Priority.HIGH)) == "QB-15532 · urgent · merged lines · due 03-12 · 3 to decide"


def test_the_whole_line_counts_one_case_too() -> None:
    assert second_line(_row(1, Priority.NORMAL), whole=True).endswith("due 2026-03-12 · 1 to decide")
