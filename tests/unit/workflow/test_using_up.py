"""What a person accepts uses up its order lines, and what a person confirms is known from then on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.case import Action, Choice, Correction, DocumentState
from app.domain.errors import RuleError
from app.domain.order import LineRef
from app.domain.policy import Role
from app.workflow.resolve_case import undo
from tests.helpers.small_desk import GLOVES, GOGGLES, ORDERS, SmallDesk, open_cases, paper, small_desk

SECOND_GLOVES = (
    "PO-1,V1,2026-01-05,open,A. Approver,B. Buyer,USD,3,10001,,Work gloves leather large,100,PR,4.00,2026-02-01,"
    "Branch,6200,0\n"
)
ALMOST_ALL = dict(GLOVES, quantity="99", line_total="396.00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made
    made.services.close()


def test_a_line_without_quantity_is_released_once_the_quantity_is_known(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-2", [dict(GLOVES, quantity=None)], "400.00"))
    (case,) = open_cases(document)
    assert str(case.exposure) == "400.00"
    boss = desk.acting_as("boss", Role.CONTROLLER)
    with pytest.raises(RuleError, match="how much of the order") as caught:
        boss.do(case, Action.ACCEPT, "it is right")
    assert "quantity first" in caught.value.next_step
    filled = desk.do(case, Action.CORRECT, correction=Correction("quantity", "100", 1))
    for left in open_cases(filled):
        filled = boss.do(left, Action.ACCEPT, "counted in the warehouse")
    assert filled.state in (DocumentState.CLEARED, DocumentState.RELEASED)
    (again,) = desk.take(paper("B-8", [GLOVES], "400.00", invoice_date="2026-02-09"))
    assert "quantity_over" in {case.category for case in open_cases(again)}


def test_an_ambiguous_line_is_released_once_its_order_line_is_chosen(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, {"purchase_orders.csv": ORDERS + SECOND_GLOVES})
    boss = desk.acting_as("boss", Role.CONTROLLER)
    (document,) = desk.take(paper("A-3", [GLOVES], "400.00"))
    (case,) = open_cases(document)
    with pytest.raises(RuleError, match="more than one order line") as caught:
        boss.do(case, Action.ACCEPT, "ok")
    assert "Choose its order line first" in caught.value.next_step
    chosen = boss.do(case, Action.CHOOSE, choice=Choice(1, (LineRef("PO-1", 1),)))
    assert chosen.state is DocumentState.CLEARED, "the code ties it to either line by itself"
    assert chosen.decision is not None
    assert [booked.ref for booked in chosen.decision.booked] == [LineRef("PO-1", 1)]
    (again,) = desk.take(paper("B-9", [dict(GLOVES, po_line=1)], "400.00", invoice_date="2026-02-09"))
    assert again.state is DocumentState.NEEDS_ME
    desk.services.close()


def test_a_duplicate_that_was_none_uses_up_its_lines_and_an_undo_gives_them_back(desk: SmallDesk) -> None:
    boss = desk.acting_as("boss", Role.CONTROLLER)
    desk.take(paper("A-4", [GOGGLES], "300.00"))
    (document,) = desk.take(paper("A-4", [GLOVES], "400.00", invoice_date="2026-02-07"))
    (case,) = open_cases(document)
    released = boss.do(case, Action.ACCEPT, "the vendor used its number twice")
    assert released.state is DocumentState.RELEASED
    assert released.decision is not None
    assert [(booked.ref, str(booked.quantity)) for booked in released.decision.booked] == [(LineRef("PO-1", 1), "100")]
    (again,) = desk.take(paper("C-4", [GLOVES], "400.00", invoice_date="2026-02-09"))
    assert "quantity_over" in {each.category for each in open_cases(again)}
    restored = undo(boss.services)
    assert restored.decision is not None
    assert restored.decision.booked == ()
    assert desk.services.store.verify().whole


def test_a_duplicate_whose_goods_were_billed_meanwhile_is_not_released_by_saying_that_it_is_none(
    desk: SmallDesk,
) -> None:
    boss = desk.acting_as("boss", Role.CONTROLLER)
    desk.take(paper("A-4", [GOGGLES], "300.00"))
    (document,) = desk.take(paper("A-4", [GLOVES], "400.00", invoice_date="2026-02-07"))
    (meanwhile,) = desk.take(paper("C-4", [ALMOST_ALL], "396.00", invoice_date="2026-02-08"))
    assert meanwhile.state is DocumentState.CLEARED
    after = boss.do(open_cases(document)[0], Action.ACCEPT, "the vendor used its number twice")
    assert after.state is DocumentState.NEEDS_ME
    assert "quantity_over" in {each.category for each in open_cases(after)}


# --- "is their X our Y?" --------------------------------------------------------------------------------------------
MORE_GLOVES = SECOND_GLOVES.replace("PO-1", "PO-3").replace("USD,3,", "USD,1,")


def test_a_code_confirmed_once_clears_from_then_on(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, {"purchase_orders.csv": ORDERS + MORE_GLOVES})
    (first,) = desk.take(paper("C-1", [dict(GLOVES, item_code="X-77")], "400.00"))
    (case,) = open_cases(first)
    assert case.rule == "identity.new_code"
    desk.do(case, Action.ACCEPT, "their catalogue says so")
    entry = desk.services.store.journal(document_id=first.document_id)[-1]
    assert '"learned":[["V1","X-77","10001"]]' in entry.after
    assert desk.services.store.verify().whole
    again = paper("C-2", [dict(ALMOST_ALL, item_code="X-77")], "396.00", po_numbers=["PO-3"])
    (second,) = desk.take(again)
    assert second.state is DocumentState.CLEARED
    (other,) = desk.take(paper("C-3", [dict(GOGGLES, item_code="X-77")], "300.00", invoice_date="2026-02-08"))
    assert other.state is DocumentState.NEEDS_ME, "it is known as another item's code now"
    desk.services.close()


def test_an_undo_takes_back_what_was_learned(desk: SmallDesk) -> None:
    (first,) = desk.take(paper("C-1", [dict(GLOVES, item_code="X-77")], "400.00"))
    desk.do(open_cases(first)[0], Action.ACCEPT, "their catalogue says so")
    restored = undo(desk.services)
    assert [case.rule for case in open_cases(restored)] == ["identity.new_code"]
    assert desk.services.store.verify().whole
    assert restored.invoice is not None
    assert desk.services.store.desk_for(restored.invoice).cross_references == ()


def test_a_code_that_a_person_typed_is_not_learned(desk: SmallDesk) -> None:
    (first,) = desk.take(paper("", [dict(GLOVES, item_code=None)], "400.00", invoice_number=None))
    typed = desk.do(open_cases(first)[0], Action.CORRECT, correction=Correction("item_code", "X-77", 1))
    assert "identity.new_code" in {case.rule for case in open_cases(typed)}
    boss = desk.acting_as("boss", Role.CONTROLLER)
    for case in open_cases(typed):
        typed = boss.do(case, Action.ACCEPT, "fine")
    assert typed.invoice is not None
    assert desk.services.store.desk_for(typed.invoice).cross_references == ()


def test_s2_148_a_price_a_little_above_the_order_on_one_invoice_after_another_is_held(tmp_path: Path) -> None:
    """Each of them is inside the band of 5.00 for a line; the order line as a whole is not any more."""
    receipts = "receipt_no,po_number,line_no,received_date,quantity,uom,location\n" + "".join(
        f"R{n},PO-1,1,2026-01-{20 - n},{n},PR,Main\n" for n in (10, 9, 8, 7)
    )
    desk = small_desk(tmp_path, {"receipts.csv": receipts})
    dear = [(10, "42.40"), (9, "38.16"), (8, "33.92"), (7, "29.68")]
    taken = desk.take(
        *(
            paper(f"A-{n * 17}", [dict(GLOVES, quantity=str(n), unit_price="4.24", line_total=total)], total)
            for n, total in dear
        )
    )
    assert [document.state for document in taken] == [DocumentState.CLEARED] * 2 + [DocumentState.NEEDS_ME] * 2
    assert [case.rule for case in open_cases(taken[2])] == ["price_variance.outside"]
    assert desk.services.store.verify().whole
