"""What stands beside a frame's figures: the vendor's own term, the figure in the order's unit, readings, leftovers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.domain.case import Action
from app.domain.decision import GroupDecision, Lane
from app.domain.match import Conversion, FactorSource, Group, GroupEvidence, Pattern
from app.domain.order import LineRef, OrderLine
from app.domain.policy import Role
from app.domain.vendor import SubstitutionClause, Vendor
from app.workflow.comparison import compare
from app.workflow.comparison_rows import NO_TINT, invoice_row, order_row
from app.workflow.comparison_terms import in_order_unit, leftovers_text, terms_text, with_readings
from app.workflow.comparison_values import Row
from app.workflow.figures import Figures
from tests.helpers.like_cases import gloves, goggles, orders_desk
from tests.helpers.small_desk import ORDERS, POLICY, open_cases, paper, small_desk
from tests.unit.workflow.test_comparison import line

D = Decimal
FIGURES = Figures()
VENDOR = Vendor(
    "V1",
    "Northfork",
    merged_lines_permitted=False,
    partial_shipments_permitted=True,
    substitution_clause=SubstitutionClause.AT_OR_BELOW_PRICE,
    substitution_reference="contract 4.2",
)


def decided(*patterns: Pattern, lines: tuple[int, ...] = (1,), refs: tuple[int, ...] = (1,)) -> GroupDecision:
    group = Group(lines, tuple(LineRef("PO-1", n) for n in refs), patterns)
    return GroupDecision(group, Lane.DRAFT_AND_ROUTE, Role.BUYER, D(0), "rule", "")


@pytest.mark.parametrize(
    ("pattern", "quoted"),
    [
        (Pattern.MERGED, "“merged lines refused”"),
        (Pattern.QUANTITY_SHORT, "“partial shipments permitted”"),
        (Pattern.BUNDLED_ACCESSORIAL, "“charges rolled into the price refused”"),
        (Pattern.SUBSTITUTION, "“substitutes at or below the ordered price (contract 4.2)”"),
    ],
)
def test_the_vendors_own_term_is_quoted(pattern: Pattern, quoted: str) -> None:
    """S2.176 to S2.182: the terms agreed at onboarding settle how invoices may look."""
    assert terms_text(decided(pattern), VENDOR) == (f"Agreed with Northfork: {quoted}.",)


def test_where_no_term_applies_none_is_quoted() -> None:
    assert terms_text(decided(Pattern.PRICE_VARIANCE), VENDOR) == ()
    assert terms_text(decided(Pattern.MERGED), None) == ()


def _order(number: int, quantity: str, unit: str, price: str) -> OrderLine:
    return OrderLine(LineRef("PO-1", number), f"S{number}", "Goods", D(quantity), unit, D(price))


def test_a_billed_figure_stands_beside_its_counterpart_in_the_orders_unit() -> None:
    billed = line(1, "47821", "Chicken stock", "240", "EA", "1.00", "240.00")
    evidence = GroupEvidence(
        conversion=Conversion("EA", "CS", Fraction(1, 24), FactorSource.ITEM),
        billed_quantity_by_line={1: D(10)},
        billed_unit_price=D("24.00"),
    )
    group = replace(decided(Pattern.UOM_CONVERSION).group, evidence=evidence)
    row = invoice_row(billed, NO_TINT, FIGURES, "USD")
    told = in_order_unit(row, billed, group, _order(1, "10", "CS", "24.00"), FIGURES, "USD")
    assert (told.quantity.text, told.quantity.detail) == ("240 EA", "= 10 CS")
    assert (told.price.text, told.price.detail) == ("1.00", "= 24.00 / CS")


def test_a_price_per_hundred_is_shown_per_piece_too() -> None:
    billed = replace(line(1, "1", "Bolt", "500", "EA", "12.00", "60.00"), price_basis=D(100))
    group = replace(decided(Pattern.EXACT).group, evidence=GroupEvidence(billed_unit_price=D("0.12")))
    row = invoice_row(billed, NO_TINT, FIGURES, "USD")
    told = in_order_unit(row, billed, group, _order(1, "500", "EA", "0.12"), FIGURES, "USD")
    assert told.price.detail == "= 0.12 / EA"
    assert told.quantity.detail == ""


def test_same_units_are_not_said_twice() -> None:
    billed = line(1, "1", "Bolt", "5", "EA", "12.00", "60.00")
    row = invoice_row(billed, NO_TINT, FIGURES, "USD")
    group = replace(decided(Pattern.EXACT).group, evidence=GroupEvidence(billed_unit_price=D("12.00")))
    assert in_order_unit(row, billed, group, _order(1, "5", "EA", "12.00"), FIGURES, "USD") == row


def _rows(*numbers: int) -> tuple[Row, ...]:
    return tuple(order_row(_order(n, "1", "EA", "1"), NO_TINT, FIGURES, None, name_order=False) for n in numbers)


def test_competing_sets_stand_side_by_side_each_line_with_its_letters() -> None:
    one, two, three = (LineRef("PO-1", n) for n in (1, 2, 3))
    group = Group((1,), (one, two, three), (Pattern.MERGED,), alternatives=((two, three), (one, three)))
    told = [row.item.text for row in with_readings(_rows(1, 2, 3), group)]
    assert told == ["A · 2 · S2", "A B · 3 · S3", "B · 1 · S1"]
    plain = replace(group, alternatives=())
    assert with_readings(_rows(1, 2, 3), plain) == _rows(1, 2, 3)


def test_leftovers_of_both_sides_are_counted() -> None:
    assert leftovers_text(1, 2) == ("1 invoice line on no order", "2 order lines not billed")
    assert leftovers_text(0, 0) == ()


def test_leftovers_are_in_the_summary_above_the_frames(tmp_path: Path) -> None:
    desk = orders_desk(tmp_path)
    (document,) = desk.take(paper("A-1", [gloves(1, "20", "4.00", "80.00")], "80.00", po_numbers=["PO-16"]))
    assert "1 order line not billed" in compare(document).summary
    desk.services.close()


def test_near_enough_is_not_one_cause(tmp_path: Path) -> None:
    """4.40 is 10 % over 4.00; 6.62 is 10.33 % over 6.00: no one rate gives both to the cent."""
    desk = orders_desk(tmp_path)
    lines = [gloves(1, "20", "4.40", "88.00"), goggles(2, "20", "6.62", "132.40")]
    (document,) = desk.take(paper("A-1", lines, "220.40", po_numbers=["PO-16"]))
    problems = compare(document).problems
    assert [len(frame.cases) for frame in problems] == [1, 1]
    desk.services.close()


def test_no_line_is_lost_where_no_rate_of_few_digits_explains_them(tmp_path: Path) -> None:
    """Both are 13.3 millionths too dear: one cause perhaps, but no rate that can be said."""
    head = ORDERS.partition("\n")[0]
    rows = [
        f"PO-16,V1,2026-01-05,open,A. Approver,B. Buyer,USD,{n},{sku},,{text},1,{uom},750000.00,,Main,6100,0"
        for n, sku, text, uom in (
            (1, "10001", "Work gloves leather large", "PR"),
            (2, "10002", "Safety goggles clear anti-fog", "EA"),
        )
    ]
    policy = POLICY.replace("price_percent = 1\nprice_absolute = 5", "price_percent = 0\nprice_absolute = 0")
    desk = small_desk(tmp_path, {"purchase_orders.csv": "\n".join([head, *rows, ""]), "policy.toml": policy})
    lines = [gloves(1, "1", "750010.01", "750010.01"), goggles(2, "1", "750010.01", "750010.01")]
    (document,) = desk.take(paper("A-1", lines, "1500020.02", po_numbers=["PO-16"]))
    problems = compare(document).problems
    assert sorted(case.case_id for frame in problems for case in frame.cases) == sorted(
        case.case_id for case in open_cases(document) if case.invoice_lines
    )
    assert [len(frame.cases) for frame in problems] == [1, 1]
    desk.services.close()


def test_a_settled_line_leaves_its_cause_and_the_others_stay_open(tmp_path: Path) -> None:
    desk = orders_desk(tmp_path)
    lines = [gloves(1, "20", "4.40", "88.00"), goggles(2, "20", "6.60", "132.00")]
    (document,) = desk.take(paper("A-1", lines, "220.00", po_numbers=["PO-16"]))
    (frame,) = compare(document).problems
    assert len(frame.cases) == 2
    after = compare(desk.do(frame.cases[0], Action.ACCEPT, "agreed"))
    (left,) = after.problems
    assert [case.case_id for case in left.cases] == [frame.cases[1].case_id]
    desk.services.close()
