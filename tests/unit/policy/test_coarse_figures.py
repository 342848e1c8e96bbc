"""A figure printed coarsely in another unit hides neither a price nor goods that did not come (S2.61, TRAP-4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain.decision import Lane
from app.domain.match import Conversion, FactorSource, Group, GroupEvidence, ItemTie, Pattern
from app.domain.policy import Band
from app.domain.receipt import Receipt
from tests.helpers.policy import POLICY, World, bill, dec, group, order_line, receipt

STRICT = replace(POLICY, default=Band(dec(0), dec(0), dec(0), dec(0)), classes={})


def converted(factor: str, from_uom: str, to_uom: str, *patterns: Pattern, lines: tuple[int, ...] = (1,)) -> Group:
    """Return a group whose lines are converted by what physics says."""
    conversion = Conversion(from_uom, to_uom, Fraction(factor), FactorSource.PHYSICS)
    evidence = GroupEvidence(ties=dict.fromkeys(lines, ItemTie.CODE), conversion=conversion)
    return group((Pattern.UOM_CONVERSION, *patterns), lines=lines, evidence=evidence)


def desk(quantity: str, uom: str, price: str, *receipts: Receipt) -> World:
    """Return a desk with one order line and a policy that tolerates nothing."""
    return World(order_lines=(order_line(quantity=quantity, uom=uom, price=price),), receipts=receipts, policy=STRICT)


@pytest.mark.parametrize(
    ("ordered", "unit", "price", "billed", "billed_unit", "billed_price", "factor"),
    [
        ("200", "LB", "1.00", "0.1", "TN", "3000.00", "2000"),
        ("100", "LB", "1.00", "0.05", "TN", "2200.00", "2000"),
        ("500", "KG", "2.00", "0.5", "MT", "2190.00", "1000"),
        ("0.5", "MT", "2000.00", "500", "KG", "2.20", "1/1000"),
        ("0.5", "MT", "2000.00", "500.0", "KG", "2.19", "1/1000"),
    ],
)
def test_a_price_is_a_price_however_coarse_the_quantity(
    ordered: str, unit: str, price: str, billed: str, billed_unit: str, billed_price: str, factor: str
) -> None:
    world = desk(ordered, unit, price).but(
        lines=(bill(quantity=billed, uom=billed_unit, price=billed_price),),
        groups=(converted(factor, billed_unit, unit),),
    )
    assert world.first.rule == "uom_conversion.outside_band"
    assert world.decided.lane is Lane.DRAFT_AND_ROUTE


@pytest.mark.parametrize(
    ("ordered", "unit", "billed", "billed_unit", "factor", "received", "received_unit"),
    [
        ("200", "LB", "0.1", "TN", "2000", "120", "LB"),
        ("0.5", "MT", "500", "KG", "1/1000", "451", "KG"),
    ],
)
def test_trap_4_a_coarse_quantity_does_not_stand_for_goods_that_did_not_come(
    ordered: str, unit: str, billed: str, billed_unit: str, factor: str, received: str, received_unit: str
) -> None:
    amount = "200.00"
    price = str(Decimal(amount) / Decimal(billed))
    world = desk(ordered, unit, str(Decimal(amount) / Decimal(ordered)), receipt(received, uom=received_unit)).but(
        lines=(bill(quantity=billed, uom=billed_unit, price=price, amount=amount),),
        groups=(converted(factor, billed_unit, unit),),
    )
    assert Pattern.QUANTITY_OVER in world.first.group.patterns
    assert world.decided.lane is Lane.DRAFT_AND_ROUTE


def test_s2_44_receipts_of_other_quantities_back_no_coarse_part() -> None:
    lines = tuple(bill(n, quantity="0.1", uom="TN", price="2000.00") for n in (1, 2))
    world = desk("400", "LB", "1.00", receipt("120", "R1", uom="LB"), receipt("110", "R2", uom="LB")).but(
        lines=lines, groups=(converted("2000", "TN", "LB", Pattern.SPLIT, lines=(1, 2)),)
    )
    assert world.first.rule == "split.receipt_missing"


def test_s2_69_a_coarse_weight_is_not_the_weight_received() -> None:
    world = desk("160", "LB", "5.00", receipt("120", uom="LB")).but(
        lines=(bill(quantity="0.1", uom="TN", price="10000.00"),),
        catch_weight=True,
        groups=(converted("2000", "TN", "LB"),),
    )
    assert "catch_weight.differs" in world.first.rule


def test_s2_61_what_the_last_digit_rounds_still_clears() -> None:
    # 1,000 lb are 453.59237 kg; the vendor prints 453.6 and a price per kilogram with four decimals.
    world = desk("1000", "LB", "1.00", receipt("1000", uom="LB")).but(
        lines=(bill(quantity="453.6", uom="KG", price="2.2046", amount="1000.00"),),
        groups=(converted("100000000/45359237", "KG", "LB"),),
    )
    assert world.first.rule == "uom_conversion.factor_known"
    assert world.first.group.patterns == (Pattern.UOM_CONVERSION,)


def test_s2_69_a_case_more_of_a_catch_weight_item_is_a_case_more() -> None:
    world = desk("100", "CS", "50.00", receipt("120", uom="CS")).but(
        lines=(bill(quantity="120", uom="CS", price="50.00"),),
        catch_weight=True,
        groups=(group((Pattern.CATCH_WEIGHT,)),),
    )
    assert world.first.group.patterns == (Pattern.QUANTITY_OVER,)
    assert world.first.lane is Lane.DRAFT_AND_ROUTE


def test_a_price_basis_that_cannot_be_one_breaks_nothing() -> None:
    world = World(lines=(bill(price_basis=Decimal(0)),))
    assert world.first.group.patterns == (Pattern.EXACT,)


def test_an_amount_for_a_quantity_of_nothing_is_held_and_breaks_nothing() -> None:
    world = World(lines=(bill(quantity="0", amount="50.00"),))
    assert Pattern.PRICE_VARIANCE in world.first.group.patterns
    assert "no band" in world.first.reason
    assert world.first.lane is not Lane.AUTO_RESOLVE


def test_s2_69_a_weight_of_which_nothing_is_left_to_bill_is_held_however_small_it_is() -> None:
    # 37 lb of 38 came in and were billed; one more is inside 3 % of the order, and never came.
    line = order_line(quantity="38", uom="LB", already_invoiced_quantity=dec("37"))
    world = World(
        lines=(bill(quantity="1", uom="LB"),),
        order_lines=(line,),
        receipts=(receipt("37", uom="LB"),),
        catch_weight=True,
        groups=(group((Pattern.CATCH_WEIGHT,)),),
    )
    assert "catch_weight.differs" in world.first.rule
    assert world.first.lane is Lane.DRAFT_AND_ROUTE
