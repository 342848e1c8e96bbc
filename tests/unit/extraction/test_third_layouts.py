"""More ways of printing: net beside gross, conditions under a line, turned headings, two counts (S2.159-S2.174)."""

from __future__ import annotations

from dataclasses import replace

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.domain.provenance import Box, Certainty
from app.extraction.pipeline import read_invoice
from app.extraction.values.rows import join_rows
from app.extraction.values.words import PageText, Word
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge, typed_page

_SHOP = """
Product            Unit price excl. VAT   VAT    Unit price incl. VAT   Qty    Total incl. VAT
Wall lamp                         45.00   20%                   54.00    16             864.00
Bulb                               3.50   20%                    4.20    60             252.00
                                                              {subtotal}
                                                              VAT              186.00
                                                              Total          {total}
"""


def _severities(invoice: Invoice, code: str) -> list[Severity]:
    return [finding.severity for finding in invoice.findings if finding.code == code]


def test_s2_164_the_price_without_tax_counts_where_only_the_one_with_it_is_multiplied_out() -> None:
    invoice = read_typed(_SHOP.format(subtotal="Net              930.00", total="1,116.00"))
    assert lines_of(invoice) == [
        (None, "16", None, "45.00", "720.00"),
        (None, "60", None, "3.50", "210.00"),
    ]
    assert {line.certainty for line in invoice.lines} == {Certainty.CONSISTENT}, "worked out, and never proven"
    assert _severities(invoice, "amount_with_tax") == [Severity.NOTE] * 2


def test_s2_164_an_amount_worked_out_without_its_tax_rests_on_the_sum_of_all_lines() -> None:
    invoice = read_typed(_SHOP.format(subtotal="Net              931.00", total="1,117.00"))
    assert {line.certainty for line in invoice.lines} == {Certainty.UNVERIFIED}
    assert _severities(invoice, "amount_with_tax") == [Severity.HOLD] * 2


def test_s2_164_a_rate_in_the_line_tells_the_price_without_tax_under_any_heading() -> None:
    page = _SHOP.format(subtotal="Net              930.00", total="1,116.00")
    unsaid = page.replace("Unit price excl. VAT", "           Price one").replace("price incl. VAT", "      Price two")
    assert [line[3] for line in lines_of(read_typed(unsaid))] == ["45.00", "3.50"]
    other = unsaid.replace("45.00", "44.00").replace("3.50", "3.40").replace("20%", "19%")
    assert [line[3] for line in lines_of(read_typed(other))] == ["54.00", "4.20"], "no rate makes one of the other"


def test_s2_164_the_price_after_the_discount_counts_where_it_is_printed_beside() -> None:
    invoice = read_typed("""
Désignation    Qté   PU brut HT    Rem.%    PU net HT    Montant HT
Charnière       24        18,50       20        14,80        355,20
Serrure         10        32,00       15        27,20        272,00
                                              Total HT       627,20
""")
    assert [line[3] for line in lines_of(invoice)] == ["14.80", "27.20"]
    assert [line.discount for line in invoice.lines] == [None, None]


_CONDITIONS = """
Pos   Artikel                      Menge  ME       Preis   per       Betrag
10    KE-4471-08                      25  ST
      Kegelradgetriebe i=8
      Bruttopreis                                 312,00   1 ST    7.800,00
      Kundenrabatt                                12,0 %             936,00-
      Nettowert der Position                      274,56   1 ST    6.864,00
20    KE-0090-22                   1.200  ST
      Passfeder A 8x7x32
      Bruttopreis                                  41,50   100 ST    498,00
      Kundenrabatt                                10,0 %              49,80-
      Nettowert der Position                       37,35   100 ST    {last}
                                          Summe netto              7.312,20
"""


def test_s2_164_conditions_below_a_line_lead_to_the_price_that_is_billed() -> None:
    invoice = read_typed(_CONDITIONS.format(last="448,20"))
    assert lines_of(invoice) == [
        ("KE-4471-08", "25", "EA", "274.56", "6864.00"),
        ("KE-0090-22", "1200", "EA", "37.35", "448.20"),
    ]
    assert invoice.lines[1].price_basis == 100
    assert invoice.charges == (), "what leads to a price is no discount besides"


def test_s2_164_conditions_that_do_not_multiply_in_the_end_prove_nothing() -> None:
    invoice = read_typed(_CONDITIONS.format(last="447,20"))
    assert not {line.certainty for line in invoice.lines} & {Certainty.PROVEN, Certainty.CONSISTENT}


def test_s2_161_a_name_and_a_code_alone_in_a_row_are_the_code() -> None:
    lines = read_typed("""
Description                     Quantity    Unit Price    Amount
Autoclave pouch                       14         22.50    315.00
SKU AP-90230
Box of 200
Face mask                             40         12.80    512.00
SKU FM-L3-50
Lot 26A771
                                                 Total    827.00
""").lines
    assert [line.item_code.value if line.item_code else None for line in lines] == ["AP-90230", "FM-L3-50"]


def test_s2_161_an_order_over_its_lines_may_be_followed_by_the_delivery() -> None:
    invoice = read_typed("""
Part          Description            Qty     Each    Extension
PO 771204 - Packing slip 33918 - shipped 03/03/2026
6205-2RS      Ball bearing            60     4.15       249.00
PO 771318 - Packing slip 33940 - shipped 03/06/2026
LBL-04        Grease cartridge        24     7.25       174.00
                                            Total       423.00
""")
    assert [line.po_number.value if line.po_number else None for line in invoice.lines] == ["771204", "771318"]
    assert invoice.lines[0].description.value == "Ball bearing"


def _turned(text: str, x: float, foot: float) -> list[Word]:
    """Return the words of a heading that runs upward from its foot, five points a character."""
    words = []
    for part in text.split():
        head = foot - 5 * len(part)
        words.append(Word(part, Box(1, x, head, x + 9, foot)))
        foot = head - 2.5
    return words


def test_s2_160_turned_headings_are_set_level_over_their_columns() -> None:
    turned = [("Position", 50), ("Menge", 200), ("Einzelpreis", 300), ("Rabatt %", 400), ("Betrag", 500)]
    words = [word for text, x in turned for word in _turned(text, x, 100)]
    level = [Word(text, Box(1, 50, 120, 55, 129)) for text in ("1",)]
    rows = join_rows(PageText(1, 612, 792, (*words, *level)))
    assert [cell.text for cell in rows[0].cells] == ["Position", "Menge", "Einzelpreis", "Rabatt%", "Betrag"]
    assert rows[0].bottom == 100


def test_words_in_a_margin_head_nothing() -> None:
    words = [word for text, x in (("Form", 10), ("Printed", 20), ("Copy", 590)) for word in _turned(text, x, 300)]
    level = [Word("Total", Box(1, 50, 290, 75, 299))]
    rows = join_rows(PageText(1, 612, 792, (*words, *level)))
    assert [row.text for row in rows] == ["Total"]


def test_s2_164_prices_that_add_up_to_the_sum_are_those_of_whole_lines() -> None:
    page = """
Product             Quantity      Price
Oak bracket               12     168.00
Danish oil                 3     113.40
                Subtotal         {subtotal}
"""
    assert lines_of(read_typed(page.format(subtotal="281.40"))) == [
        (None, "12", None, None, "168.00"),
        (None, "3", None, None, "113.40"),
    ]
    pieces = lines_of(read_typed(page.format(subtotal="2,356.20")))
    assert [line[3] for line in pieces] == ["168.00", "113.40"], "twelve at 168.00 and three at 113.40"


def test_s2_162_counts_stand_under_the_unit_they_are_in() -> None:
    lines = lines_of(
        read_typed("""
   QTY       ITEM     DESCRIPTION        PRICE     AMOUNT
CS     EA
12           40118    Cola cans          14.00     168.00
       18    40772    Bitters             9.25     166.50
                      TOTAL                        334.50
""")
    )
    assert [(line[1], line[2]) for line in lines] == [("12", "CS"), ("18", "EA")]


def test_s2_160_a_line_begins_at_its_number_and_ends_with_its_figures() -> None:
    lines = read_typed("""
Pos.         Beschreibung                        Menge   Einh.    Preis      Gesamt
01.01.0010   Untergrund vorbereiten, lose Teile
             entfernen, Risse spachteln und
             grundieren                         312,50   m²        4,80    1.500,00
01.01.0020   Dispersionsfarbe, zweimaliger
             Anstrich                           312,50   m²        7,20    2.250,00
01.02.0010   Gerüst stellen                       1,00   psch    380,00      380,00
                                                 Summe netto               4.130,00
""").lines
    assert [line.description.value for line in lines] == [
        "Untergrund vorbereiten, lose Teile entfernen, Risse spachteln und grundieren",
        "Dispersionsfarbe, zweimaliger Anstrich",
        "Gerüst stellen",
    ]


def test_sums_may_stand_left_of_their_labels() -> None:
    header = read_typed("""
  Amount      Rate   Hours   Narrative
1,290.00    215.00     6.0   Drafting of lease
  437.50    125.00     3.5   Searches and report
1,727.50                     Net
  345.50                     VAT at 20%
2,073.00                     Total now due
""").header
    found = [header.subtotal, header.tax_total, header.total]
    assert [str(amount.value) if amount else None for amount in found] == ["1727.50", "345.50", "2073.00"]


def test_s2_169_a_charge_stands_under_the_amounts_and_its_tax_beside() -> None:
    invoice = read_typed("""
Qty     Description            Rate      Net     VAT
 12     Box section           41.20   494.40   98.88
 36     Flat bar               3.15   113.40   22.68
                              Goods   607.80
                           Carriage    25.00    5.00
                         VAT at 20%   126.56
                              Total   759.36
""")
    assert [str(charge.amount.value) for charge in invoice.charges] == ["25.00"]


def test_what_is_owed_may_be_summed_up_on_a_page_before_the_lines() -> None:
    invoice = read_typed(
        """
Summary of charges
Cleaning                       546.00
Supplies                       309.00
Fuel surcharge                  27.45
Total due                      882.45
""",
        """
Service                Hours     Rate    Amount
Window washer             14    39.00    546.00
Subtotal cleaning                        546.00

Product             Quantity    Price    Amount
Can liner                  6    31.50    189.00
Hand soap                  8    15.00    120.00
Subtotal supplies                        309.00
""",
    )
    assert len(invoice.lines) == 3
    assert [str(charge.amount.value) for charge in invoice.charges] == ["27.45"]


def test_a_date_may_stand_behind_the_number_under_one_label() -> None:
    header = read_typed("""
Kestrel Optics B.V.                         INVOICE
                                            Invoice number / date
                                            91140087 / 09.03.2026
                                            Reference number / date
                                            PO88-1204 / 20.02.2026

Item    Description             Quantity     Price      Value
  10    Lens                          40     62.50   2,500.00
                                             Total   2,500.00
""").header
    assert header.invoice_number is not None
    assert header.invoice_number.value == "91140087"
    assert header.invoice_date is not None
    assert header.invoice_date.value.isoformat() == "2026-03-09"


def test_s2_161_dots_that_lead_to_the_figures_are_no_text() -> None:
    lines = read_typed("""
Omschrijving                        Aantal     Prijs     Bedrag
Wandtegels mat wit ...............      42     24,50   1.029,00
Voegmiddel grijs .................       9     11,20     100,80
                                              Totaal   1.129,80
""").lines
    assert [line.description.value for line in lines] == ["Wandtegels mat wit", "Voegmiddel grijs"]


def test_s2_172_a_name_behind_the_buyers_label_is_not_the_vendor() -> None:
    header = read_typed("To: Cotswold Events Ltd, The Barn, Tetbury\nInvoice no: HD-0417\n\n" + _SHOP).header
    assert header.vendor_name is None or "Cotswold" not in header.vendor_name.value


def test_s2_163_an_order_named_in_the_text_of_a_line_is_its_order() -> None:
    invoice = read_typed("""
Line   Description                   Qty    Unit Price      Amount
1      Vacuum gate valve               2      3,480.00    6,960.00
       Item: VGV-0600-P    Customer PO: DO-77120
2      O-ring set                     15         42.75      641.25
       Item: ORS-VIT-12    Customer PO: DO-77188
                                              Subtotal    7,601.25
""")
    assert [line.po_number.value if line.po_number else None for line in invoice.lines] == ["DO-77120", "DO-77188"]
    assert [line.item_code.value if line.item_code else None for line in invoice.lines] == ["VGV-0600-P", "ORS-VIT-12"]


def test_s2_172_what_stands_small_behind_a_name_in_large_letters_is_no_part_of_it() -> None:
    page = typed_page("Invoice\n\n\n\n\n" + _SHOP.format(subtotal="Net              930.00", total="1,116.00"))
    large = [Word(text, Box(1, x, 45, x + 60, 63)) for text, x in (("Brug", 20), ("Bikes", 85), ("B.V.", 150))]
    small = [Word(text, Box(1, x, 53, x + 30, 62)) for text, x in (("Printed", 215), ("daily", 250))]
    header = read_invoice([replace(page, words=(*large, *small, *page.words))], knowledge=shipped_knowledge()).header
    assert header.vendor_name is not None
    assert header.vendor_name.value == "Brug Bikes B.V."
