""" "No." over figures: it counts what is billed beside a unit or a price, and numbers the lines otherwise."""

from __future__ import annotations

import pytest

from tests.helpers.typed_pages import read_typed

_PAGE = """
Cragside Quarries Ltd                               INVOICE
12 Mill Road                                        Invoice no     703674
York                                                Date           27 Jan 2026

{table}

                                                    INVOICE TOTAL       1,606.66
Currency GBP
"""
_BESIDE_A_UNIT = """
Description of work             Unit      No.       Rate        Net
Hire of van                     day         3      74.08     222.24
Sub-base                        t         762       1.29     982.98
Crown                           each        8      50.18     401.44"""
_BEFORE_A_PRICE = _BESIDE_A_UNIT.replace("Unit", "    ").replace("day ", "    ").replace("each", "    ")
_BEFORE_A_PRICE = _BEFORE_A_PRICE.replace("  t  ", "     ")
_OF_LINES = """
No.   Description of work       Unit      Qty       Rate        Net
1     Hire of van               day         3      74.08     222.24
2     Sub-base                  t         762       1.29     982.98
3     Crown                     each        8      50.18     401.44"""
_OF_BATCHES = """
Description of work             No.       Unit      Qty       Rate        Net
Hire of van                     41        day         3      74.08     222.24
Sub-base                        42        t         762       1.29     982.98
Crown                           43        each        8      50.18     401.44"""


@pytest.mark.parametrize("table", [_BESIDE_A_UNIT, _BEFORE_A_PRICE, _OF_LINES, _OF_BATCHES])
def test_the_quantity_is_read_whether_no_counts_it_or_numbers_the_lines(table: str) -> None:
    invoice = read_typed(_PAGE.format(table=table))
    assert [line.quantity.value for line in invoice.lines if line.quantity is not None] == [3, 762, 8]
    assert not any(f.code in {"factors_unclear", "unsure_figure", "line_arithmetic"} for f in invoice.findings)
