"""The notes below a line that are no part of its text: what they say is kept for the rules (S2.164)."""

from __future__ import annotations

import pytest

from tests.helpers.typed_pages import read_typed

_TABLE = """
Item     Description                   Qty   Unit    Price    Amount
10001    Work gloves leather large      40   PR       4.00    160.00
{note}
10002    Safety goggles clear           20   EA       6.00    120.00
                                                  Subtotal    280.00
                                                  Total       280.00
"""


@pytest.mark.parametrize(
    "note",
    ["         Note: backordered 10", "         Backordered 10", "                        free sample", "rental"],
)
def test_a_note_that_is_no_part_of_a_text_is_kept_with_its_line(note: str) -> None:
    first, second = read_typed(_TABLE.format(note=note)).lines
    assert first.description.value == "Work gloves leather large"
    assert first.notes == (note.strip(),)
    assert second.notes == ()


@pytest.mark.parametrize(
    "note", ["half of total", "goods returned 02/04/2026", "2e acompte", "2º anticipo", "balance to ship 3/1"]
)
@pytest.mark.parametrize("line", [0, 1])
def test_a_note_that_sounds_like_a_sum_is_kept_with_its_line(note: str, line: int) -> None:
    rows = _TABLE.format(note="").splitlines()
    at = next(index for index, row in enumerate(rows) if row.startswith(f"1000{line + 1}"))
    text = "\n".join([*rows[: at + 1], f"         {note}", *rows[at + 1 :]])
    lines = read_typed(text).lines
    assert [one.notes for one in lines] == [((note,) if index == line else ()) for index in (0, 1)]


def test_a_row_that_goes_on_with_the_text_is_no_note() -> None:
    first, _ = read_typed(_TABLE.format(note="         with long cuffs")).lines
    assert first.description.value == "Work gloves leather large with long cuffs"
    assert first.notes == ()
