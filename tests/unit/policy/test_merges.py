"""What a merged line itself says may not contradict the order lines it is laid on (S2.18 to S2.24)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.decision import Lane
from app.domain.finding import Finding, Severity
from app.domain.item import UomConversion
from app.domain.match import GroupEvidence, ItemTie, Pattern
from app.domain.order import LineRef, PurchaseOrder
from tests.helpers.policy import World, bill, dec, group, order_line, read, receipt

PAPER = order_line(1, "100", "4.00", sku="A1", description="Paper white A4")
TONER = order_line(2, "50", "6.00", sku="B1", description="Toner black")


def merge(
    text: str = "Office supplies",
    code: str | None = None,
    quantity: str | None = "150",
    uom: str | None = "EA",
    tie: ItemTie = ItemTie.AMOUNT,
) -> World:
    """One line of 700.00 for paper and toner."""
    return World(
        lines=(bill(1, quantity, None, "700.00", uom, code, description=read(text)),),
        order_lines=(PAPER, TONER),
        groups=(group((Pattern.MERGED,), (1,), (1, 2), GroupEvidence(ties={1: tie})),),
        receipts=(receipt("100"), receipt("50", "RC-2", 2)),
    )


def test_s2_20_a_generic_line_in_the_unit_of_its_lines_clears() -> None:
    assert merge().first.rule == "merged.sum_holds"
    assert merge(quantity="1", uom="LS").decided.lane is Lane.AUTO_RESOLVE


@pytest.mark.parametrize("code", ["P9", "X-4711", "A1"])
def test_a_code_that_is_not_the_code_of_all_lines_holds(code: str) -> None:
    world = merge(code=code).but(extra_codes=("P9",))
    assert world.first.rule == "identity.unproven"
    assert world.first.exposure == dec("700.00")


def test_other_printed_codes_count_as_well() -> None:
    line = replace(merge().lines[0], other_codes=("P9",))
    assert merge().but(lines=(line,), extra_codes=("P9",)).first.rule == "identity.unproven"


def test_a_description_of_one_line_is_no_merge_of_two() -> None:
    assert merge("Paper white A4").first.rule == "identity.unproven"


def test_a_description_of_another_order_line_is_no_merge_of_two() -> None:
    printer = order_line(3, "1", "9.00", sku="P9", description="Laser printer duplex")
    world = merge("Laser printer, duplex").but(order_lines=(PAPER, TONER, printer))
    assert world.first.rule == "identity.unproven"


@pytest.mark.parametrize("text", ["Annual licence fee", "Consulting marketing", "Lizenzgebühr, Beratung"])
def test_a_lump_that_names_no_goods_is_no_merge_of_goods(text: str) -> None:
    assert merge(text, quantity="1", uom="LS").first.rule == "identity.unproven"


def test_s2_22_a_set_that_a_person_chose_is_confirmed_by_a_colleague() -> None:
    decided = merge(tie=ItemTie.PERSON).first
    assert (decided.rule, decided.exposure) == ("identity.chosen", dec("700.00"))


@pytest.mark.parametrize(("unit", "ordered_in"), [("BX", "EA"), ("EA", "KG")])
def test_quantities_in_another_unit_do_not_add_up(unit: str, ordered_in: str) -> None:
    world = merge(uom=unit).but(order_lines=(PAPER, replace(TONER, uom=ordered_in)))
    assert world.first.rule == "merged.quantity_differs"


def test_quantities_convert_by_the_factors_on_file() -> None:
    boxes = tuple(UomConversion(sku, None, "BX", "EA", dec(10)) for sku in ("A1", "B1"))
    assert merge(quantity="15", uom="BX").but(conversions=boxes).first.rule == "merged.sum_holds"
    assert merge(quantity="16", uom="BX").but(conversions=boxes).first.rule == "merged.quantity_differs"


def test_s2_22_a_set_over_two_orders_that_fit_alike_is_not_the_only_one() -> None:
    # Two wipers of an order for one are an over-delivery, or one each of twin orders: no order is named that would say.
    twin = LineRef("PO-TWIN", 1)
    both = replace(group((Pattern.MERGED,), (1,), (1,)), po_lines=(PAPER.ref, twin))
    order = PurchaseOrder("PO-TWIN", "V1", (replace(PAPER, ref=twin),), approved_by="M. Okafor", currency="USD")
    world = World(
        lines=(bill(1, "200", "4.00", "800.00", "EA", "A1"),),
        order_lines=(PAPER,),
        other_orders=(order,),
        groups=(both,),
        receipts=(receipt("100"), replace(receipt("100", "RC-2"), ref=twin)),
    )
    assert world.first.rule == "merged.sum_holds"
    alike = Finding("rival_orders", "No order is named, and two fit the lines alike.", Severity.HOLD, "po_numbers")
    assert world.but(match_changes={"findings": (alike,)}).first.rule == "merged.ambiguous"


def test_s2_22_a_single_line_of_the_same_amount_fits_as_well() -> None:
    chairs = order_line(3, "7", "100.00", sku="C1", description="Chairs")
    assert merge().but(order_lines=(PAPER, TONER, chairs)).first.rule == "merged.ambiguous"


@pytest.mark.parametrize(("quantity", "price"), [("50", "6.00"), ("1", "700.00")])
def test_another_line_of_the_value_is_a_reading_only_while_nothing_else_bills_it(quantity: str, price: str) -> None:
    """It could stand for the toner, or for all of the line, unless the invoice has a line of its own for it."""
    third = order_line(3, quantity, price, sku="C1", description="Envelopes")
    free = merge().but(order_lines=(PAPER, TONER, third))
    assert free.first.rule == "merged.ambiguous"
    billed = free.but(
        lines=(*free.lines, bill(2, quantity, price, code="C1", description=read("Envelopes"))),
        groups=(*free.groups, group(lines=(2,), po_lines=(3,))),
        receipts=(*free.receipts, receipt(quantity, "RC-3", 3)),
    )
    assert billed.first.rule == "merged.sum_holds"
