"""Deciding in order: what was billed before, duplicates, a desk without a policy, new data for what waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.case import DocumentState
from app.domain.errors import ConflictError
from app.domain.imports import ImportKind
from app.workflow.import_data import import_one, look_again
from app.workflow.process_document import settlement
from tests.helpers.small_desk import GLOVES, GOGGLES, ORDERS, SmallDesk, line, open_cases, paper, small_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made
    made.services.close()


def categories(document_cases: list[object]) -> list[str]:
    return sorted(getattr(case, "category", "") for case in document_cases)


def test_s2_57_ten_cases_ordered_and_240_each_billed_is_a_conversion_that_clears(desk: SmallDesk) -> None:
    stock = line(1, "10003", "Chicken stock low sodium 32 oz", "240", "EA", "1.00", "240.00")
    (document,) = desk.take(paper("A-1", [stock], "240.00", po_numbers=["PO-2"]))
    assert document.state is DocumentState.CLEARED
    assert document.decision is not None
    (group,) = document.decision.groups
    assert [pattern.value for pattern in group.group.patterns] == ["uom_conversion"]


def test_what_an_earlier_invoice_billed_is_not_open_any_more(desk: SmallDesk) -> None:
    first, second = desk.take(
        paper("A-1", [GLOVES], "400.00"),
        paper("A-2", [line(1, "10001", "Work gloves leather large", "60", "PR", "4.00", "240.00")], "240.00"),
    )
    assert first.state is DocumentState.CLEARED
    assert second.state is DocumentState.NEEDS_ME
    assert "quantity_over" in categories(list(open_cases(second)))


def test_the_same_number_again_is_a_duplicate_and_books_nothing(desk: SmallDesk) -> None:
    first, second = desk.take(
        paper("A-1", [GLOVES], "400.00"), {**paper("A-1", [GLOVES], "400.00"), "file": "again.pdf"}
    )
    assert first.state is DocumentState.CLEARED
    assert "duplicate_invoice" in categories(list(open_cases(second)))
    assert second.decision is not None
    assert second.decision.booked == ()


def test_s1_80_a_desk_without_a_policy_clears_nothing(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, leave_out=["policy.toml"])
    (document,) = desk.take(paper("A-1", [GLOVES], "400.00"))
    assert document.state is DocumentState.NEEDS_ME
    desk.services.close()


def test_an_order_that_arrives_later_settles_what_waited_for_it(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, leave_out=["purchase_orders.csv"])
    (document,) = desk.take(paper("A-1", [GLOVES], "400.00"))
    assert "missing_po" in categories(list(open_cases(document)))
    orders = tmp_path / "purchase_orders.csv"
    orders.write_text(ORDERS, encoding="utf-8")
    import_one(desk.services, ImportKind.PURCHASE_ORDERS, orders)
    assert look_again(desk.services) == (document.document_id,)
    after = desk.services.store.document(document.document_id)
    assert after.state is DocumentState.CLEARED
    assert desk.services.store.verify().whole
    desk.services.close()


def test_what_cleared_is_not_touched_when_the_order_changes(desk: SmallDesk, tmp_path: Path) -> None:
    (document,) = desk.take(paper("A-1", [GLOVES], "400.00"))
    orders = tmp_path / "purchase_orders.csv"
    orders.write_text(ORDERS.replace("4.00", "3.00"), encoding="utf-8")
    import_one(desk.services, ImportKind.PURCHASE_ORDERS, orders)
    assert look_again(desk.services) == ()
    assert desk.services.store.document(document.document_id).version == document.version


def test_every_held_case_hands_over_what_the_next_person_needs(desk: SmallDesk) -> None:
    """S1.67 to S1.71, S1.29: category, evidence, likely cause, action, reason, one sentence, draft."""
    dear = line(1, "10001", "Work gloves leather large", "100", "PR", "4.20", "420.00")
    (document,) = desk.take(paper("A-1", [dear], "420.00"))
    (case,) = open_cases(document)
    hand = case.handover
    assert case.category == "price_variance"
    for text in (hand.sentence, hand.likely_cause, hand.recommended_action, hand.why_not_cleared, hand.draft_body):
        assert text.strip()
    assert hand.evidence
    assert "420.00" in hand.draft_body or "4.20" in hand.draft_body


def test_two_invoices_decided_at_the_same_moment_never_bill_the_same_goods_twice(desk: SmallDesk) -> None:
    """A decision made from what was open before the other one came is refused, not written."""
    store = desk.services.store
    (first,) = desk.take(paper("A-0", [GOGGLES], "300.00"))
    assert first.invoice is not None
    rival_given = paper("A-2", [line(1, "10001", "Work gloves leather large", "98", "PR", "4.00", "392.00")], "392.00")
    (late,) = desk.take(rival_given)
    assert late.state is DocumentState.CLEARED
    stale = settlement(desk.services, store.document(late.document_id), cause="made before the other came")
    (other,) = desk.take(paper("A-3", [GLOVES], "400.00"))
    assert other.state is DocumentState.NEEDS_ME
    with pytest.raises(ConflictError, match="same moment"):
        store.settle(stale)
