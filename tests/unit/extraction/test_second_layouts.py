"""More ways of printing: values over their labels, codes under the texts, labels in two languages (S2.159-S2.174)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.invoice import Charge, ChargeKind, InvoiceLine
from app.extraction.sums.sum_labels import label_meanings
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

_GOODS = """
Qty   Item      Description            Price     Amount
 12   AB-100    Hex bolt                2.50      30.00
"""


def _codes(lines: tuple[InvoiceLine, ...]) -> list[str | None]:
    return [line.item_code.value if line.item_code else None for line in lines]


def _charged(charges: tuple[Charge, ...]) -> list[tuple[ChargeKind, str]]:
    return [(charge.kind, str(charge.amount.value)) for charge in charges]


def test_s2_159_values_may_stand_over_their_labels() -> None:
    header = read_typed(
        """
FV26/00417          09/03/2026             08/05/2026      PED-7718
Número de factura   Fecha de expedición    Vencimiento     Su pedido

Suministros Duero, S.L.
"""
        + _GOODS
    ).header
    assert header.invoice_number is not None
    assert header.invoice_number.value == "FV26/00417"
    assert header.due_date is not None
    assert header.due_date.raw == "08/05/2026"
    assert [order.value for order in header.po_numbers] == ["PED-7718"]


def test_values_between_two_rows_of_labels_are_those_of_the_labels_above() -> None:
    header = read_typed(
        """
Su pedido           Factura nº             Referencia
PED-7718            FV26/00417             RX-90018
Número de albarán   Fecha de entrega       Vencimiento
"""
        + _GOODS
    ).header
    assert header.due_date is None
    assert [order.value for order in header.po_numbers] == ["PED-7718"]


def test_one_day_may_be_that_of_the_invoice_and_of_the_delivery() -> None:
    header = read_typed("Invoice date / Delivery date 02 March 2026\nInvoice # UK-118820\n" + _GOODS).header
    assert header.invoice_date is not None
    assert header.invoice_date.value.isoformat() == "2026-03-02"


@pytest.mark.parametrize("printed", ["#7 Mill-22", "# 7", "#7"])
def test_one_digit_under_the_title_is_no_invoice_number(printed: str) -> None:
    header = read_typed(f"Quarry Stone Ltd          INVOICE\n                          {printed}\n" + _GOODS).header
    assert header.invoice_number is None


def test_the_tax_id_keeps_its_country() -> None:
    header = read_typed("Dorn Technik AG   USt-ID DE 136 695 976\nRechnung Nr. 4411\n" + _GOODS).header
    assert header.vendor_tax_id is not None
    assert header.vendor_tax_id.value.replace(" ", "") == "DE136695976"


def test_s2_161_codes_lead_the_rows_below_the_texts() -> None:
    lines = read_typed("""
Analyse                         Nb     Tarif HT     Total HT
Listeria monocytogenes          24        18,50       444,00
M-0120 - NF EN ISO 11290
Escherichia coli                 8        46,00       368,00
M-0144 - ISO/TS 13136
                                       Total HT       812,00
""").lines
    assert _codes(lines) == ["M-0120", "M-0144"]
    assert lines[0].description.value.startswith("Listeria monocytogenes NF")


def test_s2_161_groups_of_digits_are_a_code_where_the_heading_promises_one() -> None:
    page = """
Pos   {heading}     Menge    E-Preis     Betrag
1     Bohrschraube verzinkt         300       9,80    2.940,00
      0214 6325
2     Dübel aus Nylon               400      14,20    5.680,00
      0903 1050
                                       Summe          8.620,00
"""
    promised = read_typed(page.format(heading="Bezeichnung / Artikel-Nr.")).lines
    assert _codes(promised) == ["0214 6325", "0903 1050"]
    assert _codes(read_typed(page.format(heading="Bezeichnung              ")).lines) == [None, None]
    long = page.replace("0214 6325", "02 14 63 25 77").replace("0903 1050", "09 03 10 50 12")
    assert _codes(read_typed(long.format(heading="Bezeichnung / Artikel-Nr.")).lines) == [None, None], "too many groups"


def test_s2_161_the_only_code_of_a_line_is_what_it_is_ordered_by() -> None:
    page = """
Qty   {first}ISBN             Title                    Price     Amount
12    {code}9780198811203    River Systems            10.00     120.00
 5    {code}9780198824418    Trade and Empire         20.00     100.00
                                             Total              220.00
"""
    assert _codes(read_typed(page.format(first="", code="")).lines) == ["9780198811203", "9780198824418"]
    both = read_typed(page.format(first="Item       ", code="RS-3001    ")).lines
    assert _codes(both) == ["RS-3001", "RS-3001"]


def test_s2_161_no_heads_the_codes_where_it_numbers_no_lines() -> None:
    lines = read_typed("""
No.         Description           Quantity    Unit Price    Amount
T-6060-W    Wall tile white             48         17.50    840.00
ADH-20      Tile adhesive               12         10.00    120.00
BK-TILE     Trade catalogue              2          6.00     12.00
                                                   Total    972.00
""").lines
    assert _codes(lines) == ["T-6060-W", "ADH-20", "BK-TILE"]


def test_s2_160_words_under_unknown_headings_say_which_line_it_is() -> None:
    lines = read_typed("""
Medewerker      Functie       Zoort           Uren      Tarief      Bedrag
J. de Wit       Lasser        Normaal        40,00       38,50    1.540,00
J. de Wit       Lasser        Overwerk        6,00       57,75      346,50
                                                        Totaal    1.886,50
""").lines
    texts = [line.description.value for line in lines]
    assert texts == ["J. de Wit Lasser Normaal", "J. de Wit Lasser Overwerk"]


def test_labels_of_sums_and_charges_in_two_languages() -> None:
    invoice = read_typed("""
Artikel    Omschrijving          Aantal     Prijs     Bedrag
11820      Handschoen nitril         40      6,90     276,00
11944      Compres steriel          120      1,85     222,00
           Totaal excl. / Total HTVA                  498,00
           Leveringskosten / Frais de livraison        15,00
           BTW/TVA 21 % op/sur 513,00                 107,73
           Te betalen / À payer EUR                   620,73
""")
    assert _charged(invoice.charges) == [(ChargeKind.FREIGHT, "15.00")]
    assert [check.holds for check in invoice.checks] == [True, True, True]
    assert invoice.header.total is not None
    assert invoice.header.total.value == Decimal("620.73")


@pytest.mark.parametrize(("label", "known"), [("Total / Gesamt / Totaal", True), ("Total / Foo / Totaal", False)])
def test_a_label_in_three_languages_means_what_all_of_them_do(label: str, known: bool) -> None:
    meanings, whole = label_meanings(typed_page(label).words, shipped_knowledge())
    assert whole == known
    assert ("total" in meanings and whole) == known


@pytest.mark.parametrize("number", ["TPS/GST 118820447 RT0001", "GST 80114 2217"])
def test_who_collects_the_tax_has_a_number_that_is_no_tax(number: str) -> None:
    invoice = read_typed(f"{number}\n" + _GOODS)
    assert invoice.header.tax_total is None


def test_s2_103_a_charge_may_be_taxed_at_a_rate_of_its_own() -> None:
    invoice = read_typed("""
Pos   Bezeichnung              Menge    E-Preis     Betrag
1     Bohrschraube               300       1,00     300,00
2     Dübel                      100       1,00     100,00
                     Summe                          400,00
Transportkosten                     19 % USt (S)      3,00
                     Umsatzsteuer                    76,57
                     Rechnungsbetrag                479,57
""")
    assert _charged(invoice.charges) == [(ChargeKind.FREIGHT, "3.00")]
    assert all(check.holds for check in invoice.checks)


def test_s2_103_a_whole_number_beside_a_discount_is_a_rate_where_no_sum_bears_it_out() -> None:
    page = """
Item      Description      Qty     Price    Amount
AB-100    Hex bolt          10     10.00    100.00
                     Subtotal               100.00
                     Discount                    5
                     Total                   {total}
"""
    assert _charged(read_typed(page.format(total="97.50")).charges) == []
    assert _charged(read_typed(page.format(total="95.00")).charges) == [(ChargeKind.DISCOUNT, "-5")]


def test_s2_103_a_charge_with_a_code_in_letters_is_a_charge_once() -> None:
    page = """
Qty    Item        Description              Price     Amount
12     FUEL-DSL    Refuel diesel             6.25      75.00
{count}      DLV         Delivery and pickup     {price}     300.00
                                          Total      375.00
"""
    once = read_typed(page.format(count="1", price="300.00"))
    assert _charged(once.charges) == [(ChargeKind.FREIGHT, "300.00")]
    assert len(read_typed(page.format(count="2", price="150.00")).lines) == 2


@pytest.mark.parametrize("title", ["RECHNUNG", "Gutschrift"])
def test_a_number_may_stand_under_the_title_behind_its_mark(title: str) -> None:
    page = f"Rheinland Vertrieb GmbH     {title}\nHafenstrasse in Köln        Nr. GS-26-0077\n"
    header = read_typed(page + _GOODS).header
    assert header.invoice_number is not None
    assert header.invoice_number.value == "GS-26-0077"


def test_the_day_beside_a_number_is_the_invoices_whatever_stands_in_another_column() -> None:
    header = read_typed(
        """
Acciai Lombardi S.r.l.                        FATTURA
Via Industria 9, Castenedolo                  N. 771/26 del 05/03/2026
Cliente: Oglio SNC                            Vs. ordine OA-118 del 20/02/2026
"""
        + _GOODS
    ).header
    assert header.invoice_date is not None
    assert header.invoice_date.raw == "05/03/2026"


def test_a_tax_id_may_end_a_sentence() -> None:
    header = read_typed("Elektro Vogt\nZahlbar bis 23.03.2026 ohne Abzug. USt-IdNr. DE 150 118 204\n" + _GOODS).header
    assert header.vendor_tax_id is not None
    assert header.vendor_tax_id.value.replace(" ", "") == "DE150118204"


def test_s2_103_a_code_that_names_a_charge_makes_one_of_a_text_that_does() -> None:
    invoice = read_typed("""
Item       Description        Quantity    U/M     Rate     Amount
CLT-8      Cleat stainless          24    ea     11.95     286.80
ROPE-58    Dock line               600    ft      0.84     504.00
Freight    Hazmat freight                        45.00      45.00
                                      Total                835.80
""")
    assert _charged(invoice.charges) == [(ChargeKind.FREIGHT, "45.00")]
    assert len(invoice.lines) == 2


@pytest.mark.parametrize(
    ("printed", "code"), [("H87 Pieza", "EA"), ("doos/bte", "BX"), ("EA/CS", None), ("kg/flurb", None)]
)
def test_s2_168_a_unit_may_be_printed_in_two_ways(printed: str, code: str | None) -> None:
    assert shipped_knowledge().units.canonical(printed) == code
