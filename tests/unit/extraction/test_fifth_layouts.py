"""Deposits under a title, names under codes, labels side by side, totals beside terms (S2.103, S2.159-S2.174)."""

from __future__ import annotations

import pytest

from app.domain.invoice import ChargeKind
from app.domain.provenance import Certainty
from app.extraction.values.dates import find_date
from app.extraction.values.text_keys import squeeze
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge

_DRINKS = """
Art.    Benaming                 Aantal     Prijs      Bedrag
1201    Pils bak 24x25cl             30     12,85      385,50
1544    Tripel bak 24x33cl           12     27,40      328,80
LEEGGOED
        Bak + flessen 24x25          30      4,50      135,00
        Terug bak 24x25             -22      4,50      -99,00
"""


def test_s2_103_what_stands_under_a_title_of_deposits_is_no_line() -> None:
    invoice = read_typed(_DRINKS)
    assert [code for code, *_ in lines_of(invoice)] == ["1201", "1544"]
    charges = [(charge.kind, str(charge.amount.value)) for charge in invoice.charges]
    assert charges == [(ChargeKind.DEPOSIT, "135.00"), (ChargeKind.DEPOSIT, "-99.00")]


def test_s2_103_goods_with_a_code_are_sold_under_any_title() -> None:
    invoice = read_typed(_DRINKS.replace("        Terug", "3010    Terug"))
    assert [code for code, *_ in lines_of(invoice)] == ["1201", "1544", "3010"]


def test_s2_103_another_title_ends_the_deposits() -> None:
    invoice = read_typed(_DRINKS.replace("        Terug", "DIVERSEN\n        Terug"))
    assert len(invoice.lines) == 3
    assert len(invoice.charges) == 1


def test_s2_159_a_text_below_each_code_is_the_name_of_the_line() -> None:
    invoice = read_typed(
        """
Line  Part Number/Description          Quantity  UM   Unit Price    Ext. Price
1     SS-118-A                          1000.00  EA       0.3575        357.50
      BRACKET, SENSOR MOUNT
      Our Order: 20111/1/1
2     TB-500                             650.00  FT       2.1200      1,378.00
      TUBE, ALUM .500 OD
      Our Order: 20211/1/1
                                                    Lines Total       1,735.50
"""
    )
    assert [line.description.value for line in invoice.lines] == ["BRACKET, SENSOR MOUNT", "TUBE, ALUM .500 OD"]
    assert [line.other_codes for line in invoice.lines] == [(), ()]


def test_s2_159_running_numbers_close_before_the_codes_are_no_part_of_them() -> None:
    page = """
Line Item Number   Description            UM   Shipped   Unit Price   Extended Price
1.000 CB-2210      CIRCUIT BREAKER 20A    EA        48       7.1250           342.00
2.000 WR-1288      WIRE THHN 12 AWG       FT     2,500       0.1840           460.00
                                                 Total                        802.00
"""
    assert [code for code, *_ in lines_of(read_typed(page))] == ["CB-2210", "WR-1288"]
    other = page.replace("2.000", "7.000")
    assert [code for code, *_ in lines_of(read_typed(other))] != ["CB-2210", "WR-1288"]


def test_s2_103_a_note_on_tax_under_a_line_does_not_end_the_table() -> None:
    invoice = read_typed(
        """
Description                        Taux      Quantité         Montant
TR-14 Traduction                   0,22          3250          715,00
par mot +TPS, TVQ
REV-2 Révision                    68,00             2          136,00
par heure +TPS, TVQ
                                  Sous-total                   851,00
                                  TPS (5 %)                     42,55
                                  TVQ (9,975 %)                 84,89
                                  Total                        978,44
"""
    )
    assert [str(line.amount.value) for line in invoice.lines if line.amount] == ["715.00", "136.00"]
    assert [str(line.unit_price.value) for line in invoice.lines if line.unit_price] == ["0.22", "68.00"]


def test_s2_103_a_total_beside_terms_of_payment_is_no_line() -> None:
    invoice = read_typed(
        """
ARTÍCULO   DESCRIPCIÓN                       CANTIDAD     PRECIO     DTO.      IMPORTE
0001023    TUBO PVC 110 PN10                       20     10,760               215,20
0001177    CODO PVC 110                            36      2,860               102,96

TIPO       IMPORTE   DESCUENTO   PORTES                     BASE   I.V.A.
21,00       318,16                                        318,16    66,81

Forma de pago: RECIBO 60 DÍAS   Vencimientos: 27-04-2026 384,97   TOTAL:       384,97
"""
    )
    assert [code for code, *_ in lines_of(invoice)] == ["0001023", "0001177"]
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == "384.97"


@pytest.mark.parametrize(
    ("text", "day"),
    [("11FEB26", "2026-02-11"), ("31MAR2026", "2026-03-31"), ("A11FEB26", None), ("11FEB26X", None), ("1FEB26", None)],
)
def test_s2_168_a_day_in_one_word_is_a_date_and_a_code_is_none(text: str, day: str | None) -> None:
    found = find_date(text)
    assert (str(found.certain) if found else None) == day


_PAINT = """
Dunmore Trade Paints Pty Ltd
ABN 51 824 753 556
Tax Invoice
Invoice No: 00018837
Date: 5/02/2026

Item No    Description            Qty      Price      Amount
PT-4L      Ceiling paint 4 L       12     $48.40     $580.80
                                   Total             $580.80
"""


def test_s2_168_an_australian_tax_number_says_whose_dollars_and_days_they_are() -> None:
    header = read_typed(_PAINT).header
    assert header.currency is not None
    assert (header.currency.value, header.currency.certainty) == ("AUD", Certainty.UNVERIFIED)
    assert header.invoice_date is not None
    assert str(header.invoice_date.value) == "2026-02-05"


@pytest.mark.parametrize(
    ("was", "instead", "currency"),
    [
        (
            "$580.80\n                                   Total",
            "$580.80\n                                   Total US$",
            "USD",
        ),
        ("ABN 51 824 753 556", "Portland, OR 97201", "USD"),
        ("ABN 51 824 753 556", "GST 81234 5678 RT0001", "CAD"),
        ("ABN 51 824 753 556", "NZBN 9429030000000", "NZD"),
        ("ABN 51 824 753 556", "RFC: DTP010203AB1", "MXN"),
        ("ABN 51 824 753 556", "ABN 51 824 753 556\nGST 81234 5678 RT0001", "USD"),
        ("ABN 51 824 753 556", "ABN 51 824 753 556\nPortland, OR 97201", "USD"),
    ],
)
def test_s2_168_bare_dollars_go_by_what_the_page_says(was: str, instead: str, currency: str) -> None:
    found = read_typed(_PAINT.replace(was, instead)).header.currency
    assert found is not None
    assert found.value == currency


def test_s2_168_the_print_of_an_italian_e_invoice_names_its_seller_behind_a_label() -> None:
    invoice = read_typed(
        """
FATTURA ELETTRONICA

Cedente/prestatore (fornitore)                  Cessionario/committente (cliente)
Denominazione: Metalcentro Brianza S.r.l.       Denominazione: Officine Tarvisi S.p.A.
Indirizzo: Via dei Mille 8                      Indirizzo: Viale Europa 21
"""
    )
    assert invoice.header.vendor_name is not None
    assert invoice.header.vendor_name.value == "Metalcentro Brianza S.r.l."


def test_s2_168_a_label_with_its_colon_follows_a_word_behind_another() -> None:
    number = read_typed("Factura\n\nSerie: A Folio: 10482\nFecha: 2026-02-12\n").header.invoice_number
    assert number is not None
    assert number.value == "10482"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Rechnungstotal", "total"),
        ("Nettowert gesamt", "subtotal"),
        ("MDSE TOTAL", "subtotal"),
        ("Ausgangssteuer", "tax"),
        ("Outstanding Amount", "total"),
    ],
)
def test_s2_163_labels_of_sums(label: str, field: str) -> None:
    assert field in shipped_knowledge().totals.meanings(squeeze(label))


@pytest.mark.parametrize(
    "label", ["Cde client", "Ordernr. klant", "Número de pedido de compra", "N. ordine cliente", "P.O./S.O. Number"]
)
def test_s2_161_labels_of_the_buyers_order(label: str) -> None:
    [number] = read_typed(f"Factuur 118\n\n{label}: CF-88127\n").header.po_numbers
    assert number.value == "CF-88127"


def test_s2_164_a_price_each_below_the_name_is_that_of_the_line() -> None:
    page = """
Qty    Item                                     Total
6      Linen Apron - Grey                     $231.00
       $38.50 each
24     Stoneware Mug 11 oz                    $222.00
       $9.25 each
                             Subtotal         $453.00
"""
    lines = read_typed(page).lines
    assert [str(line.unit_price.value) for line in lines if line.unit_price] == ["38.50", "9.25"]
    other = read_typed(page.replace("$9.25 each", "$9.52 each")).lines
    assert [line.unit_price is None for line in other] == [False, True]


@pytest.mark.parametrize(
    ("below", "price"),
    [
        ("$38.00 each", "38.00"), ("$38.00 USD per piece", "38.00"), ("$38 each", None), ("$38.00", None),
        ("$38.00 per dozen", None), ("$38.00 each 228.00 each", "38.00"),
    ],
)  # fmt: skip
def test_s2_164_a_price_below_the_name_has_cents_and_is_said_to_be_for_one(below: str, price: str | None) -> None:
    page = f"""
Qty    Item                                     Total
6      Linen Apron - Grey                     $228.00
       {below}
                             Subtotal         $228.00
"""
    [line] = read_typed(page).lines
    assert (str(line.unit_price.value) if line.unit_price else None) == price


@pytest.mark.parametrize(("printed", "price"), [("2", "5.00"), ("3", None)])
def test_s2_164_factors_in_a_text_that_contradict_the_printed_count_are_not_those_of_the_line(
    printed: str, price: str | None
) -> None:
    page = f"""
Qty   Item      Description               Amount
  {printed}   AB-100    Setup 2 x 5.00             10.00
 10   AB-200    Lock washer M8             15.00
"""
    line = read_typed(page).lines[0]
    assert line.quantity is not None
    assert (str(line.quantity.value), str(line.unit_price.value) if line.unit_price else None) == (printed, price)


def test_s2_163_how_a_price_is_taxed_stands_in_the_text_of_its_line() -> None:
    page = """
Description                 Hours    Rate    Amount
Consulting on site              8   90.00    720.00
{said}
Report                          2   90.00    180.00
                               Total          900.00
"""
    texts = [
        [line.description.value for line in read_typed(page.format(said=said)).lines]
        for said in ("per hour +GST, QST", "GST")
    ]
    assert texts == [["Consulting on site per hour +GST, QST", "Report"], ["Consulting on site", "Report"]]


def test_s2_164_a_count_before_times_goes_with_the_price_behind_it() -> None:
    page = """
Art.    Leistung                   Menge x Einzelpreis         Summe
1007    Winterreifen R16                 8 x 74,50 EUR    596,00 EUR
3300    Ventil Gummi                     8 x  1,20 EUR      9,60 EUR
                                           Summe netto    605,60 EUR
"""
    invoice = read_typed(page)
    assert [(line[1], line[3]) for line in lines_of(invoice)] == [
        ("8", "74.50"),
        ("8", "1.20"),
    ]


def test_s2_168_days_of_expiry_in_spanish_are_no_canadian_dollars() -> None:
    page = """
ARTÍCULO            LOTE       CAD.      UNID.     P.V.L.      NETO
SUERO 500 ML        S88117     11/2027      48       1,12     53,76
"""
    assert read_typed(page).header.currency is None
    dollars = read_typed(page + "All prices in CAD.\n").header.currency
    assert dollars is not None
    assert dollars.value == "CAD"


def test_s2_164_the_value_of_a_position_is_its_amount() -> None:
    invoice = read_typed(
        """
Pos    Artikel-Nr.     Bezeichnung      Menge   ME     Preis    Positionswert
10     HX-20100        Schraube M20       400   ST      0,96           384,00
       Lieferschein 3-55111 vom 3.2.   73181595
20     HX-21000        Scheibe A21        300   ST      0,14            42,00
"""
    )
    assert [line[4] for line in lines_of(invoice)] == ["384.00", "42.00"]
