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


@pytest.mark.parametrize("note", ["Further properties:", "Nettopreis: 4.00", "Abschlag: 0.30 Rabatt"])
def test_what_leads_on_or_says_how_the_price_came_about_is_a_note(note: str) -> None:
    first, _ = read_typed(_TABLE.format(note=f"         {note}")).lines
    assert first.description.value == "Work gloves leather large"
    assert first.notes == (note,)


def test_a_text_goes_on_behind_its_colon() -> None:
    rows = "         Further properties:\n         cut resistant to level 5"
    first, _ = read_typed(_TABLE.format(note=rows)).lines
    assert first.description.value == "Work gloves leather large Further properties: cut resistant to level 5"


def test_a_bracket_with_a_colon_belongs_to_the_text() -> None:
    first, _ = read_typed(_TABLE.format(note="         (by the pair):")).lines
    assert first.description.value == "Work gloves leather large (by the pair):"


def test_the_price_of_a_line_without_one_in_its_row_stays_with_its_text() -> None:
    first, _ = read_typed(
        _TABLE.replace("    Price ", "          ")
        .replace("    4.00", "        ")
        .replace("    6.00", "        ")
        .format(note="         Price: 4.00 a pair")
    ).lines
    assert "Price: 4.00" in first.description.value


def test_labels_of_sums_below_the_descriptions_are_no_note_though_the_sums_below_look_like_a_line() -> None:
    invoice = read_typed("""
Item     Description                       Ordered    Shipped       Price      Amount
10001    Work gloves leather large              40         40        4.00      160.00
10002    Safety goggles clear                   20         20        6.00      120.00
10003    Ear plugs foam, 200 pair                1          1       27.00       27.00
         Merchandise   Freight   Tax   Misc   Total
                                            307.00      30.00       18.42      355.42
""")
    assert len(invoice.lines) == 3


@pytest.mark.parametrize("note", ["Anzahlung", "Acompte", "Anticipo", "Acconto", "Aanbetaling"])
def test_a_word_for_a_payment_between_two_lines_is_said_of_the_first(note: str) -> None:
    first, second = read_typed(_TABLE.format(note=f"            {note}")).lines
    assert (first.notes, second.notes) == ((note,), ())
