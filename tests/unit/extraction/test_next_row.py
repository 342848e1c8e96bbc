"""Which row stands right below another: on its page, and no farther down than asked for."""

from __future__ import annotations

import pytest

from app.domain.provenance import Box, Method
from app.extraction.values.next_row import GOES_ON, is_right_below, next_row
from app.extraction.values.rows import Row, cells_of
from app.extraction.values.words import Word

_HEIGHT = 10.0


def _row(text: str, top: float, page: int = 1) -> Row:
    word = Word(text, Box(page, 40, top, 40 + 5 * len(text), top + _HEIGHT), Method.TEXT_LAYER)
    return Row(page, (word,), top, top + _HEIGHT, _HEIGHT, cells_of((word,), _HEIGHT))


def test_the_next_row_is_the_one_right_below() -> None:
    rows = (_row("Our bank details", 100), _row("have changed", 114), _row("Total", 128))
    assert next_row(rows, 0) is rows[1]
    assert next_row(rows, 1) is rows[2]
    assert next_row(rows, 2) is None


@pytest.mark.parametrize(("gap", "found"), [(0.0, True), (GOES_ON * _HEIGHT, True), (GOES_ON * _HEIGHT + 1, False)])
def test_what_stands_too_far_below_begins_anew(gap: float, found: bool) -> None:
    rows = (_row("Our bank details", 100), _row("have changed", 100 + _HEIGHT + gap))
    assert (next_row(rows, 0) is not None) is found


def test_how_far_is_for_the_caller_to_say() -> None:
    rows = (_row("IBAN", 100), _row("DE02 1203 0000", 130))
    assert next_row(rows, 0) is None
    assert next_row(rows, 0, 2.0) is rows[1]
    assert is_right_below(rows[1], rows[0], 20.0)
    assert not is_right_below(rows[1], rows[0], 19.0)


def test_no_row_of_the_next_page_stands_right_below() -> None:
    rows = (_row("Our bank details", 700), _row("have changed", 40, page=2))
    assert next_row(rows, 0) is None
    assert not is_right_below(rows[1], rows[0], GOES_ON * _HEIGHT)
