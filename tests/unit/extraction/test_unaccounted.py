"""Amounts that a page names and that are in none of its sums, on any page; and those that honest pages print."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from tests.helpers.typed_pages import read_typed

_HEAD = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

"""
_TABLE = """Qty   UM   Item      Description                   Price     Amount
"""
_FIRST = """ 12   CS   AB-100    Hex bolt M8                    2.50      30.00
"""
_SECOND = """ 10   CS   AB-200    Lock washer M8                 1.50      15.00
"""
_SUMS = """
                                              Subtotal  45.00
                                              Tax        0.00
                                              Total     45.00
"""


def _strays(*pages: str) -> list[str]:
    invoice = read_typed(*pages)
    assert [str(line.amount.value) for line in invoice.lines if line.amount] == ["30.00", "15.00"]
    holds = (finding for finding in invoice.findings if finding.severity is Severity.HOLD)
    return [finding.message for finding in holds if finding.code == "amount_in_no_sum"]


@pytest.mark.parametrize(
    "charge",
    [
        "Freight              35.00",
        "Handling fee         $25.00",
        "Fracht               35,00",
        "Pallet charge        9.50",
    ],
)
def test_a_charge_on_a_middle_page_that_no_sum_has_is_told(charge: str) -> None:
    middle = f"{_HEAD}          {charge}\n"
    assert len(_strays(_HEAD + _TABLE + _FIRST, middle, _HEAD + _TABLE + _SECOND + _SUMS)) == 1


@pytest.mark.parametrize(
    "under",
    [
        "Freight   12.00", "VAT 19%    8.55", "Volume discount   -5.00", "Balance forward   1,200.00",
        "Carried forward     31.00", "Pallet charge      9.50", "Previous balance  1,200.00",
        "Alter Saldo     1.200,00",
        "Minimum order charge   25.00", "Additional amount due   95.00", "Zusätzlicher Betrag   95,00",
        "Past due    120.00",
    ],
)  # fmt: skip
def test_an_amount_beside_the_sums_that_none_of_them_has_is_told(under: str) -> None:
    text = f"{_HEAD}{_TABLE}{_FIRST}{_SECOND}{_SUMS}\n                                              {under}\n"
    assert len(_strays(text)) == 1


@pytest.mark.parametrize(
    "under",
    [
        "Thank you for your order of 45.00", "Skonto   0.90", "Skonto   -0.90",
        "Cash discount if paid within 10 days  -0.90",
        "Carried forward   30.00", "Page total  15.00", "Sales tax   0.00", "Freight terms: prepaid",
        "Tax rate   8.25%",
        "Previous balance     0.00", "Insurance value up to   5,000.00", "Total weight   120.50",
        "Minimum order   100.00", "Mindestbestellwert   100,00",
    ],
)  # fmt: skip
def test_what_honest_pages_print_beside_their_sums_is_passed_over(under: str) -> None:
    text = f"{_HEAD}{_TABLE}{_FIRST}{_SECOND}{_SUMS}\n                                              {under}\n"
    assert _strays(text) == []


def test_a_charge_that_the_total_has_is_in_a_sum() -> None:
    sums = _SUMS.replace("Tax        0.00", "Freight    5.00").replace("Total     45.00", "Total     50.00")
    assert _strays(_HEAD + _TABLE + _FIRST + _SECOND + sums) == []


def test_a_second_total_on_the_same_page_is_told() -> None:
    text = f"{_HEAD}{_TABLE}{_FIRST}{_SECOND}{_SUMS}\n"
    codes = [
        f.code for f in read_typed(f"{text}                                      Grand total     9,045.00\n").findings
    ]
    assert "pages_contradict" in codes
    codes = [
        f.code for f in read_typed(f"{text}                                      Grand total        45.00\n").findings
    ]
    assert "pages_contradict" not in codes


@pytest.mark.parametrize(
    "under",
    [
        "Amount due  9,400.00T", "Grand total  9,400.00x", "Freight  9,000.00x", "VAT 20%   80.00x",
        "Amount due  ~9,400.00", "Balance due  9,4OO.OO", "Freight   9.4k", "Gesamtbetrag   9.400,00x",
    ],
)  # fmt: skip
def test_an_amount_owed_that_cannot_be_read_is_told(under: str) -> None:
    told = _strays(f"{_HEAD}{_TABLE}{_FIRST}{_SECOND}{_SUMS}\n                                  {under}\n")
    assert len(told) == 1
    assert "cannot be read" in told[0]


@pytest.mark.parametrize(
    "under",
    [
        "Total weight  120.50kg", "Total   12pcs", "Total  120.50kg", "Tax 7.60%", "Total due by 01.02.26",
        "Grand total  45.00USD", "Grand total  45.00*", "Freight terms  v2.00a",
    ],
)  # fmt: skip
def test_what_is_no_amount_owed_is_passed_over(under: str) -> None:
    assert _strays(f"{_HEAD}{_TABLE}{_FIRST}{_SECOND}{_SUMS}\n                                  {under}\n") == []
