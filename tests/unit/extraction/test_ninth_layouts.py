"""Taxes among lines, sums parted below them, texts in two columns, codes without digits (S2.103, S2.161-S2.170)."""

from __future__ import annotations

from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed

_FUEL = """
PRODUCT    DESCRIPTION                    QTY   UM     UNIT PRICE     EXTENDED
ULSD2      ULSD #2 CLEAR DIESEL       1,500.0   GAL      2.447500     3,671.25
UNL87      UNLEADED 87 E10              620.0   GAL      2.289000     1,419.18
           {} DIESEL         1,500.0   GAL      0.244000       366.00
           {} GASOLINE         620.0   GAL      0.184000       114.08
           LUST FEE                   2,120.0   GAL      0.001000         2.12
                                        PRODUCT TOTAL               5,090.43
                                        {}                482.20
                                        INVOICE TOTAL               5,572.63
"""


def test_s2_165_taxes_with_a_count_and_a_rate_are_no_goods_where_the_page_adds_them_up_apart() -> None:
    invoice = read_typed(_FUEL.format("EXCISE TAX", "EXCISE TAX", "TAXES AND FEES"))
    assert [line[4] for line in lines_of(invoice)] == ["3671.25", "1419.18"]
    assert invoice.header.tax_total is not None
    assert str(invoice.header.tax_total.value) == "482.20"
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


def test_s2_165_services_about_taxes_under_a_sum_of_their_own_are_billed() -> None:
    invoice = read_typed(_FUEL.format("TAX ADVICE", "TAX ADVICE", "SUBTOTAL      "))
    assert "366.00" in [line[4] for line in lines_of(invoice)]


_EMPTIES = """
Art.nr.   Omschrijving               Aantal   Eenh.     Prijs     Bedrag
10023     Pils fust 50 l                  6   fust     118,50     711,00
10410     Cola 24x0,20 l krat            10   krat      14,75     147,50
9001      Statiegeld fust                 6   st        30,00     180,00
9001      Retour fust leeg               -4   st        30,00    -120,00
          Goederen                                                858,50
          Leeg fust                                                60,00
                                          Totaal excl. btw        {}
                                          Btw 21%                 192,89
                                          Totaal               {}
"""


def test_s2_165_sums_that_only_part_the_lines_below_them_bill_nothing() -> None:
    invoice = read_typed(_EMPTIES.format("918,50", "1.111,39"))
    assert [line[4] for line in lines_of(invoice)] == ["711.00", "147.50", "180.00", "-120.00"]
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


def test_s2_165_what_comes_to_as_much_as_the_lines_is_billed_where_the_sum_has_both() -> None:
    amounts = [line[4] for line in lines_of(read_typed(_EMPTIES.format("918,50", "2.029,89")))]
    assert amounts[4:] == ["858.50", "60.00"]


def test_s2_170_texts_in_two_columns_run_on_each_below_itself() -> None:
    invoice = read_typed(
        """
DATE         ACTIVITY        DESCRIPTION                         QTY      RATE      AMOUNT
03/06/2026   Lawn service    Mowing and edging, front lot          4    185.00      740.00
03/18/2026   Labor           Spring cleanup crew of three,        12     62.00      744.00
                             incl. haul-off of debris and
                             leaf litter
                                                     SUBTOTAL                     1,484.00
"""
    )
    assert invoice.lines[1].description.value == (
        "Labor Spring cleanup crew of three, incl. haul-off of debris and leaf litter"
    )


def test_s2_170_a_text_that_begins_left_of_its_heading_runs_on_there() -> None:
    invoice = read_typed(
        """
                   DESCRIPTION                         QTY      RATE      AMOUNT
Team plan, annual, for five seats --                     4    185.00      740.00
Proration
Support plan, annual, for five seats --                 12     62.00      744.00
Proration
                                                     SUBTOTAL           1,484.00
"""
    )
    assert all(line.description.value.endswith("-- Proration") for line in invoice.lines)


def test_s2_161_codes_without_a_digit_stand_under_product_beside_the_text() -> None:
    invoice = read_typed(
        """
Product        Description                       Quantity     Price     Value
GLV-NIT-L      Nitrile glove, palm coated             120      1.94    232.80
HLM-EV2-W      Safety helmet vented white              15     11.60    174.00
VST-HV-XL      Hi-vis vest class two                   40      3.25    130.00
                                           Total goods                 536.80
"""
    )
    assert [line[0] for line in lines_of(invoice)] == ["GLV-NIT-L", "HLM-EV2-W", "VST-HV-XL"]


def test_s2_103_a_surcharge_for_the_price_of_copper_is_a_charge() -> None:
    invoice = read_typed(
        """
Pos   Bezeichnung                     Menge   EH     Preis    Nettowert
1     NYM-J 3x1,5 Ring                  600   M       0,43       258,00
      Cu-Zuschlag (DEL 842,10)                                   131,04
2     Leuchte 48 W                       14   ST     44,33       620,62
                                      Nettobetrag              1.009,66
"""
    )
    assert [line[4] for line in lines_of(invoice)] == ["258.00", "620.62"]
    assert [str(charge.amount.value) for charge in invoice.charges] == ["131.04"]


def test_s2_164_a_name_of_two_things_that_ends_like_a_street_is_a_vendor_s() -> None:
    invoice = read_typed(
        """
TRI-COUNTY BEARING & DRIVE                                     INVOICE
2210 Industrial Pkwy                              INVOICE NO.  4471920
Fort Wayne, IN 46825                             INVOICE DATE  03/12/26

BILL TO: Halden Works Ltd

Item       Description              Qty    Price    Amount
6205       Ball bearing              24     7.85    188.40
                              Subtotal              188.40
"""
    )
    assert invoice.header.vendor_name is not None
    assert invoice.header.vendor_name.value == "TRI-COUNTY BEARING & DRIVE"


def test_s2_170_a_brand_beside_the_text_is_noted_and_is_the_text_of_a_line_without_another() -> None:
    lines = read_typed(
        """
Item       Hersteller   Description              Qty   Price    Amount
GL-100     Garrow       Work gloves leather       10    4.00     40.00
GL-300     3M                                      5    2.00     10.00
                                              Subtotal           50.00
"""
    ).lines
    assert [(line.description.value, line.brand) for line in lines] == [("Work gloves leather", "Garrow"), ("3M", "")]
