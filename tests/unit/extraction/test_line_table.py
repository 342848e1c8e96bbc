"""Line tables of every shape, typed out by hand (S2.159 to S2.169, TRAP-5, TRAP-11)."""

from __future__ import annotations

import pytest

from app.domain.invoice import ChargeKind, Invoice
from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed


def _proven(invoice: Invoice) -> bool:
    return bool(invoice.lines) and all(line.certainty is Certainty.PROVEN for line in invoice.lines)


def test_s2_159_a_plain_table_is_read_and_proven() -> None:
    invoice = read_typed("""
Acme Supply Inc.                       INVOICE
Invoice No: 4711        Date: 01/28/2026

Qty   Item      Description            U/M    Price     Amount
 12   AB-100    Hex bolt               EA      2.50      30.00
  3   AB-200    Washer kit             BX     10.00      30.00
                                       Subtotal          60.00
                                       Total             60.00
""")
    assert lines_of(invoice) == [("AB-100", "12", "EA", "2.50", "30.00"), ("AB-200", "3", "BX", "10.00", "30.00")]
    assert _proven(invoice)


def test_a_heading_of_two_rows_is_one_heading() -> None:
    invoice = read_typed("""
Part        Description          Qty        Unit       Extended
Number                           Shipped    Price      Amount
AB-100      Hex bolt             12         2.50       30.00
AB-200      Washer kit            3         10.00      30.00
                                            Total      60.00
""")
    assert lines_of(invoice) == [("AB-100", "12", None, "2.50", "30.00"), ("AB-200", "3", None, "10.00", "30.00")]


def test_text_below_and_text_above_the_figures() -> None:
    below = read_typed("""
Item      Description               Qty   Price    Amount
AB-100    Hex bolt, zinc plated,     12    2.50     30.00
          with washer
AB-200    Washer kit                  3   10.00     30.00
                                          Total     60.00
""")
    above = read_typed("""
Product                             Qty   Price    Amount

Hex bolt, zinc plated
AB-1001                              12    2.50     30.00

Washer kit
AB-2001                               3   10.00     30.00
                                          Total     60.00
""")
    assert below.lines[0].description.value == "Hex bolt, zinc plated, with washer"
    assert below.lines[1].description.value == "Washer kit"
    assert [line.description.value for line in above.lines] == ["Hex bolt, zinc plated", "Washer kit"]
    assert [code for code, *_ in lines_of(above)] == ["AB-1001", "AB-2001"]


def test_shipped_is_billed_and_what_was_not_shipped_is_not() -> None:
    invoice = read_typed("""
Ordered   Shipped   B/O   Item      Description      Price    Ext Price
     20        12     8   AB-100    Hex bolt          2.50       30.00
      5         0     5   AB-150    Wrench            9.00        0.00
      3         3         AB-200    Washer kit       10.00       30.00
                                                     Total       60.00
""")
    billed = [line for line in lines_of(invoice) if line[4] != "0.00"]
    assert billed == [("AB-100", "12", None, "2.50", "30.00"), ("AB-200", "3", None, "10.00", "30.00")]


def test_several_pages_with_repeated_heading_and_carried_sums() -> None:
    first = """
Acme Supply Inc.
Item      Description               Qty   Price    Amount
AB-100    Hex bolt                   12    2.50     30.00
                          Carried forward           30.00
"""
    second = """
Acme Supply Inc.      Page 2
Item      Description               Qty   Price    Amount
                          Brought forward           30.00
AB-200    Washer kit                  3   10.00     30.00
                                       Total        60.00
"""
    invoice = read_typed(first, second)
    assert [(line.page, *lines_of(invoice)[i]) for i, line in enumerate(invoice.lines)] == [
        (1, "AB-100", "12", None, "2.50", "30.00"),
        (2, "AB-200", "3", None, "10.00", "30.00"),
    ]
    assert _proven(invoice)


def test_notes_and_section_headings_are_no_lines_and_no_text_of_lines() -> None:
    invoice = read_typed("""
Item      Description               Qty   Price    Amount

MATERIALS

AB-100    Hex bolt                   12    2.50     30.00
Lot 4711
** backordered items will follow **

AB-200    Washer kit                  3   10.00     30.00
                                          Total     60.00
""")
    assert [line.description.value for line in invoice.lines] == ["Hex bolt", "Washer kit"]


def test_unit_glued_to_quantity_and_to_price() -> None:
    invoice = read_typed("""
Description                  Quantity     Price      Amount
Salt, coarse                    12 kg   4,50€/kg      54,00
Pepper                           3EA       10,00      30,00
                                          Summe       84,00
""")
    assert lines_of(invoice) == [(None, "12", "KG", "4.50", "54.00"), (None, "3", "EA", "10.00", "30.00")]


def test_trap_5_price_per_hundred_and_thousand() -> None:
    invoice = read_typed("""
Item      Description      Qty     Price   Per    Amount
AB-100    Cable tie        500     12.00   C       60.00
AB-200    Rivet           2000      3.00   M        6.00
                                           Total   66.00
""")
    assert [str(line.price_basis) for line in invoice.lines] == ["100", "1000"]
    assert _proven(invoice)


_PER = """
Item      Description      Qty     Price    Per    Amount
AB-100    Cable tie        500     12.00    {per}    60.00
AB-200    Rivet           2000      3.00    /M      6.00
                                           Total   66.00
"""


@pytest.mark.parametrize("per", ["/C", "IC", "lC", "1C", "|C"])
def test_what_a_price_is_per_may_begin_with_a_stroke_that_a_scan_misreads(per: str) -> None:
    lines = read_typed(_PER.format(per=per), scanned=True).lines
    assert [str(line.price_basis) for line in lines] == ["100", "1000"]
    assert lines[0].quantity is not None
    assert lines[0].quantity.certainty is Certainty.PROVEN


def test_where_a_scan_lost_what_a_price_is_per_no_zeros_are_taken_off_the_quantity() -> None:
    line = read_typed(_PER.format(per="??"), scanned=True).lines[0]
    assert line.quantity is not None
    assert str(line.quantity.value) == "500"
    assert line.quantity.certainty not in {Certainty.PROVEN, Certainty.CONSISTENT}


def test_discount_of_a_line_in_percent() -> None:
    invoice = read_typed("""
Item      Description      Qty     Price   Disc %    Amount
AB-100    Hex bolt          10     10.00   10%        90.00
AB-200    Washer kit         3     10.00              30.00
                                           Total     120.00
""")
    assert invoice.lines[0].discount is not None
    assert str(invoice.lines[0].discount.value) == "10.00"
    assert _proven(invoice)


def test_order_references_in_columns_and_between_lines() -> None:
    columns = read_typed("""
Ln   Your PO    PO Ln   Part #    Description    Qty   Price    Amount
1    PO-10482   1       AB-100    Hex bolt        12    2.50     30.00
2    PO-10483   4       AB-200    Washer kit       3   10.00     30.00
                                                        Total     60.00
""")
    between = read_typed("""
Item      Description               Qty   Price    Amount
PO: PO-10482
AB-100    Hex bolt                   12    2.50     30.00

PO: PO-10483
AB-200    Washer kit                  3   10.00     30.00
                                          Total     60.00
""")
    assert [
        (line.po_number.value, line.po_line.value) for line in columns.lines if line.po_number and line.po_line
    ] == [
        ("PO-10482", 1),
        ("PO-10483", 4),
    ]
    assert [line.po_number.value if line.po_number else None for line in between.lines] == ["PO-10482", "PO-10483"]


def test_two_codes_the_buyers_is_the_item_code() -> None:
    invoice = read_typed("""
Item No   Your Part    Description      Qty   Price    Amount
AB-100    77-1001      Hex bolt          12    2.50     30.00
AB-200    77-1002      Washer kit         3   10.00     30.00
                                              Total     60.00
""")
    assert [code for code, *_ in lines_of(invoice)] == ["77-1001", "77-1002"]
    assert [line.other_codes for line in invoice.lines] == [("AB-100",), ("AB-200",)]


def test_code_in_brackets_behind_the_text() -> None:
    invoice = read_typed("""
Description                          Quantity    Rate      Amount
Thermal label, perforated (5861265)        48   10.44      501.12
Thermal label, plain (2566575)             15    6.46       96.90
                                             Total         598.02
""")
    assert [code for code, *_ in lines_of(invoice)] == ["5861265", "2566575"]


def test_s2_164_what_is_not_printed_is_never_computed() -> None:
    invoice = read_typed("""
Item      Description               Qty   Price    Amount
AB-100    Hex bolt                   12             30.00
AB-200    Washer kit                  3   10.00     30.00
                                          Total     60.00
""")
    assert invoice.lines[0].unit_price is None
    assert invoice.lines[1].certainty is Certainty.PROVEN


def test_trap_11_a_unit_that_is_not_printed_is_none() -> None:
    invoice = read_typed("""
Item      Description               Qty   Price    Amount
AB-100    Hex bolt                   12    2.50     30.00
                                          Total     30.00
""")
    assert invoice.lines[0].uom is None


def test_s2_169_a_charge_in_the_table_is_no_line_but_goods_with_its_word_are() -> None:
    invoice = read_typed("""
Item      Description               Qty   Price    Amount
AB-100    Fuel filter                12    2.50     30.00
AB-200    Pallet wrap                 3   10.00     30.00
          Fuel surcharge                             7.50
          Freight                                   12.50
                                       Subtotal     80.00
                                          Total     80.00
""")
    assert [line.description.value for line in invoice.lines] == ["Fuel filter", "Pallet wrap"]
    assert [(c.kind, str(c.amount.value)) for c in invoice.charges] == [
        (ChargeKind.FUEL_SURCHARGE, "7.50"),
        (ChargeKind.FREIGHT, "12.50"),
    ]
    assert _proven(invoice)


def test_charges_below_the_table_and_tax_apart() -> None:
    invoice = read_typed("""
Item      Description               Qty   Price    Amount
AB-100    Hex bolt                   12    2.50     30.00
AB-200    Washer kit                  3   10.00     30.00
                                      Subtotal      60.00
                                      Freight       10.00
                                      Sales tax 5%   3.00
                                      Total         73.00
""")
    assert [(c.kind, str(c.amount.value)) for c in invoice.charges] == [(ChargeKind.FREIGHT, "10.00")]
    assert invoice.header.tax_total is not None
    assert str(invoice.header.tax_total.value) == "3.00"
    assert invoice.header.total is not None
    assert invoice.header.total.certainty is Certainty.PROVEN


def test_no_heading_at_all_is_read_by_what_multiplies() -> None:
    invoice = read_typed("""
Acme Supply Inc.

12  Hex bolt          2.50      30.00
 3  Washer kit       10.00      30.00
 7  Spring            1.10       7.70

              Total             67.70
""")
    assert [line[1:] for line in lines_of(invoice)] == [
        ("12", None, "2.50", "30.00"),
        ("3", None, "10.00", "30.00"),
        ("7", None, "1.10", "7.70"),
    ]


def test_a_product_says_nothing_of_which_factor_is_the_quantity() -> None:
    invoice = read_typed("""
12.50  Hex bolt          2.50      31.25
 3.25  Washer kit       10.00      32.50

              Total                63.75
""")
    assert all(line.certainty is Certainty.UNVERIFIED for line in invoice.lines)
    assert any(finding.code == "factors_unclear" for finding in invoice.findings)


def test_headings_nobody_knows_are_told_by_arithmetic() -> None:
    invoice = read_typed("""
Warez     Stuffs                Howmany    Perpiece   Moneys
AB-100    Hex bolt                   12        2.50     30.00
AB-200    Washer kit                  3       10.00     30.00
                                      Total             60.00
""")
    assert [line[1:] for line in lines_of(invoice)] == [("12", None, "2.50", "30.00"), ("3", None, "10.00", "30.00")]


def test_a_credit_memo_has_negative_lines() -> None:
    invoice = read_typed("""
Acme Supply Inc.                    CREDIT MEMO
Credit memo no: CM-77     Original invoice: 4711

Item      Description               Qty   Price     Amount
AB-100    Hex bolt                  -12    2.50     30.00-
AB-200    Washer kit                 -3   10.00    (30.00)
                                          Total    -60.00
""")
    assert [line[1::3] for line in lines_of(invoice)] == [("-12", "-30.00"), ("-3", "-30.00")]
    assert invoice.is_credit
    assert invoice.header.credits_invoice is not None
    assert invoice.header.credits_invoice.value == "4711"


def test_a_discount_lessens_what_a_credit_memo_gives_back() -> None:
    invoice = read_typed("""
Acme Supply Inc.                    CREDIT MEMO
Credit memo no: CM-77     Original invoice: 4711

Item      Description               Qty   Price     Amount
AB-100    Hex bolt                  -12    2.50     -30.00
                                    Subtotal        -30.00
                                    Discount          3.00
                                    VAT 20%          -5.40
                                    Total           -32.40
""")
    assert [(charge.kind, str(charge.amount.value)) for charge in invoice.charges] == [(ChargeKind.DISCOUNT, "3.00")]
    assert all(check.holds for check in invoice.checks)


def test_tax_is_charged_or_given_back_and_never_both() -> None:
    invoice = read_typed("""
Acme Supply Inc.                    CREDIT MEMO
Item      Description               Qty   Price     Amount
AB-100    Hex bolt                   -1    7.90      -7.90
                              Sum of the lines       -7.90
                              Rebate 1, VAT           0.15
                              Rebate 2, VAT           0.08
                              VAT                    -1.12
                              Total                  -8.79
""")
    # 0.15 + 0.08 - 1.12 would close; it is no tax all the same.
    assert invoice.header.tax_total is None or str(invoice.header.tax_total.value) != "-0.89"


def test_tables_of_taxes_and_payments_are_no_lines() -> None:
    invoice = read_typed("""
Item      Description               Qty   Price     Amount
AB-100    Hex bolt                   12    2.50      30.00
                                     Subtotal        30.00
                                     VAT 20%          6.00
                                     Total           36.00

VAT rate      Net amount    VAT amount
20%           30.00         6.00

Payment date     Method     Amount
02/13/2026       Card       36.00
""")
    assert len(invoice.lines) == 1
    assert _proven(invoice)


def test_item_and_description_tied_by_a_stroke_are_one_column() -> None:
    invoice = read_typed("""
Qty      Item Number / Description                              U/M    Unit Price       Amount
10       5827975                                                 EA         16.890       168.90
         Deep Groove Ball Bearing 6203-2RS
35       4756205                                                 BX         23.110       808.85
         Hex Nut 3/8-16 Nylon Insert Lock
                                                                          Total          977.75
""")
    assert [(line.item_code and line.item_code.value, line.description.value) for line in invoice.lines] == [
        ("5827975", "Deep Groove Ball Bearing 6203-2RS"),
        ("4756205", "Hex Nut 3/8-16 Nylon Insert Lock"),
    ]


def test_a_heading_of_two_words_over_codes_loses_none_of_them() -> None:
    stock = read_typed("""
Goods                             Stock ref    Qty    Price    Amount
Filter paper, grade one           XQ-5512       12     2.50     30.00
Safety spectacles, clear          LB-115         3    10.00     30.00
                                                      Total     60.00
""")
    assert [code for code, *_ in lines_of(stock)] == ["XQ-5512", "LB-115"]


def test_a_code_nobody_can_place_is_not_taken_for_none() -> None:
    """S2.79: where no code was printed the text decides, so that a code that is there must reach the decision."""
    invoice = read_typed("""
Zog         Your Item    Product               Qty   U/M    Price    Amount
FTD30R                   Fuse, time delay       12   EA      2.50     30.00
WC-770      E-5516       Wire connector red      3   BX     10.00     30.00
                                                            Total     60.00
""")
    (fuse, connector) = invoice.lines
    shown = [*([fuse.item_code.value] if fuse.item_code else []), *fuse.other_codes]
    assert shown == ["FTD30R"]
    assert connector.item_code is not None
    assert connector.item_code.value == "E-5516"


def test_short_capitals_beside_a_text_are_codes_whatever_they_are_called() -> None:
    invoice = read_typed("""
Aantal   Eenheid   Artikel   Omschrijving                     Prijs     Bedrag
    12   stuks     EPB       Europallet gebruikt, klasse A     2,50      30,00
     3   stuks     HB60      Hoekbeschermer karton            10,00      30,00
                                                             Totaal      60,00
""")
    assert [code for code, *_ in lines_of(invoice)] == ["EPB", "HB60"]


@pytest.mark.parametrize(("printed", "codes"), [("10002     ", ("10002",)), ("10002 ", ()), ("00010     ", ())])
def test_a_number_far_before_the_text_of_a_line_is_a_code_nobody_could_place(
    printed: str, codes: tuple[str, ...]
) -> None:
    """S2.79: it must reach the decision; running numbers and what belongs to the text are none."""
    invoice = read_typed(f"""
          Description                 Qty   U/M    Price    Amount
{printed:>10}Work gloves leather            12   EA      2.50     30.00
                                                    Total     30.00
""")
    assert [line.other_codes for line in invoice.lines] == [codes]
