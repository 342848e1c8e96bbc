"""Several invoice lines for one order line (S2.35 to S2.53)."""

from __future__ import annotations

from decimal import Decimal

from app.domain.invoice import InvoiceLine
from app.domain.match import Pattern
from tests.helpers.matching import billed, desk, invoice, match_invoice, only, order, ordered, shapes

MARKER = ordered(1, "M1", "Permanent marker, black", "100", "DZ", "8.76", code="OF-469")


def parts(*quantities: str, price: str = "8.76", code: str | None = "M1") -> list[InvoiceLine]:
    return [
        billed(
            n,
            code,
            "Permanent marker, black",
            q,
            "DZ",
            price,
            str((Decimal(q) * Decimal(price)).quantize(Decimal("0.01"))),
        )
        for n, q in enumerate(quantities, 1)
    ]


def test_s2_36_s2_38_s2_42_parts_that_use_up_the_order_line_are_a_split() -> None:
    group = only(match_invoice(invoice(*parts("60", "40")), desk(order("PO-1", MARKER))))
    assert group.invoice_lines == (1, 2)
    assert group.patterns == (Pattern.SPLIT,)
    assert group.evidence.billed_quantity == 100
    assert group.evidence.billed_quantity_by_line == {1: 60, 2: 40}


def test_s2_37_parts_known_by_their_order_line_reference_alone() -> None:
    lines = [
        billed(n, None, f"Shipment {n}", q, "DZ", "8.76", a, po_number="PO-1", po_line=1)
        for n, q, a in ((1, "60", "525.60"), (2, "40", "350.40"))
    ]
    group = only(match_invoice(invoice(*lines), desk(order("PO-1", MARKER))))
    assert group.invoice_lines == (1, 2)
    assert group.patterns == (Pattern.SPLIT,)


def test_s2_39_a_split_that_falls_short_says_so() -> None:
    group = only(match_invoice(invoice(*parts("60", "30")), desk(order("PO-1", MARKER))))
    assert set(group.patterns) == {Pattern.SPLIT, Pattern.QUANTITY_SHORT}


def test_s2_43_what_goes_beyond_the_order_is_an_over_delivery() -> None:
    group = only(match_invoice(invoice(*parts("60", "45")), desk(order("PO-1", MARKER))))
    assert set(group.patterns) == {Pattern.SPLIT, Pattern.QUANTITY_OVER}
    assert group.evidence.billed_quantity == 105


def test_s2_40_one_part_at_another_price_is_a_price_variance_and_is_shown_not_averaged() -> None:
    lines = [*parts("60"), billed(2, "M1", "Permanent marker, black", "40", "DZ", "9.20", "368.00")]
    group = only(match_invoice(invoice(*lines), desk(order("PO-1", MARKER))))
    assert set(group.patterns) == {Pattern.SPLIT, Pattern.PRICE_VARIANCE}
    assert group.evidence.billed_unit_price == Decimal("9.20")


def test_s2_35_serialised_goods_billed_one_by_one() -> None:
    pumps = ordered(1, "P1", "Sump pump", "30", "EA", "210.00")
    lines = [billed(n, "P1", f"Sump pump serial SN{n:05}", "1", "EA", "210.00", "210.00") for n in range(1, 31)]
    group = only(match_invoice(invoice(*lines), desk(order("PO-1", pumps))))
    assert group.patterns == (Pattern.SPLIT,)
    assert len(group.invoice_lines) == 30


def test_two_order_lines_of_one_item_take_one_invoice_line_each() -> None:
    twice = (
        ordered(1, "M1", "Permanent marker, black", "60", "DZ", "8.76"),
        ordered(2, "M1", "Permanent marker, black", "40", "DZ", "8.76"),
    )
    found = shapes(match_invoice(invoice(*parts("40", "60")), desk(order("PO-1", *twice))))
    assert found == {(1,): ((("PO-1", 2),), {"exact"}), (2,): ((("PO-1", 1),), {"exact"})}


def test_three_parts_over_two_order_lines_of_one_item_fill_both() -> None:
    twice = (
        ordered(1, "M1", "Permanent marker, black", "60", "DZ", "8.76"),
        ordered(2, "M1", "Permanent marker, black", "40", "DZ", "8.76"),
    )
    found = shapes(match_invoice(invoice(*parts("25", "40", "35")), desk(order("PO-1", *twice))))
    assert found == {(1, 3): ((("PO-1", 1),), {"split"}), (2,): ((("PO-1", 2),), {"exact"})}


def test_a_split_billed_in_pieces_of_cases_with_the_last_part_over_is_one_group_of_three_patterns() -> None:
    cases = ordered(1, "W1", "Mineral water", "10", "CS", "24.00")
    lines = (
        billed(1, "W1", "Mineral water", "120", "EA", "1.00", "120.00"),
        billed(2, "W1", "Mineral water", "144", "EA", "1.00", "144.00"),
    )
    group = only(match_invoice(invoice(*lines), desk(order("PO-1", cases), conversions=[("W1", "CS", "EA", "24")])))
    assert set(group.patterns) == {Pattern.SPLIT, Pattern.UOM_CONVERSION, Pattern.QUANTITY_OVER}
    assert group.evidence.billed_quantity == 11


def test_parts_in_different_units_are_added_up_in_the_order_s() -> None:
    cases = ordered(1, "W1", "Mineral water", "10", "CS", "24.00")
    lines = (
        billed(1, "W1", "Mineral water", "9", "CS", "24.00", "216.00"),
        billed(2, "W1", "Mineral water", "24", "EA", "1.00", "24.00"),
    )
    group = only(match_invoice(invoice(*lines), desk(order("PO-1", cases), conversions=[("W1", "CS", "EA", "24")])))
    assert set(group.patterns) == {Pattern.SPLIT, Pattern.UOM_CONVERSION}
    assert group.evidence.billed_quantity == 10


def test_the_same_line_billed_twice_is_no_quiet_match() -> None:
    group = only(match_invoice(invoice(*parts("100", "100")), desk(order("PO-1", MARKER))))
    assert set(group.patterns) == {Pattern.SPLIT, Pattern.QUANTITY_OVER}


def test_s2_49_parts_that_cancel_each_other_out_keep_their_own_quantities() -> None:
    group = only(match_invoice(invoice(*parts("47.5", "52.5")), desk(order("PO-1", MARKER))))
    assert group.evidence.billed_quantity_by_line == {1: Decimal("47.5"), 2: Decimal("52.5")}


def test_a_line_that_bills_nothing_makes_no_split() -> None:
    lines = [*parts("100"), billed(2, "M1", "Permanent marker, black", "0", "DZ", "8.76", "0.00")]
    match = match_invoice(invoice(*lines), desk(order("PO-1", MARKER)))
    patterns = {p for g in match.groups for p in g.patterns}
    assert Pattern.SPLIT not in patterns


def test_many_parts_are_shared_among_two_order_lines_by_the_runs_that_fill_them() -> None:
    marker = "Permanent marker, black"
    two = (
        ordered(1, "M1", marker, "40", "DZ", "8.76", ship_to="Dayton"),
        ordered(2, "M1", marker, "50", "DZ", "8.76", ship_to="Louisville"),
    )
    match = match_invoice(invoice(*parts(*["10"] * 9)), desk(order("PO-1", *two)))
    assert shapes(match) == {
        (1, 2, 3, 4, 5): ((("PO-1", 2),), {"split"}),
        (6, 7, 8, 9): ((("PO-1", 1),), {"split"}),
    }


def test_a_line_of_another_description_is_no_part_though_its_price_is_the_same() -> None:
    stapler = billed(2, None, "Stapler, heavy duty", "40", "DZ", "8.76", "350.40")
    lines = (*parts("60", code=None), stapler)
    found = shapes(match_invoice(invoice(*lines), desk(order("PO-1", MARKER))))
    assert found == {(1,): ((("PO-1", 1),), {"quantity_short"}), (2,): ((), {"not_on_po"})}
