"""Exact lines, quantity and price variances, catch weight, missing figures, credits (S2.69, S2.122 to S2.130)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.finding import Severity
from app.domain.invoice import InvoiceLine
from app.domain.match import ItemTie, Pattern
from app.domain.order import LineRef
from app.domain.receipt import Receipt
from tests.helpers.matching import billed, desk, invoice, match_invoice, only, order, ordered, shapes

GLOVES = ordered(1, "93126", "Nitrile Gloves, Disposable, Powder-Free, 6 mil, Small", "100", "BX", "8.63")
SALMON = ordered(1, "12505", "Atlantic Salmon Fillet, Skin-On", "40", "LB", "14.78")


def bill(quantity: str | None, price: str | None, amount: str | None, uom: str | None = "BX") -> InvoiceLine:
    return billed(1, "93126", "Nitrile Gloves Small", quantity, uom, price, amount)


def patterns_of(line: InvoiceLine, *lines: InvoiceLine) -> set[str]:
    match = match_invoice(invoice(line, *lines), desk(order("PO-1", GLOVES)))
    return {str(p) for g in match.groups for p in g.patterns}


def test_an_exact_group_carries_no_other_pattern() -> None:
    assert patterns_of(bill("100", "8.63", "863.00")) == {"exact"}


def test_s2_122_s2_123_fewer_than_open_is_short() -> None:
    assert patterns_of(bill("96", "8.63", "828.48")) == {"quantity_short"}


def test_s2_122_more_than_open_is_over() -> None:
    assert patterns_of(bill("101", "8.63", "871.63")) == {"quantity_over"}


@pytest.mark.parametrize(("price", "amount"), [("8.99", "899.00"), ("8.00", "800.00")])
def test_another_price_in_either_direction_is_a_price_variance(price: str, amount: str) -> None:
    assert patterns_of(bill("100", price, amount)) == {"price_variance"}


def test_price_and_quantity_apart_are_both_named() -> None:
    assert patterns_of(bill("110", "8.99", "988.90")) == {"price_variance", "quantity_over"}


def test_the_open_quantity_is_what_earlier_invoices_left() -> None:
    part = replace(order("PO-1", replace(GLOVES, already_invoiced_quantity=Decimal(60))))
    line = bill("40", "8.63", "345.20")
    assert only(match_invoice(invoice(line), desk(part))).patterns == (Pattern.EXACT,)
    booked = order("PO-1", GLOVES)
    booked = replace(booked, lines=(replace(booked.lines[0], billed_quantity=Decimal(100)),))
    again = bill("100", "8.63", "863.00")
    assert only(match_invoice(invoice(again), desk(booked))).patterns == (Pattern.QUANTITY_OVER,)


def test_s2_69_catch_weight_is_named_even_when_equal_and_without_short_or_over() -> None:
    known = desk(order("PO-1", SALMON), catch_weight=["12505"])
    for quantity, amount in (("40", "591.20"), ("41.3", "610.41"), ("37.85", "559.42")):
        line = billed(1, "12505", "Atlantic salmon fillet", quantity, "LB", "14.78", amount)
        group = only(match_invoice(invoice(line), known))
        assert group.patterns == (Pattern.CATCH_WEIGHT,)
        assert group.evidence.billed_quantity == Decimal(quantity)


def test_s2_69_catch_weight_at_another_price_is_a_price_variance_too() -> None:
    line = billed(1, "12505", "Atlantic salmon fillet", "40", "LB", "15.10", "604.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", SALMON), catch_weight=["12505"])))
    assert set(group.patterns) == {Pattern.CATCH_WEIGHT, Pattern.PRICE_VARIANCE}


def test_s2_69_catch_weight_billed_in_kilograms() -> None:
    line = billed(1, "12505", "Atlantic salmon fillet", "18.14", "KG", "32.58", "591.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", SALMON), catch_weight=["12505"])))
    assert set(group.patterns) == {Pattern.CATCH_WEIGHT, Pattern.UOM_CONVERSION}


def test_a_catch_weight_item_billed_by_the_case_is_no_catch_weight_line() -> None:
    cases = order("PO-1", ordered(1, "12505", "Atlantic salmon fillet", "4", "CS", "150.00"))
    line = billed(1, "12505", "Atlantic salmon fillet", "4", "CS", "150.00", "600.00")
    assert only(match_invoice(invoice(line), desk(cases, catch_weight=["12505"]))).patterns == (Pattern.EXACT,)


def test_a_blank_price_is_compared_by_the_amount() -> None:
    assert patterns_of(bill("100", None, "863.00")) == {"exact"}
    assert patterns_of(bill("100", None, "899.00")) == {"price_variance"}


def test_an_unreadable_quantity_is_never_exact_and_holds() -> None:
    match = match_invoice(invoice(bill(None, "8.63", "863.00")), desk(order("PO-1", GLOVES)))
    assert Pattern.EXACT not in only(match).patterns
    assert only(match).po_lines == (("PO-1", 1),)
    assert ("missing_quantity", Severity.HOLD) in [(f.code, f.severity) for f in match.findings]


def test_an_unreadable_amount_holds() -> None:
    match = match_invoice(invoice(bill("100", "8.63", None)), desk(order("PO-1", GLOVES)))
    assert ("missing_amount", Severity.HOLD) in [(f.code, f.severity) for f in match.findings]


def test_a_line_with_nothing_but_its_code_is_tied_and_never_exact() -> None:
    match = match_invoice(invoice(bill(None, None, None, None)), desk(order("PO-1", GLOVES)))
    assert only(match).po_lines == (("PO-1", 1),)
    assert Pattern.EXACT not in only(match).patterns


def test_a_line_without_price_and_amount_matches_no_order_line_by_chance() -> None:
    line = billed(1, None, "Tax", None, None, "0.00", "0.00")
    assert only(match_invoice(invoice(line), desk(order("PO-1", GLOVES)))).patterns == (Pattern.NOT_ON_PO,)


def test_a_credit_is_compared_without_its_sign_and_says_so() -> None:
    line = billed(1, "93126", "Nitrile Gloves Small", "-10", "BX", "8.63", "-86.30")
    match = match_invoice(invoice(line), desk(order("PO-1", GLOVES)))
    assert only(match).po_lines == (("PO-1", 1),)
    assert only(match).patterns == (Pattern.QUANTITY_SHORT,)
    assert "credit_line" in [f.code for f in match.findings]


def test_a_line_that_ships_nothing_is_tied_and_leaves_the_order_line_unbilled() -> None:
    line = billed(1, "93126", "Nitrile Gloves Small", "0", "BX", "8.63", "0.00")
    match = match_invoice(invoice(line), desk(order("PO-1", GLOVES)))
    assert only(match).po_lines == (("PO-1", 1),)
    assert match.unbilled == (LineRef("PO-1", 1),)
    assert [(f.code, f.severity) for f in match.findings] == [("nothing_billed", Severity.NOTE)]


def test_services_of_one_lot_need_no_quantity() -> None:
    lot = order("PO-1", ordered(1, "SVC", "Crane inspection", "1", "LS", "480.00"))
    line = billed(1, "SVC", "Crane inspection", None, None, None, "480.00")
    match = match_invoice(invoice(line), desk(lot))
    assert only(match).patterns == (Pattern.EXACT,)
    assert not [f for f in match.findings if f.severity is Severity.HOLD]


def test_one_item_on_two_order_lines_takes_the_one_that_fits() -> None:
    twice = order("PO-1", GLOVES, replace(GLOVES, ref=LineRef("", 2), quantity=Decimal(40)))
    lines = (
        billed(1, "93126", "Nitrile Gloves Small", "40", "BX", "8.63", "345.20"),
        billed(2, "93126", "Nitrile Gloves Small", "100", "BX", "8.63", "863.00"),
    )
    assert shapes(match_invoice(invoice(*lines), desk(twice))) == {
        (1,): ((("PO-1", 2),), {"exact"}),
        (2,): ((("PO-1", 1),), {"exact"}),
    }


def test_a_person_s_choice_overrides_everything() -> None:
    tape = ordered(2, "T1", "Duct tape", "7", "RL", "6.50")
    known = desk(order("PO-1", GLOVES, tape))
    line = bill("100", "8.63", "863.00")
    group = only(match_invoice(invoice(line), known, chosen={1: (LineRef("PO-1", 2),)}))
    assert group.po_lines == (("PO-1", 2),)
    assert group.evidence.ties == {1: ItemTie.PERSON}
    assert Pattern.EXACT not in group.patterns
    group = only(match_invoice(invoice(line), known, chosen={1: ()}))
    assert group.patterns == (Pattern.NOT_ON_PO,)
    assert group.po_lines == ()


def test_a_person_s_choice_takes_the_order_line_from_the_others() -> None:
    lines = (
        billed(1, "XX1", "Unknown thing", "5", "EA", "1.00", "5.00"),
        billed(2, "93126", "Nitrile Gloves Small", "100", "BX", "8.63", "863.00"),
    )
    found = match_invoice(invoice(*lines), desk(order("PO-1", GLOVES)), chosen={1: (LineRef("PO-1", 1),)})
    assert {g.invoice_lines: g.po_lines for g in found.groups} == {(1,): (("PO-1", 1),), (2,): ()}


def test_a_return_on_an_ordinary_invoice_is_no_part_of_a_split_and_is_held() -> None:
    lines = (
        billed(1, "93126", "Nitrile Gloves Small", "96", "BX", "8.63", "828.48"),
        billed(2, "93126", "Nitrile Gloves Small", "-4", "BX", "8.63", "-34.52"),
    )
    match = match_invoice(invoice(*lines), desk(order("PO-1", GLOVES)))
    assert not any(Pattern.SPLIT in g.patterns for g in match.groups)
    assert ("reversing_line", Severity.HOLD, 2) in [(f.code, f.severity, f.line_no) for f in match.findings]


def test_a_line_tied_by_nothing_but_its_figures_is_no_sure_match() -> None:
    line = billed(1, None, "Catalog binder, hardbound", "100", "BX", "8.63", "863.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", GLOVES))))
    assert group.ambiguous
    assert () in group.alternatives


def test_figures_and_a_receipt_alone_do_not_identify_the_item() -> None:
    line = billed(1, None, "Catalog binder, hardbound", "100", "BX", "8.63", "863.00")
    received = Receipt("R1", LineRef("PO-1", 1), Decimal(100), "BX")
    match = match_invoice(invoice(line), desk(order("PO-1", GLOVES), receipts=[received]))
    assert only(match).evidence.ties == {1: ItemTie.AMOUNT}
    assert ("item_not_identified", Severity.HOLD) in [(f.code, f.severity) for f in match.findings]


def test_what_was_received_tells_two_order_lines_of_one_item_apart() -> None:
    twice = order("PO-1", replace(GLOVES, ship_to="Dayton"), replace(GLOVES, ref=LineRef("", 2), ship_to="Louisville"))
    line = billed(1, "93126", "Nitrile Gloves Small", "100", "BX", "8.63", "863.00")
    assert only(match_invoice(invoice(line), desk(twice))).ambiguous
    received = Receipt("R1", LineRef("PO-1", 2), Decimal(100), "BX")
    group = only(match_invoice(invoice(line), desk(twice, receipts=[received])))
    assert not group.ambiguous
    assert group.po_lines == (("PO-1", 2),)


def test_equal_figures_in_another_currency_are_held() -> None:
    line = billed(1, "93126", "Nitrile Gloves Small", "100", "BX", "8.63", "863.00")
    match = match_invoice(invoice(line, currency="EUR"), desk(order("PO-1", GLOVES)))
    assert [(f.code, f.severity) for f in match.findings] == [("currency_differs", Severity.HOLD)]
