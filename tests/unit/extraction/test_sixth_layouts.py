"""Taxes at several rates, lines of named fields, prices per 1,000, amounts that only add up (S2.103, S2.159-S2.174)."""

from __future__ import annotations

from decimal import Decimal

from app.domain.invoice import Invoice
from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed

_HOTEL = """
Leistung                     Anz.   Einzelpreis   MwSt    Gesamt EUR
Übernachtung Einzelzimmer       3         98,00    7 %        294,00
Frühstück und Garage            3         31,50   19 %         94,50
                             Rechnungsbetrag                  388,50

MwSt-Satz      Netto       MwSt     Brutto
7 %           274,77      19,23     294,00
19 %           79,41      15,09      94,50
"""
_RATES = """
Código   Concepto          Cant.   Precio   % IVA      Total
ACE-5L   Aceite oliva         24    31,20       4     748,80
HAR-25   Harina fuerza        12    18,90      10     226,80

Base           Tipo       Cuota
748,80         4,00       29,95          Total factura   1.028,23
226,80        10,00       22,68
"""
_FIELDS = """
Position 1
Artikelnummer: KW-1180    Bezeichnung: Kühlwasserpumpe
Menge: 2 Stück   Einzelpreis: 318,40 €   Gesamtpreis: 636,80 €

Position 2
Artikelnummer: KW-1190    Bezeichnung: Laufrad Edelstahl
Menge: 4 Stück   Einzelpreis: 96,75 €   Gesamtpreis: 387,00 €

Zwischensumme: 1.023,80 €
MwSt. 19 %: 194,52 €
Rechnungsbetrag: 1.218,32 €
"""
_PROGRESS = """
Item  Description of Work     Contract    % Complete   Completed    Previously     Current
                                 Value       to Date     to Date        Billed        Draw
010   Mobilization           12,000.00          100%   12,000.00      6,000.00    6,000.00
020   Site grading           48,500.00           60%   29,100.00     16,975.00   12,125.00
                                                       Amount due                18,125.00
"""


def _tax(invoice: Invoice) -> Decimal | None:
    return invoice.header.tax_total.value if invoice.header.tax_total else None


def test_s2_159_taxes_at_several_rates_are_one_tax_though_no_row_adds_them_up() -> None:
    for page, tax, total in ((_HOTEL, "34.32", "388.50"), (_RATES, "52.63", "1028.23")):
        invoice = read_typed(page)
        assert _tax(invoice) == Decimal(tax)
        assert invoice.header.total is not None
        assert invoice.header.total.value == Decimal(total)


def test_s2_159_the_sums_at_one_rate_are_neither_subtotal_nor_total() -> None:
    other = read_typed(_HOTEL.replace("Rechnungsbetrag                  388,50", ""))
    assert other.header.total is None or other.header.total.value != Decimal("294.00")
    assert other.header.subtotal is None


def test_s2_165_a_row_whose_tax_is_not_its_rate_of_the_base_is_no_row_of_taxes() -> None:
    assert _tax(read_typed(_RATES.replace("22,68", "26,28"))) != Decimal("56.23")


def test_s2_159_lines_of_named_fields_are_read_field_by_field() -> None:
    invoice = read_typed(_FIELDS)
    assert lines_of(invoice) == [
        ("KW-1180", "2", "EA", "318.40", "636.80"),
        ("KW-1190", "4", "EA", "96.75", "387.00"),
    ]
    assert [line.description.value for line in invoice.lines] == ["Kühlwasserpumpe", "Laufrad Edelstahl"]


def test_s2_159_a_name_nobody_knows_above_the_fields_tells_the_goods() -> None:
    page = _FIELDS.replace("    Bezeichnung: Kühlwasserpumpe", "").replace("    Bezeichnung: Laufrad Edelstahl", "")
    page = page.replace("Position 1", "Item 1: Pumpe").replace("Position 2", "Item 2: Laufrad")
    assert [line.description.value for line in read_typed(page).lines] == ["Pumpe", "Laufrad"]


def test_s2_165_fields_that_do_not_multiply_or_hold_other_money_are_no_lines() -> None:
    for wrong in (_FIELDS.replace("387,00", "378,00"), _FIELDS.replace("Bezeichnung: Lauf", "Aufpreis: 12,50 Lauf")):
        lines = read_typed(wrong).lines
        assert not any(line.item_code is not None and line.item_code.value == "KW-1190" for line in lines)


def test_s2_159_prices_per_thousand_head_a_column_whatever_the_mark_of_the_thousand() -> None:
    page = """
Art.     Bezeichnung        Menge   {}    Betrag
J-4410   Blatt A5          25.000                18,60    465,00
J-4411   Blatt A4          40.000                 9,25    370,00
                                       Summe              835,00
"""
    for heading in ("Preis je 1.000 Stk", "Preis per 1.000   ", "Preis / 1.000     "):
        invoice = read_typed(page.format(heading))
        assert [line[-2:] for line in lines_of(invoice)] == [("18.60", "465.00"), ("9.25", "370.00")]
        assert {line.price_basis for line in invoice.lines} == {Decimal(1000)}


def test_s2_159_amounts_stand_under_a_currency_alone() -> None:
    invoice = read_typed(
        """
Pos Leistung                     Anzahl  Einh.  à EUR        €
1   Monteurstunden                26,50  Std.   58,00  1.537,00
2   Fahrtkosten                  184,00  km      0,65    119,60
                                 Summe netto         1.656,60
"""
    )
    assert [line[-1] for line in lines_of(invoice)] == ["1537.00", "119.60"]


def test_s2_160_amounts_without_a_heading_are_those_that_alone_make_up_the_sum() -> None:
    invoice = read_typed(_PROGRESS)
    assert [line[-1] for line in lines_of(invoice)] == ["6000.00", "12125.00"]
    assert {line.amount.certainty for line in invoice.lines if line.amount} == {Certainty.CONSISTENT}


def test_s2_165_where_two_columns_make_up_printed_sums_neither_is_the_amount() -> None:
    both = _PROGRESS + "                                                       Total completed 41,100.00\n"
    assert not read_typed(both).lines


def test_s2_159_what_stands_between_the_sum_of_all_lines_and_the_same_again_is_no_line() -> None:
    invoice = read_typed(
        """
CPT     Procedure                     Units    Charge     Total
99213   Office visit                      1    148.00    148.00
36415   Venipuncture                      2     12.50     25.00
        Total charges                                    173.00
        Payments/adjustments                               0.00
        Balance due                                      173.00
"""
    )
    assert len(invoice.lines) == 2


def test_s2_159_a_unit_in_brackets_is_no_column_and_a_currency_per_unit_heads_prices() -> None:
    invoice = read_typed(
        """
Art.-Nr.  Bezeichnung           Gewicht (t)     EUR/t   Betrag EUR
20118     Milchleistungsfutter       12,460    284,00     3.538,64
20133     Rapsschrot lose             8,020    331,50     2.658,63
                                    Summe                 6.197,27
"""
    )
    assert lines_of(invoice) == [
        ("20118", "12.460", "MT", "284.00", "3538.64"),
        ("20133", "8.020", "MT", "331.50", "2658.63"),
    ]


def test_s2_159_a_count_with_its_unit_before_the_total_is_no_label() -> None:
    invoice = read_typed(
        """
Sl  Description of Goods    Quantity     Rate     Amount
1   Ball valve SS316          60 NOS  3,450.00   2,07,000.00
2   Gasket EPDM              250 NOS     88.00     22,000.00
    CGST                                           20,610.00
    SGST                                           20,610.00
    Total                    310 NOS         Rs. 2,70,220.00
"""
    )
    assert [line[2] for line in lines_of(invoice)] == ["EA", "EA"]
    assert invoice.header.total is not None
    assert (invoice.header.total.value, _tax(invoice)) == (Decimal("270220.00"), Decimal("41220.00"))


def test_s2_159_a_tax_number_of_chile_or_argentina_tells_whose_dollars_are_meant() -> None:
    page = """
COMERCIAL ANDES LIMITADA              {}
Descripcion          Cantidad      Precio        Valor
Guante nitrilo             24     $ 6.990    $ 167.760
                                   TOTAL     $ 167.760
"""
    for number, code in (("R.U.T.: 76.543.210-K", "CLP"), ("CUIT 30-71234567-8", "ARS"), ("Ref. 4711", "USD")):
        invoice = read_typed(page.format(number))
        assert invoice.header.currency is not None
        assert invoice.header.currency.value == code


def test_s2_159_a_cooperative_is_a_company_and_its_buyer_s_order_is_read() -> None:
    invoice = read_typed(
        """
Raiffeisen-Mühle Altmark eG
Mühlenweg 2, 39576 Stendal

Agrar GbR Uchtetal                    N.º de pedido cliente: 4500-2219
Dorfstr. 11

Bezeichnung            Menge     Preis     Betrag
Rapsschrot lose           20     31,50     630,00
                                 Summe     630,00
"""
    )
    assert invoice.header.vendor_name is not None
    assert invoice.header.vendor_name.value == "Raiffeisen-Mühle Altmark eG"
    assert [number.value for number in invoice.header.po_numbers] == ["4500-2219"]


def test_s2_165_the_tax_at_one_of_several_rates_is_never_the_tax_alone() -> None:
    # the lines do not come to the total: all rates together, or none, but not 19.23
    assert _tax(
        read_typed(_HOTEL.replace("94,50\n                             Rech", "94,10\n                Rech"))
    ) in {
        Decimal("34.32"),
        None,
    }


def test_s2_160_a_heading_of_amounts_counts_less_than_the_sum_that_another_column_makes_up() -> None:
    invoice = read_typed(
        """
N°   Désignation           Montant   % cumulé    Déjà facturé    À facturer HT
1.1  Installation        6 500,00       100 %        5 200,00         1 300,00
1.2  Terrassement       22 400,00        75 %        8 960,00         7 840,00
                                             Total HT                 9 140,00
"""
    )
    assert [line[-1] for line in lines_of(invoice)] == ["1300.00", "7840.00"]


def test_s2_159_a_title_keeps_the_figures_of_the_goods_and_loses_the_number_of_the_line() -> None:
    page = _FIELDS.replace("    Bezeichnung: Kühlwasserpumpe", "").replace("    Bezeichnung: Laufrad Edelstahl", "")
    page = page.replace("Position 1", "1. Servomotor 750 W").replace("Position 2", "2. Motorkabel 3 m")
    assert [line.description.value for line in read_typed(page).lines] == ["Servomotor 750 W", "Motorkabel 3 m"]


def test_s2_159_a_charge_with_a_unit_behind_its_count_is_a_line() -> None:
    invoice = read_typed(
        """
Datum   Leistung            Menge     Preis    Betrag
03/02   Anfahrt             1 Std     45,00     45,00
04/02   Montage             2 Std     90,00    180,00
                              Summe            225,00
"""
    )
    assert [line.description.value for line in invoice.lines] == ["Anfahrt", "Montage"]
    assert not invoice.charges


def test_s2_165_discounts_broken_down_on_a_credit_are_no_taxes() -> None:
    invoice = read_typed(
        """
Gutschrift G-44
Artikel     Menge      Preis      Betrag
A-1            -4      50,00     -200,00
A-2            -6      50,00     -300,00
             Gesamtbetrag        -540,00

Satz        Basis       Rabatt
5 %       -200,00       -10,00
10 %      -300,00       -30,00
"""
    )
    assert _tax(invoice) is None
