"""Which orders an invoice belongs to, and whose invoice it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.finding import Severity
from app.domain.match import Pattern
from app.domain.order import LineRef, OrderStatus
from app.domain.provenance import Extracted
from app.domain.vendor import Vendor
from app.matching.vendors import recognise_vendor
from tests.helpers.matching import VENDOR, billed, desk, invoice, match_invoice, only, order, ordered, shapes

BOLTS = ordered(1, "B1", "Hex bolt M8 x 40", "10", "BX", "12.00")
NUTS = ordered(2, "N1", "Hex nut M8", "5", "BX", "8.00")
TAPE = ordered(1, "T1", "Duct tape, black", "7", "RL", "6.50")
TWO = order("PO-10642", BOLTS, NUTS)
BILL = (
    billed(1, "B1", "Hex bolt M8 x 40", "10", "BX", "12.00", "120.00"),
    billed(2, "N1", "Hex nut M8", "5", "BX", "8.00", "40.00"),
)
EXACT = {(1,): ((("PO-10642", 1),), {"exact"}), (2,): ((("PO-10642", 2),), {"exact"})}


@pytest.mark.parametrize(
    "printed",
    [
        ("PO-10642",),
        ("PO 10642",),
        ("po-10 642",),
        ("10642",),
        ("P.O. 10642",),
        ("PO-1O642",),
        ("PO-106", "42"),
        ("Your order PO-10642 of 3 May",),
        ("PO-10642/7",),
    ],
)
def test_a_number_is_followed_as_people_write_it(printed: tuple[str, ...]) -> None:
    match = match_invoice(invoice(*BILL, orders=printed), desk(TWO, order("PO-10700", TAPE)))
    assert match.orders == ("PO-10642",)
    assert shapes(match) == EXACT
    assert not [f for f in match.findings if f.severity is Severity.HOLD]


@pytest.mark.parametrize("printed", ["PO-10042", "PO-10624", "PO-1062", "PO-106422"])
def test_a_number_misprinted_by_a_character_is_followed_when_the_lines_fit_and_the_log_says_so(printed: str) -> None:
    match = match_invoice(invoice(*BILL, orders=(printed,)), desk(TWO, order("PO-10700", TAPE)))
    assert shapes(match) == EXACT
    assert any(printed in note for note in match.notes)
    assert not match.findings


def test_a_misprint_is_not_followed_when_another_order_fits_as_well() -> None:
    twin = order("PO-10700", BOLTS, NUTS)
    match = match_invoice(invoice(*BILL, orders=("PO-10042",)), desk(TWO, twin))
    assert [f.code for f in match.findings] == ["unknown_order", "rival_orders"]
    assert all(g.ambiguous for g in match.groups)


def test_a_misprint_is_not_followed_when_the_lines_do_not_fit() -> None:
    lines = (billed(1, "X1", "Something else", "1", "EA", "5.00", "5.00"),)
    match = match_invoice(invoice(*lines, orders=("PO-10042",)), desk(TWO))
    assert match.orders == ()
    assert only(match).patterns == (Pattern.NOT_ON_PO,)


def test_a_misprint_that_is_another_order_s_number_is_followed_when_nothing_fits_that_one() -> None:
    match = match_invoice(invoice(*BILL, orders=("PO-10042",)), desk(TWO, order("PO-10042", TAPE)))
    assert shapes(match) == EXACT
    assert match.notes


def test_a_number_that_no_order_has_is_held_even_if_the_lines_fit_an_order() -> None:
    match = match_invoice(invoice(*BILL, orders=("PO-77777",)), desk(TWO))
    assert shapes(match) == EXACT
    assert [(f.code, f.severity) for f in match.findings] == [("unknown_order", Severity.HOLD)]


def test_without_a_number_vendor_items_and_prices_lead_to_the_order() -> None:
    match = match_invoice(invoice(*BILL, orders=()), desk(TWO, order("PO-10700", TAPE)))
    assert shapes(match) == EXACT
    assert match.orders == ("PO-10642",)
    assert any("PO-10642" in note for note in match.notes)


def test_near_identical_orders_without_a_number_are_ambiguous() -> None:
    twin = order("PO-10700", BOLTS, NUTS)
    match = match_invoice(invoice(*BILL, orders=()), desk(TWO, twin))
    assert all(g.ambiguous for g in match.groups)
    assert match.groups[0].alternatives == (
        (LineRef("PO-10642", 1),),
        (LineRef("PO-10700", 1),),
    )


def test_rival_orders_are_named_in_the_log() -> None:
    match = match_invoice(invoice(*BILL, orders=()), desk(TWO, order("PO-10700", BOLTS, NUTS)))
    assert any("PO-10642 and PO-10700 fit the lines alike" in note for note in match.notes)
    assert ("rival_orders", Severity.HOLD) in [(f.code, f.severity) for f in match.findings]


def test_an_order_placed_after_the_invoice_was_written_is_no_rival() -> None:
    later = replace(order("PO-10700", BOLTS, NUTS), order_date=date(2026, 3, 9))
    document = invoice(*BILL, orders=())
    dated = replace(document, header=replace(document.header, invoice_date=Extracted(date(2026, 3, 1))))
    assert shapes(match_invoice(dated, desk(TWO, later))) == EXACT


def test_near_twins_are_no_rivals_once_the_number_is_printed() -> None:
    match = match_invoice(invoice(*BILL, orders=("PO-10642",)), desk(TWO, order("PO-10700", BOLTS, NUTS)))
    assert shapes(match) == EXACT


def test_the_open_quantity_tells_near_twins_apart() -> None:
    other = ordered(1, "B1", "Hex bolt M8 x 40", "25", "BX", "12.00")
    more = ordered(2, "N1", "Hex nut M8", "30", "BX", "8.00")
    match = match_invoice(invoice(*BILL, orders=()), desk(TWO, order("PO-10700", other, more)))
    assert shapes(match) == EXACT


def test_closed_orders_are_followed_by_number_only() -> None:
    closed = order("PO-10642", BOLTS, NUTS, status=OrderStatus.CLOSED)
    assert shapes(match_invoice(invoice(*BILL, orders=("PO-10642",)), desk(closed))) == EXACT
    assert match_invoice(invoice(*BILL, orders=()), desk(closed)).orders == ()


def test_another_vendor_s_order_is_not_found_by_items() -> None:
    match = match_invoice(invoice(*BILL, orders=()), desk(order("PO-10642", BOLTS, NUTS, vendor_id="V9")))
    assert match.orders == ()
    assert {g.patterns for g in match.groups} == {(Pattern.NOT_ON_PO,)}
    assert match.vendor_id == "V1"


def test_s2_8_one_invoice_for_two_orders() -> None:
    second = order("PO-10700", TAPE)
    lines = (*BILL, billed(3, "T1", "Duct tape, black", "7", "RL", "6.50", "45.50"))
    for numbers in (("PO-10642", "PO-10700"), ("PO-10642 / PO-10700",), ()):
        match = match_invoice(invoice(*lines, orders=numbers), desk(TWO, second))
        assert match.orders == ("PO-10642", "PO-10700")
        assert shapes(match)[(3,)] == ((("PO-10700", 1),), {"exact"})


def test_a_line_s_own_order_number_binds_it() -> None:
    second = order("PO-10700", BOLTS)
    lines = (
        billed(1, "B1", "Hex bolt M8 x 40", "10", "BX", "12.00", "120.00", po_number="PO-10700", po_line=1),
        billed(2, "B1", "Hex bolt M8 x 40", "10", "BX", "12.00", "120.00", po_number="PO-10642", po_line=1),
    )
    found = shapes(match_invoice(invoice(*lines, orders=()), desk(TWO, second)))
    assert found == {(1,): ((("PO-10700", 1),), {"exact"}), (2,): ((("PO-10642", 1),), {"exact"})}


def test_an_unrelated_order_changes_no_group() -> None:
    alone = match_invoice(invoice(*BILL, orders=("PO-10642",)), desk(TWO))
    beside = match_invoice(invoice(*BILL, orders=("PO-10642",)), desk(TWO, order("PO-2", TAPE), order("PO-3", NUTS)))
    assert alone.groups == beside.groups


def test_a_line_of_an_order_not_named_is_on_no_order() -> None:
    lines = (*BILL, billed(3, "T1", "Duct tape, black", "7", "RL", "6.50", "45.50"))
    match = match_invoice(invoice(*lines, orders=("PO-10642",)), desk(TWO, order("PO-10700", TAPE)))
    assert shapes(match)[(3,)] == ((), {"not_on_po"})


def test_the_order_named_is_listed_even_if_nothing_fits_and_its_lines_are_unbilled() -> None:
    line = billed(1, "X1", "Something else", "1", "EA", "5.00", "5.00")
    match = match_invoice(invoice(line, orders=("PO-10642",)), desk(TWO))
    assert match.orders == ("PO-10642",)
    assert match.unbilled == (LineRef("PO-10642", 1), LineRef("PO-10642", 2))
    assert match.vendor_id == "V1"


def test_unbilled_lines_are_those_with_open_quantity_alone() -> None:
    done = ordered(3, "G1", "Glue", "4", "EA", "9.00", already="4")
    match = match_invoice(invoice(BILL[0], orders=("PO-10642",)), desk(order("PO-10642", BOLTS, NUTS, done)))
    assert match.unbilled == (LineRef("PO-10642", 2),)


@pytest.mark.parametrize(
    "name",
    [
        "Ridgeway Mill Supply Inc",
        "RIDGEWAY MILL SUPPLY, INC.",
        "Ridgeway Mill Supply",
        "Ridgeway Mil1 Supply Incorporated",
    ],
)
def test_a_vendor_is_recognised_by_the_words_of_its_name(name: str) -> None:
    found = recognise_vendor(invoice(vendor=name), desk())
    assert found.only == "V1"


def test_the_tax_id_goes_before_the_name_and_twins_are_both_returned() -> None:
    twin = Vendor("V2", VENDOR.name, tax_id="99-9999999")
    both = desk(vendors=(VENDOR, twin))
    assert recognise_vendor(invoice(tax_id="112223334"), both).vendor_ids == ("V1",)
    assert recognise_vendor(invoice(), both).vendor_ids == ("V1", "V2")
    assert recognise_vendor(invoice(), both).only is None
    assert recognise_vendor(invoice(vendor="Somebody Else GmbH"), both).vendor_ids == ()


@pytest.mark.parametrize("printed", ["verbal", "N/A", "M. Okafor"])
def test_words_in_the_place_of_an_order_number_name_no_order(printed: str) -> None:
    match = match_invoice(invoice(*BILL, orders=(printed,)), desk(TWO))
    assert shapes(match) == EXACT
    assert not match.findings


def test_without_a_number_raised_prices_do_not_hide_the_order() -> None:
    dearer = (
        billed(1, "B1", "Hex bolt M8 x 40", "9", "BX", "13.00", "117.00"),
        billed(2, "N1", "Hex nut M8", "4", "BX", "8.60", "34.40"),
    )
    match = match_invoice(invoice(*dearer, orders=()), desk(TWO, order("PO-10700", TAPE)))
    assert match.orders == ("PO-10642",)


def test_s2_15_one_lump_for_a_whole_order_is_found_by_its_total() -> None:
    line = billed(1, None, "Hardware as ordered", None, None, None, "160.00")
    match = match_invoice(invoice(line, orders=()), desk(TWO, order("PO-10700", TAPE)))
    assert only(match).patterns == (Pattern.MERGED,)
    assert match.orders == ("PO-10642",)


def test_an_invoice_without_lines_matches_nothing() -> None:
    match = match_invoice(invoice(orders=()), desk(TWO))
    assert match.groups == ()
    assert match.orders == ()


@pytest.mark.parametrize("printed", ["P.O. No. 20417-00", " Order 20417 / J. Doe", "your 20417 of 3 March"])
def test_a_number_among_other_words_is_followed(printed: str) -> None:
    bolt = ordered(1, "10001", "Hex Bolt M8 x 40 zinc", "100", "EA", "0.50")
    tape = ordered(1, "20001", "Duct tape 48 mm", "30", "RL", "6.50")
    known = desk(order("PO-20417", bolt), order("PO-31998", tape))
    line = billed(1, "10001", "Hex bolt M8x40", "100", "EA", "0.50", "50.00")
    match = match_invoice(invoice(line, orders=(printed,)), known)
    assert match.orders == ("PO-20417",)
    assert not match.notes
    assert not match.findings


def test_a_number_inside_a_longer_one_is_not_followed() -> None:
    known = desk(order("PO-20417", ordered(1, "10001", "Hex Bolt M8 x 40 zinc", "100", "EA", "0.50")))
    line = billed(1, "10001", "Hex bolt M8x40", "100", "EA", "0.50", "50.00")
    match = match_invoice(invoice(line, orders=("4500020417",)), known)
    assert "unknown_order" in [f.code for f in match.findings]


def test_orders_that_fit_different_lines_are_no_rivals() -> None:
    bolt = ordered(1, "10001", "Hex Bolt M8 x 40 zinc", "100", "EA", "0.50")
    tape = ordered(1, "20001", "Duct tape 48 mm", "30", "RL", "6.50")
    lines = (
        billed(1, "10001", "Hex bolt M8x40", "100", "EA", "0.50", "50.00"),
        billed(2, "20001", "Duct tape 48 mm", "30", "RL", "6.50", "195.00"),
    )
    both = match_invoice(invoice(*lines, orders=()), desk(order("PO-20417", bolt), order("PO-31998", tape)))
    assert both.orders == ("PO-20417", "PO-31998")
    assert not [f for f in both.findings if f.code == "rival_orders"]
    twin = match_invoice(
        invoice(*lines, orders=()), desk(order("PO-20417", bolt), order("PO-31998", tape), order("PO-31999", tape))
    )
    assert [f.message for f in twin.findings if f.code == "rival_orders"] == [
        "No order is named, and PO-31998 and PO-31999 fit the lines alike."
    ]


def test_a_misprint_beside_an_order_named_rightly_is_followed_for_the_lines_that_are_left() -> None:
    bolts = [ordered(n, f"1000{n}", f"Hex Bolt M{n} x 40 zinc", "100", "EA", "0.50") for n in range(4, 8)]
    tape = ordered(1, "20001", "Duct tape 48 mm", "30", "RL", "6.50")
    lines = [billed(n, f"1000{n}", f"Hex bolt M{n}x40", "100", "EA", "0.50", "50.00") for n in range(4, 8)] + [
        billed(8, "20001", "Duct tape 48 mm", "30", "RL", "6.50", "195.00")
    ]
    known = desk(order("PO-20417", *bolts), order("PO-31998", tape))
    match = match_invoice(invoice(*lines, orders=("PO-20417", "PO-31908")), known)
    assert match.orders == ("PO-20417", "PO-31998")
    assert "but for a character" in match.notes[0]
    twin = desk(order("PO-20417", *bolts), order("PO-31998", tape), order("PO-31999", tape))
    match = match_invoice(invoice(*lines, orders=("PO-20417", "PO-31908")), twin)
    assert match.orders == ("PO-20417",)
    assert "unknown_order" in [f.code for f in match.findings]
