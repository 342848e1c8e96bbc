"""A profile with quantity and price exchanged closes like the right reading: what it reads is never called sure."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from app.domain.provenance import Certainty
from app.extraction.profiles.model import ColumnRule, Profile, Recognition
from app.extraction.values.column_kinds import ColumnKind
from tests.helpers.typed_pages import read_typed

PAGE = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026

Item       Description          Qty   {unit}  Price    Amount
AX-1001    Steel bolt            10   {each}   2.25     22.50
AX-1002    Washer                 5   {each}   3.15     15.75
AX-1003    Nut                   20   {each}   1.05     21.00

                                   Total             59.25
"""
COUNTED = PAGE.format(unit="UM", each="EA")


def _profile(quantity: str, price: str) -> Profile:
    columns = {ColumnKind.QUANTITY: ColumnRule((quantity,)), ColumnKind.PRICE: ColumnRule((price,))}
    return Profile("us/acme", 1, "Acme Supply", Recognition(names=("Acme Supply",)), columns=MappingProxyType(columns))


def test_exchanged_columns_are_not_sure() -> None:
    invoice = read_typed(COUNTED, profile=_profile("Price", "Qty"))
    assert [str(line.quantity and line.quantity.value) for line in invoice.lines] == ["2.25", "3.15", "1.05"]
    assert {line.certainty for line in invoice.lines} == {Certainty.UNVERIFIED}


def test_a_profile_that_says_what_the_page_says_stays_proven() -> None:
    invoice = read_typed(COUNTED, profile=_profile("Qty", "Price"))
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


@pytest.mark.parametrize(("unit", "each"), [("UM", "LB"), ("UM", "HR")])
def test_what_is_weighed_or_lasts_may_be_billed_in_parts_at_whole_prices(unit: str, each: str) -> None:
    page = PAGE.format(unit=unit, each=each)
    invoice = read_typed(page, profile=_profile("Price", "Qty"))
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}
