"""Headings, numbers and sums as vendors print them whom nobody has met yet (S2.159-S2.174)."""

from __future__ import annotations

from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed


def _figures(page: str) -> list[tuple[str | None, ...]]:
    invoice = read_typed(page)
    return [
        tuple(str(v.value) if v is not None else None for v in (line.quantity, line.unit_price, line.amount))
        for line in invoice.lines
    ]


def test_a_heading_of_which_one_word_is_known_still_names_the_columns() -> None:
    page = """
Part Number   What you bought        How many    Fee each one    Comes to
AB-1001       Hex bolt zinc plated         12            2.55       30.60
AB-1002       Washer kit steel              3           10.25       30.75
                                                       Total       61.35
"""
    assert _figures(page) == [("12", "2.55", "30.60"), ("3", "10.25", "30.75")]
    codes = [line.item_code.value for line in read_typed(page).lines if line.item_code]
    assert codes == ["AB-1001", "AB-1002"]


def test_a_qualifier_behind_a_heading_is_no_column_of_its_own() -> None:
    assert _figures("""
Code      Description      Qty     Price (EUR)     Amount (EUR)
AB-100    Hex bolt          10           10.00           100.00
AB-200    Washer kit         3           10.00            30.00
                                        Total           130.00
""") == [("10", "10.00", "100.00"), ("3", "10.00", "30.00")]


def test_thousands_parted_by_blanks_are_one_number() -> None:
    assert _figures("""
Réf.      Désignation            Qté     P.U. HT     Montant HT
GX-118    Vis hexagonale       1 200       10,50      12 600,00
GX-119    Écrou                    3    1 120,00       3 360,00
                                     Total HT        15 960,00
""") == [("1200", "10.50", "12600.00"), ("3", "1120.00", "3360.00")]


def test_the_sum_of_a_group_neither_ends_the_lines_nor_is_the_total() -> None:
    invoice = read_typed("""
Description              Amount
Hex bolt                  12.50
Washer kit                30.00
Section total             42.50
Ball valve                60.00
Copper pipe               10.00
Section total             70.00
Subtotal                 112.50
VAT 20%                   22.50
Invoice Total            135.00
""")
    assert [str(line.amount.value) for line in invoice.lines if line.amount] == ["12.50", "30.00", "60.00", "10.00"]
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == "135.00"


def test_a_net_sum_beside_tax_is_never_called_the_total() -> None:
    invoice = read_typed("""
Item      Description      Qty     Price    Amount
AB-100    Hex bolt          10     10.00    100.00
                     Net total              100.00
                     VAT 20%                 20.00
""")
    total = invoice.header.total
    assert total is None or total.certainty not in {Certainty.PROVEN, Certainty.CONSISTENT}


def test_charges_under_their_labels_are_read() -> None:
    invoice = read_typed("""
Item      Description      Qty     Price    Amount
AB-100    Hex bolt          10     10.00    100.00
AB-200    Washer kit         3     10.00     30.00

Subtotal      Freight      VAT 20%      Total
  130.00        12.00        28.40     170.40
""")
    assert [(charge.kind.value, str(charge.amount.value)) for charge in invoice.charges] == [("freight", "12.00")]
    assert len(lines_of(invoice)) == 2


def test_a_column_headed_as_ordered_that_holds_order_numbers_counts_nothing() -> None:
    invoice = read_typed("""
Libellé               Commande      Total
Vis hexagonale        PO-41001      30,00
Écrou acier           PO-41002      60,00
                      Total HT      90,00
""")
    assert [line.quantity for line in invoice.lines] == [None, None]
    assert [line.po_number.value for line in invoice.lines if line.po_number] == ["PO-41001", "PO-41002"]


def test_a_price_that_no_quantity_explains_is_not_vouched_for() -> None:
    invoice = read_typed("""
Item      Description      Price     Amount
AB-100    Hex bolt         95.00     100.00
AB-200    Washer kit       28.50      30.00
                           Total     130.00
""")
    assert {line.certainty for line in invoice.lines} == {Certainty.UNVERIFIED}


def test_quantity_and_price_in_the_text_count_where_they_multiply() -> None:
    apart = read_typed("""
Line  Product                                   Amount
      Quantity x Price
1     AB-100 Hex bolt, zinc plated               30.00
      12 EA x 2.50
2     AB-200 Washer kit                          30.00
      3 BX x 10.00
                                     Total       60.00
""")
    leading = read_typed("""
12 x Hex bolt, zinc plated @ 2.50                 30.00
3 x Washer kit @ 10.00                            31.00
                                       Total      61.00
""")
    assert lines_of(apart) == [("AB-100", "12", "EA", "2.50", "30.00"), ("AB-200", "3", "BX", "10.00", "30.00")]
    # 3 × 10.00 is not 31.00: then nothing is said of the factors, and nothing guessed (S2.164).
    assert lines_of(leading) == [(None, "12", None, "2.50", "30.00"), (None, None, None, None, "31.00")]


def test_a_text_that_does_not_tell_the_price_from_the_quantity_gives_neither() -> None:
    assert _figures("""
Description                                     Amount
Scaffold hire, 12 x 25                          300.00
Delivery frame, 4 x 50                          200.00
                                     Total      500.00
""") == [(None, None, "300.00"), (None, None, "200.00")]


def test_the_parts_of_a_sum_are_the_lines_and_not_what_they_consist_of() -> None:
    invoice = read_typed("""
Cloud Works Inc.                       INVOICE
Summary
Service charges                       $84.11
Charges                               $84.11
Credits                                $0.00
Tax                                    $0.00
Total for this invoice                $84.11

Detail
Data transfer                          $2.24
Charges                                $2.24
VAT                                    $0.00
Compute                               $81.87
Charges                               $81.87
VAT                                    $0.00
""")
    assert [line.description.value for line in invoice.lines] == ["Data transfer", "Compute"]
    assert [str(line.amount.value) for line in invoice.lines if line.amount] == ["2.24", "81.87"]


def test_an_amount_printed_twice_proves_no_line() -> None:
    repeated = read_typed("""
Description                   Rate         Amount
Room charges      1939 for one room       1939.00
                        Grand total       1939.00
""")
    taxed = read_typed("""
Description                                Amount
Maintenance of the cooling plant          1939.00
                           Subtotal       1939.00
                           VAT 20%         387.80
                           Total          2326.80
""")
    assert [line.certainty for line in repeated.lines] == [Certainty.UNVERIFIED]
    assert [line.certainty for line in taxed.lines] == [Certainty.CONSISTENT]


def test_amounts_under_no_known_heading_are_lines_where_a_sum_below_says_so() -> None:
    page = """
Riga   Cosa avete comprato               Da versare C.I.
1      AB-1001 Vite esagonale                1.200,50 S
2      AB-1002 Panno                            99,50 R
Section total                                1.300,00
3      AB-1003 Valvola M8 x 40                 700,00 S
Section total                                  700,00
                       Imponibile            2.000,00
                       IVA 22%                 440,00
                       Totale fattura        2.440,00
"""
    assert lines_of(read_typed(page)) == [
        ("AB-1001", None, None, None, "1200.50"),
        ("AB-1002", None, None, None, "99.50"),
        ("AB-1003", None, None, None, "700.00"),
    ]


def test_s2_169_a_discount_with_its_rate_in_its_name_is_no_line_of_goods() -> None:
    invoice = read_typed("""
Pos  Art.-Nr.   Bezeichnung          Menge  Einheit   E-Preis   Gesamt
1    AB-100     Sechskantschraube      12   Stk         2,50     30,00
                abzgl. 10,0% Rabatt                              -3,00
2    AB-200     Scheibensatz            3   Pkg        10,00     30,00
                                   Nettosumme                    57,00
                                   Umsatzsteuer 19 %             10,83
                                   Rechnungsbetrag               67,83
""")
    assert [line.item_code.value for line in invoice.lines if line.item_code] == ["AB-100", "AB-200"]
    assert [(charge.kind.value, str(charge.amount.value)) for charge in invoice.charges] == [("discount", "-3.00")]
    assert invoice.header.subtotal is not None
    assert str(invoice.header.subtotal.value) == "57.00"
    assert all(check.holds for check in invoice.checks)


def test_a_sum_whose_title_begins_under_the_codes_is_a_sum() -> None:
    assert lines_of(
        read_typed("""
Item      Description           Qty   Unit   Price    Amount
AB-100    Hex bolt               12   EA      2.50     30.00
AB-200    Washer kit              3   BX     10.00     30.00
Section total                                          60.00
CD-310    Copper pipe            40   M       1.25     50.00
Section total                                          50.00
                                      Grand total     110.00
""")
    ) == [
        ("AB-100", "12", "EA", "2.50", "30.00"),
        ("AB-200", "3", "BX", "10.00", "30.00"),
        ("CD-310", "40", "M", "1.25", "50.00"),
    ]


def test_a_cell_wider_than_its_heading_stays_whole() -> None:
    invoice = read_typed("""
Ship               Goods                     Qty       Price   Total
January 9, 2026    LED lamp            100 boxes        0.36   36.00
January 9, 2026    Copper pipe          40 boxes        2.50  100.00
January 12, 2026   Pallet wrap           2 boxes       50.00  100.00
                                                Total         236.00
""")
    assert [line.description.value for line in invoice.lines] == ["LED lamp", "Copper pipe", "Pallet wrap"]
    assert [str(line.quantity.value) for line in invoice.lines if line.quantity] == ["100", "40", "2"]


def test_the_only_line_without_a_heading_counts_where_its_charges_lead_to_the_total() -> None:
    invoice = read_typed("""
1    961-0857    Copper pipe blue      20.2 lbs    338.92    6,846.18
     Fuel surcharge                                             81.09
                                     Total due:              6,927.27
""")
    assert lines_of(invoice) == [("961-0857", "20.2", "LB", "338.92", "6846.18")]
    assert [str(charge.amount.value) for charge in invoice.charges] == ["81.09"]


def test_a_known_word_inside_the_heading_of_the_text_is_no_column() -> None:
    invoice = read_typed("""
Fecha        Material entregado        Cuantos     Coste de uno       Coste
11/02/2026   Tubo de cobre                  25            4,20       105,00
             reforzado cincado
             Referencia: 941-0491
13/02/2026   Lampara LED                     2           60,00       120,00
             azul con junta
             Referencia: 378-0615
                                      Total factura                  225,00
""")
    assert lines_of(invoice) == [("941-0491", "25", None, "4.20", "105.00"), ("378-0615", "2", None, "60.00", "120.00")]


def test_a_code_with_its_name_before_it_beats_what_only_looks_like_one() -> None:
    invoice = read_typed("""
No.   What you bought               Your Order     Comes to
1     Filter cartridge              PO-12587         993.20
      Product Code: 848-0819
2     Hex bolt                      PO-12588          10.03
      Product Code: 385-0965
                                    Total          1,003.23
""")
    assert [line.item_code.value for line in invoice.lines if line.item_code] == ["848-0819", "385-0965"]
    assert [line.po_number.value for line in invoice.lines if line.po_number] == ["PO-12587", "PO-12588"]


def test_amounts_beside_other_money_that_nobody_understands_are_not_called_lines() -> None:
    """A price that does not multiply and a tax stand in each row: that the amounts add up is not enough (S2.164)."""
    invoice = read_typed("""
Flurb          Zonk        Grumm       Plonk
Hex bolt       109.97      3.85        54.99
Washer kit     304.09      53.22      760.23
                        Subtotal      815.22
                        VAT            57.07
                        Total         872.29
""")
    assert not any(line.certainty in {Certainty.PROVEN, Certainty.CONSISTENT} for line in invoice.lines)


def test_a_factor_per_something_is_the_price() -> None:
    assert lines_of(
        read_typed("""
00607    Fluted beam           213.90/HR     194.25    41550.08
00050    Stretch film          189.89/KG      63.25    12010.54
                                  Total                53560.62
""")
    ) == [("00607", "194.25", "HR", "213.90", "41550.08"), ("00050", "63.25", "KG", "189.89", "12010.54")]


def test_a_price_per_thousand_without_a_heading_counts_where_the_thousand_is_printed() -> None:
    assert _figures("""
Nitrile gloves     500     109.97   1000      54.99
Pallet wrap      2,500     304.09   1000     760.23
Ball valve       2,500     335.84   1000     839.60
                              Total        1,654.82
""") == [("500", "109.97", "54.99"), ("2500", "304.09", "760.23"), ("2500", "335.84", "839.60")]


def test_a_row_that_only_repeats_the_sum_of_the_lines_bills_nothing() -> None:
    """Whatever the row is called: no word of "Materials" or "Goods as above" says that it is a sum."""
    invoice = read_typed("""
Old Harbor Supply                INVOICE
Document No. OH-77031            Terms:  Net 30

Material  Product and Grade              Units  Container    Rate   Extended
17010     Sodium hypochlorite, 55 gal        6   DR        184.50   1,107.00
17022     Citric acid, 50 lb                40   BG         61.25   2,450.00
          Materials                                                 3,557.00
          Freight                                                     148.75
          Amount payable                                            3,705.75
""")
    assert lines_of(invoice) == [
        ("17010", "6", "DR", "184.50", "1107.00"),
        ("17022", "40", "BG", "61.25", "2450.00"),
    ]
    assert invoice.lines[0].description.value == "Sodium hypochlorite, 55 gal"
    assert invoice.header.subtotal is None or str(invoice.header.subtotal.value) == "3557.00"
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


def test_two_lines_of_one_amount_are_no_sum() -> None:
    assert _figures("""
Description                        Amount
Inspection, first half             500.00
Inspection, second half            500.00
                         Total   1,000.00
""") == [(None, None, "500.00"), (None, None, "500.00")]


def test_gross_amounts_never_stand_for_the_net_ones_beside_them() -> None:
    page = """
Line   Goods supplied by us   PO         Comes to   Gross Amount
1      Hex bolt               PO-67144     100.00         120.00
2      Copper pipe            PO-67145     250.50         300.60
                              Sub-Total    350.50
                              VAT           70.10
                              Invoice Total 420.60
"""
    assert [figures[2] for figures in _figures(page)] == ["100.00", "250.50"]


def test_a_single_piece_is_a_line_among_others_that_multiply() -> None:
    assert lines_of(
        read_typed("""
1case    755-0356   Hex bolt            317.76      317.76
24box    597-0598   Copper pipe         146.60    3,518.40
12BX     116-0868   Pallet wrap          19.80      237.60
                               Total              4,073.76
""")
    ) == [
        ("755-0356", "1", "CS", "317.76", "317.76"),
        ("597-0598", "24", "BX", "146.60", "3518.40"),
        ("116-0868", "12", "BX", "19.80", "237.60"),
    ]


def test_a_text_that_begins_with_a_code_belongs_to_the_line_below_that_has_none() -> None:
    invoice = read_typed("""
Line  Particulars                      Qty   Price   Amount
1     AB-0955 Nitrile gloves            10    2.00    20.00
      AB-0067 Pallet wrap
2     blue                               4    5.00    20.00
      AB-0034 Ball valve
3     brass                              2   30.00    60.00
                                             Total   100.00
""")
    assert [line.item_code.value for line in invoice.lines if line.item_code] == ["AB-0955", "AB-0067", "AB-0034"]
