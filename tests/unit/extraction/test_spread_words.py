"""Words of a scan that spread over the gap between two cells: parted where there is no ink, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from app.domain.provenance import Box, Method
from app.extraction.scans import second_look
from app.extraction.scans.missed_ink import SCALE, PageInk
from app.extraction.scans.second_reader import CellText
from app.extraction.values.words import PageText, RulingLine, Word

TOP, BOTTOM = 100.0, 109.0
PLAIN = Word("Menge", Box(1, 40, 60, 70, 69), Method.OCR, 96)


class _Pictures:
    def cut(self, box: Box, *, beside: float = 0.35) -> Box:
        return box


class _Places:
    """Reads what stands at the places that a cell shows, from left to right."""

    def __init__(self, *texts: tuple[float, str, int]) -> None:
        self._texts = texts

    def read(self, cells: Sequence[Any]) -> list[CellText]:
        seen = [[t for t in self._texts if cell.x0 <= t[0] <= cell.x1 and cell.top >= TOP - 3] for cell in cells]
        return [CellText(" ".join(t[1] for t in texts), min((t[2] for t in texts), default=0)) for texts in seen]


def _ink(*spans: tuple[float, float], pale: tuple[tuple[float, float], ...] = (), rule: float | None = None) -> PageInk:
    """Return print in these places, on grey paper; what is ``pale`` is no letter by its contrast."""
    paper = np.full((400, 1200), 80, np.uint8)
    picture, letters = paper.copy(), np.zeros_like(paper)
    for x0, x1 in (*spans, *pale):
        place = (slice(int((TOP + 1) * SCALE), int((BOTTOM - 1) * SCALE)), slice(int(x0 * SCALE), int(x1 * SCALE), 2))
        picture[place] = 50 if (x0, x1) in pale else 35
        letters[place] = (x0, x1) in spans
    if rule is not None:
        picture[:, int(rule * SCALE)] = 35
    return PageInk(picture, 9.0, paper, letters)


def _looked(words: Sequence[Word], ink: PageInk, reader: _Places) -> list[tuple[str, int]]:
    page = PageText(1, 600, 800, (PLAIN, *words), (), Method.OCR)
    again: Any = second_look.look_again(page, ink, _Pictures(), reader, ())  # type: ignore[arg-type]
    return [(w.text, round(w.x0)) for w in again.words if w.text != "Menge"]


def _word(text: str, x0: float, x1: float, confidence: int = 90) -> Word:
    return Word(text, Box(1, x0, TOP, x1, BOTTOM), Method.OCR, confidence)


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("6,351", ("6,35", 60), ("1", 60)),  # both say what was read at once: the price, and for how many it is
        ("Et", ("5", 99), ("st", 90)),
        ("One", ("0", 60), ("LB", 95)),
    ],
)
def test_a_word_over_two_cells_is_parted(text: str, left: tuple[str, int], right: tuple[str, int]) -> None:
    reader = _Places((305, *left), (328, *right))
    parted = _looked([_word(text, 300, 334)], _ink((300, 312), (322, 334)), reader)
    assert parted == [(left[0], 299), (right[0], 321)]


@pytest.mark.parametrize(("left", "right"), [(("5", 80), ("st", 99)), (("5", 99), ("st", 60)), (("5", 99), ("", 0))])
def test_a_word_stays_whole_where_a_part_is_unsure(left: tuple[str, int], right: tuple[str, int]) -> None:
    reader = _Places((305, *left), (328, *right))
    assert _looked([_word("Et", 300, 334)], _ink((300, 312), (322, 334)), reader) == [("Et", 300)]


def test_a_word_is_parted_at_a_rule_between_its_cells() -> None:
    reader = _Places((305, "6,35", 99), (328, "1", 99))
    ink = _ink((300, 312), (322, 334), rule=317)
    assert _looked([_word("6,351", 300, 334)], ink, reader) == [("6,35", 299), ("1", 321)]


def test_pale_letters_of_a_dark_photograph_are_no_gap() -> None:
    reader = _Places((305, "VAL", 99), (328, "LEY", 99))
    ink = _ink((300, 310), (324, 334), pale=((311, 323),))
    assert _looked([_word("VALLEY", 300, 334)], ink, reader) == [("VALLEY", 300)]


def test_a_gap_in_which_digits_were_is_none() -> None:
    reader = _Places((305, "456", 99), (328, "789", 99))
    assert _looked([_word("456-7890", 300, 334)], _ink((300, 312), (322, 334)), reader) == [("456-7890", 300)]


def test_letters_apart_by_less_than_a_cell_stay_one_word() -> None:
    reader = _Places((305, "6,35", 99), (325, "1", 99))
    assert _looked([_word("6,351", 300, 328)], _ink((300, 313), (320, 328)), reader) == [("6,351", 300)]


def test_a_figure_beside_a_word_is_not_lost_where_both_are_read_anew() -> None:
    # what was read between them is no word; read in one picture with its neighbour, the figure would be passed over
    unsure = _word("Rie", 307, 323, 65)
    reader = _Places((302, "2", 99), (330, "EA", 99))
    assert _looked([unsure], _ink((299, 305), (324, 336)), reader) == [("2", 300), ("EA", 307)]


@pytest.mark.parametrize(("text", "wide"), [("al", 4.6), ("Oo", 3.2)])
def test_more_letters_than_there_is_room_for_are_read_again(text: str, wide: float) -> None:
    reader = _Places((301, "1", 99))
    assert _looked([_word(text, 300, 300 + wide, 96)], _ink((300, 300 + wide)), reader) == [("1", 300)]
    room = _looked([_word(text, 300, 311, 96)], _ink((300, 311)), reader)
    assert room == [(text, 300)]


def test_a_narrow_word_that_is_read_so_again_stays_what_it_was() -> None:
    # as sure as a text layer's, it would be no misread part of a label any more
    word, reader = _word("Tax", 300, 307, 96), _Places((301, "Tax", 100))
    page = PageText(1, 600, 800, (PLAIN, word), (), Method.OCR)
    again = second_look.look_again(page, _ink((300, 307)), _Pictures(), reader, ())  # type: ignore[arg-type]
    assert again is page


@pytest.mark.parametrize(("confidence", "found"), [(99, [("Net", 306)]), (60, [])])
def test_print_that_was_passed_over_becomes_a_word_only_where_it_is_read_with_confidence(
    confidence: int, found: list[tuple[str, int]]
) -> None:
    assert _looked([], _ink((306, 328)), _Places((310, "Net", confidence))) == found


def test_a_word_parted_at_a_rule_is_not_joined_again_by_print_that_was_passed_over_beside_it() -> None:
    reader = _Places((305, "1", 99), (328, "KG", 99), (340, "net", 99))
    rule = RulingLine(317, TOP - 20, 317, BOTTOM + 20)
    page = PageText(1, 600, 800, (PLAIN, _word("1)KG", 300, 334, 50)), (rule,), Method.OCR)
    again: Any = second_look.look_again(page, _ink((300, 334), (336, 347)), _Pictures(), reader, ())  # type: ignore[arg-type]
    assert [word.text for word in again.words] == ["Menge", "1", "KG"]
