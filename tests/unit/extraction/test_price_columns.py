"""Where two prices, two sums or turned words leave it open what they are, nothing is taken for the other (S2.164)."""

from __future__ import annotations

import pytest

from app.domain.provenance import Box, Method
from app.extraction.sums.totals import labelled_amounts
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.rows import join_rows
from app.extraction.values.turned import level_headings
from app.extraction.values.words import Word
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge, typed_page

_TWO_PRICES = """
Product            Unit price excl. VAT   Unit price incl. VAT   Qty    Total incl. VAT
Wall lamp                         {lamp}                  54.00    16             864.00
Bulb                               {bulb}                   4.20    60             252.00
                                                              Net              930.00
                                                              VAT              186.00
                                                              Total          1,116.00
"""


def test_headings_alone_tell_the_price_without_tax() -> None:
    invoice = read_typed(_TWO_PRICES.format(lamp="45.00", bulb="3.50"))
    assert [line[3] for line in lines_of(invoice)] == ["45.00", "3.50"]


@pytest.mark.parametrize(("lamp", "bulb"), [("54.00", "4.20"), ("65.00", "5.10"), ("30.00", "2.00")])
def test_prices_that_are_the_same_or_no_tax_apart_are_no_net_and_gross(lamp: str, bulb: str) -> None:
    invoice = read_typed(_TWO_PRICES.format(lamp=lamp, bulb=bulb))
    assert not [one for one in invoice.findings if one.code == "amount_with_tax"]


_LONE = """
Product             Quantity      Price
Oak bracket               12     168.00
Danish oil                 3     113.40
                Subtotal         {subtotal}
                Total            {total}
"""


@pytest.mark.parametrize(("subtotal", "total"), [("999.00", "999.00"), ("281.40", "2,356.20")])
def test_prices_are_those_of_lines_only_where_one_sum_says_so_and_none_against(subtotal: str, total: str) -> None:
    lines = lines_of(read_typed(_LONE.format(subtotal=subtotal, total=total)))
    assert [line[3] for line in lines] == ["168.00", "113.40"]


@pytest.mark.parametrize("row", ["  1,899.50   Weather report", "  1,899   Total now due"])
def test_an_amount_before_words_is_labelled_by_a_sum_and_with_its_cents_alone(row: str) -> None:
    rows = join_rows(typed_page(row))
    assert labelled_amounts(rows, range(len(rows)), shipped_knowledge(), DecimalMark.POINT) == ()


def _turned(x: float, top: float) -> Word:
    return Word("Quantity", Box(1, x, top, x + 8, top + 40), Method.TEXT_LAYER, 100)


def test_turned_words_that_neither_begin_nor_end_on_one_line_are_no_headings() -> None:
    stairs = [_turned(100.0 + 20 * at, 100.0 + 15 * at) for at in range(6)]
    assert level_headings(stairs, []) == ([], [])
    level = [_turned(100.0 + 20 * at, 100.0) for at in range(6)]
    assert len(level_headings(level, [])[0]) == 6


def test_a_charge_between_the_lines_stands_where_their_amounts_do() -> None:
    invoice = read_typed("""
Qty     Description            Rate      Net     VAT
 12     Box section           41.20   494.40   98.88
        Carriage                       25.00    5.00
 36     Flat bar               3.15   113.40   22.68
                              Goods   607.80
                         VAT at 20%   126.56
                              Total   759.36
""")
    assert [str(charge.amount.value) for charge in invoice.charges] == ["25.00"]


def test_a_line_that_is_exempt_says_so_under_its_rate() -> None:
    invoice = read_typed("""
Qty   Description           VAT       Price    Amount
 12   Textbook             exempt     10.00    120.00
  3   Fountain pen           20%       8.00     24.00
                                     Total     144.00
""")
    assert [line.description.value for line in invoice.lines] == ["Textbook", "Fountain pen"]


def test_s2_164_a_rate_below_the_price_that_is_billed_is_no_price() -> None:
    invoice = read_typed("""
Pos   Artikel                      Menge  ME       Preis   per       Betrag
10    KE-4471-08                      25  ST
      Kegelradgetriebe i=8
      Bruttopreis                                 312,00   1 ST    7.800,00
      Nettowert der Position                      274,56   1 ST    6.864,00
      Mehrwertsteuer                              19,0 %           1.304,16
20    KE-0090-22                      10  ST
      Passfeder A 8x7x32
      Bruttopreis                                  41,50   1 ST      415,00
      Nettowert der Position                       37,35   1 ST      373,50
      Mehrwertsteuer                              19,0 %              70,97
                                          Summe netto              7.237,50
""")
    assert [(line[3], line[4]) for line in lines_of(invoice)] == [("274.56", "6864.00"), ("37.35", "373.50")]
