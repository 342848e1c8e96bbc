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
