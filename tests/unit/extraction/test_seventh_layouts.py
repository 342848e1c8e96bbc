"""Counts before the goods, two names of one column, streets and towns like labels, slips (S2.103, S2.159-S2.174)."""

from __future__ import annotations

from tests.helpers.typed_pages import lines_of, read_typed

_ORDERED = """
Officine Rho S.r.l.                     Spett.le
{}
FATTURA n. 47/E del 26/02/2026

Descrizione              Q.ta     Prezzo     Importo
Trave IPE 120               4      12,00       48,00
                           Totale              48,00
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


def test_s2_159_two_names_of_one_count_head_one_column() -> None:
    invoice = read_typed(
        """
Description              Hours / Qty    Rate    Amount
Fitter                       8.00 h    58.00    464.00
Bolts M8                       12 pc    1.20     14.40
Washers M8                    184 pc    0.65    119.60
                               Total            598.00
"""
    )
    assert [line[1:3] for line in lines_of(invoice)] == [("8.00", "HR"), ("12", "EA"), ("184", "EA")]


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
