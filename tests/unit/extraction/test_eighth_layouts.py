"""Sums told again, packs, brands and units in headings, numbers of goods under "No." (S2.103, S2.159-S2.174)."""

from __future__ import annotations

import pytest

from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed

_GROUPS = """
OZ           Leistung                       Menge    ME      EP in EUR    GP in EUR
01           Erdarbeiten
01.01.0010   Oberboden abtragen            320,000   m2           4,85     1.552,00
01.01.0020   Baugrube ausheben             186,500   m3          18,40     3.431,60
             Summe 01 Erdarbeiten                                          4.983,60
02           Entwässerung
02.01.0010   KG-Rohr DN 150 verlegen        64,000   m           38,20     2.444,80
02.01.0030   Kontrollschacht DN 400          3,000   St         412,00     1.236,00
             Summe 02 Entwässerung                                         3.680,80
             Zusammenstellung
01           Erdarbeiten                                                   4.983,60
02           {}                                                  3.680,80
                                             Summe netto                   8.664,40
"""


def _texts(page: str) -> list[str]:
    return [line.description.value for line in read_typed(page).lines]


def test_s2_165_sums_of_groups_listed_again_over_the_total_bill_nothing() -> None:
    invoice = read_typed(_GROUPS.format("Entwässerung"))
    assert [line[4] for line in lines_of(invoice)] == ["1552.00", "3431.60", "2444.80", "1236.00"]
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


def test_s2_165_goods_that_cost_what_a_group_sums_up_to_are_billed() -> None:
    assert _texts(_GROUPS.format("Pumpwerk    "))[-1] == "Pumpwerk"


def test_s2_159_money_under_goods_is_the_amount_where_words_stand_under_a_heading_nobody_knows() -> None:
    invoice = read_typed(
        """
Code      Wine                        Cases    Pack        Total btls    £/btl      Goods £
RIO104    Rioja Crianza, Alcor            5    12x75cl             60     6.85       411.00
SAN220    Sancerre Les Roches             2    12x75cl             24    13.40       321.60
PRO015    Prosecco Brut                  10    6x75cl              60     7.20       432.00
                                              Net                                  1,164.60
"""
    )
    assert lines_of(invoice)[1] == ("SAN220", "24", "BT", "13.40", "321.60")
    assert invoice.lines[0].description.value == "Rioja Crianza, Alcor"


def test_s2_162_how_many_are_in_a_pack_is_no_unit() -> None:
    page = """
Pos.  Artikel-Nr.   Bezeichnung               Menge   ME    VPE    Preis   Gesamt
1     4711-08       Sechskantschraube           500   ST    100     0,12    60,00
2     4711-10       Scheibe verzinkt          1.000   ST     50     0,03    30,00
                                                         Summe              90,00
"""
    assert [line[2] for line in lines_of(read_typed(page))] == ["EA", "EA"]
    # alone, it is what the price is per
    alone = page.replace("ME    VPE", "      VPE").replace("ST    ", "      ").replace("0,12", "12,00")
    assert lines_of(read_typed(alone))[0][3:] == ("12.00", "60.00")


def test_s2_161_a_code_in_groups_of_digits_over_its_text_is_read_whole() -> None:
    page = """
Pos.   Artikel-Nr.                          Menge   ME     Preis    Gesamt
       Bezeichnung
10     0893 055 40                             24   ST      4,95    118,80
       Bremsenreiniger 500 ml
20     0715 93 110                              1   ST     89,90     89,90
       Knarre 1/2 Zoll
                                                    Summe           208,70
"""
    together = page.replace("Artikel-Nr.              ", "Artikel-Nr. / Bezeichnung").replace(
        "       Bezeichnung\n", ""
    )
    for both in (page, together):
        assert [line[0] for line in lines_of(read_typed(both))] == ["0893 055 40", "0715 93 110"]
    assert _texts(together) == ["Bremsenreiniger 500 ml", "Knarre 1/2 Zoll"]


@pytest.mark.parametrize("brand", ["Marque", "Éditeur", "BRAND", "Hersteller"])
def test_s2_170_a_brand_beside_the_text_is_no_word_of_it(brand: str) -> None:
    page = f"""
Code        Désignation             {brand:<10}     Qté      P.U.     Montant
4410021     Tomates pelées          Rougegai        4     38,95      155,80
1187734     Filets de poulet        Fermette        3     71,20      213,60
                                              Total HT            369,40
"""
    assert _texts(page) == ["Tomates pelées", "Filets de poulet"]


def test_s2_170_a_brand_is_the_text_where_there_is_no_other_and_part_of_it_in_a_list_of_names() -> None:
    page = """
Code        {}     Qty     Price      Amount
4410021     Redgate tomatoes            4     38.95      155.80
1187734     Farmhill chicken            3     71.20      213.60
                                    Total                369.40
"""
    for heading in ("Brand                 ", "Manufacturer / Product "):
        assert _texts(page.format(heading)) == ["Redgate tomatoes", "Farmhill chicken"]


def test_s2_162_a_unit_stands_below_the_quantity_ordered() -> None:
    invoice = read_typed(
        """
Line   Product                    Ordered    Shipped     Price      Total
1      Socket head screw          2                2     11.52      23.04
       1/4-20 thread, 1 inch      Packs
2      O-ring, Buna-N             4                4      6.08      24.32
       dash number 018            Packs
                                             Merchandise            47.36
"""
    )
    assert [line[2] for line in lines_of(invoice)] == ["PK", "PK"]


def test_s2_159_a_base_charge_with_its_count_and_price_is_billed() -> None:
    invoice = read_typed(
        """
Meter                     Begin       End      Total   Covered   Billable       Rate      Amount
B/W copies              118,220   126,430      8,210         0      8,210     0.0085       69.79
Color copies             40,110    42,254      2,144         0      2,144     0.0620      132.93
Base charge, February                                                   1     145.00      145.00
                                                     Invoice SubTotal                     347.72
"""
    )
    assert [line[4] for line in lines_of(invoice)] == ["69.79", "132.93", "145.00"]


def test_s2_161_numbers_of_goods_stand_under_no_also_where_some_are_too_long_for_it() -> None:
    page = """
Nr.   Bezeichnung                             Menge   ME    E-Preis    Gesamt EUR
0102  Inspektion nach Vorgabe                    12   AW       9,80        117,60
4410  Bremsbeläge vorn ersetzen                  14   AW       9,80        137,20
8K0698151  Satz Bremsbeläge                       1   ST     118,40        118,40
N0138157  Dichtring                               1   ST       1,85          1,85
                                                   Nettobetrag             375,05
"""
    assert [line[0] for line in lines_of(read_typed(page))] == ["0102", "4410", "8K0698151", "N0138157"]
    numbered = page.replace("8K0698151 ", "4420      ").replace("N0138157 ", "4430     ")
    assert [line[0] for line in lines_of(read_typed(numbered))] == [None] * 4


def test_s2_170_of_two_headings_for_codes_the_one_over_texts_is_the_text() -> None:
    page = """
Réf.      Article                   Cond.           Qté      P.U.      Montant HT
BL102     Blé tendre hiver          sac 25 kg       120     18,45        2214,00
OR055     Orge printemps            sac 25 kg        80     16,90        1352,00
                                                Total HT                 3566,00
"""
    assert [line[0] for line in lines_of(read_typed(page))] == ["BL102", "OR055"]
    assert _texts(page) == ["Blé tendre hiver", "Orge printemps"]


def test_s2_159_a_word_before_services_is_of_their_heading() -> None:
    page = """
Professional Services                Hours/Units        Rate       Amount
Senior geologist                          22 hrs      145.00     3,190.00
Field technician                          36 hrs       82.00     2,952.00
Laboratory analysis, VOC                      14       96.00     1,344.00
Mileage reimbursement 184 mi @ $0.70                               128.80
                                   TOTAL THIS INVOICE            7,614.80
"""
    assert _texts(page)[::3] == ["Senior geologist", "Mileage reimbursement 184 mi @ $0.70"]


def test_s2_159_items_are_a_count_where_another_heading_is_the_text_s() -> None:
    invoice = read_typed(
        """
Waybill       Service           Destination     Items      Rate     Charge
SL88120031    Next day noon     Leeds               2     11.40      22.80
SL88120077    Next day          Bristol             5      7.25      36.25
SL88120152    Next day          Norwich             3      7.25      21.75
                                             Total                   80.80
"""
    )
    assert [line[1] for line in lines_of(invoice)] == ["2", "5", "3"]


def test_s2_159_a_stroke_ties_product_and_description_and_a_package_is_no_text() -> None:
    page = """
Product / Description             Pkgs  Package         Net Weight   UOM     Price      Amount
IPA-99-DR                            4  55 GL DRUM        1,432.00   LB     0.9850    1,410.52
Isopropyl alcohol 99%
NAOH-50-TT                           2  275 GL TOTE       6,980.00   LB     0.2140    1,493.72
Caustic soda 50% membrane
CIT-AN-BG                           40  50 LB BAGS        2,000.00   LB     0.8875    1,775.00
Citric acid anhydrous
                                                          Subtotal                    4,679.24
"""
    assert [line[0] for line in lines_of(read_typed(page))] == ["IPA-99-DR", "NAOH-50-TT", "CIT-AN-BG"]
    assert _texts(page)[2] == "Citric acid anhydrous"


def test_s2_162_what_is_net_in_a_unit_is_the_quantity_and_a_price_may_be_per_unit() -> None:
    invoice = read_typed(
        """
Product    Omschrijving          Verpakking          Netto kg   Prijs per kg      Bedrag
SOL-220    Isopropanol 99,8%     4 vaten à 160 kg         640        € 1,480    € 947,20
NAT-033    Natronloog 33%        2 IBC à 1.300 kg       2.600        € 0,385  € 1.001,00
                                                 Totaal goederen              € 1.948,20
"""
    )
    assert [line[1:] for line in lines_of(invoice)] == [
        ("640", "KG", "1.480", "947.20"),
        ("2600", "KG", "0.385", "1001.00"),
    ]


def test_s2_159_an_amount_in_a_currency_is_no_amount_in_inches() -> None:
    page = """
Bezeichnung        Zeitraum          Verbrauch   Einheit   Preis in €   Netto in €
Arbeitspreis HT    01.01.-31.01.26      18.420   kWh           0,1684     3.101,93
Leistungspreis     01.01.-31.01.26          96   kW            7,1500       686,40
                                   Nettobetrag                            3.788,33
                                   Umsatzsteuer                19 %         719,78
                                   Bruttobetrag                           4.508,11
"""
    assert [line[4] for line in lines_of(read_typed(page))] == ["3101.93", "686.40"]


def test_s2_165_an_item_s_code_is_no_currency() -> None:
    page = """
COLORIFICIO SAN MARCO S.R.L.          FATTURA n. 318 del 28/02/2026
Articolo    Descrizione                 Q.tà      Prezzo      Importo
IDR05B      Idropittura lavabile          20        3,00        60,00
USD20X      Smalto grigio                  6       14,00        84,00
                            Totale        {}           144,00
"""
    currency = read_typed(page.format("EUR")).header.currency
    assert currency is not None
    assert currency.value == "EUR"
    assert read_typed(page.format("   ")).header.currency is None


def test_s2_164_a_label_with_another_in_brackets_is_the_buyer_s() -> None:
    invoice = read_typed(
        """
Tax Invoice
Shakti Valves & Fittings                 Invoice No. SVF/1187
Plot 41, GIDC Naroda                     Dated 14-Feb-26
Ahmedabad 382330
GSTIN/UIN: 24AABCS1429B1ZX

Buyer (Bill to)
Nashik Thermal Projects Pvt Ltd
Pimpri, Pune 411018

Description of Goods        Quantity        Rate      Amount
Gate Valve CI 100mm           12 Nos    4,850.00   58,200.00
                                 Total             58,200.00
"""
    )
    assert invoice.header.vendor_name is not None
    assert invoice.header.vendor_name.value == "Shakti Valves & Fittings"


def test_s2_161_an_order_named_behind_a_delivery_is_that_of_all_its_lines() -> None:
    page = """
Item       Description                   Ordered   Shipped   U/M   Unit Price   Extended
Order: 7718820   Your PO: AC-1001   Shipped: 02/10/2026
TNR-58X    Toner cartridge black               3         3   EA        171.99     515.97
PPR-2010   Copy paper letter                  12        12   CT         44.49     533.88
           Order total                                                          1,049.85
Order: 7719114   Your PO: AC-1007   Shipped: 02/13/2026
CHR-MSH    Mesh task chair                     2         2   EA        189.00     378.00
           Order total                                                            378.00
                                                          Subtotal              1,427.85
"""
    orders = [line.po_number.value if line.po_number else None for line in read_typed(page).lines]
    assert orders == ["AC-1001", "AC-1001", "AC-1007"]
    assert _texts(page)[0] == "Toner cartridge black"
    # goods whose text has a label in it name no order
    plain = page.replace("Order: 7718820   Your PO: AC-1001   Shipped: 02/10/2026", "Racks: heavy   PO: 77188 boxes")
    assert read_typed(plain).lines[0].po_number is None


def test_s2_162_pails_and_jerricans_are_units() -> None:
    page = """
Menge   Einheit  Artikel                        Einzelpreis    Gesamtpreis
 8,00   Eimer    Wandfarbe weiß                       54,90         439,20
 3,00   Kanister Tiefgrund                            31,50          94,50
10,00   Stk.     Abdeckfolie                           1,85          18,50
                 Nettosumme                                         552,20
"""
    assert [line[2] for line in lines_of(read_typed(page))] == ["EIMER", "KANISTER", "EA"]
    assert _texts(page)[1] == "Tiefgrund"


def test_s2_170_a_delivery_note_s_number_is_no_word_of_the_line_above() -> None:
    page = """
Articolo   Descrizione                     UM     Q.tà    Prezzo    Importo
           Doc. di trasporto n. 712 del 09/02/2026
IDR05      Idropittura lavabile bianca     LT       20      3,00      60,00
           Doc. di trasporto n. 780 del 18/02/2026
ROL25      Rullo pelo medio                NR       12      4,00      48,00
                                           Totale                    108,00
"""
    assert _texts(page) == ["Idropittura lavabile bianca", "Rullo pelo medio"]


def test_s2_164_a_name_over_its_owner_is_the_vendor_s_and_no_company_with_a_legal_form_below() -> None:
    page = """
Farben Petersen
Inh. Uwe Petersen - Süderstr. 18 - 25746 Heide

Wohnbau Dithmarschen eG
Markt 2
25746 Heide

RECHNUNG                         Rechnung-Nr.: 2026/0188
Menge   Artikel                        Einzelpreis    Gesamtpreis
 8,00   Wandfarbe weiß                       54,90         439,20
        Nettosumme                                         439,20
"""
    name = read_typed(page).header.vendor_name
    assert name is not None
    assert name.value == "Farben Petersen"


def test_s2_165_sums_without_words_under_each_group_bill_nothing() -> None:
    page = """
Employee / Pay Type              Date         Hours     Bill Rate       Amount
Delgado, Rosa
   Regular                       02/14/26     40.00         24.85       994.00
   Overtime                      02/14/26      6.50         37.28       242.32
                                              46.50                   1,236.32
Whitfield, Sam
   Regular                       02/14/26     38.25         21.40       818.55
                                              38.25                     818.55
Okafor, Ben
   Regular                       02/14/26     40.00         21.40       856.00
   Double time                   02/14/26      4.00         42.80       171.20
                                              44.00                   1,027.20
                                          Invoice Total               3,082.07
"""
    amounts = [line[4] for line in lines_of(read_typed(page))]
    assert amounts == ["994.00", "242.32", "818.55", "856.00", "171.20"]
    # other hours than those above are somebody's
    other = lines_of(read_typed(page.replace("44.00                   1,027.20", "43.00                   1,027.20")))
    assert len(other) == len(amounts) + 1


_SWISS = """
Rechnung 26/4395                    Rechnungsdatum 03.03.2026
{}
Pos.  Artikel   {}                 {}   {}   Einzelpreis      {}
1     M4176     Holzschraube 5 x 60             5   St            12.68        63.40
2     973-24    Kupferrohr 15 mm                6   St            19.11       114.66
                                                      {}        178.06
"""


def test_st_counts_pieces_on_a_page_in_german_whatever_its_decimal_mark() -> None:
    """Switzerland writes points: "St" was a set there, and every line of such a paper asked for a factor."""
    german = _SWISS.format("Zahlbar und lieferbar", "Bezeichnung", "Menge", "Einheit", "Betrag", "Summe")
    assert [line[2] for line in lines_of(read_typed(german))] == ["EA", "EA"]
    english = _SWISS.format("Payment terms", "Description", "Quantity", "Unit", "Amount", "Total due")
    english = english.replace("Rechnung ", "Invoice ").replace("Rechnungsdatum", "Date").replace("Einzelpreis", "Price")
    assert [line[2] for line in lines_of(read_typed(english))] == ["ST", "ST"]


@pytest.mark.parametrize("heading", ["Prijs per eh", "Prijs/eenh"])
def test_s2_103_a_price_for_each_unit_is_headed_so_in_short_too(heading: str) -> None:
    invoice = read_typed(f"""
Omschrijving               Aantal  Eh      {heading:>14}      Totaal
Zeskantbout M8x40              50  m                15,63      781,50
Sluitring M8                    3  st                3,51       10,53
                                           Subtotaal           792,03
""")
    assert [line[2:] for line in lines_of(invoice)] == [("M", "15.63", "781.50"), ("EA", "3.51", "10.53")]
