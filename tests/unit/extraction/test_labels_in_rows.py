"""Rows of labels and blocks under them: which values are theirs, and where they end (S2.159, S2.165, S2.172)."""

from __future__ import annotations

import pytest

from app.domain.provenance import Method
from app.extraction.header.party_blocks import buyer_blocks
from app.extraction.sums.totals import labelled_amounts
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ("Subtotal      Handling      Total", [("Subtotal", "100.00"), ("Handling", "5.00"), ("Total", "105.00")]),
        ("Reference     Handling      Total", [("Total", "105.00")]),
    ],
)
def test_among_labels_of_totals_alone_another_label_is_a_charges(labels: str, found: list[tuple[str, str]]) -> None:
    rows = join_rows(typed_page(f"{labels}\n  100.00          5.00     105.00"))
    amounts = labelled_amounts(rows, range(len(rows)), shipped_knowledge(), DecimalMark.POINT)
    assert [(amount.label, str(amount.figure.value)) for amount in amounts if amount.below] == found


@pytest.mark.parametrize(
    ("row", "total"),
    [
        ("Net 4 payer               340.00", "340.00"),
        ("Montant TTC               CHE 340.00", "340.00"),
        ("Montant TTC               340.00 FUR", "340.00"),
        ("Montant TTC               REF 340.00", None),  # of no currency
        ("Montant TTC               FOR 340.00", None),
        ("Total                     CHE 107.787.577", None),
        ("Net 4                     340.00", None),
    ],
)
def test_a_scans_misread_label_and_currency_leave_a_sum_its_meaning(row: str, total: str | None) -> None:
    rows = join_rows(typed_page(row, method=Method.OCR, confidence=90))
    amounts = labelled_amounts(rows, range(len(rows)), shipped_knowledge(), DecimalMark.POINT)
    assert [str(one.figure.value) for one in amounts if "total" in one.meanings and one.whole] == [total][: bool(total)]


def test_on_a_page_with_a_text_layer_nothing_is_misread() -> None:
    rows = join_rows(typed_page("Montant TTC               CHE 340.00"))
    amounts = labelled_amounts(rows, range(len(rows)), shipped_knowledge(), DecimalMark.POINT)
    assert not [one for one in amounts if "total" in one.meanings and one.whole]


def test_values_under_another_row_of_as_many_cells_may_be_those_of_labels_above() -> None:
    header = read_typed("""
Lieferart           Versand            Gewicht
FV26/00417          09/03/2026         PED-7718
Factura nº          Vencimiento        Su pedido

Qty   Item      Description            Price     Amount
 12   AB-100    Hex bolt                2.50      30.00
""").header
    assert [order.value for order in header.po_numbers] != ["PED-7718"]


def test_an_address_ends_before_it_is_a_text() -> None:
    text = "Bill to\n" + "\n".join(f"one two three four five six seven eight nine {at}" for at in range(12))
    (block,) = buyer_blocks(join_rows(typed_page(text)), shipped_knowledge())
    assert sum(map(len, block.lines)) == 70


def test_what_begins_the_next_page_is_not_under_a_label_at_the_foot_of_this_one() -> None:
    first, second = typed_page("Bill to           Brightwater Foods Inc."), typed_page("Item  Qty", 2)
    (block,) = buyer_blocks((*join_rows(first), *join_rows(second)), shipped_knowledge())
    assert [word.text for word in block.words] == ["Brightwater", "Foods", "Inc."]
