"""Two taxes of which a sale bears one are held; those of a state and its county are not."""

from __future__ import annotations

import pytest

from app.extraction.sums.taxed_twice import TAXED_TWICE
from tests.helpers.typed_pages import read_typed

_PAGE = """
Brightline Supplies                                INVOICE
12 Mill Road                                       Invoice number   RE-2026-44919
Dayton, OH 45402                                   Invoice date     14 May 2026

Description                   Qty   UOM    Price     Amount
Bearing 6204-2RS               20   EA     10.00     200.00
Nitrile gloves size L          10   EA     10.00     100.00

                              Subtotal              300.00
                              {first:22}{a:>6}
                              {second:22}{b:>6}
                              Total USD             {total:.2f}
"""


@pytest.mark.parametrize(
    ("first", "second", "held"),
    [
        (("Sales Tax 6%", "18.00"), ("Use Tax 6%", "18.00"), True),
        (("Sales Tax 6%", "18.00"), ("Consumer use tax", "9.00"), True),
        (("Tax 6%", "18.00"), ("Sales Tax 6%", "18.00"), True),
        (("Sales Tax 6%", "18.00"), ("Sales Tax 6%", "18.00"), True),
        (("Sales Tax", "18.00"), ("Sales Tax", "18.00"), True),
        (("Sales Tax 6%", "18.00"), ("VAT 5%", "15.00"), True),
        (("State Sales Tax 6%", "18.00"), ("Use Tax 6%", "18.00"), True),
        (("Sales Tax 6%", "18.00"), ("Tax 6%", "18.00"), True),
        (("Tax", "18.00"), ("Use Tax", "9.00"), True),
        (("Use Tax 4%", "12.00"), ("County Tax 2%", "6.00"), False),
        (("Sales and Use Tax 4%", "12.00"), ("County Sales Tax 1%", "3.00"), False),
        (("Sales and Use Tax 4%", "12.00"), ("Local Use Tax 2%", "6.00"), False),
        (("Sales Tax", "12.00"), ("Sales Tax", "6.00"), False),
        (("VAT 5%", "15.00"), ("City Tax 1%", "3.00"), False),
        (("VAT on sales 20%", "40.00"), ("VAT on sales 5%", "5.00"), False),
        (("VAT 20%", "20.00"), ("VAT 10%", "20.00"), False),  # of 100.00 and of 200.00
        (("State Sales Tax 4%", "12.00"), ("County Tax 2%", "6.00"), False),
        (("State Use Tax 4%", "12.00"), ("Local Use Tax 2%", "6.00"), False),
        (("Sales Tax 6%", "12.00"), ("Sales Tax 6%", "6.00"), False),  # of each line
        (("Sales Tax 6%", "18.00"), ("Use Tax", "0.00"), False),
        (("GST 5%", "15.00"), ("PST 5%", "15.00"), False),
        (("VAT 20%", "40.00"), ("VAT 5%", "5.00"), False),
    ],
)
def test_of_two_taxes_that_exclude_each_other_one_is_owed(
    first: tuple[str, str], second: tuple[str, str], held: bool
) -> None:
    total = 300 + float(first[1]) + float(second[1])
    invoice = read_typed(_PAGE.format(first=first[0], a=first[1], second=second[0], b=second[1], total=total))
    assert invoice.header.tax_total is not None
    assert (TAXED_TWICE in [finding.code for finding in invoice.findings]) is held
