"""A pack in the place of the heading of quantities ("Boxes") is the unit of lines that print none."""

from __future__ import annotations

import pytest

from tests.helpers.typed_pages import read_typed

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Item      Description               {heading:>12}   Unit    Unit Price     Amount
AB-100    Work gloves                         12   {unit:4}          2.50      30.00
AB-200    Lock washer M8                      10   {unit:4}          1.50      15.00

                                                     Total       45.00
"""


def _units(heading: str, unit: str = "") -> list[str | None]:
    invoice = read_typed(_PAGE.format(heading=heading, unit=unit))
    assert [str(line.quantity.value) for line in invoice.lines if line.quantity] == ["12", "10"]
    return [line.uom.value if line.uom else None for line in invoice.lines]


@pytest.mark.parametrize(
    ("heading", "code"),
    [("Boxes", "BX"), ("Kartons", "CT"), ("Cartons", "CT"), ("Cajas", "BX"), ("Scatole", "BX"), ("Cases", "CS")],
)
def test_a_pack_over_the_quantities_is_their_unit(heading: str, code: str) -> None:
    assert _units(heading) == [code, code]


def test_a_unit_that_the_lines_print_stays() -> None:
    assert _units("Boxes", "EA") == ["EA", "EA"]


@pytest.mark.parametrize("heading", ["Quantity", "Qty"])
def test_a_quantity_alone_has_none(heading: str) -> None:
    assert _units(heading) == [None, None]


@pytest.mark.parametrize("heading", ["Box", "Boxes sold", "Gloves"])
def test_one_pack_more_words_and_goods_are_no_unit_of_the_quantities(heading: str) -> None:
    assert _units(heading) == [None, None]
