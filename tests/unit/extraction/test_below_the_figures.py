"""What stands below a heading or a line's figures and is neither code nor name (S2.159, S2.162, S2.169)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.extraction.pipeline import read_invoice
from app.extraction.table.headings import _ruled_off
from app.extraction.values.rows import join_rows
from app.extraction.values.words import RulingLine
from tests.helpers.typed_pages import COLUMN, HEIGHT, ROW, lines_of, read_typed, shipped_knowledge, typed_page

_LINES = """
Pos   Art-Nr-Kunde   Beschreibung        Nettopreis     Menge      Positions-
      Art-Nr-Lief.                                                 betrag
      Art-Nr                                                       ohne
      (Art)                                                        USt.
1     SFK5           Schweinesteak           5,5000     4 kg        22,00
                     Bruttopreis : 6,0000 Abschlag : 0,5000
                     aus Deutschland
2     GZ250          Gelierzucker            2,0000     5 kg        10,00
                     Bruttopreis :2,0000
                     Zählerstand von-bis:    543210 - 544420
                                         Positionssumme             32,00
                                         Steuerbetrag MwSt. 7%       2,24
                                         Bruttosumme                34,24
"""


def _ruled(below: int) -> tuple[RulingLine, ...]:
    """Return a line under a row of the page, in three pieces as tables draw them, one for each of their columns."""
    top = 20 + below * ROW + HEIGHT + 2
    edges = [20 + at * COLUMN for at in (0, 20, 55, 77)]
    return tuple(RulingLine(left, top, right, top) for left, right in pairwise(edges))


def _codes(rulings: tuple[RulingLine, ...]) -> list[str | None]:
    page = typed_page(_LINES, rulings=rulings)
    return [code for code, *_ in lines_of(read_invoice([page], knowledge=shipped_knowledge()))]


def test_s2_159_a_heading_goes_as_far_as_the_line_ruled_under_it() -> None:
    assert _codes(_ruled(below=3)) == ["SFK5", "GZ250"]


@pytest.mark.parametrize(
    ("below", "ruled", "last"),
    [
        ("      (Art)     USt.", (1,), 1),
        ("      (Art)     USt.", (), 0),
        ("      (Art)     USt.", (0, 1), 0),  # the line under the heading comes first
        ("      (Art)     19.0", (1,), 0),  # figures: a line of the table
        ("\n      (Art)     USt.", (2,), 0),  # a row of blank paper between
        ("      (Art)" + 60 * " " + "x  USt.", (1,), 0),  # part of it right of all that is ruled
    ],
)
def test_s2_159_one_row_more_is_heading_where_all_of_it_is_ruled_off(
    below: str, ruled: tuple[int, ...], last: int
) -> None:
    rows = join_rows(typed_page(f"Pos   Art-Nr    Betrag\n{below}\n\n1     SFK5      22,00"))
    lines = [line for row in ruled for line in _ruled(below=row)[:2]]
    assert _ruled_off(rows, 0, lines) == last


def test_s2_162_the_price_before_discounts_is_no_part_of_the_name() -> None:
    invoice = read_typed(_LINES)
    assert invoice.lines[0].description.value.endswith("Schweinesteak aus Deutschland")
    assert "Bruttopreis : 6,0000 Abschlag : 0,5000" in invoice.lines[0].notes


def test_s2_162_a_label_without_a_price_is_told_with_the_name() -> None:
    invoice = read_typed(_LINES.replace(": 6,0000 Abschlag : 0,5000", ": nach Vereinbarung"))
    assert "nach Vereinbarung" in invoice.lines[0].description.value


def test_s2_162_figures_behind_their_own_label_are_no_line() -> None:
    invoice = read_typed(_LINES)
    assert [line[1:] for line in lines_of(invoice)] == [
        ("4", "KG", "5.5000", "22.00"),
        ("5", "KG", "2.0000", "10.00"),
    ]


@pytest.mark.parametrize("said", ["auf -5,00, MwSt. % 19,0", "     -5,00, MwSt. % 19,0"])
def test_s2_169_a_rate_behind_its_sign_is_no_tax(said: str) -> None:
    invoice = read_typed(_LINES.replace("Steuerbetrag MwSt. 7%       2,24", said))
    assert invoice.header.tax_total is None


def test_s2_169_a_figure_apart_from_the_sign_of_a_rate_or_behind_a_rate_of_its_own_is_a_tax() -> None:
    for printed in ("MwSt. %            2,24", "MwSt. 7 %  2,24", "MwSt. 7 % 2,24"):
        invoice = read_typed(_LINES.replace("Steuerbetrag MwSt. 7%       2,24", f"{printed:>28}"))
        assert invoice.header.tax_total is not None
        assert str(invoice.header.tax_total.value) == "2.24"
