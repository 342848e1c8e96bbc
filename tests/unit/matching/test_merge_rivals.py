"""A merge is unique only where no single line and no set on another open order comes to the same cent (S2.22)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.match import Pattern
from app.domain.order import LineRef, OrderLine, OrderStatus
from app.domain.receipt import Receipt
from tests.helpers.matching import billed, desk, invoice, match_invoice, only, order, ordered

LUMP = billed(1, None, "Goods", "1", "LS", "700.00", "700.00")
PAPER = ordered(1, "A1", "Paper white A4", "100", "EA", "4.00")
TONER = ordered(2, "B1", "Toner black", "50", "EA", "6.00")
MERGED = (("PO-1", 1), ("PO-1", 2))


@pytest.mark.parametrize(("quantity", "uom", "price"), [("2", "EA", "100.00"), ("1", "LS", "200.00")])
def test_a_single_line_of_the_amount_is_another_reading(quantity: str, uom: str, price: str) -> None:
    lines = (
        ordered(1, "A", "Alpha thing", "1", "EA", "123.45"),
        ordered(2, "B", "Beta thing", "1", "EA", "76.55"),
        ordered(3, "C", "Gamma thing", "1", "EA", "300.00"),
        ordered(4, "D", "Delta thing", "2", "EA", "100.00"),
    )
    line = billed(1, None, "Goods", quantity, uom, price, "200.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", *lines))))
    assert group.alternatives == ((("PO-1", 1), ("PO-1", 2)), (("PO-1", 4),))


@pytest.mark.parametrize(
    "others",
    [
        (ordered(1, "A2", "Chairs", "7", "EA", "100.00"),),
        (ordered(1, "A2", "Chairs", "7", "EA", "50.00"), ordered(2, "B2", "Tables", "5", "EA", "70.00"),
         ordered(3, "Z", "Lamp", "1", "EA", "9.00")),
    ],
)  # fmt: skip
def test_where_no_order_is_named_other_orders_have_readings_too(others: tuple[OrderLine, ...]) -> None:
    known = desk(order("PO-1", PAPER, TONER), order("PO-2", *others))
    group = only(match_invoice(invoice(LUMP, orders=()), known))
    assert group.ambiguous
    assert group.patterns == (Pattern.MERGED,)
    assert MERGED in group.alternatives


def test_an_order_that_is_named_or_closed_elsewhere_leaves_the_merge_alone() -> None:
    chairs = order("PO-2", ordered(1, "A2", "Chairs", "7", "EA", "100.00"))
    named = only(match_invoice(invoice(LUMP), desk(order("PO-1", PAPER, TONER), chairs)))
    assert not named.ambiguous
    closed = replace(chairs, status=OrderStatus.CLOSED)
    assert not only(match_invoice(invoice(LUMP, orders=()), desk(order("PO-1", PAPER, TONER), closed))).ambiguous


def test_a_line_billed_by_itself_is_no_rival() -> None:
    chairs = ordered(3, "A2", "Chairs", "7", "EA", "100.00")
    own = billed(2, "A2", "Chairs", "7", "EA", "100.00", "700.00")
    match = match_invoice(invoice(LUMP, own), desk(order("PO-1", PAPER, TONER, chairs)))
    assert [group.ambiguous for group in match.groups] == [False, False]


def test_sets_too_many_to_try_are_no_proof() -> None:
    many = [ordered(n, f"X{n}", f"Part {n}", "1", "EA", f"{100 + 2 * n}.00") for n in range(1, 61)]
    known = desk(order("PO-1", PAPER, TONER), order("PO-2", *many))
    assert only(match_invoice(invoice(LUMP, orders=()), known)).ambiguous


@pytest.mark.parametrize(("unit", "other"), [("BX", "EA"), ("EA", "KG")])
def test_quantities_in_other_units_than_the_printed_one_are_not_added_up(unit: str, other: str) -> None:
    both = order("PO-1", PAPER, ordered(2, "B1", "Toner black", "50", other, "6.00"))
    agreeing = billed(1, None, "Goods", "150", unit, None, "700.00")
    plain = billed(1, None, "Goods", "150", "EA", None, "700.00")
    assert only(match_invoice(invoice(plain), desk(order("PO-1", PAPER, TONER)))).patterns == (Pattern.MERGED,)
    assert Pattern.UOM_CONVERSION not in only(match_invoice(invoice(agreeing), desk(both))).patterns


def test_a_merge_and_a_line_of_one_item_for_two_places_may_change_places() -> None:
    """Line 1 came in, but either of the two could be the one merged: nothing on the invoice tells them apart."""
    valve = ordered(1, "10125", "Ball valve, brass, 1/2 in", "13", "EA", "50.71", ship_to="Dayton")
    other = ordered(2, "10169", "Ball valve, brass, 3/4 in", "16", "EA", "76.25")
    again = replace(valve, ref=LineRef("", 3), ship_to="Louisville")
    receipts = [Receipt(f"R{n}", LineRef("PO-1", n), Decimal(q), "EA") for n, q in ((1, 13), (2, 16))]
    lines = (
        billed(1, "10125", "Ball valve brass 1/2 in", "13", "EA", "52.00", "676.00"),
        billed(2, None, "Assorted supplies, per your order", "29", None, "64.80", "1879.23"),
    )
    match = match_invoice(invoice(*lines), desk(order("PO-1", valve, other, again), receipts=receipts))
    assert all(group.ambiguous for group in match.groups)
    assert {frozenset(group.alternatives) for group in match.groups} == {
        frozenset({(LineRef("PO-1", 1),), (LineRef("PO-1", 3),)}),
        frozenset({(LineRef("PO-1", 2), LineRef("PO-1", 3)), (LineRef("PO-1", 1), LineRef("PO-1", 2))}),
    }
    alike = desk(order("PO-1", valve, other, replace(again, ship_to="Dayton")))
    assert not any(group.ambiguous for group in match_invoice(invoice(*lines), alike).groups)
