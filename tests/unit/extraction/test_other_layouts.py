"""Layouts of merchants in other countries, typed out by hand (S2.159 to S2.169, TRAP-5, TRAP-11)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.domain.invoice import ChargeKind, Invoice
from app.domain.provenance import Certainty
from app.extraction.pipeline import read_invoice
from app.extraction.values.arithmetic import chained
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge, typed_page


def _certain(invoice: Invoice) -> set[Certainty]:
    return {line.certainty for line in invoice.lines}


def test_two_columns_of_discounts_are_taken_off_one_after_the_other() -> None:
    invoice = read_typed("""
Product Code   Description          Qty     Price    Per    Disc 1   Disc 2   Goods Value   VAT

MR-8113-C      Push fit elbow        59      7.50    Each    52.50    10.00        189.17     1
877848         Copper pipe           51     33.30    Each    52.50                 806.69     1
A7312          Equal tee            270     40.50    100     20.00                  87.48     1
                                                     Goods Total                 1,083.34
""")
    assert [(q, p, a) for _, q, _, p, a in lines_of(invoice)] == [
        ("59", "7.50", "189.17"),
        ("51", "33.30", "806.69"),
        ("270", "40.50", "87.48"),
    ]
    assert [line.price_basis for line in invoice.lines] == [1, 1, 100]
    assert _certain(invoice) == {Certainty.PROVEN}


def test_words_in_the_margin_are_no_part_of_the_code_beside_them() -> None:
    invoice = read_typed("""
          Art.Nr.    Artikelbeschreibung       Menge   Einheit    Preis     Betrag

 e.V.     TB100A4    Trennblätter A4              20   Stk.        9,90     198,00
          TB100A5    Trennblätter A5              10   Stk.        9,00      90,00
          AB 100 C   Ordner breit                  5   Stk.        2,00      10,00
                                               Summe                        298,00
""")
    assert [line.item_code.value if line.item_code else "" for line in invoice.lines] == [
        "TB100A4",
        "TB100A5",
        "AB 100 C",
    ]


def test_a_chain_of_discounts_in_one_cell() -> None:
    invoice = read_typed("""
Codice    Descrizione       U.M.   Quantità   Prezzo unit.   Sconti    Importo

VL-87     Tubo               NR      269,00           4,17     30+5     745,95
PX-58     Guanti             NR       91,00          79,43    50+10   3.252,66
                                     Totale merce                     3.998,61
""")
    assert _certain(invoice) == {Certainty.PROVEN}
    assert [line.discount.raw for line in invoice.lines if line.discount] == ["33.5%", "55%"]


def test_a_chain_of_discounts_that_does_not_lead_to_the_amount_is_contradicted() -> None:
    invoice = read_typed("""
Codice    Descrizione       Quantità   Prezzo unit.   Sconti    Importo

VL-87     Tubo                269,00           4,17     30+5     785,22
PX-58     Guanti               91,00          79,43    50+10   3.252,66
                               Totale merce                    4.037,88
""")
    assert invoice.lines[0].certainty is Certainty.CONTRADICTED


def test_chained_percentages_are_exact() -> None:
    assert chained([Decimal(50), Decimal(10)]) == 55
    assert chained([Decimal(30), Decimal(5)]) == Decimal("33.5")


def test_what_is_left_of_a_discount_may_be_what_was_rounded() -> None:
    # 10 % of 5,853.75 is 585.375: rounded itself 585.38, what is left 5,268.375 and so 5,268.38.
    invoice = read_typed("""
Item      Description        Qty     Price    Disc %      Amount

AB-100    Lamp                75     78.05     10.00    5,268.38
AB-200    Glove                9      3.84                 34.56
                                     Total              5,302.94
""")
    assert _certain(invoice) == {Certainty.PROVEN}


def test_s2_103_a_charge_with_a_tax_code_beside_it_is_a_charge() -> None:
    invoice = read_typed("""
Item      Description           Quantity    Price Each   Tax     Amount

AB-100    Pallet wrap              19 EA        153.11    T    2,909.09
AB-200    Absorbent pad            41 CS          5.49    T      225.09
          Fuel surcharge                                  N       49.84
          Handling                                        N       36.36
                                           Total               3,220.38
""")
    assert len(invoice.lines) == 2
    assert [charge.kind for charge in invoice.charges] == [ChargeKind.FUEL_SURCHARGE, ChargeKind.HANDLING]


def test_what_is_sold_by_weight_is_billed_by_its_weight() -> None:
    invoice = read_typed("""
Item      Pack       Description          Cases     Weight    Price/LB      Total

921641    4/10 LB    Pork loin                9     429.48        1.15     493.90
436786    2/20#      Turkey breast            1      41.67        1.15      47.92
515492    2/20#      Salmon fillet            6     130.62       23.61   3,083.94
                                          Subtotal                       3,625.76
""")
    assert [q for _, q, _, _, _ in lines_of(invoice)] == ["429.48", "41.67", "130.62"]
    assert [p for _, _, _, p, _ in lines_of(invoice)] == ["1.15", "1.15", "23.61"]
    assert [unit for _, _, unit, _, _ in lines_of(invoice)] == ["LB", "LB", "LB"]
    assert _certain(invoice) == {Certainty.PROVEN}


def test_a_weight_beside_a_quantity_that_multiplies_stays_set_aside() -> None:
    invoice = read_typed("""
Item      Description          Qty     Weight    Price      Total

921641    Pork loin              9     429.48     1.15      10.35
436786    Turkey breast          2      41.67     2.15       4.30
                                       Subtotal             14.65
""")
    assert [q for _, q, _, _, _ in lines_of(invoice)] == ["9", "2"]


def test_trap_5_metres_beside_a_price_per_thousand_with_a_column_of_its_own() -> None:
    invoice = read_typed("""
Pos   Artikel-Nr.   Bezeichnung      Menge   ME    Preis/PE     PE    Gesamt EUR

 10   36-370        Kabel            1.500   m         1,44   1000          2,16
 20   36-371        Rohr                43   Stk      22,94      1        986,42
                                             Warenwert netto              988,58
""")
    assert [unit for _, _, unit, _, _ in lines_of(invoice)] == ["M", "EA"]


def test_orders_that_only_lines_name_are_those_of_the_invoice() -> None:
    invoice = read_typed("""
Pos   Ihre Bestellung   Artikel-Nr.   Bezeichnung      Menge    Preis    Gesamt EUR

 10   4510000003        36-370        Kabel                2     1,44          2,88
 20   4510000001        36-371        Rohr                43    22,94        986,42
                                              Warenwert netto                989,30
""")
    assert [order.value for order in invoice.header.po_numbers] == ["4510000003", "4510000001"]


def test_two_headings_that_promise_a_text_one_of_them_over_codes_nobody_would_know() -> None:
    invoice = read_typed("""
Artikel      Bezeichnung                  Menge   Einh.   Preis CHF   Betrag CHF

             Kugelhahn Messing
41.390.34    Lieferung ab Lager             149   Pak         19,23     2'865,27

             Filtermatte
MR-5635-B    Lieferung ab Lager               1   Pak        289,13       289,13
                                          Zwischensumme               3'154,40
""")
    assert [code for code, *_ in lines_of(invoice)] == ["41.390.34", "MR-5635-B"]


def test_amounts_right_of_their_labels_in_boxes_side_by_side() -> None:
    invoice = read_typed("""
Codice    Descrizione          Quantità   Prezzo unit.     Importo

VL-87     Tubo                     2,00           4,17        8,34
PX-58     Guanti                   1,00          79,43       79,43

Imponibile                  Imposta                Totale documento
            87,77                      19,31                                 107,08
""")
    header = invoice.header
    assert header.subtotal is not None
    assert header.tax_total is not None
    assert header.total is not None
    assert (header.subtotal.value, header.tax_total.value, header.total.value) == (
        Decimal("87.77"),
        Decimal("19.31"),
        Decimal("107.08"),
    )


def test_a_tax_id_ends_where_another_label_begins() -> None:
    invoice = read_typed("""
Ferramenta Bianchi S.r.l.
P.IVA 36795268921 - Cod. Fisc. 36795268921
Numero: F26/9713     Data: 22/02/2026
""")
    assert invoice.header.vendor_tax_id is not None
    assert invoice.header.vendor_tax_id.value == "36795268921"
    assert invoice.header.invoice_number is not None
    assert invoice.header.invoice_number.value == "F26/9713"


def test_pieces_are_abbreviated_st_where_the_comma_is_the_decimal_mark() -> None:
    page = """
Qty      Unit      Item      Description             Price       Amount

    47   st        125537    Work gloves leather    284,66    13.379,02
     2   m         132948    PVC pipe                51,13       102,26
                             Total net                        13.481,28
"""
    invoice = read_typed(page)
    assert [unit for _, _, unit, _, _ in lines_of(invoice)] == ["EA", "M"]
    american = page.replace(".", "_").replace(",", ".").replace("_", ",")
    assert [unit for _, _, unit, _, _ in lines_of(read_typed(american))] == ["ST", "M"]


def test_a_name_in_large_letters_is_no_street() -> None:
    page = typed_page("""

Pacific Bearing & Drive                       Invoice: INV67411
900 Harbor Bay, Oakland CA 94607              Date: 02/14/2026

Qty   Item      Description            U/M    Price     Amount
 12   AB-100    Hex bolt               EA      2.50      30.00
                                       Total             30.00
""")
    first = page.words[0].bottom
    large = tuple(
        replace(word, box=replace(word.box, top=word.box.top - 5)) if word.bottom == first else word
        for word in page.words
    )
    found = read_invoice([replace(page, words=large)], knowledge=shipped_knowledge()).header.vendor_name
    assert found is not None
    assert found.value == "Pacific Bearing & Drive"


def test_trap_11_a_heading_that_says_price_per_unit_states_none() -> None:
    page = """
Item      Description          Qty    Price/Unit      Total

921641    Pork loin              9          1.15      10.35
436786    Turkey breast          2          2.15       4.30
                                       Subtotal       14.65
"""
    assert [unit for _, _, unit, _, _ in lines_of(read_typed(page))] == [None, None]
    assert [
        unit for _, _, unit, _, _ in lines_of(read_typed(page.replace("Qty    Price/Unit", "Qty (KG)   Price  ")))
    ] == [
        "KG",
        "KG",
    ]
    other = page.replace("10.35", "10.45").replace("4.30", "4.40").replace("Price/Unit", "Price/KG  ")
    assert [unit for _, _, unit, _, _ in lines_of(read_typed(other))] == [None, None]
