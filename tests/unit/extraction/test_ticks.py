"""Ticks by hand right of a table: left out of its last column, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.provenance import Box, Method
from app.extraction.table.ticks import before_ticks
from app.extraction.values.rows import Row, join_rows
from app.extraction.values.words import PageText, Word

_EDGE = 125.0  # points: where the last column ends


def _word(text: str, left: float, right: float, confidence: int) -> Word:
    return Word(text, Box(1, left, 20, right, 29), Method.OCR, confidence)


_LINE = (_word("Bolt", 20, 40, 90), _word("2.50", 100, 120, 90))
_TICK, _END = _word("V", 200, 206, 50), _word("/", 207, 210, 70)


def _row(*words: Word) -> Row:
    [row] = join_rows(PageText(1, 612, 792, words, (), Method.OCR))
    return row


@pytest.mark.parametrize("tick", [(_TICK,), (_TICK, _END)])
def test_a_tick_of_one_word_or_of_two_is_left_out(tick: tuple[Word, ...]) -> None:
    assert before_ticks(_row(*_LINE, *tick), _EDGE) == len(_LINE)


@pytest.mark.parametrize(
    "end",
    [
        _word("/", 212, 215, 70),  # farther than a blank
        replace(_END, confidence=85),
        replace(_END, text="1"),
        replace(_END, text="-"),  # of what is owed to us
        replace(_END, text="/x"),
        replace(_END, method=Method.TEXT_LAYER),
    ],
)
def test_what_may_be_print_behind_a_tick_is_kept_with_it(end: Word) -> None:
    assert before_ticks(_row(*_LINE, _TICK, end), _EDGE) == len(_LINE) + 2


@pytest.mark.parametrize(
    "word", [replace(_TICK, text="CR"), replace(_TICK, confidence=70), replace(_TICK, text="Void")]
)
def test_a_sign_of_a_credit_and_what_is_read_well_are_no_ticks(word: Word) -> None:
    assert before_ticks(_row(*_LINE, word), _EDGE) == len(_LINE) + 1


def test_in_the_table_there_are_no_ticks() -> None:
    assert before_ticks(_row(*_LINE, _word("V", 122, 128, 50)), _EDGE) == len(_LINE) + 1
