"""Packs stated in the text of a line (S2.168): captured as a fact with the words, in six languages, never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.invoice import Invoice, Reading
from app.domain.measure import Pack
from app.domain.record import from_record, to_record
from app.extraction.result import document_json
from app.extraction.values.packs import packs_in
from tests.helpers.typed_pages import read_typed, shipped_knowledge

UNITS = shipped_knowledge().units


def packs(text: str, line_unit: str | None = None) -> list[tuple[str, str, str]]:
    found = packs_in([text], UNITS, line_unit=line_unit)
    assert all(pack.raw in " ".join(text.split()) for pack in found)
    return [(pack.unit, str(pack.holds), pack.of) for pack in found]


@pytest.mark.parametrize(
    ("text", "unit", "holds", "of"),
    [
        ("Tomato paste 6 oz 24/CS", "CS", "24", "EA"),
        ("Tape 2 in x 60 yd 36/cs", "CS", "36", "EA"),
        ("Screws 24 pcs/ctn", "CT", "24", "EA"),
        ("Soda 12 cans/case", "CS", "12", "CN"),
        ("Gloves nitrile, bx of 100", "BX", "100", "EA"),
        ("Envelope, 500 per box", "BX", "500", "EA"),
        ("Juice, case of 12", "CS", "12", "EA"),
        ("Socks, pack of 6 pairs", "PK", "6", "PR"),
        ("Batteries AA 12-pack", "PK", "12", "EA"),
        ("Mortar, pallet of 40 bags", "PL", "40", "BG"),
        ("Schraube M8, Karton à 24", "CT", "24", "EA"),
        ("Dübel, Paket zu 100", "PK", "100", "EA"),
        ("Wein, Karton mit 6 Flaschen", "CT", "6", "BT"),
        ("Batterie AA 4er Pack", "PK", "4", "EA"),
        ("Wein 6er-Karton", "CT", "6", "EA"),
        ("Gants, boîte de 50", "BX", "50", "EA"),
        ("Guantes, caja de 12 uds", "BX", "12", "EA"),
        ("Guanti, scatola da 50 pezzi", "BX", "50", "EA"),
        ("Schroeven, doos van 200 stuks", "BX", "200", "EA"),
    ],
)
def test_s2_168_a_pack_stated_in_the_text_is_captured(text: str, unit: str, holds: str, of: str) -> None:
    assert packs(text) == [(unit, holds, of)]


@pytest.mark.parametrize("text", ["Water 24x500ml", "Water 24 x 500 ml", "Wasser 24×0,5 l"])
def test_a_size_times_a_count_is_of_the_container_that_is_billed_and_of_nothing_else(text: str) -> None:
    assert packs(text, "CS") == [("CS", "24", "EA")]
    assert packs(text, "EA") == []
    assert packs(text) == []


def test_packs_in_packs_are_all_captured() -> None:
    assert packs("Labels, 100 per box, 10 box/ctn") == [("CT", "10", "BX"), ("BX", "100", "EA")]


@pytest.mark.parametrize(
    "text",
    [
        "Hex bolt 1/2-13 x 3 in",
        "Screw 3/8-16 x 1-1/2 in",
        "Bolt M8x40",
        "Panel 4x8 ft",
        "1/2 CS",
        "24/7 service",
        "2/10 net 30/60 case",
        "$24/case",
        "€ 3,50/Karton",
        "Cement, sac de 25 kg",
        "Box of 10 cm width",
        "Sugar, bag of 2.5 kg",
        "Hose 50 ft/roll",
        "Lot of 5",
        "Case 24",
        "12/32oz",
        "Box of 0",
        "100 CT",
    ],
)
def test_sizes_prices_and_fractions_are_no_packs(text: str) -> None:
    assert packs(text, "CS") == []


def test_two_sayings_that_differ_say_nothing() -> None:
    assert packs("24/CS, case of 12") == []
    assert packs("24/CS, case of 24") == [("CS", "24", "EA")]


def test_a_read_line_carries_its_packs_and_the_json_has_them() -> None:
    page = """
    Item     Description                  Qty    Unit    Price    Amount
    47821    Tomato paste 24/CS           10     CS      24.00    240.00
    47830    Basil leaf                   2      EA      3.00     6.00
    """
    invoice = read_typed(page)
    assert invoice.lines[0].packs == (Pack("CS", Decimal(24), "EA", "24/CS"),)
    assert invoice.lines[1].packs == ()
    assert from_record(Invoice, to_record(invoice)) == invoice
    lines = document_json(Reading("a.pdf", "", 1, "", invoice=invoice))["lines"]
    assert isinstance(lines, list)
    assert lines[0]["packs"] == [{"unit": "CS", "holds": "24", "of": "EA", "raw": "24/CS"}]
    assert "packs" not in lines[1]
