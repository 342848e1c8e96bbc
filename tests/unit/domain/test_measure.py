"""Units: what physics settles, what it does not, and how printed units are found."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain.measure import CANONICAL_CODES, UnitTable, convert, crosses_dimensions, dimension_of, physical_factor

CODES = (
    "EA PR DZ GR PK BX CT CS PL BG RL BD ST KT TU BT CN DR JR MG G KG OZ LB TN MT ML L FO PT QT GA BBL MM CM M IN FT "
    "YD SF SY SM CF CY CM3 M3 MI HR DAY WK MO YR LS PG KWH PCT"
)


def test_the_canonical_codes_are_those_of_the_formats() -> None:
    assert frozenset(CODES.split()) == CANONICAL_CODES
    assert all(dimension_of(code) for code in CANONICAL_CODES)


def test_trap_1_a_kilogram_costs_more_than_a_pound_and_the_ratio_is_exact() -> None:
    assert physical_factor("LB", "KG") == Fraction(45359237, 100_000_000)
    assert physical_factor("KG", "LB") == 1 / Fraction(45359237, 100_000_000)
    there = convert(Decimal(100), physical_factor("LB", "KG") or Fraction(0))
    assert there == Decimal("45.359237")


def test_s2_71_count_weight_and_volume_are_never_converted_into_each_other() -> None:
    assert physical_factor("EA", "KG") is None
    assert physical_factor("CS", "EA") is None, "what is in a case is a fact of the item"
    assert crosses_dimensions("CS", "LB")
    assert crosses_dimensions("L", "KG")
    assert not crosses_dimensions("CS", "EA")
    assert crosses_dimensions("CS", "STACN"), "nobody knows what an unknown unit measures"


def test_days_and_months_are_terms_of_a_contract_and_not_physics() -> None:
    assert physical_factor("DAY", "HR") is None
    assert physical_factor("MI", "HR") == Fraction(1, 60)


@pytest.mark.parametrize(
    ("printed", "code"), [("each.", "EA"), ("Stück", "EA"), ("(cs)", "CS"), ("kg", "KG"), ("bolts", None)]
)
def test_printed_units_are_found_whatever_their_case_accents_and_stops(printed: str, code: str | None) -> None:
    table = UnitTable({"EACH": "EA", "STUCK": "EA"})
    assert table.canonical(printed) == code
    assert table.canonical_or_printed(printed) == (code or printed.upper())
