"""Headings in spaced letters name their columns as whole words do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.extraction.table.heading_words import segments_of
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

_PAGE = """
Nordlicht Technik GmbH                              RECHNUNG
Industriestr. 12                                    Rechnung Nr.   703674
20457 Hamburg                                       Datum          27.01.2026

M en g e    A r ti kel    B e s c h r e i b u n g         M E      E i n z e l p r e i s     G e s a m t
   3        2248-20       Musterbeutel 100 x              Std.                     74,08       222,24
 762        06704         Kupferrohr 15 mm                m                         1,29       982,98
   8        8718-20       Reparaturband 50 mm             Karton                   50,18       401,44

                                                          Gesamtbetrag                       1.606,66
W\u00e4hrung EUR
"""


def test_columns_under_headings_in_spaced_letters_are_read() -> None:
    lines = read_typed(_PAGE).lines
    assert [line.uom.raw for line in lines if line.uom is not None] == ["Std.", "m", "Karton"]
    assert [line.quantity.value for line in lines if line.quantity is not None] == [3, 762, 8]
    assert [line.unit_price.value for line in lines if line.unit_price is not None] == [
        Decimal("74.08"),
        Decimal("1.29"),
        Decimal("50.18"),
    ]
    assert lines[0].description.value == "Musterbeutel 100 x"


@pytest.mark.parametrize(
    ("text", "known"),
    [("B e s c h r e i b u n g", True), ("B e s c h r e i b u n x", False), ("Unit price", True), ("a b c d", False)],
)
def test_spaced_letters_are_a_heading_only_where_they_spell_one(text: str, known: bool) -> None:
    [row] = join_rows(typed_page(text))
    segments = segments_of(row, shipped_knowledge())
    assert any(segment.meanings and len(segment.words) == len(text.split()) for segment in segments) is known
