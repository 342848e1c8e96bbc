"""No tax is made of a line's own figures, and one that prices contain is backed by its rate or by a net beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.invoice import Invoice
from app.domain.provenance import Certainty
from tests.helpers.typed_pages import read_typed

_PAGE = """
Brightline Supplies                                INVOICE
12 Mill Road                                       Invoice number   RE-2026-44919
Leeds                                              Invoice date     14 May 2026
                                                   Currency         GBP

Description                   Qty   UOM    Price     Amount
{between}
Bearing 6204-2RS               12   EA     10.00     120.00

{foot}
"""
_TOTAL = "                              Total GBP            120.00"


def _read(between: str = "", foot: str = _TOTAL) -> Invoice:
    return read_typed(_PAGE.format(between=between, foot=foot))


def _tax(invoice: Invoice) -> tuple[Decimal, Certainty] | None:
    tax = invoice.header.tax_total
    return (tax.value, tax.certainty) if tax is not None else None


@pytest.mark.parametrize("column", [0, 30, 43, 53])
@pytest.mark.parametrize("said", ["plus 20 % VAT", "VAT"])
def test_s2_165_words_over_a_line_make_no_tax_of_its_figures(said: str, column: int) -> None:
    invoice = _read(" " * column + said)
    assert _tax(invoice) is None
    assert [line.amount.value for line in invoice.lines if line.amount is not None] == [Decimal(120)]


@pytest.mark.parametrize(
    ("printed", "certainty"),
    [
        ("VAT 20 %              20.00", Certainty.CONSISTENT),  # 120.00 at 20 % has 20.00 of tax
        ("VAT                   20.00", Certainty.UNVERIFIED),
        ("VAT 20 %              19.00", Certainty.UNVERIFIED),  # not everything may be taxed: nothing says so
    ],
)
def test_s2_165_a_tax_inside_the_prices_is_backed_by_its_rate(printed: str, certainty: Certainty) -> None:
    assert _tax(_read(foot=f"{_TOTAL}\n                              {printed}")) == (
        Decimal(printed.rsplit(maxsplit=1)[-1]),
        certainty,
    )


def test_s2_165_a_tax_inside_the_prices_is_backed_by_the_net_beside_it() -> None:
    rows = ("Net amount           100.00", "VAT                   20.00")
    foot = "\n".join(" " * 30 + row for row in rows)
    assert _tax(_read(foot=f"{foot}\n{_TOTAL}")) == (Decimal(20), Certainty.CONSISTENT)


def test_s2_165_no_part_of_a_total_is_more_than_the_total() -> None:
    invoice = _read(foot=f"{_TOTAL}\n{' ' * 30}VAT                  120.00")
    assert _tax(invoice) is None or _tax(invoice) == (Decimal(120), Certainty.UNVERIFIED)
