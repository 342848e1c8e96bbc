"""Exact decimals: how they are read, written and rounded."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import (
    decimal_from_text,
    decimals_of,
    half_step,
    money_text,
    plain,
    price_text,
    round_amount,
    trimmed,
)

DECIMALS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@pytest.mark.parametrize("text", ["NaN", "inf", "1e5", "1_000", "1,5", "", "٣", "1.2.3", "--1", "0x10", " 1", "1" * 30])
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a decimal number"):
        decimal_from_text(text)


@given(DECIMALS)
def test_a_decimal_comes_back_from_its_text_digit_by_digit(value: Decimal) -> None:
    assert decimal_from_text(plain(value)) == value
    assert plain(decimal_from_text(plain(value))) == plain(value)
    assert decimal_from_text(trimmed(value)) == value


@given(DECIMALS)
def test_a_price_is_written_exactly_and_with_cents_at_least(value: Decimal) -> None:
    text = price_text(value)
    assert Decimal(text) == value
    assert decimals_of(Decimal(text)) >= 2


def test_prices_and_amounts_read_as_people_write_them() -> None:
    assert price_text(Decimal("9.5000")) == "9.50"
    assert price_text(Decimal("0.1935")) == "0.1935"
    assert price_text(Decimal(120), "JPY") == "120"
    assert money_text(Decimal("0")) == "0.00"
    assert trimmed(Decimal("1E+3")) == "1000"


def test_halves_are_rounded_away_from_zero_and_by_the_currency() -> None:
    assert round_amount(Decimal("1.005")) == Decimal("1.01")
    assert round_amount(Decimal("-1.005")) == Decimal("-1.01")
    assert round_amount(Decimal("10.5"), "JPY") == Decimal(11)
    assert round_amount(Decimal("0.0005"), "KWD") == Decimal("0.001")


def test_half_a_step_is_what_rounding_can_have_hidden() -> None:
    assert half_step(Decimal("4.20")) == Decimal("0.005")
    assert half_step(Decimal("7")) == Decimal("0.5")
