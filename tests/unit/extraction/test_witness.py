"""Which digits of a scanned line the equations speak for (S2.165, S2.166)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.provenance import Box, Certainty, Method
from app.extraction.sums.witness import Habit, cut_short, exact_to_the_cent, factors_witnessed, habit_of, shortened
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.figures import Figure
from tests.helpers.typed_pages import read_typed


def _figure(raw: str, *, agreed: bool = False, rest: str = "", method: Method = Method.OCR) -> Figure:
    return Figure(Decimal(raw), raw, Box(1, 0, 0, 10, 10), method, 90, rest=rest, agreed=agreed)


def _line(quantity: str, price: str, amount: str, *, agreed: bool = False) -> LineFigures:
    return LineFigures(_figure(quantity), _figure(price, agreed=agreed), _figure(amount), closes=True)


@pytest.mark.parametrize(
    ("quantity", "price", "amount", "witnessed"),
    [
        ("3", "23.90", "71.70", True),
        ("1", "78.722", "78.72", False),
        ("2", "84.4806", "168.96", False),
        ("100", "2.5400", "254.00", True),
        ("1.5", "0.01", "0.02", False),
    ],
)
def test_a_last_digit_counts_where_another_would_break_the_line(
    quantity: str, price: str, amount: str, witnessed: bool
) -> None:
    assert factors_witnessed(_line(quantity, price, amount), Habit()) is witnessed


def test_what_two_readers_saw_alike_needs_no_witness() -> None:
    assert factors_witnessed(_line("2", "84.4806", "168.96", agreed=True), Habit())


def test_a_price_with_fewer_decimals_than_its_column_may_have_lost_one() -> None:
    assert not factors_witnessed(_line("2", "79.66", "159.32"), Habit(price=4))
    assert factors_witnessed(_line("2", "79.66", "159.32"), Habit(price=2))


def test_an_amount_that_lost_its_last_digit_is_not_exact() -> None:
    assert not exact_to_the_cent(_line("5", "48.25", "241.2"), Habit())
    assert exact_to_the_cent(_line("5", "48.24", "241.2"), Habit())
    assert exact_to_the_cent(_line("3", "412.5", "1238"), Habit(amount=0))
    assert shortened(_line("5", "48.24", "241.2"), Habit())


def test_a_figure_that_ends_at_a_letter_like_a_digit_is_cut_short() -> None:
    assert cut_short(_figure("79.66", rest="I6"))
    assert not cut_short(_figure("79.66", rest="/100"))
    assert not cut_short(_figure("79.66", rest="I6", method=Method.TEXT_LAYER))


def test_the_habit_is_what_most_figures_are_printed_like() -> None:
    habit = habit_of([_line("1", "2.50", "2.50"), _line("2", "3.75", "7.50"), _line("4", "1.125", "4.50")])
    assert habit == Habit(amount=2, price=2, quantity=0)
    assert habit_of([_line("1", "2.50", "2.50")]).price is None


_PAGE = """
Item        Description              Qty      Price      Amount
AB-1001     Hex cap screw zinc         3      23.90       71.70
AB-1002     Safety gloves large       10       5.40       54.00

                                        Subtotal        {subtotal}
                                        Tax              {tax}
                                        {label}         {total}
"""


def test_a_subtotal_that_stands_in_for_a_total_nobody_read_is_not_vouched_for() -> None:
    page = _PAGE.format(subtotal="125.70", tax="9.11", label="Tctxxl", total="l34..8")
    invoice = read_typed(page, scanned=True)
    total = invoice.header.total
    assert total is None or total.certainty in {Certainty.UNVERIFIED, Certainty.CONTRADICTED}


def test_a_third_decimal_in_a_sum_of_a_scan_is_no_rounding() -> None:
    page = _PAGE.format(subtotal="125.70", tax="9.11", label="Total", total="134.812")
    total = read_typed(page, scanned=True).header.total
    assert total is not None
    assert total.certainty is Certainty.CONTRADICTED


def test_subtotal_and_total_misread_alike_prove_nothing() -> None:
    page = _PAGE.format(subtotal="126.70", tax="0.00", label="Total", total="126.70")
    header = read_typed(page, scanned=True).header
    assert header.subtotal is not None
    assert header.total is not None
    assert header.subtotal.certainty is Certainty.UNVERIFIED
    assert header.total.certainty is Certainty.UNVERIFIED
