"""Unit changes: known factors, those the figures suggest, units nobody printed (S2.54 to S2.78, TRAP-1, TRAP-11)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain.invoice import InvoiceLine
from app.domain.item import Item
from app.domain.match import FactorSource, Pattern
from app.domain.measure import Pack
from app.domain.order import OrderLine
from app.matching.factors import known_factors
from tests.helpers.matching import billed, desk, invoice, match_invoice, only, order, ordered

CASES = ordered(1, "47821", "Sparkling water, 12 oz", "10", "CS", "24.00")
PACK_OF_24 = [("47821", "CS", "EA", "24")]


def test_s2_57_ten_cases_billed_as_240_each_is_a_conversion_with_the_factor_on_file() -> None:
    lines = billed(1, "47821", "Sparkling water, 12 oz", "240", "EA", "1.00", "240.00")
    group = only(match_invoice(invoice(lines), desk(order("PO-1", CASES), conversions=PACK_OF_24)))

    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.po_lines == (("PO-1", 1),)
    evidence = group.evidence
    assert evidence.conversion is not None
    assert evidence.conversion.factor == Fraction(1, 24)
    assert evidence.conversion.source is FactorSource.ITEM
    assert not evidence.conversion.crossing
    assert evidence.billed_quantity == 10
    assert evidence.billed_unit_price == 24
    assert evidence.ordered_amount == evidence.billed_amount == Decimal("240.00")


def test_s2_68_trap_11_no_unit_printed_is_recognised_and_never_written_down_as_each() -> None:
    lines = billed(1, "47821", "Sparkling water, 12 oz", "240", None, "1.00", "240.00")
    group = only(match_invoice(invoice(lines), desk(order("PO-1", CASES), conversions=PACK_OF_24)))

    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.from_uom is None
    assert group.evidence.conversion.source is FactorSource.ITEM
    assert group.evidence.billed_quantity == 10


def test_trap_11_no_unit_printed_beside_the_order_s_figures_is_the_order_s_unit() -> None:
    lines = billed(1, "47821", "Sparkling water, 12 oz", "10", None, "24.00", "240.00")
    assert only(match_invoice(invoice(lines), desk(order("PO-1", CASES)))).patterns == (Pattern.EXACT,)


@pytest.mark.parametrize("unit", ["EA", None])
def test_s2_63_s2_65_s2_66_without_a_factor_on_file_the_prices_suggest_one(unit: str | None) -> None:
    lines = billed(1, "47821", "Sparkling water, 12 oz", "240", unit, "1.00", "240.00")
    group = only(match_invoice(invoice(lines), desk(order("PO-1", CASES))))

    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.SUGGESTED
    assert group.evidence.conversion.factor == Fraction(1, 24)


@pytest.mark.parametrize(
    ("text", "quantity", "unit", "price"),
    [("Sparkling water, 24/CS", "240", "EA", "1.00"), ("Sparkling water, case of 24", "240", "EA", "1.03")],
)
def test_s2_168_a_pack_stated_in_the_text_is_proposed_and_said_to_be_stated(
    text: str, quantity: str, unit: str, price: str
) -> None:
    line = billed(1, "47821", text, quantity, unit, price, str(Decimal(quantity) * Decimal(price)))
    line = replace(line, packs=(Pack("CS", Decimal(24), "EA", "24/CS"),))
    group = only(match_invoice(invoice(line), desk(order("PO-1", CASES))))

    assert Pattern.UOM_CONVERSION in group.patterns
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.STATED
    assert group.evidence.conversion.factor == Fraction(1, 24)
    assert group.evidence.billed_quantity == 10


def test_s2_168_a_stated_pack_counts_only_where_the_figures_bear_it_out_and_never_before_the_file() -> None:
    line = billed(1, "47821", "Sparkling water, 20/CS", "240", "EA", "1.00", "240.00")
    line = replace(line, packs=(Pack("CS", Decimal(20), "EA", "20/CS"),))
    group = only(match_invoice(invoice(line), desk(order("PO-1", CASES))))
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.SUGGESTED
    group = only(match_invoice(invoice(line), desk(order("PO-1", CASES), conversions=PACK_OF_24)))
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.ITEM


def test_s2_65_a_unit_with_no_factor_and_no_clean_ratio_is_compared_with_nothing() -> None:
    lines = billed(1, "47821", "Sparkling water, 12 oz", "3", "PL", "71.30", "213.90")
    group = only(match_invoice(invoice(lines), desk(order("PO-1", CASES))))

    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.NONE
    assert group.evidence.billed_quantity is None


def test_s2_59_a_conversion_is_neither_price_nor_quantity_variance() -> None:
    lines = billed(1, "47821", "Sparkling water, 12 oz", "240", "EA", "1.00", "240.00")
    group = only(match_invoice(invoice(lines), desk(order("PO-1", CASES), conversions=PACK_OF_24)))
    assert not {Pattern.PRICE_VARIANCE, Pattern.QUANTITY_OVER} & set(group.patterns)


def test_s2_78_the_vendor_s_own_factor_goes_before_the_item_s() -> None:
    lines = billed(1, "47821", "Sparkling water, 12 oz", "120", "EA", "2.00", "240.00")
    known = desk(order("PO-1", CASES), conversions=PACK_OF_24, vendor_conversions=[("47821", "CS", "EA", "12")])
    group = only(match_invoice(invoice(lines), known))

    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.VENDOR
    assert group.evidence.billed_quantity == 10


def test_s2_61_a_factor_on_file_that_the_figures_contradict_is_not_used_silently() -> None:
    lines = billed(1, "47821", "Sparkling water, 12 oz", "120", "EA", "2.00", "240.00")
    group = only(match_invoice(invoice(lines), desk(order("PO-1", CASES), conversions=PACK_OF_24)))
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.SUGGESTED
    assert Pattern.UOM_CONVERSION in group.patterns


@pytest.mark.parametrize(
    ("order_line", "bill", "factor"),
    [
        (
            ordered(1, "S1", "Copy paper", "2", "PL", "960.00"),
            billed(1, "S1", "Copy paper", "80", "CT", "24.00", "1920.00"),
            Fraction(1, 40),
        ),
        (
            ordered(1, "S1", "Copy paper", "2", "PL", "960.00"),
            billed(1, "S1", "Copy paper", "800", "PK", "2.40", "1920.00"),
            Fraction(1, 400),
        ),
        (
            ordered(1, "S1", "Copy paper", "800", "PK", "2.40"),
            billed(1, "S1", "Copy paper", "2", "PL", "960.00", "1920.00"),
            Fraction(400),
        ),
    ],
)
def test_s2_58_s2_70_pallet_carton_and_chains_of_packs(
    order_line: OrderLine, bill: InvoiceLine, factor: Fraction
) -> None:
    known = desk(order("PO-1", order_line), conversions=[("S1", "PL", "CT", "40"), ("S1", "CT", "PK", "10")])
    group = only(match_invoice(invoice(bill), known))
    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.factor == factor
    assert group.evidence.conversion.source is FactorSource.ITEM


def test_trap_1_order_in_pounds_invoice_in_kilograms() -> None:
    # 100 lb at 5.00 is 45.359237 kg at 11.0231 a kilogram: the price rises by 2.20462, it does not fall.
    pounds = order("PO-1", ordered(1, "S1", "Caustic soda beads", "100", "LB", "5.00"))
    line = billed(1, "S1", "Caustic soda beads", "45.36", "KG", "11.02", "499.87")
    group = only(match_invoice(invoice(line), desk(pounds)))

    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.PHYSICS
    assert group.evidence.conversion.factor == 1 / Fraction("0.45359237")
    assert group.evidence.quantity_slack > 0


def test_trap_1_order_in_kilograms_invoice_in_pounds() -> None:
    kilograms = order("PO-1", ordered(1, "S1", "Caustic soda beads", "100", "KG", "11.00"))
    line = billed(1, "S1", "Caustic soda beads", "220.46", "LB", "4.99", "1100.10")
    group = only(match_invoice(invoice(line), desk(kilograms)))

    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.factor == Fraction("0.45359237")


def test_trap_1_the_wrong_direction_is_no_conversion_that_fits() -> None:
    # 45.36 kg at 1/2.20462 of the price per pound, as a common text has it: this pays a fifth of the goods.
    pounds = order("PO-1", ordered(1, "S1", "Caustic soda beads", "100", "LB", "5.00"))
    line = billed(1, "S1", "Caustic soda beads", "45.36", "KG", "2.27", "102.97")
    group = only(match_invoice(invoice(line), desk(pounds)))
    assert Pattern.PRICE_VARIANCE in group.patterns


def test_s2_71_a_crossing_of_count_and_weight_is_said_even_with_a_factor_on_file() -> None:
    cases = order("PO-1", ordered(1, "S1", "Cheddar, mild", "10", "CS", "48.00"))
    line = billed(1, "S1", "Cheddar, mild", "48", "LB", "10.00", "480.00")
    group = only(match_invoice(invoice(line), desk(cases, conversions=[("S1", "CS", "LB", "4.8")])))
    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.crossing
    assert group.evidence.conversion.source is FactorSource.ITEM


def test_s2_55_another_printed_unit_with_the_order_s_figures_is_no_exact_match() -> None:
    boxes = order("PO-1", ordered(1, "S1", "Nitrile gloves", "10", "BX", "8.63"))
    line = billed(1, "S1", "Nitrile gloves", "10", "EA", "8.63", "86.30")
    for known in (desk(boxes), desk(boxes, conversions=[("S1", "BX", "EA", "100")])):
        group = only(match_invoice(invoice(line), known))
        assert group.patterns == (Pattern.UOM_CONVERSION,)
        assert group.evidence.conversion is not None
        assert group.evidence.conversion.source is FactorSource.SUGGESTED
        assert group.evidence.conversion.factor == 1


def test_s2_54_a_printed_unit_equal_to_the_order_s_does_not_hide_reciprocal_figures() -> None:
    line = billed(1, "47821", "Sparkling water, 12 oz", "240", "CS", "1.00", "240.00")
    group = only(match_invoice(invoice(line), desk(order("PO-1", CASES), conversions=PACK_OF_24)))
    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.SUGGESTED


def test_s2_64_a_converted_line_keeps_its_quantity_and_price_variances() -> None:
    known = desk(order("PO-1", CASES), conversions=PACK_OF_24)
    over = billed(1, "47821", "Sparkling water, 12 oz", "264", "EA", "1.00", "264.00")
    dear = billed(1, "47821", "Sparkling water, 12 oz", "240", "EA", "1.05", "252.00")

    group = only(match_invoice(invoice(over), known))
    assert set(group.patterns) == {Pattern.UOM_CONVERSION, Pattern.QUANTITY_OVER}
    assert group.evidence.billed_quantity == 11
    group = only(match_invoice(invoice(dear), known))
    assert set(group.patterns) == {Pattern.UOM_CONVERSION, Pattern.PRICE_VARIANCE}
    assert group.evidence.billed_unit_price == Decimal("25.20")


def test_s2_62_what_rounding_of_a_converted_price_explains_is_no_variance() -> None:
    sevens = order("PO-1", ordered(1, "S1", "Marker", "10", "CS", "24.00"))
    line = billed(1, "S1", "Marker", "70", "EA", "3.43", "240.10")
    group = only(match_invoice(invoice(line), desk(sevens, conversions=[("S1", "CS", "EA", "7")])))
    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.price_slack > 0


def test_a_count_is_not_rounded() -> None:
    # 10 cases of 24 are 240 each; 250 were ordered. Half a case is not "rounding".
    each = order("PO-1", ordered(1, "S1", "Marker", "250", "EA", "1.00"))
    line = billed(1, "S1", "Marker", "10", "CS", "24.00", "240.00")
    group = only(match_invoice(invoice(line), desk(each, conversions=[("S1", "CS", "EA", "24")])))
    assert set(group.patterns) == {Pattern.UOM_CONVERSION, Pattern.QUANTITY_SHORT}


def test_a_rounded_price_in_the_order_s_own_unit_must_also_give_the_order_s_amount() -> None:
    fine = order("PO-1", ordered(1, "S1", "Washer", "4800", "EA", "0.1655"))
    right = billed(1, "S1", "Washer", "4800", "EA", "0.17", "794.40")
    dearer = billed(1, "S1", "Washer", "4800", "EA", "0.17", "816.00")
    assert only(match_invoice(invoice(right), desk(fine))).patterns == (Pattern.EXACT,)
    assert only(match_invoice(invoice(dearer), desk(fine))).patterns == (Pattern.PRICE_VARIANCE,)


@pytest.mark.parametrize("basis", ["100", "1000"])
def test_a_price_per_hundred_or_thousand_is_the_order_s_price(basis: str) -> None:
    fine = order("PO-1", ordered(1, "S1", "Washer", "5000", "EA", "0.12"))
    price = str(Decimal("0.12") * Decimal(basis))
    stated = billed(1, "S1", "Washer", "5000", "EA", price, "600.00", basis=basis)
    unstated = billed(1, "S1", "Washer", "5000", "EA", price, "600.00")
    for line in (stated, unstated):
        group = only(match_invoice(invoice(line), desk(fine)))
        assert group.patterns == (Pattern.EXACT,)
        assert group.evidence.billed_unit_price == Decimal("0.12")


def test_a_dozen_of_an_item_counted_in_pairs_follows_the_item_and_not_the_dictionary() -> None:
    gloves = order("PO-1", ordered(1, "S1", "Work gloves", "24", "PR", "2.50"))
    line = billed(1, "S1", "Work gloves", "2", "DZ", "30.00", "60.00")
    group = only(match_invoice(invoice(line), desk(gloves, conversions=[("S1", "DZ", "PR", "12")])))
    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.billed_quantity == 24
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.ITEM


def test_trap_11_no_unit_printed_physics_alone_only_suggests() -> None:
    each = order("PO-1", ordered(1, "S1", "Work gloves", "2", "EA", "10.00"))
    line = billed(1, "S1", "Work gloves", "1", None, "20.00", "20.00")
    group = only(match_invoice(invoice(line), desk(each)))
    assert group.patterns == (Pattern.UOM_CONVERSION,)
    assert group.evidence.conversion is not None
    assert group.evidence.conversion.source is FactorSource.SUGGESTED


def test_sixty_pairs_are_not_read_as_ten_dozen() -> None:
    gloves = order("PO-1", ordered(1, "S1", "Work gloves", "10", "DZ", "48.00"))
    line = billed(1, "S1", "Work gloves", "60", "PR", "8.00", "480.00")
    evidence = only(match_invoice(invoice(line), desk(gloves))).evidence
    assert evidence.conversion is not None
    assert evidence.conversion.source is FactorSource.SUGGESTED


def test_a_dozen_of_an_item_kept_in_pairs_is_twelve_pairs() -> None:
    gloves = order("PO-1", ordered(1, "S1", "Work gloves", "10", "DZ", "48.00"))
    line = billed(1, "S1", "Work gloves", "120", "PR", "4.00", "480.00")
    known = desk(gloves)
    kept = replace(known, items={"S1": Item("S1", "Work gloves", "PR")})
    group = only(match_invoice(invoice(line), kept))
    assert group.evidence.billed_quantity == 10


def test_a_whole_number_of_a_measured_unit_was_rounded_and_a_count_was_not() -> None:
    sugar = ordered(1, "K1", "Sugar", "220", "LB", "1.00")
    weighed = billed(1, "K1", "Sugar", "100", "KG", "2.2046", "220.46")
    assert only(match_invoice(invoice(weighed), desk(order("PO-1", sugar)))).patterns == (Pattern.UOM_CONVERSION,)
    gloves = ordered(1, "G1", "Gloves", "1199", "PR", "1.00")
    counted = billed(1, "G1", "Gloves", "100", "DZ", "12.00", "1200.00")
    group = only(match_invoice(invoice(counted), desk(order("PO-1", gloves))))
    assert Pattern.QUANTITY_OVER in group.patterns


def test_s2_68_what_physics_settles_needs_no_table() -> None:
    found = {one.from_uom: one for one in known_factors(()).into("47821", None, "EA")}
    assert found["DZ"].factor == Fraction(12)
    assert found["DZ"].source is FactorSource.PHYSICS
    assert not {"LB", "CS"} & found.keys()
