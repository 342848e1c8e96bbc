"""A reference that names another line or order on file holds the line, however well its item and figures fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.decision import Lane
from app.domain.item import Item
from app.domain.match import GroupEvidence, ItemTie
from app.domain.order import LineRef, PurchaseOrder
from app.policy.engine import decide
from tests.helpers.policy import World, bill, finding, group, order_line, read, rules

TWO = World(order_lines=(order_line(1), order_line(2, sku="99001", description="Toner black")))
OTHER = PurchaseOrder(
    "PO-1002", "V1", (replace(order_line(sku="99001"), ref=LineRef("PO-1002", 1)),), approved_by="x", currency="USD"
)


def test_an_order_line_number_of_another_item_holds() -> None:
    wrong = TWO.but(lines=(bill(po_line=read(2)),))
    assert wrong.first.rule == "identity.reference"
    assert "PO-1001 line 2" in wrong.first.reason


@pytest.mark.parametrize("number", [1, 7])
def test_the_own_line_number_and_one_that_no_line_has_say_nothing(number: int) -> None:
    assert TWO.but(lines=(bill(po_line=read(number)),)).first.lane is Lane.AUTO_RESOLVE


def test_an_order_number_of_another_order_on_the_line_holds() -> None:
    wrong = World(lines=(bill(po_number=read("PO-1002")),), other_orders=(OTHER,))
    assert wrong.first.rule == "identity.reference"
    own = wrong.but(lines=(bill(po_number=read("PO 1001")),))
    assert own.decided.lane is Lane.AUTO_RESOLVE


def test_a_person_who_chose_the_line_has_read_the_reference() -> None:
    chosen = group(evidence=GroupEvidence(ties={1: ItemTie.PERSON}))
    assert TWO.but(lines=(bill(po_line=read(2)),), groups=(chosen,)).first.rule != "identity.reference"


def test_the_number_of_another_order_on_file_is_no_misprint() -> None:
    named = World(other_orders=(OTHER,)).with_header(po_numbers=(read("PO-1002"),))
    assert finding(named.decided, "data_quality.other_order").lane is Lane.DRAFT_AND_ROUTE
    assert "data_quality.other_order" not in rules(World().with_header(po_numbers=(read("PO-1002"),)).decided)


def test_an_invoice_that_names_both_orders_names_the_one_it_bills() -> None:
    both = World(other_orders=(OTHER,)).with_header(po_numbers=(read("PO-1001"), read("PO-1002")))
    assert "data_quality.other_order" not in rules(both.decided)


def test_a_description_that_another_item_on_file_has_to_the_word_is_that_item() -> None:
    world = World(lines=(bill(code=None, description=read("Hex bolt zinc plated")),))
    assert world.first.lane is Lane.AUTO_RESOLVE
    items = {**world.desk.items, "88186": Item("88186", "Hex bolt zinc plated", "EA")}
    decided = decide(world.invoice, world.match, replace(world.desk, items=items), world.policy, world.history)
    assert decided.groups[0].rule == "identity.unproven"
