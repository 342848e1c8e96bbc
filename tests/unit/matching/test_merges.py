"""One invoice line for several order lines (S2.13 to S2.32, TRAP-12)."""

from __future__ import annotations

from app.domain.finding import Severity
from app.domain.match import ItemTie, Pattern
from app.domain.order import LineRef
from tests.helpers.matching import billed, desk, invoice, match_invoice, only, order, ordered, shapes

BOLTS = ordered(1, "B1", "Hex bolt M8 x 40", "10", "BX", "12.00")
NUTS = ordered(2, "N1", "Hex nut M8", "5", "BX", "8.00")
TAPE = ordered(3, "T1", "Duct tape, black", "7", "RL", "6.50")


def test_s2_14_s2_20_a_generic_line_whose_amount_is_the_sum_of_two_order_lines() -> None:
    line = billed(1, None, "Hardware assortment", "15", None, None, "160.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", BOLTS, NUTS, TAPE))))
    assert group.patterns == (Pattern.MERGED,)
    assert group.po_lines == (("PO-1", 1), ("PO-1", 2))
    assert group.evidence.equation == "10 × 12 + 5 × 8 = 160"
    assert group.evidence.ordered_amount == group.evidence.billed_amount


def test_s2_16_s2_17_a_blended_price_over_the_summed_quantity() -> None:
    line = billed(1, None, "MRO consumables", "15", "BX", "10.67", "160.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", BOLTS, NUTS, TAPE))))
    assert group.patterns == (Pattern.MERGED,)
    assert group.po_lines == (("PO-1", 1), ("PO-1", 2))


def test_s2_17_a_lump_without_quantity_and_price_covers_the_whole_order() -> None:
    line = billed(1, None, "Office supplies miscellaneous", None, None, None, "205.50")
    group = only(match_invoice(invoice(line), desk(order("PO-1", BOLTS, NUTS, TAPE))))
    assert group.patterns == (Pattern.MERGED,)
    assert len(group.po_lines) == 3


def test_s2_19_one_price_for_all_lines() -> None:
    lines = [ordered(n, f"S{n}", f"Sparkling water flavour {n}", str(10 + n), "CS", "11.52") for n in (1, 2)]
    line = billed(1, None, "Sparkling water assorted", "23", "CS", "11.52", "264.96")
    group = only(match_invoice(invoice(line), desk(order("PO-1", *lines))))
    assert group.patterns == (Pattern.MERGED,)
    assert len(group.po_lines) == 2


def test_s2_22_two_sets_that_fit_are_both_shown_and_neither_is_chosen() -> None:
    lines = [ordered(n, f"S{n}", f"Sparkling water flavour {n}", "18", "CS", "11.52") for n in (1, 2, 3)]
    line = billed(1, None, "Sparkling water assorted", "36", "CS", None, "414.72")
    group = only(match_invoice(invoice(line), desk(order("PO-1", *lines))))
    assert group.ambiguous
    assert group.patterns == (Pattern.MERGED,)
    assert len(group.alternatives) == 3
    assert group.po_lines == (("PO-1", 1), ("PO-1", 2), ("PO-1", 3))


def test_s2_26_a_sum_that_is_a_cent_off_is_no_merge() -> None:
    line = billed(1, None, "Hardware assortment", "15", None, None, "160.02")
    group = only(match_invoice(invoice(line), desk(order("PO-1", BOLTS, NUTS, TAPE))))
    assert group.patterns == (Pattern.NOT_ON_PO,)


def test_s2_15_lines_billed_by_themselves_are_not_merged_as_well() -> None:
    lines = (
        billed(1, "B1", "Hex bolt M8 x 40", "10", "BX", "12.00", "120.00"),
        billed(2, None, "Hardware assortment", "12", None, None, "85.50"),
    )
    found = shapes(match_invoice(invoice(*lines), desk(order("PO-1", BOLTS, NUTS, TAPE))))
    assert found == {
        (1,): ((("PO-1", 1),), {"exact"}),
        (2,): ((("PO-1", 2), ("PO-1", 3)), {"merged"}),
    }


def test_the_open_quantity_is_what_a_merge_adds_up() -> None:
    half = ordered(1, "B1", "Hex bolt M8 x 40", "10", "BX", "12.00", already="5")
    line = billed(1, None, "Hardware assortment", "10", None, None, "100.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", half, NUTS))))
    assert group.patterns == (Pattern.MERGED,)


def test_one_item_on_two_order_lines_billed_as_one() -> None:
    twice = (
        ordered(1, "B1", "Hex bolt M8 x 40", "10", "BX", "12.00", ship_to="Dayton"),
        ordered(2, "B1", "Hex bolt M8 x 40", "6", "BX", "12.00", ship_to="Louisville"),
    )
    line = billed(1, "B1", "Hex bolt M8 x 40", "16", "BX", "12.00", "192.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", *twice))))
    assert group.patterns == (Pattern.MERGED,)
    assert group.evidence.ties == {1: ItemTie.CODE}


def test_an_order_line_with_nothing_left_open_is_no_part_of_such_a_merge() -> None:
    lines = [
        ordered(n, "B1", "Hex bolt M8 x 40", "10", "BX", "12.00", already=a) for n, a in ((1, "0"), (2, "0"), (3, "10"))
    ]
    line = billed(1, "B1", "Hex bolt M8 x 40", "20", "BX", "12.00", "240.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", *lines))))
    assert group.patterns == (Pattern.MERGED,)
    assert group.po_lines == (("PO-1", 1), ("PO-1", 2))
    assert not group.ambiguous


def test_a_line_with_one_item_s_code_is_not_stretched_over_another_item() -> None:
    line = billed(1, "B1", "Hex bolt M8 x 40", "15", "BX", None, "160.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", BOLTS, NUTS))))
    assert Pattern.MERGED not in group.patterns
    assert group.po_lines == (("PO-1", 1),)


def test_trap_12_a_merge_is_found_beside_a_conversion_and_a_price_variance() -> None:
    water = ordered(4, "W1", "Mineral water", "10", "CS", "24.00")
    glue = ordered(5, "G1", "Epoxy glue", "4", "EA", "9.00")
    lines = (
        billed(1, None, "Hardware assortment", "15", None, None, "160.00"),
        billed(2, "W1", "Mineral water", "240", "EA", "1.00", "240.00"),
        billed(3, "G1", "Epoxy glue", "4", "EA", "9.90", "39.60"),
    )
    known = desk(order("PO-1", BOLTS, NUTS, water, glue), conversions=[("W1", "CS", "EA", "24")])
    found = shapes(match_invoice(invoice(*lines, tax="12.00"), known))
    assert found == {
        (1,): ((("PO-1", 1), ("PO-1", 2)), {"merged"}),
        (2,): ((("PO-1", 4),), {"uom_conversion"}),
        (3,): ((("PO-1", 5),), {"price_variance"}),
    }


def test_a_merge_billed_in_pieces_of_cases_is_both() -> None:
    one = ordered(1, "W1", "Mineral water still", "5", "CS", "24.00")
    two = ordered(2, "W2", "Mineral water sparkling", "7", "CS", "24.00")
    line = billed(1, None, "Mineral water assorted", "288", "EA", "1.00", "288.00")
    known = desk(order("PO-1", one, two), conversions=[("W1", "CS", "EA", "24"), ("W2", "CS", "EA", "24")])
    group = only(match_invoice(invoice(line), known))
    assert set(group.patterns) == {Pattern.MERGED, Pattern.UOM_CONVERSION}


def test_a_sum_among_many_lines_proves_nothing_by_itself() -> None:
    # Of 2^24 sets of such amounts some add up to nearly anything.
    many = [ordered(n, f"S{n}", f"Item number {n}", str(n), "EA", "1.00") for n in range(1, 25)]
    line = billed(1, None, "Sundries", None, None, None, "150.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", *many))))
    assert group.ambiguous or group.patterns == (Pattern.NOT_ON_PO,)


def test_s2_24_a_person_s_merge_that_does_not_add_up_is_held() -> None:
    line = billed(1, None, "Hardware assortment", "15", None, None, "170.00")
    refs = (LineRef("PO-1", 1), LineRef("PO-1", 2))
    match = match_invoice(invoice(line), desk(order("PO-1", BOLTS, NUTS, TAPE)), chosen={1: refs})
    group = only(match)
    assert group.patterns == (Pattern.MERGED,)
    assert group.evidence.ties == {1: ItemTie.PERSON}
    assert [(f.code, f.severity) for f in match.findings] == [("merge_does_not_add_up", Severity.HOLD)]
