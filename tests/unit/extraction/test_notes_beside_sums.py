"""A note that stands left of a sum in its row, with a number of its own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.helpers.typed_pages import lines_of, read_typed

_PAPER = """
Brandt Industriebedarf GmbH                              Rechnung BI-75163
Industriestr. 4, 50674 Köln                              Datum 19.02.2026

Pos   Artikel   Bezeichnung                   Menge   ME    Einzelpreis     Betrag
1     20406     Kabelbinder 200 mm schwarz       13   Stk         14,16     184,08
2     20400     Arbeitshandschuhe Leder          38   Stk         18,13     688,94

{note:<46}{label}                  873,02
                                              MwSt 19 %                     165,87
                                              Gesamtbetrag EUR            1.038,89
"""


@pytest.mark.parametrize(
    "note", ["Lieferschein 448123 vom 02.02.2026", "Auftrag 20771", "Unsere Lieferung 55-7781 vom 02.02.2026"]
)
@pytest.mark.parametrize("label", ["Nettobetrag", "Zwischensumme", "Summe netto"])
def test_a_note_with_a_number_left_of_a_sum_is_no_line(note: str, label: str) -> None:
    """S2.164: the number stood under the codes, and the sum was billed as a line named after the note."""
    read = read_typed(_PAPER.format(note=note, label=label))
    assert [line[0] for line in lines_of(read)] == ["20406", "20400"]
    assert read.header.subtotal is not None
    assert read.header.subtotal.value == Decimal("873.02")


def test_a_code_alone_before_a_line_named_like_a_sum_stays_a_line() -> None:
    page = """
    Fuel Depot Ltd                       Invoice 5531      Date 03/04/2026

    Item       Description                          Amount
    77-1201    Total                                 45.00
    77-1300    Engine oil, drum                      80.00

               Total due                            125.00
    """
    assert [line[0] for line in lines_of(read_typed(page))] == ["77-1201", "77-1300"]
