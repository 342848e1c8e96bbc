"""Freight bills, progress bills, steel, hire: papers of trades with habits of their own (S2.103, S2.159-S2.174)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.invoice import Invoice
from app.domain.provenance import Box, Certainty, Method
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.table.roles import multiplying_share
from app.extraction.values.figures import Figure
from tests.helpers.typed_pages import read_typed


def _figures(invoice: Invoice) -> list[tuple[str | None, ...]]:
    return [
        tuple(str(v.value) if v is not None else None for v in (line.quantity, line.unit_price, line.amount))
        for line in invoice.lines
    ]


def _charges(invoice: Invoice) -> list[tuple[str, str]]:
    return [(charge.kind.value, str(charge.amount.value)) for charge in invoice.charges]


FREIGHT_BILL = """
Ridgeway Express LLC
PO Box 5120 - Yakima, WA 98909
FREIGHT BILL
PRO NUMBER     SHIP DATE      DUE DATE
504-327775     02/05/2026     02/23/2026
P.O. NO. 4507767639

PCS   DESCRIPTION OF ARTICLES         CLASS    WEIGHT (LB)    RATE/CWT    CHARGES
2     Cabinet doors, wood, crated        70          1,929       31.14     600.69
5     Hardwood mouldings bundled        100          1,644       27.10     445.52
      FUEL SURCHARGE 28.50%                                                184.63
      LIFTGATE DELIVERY                                                     65.33
                                              TOTAL CHARGES DUE         $1,296.17
"""


def test_a_freight_bill_is_read_by_weight_and_what_stands_below_it_is_charged() -> None:
    invoice = read_typed(FREIGHT_BILL)
    assert _figures(invoice) == [("1929", "31.14", "600.69"), ("1644", "27.10", "445.52")]
    assert [line.description.value for line in invoice.lines] == [
        "Cabinet doors, wood, crated",
        "Hardwood mouldings bundled",
    ]
    assert _charges(invoice) == [("fuel_surcharge", "184.63"), ("freight", "65.33")]


def test_a_carriers_own_number_is_that_of_its_freight_bill_and_a_post_box_no_order() -> None:
    invoice = read_typed(FREIGHT_BILL)
    assert invoice.header.invoice_number is not None
    assert invoice.header.invoice_number.value == "504-327775"
    assert [order.value for order in invoice.header.po_numbers] == ["4507767639"]


def test_a_carriers_number_on_a_vendors_invoice_is_not_that_of_the_invoice() -> None:
    invoice = read_typed(FREIGHT_BILL.replace("FREIGHT BILL", "STATEMENT OF GOODS"))
    assert invoice.header.invoice_number is None


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Freight prepaid and added", "freight"),
        ("Liftgate delivery", "freight"),
        ("Delivery and spreading", "other"),
        ("Freight and crane hire", "other"),
        ("Emballage et port", "freight"),
        ("Saw cutting", "handling"),
    ],
)
def test_an_amount_alone_below_the_lines_that_speaks_of_a_charge_is_no_line(label: str, kind: str) -> None:
    invoice = read_typed(f"""
Description            Quantity    Price      Amount
Fir boards KD                40    12.50      500.00
Cedar posts                  10     8.25       82.50
{label:<28}                   75.00
                           Total              657.50
""")
    assert len(invoice.lines) == 2
    assert _charges(invoice) == [(kind, "75.00")]


def test_a_lump_sum_below_the_lines_that_speaks_of_no_charge_stays_a_line() -> None:
    invoice = read_typed("""
Description            Quantity    Price      Amount
Fir boards KD                40    12.50      500.00
Cedar posts                  10     8.25       82.50
Stair railing made to size                     75.00
                           Total              657.50
""")
    assert [line.description.value for line in invoice.lines][-1] == "Stair railing made to size"
    assert not invoice.charges


PROGRESS_BILL = """
FROM CONTRACTOR: Hartwell Mechanical, Inc.
INVOICE NO: 1671-06

ITEM   DESCRIPTION          SCHEDULED     FROM PREVIOUS         THIS        TOTAL      %         BALANCE
NO.    OF WORK                  VALUE       APPLICATION       PERIOD    COMPLETED    COMPL     TO FINISH    RETAINAGE

1      Controls             82,500.00         16,500.00    24,750.00    41,250.00      50%     41,250.00     4,125.00
2      Insulation           80,800.00         40,400.00    16,160.00    56,560.00      70%     24,240.00     5,656.00
       GRAND TOTALS        163,300.00         56,900.00    40,910.00    97,810.00              65,490.00     9,781.00

                               Work completed this period                 40,910.00
                               Less retainage 10%                         -4,091.00
                               Current payment due                        36,819.00
"""


def test_a_progress_bill_bills_this_period_and_what_is_retained_is_no_total() -> None:
    invoice = read_typed(PROGRESS_BILL)
    assert _figures(invoice) == [(None, None, "24750.00"), (None, None, "16160.00")]
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == "36819.00"
    assert _charges(invoice) == [("other", "-4091.00")]
    assert invoice.header.vendor_name is not None
    assert invoice.header.vendor_name.value == "Hartwell Mechanical, Inc."


def test_a_material_over_two_rows_is_a_text_and_steel_is_billed_by_weight() -> None:
    invoice = read_typed("""
        Material                             Length      Actual       Price      Extended
Line    Grade / Size               Pieces      (in)      Weight     per CWT        Amount
1       Sheet 304 11ga 48x120          25        89         807      106.90        862.68
2       Plate A36 1/2 x 48 x 96        15       202       4,689       77.26      3,622.72
                                            Material total                       4,485.40
""")
    assert [line.description.value for line in invoice.lines] == ["Sheet 304 11ga 48x120", "Plate A36 1/2 x 48 x 96"]
    assert _figures(invoice) == [("807", "106.90", "862.68"), ("4689", "77.26", "3622.72")]


def test_a_number_to_order_an_item_by_is_its_code() -> None:
    invoice = read_typed("""
Pos   Bestellnummer   Hersteller / Typ / Gehäuse        Menge   ME      Preis      je     Gesamt EUR
1     L1997-40        Yageo Widerstand 10k 0603        20.000   Stk     48,10   1.000         962,00
2     D7365-33        Murata Kondensator X7R 0805      35.000   Stk     69,34   1.000       2.426,90
                                                     Warenwert                             3.388,90
""")
    assert [line.item_code.value for line in invoice.lines if line.item_code] == ["L1997-40", "D7365-33"]
    assert [line.description.value for line in invoice.lines] == [
        "Yageo Widerstand 10k 0603",
        "Murata Kondensator X7R 0805",
    ]


def test_one_order_over_all_lines_stays_the_order() -> None:
    invoice = read_typed("""
Pos   Bestellnummer   Artikel             Menge      Preis     Gesamt EUR
1     450010020       Kugelhahn 3/4          20      48,10         962,00
2     450010020       Rohrschelle            35      69,34       2.426,90
                                     Warenwert                   3.388,90
""")
    assert [order.value for order in invoice.header.po_numbers] == ["450010020"]


def test_goods_tax_and_sum_side_by_side_bill_the_goods() -> None:
    invoice = read_typed("""
Details                  Qty    Price £      Goods £     VAT @ 20% £     Total inc. VAT £
Acrow prop size 2          8     162.58     1,300.64          260.13             1,560.77
Mini digger hire          22      26.15       575.30          115.06               690.36
Totals                                      1,875.94          375.19             2,251.13
""")
    assert _figures(invoice) == [("8", "162.58", "1300.64"), ("22", "26.15", "575.30")]


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Zahlbar ohne Abzug bis 14.06.2026 auf unser Konto", "2026-06-14"),
        ("Please remit the whole amount until 2026-07-01.", "2026-07-01"),
        ("Gelieve te betalen vóór 7 maart 2026 op rekening NL20", "2026-03-07"),
        ("Payment is to be made on or before 7 March 2026 please", "2026-03-07"),
        ("Règlement par virement à effectuer avant le 12/03/2026", "2026-03-12"),
        ("Si prega di effettuare il pagamento entro il 12/03/2026", "2026-03-12"),
        ("Bei Zahlung des Betrages bis 14.06.2026 gewähren wir 2 % Skonto", None),
        ("Goods are to be returned by 14 June 2026 at the latest", None),
    ],
)
def test_a_sentence_about_paying_says_when_it_is_due(sentence: str, due: str | None) -> None:
    invoice = read_typed(f"""
Invoice No 4711
Date 13.02.2026

Description        Quantity      Price     Amount
Ball valve                2     100.00     200.00
                          Total            200.00

{sentence}
""")
    found = invoice.header.due_date
    assert (found.value.isoformat() if found else None) == due


def test_a_number_that_looks_like_a_day_is_not_the_day_of_the_invoice() -> None:
    invoice = read_typed("""
Factuur 20261117
Utrecht, 21 februari 2026
Uw opdrachtnummer: W-7550

Omschrijving       Aantal      Prijs     Bedrag
Kogelkraan              2     100,00     200,00
                   Totaal                200,00
""")
    assert invoice.header.invoice_date is not None
    assert invoice.header.invoice_date.value.isoformat() == "2026-02-21"
    assert [order.value for order in invoice.header.po_numbers] == ["W-7550"]
    assert invoice.lines[0].certainty is not Certainty.CONTRADICTED


def test_hours_over_the_quantities_are_the_unit_of_the_lines_below_and_of_no_others() -> None:
    invoice = read_typed("""
Omschrijving            Uren     Tarief       Bedrag
Leerling monteur        20,0      63,00     1.260,00
Projectleider           20,5      40,00       820,00

Omschrijving          Aantal      Prijs       Bedrag
Beugel set                11      19,19       211,09
Kogelkraan                33      41,80     1.379,40
                          Totaal            3.670,49
""")
    assert [line.uom.value if line.uom else None for line in invoice.lines] == ["HR", "HR", None, None]


def test_what_is_billed_by_the_case_beside_catch_weights_keeps_its_cases() -> None:
    invoice = read_typed("""
QTY   U/M    ITEM     DESCRIPTION              WEIGHT    UNIT PRICE     EXTENSION
4     CS     78217    Salmon fillet skin on     388.0          7.45      2,890.60
4     CS     74614    Tomato diced                            23.25         93.00
2     CS     76939    Chicken breast             57.9         11.72        678.59
1     CS     18319    Beef ribeye                38.6         11.94        460.88
                                                 SUBTOTAL                4,123.07
""")
    assert _figures(invoice) == [
        ("388.0", "7.45", "2890.60"),
        ("4", "23.25", "93.00"),
        ("57.9", "11.72", "678.59"),
        ("38.6", "11.94", "460.88"),
    ]
    assert invoice.lines[1].uom is not None
    assert invoice.lines[1].uom.value == "CS"


def test_a_total_of_something_that_repeats_the_lines_is_the_subtotal() -> None:
    header = read_typed("""
Description            Quantity    Price      Amount
Fir boards KD                40    12.50      500.00
Cedar posts                  10     8.25       82.50
                     Total lumber             582.50
                     Freight                   75.00
                     Invoice total            657.50
""").header
    assert header.subtotal is not None
    assert str(header.subtotal.value) == "582.50"


def test_a_row_of_sums_has_goods_tax_and_total() -> None:
    header = read_typed("""
Details                  Qty    Price £      Goods £     VAT @ 20% £     Total inc. VAT £
Acrow prop size 2          8     162.58     1,300.64          260.13             1,560.77
Mini digger hire          22      26.15       575.30          115.06               690.36
Totals                                      1,875.94          375.19             2,251.13
""").header
    sums = (header.subtotal, header.tax_total, header.total)
    assert [str(value.value) if value else None for value in sums] == ["1875.94", "375.19", "2251.13"]


def test_a_printed_total_that_nothing_bears_out_is_shown_as_contradicted() -> None:
    header = read_typed("""
Description            Quantity    Price      Amount
Fir boards KD                40    12.50      500.00
Cedar posts                  10     8.25       82.50
                            Total             657.50
""").header
    assert header.total is not None
    assert (str(header.total.value), header.total.certainty) == ("657.50", Certainty.CONTRADICTED)


def test_a_logo_is_not_the_name_where_the_name_stands_in_full() -> None:
    header = read_typed("""
loomstack

Loomstack, Inc.
548 Harrison St
San Francisco, CA 94107

Description            Quantity    Price      Amount
Team plan                    40    12.50      500.00
                            Total             500.00
""").header
    assert header.vendor_name is not None
    assert header.vendor_name.value == "Loomstack, Inc."


def test_a_tax_id_whose_label_ends_a_row_of_text_stands_in_the_next() -> None:
    header = read_typed("""
Désignation           Quantité     Prix     Montant
Dépliants                   40    12,50      500,00
                            Total            500,00

Pas d'escompte pour paiement anticipé. SIRET 389 222 145 00027 - TVA
intracommunautaire FR33925185259
""").header
    assert header.vendor_tax_id is not None
    assert header.vendor_tax_id.value == "FR33925185259"


def test_a_single_catch_weight_among_cases_is_billed_by_its_weight_and_has_no_case_for_a_unit() -> None:
    invoice = read_typed("""
QTY   U/M    ITEM     DESCRIPTION              WEIGHT    UNIT PRICE     EXTENSION
2     CS     42675    Tomato diced                            16.49         32.98
9     EA     38074    Lemon juice                             53.22        478.98
2     CS     52002    Beef ribeye choice         35.1         10.27        360.48
                                                 SUBTOTAL                  872.44
""")
    assert _figures(invoice)[2] == ("35.1", "10.27", "360.48")
    assert [line.uom.value if line.uom else None for line in invoice.lines] == ["CS", "EA", None]


def test_where_all_is_billed_by_weight_the_cases_are_no_unit_of_it() -> None:
    invoice = read_typed("""
QTY   U/M    ITEM     DESCRIPTION              WEIGHT    UNIT PRICE     EXTENSION
4     CS     78217    Salmon fillet skin on     388.0          7.45      2,890.60
2     CS     52002    Beef ribeye choice         35.1         10.27        360.48
                                                 SUBTOTAL                3,251.08
""")
    assert _figures(invoice) == [("388.0", "7.45", "2890.60"), ("35.1", "10.27", "360.48")]
    assert [line.uom for line in invoice.lines] == [None, None]


def test_a_share_completed_is_neither_quantity_nor_price() -> None:
    def drafted(rest: str) -> list[LineDraft]:
        box = Box(1, 0, 0, 10, 10)
        values = ((Decimal(8200), ""), (Decimal(20), rest), (Decimal(1640), ""))
        figures = [Figure(value, str(value), box, Method.TEXT_LAYER, 100, rest) for value, rest in values]
        return [LineDraft(0, 1, 0, 10, dict(enumerate(figures)))]

    choice = RoleChoice(quantity=0, price=1, amount=2)
    assert multiplying_share(choice, drafted("")) == 1
    assert multiplying_share(choice, drafted("%")) == 0


def test_a_day_behind_an_order_is_the_orders_and_capitals_before_a_day_are_no_part_of_a_number() -> None:
    header = read_typed("""
FATTURA N. 4334/FE DEL 03/05/2026
Ihr Auftrag vom 21.06.2026
Regensburg, den 05.07.2026

Prodotto            Litri        Prezzo       Importo
Gasolio             1.000       1,20000      1.200,00
                    Totale da pagare Euro    1.200,00
""").header
    assert header.invoice_number is not None
    assert header.invoice_number.value == "4334/FE"
    assert header.invoice_date is not None
    assert header.invoice_date.value.isoformat() == "2026-05-03"
    assert header.currency is not None
    assert header.currency.value == "EUR"


def test_the_day_of_an_order_is_not_that_of_the_invoice() -> None:
    header = read_typed("""
Rechnung Nr. 2026-521
Ihr Auftrag vom 21.06.2026
Regensburg, den 05.07.2026

Leistung            Menge         Preis       Betrag
Steckdose               2        100,00       200,00
                    Gesamtbetrag              200,00
""").header
    assert header.invoice_date is not None
    assert header.invoice_date.value.isoformat() == "2026-07-05"


def test_where_sums_have_decimal_commas_the_day_stands_first() -> None:
    page = """
FACTURA A/4711   FECHA 05-07-2026

ARTICULO   DENOMINACION         CANT.     PRECIO     IMPORTE
1001A      DISCO CORTE             12     10,000      120,00
1002B      GUANTE SERRAJE          10     20,500      205,00
                                TOTAL FACTURA         325,00
"""
    date = read_typed(page).header.invoice_date
    assert date is not None
    assert date.value.isoformat() == "2026-07-05"
    points = read_typed(page.replace(",000 ", ".000 ").replace(",500", ".500").replace(",00", ".00"))
    assert "ambiguous_date" in {finding.code for finding in points.findings}


def test_what_stands_between_subtotal_and_total_and_speaks_of_a_charge_is_one() -> None:
    invoice = read_typed("""
Qty     Equipment                  Week       Amount
3       Air compressor           208.26       624.78
2       Skid steer loader        571.20     1,142.40
                        Rental subtotal     1,767.18
                      Damage waiver 14%       247.41
                      Delivery / pickup       108.13
                              Sales tax        88.36
                                  Total     2,211.08
""")
    assert _charges(invoice) == [("insurance", "247.41"), ("freight", "108.13")]
