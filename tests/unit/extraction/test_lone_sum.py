"""A sum of the lines stands for the total only where nothing is still to be added to it."""

from __future__ import annotations

import pytest

from tests.helpers.typed_pages import read_typed

_PAGE = """
Acme Supply Inc.          Invoice No: 4711     Date: 01/28/2026

Item      Description               Qty   Price    Amount
AB-100    Hex bolt                   12    2.50     30.00
AB-200    Washer kit                  3   10.00     30.00
                                       {first}     60.00
                                       {then}
"""


@pytest.mark.parametrize("first", ["Subtotal", "Nettobetrag"])
@pytest.mark.parametrize(
    "then",
    [
        "Freight    64.00",
        "Fracht     64,00",
        "Total",
        "Freight",
        "Sales Tax",
        "VAT 19 %",
        "Freight 64.00\n\n     Total",
        "Total      9,400.00T",
        "Total USD  9,4OO.OO",
        "Total      9.4k",
    ],
)
def test_a_sum_below_which_something_is_still_charged_is_not_the_total(first: str, then: str) -> None:
    invoice = read_typed(_PAGE.format(first=first, then=then))
    assert invoice.header.total is None or invoice.header.total.value != 60
    assert "missing_field" in {finding.code for finding in invoice.findings}


@pytest.mark.parametrize(
    "then", ["", "Thank you for your order", "Freight       0.00", "We send orders over 500.00 free"]
)
def test_a_sum_alone_is_the_total(then: str) -> None:
    total = read_typed(_PAGE.format(first="Subtotal", then=then)).header.total
    assert total is not None
    assert total.value == 60


@pytest.mark.parametrize("label", ["        ", "T%t@l   "])
def test_a_sum_above_another_amount_whose_label_was_lost_is_not_the_total(label: str) -> None:
    invoice = read_typed(_PAGE.format(first="Subtotal", then=f"{label}     64.00"))
    assert invoice.header.total is None or invoice.header.total.value != 60
    assert "missing_field" in {finding.code for finding in invoice.findings}


def test_a_sum_that_is_printed_again_is_the_total() -> None:
    total = read_typed(_PAGE.format(first="Subtotal", then=13 * " " + "60.00")).header.total
    assert total is not None
    assert total.value == 60
