"""A tax that is the rate in its label of no sum of lines and charges, sum by sum (S2.165)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from app.domain.invoice import ChargeKind
from app.domain.provenance import Box, Method
from app.extraction.sums.charges import ChargeDraft
from app.extraction.sums.findings import _tax_and_rate
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.tax_rate import TAX_OFF_RATE, off_its_rate
from app.extraction.sums.totals_choice import Totals
from app.extraction.values.figures import Figure


def _figure(text: str) -> Figure:
    return Figure(Decimal(text), text, Box(1, 0, 0, 1, 1), Method.TEXT_LAYER, 100)


def _is_off(
    taxes: Sequence[tuple[str, str]],
    lines: Sequence[str],
    *,
    charges: Sequence[str] = (),
    total: str = "1",
    gross: bool = False,
) -> bool:
    totals = Totals(
        subtotal=None,
        taxes=tuple(LabelledAmount(("tax",), label, _figure(amount), 0) for label, amount in taxes),
        total=LabelledAmount(("total",), "Total", _figure(total), 1),
        lines_close=True,
        total_closes=True,
        charges=tuple(ChargeDraft(ChargeKind.DISCOUNT, "", _figure(charge), 0, in_table=False) for charge in charges),
        gross_lines=gross,
    )
    return off_its_rate(totals, [Decimal(line) for line in lines]) is not None


@pytest.mark.parametrize(
    ("taxes", "lines", "off"),
    [
        ([("VAT 20%", "12.00")], ["100.00"], True),
        ([("VAT 20%", "12.01")], ["60.00", "40.00"], False),  # of the first line, its tax rounded
        ([("VAT 20%", "12.03")], ["60.00", "40.00"], True),
        ([("Tax 6%", "5.60")], ["100.00"], True),  # a whole rate is what it says
        ([("Tax 6%", "6.01")], ["33.33", "33.33", "33.34"], False),
        ([("Tax 8.9%", "8.88")], ["100.00"], False),  # 8.875 %, printed shorter
        ([("Tax 8.9%", "8.80")], ["100.00"], True),
        ([("消費税 10%", "1235")], ["12345", "6789"], False),  # a currency without cents
        ([("消費税 10%", "1240")], ["12345", "6789"], True),
        ([("GST 5%", "5.00"), ("QST 9.975%", "10.47")], ["100.00"], False),  # a tax on the goods and the first tax
        ([("GST 5%", "5.00"), ("QST 9.975%", "10.90")], ["100.00"], True),
        ([("VAT 20%", "16.00")], ["-20.00", "100.00", "33.33"], False),  # of a line and what is given back of it
        ([("VAT 20%", "16.00")], ["20.00", "100.00", "33.33"], True),
    ],
)
def test_s2_165_a_tax_is_its_rate_of_some_of_what_is_billed(
    taxes: list[tuple[str, str]], lines: list[str], off: bool
) -> None:
    assert _is_off(taxes, lines) is off


def test_s2_165_the_tax_that_prices_contain_is_its_rate_of_what_is_left() -> None:
    assert not _is_off([("VAT 20%", "20.00")], ["120.00", "7.00"], gross=True)
    assert _is_off([("VAT 20%", "20.00")], ["120.00", "7.00"], gross=False)


def test_s2_165_a_credit_is_taxed_as_an_invoice_is() -> None:
    assert not _is_off([("VAT 20%", "-20.00")], ["-100.00", "-7.00"], total="-127.00")
    assert _is_off([("VAT 20%", "-12.00")], ["-100.00", "-7.00"], total="-119.00")


def test_s2_165_a_discount_on_everything_makes_less_of_each_line() -> None:
    assert not _is_off([("Tax 10%", "9.00")], ["100.00", "50.00"], charges=["-15.00"])
    assert _is_off([("Tax 10%", "9.30")], ["100.00", "50.00"], charges=["-15.00"])


def test_s2_165_large_amounts_are_counted_in_more_than_a_cent() -> None:
    assert not _is_off([("VAT 20%", "1999999.98")], ["9999999.90", "77777777.70", "3333333.33"])
    assert _is_off([("VAT 20%", "1500000.00")], ["9999999.90", "77777777.70", "3333333.33"])
    assert not _is_off([("VAT 20%", "232.00")], ["100000000.00", *["145.00"] * 8])  # each counted as 100, not 145


@pytest.mark.parametrize(
    ("amounts", "close", "told"),
    [(["100.00"], True, True), (["100.00"], False, False), (["100.00", None], True, False)],
)
def test_s2_165_a_rate_is_held_against_lines_that_close_and_are_all_read(
    amounts: list[str | None], close: bool, told: bool
) -> None:
    tax = LabelledAmount(("tax",), "VAT 20%", _figure("12.00"), 0)
    total = LabelledAmount(("total",), "Total", _figure("112.00"), 1)
    totals = Totals(None, (tax,), total, close, True, ())
    billed = [Decimal(amount) if amount else None for amount in amounts]
    assert [finding.code for finding in _tax_and_rate(totals, billed)] == [TAX_OFF_RATE] * told
