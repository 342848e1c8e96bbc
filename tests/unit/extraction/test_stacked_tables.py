"""Tables whose lines are two tiers high, each value under the heading of its own tier (S2.159, S2.164)."""

from __future__ import annotations

from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed

_PAGE = """
Kestrel Controls Corp.                       Invoice: INV67411
                                             Date: 02/14/2026

Ln   Item #                   Ordered    U/M    Unit Price       Amount
     Description              Shipped

1    HX-5502-B                     38     FT        496.04    17,361.40
     Nitrile gloves               35

2    393596                         4     EA          7.68         7.68
     PVC elbow 90 deg              1
                                              Subtotal        17,369.08
                                              Total           17,369.08
"""


def test_what_was_shipped_stands_under_what_was_ordered() -> None:
    invoice = read_typed(_PAGE)
    assert lines_of(invoice) == [
        ("HX-5502-B", "35", "FT", "496.04", "17361.40"),
        ("393596", "1", "EA", "7.68", "7.68"),
    ]
    assert [line.description.value for line in invoice.lines] == ["Nitrile gloves", "PVC elbow 90 deg"]
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


def test_values_of_the_lower_tier_keep_their_place_on_the_page() -> None:
    invoice = read_typed(_PAGE)
    width = invoice.page_sizes[0].width
    boxes = [value.box for line in invoice.lines for value in (line.quantity, line.description, line.amount) if value]
    assert len(boxes) == 6
    assert all(box is not None and 0 <= box.x0 < box.x1 <= width for box in boxes)
    first = invoice.lines[0]
    assert first.quantity is not None
    assert first.quantity.box is not None
    assert first.unit_price is not None
    assert first.unit_price.box is not None
    assert first.quantity.box.top > first.unit_price.box.top


def test_prices_and_amounts_in_the_lower_tier() -> None:
    invoice = read_typed("""
Line   Part Number            Qty Ord    UOM     List      Disc %
Item   Description            Qty Ship          Net Price   Extension

1      A96218                      27     EA      169.08       40%
       Hydraulic hose             24              101.45    2,434.80

2      515697                       5     BX       37.32       20%
       Flat washer                 5               29.86      149.30
                                              Subtotal      2,584.10
""")
    assert lines_of(invoice) == [
        ("A96218", "24", "EA", "101.45", "2434.80"),
        ("515697", "5", "BX", "29.86", "149.30"),
    ]


def test_codes_and_names_above_the_figures_are_no_lines_of_their_own() -> None:
    invoice = read_typed("""
Code article    Désignation
Quantité   Unité        Prix unitaire HT      Montant HT

88410021        Armoire vestiaire 2 cases
      12   PCE                    148,00        1.776,00

CD-377          Cadenas laiton
      24   PCE                      7,35          176,40
                            Total HT            1.952,40
""")
    assert lines_of(invoice) == [
        ("88410021", "12", "EA", "148.00", "1776.00"),
        ("CD-377", "24", "EA", "7.35", "176.40"),
    ]
    named = [line.description.value for line in invoice.lines]
    assert named == ["Armoire vestiaire 2 cases", "Cadenas laiton"]


def test_tiers_that_do_not_multiply_are_not_believed() -> None:
    invoice = read_typed(_PAGE.replace("17,361.40", "17,361.90"))
    assert lines_of(invoice) == [], "laid side by side, one line of two would be read with a figure nobody proved"
    assert "no_lines" in {finding.code for finding in invoice.findings}


def test_a_heading_of_two_rows_over_lines_of_one_row_stays_one_heading() -> None:
    invoice = read_typed("""
Item        Description          Qty        Unit       Extended
Number                           Shipped    Price      Amount

AB-100      Hex bolt             12         2.50       30.00
            zinc, 12 x 40
AB-200      Washer kit            3         10.00      30.00
                                            Total      60.00
""")
    assert lines_of(invoice) == [("AB-100", "12", None, "2.50", "30.00"), ("AB-200", "3", None, "10.00", "30.00")]
