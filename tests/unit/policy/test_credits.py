"""The groups of a credit memo say what is credited, never that anything was over, short or split (credit_memo)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.decision import Lane
from app.domain.match import GroupEvidence, ItemTie, Pattern
from app.domain.order import LineRef
from app.domain.policy import Role
from app.domain.provenance import Certainty
from tests.helpers.policy import PO, World, bill, dec, group, order_line, read, rules

DELIVERED = order_line(billed_quantity=dec("100"))
MEMO = World(lines=(bill(quantity="-6"),), order_lines=(DELIVERED,))


@pytest.mark.parametrize("named", [(Pattern.EXACT,), (Pattern.QUANTITY_OVER, Pattern.QUANTITY_SHORT)])
@pytest.mark.parametrize("order", [DELIVERED, order_line()])
def test_what_is_open_says_nothing_about_a_credit(named: tuple[Pattern, ...], order: object) -> None:
    decided = MEMO.but(groups=(group(named),), order_lines=(order,)).first
    assert (decided.rule, decided.lane, decided.owner) == ("credit_memo.line", Lane.DRAFT_AND_ROUTE, Role.AP_CLERK)
    assert decided.group.patterns == (Pattern.EXACT,)
    assert decided.reason == "60.00 is credited for 6 EA at 10.00 of PO-1001 line 1: a person books it"
    assert (decided.exposure, decided.receipts, decided.billable_quantity) == (dec("0"), (), None)


def test_a_memo_that_prints_its_figures_without_sign_is_told_alike() -> None:
    titled = MEMO.but(lines=(bill(quantity="6"),)).with_header(titled_credit=True)
    assert titled.first.reason == MEMO.first.reason
    assert rules(titled.decided) == {"credit_memo.credits"}


def test_it_is_the_vendors_affair_which_figure_carries_the_sign() -> None:
    signed = MEMO.but(lines=(bill(quantity="6", amount="-60.00"),)).first
    assert signed.rule == "credit_memo.line"
    assert MEMO.but(lines=(bill(quantity="6", amount="-70.00"),)).first.rule == "figures.contradictory"


def test_a_credit_of_a_part_of_the_price_shows_the_price() -> None:
    decided = MEMO.but(lines=(bill(quantity="-100", price="0.50"),)).first
    assert decided.group.patterns == (Pattern.PRICE_VARIANCE,)
    assert decided.figures["po_price"] == "10.00"


def test_several_lines_of_one_order_line_stay_together() -> None:
    lines = (bill(1, quantity="-6"), bill(2, quantity="-7"))
    decided = MEMO.but(lines=lines, groups=(group((Pattern.SPLIT,), (1, 2)),)).first
    assert decided.group.patterns == (Pattern.SPLIT,)
    assert decided.figures["credited"] == "6 EA at 10.00 and 7 EA at 10.00"


def test_a_credit_that_fits_two_lines_names_both() -> None:
    either = group(po_lines=(1, 2), alternatives=((LineRef(PO, 1),), (LineRef(PO, 2),)))
    decided = MEMO.but(order_lines=(order_line(1), order_line(2)), groups=(either,)).first
    assert "PO-1001 line 1 or PO-1001 line 2" in decided.reason


def test_a_lump_without_a_quantity_is_fine_and_a_doubtful_figure_is_not() -> None:
    lump = replace(bill(amount="-60.00", quantity=None, price=None), description=read("Goodwill"))
    assert MEMO.but(lines=(lump,)).first.rule == "credit_memo.line"
    assert MEMO.but(lines=(bill(quantity="-6", certainty=Certainty.CONTRADICTED),)).first.rule == "figures.unproven"
    assert MEMO.but(lines=(bill(quantity="-6", price=None, amount=""),)).first.rule == "figures.missing"


def test_nothing_of_a_credit_clears_even_where_a_person_chose() -> None:
    chosen = group(evidence=GroupEvidence(ties={1: ItemTie.PERSON}))
    assert MEMO.but(groups=(chosen,)).decided.lane is Lane.DRAFT_AND_ROUTE
    assert MEMO.decided.booked == ()
