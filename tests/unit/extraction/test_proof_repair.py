"""A misread digit is mended only where the sums leave one solution (S2.166, S2.167)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.provenance import Box, Method
from app.extraction.sums.proof_repair import looks_alike, repair_lines
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.figures import Figure


def _figure(raw: str, method: Method = Method.OCR) -> Figure:
    return Figure(Decimal(raw), raw, Box(1, 0, 0, 10, 10), method, 90)


def _line(quantity: str, price: str, amount: str, *, closes: bool, method: Method = Method.OCR) -> LineFigures:
    return LineFigures(_figure(quantity, method), _figure(price, method), _figure(amount, method), closes=closes)


@pytest.mark.parametrize(
    ("raw", "value", "alike"),
    [
        ("871.80", "877.80", True),
        ("44800", "44.800", True),
        ("-2", "2", True),
        ("13.50", "3.50", True),
        ("871.80", "824.80", False),
        ("12.00", "98.00", False),
        ("100.99", "400.99", True),
        ("2500", "25", False),  # of a price per 100
        ("80", "8000", False),
        ("1250", "12.5", True),
    ],
)
def test_one_look_alike_change_and_no_more(raw: str, value: str, alike: bool) -> None:
    assert looks_alike(raw, Decimal(raw), Decimal(value)) is alike


def test_a_misread_amount_is_mended_where_the_sum_asks_for_exactly_it() -> None:
    lines = [_line("2", "5.00", "10.00", closes=True), _line("114", "7.70", "871.80", closes=False)]
    repairs = repair_lines(lines, Decimal("6.00"))
    assert list(repairs) == [1]
    assert repairs[1].figures.amount is not None
    assert str(repairs[1].figures.amount.value) == "877.80"
    assert repairs[1].read == "871.80"


def test_a_lost_point_is_mended_where_the_amounts_are_right() -> None:
    repairs = repair_lines([_line("24", "44800", "1075.20", closes=False)], Decimal(0))
    assert repairs[0].field == "unit_price"
    assert repairs[0].figures.price is not None
    assert repairs[0].figures.price.value == Decimal("44.80")


def test_digits_that_two_readers_saw_alike_are_not_mended() -> None:
    line = _line("140", "4.10", "697.00", closes=False)
    assert line.quantity is not None
    assert repair_lines([line], Decimal(0))[0].field == "quantity"
    agreed = replace(line, quantity=replace(line.quantity, agreed=True))
    assert repair_lines([agreed], Decimal(0)) == {}


def test_a_mark_that_neither_reader_saw_is_mended() -> None:
    line = _line("24", "4480", "1075.20", closes=False)
    assert line.price is not None
    repairs = repair_lines([replace(line, price=replace(line.price, agreed=True))], Decimal(0))
    assert repairs[0].figures.price is not None
    assert repairs[0].figures.price.value == Decimal("44.80")


def test_nothing_is_mended_without_a_printed_sum() -> None:
    assert repair_lines([_line("114", "7.70", "871.80", closes=False)], None) == {}


def test_nothing_is_mended_where_the_sum_asks_for_something_else() -> None:
    assert repair_lines([_line("114", "7.70", "871.80", closes=False)], Decimal("9.00")) == {}


def test_two_solutions_are_no_solution() -> None:
    # Price 3.00 for 8.00, or quantity 3 for 8: either would close.
    assert repair_lines([_line("3", "3.00", "24.00", closes=False)], Decimal(0)) == {}


def test_a_text_layer_is_never_mended() -> None:
    line = _line("114", "7.70", "871.80", closes=False, method=Method.TEXT_LAYER)
    assert repair_lines([line], Decimal("6.00")) == {}


def test_s2_166_two_misread_amounts_that_make_up_for_each_other_mend_no_quantity() -> None:
    """Printed are 12 at 2.50 = 30.00 and 8 at 10.00 = 80.00; read the other way round they still add up."""
    swapped = [_line("12", "2.50", "80.00", closes=False), _line("8", "10.00", "30.00", closes=False)]
    assert repair_lines(swapped, Decimal(0)) == {}
