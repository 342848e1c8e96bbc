"""Two columns of amounts, and what only looks like a quantity and a price (S2.164, S2.165)."""

from __future__ import annotations

import pytest

from app.domain.invoice import Invoice
from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed

_BACKED = {Certainty.PROVEN, Certainty.CONSISTENT}

_TASKS = """
Task           Planned qty   Actual qty    Rate    Planned     Actual
Design                  10           12   50.00     500.00     600.00
Build                   20           18   50.00   1,000.00     {last}
                                  Total           1,500.00   {total}
"""
_PROGRESS = """
Item  Description       Qty   Unit rate   Contract sum   Previous   This period    To date
1     Excavation        100       25.00       2,500.00   1,000.00      1,500.00   2,500.00
2     Concrete           50      120.00       6,000.00   4,500.00      1,500.00   6,000.00
                                Totals        8,500.00   5,500.00      3,000.00   8,500.00
                                {due}
"""


def _codes(invoice: Invoice) -> list[str]:
    return [finding.code for finding in invoice.findings]


def _marks(invoice: Invoice) -> set[Certainty]:
    return {line.certainty for line in invoice.lines}


def test_s2_165_two_columns_of_one_sum_prove_neither() -> None:
    invoice = read_typed(_TASKS.format(last="  900.00", total="1,500.00"))
    assert _marks(invoice) == {Certainty.UNVERIFIED}
    assert _codes(invoice).count("amount_unclear") == 2
    assert invoice.header.total is not None
    assert invoice.header.total.certainty in _BACKED, "the sum is the same, whichever of the two is billed"


def test_s2_165_a_column_whose_sum_is_not_printed_is_no_rival() -> None:
    page = _TASKS.format(last="  800.00", total="1,400.00").replace("20           18", "20           16")
    both = read_typed(page)
    one = read_typed(page.replace("Total           1,500.00   1,400.00", "Total           1,500.00           "))
    assert "amount_unclear" in _codes(both)
    assert both.header.total is None or both.header.total.certainty not in _BACKED
    assert "amount_unclear" not in _codes(one)
    assert _marks(one) == {Certainty.PROVEN}


def test_s2_165_an_amount_that_a_heading_names_is_not_passed_over_unsaid() -> None:
    invoice = read_typed(_PROGRESS.format(due="Amount due this period                 3,000.00"))
    assert _marks(invoice) == {Certainty.UNVERIFIED}
    assert _codes(invoice).count("amount_unclear") == 2
    assert invoice.header.total is None or invoice.header.total.certainty not in _BACKED


def test_s2_164_a_price_of_a_pack_is_no_amount_where_one_stands_behind_it() -> None:
    invoice = read_typed("""
Item     Description       Packs   Pcs/pack   Price/pc   Price/pack    Amount
N-1      Pens                 10         12       0.50         6.00     60.00
N-2      Markers               5         10       1.00        10.00     50.00
                                                       Total           110.00
""")
    assert [(line[1], line[3], line[4]) for line in lines_of(invoice)] == [
        ("10", "6.00", "60.00"),
        ("5", "10.00", "50.00"),
    ]
    assert _marks(invoice) == {Certainty.PROVEN}


@pytest.mark.parametrize(
    ("headings", "known"),
    [
        ("Base amount    Rate %    Commission", False),
        ("   Quantity     Price        Amount", True),
    ],
)
def test_s2_166_a_share_of_a_base_is_no_price_per_hundred(headings: str, known: bool) -> None:
    invoice = read_typed(f"""
Description             {headings}
Region north               5,000.00      3.00        150.00
Region south               8,000.00      2.50        200.00
                                        Total        350.00
""")
    assert ("factors_unclear" not in _codes(invoice)) is known
    assert (_marks(invoice) <= _BACKED) is known


def test_s2_164_amounts_in_two_currencies_are_one_times_a_rate() -> None:
    invoice = read_typed("""
Description        Qty   Price USD   Amount USD   Price EUR   Amount EUR
Sensor A            10       11.00       110.00       10.00       100.00
Sensor B             5       44.00       220.00       40.00       200.00
                                  Total USD          330.00
                                  Total EUR          300.00
""")
    assert "amount_unclear" not in _codes(invoice)


def test_s2_165_what_was_ordered_is_not_what_is_billed() -> None:
    invoice = read_typed("""
Item   Description   Ordered   Order value   Delivered   Price   Invoice value
1      Bricks           1000        500.00         400    0.50          200.00
2      Blocks            500        500.00         100    1.00          100.00
                      Order total 1,000.00           Invoice total      300.00
""")
    assert [(line[1], line[4]) for line in lines_of(invoice)] == [("400", "200.00"), ("100", "100.00")]
    assert _marks(invoice) == {Certainty.PROVEN}


def test_s2_164_amounts_with_taxes_of_two_rates_are_no_rivals() -> None:
    invoice = read_typed("""
Description        Qty     Price     Value    Amount
Pump                10     96.00    960.00   1,132.80
Hose                 4    182.50    730.00     861.40
Manual              20     11.25    225.00     252.00
                              Totals       1,915.00   2,246.20
                              Tax                       331.20
                              Grand total             2,246.20
""")
    assert "amount_unclear" not in _codes(invoice)


def test_s2_166_a_weight_at_a_rate_per_hundred_needs_no_heading_of_quantities() -> None:
    invoice = read_typed("""
Description            Weight      Rate       Amount
Region north           5,000.00     3.00       150.00
Region south           8,000.00     2.50       200.00
                                   Total       350.00
""")
    assert "factors_unclear" not in _codes(invoice)
