"""Charges rolled into goods lines, and what else explains the same figures (S2.104 to S2.107, TRAP-5)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.finding import Severity
from app.domain.invoice import InvoiceLine
from app.domain.match import Match, Pattern
from tests.helpers.matching import billed, desk, invoice, match_invoice, number, only, order, ordered

GLYCOL = ordered(1, "15577", "Propylene glycol, inhibited", "110", "GA", "8.01")
HATS = [
    ordered(n, f"H{n}", f"Hard hat, colour {n}", q, "EA", p)
    for n, (q, p) in enumerate((("14", "19.52"), ("40", "15.74"), ("7", "58.24"), ("9", "11.00")), 1)
]


def hats(*prices: str) -> list[InvoiceLine]:
    return [
        billed(
            line.ref.line_no,
            line.sku,
            line.description,
            str(line.quantity),
            "EA",
            price,
            str((line.quantity * Decimal(price)).quantize(Decimal("0.01"))),
        )
        for line, price in zip(HATS, prices, strict=False)
    ]


def test_s2_106_a_flat_charge_added_after_extension() -> None:
    line = billed(1, "15577", "Propylene glycol", "110", "GA", "8.01", "912.45")
    group = only(match_invoice(invoice(line), desk(order("PO-1", GLYCOL))))
    assert group.patterns == (Pattern.BUNDLED_ACCESSORIAL,)
    assert group.evidence.bundled_amount == Decimal("31.35")
    assert group.evidence.ordered_amount == Decimal("881.10")
    assert len(group.evidence.rejected) >= 3


def test_s2_104_s2_105_one_rate_on_three_lines_or_more() -> None:
    lines = hats("20.89", "16.84", "62.32")
    match = match_invoice(invoice(*lines), desk(order("PO-1", *HATS)))
    assert [g.patterns for g in match.groups] == [(Pattern.BUNDLED_ACCESSORIAL,)] * 3
    assert {g.evidence.bundled_rate_percent for g in match.groups} == {Decimal(7)}
    assert match.groups[0].evidence.bundled_amount == Decimal("19.18")


def test_s2_105_one_or_two_inflated_lines_are_price_variances() -> None:
    for count in (1, 2):
        lines = hats("20.89", "16.84")[:count]
        match = match_invoice(invoice(*lines), desk(order("PO-1", *HATS)))
        assert {g.patterns for g in match.groups} == {(Pattern.PRICE_VARIANCE,)}


def test_s2_105_three_lines_at_three_rates_are_price_variances() -> None:
    lines = hats("20.89", "17.94", "59.99")
    match = match_invoice(invoice(*lines), desk(order("PO-1", *HATS)))
    assert {g.patterns for g in match.groups} == {(Pattern.PRICE_VARIANCE,)}


def test_three_lines_cheaper_by_one_rate_bundle_nothing() -> None:
    lines = hats("18.15", "14.64", "54.16")
    match = match_invoice(invoice(*lines), desk(order("PO-1", *HATS)))
    assert {g.patterns for g in match.groups} == {(Pattern.PRICE_VARIANCE,)}


def test_a_line_at_the_order_s_price_beside_inflated_ones_stays_exact() -> None:
    lines = hats("20.89", "16.84", "62.32", "11.00")
    match = match_invoice(invoice(*lines), desk(order("PO-1", *HATS)))
    assert match.groups[3].patterns == (Pattern.EXACT,)


def test_trap_5_a_printed_discount_explains_the_amount() -> None:
    line = billed(1, "15577", "Propylene glycol", "110", "GA", "8.90", "881.10", discount="97.90")
    group = only(match_invoice(invoice(line), desk(order("PO-1", GLYCOL))))
    assert group.patterns == (Pattern.EXACT,)


def test_trap_5_a_price_per_hundred_explains_the_amount() -> None:
    line = billed(1, "15577", "Propylene glycol", "110", "GA", "801.00", "881.10")
    assert only(match_invoice(invoice(line), desk(order("PO-1", GLYCOL)))).patterns == (Pattern.EXACT,)


def test_trap_5_rounding_of_the_printed_price_explains_the_amount() -> None:
    fine = order("PO-1", ordered(1, "W1", "Washer", "1000", "EA", "0.0834"))
    line = billed(1, "W1", "Washer", "1000", "EA", "0.08", "83.40")
    assert only(match_invoice(invoice(line), desk(fine))).patterns == (Pattern.EXACT,)


def test_trap_5_tax_in_every_amount_explains_the_amounts() -> None:
    lines = [
        billed(1, "H1", "Hard hat, colour 1", "14", "EA", "19.52", "325.20"),
        billed(2, "H2", "Hard hat, colour 2", "40", "EA", "15.74", "749.22"),
        billed(3, "H3", "Hard hat, colour 3", "7", "EA", "58.24", "485.14"),
    ]
    match = match_invoice(invoice(*lines, tax="248.92"), desk(order("PO-1", *HATS)))
    assert [g.patterns for g in match.groups] == [(Pattern.EXACT,)] * 3


def test_trap_5_one_line_above_its_product_by_the_tax_rate_is_no_tax() -> None:
    lines = [
        billed(1, "H1", "Hard hat, colour 1", "14", "EA", "19.52", "325.20"),
        billed(2, "H2", "Hard hat, colour 2", "40", "EA", "15.74", "629.60"),
    ]
    match = match_invoice(invoice(*lines, tax="51.92"), desk(order("PO-1", *HATS)))
    assert match.groups[0].patterns == (Pattern.BUNDLED_ACCESSORIAL,)
    assert match.groups[1].patterns == (Pattern.EXACT,)


def test_a_charge_small_enough_to_look_like_rounding_is_still_a_charge() -> None:
    # The last decimal of 0.17 could explain up to 24.00, but the order's price is 0.17 to the last decimal.
    fine = order("PO-1", ordered(1, "W1", "Washer", "4800", "EA", "0.17"))
    line = billed(1, "W1", "Washer", "4800", "EA", "0.17", "826.00")
    group = only(match_invoice(invoice(line), desk(fine)))
    assert group.patterns == (Pattern.BUNDLED_ACCESSORIAL,)
    assert group.evidence.bundled_amount == Decimal("10.00")


def test_s2_107_a_freight_line_elsewhere_does_not_excuse_an_inflated_line() -> None:
    # Itemised charges are no lines; the inflated goods line is judged by itself.
    line = billed(1, "15577", "Propylene glycol", "110", "GA", "8.01", "912.45")
    group = only(match_invoice(invoice(line), desk(order("PO-1", GLYCOL))))
    assert Pattern.BUNDLED_ACCESSORIAL in group.patterns


def test_an_amount_below_quantity_times_price_that_nothing_explains_is_held() -> None:
    line = billed(1, "15577", "Propylene glycol", "110", "GA", "8.01", "800.77")
    match = match_invoice(invoice(line), desk(order("PO-1", GLYCOL)))
    assert only(match).patterns == (Pattern.PRICE_VARIANCE,)
    assert [(f.code, f.severity) for f in match.findings] == [("line_arithmetic", Severity.HOLD)]


def test_a_charge_on_a_converted_line_is_named_beside_the_conversion() -> None:
    cases = order("PO-1", ordered(1, "W1", "Mineral water", "10", "CS", "24.00"))
    line = billed(1, "W1", "Mineral water", "240", "EA", "1.00", "265.00")
    group = only(match_invoice(invoice(line), desk(cases, conversions=[("W1", "CS", "EA", "24")])))
    assert set(group.patterns) == {Pattern.UOM_CONVERSION, Pattern.BUNDLED_ACCESSORIAL}
    assert group.evidence.bundled_amount == Decimal("25.00")


def test_one_rate_on_the_parts_of_one_split_is_a_bundle_of_three_lines() -> None:
    pumps = order("PO-1", ordered(1, "P1", "Sump pump", "6", "EA", "200.00"))
    lines = [billed(n, "P1", "Sump pump", "2", "EA", "216.00", "432.00") for n in (1, 2, 3)]
    group = only(match_invoice(invoice(*lines), desk(pumps)))
    assert set(group.patterns) == {Pattern.SPLIT, Pattern.BUNDLED_ACCESSORIAL}


GROSS = (("10001", "0.595", "100", "59.50"), ("10002", "10.27", "40", "410.80"), ("10003", "7.74", "30", "232.20"))


def with_tax_in_prices(total: str, tax: str) -> Match:
    """Bill three lines at the order's prices and 19 % (0.50, 8.63 and 6.50 are ordered)."""
    ordered_prices = ("0.50", "8.63", "6.50")
    known = desk(
        order("PO-1", *(ordered(n, code, f"Goods {code}", quantity, "EA", net)
                        for n, ((code, _, quantity, _), net) in enumerate(zip(GROSS, ordered_prices, strict=True), 1)))
    )  # fmt: skip
    lines = [
        billed(n, code, f"Goods {code}", quantity, "EA", price, amount)
        for n, (code, price, quantity, amount) in enumerate(GROSS, 1)
    ]
    document = invoice(*lines, tax=tax)
    return match_invoice(replace(document, header=replace(document.header, total=number(total))), known)


def test_trap_5_prices_that_include_the_tax_are_no_charge_rolled_in_and_are_held() -> None:
    match = with_tax_in_prices("702.50", "112.16")
    assert {group.patterns for group in match.groups} == {(Pattern.PRICE_VARIANCE,)}
    assert all("tax" in group.evidence.rejected[-1] for group in match.groups)
    held = [f.line_no for f in match.findings if f.code == "price_includes_tax" and f.severity is Severity.HOLD]
    assert held == [1, 2, 3]


@pytest.mark.parametrize(
    ("total", "tax"),
    [("814.66", "112.16"), ("702.50", "50.00"), ("702.50", "0.00")],
    ids=["tax on top", "another rate", "no tax"],
)
def test_trap_5_one_rate_that_is_not_the_tax_included_is_a_charge_rolled_in(total: str, tax: str) -> None:
    match = with_tax_in_prices(total, tax)
    assert {group.patterns for group in match.groups} == {(Pattern.BUNDLED_ACCESSORIAL,)}
    assert not [f for f in match.findings if f.code == "price_includes_tax"]
