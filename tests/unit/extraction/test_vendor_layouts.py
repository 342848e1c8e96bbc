"""Invoices of distributors and of public portals: net prices, discounts said twice, lines as lists of fields."""

from __future__ import annotations

import pytest

from app.domain.invoice import Invoice
from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed


def _sums(invoice: Invoice) -> list[str | None]:
    header = invoice.header
    return [str(sum_.value) if sum_ else None for sum_ in (header.subtotal, header.tax_total, header.total)]


NET_PER_HUNDRED = """
FACTURE N° 0417-88            Date 26/01/2026
Ref          Désignation              Qté   Px brut     Rem %    Px net    Par      Montant HT

LEG0504      Interrupteur va-et-vient  40    812,00     58,00    341,04    100          136,42
NEX0122      Cable R2V 3G2,5          500   2140,00     72,50    588,50    1000         294,25
SCH1640      Tableau 4 rangées          2    164,50     40,00     98,70    1            197,40

Total HT                                                                               628,07
TVA 20 %                                                                               125,61
Total TTC                                                                              753,68
"""


def test_a_net_price_for_a_hundred_is_the_one_billed() -> None:
    prices = [
        (line.unit_price.value, line.price_basis) for line in read_typed(NET_PER_HUNDRED).lines if line.unit_price
    ]
    assert [(str(price), str(basis)) for price, basis in prices] == [
        ("341.04", "100"), ("588.50", "1000"), ("98.70", "1")
    ]  # fmt: skip


NET_UNDISCOUNTED = """
Factuur-Nr. 10447720          Factuurdatum 12-03-2026
Artikel    Omschrijving          Aantal    Prijs      Netto Prijs    Bedrag

1467924    Converter 5V 2A           10    12.4200        11.1780    111.78
2396008    MLCC 100NF 50V             1    86.5000        86.5000     86.50
9339060    Resistor 10K 1%          250     0.0210         0.0210      5.25

Subtotaal                                                            203.53
"""


def test_a_price_headed_net_is_billed_where_the_other_does_not_multiply() -> None:
    """No column says what is taken off; the first line is 10 x 12.42 less a tenth."""
    lines = read_typed(NET_UNDISCOUNTED).lines
    assert [str(line.unit_price.value) for line in lines if line.unit_price] == ["11.1780", "86.5000", "0.0210"]
    dearer = read_typed(NET_UNDISCOUNTED.replace("12.4200", " 1.2420")).lines[0]
    assert dearer.unit_price is not None
    assert str(dearer.unit_price.value) == "1.2420"  # what is billed is no dearer than the list


SAID_TWICE = """
Facture FC00001882            Date 02/03/2026
Code     Désignation             Qté    P.U. HT   % REM   Rem. HT   Montant HT

FEN120   Fenêtre PVC 120x135    4,00     312,50    5,00     62,50      1187,50
POR90    Porte intérieure 83    6,00     118,00                         708,00
POSE     Main d'oeuvre         14,50      48,00                         696,00

Total HT                                                               2591,50
"""


def test_a_discount_may_stand_as_share_and_as_sum() -> None:
    line = read_typed(SAID_TWICE).lines[0]
    assert line.discount is not None
    assert (str(line.discount.value), line.certainty) == ("62.50", Certainty.PROVEN)


def test_a_sum_that_is_not_the_share_beside_it_is_no_second_saying_of_it() -> None:
    line = read_typed(SAID_TWICE.replace("62,50", "61,50").replace("1187,50", "1188,50")).lines[0]
    assert line.certainty is not Certainty.PROVEN


PORTAL = """
Fattura                            Numero documento: 2026/88
Data documento: 2026-03-05
Importo totale documento: 1927.60

Dati dell'ordine di acquisto
Identificativo ordine di acquisto: OA-1182
Nr. linea: 1
Codifica articolo
   Tipo: INT Valore: ALB-40
Descrizione bene/servizio: Albero scanalato D40
Quantità: 8.00
Unità di misura: PZ
Valore unitario: 142.50
Valore totale: 1140.00
IVA (%): 22.00

Nr. linea: 2
Codifica articolo
   Tipo: INT Valore: BOC-12
Descrizione bene/servizio: Boccola bronzo 12x18
Quantità: 100.00
Unità di misura: PZ
Valore unitario: 4.40
Valore totale: 440.00
IVA (%): 22.00


Aliquota IVA (%): 22.00
Totale imponibile/importo: 1580.00
Totale imposta: 347.60
"""


def test_lines_of_the_italian_portal_are_fields_below_each_other() -> None:
    invoice = read_typed(PORTAL)
    assert lines_of(invoice) == [
        ("ALB-40", "8.00", "EA", "142.50", "1140.00"),
        ("BOC-12", "100.00", "EA", "4.40", "440.00"),
    ]
    assert _sums(invoice) == ["1580.00", "347.60", "1927.60"]
    assert [order.value for order in invoice.header.po_numbers] == ["OA-1182"]


def test_what_stands_behind_a_percent_sign_in_brackets_is_a_rate() -> None:
    page = "Numero documento: 2026/88\n\nIVA (%): 22.00\nTotale documento: 1602.00\n"
    assert _sums(read_typed(page))[1] is None


GERMAN_PORTAL = """
Rechnungsnummer: XR-2026-0092      Rechnungsdatum: 06.03.2026

Position 1
Bezeichnung:                 Rasen mähen
Artikelnummer:               GP-100
Menge:                       12500
Einheit:                     MTK
Preis pro Einheit (netto):   0,045
Umsatzsteuersatz in Prozent: 19
Gesamtpreis (netto):         562,50

Position 2
Bezeichnung:                 Heckenschnitt
Artikelnummer:               GP-220
Menge:                       38
Einheit:                     HUR
Preis pro Einheit (netto):   46,00
Umsatzsteuersatz in Prozent: 19
Gesamtpreis (netto):         1.748,00

Gesamtsumme (netto)          2.310,50
"""


def test_lines_of_a_viewed_electronic_invoice_are_fields_below_each_other() -> None:
    """A quantity of five digits is no code."""
    assert lines_of(read_typed(GERMAN_PORTAL)) == [
        ("GP-100", "12500", "SM", "0.045", "562.50"),
        ("GP-220", "38", "HR", "46.00", "1748.00"),
    ]


def test_lines_of_an_electronic_invoice_viewed_in_english_are_read_too() -> None:
    names = {
        "Bezeichnung:                ": "Description:                ",
        "Menge:    ": "Quantity: ",
        "Einheit:": "Unit:   ",
        "Preis pro Einheit (netto):": "Price per unit (net):     ",
        "Gesamtpreis (netto):": "Total price (net):  ",
    }
    page = GERMAN_PORTAL
    for german, english in names.items():
        page = page.replace(german, english)
    assert [line[1:] for line in lines_of(read_typed(page))] == [
        ("12500", "SM", "0.045", "562.50"),
        ("38", "HR", "46.00", "1748.00"),
    ]


STRIP = """
Factuurnummer 30218844            Factuurdatum 04-03-2026
Pos   Artikelnr.              Aantal     Prijs    Korting    Bedrag     BTW
      Omschrijving                         EUR          %       EUR       %

10    LVO-20XW                     3    689,00       2,00   2.025,66   21,00
      Notebook 14 i5
20    KNG-KVR32                   10     31,45                314,50   21,00
      DIMM 16GB DDR4


Valuta    Nettobedrag    Transportkosten    Handling    BTW              Totaalbedrag
EUR       2.340,16       8,50               0,00        21,00% 493,22    2.841,88
"""


def test_sums_side_by_side_below_their_labels_are_no_line() -> None:
    """The row of figures has one for each of quantity, price and amount."""
    invoice = read_typed(STRIP)
    assert [line[0] for line in lines_of(invoice)] == ["LVO-20XW", "KNG-KVR32"]
    assert _sums(invoice) == ["2340.16", "493.22", "2841.88"]
    assert [str(charge.amount.value) for charge in invoice.charges] == ["8.50"]


WRAPPED_LABELS = """
Invoice No. MNWIN98213            Invoice Date 02/17/2026
Item      Description                  Quantity     Price      Amount

1128      Hex cap screw                     500    0.1842       92.10
33080     Flat washer                       800    0.0615       49.20




Subtotal       Shipping &      State Tax      County Tax          Total USD
               Handling
  141.30           9.85           7.77            0.00              158.92
"""


def test_a_label_in_a_strip_of_sums_may_run_on_below() -> None:
    invoice = read_typed(WRAPPED_LABELS)
    assert _sums(invoice)[0] == "141.30"
    assert _sums(invoice)[2] == "158.92"
    assert [str(charge.amount.value) for charge in invoice.charges] == ["9.85"]


TITLES = """
Rechnung SR-2026-031              Rechnungsdatum 18.03.2026
OZ       Leistung                    Menge   EH      EP (€)     GP (€)

Titel 01 Treppenhaus
01.01    Untergrund spachteln       184,50   m²        4,80     885,60
01.02    Wandanstrich 2x            184,50   m²        7,25   1.337,63
         Summe Titel 01                                       2.223,23

Titel 02 Fassade
02.01    Gerüst stellen               1,00   psch  1.480,00   1.480,00
         Summe Titel 02                                       1.480,00

Zusammenstellung
         Titel 01 Treppenhaus                                 2.223,23
         Titel 02 Fassade                                     1.480,00
         Nettosumme                                           3.703,23
"""


def test_parts_with_numbers_that_are_listed_again_over_the_total_are_no_lines() -> None:
    assert [line[4] for line in lines_of(read_typed(TITLES))] == ["885.60", "1337.63", "1480.00"]


PACKS = """
Factuurnummer: 0/0(012)0/0021/044711      Factuurdatum: 06-03-2026
Artikelnr       Omschrijving        Stuksprijs   Stuks  VE    Colloprijs   Aantal    Totaal   BTW

8710400271833   Halfvolle melk 6x1l      0,890       6  PK          5,34        4     21,36     5
5410228141518   Frituurvet 10 kg        18,950       1  BX         18,95        2     37,90     5
8711000089217   Vaatwastabletten         0,129     100  DS         12,90        1     12,90     1

Totaal: EUR                                                                          72,16
"""


def test_pieces_times_their_price_are_the_pack_and_packs_are_billed() -> None:
    """Both products are right; one of them stands under the heading of the amounts."""
    assert [line[1:2] + line[3:] for line in lines_of(read_typed(PACKS))] == [
        ("4", "5.34", "21.36"),
        ("2", "18.95", "37.90"),
        ("1", "12.90", "12.90"),
    ]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Factuurnummer: 0/0(012)0/0021/044711", "0/0(012)0/0021/044711"),
        ("Rechnungsnummer 72 8104 3390 1126", "72 8104 3390 1126"),
        ("Invoice no. 20260303-8842", "20260303-8842"),
        ("Folio No. A-88213", "A-88213"),
        ("Invoice no. 03/03/2026", None),
    ],
)
def test_numbers_of_invoices_in_groups_brackets_and_behind_days(printed: str, number: str | None) -> None:
    invoice = read_typed(f"{printed}\n\nTotal   12.00\n")
    assert (invoice.header.invoice_number.value if invoice.header.invoice_number else None) == number


def test_a_folio_stands_below_the_number_of_an_invoice() -> None:
    page = "Factuur\nnummer   260118\ndatum    05-02-2026\nFolio    4410\n\nTotaal factuur   317,30\n"
    number = read_typed(page).header.invoice_number
    assert number is not None
    assert number.value == "260118"


TOLD_OF_LINES = """
Fattura 318/A                Data documento 27-02-2026
Cod. articolo   Descrizione                 Quantità   Prezzo unitario   UM   %IVA   Prezzo totale

GRS6060         Gres porcellanato 60x60       129,60             11,40   MQ   22,00       1.477,44
COLLA25         Colla cementizia 25 kg         40,00              9,85   PZ   22,00         394,00
                Vs. ordine OA-2026-77 del 12-02-2026                          22,00           0,00

Totale imponibile                                                                        1.871,44
"""


def test_words_with_no_figure_but_nothing_are_no_line() -> None:
    invoice = read_typed(TOLD_OF_LINES)
    assert [line[0] for line in lines_of(invoice)] == ["GRS6060", "COLLA25"]
    assert [order.value for order in invoice.header.po_numbers] == ["OA-2026-77"]
    given = read_typed(TOLD_OF_LINES.replace("  9,85", "  0,00").replace("394,00", "  0,00"))
    assert [line[0] for line in lines_of(given)] == ["GRS6060", "COLLA25"]  # what is given away is counted


def test_what_stands_behind_the_lines_does_not_make_one_of_words_with_nothing() -> None:
    behind = """
esigibilità / riferimenti                   %IVA     Spese accessorie    Totale imponibile    Imposta
I (esigibilità immediata)                   22,00                                 1.871,44     411,72
Importo bollo                                                            Totale documento
                                                                                  2.283,16
MP05 Bonifico                                          Data scadenza 31-03-2026   2.283,16
"""
    invoice = read_typed(TOLD_OF_LINES.partition("Totale imponibile")[0].rstrip() + behind)
    assert [line[0] for line in lines_of(invoice)] == ["GRS6060", "COLLA25"]


CATCH_WEIGHT = """
INVOICE NUMBER 514882907           INVOICE DATE 02/24/26
QTY        PACK  SIZE    ITEM DESCRIPTION             ITEM CODE   UNIT PRICE   EXTENDED PRICE

  2  CS    4     1 GAL   MILK 2% WHITE                2183741          17.85            35.70
  2  CS    8     8.5#    BEEF INSIDE ROUND CHOICE     1013770          5.187           702.58
                         67.300  68.150  T/WT= 135.450
  4  CS    6     #10     TOMATO DICED IN JUICE        4189827          31.02           124.08

INVOICE TOTAL                                                                          862.36
"""


def test_a_weight_told_below_a_line_is_what_its_price_is_for() -> None:
    """The unit beside the cases is not that of the weight."""
    assert [line[1:] for line in lines_of(read_typed(CATCH_WEIGHT))] == [
        ("2", "CS", "17.85", "35.70"),
        ("135.450", None, "5.187", "702.58"),
        ("4", "CS", "31.02", "124.08"),
    ]
    misweighed = lines_of(read_typed(CATCH_WEIGHT.replace("135.450", "135.540")))
    assert misweighed[1][1] == "2"


RATE_CODES = """
Netto totaal:                            72,16
BTW 5 = 9,00 %     over 59,26             5,33
BTW 1 = 21,00 %    over 12,90             2,71
Totaal: EUR                              80,20
"""


def test_a_number_before_an_equals_sign_is_the_code_of_its_rate() -> None:
    page = PACKS[: PACKS.index("Totaal: EUR")] + RATE_CODES.lstrip()
    assert _sums(read_typed(page)) == ["72.16", "8.04", "80.20"]
