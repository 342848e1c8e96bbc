"""Texts above the figures of their line in the box around it, and rows of text that are none of its name (S2.159)."""

from __future__ import annotations

import pytest

from app.extraction.pipeline import read_invoice
from app.extraction.values.words import RulingLine
from tests.helpers.typed_pages import HEIGHT, ROW, read_typed, shipped_knowledge, typed_page

_PAGE = """
Charge                Qty    Unit Price     Total
Pro team plan         1      19.00          19.00
Extra members on
Pro team plan --      2      19.00          38.00
Proration
Extra members on
Pro team plan         1      12.00          12.00
                             Total          69.00
"""
_SECTION = _PAGE.replace("Extra members on\nPro team plan  ", "Spare parts\nPro team plan  ")


def _read(text: str, *ruled: int) -> list[str]:
    """Return the texts of the lines of a page with a rule under some of its rows."""
    tops = [20 + row * ROW + HEIGHT + 2 for row in ruled]
    page = typed_page(text, rulings=tuple(RulingLine(20, top, 270, top) for top in tops))
    return [line.description.value for line in read_invoice([page], knowledge=shipped_knowledge()).lines]


def test_s2_159_what_stands_above_the_figures_in_a_box_is_text_of_its_line() -> None:
    whole = "Extra members on Pro team plan --"
    assert _read(_PAGE, 0, 1, 4, 6) == ["Pro team plan", f"{whole} Proration", "Extra members on Pro team plan"]


@pytest.mark.parametrize(
    "ruled",
    [
        (0, 1, 4, 5, 6),  # in a box of its own, as the titles of groups are
        (0, 4, 6),  # not every line is ruled off: rules part groups
    ],
)
def test_s2_159_a_title_of_a_group_is_no_text_of_the_line_below(ruled: tuple[int, ...]) -> None:
    assert _read(_SECTION, *ruled)[-1] == "Pro team plan"


def test_s2_159_from_when_to_when_a_line_bills_is_a_note_and_no_part_of_its_name() -> None:
    line = read_typed(
        """
Description           Qty    Unit price     Amount
Starter               1      49.00          49.00
Apr 28 – May 28, 2026
Size 1/4-20 - 3/8-16
                             Total          49.00
"""
    ).lines[0]
    assert line.description.value == "Starter Size 1/4-20 - 3/8-16"
    assert "Apr 28 – May 28, 2026" in line.notes
