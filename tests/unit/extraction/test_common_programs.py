"""Invoices as the programs that most vendors use print them: whose address it is, sums beside messages, charges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.invoice import ChargeKind, Invoice
from app.extraction.pipeline import read_invoice
from app.extraction.values.words import PageText
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge, typed_page


def _vendor(invoice: Invoice) -> str | None:
    return invoice.header.vendor_name.value if invoice.header.vendor_name else None


def _sums(invoice: Invoice) -> list[str | None]:
    header = invoice.header
    return [str(sum_.value) if sum_ else None for sum_ in (header.subtotal, header.tax_total, header.total)]


def _charges(invoice: Invoice) -> list[tuple[ChargeKind, str]]:
    return [(charge.kind, str(charge.amount.value)) for charge in invoice.charges]


LETTERHEAD = """
Thames Valley Parts                                       Invoice INV-20814
5 The Ring
RG1 8HG Reading
Great Britain


Solway Instruments Ltd                                    Date: 4 March 2026
10 Deerfield Road
GL50 3TB Cheltenham


No.      Description               Quantity   Price     Amount
44815    Ball valve brass 1 in            6   22.75     136.50

Total GBP excl. VAT                                     136.50
20% VAT                                                  27.30
Total GBP incl. VAT                                     163.80
"""


def test_an_address_under_the_letterhead_is_the_buyers_whatever_its_legal_form() -> None:
    assert _vendor(read_typed(LETTERHEAD)) == "Thames Valley Parts"


def test_years_are_no_postal_codes_of_a_letterhead() -> None:
    page = LETTERHEAD.replace("RG1 8HG Reading", "March 2026").replace("Great Britain", "")
    assert _vendor(read_typed(page)) == "Solway Instruments Ltd"


def test_an_address_with_a_telephone_below_a_letterhead_is_the_senders() -> None:
    page = LETTERHEAD.replace("GL50 3TB Cheltenham\n", "GL50 3TB Cheltenham\nTel. 01242 555 0101\n")
    assert _vendor(read_typed(page)) == "Solway Instruments Ltd"


def test_a_lone_number_that_counts_no_lines_is_the_items() -> None:
    """S2.160: "No." over one line: no line is the 44815th."""
    assert lines_of(read_typed(LETTERHEAD))[0][0] == "44815"
    assert lines_of(read_typed(LETTERHEAD.replace("44815", "10000")))[0][0] is None


SLIP = """
TAX INVOICE                          Invoice Date          Kauri Trade Supplies Limited
                                     9 Mar 2026            18 Depot Road
   Pohutukawa Builders Ltd           Invoice Number        Auckland 1061
   12 Quay Street                    INV-3012
   AUCKLAND 1010

Description                      Quantity     Price     Amount NZD
Hex bolt zinc plated                50.00      0.42          21.00
Subtotal                                                     21.00
TOTAL GST 15%                                                 3.15
TOTAL NZD                                                    24.15

PAYMENT ADVICE
To: Kauri Trade Supplies Limited
                                     Customer              Pohutukawa Builders Ltd
                                     Invoice Number        INV-3012
                                     Amount Due            24.15
"""


def test_a_payment_slip_goes_to_the_vendor_and_names_the_customer() -> None:
    invoice = read_typed(SLIP)
    assert _vendor(invoice) == "Kauri Trade Supplies Limited"
    assert [block.value for block in invoice.header.bill_to] == ["Pohutukawa Builders Ltd"]


MESSAGE = """
Delmar Supply Co.                                   Invoice
Date: 03/12/2026                                    Invoice # 20157

Quantity   Item Code   Description             U/M    Price Each      Amount
12         VLV56-47    Air filter pleated      cs          54.60      655.20

           Thank you!              Subtotal                          $655.20
                                   Sales Tax (8.25%)                  $54.05
                                   Total                             $709.25
"""


def test_a_sum_beside_a_message_is_no_line() -> None:
    """S2.160: what ends a row in a cell of its own says what the row is."""
    invoice = read_typed(MESSAGE)
    assert len(invoice.lines) == 1
    assert _sums(invoice) == ["655.20", "54.05", "709.25"]


COUNTED = """
TIDEWATER PIPE & SUPPLY CO                                INVOICE
INVOICE NO. 188024                                        DATE 03/06/2026

PRODUCT      DESCRIPTION             SHIPPED   U/M     PRICE      AMOUNT
KX-9451      Roller bearing                2   ea       6.73       13.46

             1 Lines Total               2          Total          13.46
                                                    Freight        23.75
                                                    Invoice Total  37.21
"""


def test_how_many_were_sold_stands_before_the_sum() -> None:
    invoice = read_typed(COUNTED)
    assert len(invoice.lines) == 1
    assert _charges(invoice) == [(ChargeKind.FREIGHT, "23.75")]


RATES = """
Nilgiri Industrial Stores Ltd                             TAX INVOICE
#                : INV-000687
Invoice Date     : 18/02/2026
Terms            : Net 15

Item & Description         HSN        Qty       Rate     Amount
Ball valve brass           84818030   10.00     22.75    227.50

Items in Total 10.00                  Sub Total          227.50
Rupees as below only                  CGST9 (9%)          20.48
                                      SGST9 (9%)          20.48
                                      Total              268.46
"""


def test_a_rate_in_the_name_of_a_tax_is_that_beside_it() -> None:
    """S2.169: "CGST9 (9%)" is CGST at 9 percent, and no line."""
    invoice = read_typed(RATES)
    assert len(invoice.lines) == 1
    assert _sums(invoice) == ["227.50", "40.96", "268.46"]


def test_the_tax_of_a_charge_under_its_heading_makes_no_sum_of_it() -> None:
    page = """
Nilgiri Industrial Stores Ltd                             TAX INVOICE
Invoice No. 687                                           Date 18/02/2026

Description               Qty       Rate      Tax          Amount
Ball valve brass          10.00     22.75     GST 10%      227.50
Delivery                                      GST 10%       20.00
Subtotal                                                   247.50
GST 10%                                                     24.75
Total                                                      272.25
"""
    assert _charges(read_typed(page)) == [(ChargeKind.FREIGHT, "20.00")]


def test_the_number_stands_behind_a_lone_sign_over_the_day() -> None:
    number = read_typed(RATES).header.invoice_number
    assert number is not None
    assert number.value == "INV-000687"


TAXED = """
{vendor}                                   {title}
Invoice number: 20814                      Date: 2026-03-12

Description               Quantity      Price      Amount
Ball valve brass 1 in          10       25.00      250.00

Subtotal                                           250.00
{tax}
Total                                              {total}
"""


def test_the_number_of_who_collects_a_tax_is_no_tax() -> None:
    """S2.169: in brackets behind the name of the tax."""
    row = "HST 13% (81004 5678 RT0001):                        32.50"
    page = TAXED.format(vendor="Bayfront Hardware Inc.", title="INVOICE", tax=row, total="282.50")
    assert _sums(read_typed(page)) == ["250.00", "32.50", "282.50"]


def test_a_currency_apart_leads_on_to_the_tax_and_not_to_what_it_is_on() -> None:
    row = "19 % VAT on 250.00             EUR                  47.50"
    page = TAXED.format(vendor="Brandt Service GmbH", title="INVOICE", tax=row, total="297.50")
    assert _sums(read_typed(page)) == ["250.00", "47.50", "297.50"]


DISCOUNT = """
Lindner Hygiene GmbH                       Rechnung Nr. RE-1578
Rechnungsdatum: 07.04.2026

Pos.   Beschreibung              Menge            Einzelpreis    Gesamtpreis
1.     Kreppband 48 mm           144,00 Rolle            2,64         380,16

Zwischensumme                                                         380,16
Rabatt                           3 %                                  -11,40
Gesamtbetrag netto                                                    368,76
zzgl. Umsatzsteuer 19 %                                                70,06
Gesamtbetrag brutto                                                   438,82
"""


def test_a_percentage_under_the_counts_counts_nothing() -> None:
    """S2.169: "Rabatt 3 %" is no three of anything."""
    invoice = read_typed(DISCOUNT)
    assert len(invoice.lines) == 1
    assert _charges(invoice) == [(ChargeKind.DISCOUNT, "-11.40")]


BESIDE_RATES = """
SARL ATLANTIQUE FOURNITURES                 Facture
Numéro : FA00000095                         Date : 17/03/2026

Code       Description           Qté      P.U. HT    Montant HT
LMP79-26   Vanne à bille laiton   24        22,75        546,00

Taux       Base HT    Montant TVA         Total HT       546,00
20,00       571,00         114,20         Port HT         25,00
                                          Total HT Net   571,00
                                          Total TVA      114,20
                                          Total TTC      685,20
"""


def test_a_charge_beside_a_table_of_taxes_is_no_line() -> None:
    """S2.169: the other cells of its row are figures of that table."""
    invoice = read_typed(BESIDE_RATES)
    assert len(invoice.lines) == 1
    assert _charges(invoice) == [(ChargeKind.FREIGHT, "25.00")]


SHOP = """
Schraubenkontor24 GmbH                                Rechnung R20264011
Rechnungsdatum: 25.02.2026

Pos   Artikel    Bezeichnung                  Menge     E-Preis      G-Preis
1     CX-7946    Taschenfilter F7                20       54,60     1.092,00
2     BS-7478    Kabelbinder schwarz              1        8,15         8,15
3                {charge}   1        5,90         5,90
Gesamtbetrag netto                                                  1.106,05
zzgl. 19% MwSt.                                                       210,15
Gesamtbetrag brutto                                                 1.316,20
"""


def test_what_a_shop_sends_by_is_a_charge_where_it_alone_has_no_code() -> None:
    """S2.103: one of it, at its price, below the goods."""
    invoice = read_typed(SHOP.format(charge="Versandpauschale DHL Paket"))
    assert len(invoice.lines) == 2
    assert _charges(invoice) == [(ChargeKind.FREIGHT, "5.90")]


def test_goods_without_a_code_that_go_with_a_charges_word_stay_goods() -> None:
    assert len(read_typed(SHOP.format(charge="Frachtkosten Rechner groß")).lines) == 3


def test_goods_without_codes_keep_their_charge_among_them_a_line_of_its_own_count() -> None:
    page = SHOP.format(charge="Versandpauschale DHL Paket").replace(
        "  1        5,90         5,90", "  2        2,95         5,90"
    )
    assert len(read_typed(page).lines) == 3


WAREHOUSE = """
Allied Fastener & Tool Co                          Invoice
Invoice Number: 0059039-IN                         Invoice Date: 3/30/2026

Item Code                        Unit    Ordered    Shipped   Price     Amount
FLT13-34                         RL         6.00       6.00   17.250    103.50
Pallet wrap clear                Whse: 000
LMP10-92                         EACH       7.00       7.00  129.000    903.00
LED high bay fixture 5000K       Whse: 000

Net Invoice                                                           1,006.50
Invoice Total                                                         1,006.50
"""


def test_a_figure_behind_its_own_label_counts_nothing() -> None:
    """S2.160: "Whse: 000" beside the text of a line."""
    lines = read_typed(WAREHOUSE).lines
    assert [line.item_code.value if line.item_code else None for line in lines] == ["FLT13-34", "LMP10-92"]


CONDITIONS = """
Wesermetall Handels GmbH                                Rechnung
Rechnungsnummer: 90051257                               Datum: 12.03.2026

Pos.     Bezeichnung              Menge     ME    Preis       Wert
000010   Sechskantschraube M10   250,000    ST     0,42     105,00
000020   Einmalhandschuhe         25,000    PAK
         Bruttopreis                              11,85     296,25
         Rabatt                                   5,00- %    14,81-
         Nettowert                                          281,44
000030   Kugelhahn Messing         5,000    ST    38,40     192,00

Summe Positionen                                            578,44
Ausgangssteuer 19,000 %                                     109,90
Endbetrag                                                   688,34
"""


def test_lines_with_conditions_stand_among_lines_without() -> None:
    """S2.164: SAP prints the conditions of a line only where it has a discount."""
    assert [line[1:] for line in lines_of(read_typed(CONDITIONS))] == [
        ("250.000", "EA", "0.42", "105.00"),
        ("25.000", "PK", "11.85", "281.44"),
        ("5.000", "EA", "38.40", "192.00"),
    ]


ORDER_OF_DAYS = """
Zenne Office NV, BE0890123454              Invoice INV/2026/00042
Invoice Date: {invoiced}                   Due Date: {due}

Description               Quantity      Price      Amount
Ball valve brass 1 in          10       25.00      250.00
Total EUR                                          250.00
VAT: BE0890123454
"""


@pytest.mark.parametrize(
    ("invoiced", "due", "read"),
    [
        ("03/11/2026", "04/10/2026", date(2026, 3, 11)),  # else it is due before it was written
        ("03/02/2026", "03/03/2026", date(2026, 2, 3)),
    ],
)
def test_no_country_makes_an_invoice_due_before_its_own_day(invoiced: str, due: str, read: date) -> None:
    found = read_typed(ORDER_OF_DAYS.format(invoiced=invoiced, due=due)).header.invoice_date
    assert found is not None
    assert found.value == read


def test_a_series_and_its_number_are_one() -> None:
    """As Factusol prints it, under its heading."""
    page = """
SUMINISTROS LEVANTE, S.L.                       FACTURA
C.I.F. B46123456

Número          Fecha           Cliente
1 - 260090      16/03/2026      430

ARTÍCULO    DESCRIPCIÓN              CANTIDAD    PRECIO    IMPORTE
VLV-204     Válvula de bola             10,00     22,75     227,50
TOTAL                                                       227,50
"""
    number = read_typed(page).header.invoice_number
    assert number is not None
    assert number.value == "1-260090"


WINDOW = """
{small}
Tischlerei Petersen GmbH                              Rechnungs-Nr.: RE-2026-311
Hauptstr. 22                                          Datum: 19.03.2026
25899 Niebüll

Pos.   Bezeichnung               Menge   Einzelpreis   Gesamtpreis
1      Kugelhahn Messing             6         22,75        136,50
Gesamtbetrag                                                136,50
"""


def _small(page: PageText) -> PageText:
    """Return a page with its first row in smaller print."""
    top = min(word.top for word in page.words)
    small = (replace(w, box=replace(w.box, bottom=w.box.top + 7)) if w.top == top else w for w in page.words)
    return replace(page, words=tuple(small))


def test_under_the_small_row_of_the_sender_stands_whom_a_letter_goes_to() -> None:
    page = typed_page(WINDOW.format(small="Hansen Werkstattbedarf · Deichweg 7 · 25813 Husum"))
    assert _vendor(read_invoice([_small(page)], knowledge=shipped_knowledge())) == "Hansen Werkstattbedarf"


def test_a_small_row_without_an_address_is_no_senders() -> None:
    page = typed_page(WINDOW.format(small="Treppen · Fenster · Türen"))
    assert _vendor(read_invoice([_small(page)], knowledge=shipped_knowledge())) == "Tischlerei Petersen GmbH"
