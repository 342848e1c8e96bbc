"""Counts before the goods, two names of one column, streets and towns like labels, slips (S2.103, S2.159-S2.174)."""

from __future__ import annotations

from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed

_ORDERED = """
Officine Rho S.r.l.                     Spett.le
{}
FATTURA n. 47/E del 26/02/2026

Descrizione              Q.ta     Prezzo     Importo
Trave IPE 120               4      12,00       48,00
                           Totale              48,00
"""

_SLIP = """
BRIGGS TRADE CENTRE
Briggs Hardware Ltd
VAT INVOICE:         BT-0099812
50112 Decorators caulk wht
  6 x 2.49               14.94 A
40881 Masking tape 25mm
  4 roll x £1.99          7.96 A
71003 Dust sheet 12x9ft
  1 x 11.50              11.50 A
TOTAL GBP                34.40
"""


def _orders(page: str) -> list[str]:
    return [number.value for number in read_typed(page).header.po_numbers]


def test_s2_159_a_distance_is_a_unit_as_hours_are() -> None:
    invoice = read_typed(
        """
Week   Omschrijving              Aantal        Tarief     Totaal
06     A. de Boer - chauffeur    38,00 uur      31,25   1.187,50
06     M. Yilmaz - orderpicker   40,00 uur      27,90   1.116,00
06     M. Yilmaz - reiskosten   210,00 km        0,23      48,30
                                    Subtotaal           2.351,80
"""
    )
    assert lines_of(invoice)[2] == (None, "210.00", "KM", "0.23", "48.30")
    assert invoice.lines[2].description.value == "M. Yilmaz - reiskosten"


def test_s2_159_two_names_of_one_count_head_one_column_and_neither_tells_its_unit() -> None:
    invoice = read_typed(
        """
Description               Hours / Quantity    Rate    Amount
Fitter                    8.00 h             58.00    464.00
Helper                    2.00 h             40.00     80.00
Bolts M8                           12.00      1.20     14.40
Washers M8                        184.00      0.65    119.60
                               Total                  678.00
"""
    )
    assert [line[1:3] for line in lines_of(invoice)] == [
        ("8.00", "HR"),
        ("2.00", "HR"),
        ("12.00", None),
        ("184.00", None),
    ]


def test_s2_159_counts_with_what_is_counted_stand_before_the_goods_without_a_heading() -> None:
    invoice = read_typed(
        """
             Omschrijving                        Bedrag        Totaal    Btw
1 x          Onderhoud website februari         € 85,00       € 85,00    21%
7,5 uur      Ontwikkeling koppeling             € 92,50      € 693,75    21%
3 x          Hosting pakket M                   € 24,95       € 74,85    21%
                                              Subtotaal      € 853,60
                                                21% btw      € 179,26
                                                 Totaal    € 1.032,86
"""
    )
    assert lines_of(invoice) == [
        (None, "1", None, "85.00", "85.00"),
        (None, "7.5", "HR", "92.50", "693.75"),
        (None, "3", None, "24.95", "74.85"),
    ]
    assert invoice.lines[0].description.value == "Onderhoud website februari"


def test_s2_165_a_street_of_the_river_po_is_no_order_and_the_town_below_a_name_is_none() -> None:
    for address in (
        "P.IVA 01234560097                       Via Po 118\n                                        12100 Cuneo",
        "Rif. Vs. ordine n. ORD-771              Ordine Geometri\n                                        20017 Rho",
    ):
        assert set(_orders(_ORDERED.format(address))) <= {"ORD-771"}


def test_s2_159_an_order_still_stands_below_its_label_and_behind_the_buyer_s_references() -> None:
    for label in (
        "P.IVA 01234560097                       Vs. ordine\n                                        12100",
        "P.IVA 01234560097                       PO 12100",
        "Vos références : commande 12100",
    ):
        assert _orders(_ORDERED.format(label)) == ["12100"]


def test_s2_159_goods_of_a_slip_stand_above_their_figures() -> None:
    invoice = read_typed(_SLIP)
    assert lines_of(invoice) == [
        ("50112", "6", None, "2.49", "14.94"),
        ("40881", "4", "RL", "1.99", "7.96"),
        ("71003", "1", None, "11.50", "11.50"),
    ]
    assert [line.description.value for line in invoice.lines][::2] == ["Decorators caulk wht", "Dust sheet 12x9ft"]
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


def test_s2_165_other_money_on_a_slip_is_no_part_of_the_lines_it_can_tell() -> None:
    # the amount of the bread stands beside it: lines that leave it out would not be those of the slip
    for page in (
        _SLIP.replace(
            "TOTAL GBP                34.40", "Bread                     2.00\nTOTAL GBP                36.40"
        ),
        _SLIP.replace("40881 Mask", "Bread                     2.00\n40881 Mask").replace("34.40", "36.40"),
        _SLIP.replace("14.94", "14.49"),
    ):
        assert not any(line.item_code is not None for line in read_typed(page).lines[:1])
