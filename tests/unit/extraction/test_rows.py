"""Joining words to rows on the baseline."""

from __future__ import annotations

from dataclasses import replace

from app.domain.provenance import Box, Method
from app.extraction.values.rows import join_rows
from app.extraction.values.words import PageText, RulingLine, Word


def _word(text: str, x0: float, top: float, *, height: float = 10.0, method: Method = Method.TEXT_LAYER) -> Word:
    return Word(text, Box(1, x0, top, x0 + 5 * len(text), top + height), method)


def _page(*words: Word, rulings: tuple[RulingLine, ...] = ()) -> PageText:
    return PageText(1, 612, 792, words, rulings)


def test_words_of_one_baseline_are_one_row_whatever_their_order() -> None:
    rows = join_rows(_page(_word("Total", 300, 100.6), _word("Amount", 400, 100), _word("Below", 300, 114)))
    assert [row.text for row in rows] == ["Total Amount", "Below"]


def test_small_type_on_the_same_baseline_joins_the_row() -> None:
    rows = join_rows(_page(_word("20", 300, 100, height=10), _word("Unit(s)", 315, 103, height=6.5)))
    assert [row.text for row in rows] == ["20 Unit(s)"]


def test_a_slightly_skewed_row_stays_together() -> None:
    words = [_word("word", 40 + 60 * step, 100 + 0.9 * step) for step in range(8)]
    assert len(join_rows(_page(*words))) == 1


def test_wide_gaps_part_cells() -> None:
    (row,) = join_rows(_page(_word("Unit", 40, 100), _word("Price", 63, 100), _word("Amount", 120, 100)))
    assert [cell.text for cell in row.cells] == ["Unit Price", "Amount"]


def test_a_shortened_name_of_a_typewriter_goes_on_behind_its_point() -> None:
    def cells(first: str, gap: float) -> int:
        end = 20 + 10.0 * len(first)
        left = Word(first, Box(1, 20, 20, end, 30), Method.OCR, 96)
        right = Word("Industrial", Box(1, end + gap, 20, end + gap + 100, 30), Method.OCR, 96)
        (row,) = join_rows(_page(left, right))
        return len(row.cells)

    assert cells("Bros.", 15) == 1
    assert cells("Bros,", 15) == 1
    assert cells("Bros.", 19) == 2  # further than letters so wide have them
    assert cells("Bros", 15) == cells("14.", 15) == 2


def test_a_ruling_line_parts_cells_without_a_gap() -> None:
    line = RulingLine(61, 90, 61, 130)
    (row,) = join_rows(_page(_word("Unit", 40, 100), _word("Price", 63, 100), rulings=(line,)))
    assert [cell.text for cell in row.cells] == ["Unit", "Price"]


def test_text_that_runs_up_the_margin_is_no_part_of_a_row() -> None:
    sideways = Word("COPYRIGHT", Box(1, 10, 60, 16, 160))
    rows = join_rows(_page(sideways, _word("Total", 300, 100)))
    assert [row.text for row in rows] == ["Total"]


def test_a_label_glued_to_its_value_is_parted() -> None:
    (row,) = join_rows(_page(_word("Kundennummer:2471", 40, 100)))
    assert [word.text for word in row.words] == ["Kundennummer:", "2471"]


def test_addresses_of_the_web_and_times_stay_whole() -> None:
    (row,) = join_rows(_page(_word("http://example.org", 40, 100), _word("16:20", 200, 100)))
    assert [word.text for word in row.words] == ["http://example.org", "16:20"]


def test_a_stroke_read_for_a_ruling_parts_a_recognised_word() -> None:
    (row,) = join_rows(_page(_word("2|BSE1091U", 40, 100, method=Method.OCR), _word("_", 200, 100, method=Method.OCR)))
    assert [word.text for word in row.words] == ["2", "BSE1091U"]


def test_no_words_give_no_rows() -> None:
    assert join_rows(_page()) == ()


def test_a_large_narrow_name_that_stands_alone_is_no_watermark() -> None:
    small = [Word("net", Box(1, 50 + 40 * n, 300, 70 + 40 * n, 309)) for n in range(6)]
    name = Word("Mill", Box(1, 54, 20, 90, 50))
    across = Word("COPY", Box(1, 60, 280, 130, 340))
    rows = join_rows(PageText(1, 612, 792, (name, across, *small)))
    assert next(row.text for row in rows) == "Mill"
    assert all("COPY" not in row.text for row in rows)


def test_a_cell_of_one_line_beside_cells_of_two_is_one_row_with_them() -> None:
    rows = join_rows(
        _page(
            _word("80,65", 400, 100),
            _word("Advertisements", 40, 106),
            _word("August", 115, 106),
            _word("EUR", 402, 112),
            _word("Next", 40, 126),
        )
    )
    assert [row.text for row in rows] == ["Advertisements August 80,65 EUR", "Next"]
    assert [cell.text for cell in rows[0].cells] == ["Advertisements August", "80,65 EUR"]


def test_rows_set_close_are_no_cells_of_two_lines() -> None:
    rows = join_rows(_page(_word("12.00", 400, 100), _word("Bolts", 40, 111), _word("15.00", 400, 122)))
    assert [row.text for row in rows] == ["12.00", "Bolts", "15.00"]


def test_a_note_in_another_size_beside_a_row_is_no_line_of_its_cells() -> None:
    rows = join_rows(
        _page(
            _word("e.V.", 10, 96, height=7),
            _word("20", 100, 100),
            _word("198,00", 400, 100),
            _word("AWV", 10, 106, height=12),
        )
    )
    assert "20 198,00" in [row.text for row in rows]


def test_a_lone_word_between_two_rows_of_figures_joins_neither() -> None:
    rows = join_rows(
        _page(
            *(_word(text, x, 100) for text, x in (("1", 100), ("20", 200), ("9,90", 300), ("198,00", 400))),
            _word("AWV", 10, 106),
            _word("GTIN", 100, 112),
        )
    )
    assert [row.text for row in rows] == ["1 20 9,90 198,00", "AWV", "GTIN"]


def test_rows_cells_and_words_made_from_others_tell_of_themselves() -> None:
    (row,) = join_rows(_page(_word("Invoice", 40, 100), _word("No.", 78, 100), _word("4711", 200, 100)))
    assert (row.text, row.keys) == ("Invoice No. 4711", ("invoice", "no", "4711"))
    assert [cell.keys for cell in row.cells] == [("invoice", "no"), ("4711",)]
    other = replace(row, words=row.words[2:])
    assert (other.text, other.keys) == ("4711", ("4711",))
    moved = replace(row.words[0], box=Box(1, 50, 90, 85, 101))
    assert (moved.x0, moved.top, moved.x1, moved.bottom) == (50, 90, 85, 101)


def test_a_page_is_joined_once_and_one_with_other_words_anew() -> None:
    page = _page(_word("Total", 300, 100), _word("Amount", 400, 100))
    assert join_rows(page) is join_rows(page)
    assert [row.text for row in join_rows(replace(page, words=page.words[1:]))] == ["Amount"]


def test_the_next_row_of_a_table_is_no_next_line_of_a_cell_at_half_height() -> None:
    label = [_word("Net", 300, 88), _word("Tax", 300, 104), _word("Total", 300, 120)]
    rows = join_rows(_page(*label, _word("EUR", 480, 98.4), _word("-", 538, 98.4), _word("1,12", 520, 109.6)))
    assert [row.text for row in rows] == ["Net", "Tax EUR - 1,12", "Total"]
    assert [cell.text for cell in rows[1].cells] == ["Tax", "EUR", "- 1,12"]


def test_lines_of_a_block_beside_two_others_are_not_joined_with_them() -> None:
    block = [_word("Payable", 300, 93), _word("within", 300, 104), _word("days", 300, 115)]
    rows = join_rows(_page(*block, _word("A", 480, 98.4), _word("B", 480, 109.6)))
    assert "within" in [row.text for row in rows]


def test_figures_under_figures_in_two_columns_are_two_rows_beside_one_at_half_height() -> None:
    rows = join_rows(
        _page(
            *(_word(text, x, 100) for text, x in (("39,50", 60), ("4,00", 120), ("1,58", 180))),
            _word("Suma", 400, 106),
            *(_word(text, x, 112) for text, x in (("42,00", 60), ("21,00", 120), ("8,82", 180))),
            _word("Total", 400, 130),
        )
    )
    assert [row.text for row in rows] == ["39,50 4,00 1,58", "Suma", "42,00 21,00 8,82", "Total"]
