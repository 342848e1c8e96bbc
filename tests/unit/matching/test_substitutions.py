"""Another item than the one ordered, a vendor's own code, no code at all, misread codes (S2.79 to S2.90, S2.163)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.finding import Severity
from app.domain.match import ItemTie, Pattern
from app.domain.provenance import Method
from tests.helpers.matching import billed, desk, invoice, match_invoice, only, order, ordered

WATER = ordered(1, "84553", "Purified Water, 20 oz Bottle", "60", "CS", "7.44", code="1ND72")
OTHER = ordered(2, "47447", "Navel Oranges, 88 Count", "24", "CS", "40.80", code="6WC59")
PO = order("PO-1", WATER, OTHER)


def test_s2_79_s2_80_another_known_item_s_code_beside_a_near_description() -> None:
    line = billed(1, "8WR88", "Purified Water 20 oz Bottle Rev B", "60", "CS", "7.44", "446.40")
    group = only(match_invoice(invoice(line), desk(PO, other_codes=["8WR88"])))
    assert group.patterns == (Pattern.SUBSTITUTION,)
    assert group.po_lines == (("PO-1", 1),)
    assert group.evidence.substitute_code == "8WR88"
    assert group.evidence.substitution is None


def test_s2_80_an_unknown_code_beside_a_description_that_says_more() -> None:
    line = billed(1, "8WR88", "Crestline Purified Water 20 oz Bottle", "60", "CS", "7.44", "446.40")
    assert only(match_invoice(invoice(line), desk(PO))).patterns == (Pattern.SUBSTITUTION,)


@pytest.mark.parametrize(("brand", "pattern"), [("Otherton", Pattern.SUBSTITUTION), ("Crestline", Pattern.EXACT)])
def test_s2_80_an_unknown_code_beside_the_brand_the_order_names_or_another(brand: str, pattern: Pattern) -> None:
    branded = ordered(1, "84553", "Crestline Purified Water, 20 oz Bottle", "60", "CS", "7.44", code="1ND72")
    line = billed(1, "8WR88", "Purified Water 20 oz Bottle", "60", "CS", "7.44", "446.40")
    line = replace(line, notes=(f"Brand: {brand}",))
    assert only(match_invoice(invoice(line), desk(order("PO-1", branded, OTHER)))).patterns == (pattern,)


def test_s2_81_another_price_does_not_rule_the_substitute_out() -> None:
    line = billed(1, "8WR88", "Purified Water 20 oz Bottle, Rev C", "60", "CS", "7.10", "426.00")
    group = only(match_invoice(invoice(line), desk(PO)))
    assert group.patterns == (Pattern.SUBSTITUTION,)


def test_s2_81_a_much_dearer_substitute_is_still_one() -> None:
    line = billed(1, "8WR88", "Purified Water 20 oz Bottle, Rev C", "60", "CS", "9.90", "594.00")
    group = only(match_invoice(invoice(line), desk(PO, other_codes=["8WR88"])))
    assert group.patterns == (Pattern.SUBSTITUTION,)


def test_s2_88_the_vendor_s_table_points_at_the_order_line() -> None:
    line = billed(1, "ZZ2301", "Drinking water half litre", "60", "CS", "7.00", "420.00")
    group = only(match_invoice(invoice(line), desk(PO, substitutions=[("84553", "ZZ2301")])))
    assert group.patterns == (Pattern.SUBSTITUTION,)
    assert group.evidence.substitution is not None
    assert group.evidence.substitution.reference == "MSA 4.1"


def test_a_substitute_that_carries_another_unit_is_reported_with_both() -> None:
    line = billed(1, "ZZ2301", "Drinking water", "1440", "EA", "0.31", "446.40")
    known = desk(PO, substitutions=[("84553", "ZZ2301")], conversions=[("84553", "CS", "EA", "24")])
    group = only(match_invoice(invoice(line), known))
    assert set(group.patterns) == {Pattern.SUBSTITUTION, Pattern.UOM_CONVERSION}


def test_a_substitute_short_delivered_says_both() -> None:
    line = billed(1, "8WR88", "Purified Water 20 oz Bottle Rev B", "50", "CS", "7.44", "372.00")
    group = only(match_invoice(invoice(line), desk(PO, other_codes=["8WR88"])))
    assert set(group.patterns) == {Pattern.SUBSTITUTION, Pattern.QUANTITY_SHORT}


def test_a_code_nobody_knows_beside_a_line_that_agrees_in_everything_is_the_vendor_s_own_code() -> None:
    line = billed(1, "A-7731", "PURIFIED WATER 20 OZ BOTTLE", "60", "CS", "7.44", "446.40")
    group = only(match_invoice(invoice(line), desk(PO)))
    assert group.patterns == (Pattern.EXACT,)
    assert group.evidence.ties == {1: ItemTie.UNKNOWN_CODE}


def test_no_code_printed_description_unit_and_price_decide() -> None:
    line = billed(1, None, "PURIFIED WATER, 20 OZ BOTTLE", "60", "CS", "7.44", "446.40")
    group = only(match_invoice(invoice(line), desk(PO)))
    assert group.patterns == (Pattern.EXACT,)
    assert group.evidence.ties == {1: ItemTie.DESCRIPTION}


def test_no_code_printed_and_two_order_lines_that_fit_is_ambiguous() -> None:
    twins = order(
        "PO-1",
        ordered(1, "S1", "Nitrile gloves, powder-free, blue", "10", "BX", "8.63"),
        ordered(2, "S2", "Nitrile gloves, powder-free, black", "10", "BX", "8.63"),
    )
    line = billed(1, None, "Nitrile gloves powder-free", "10", "BX", "8.63", "86.30")
    group = only(match_invoice(invoice(line), desk(twins)))
    assert group.ambiguous
    assert group.po_lines == (("PO-1", 1), ("PO-1", 2))


@pytest.mark.parametrize("code", ["1NO72", "INO72"])
def test_s2_163_a_code_with_look_alike_characters_still_ties_and_says_so(code: str) -> None:
    line = billed(1, code.replace("O", "D"), "Purified Water 20 oz Bottle", "60", "CS", "7.44", "446.40")
    line_scanned = billed(1, code, "Purified Watcr 20 oz Bottle", "60", "CS", "7.44", "446.40", method=Method.OCR)
    for printed in (line, line_scanned):
        group = only(match_invoice(invoice(printed), desk(PO)))
        assert group.po_lines == (("PO-1", 1),)
        assert group.patterns == (Pattern.EXACT,)
        assert group.evidence.ties[1] in (ItemTie.CODE_LOOK_ALIKE, ItemTie.CODE)


def test_s2_163_one_character_off_in_a_scan_is_a_misreading_and_in_a_text_layer_another_code() -> None:
    scanned = billed(1, "1ND7Z9", "Purified Water 20 oz Bottle", "60", "CS", "7.44", "446.40", method=Method.OCR)
    typed = billed(1, "1NX72", "Purified Water 20 oz Bottle", "60", "CS", "7.44", "446.40")
    long_code = order("PO-1", ordered(1, "84553", "Purified Water, 20 oz Bottle", "60", "CS", "7.44", code="1ND729"))
    assert only(match_invoice(invoice(scanned), desk(long_code))).evidence.ties == {1: ItemTie.CODE_LOOK_ALIKE}
    assert only(match_invoice(invoice(typed), desk(PO))).evidence.ties == {1: ItemTie.UNKNOWN_CODE}


def test_a_look_alike_that_is_another_known_item_s_code_is_that_item_s() -> None:
    line = billed(1, "1NO72", "Purified Water 20 oz Bottle", "60", "CS", "7.44", "446.40")
    group = only(match_invoice(invoice(line), desk(PO, other_codes=["1NO72"])))
    assert group.patterns == (Pattern.SUBSTITUTION,)


def test_the_second_printed_code_ties_as_well() -> None:
    line = billed(1, "X-99", "Anything", "60", "CS", "7.44", "446.40", other_codes=("84553",))
    group = only(match_invoice(invoice(line), desk(PO)))
    assert group.patterns == (Pattern.EXACT,)
    assert group.evidence.ties == {1: ItemTie.CODE}


def test_a_cross_reference_goes_before_likeness_of_text() -> None:
    line = billed(1, "VN-1", "Navel Oranges, 88 Count", "60", "CS", "7.44", "446.40")
    group = only(match_invoice(invoice(line), desk(PO, cross_references=[("VN-1", "84553")])))
    assert group.po_lines == (("PO-1", 1),)
    assert group.evidence.ties == {1: ItemTie.CROSS_REFERENCE}


def test_a_line_nothing_explains_names_its_nearest_candidates_and_why_not() -> None:
    line = billed(1, "N9876", "Promotional apparel, polo shirt", "4", "EA", "24.80", "99.20")
    group = only(match_invoice(invoice(line), desk(PO)))
    assert group.patterns == (Pattern.NOT_ON_PO,)
    assert group.po_lines == ()
    assert group.nearest
    assert "PO-1 line" in group.nearest[0]
    assert "item code nobody knows" in group.nearest[0]


def test_another_size_is_another_item() -> None:
    bolts = order("PO-1", ordered(1, "S1", "Hex bolt M8 x 40", "10", "BX", "12.00"))
    line = billed(1, None, "Hex bolt M8 x 45", "10", "BX", "12.00", "120.00")
    assert only(match_invoice(invoice(line), desk(bolts))).patterns == (Pattern.NOT_ON_PO,)


def test_a_scan_that_reads_a_letter_for_a_stroke_names_no_other_size() -> None:
    cleaner = order("PO-1", ordered(1, "S1", "Floor cleaner lemon 5 l", "10", "EA", "12.00"))
    for text, method, found in (
        ("Floor cleaner lemon 51", Method.OCR, Pattern.EXACT),
        ("Floor cleaner lemon 51 boxed", Method.OCR, Pattern.EXACT),
        ("Floor cleaner lemon 51", Method.TEXT_LAYER, Pattern.NOT_ON_PO),
        ("Floor cleaner lemon 510 ml", Method.OCR, Pattern.NOT_ON_PO),
        ("Floor cleaner lemon 15 l", Method.OCR, Pattern.NOT_ON_PO),
        ("Floor cleaner lemon .5 l", Method.OCR, Pattern.NOT_ON_PO),
    ):
        line = billed(1, None, text, "10", "EA", "12.00", "120.00", method=method)
        assert only(match_invoice(invoice(line), desk(cleaner))).patterns == (found,), text


def test_a_scan_that_parts_two_numbers_elsewhere_names_another_size() -> None:
    bolts = order("PO-1", ordered(1, "S1", "Hex bolt M1 16 mm", "10", "BX", "12.00"))
    line = billed(1, None, "Hex bolt M11 6 mm", "10", "BX", "12.00", "120.00", method=Method.OCR)
    assert only(match_invoice(invoice(line), desk(bolts))).patterns == (Pattern.NOT_ON_PO,)


def test_s2_170_a_code_beside_the_description_of_another_size_is_held_and_in_a_scan_noted() -> None:
    bolts = order("PO-1", ordered(1, "S1", "Hex bolt zinc M8 x 40", "10", "BX", "12.00"))
    for method, severity in ((Method.TEXT_LAYER, Severity.HOLD), (Method.OCR, Severity.NOTE)):
        line = billed(1, "S1", "Hex bolt zinc M8 x 45", "10", "BX", "12.00", "120.00", method=method)
        match = match_invoice(invoice(line), desk(bolts))
        assert only(match).evidence.ties == {1: ItemTie.CODE}
        assert [(f.code, f.severity) for f in match.findings] == [("description_contradicts_code", severity)]
