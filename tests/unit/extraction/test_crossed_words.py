"""Words of a scan that a ruling line runs through: parted where the line was read as a letter, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from app.domain.provenance import Box, Method
from app.extraction.pages.picture import Pixels
from app.extraction.scans.crossed_words import parted_words
from app.extraction.scans.second_reader import CellText
from app.extraction.values.words import PageText, RulingLine, Word

LINE = RulingLine(112, 0, 112, 400)


class _Pictures:
    """A cell is known by its box; seen as a picture it has a line from top to bottom at a share of its width."""

    def __init__(self, line_at: float | None = None) -> None:
        self._line_at = line_at

    def cut(self, box: Box, *, beside: float) -> Box | Pixels:
        if box.bottom - box.top < 12:
            return box
        picture: Pixels = np.full((48, 100), 240, dtype=np.uint8)
        picture[15:33, 5:10] = picture[15:33, 60:70] = 20
        if self._line_at is not None:
            at = round(100 * self._line_at)
            picture[:, at : at + 2] = 20
        return picture


class _Sides:
    """Reads one text left of 112 points, and another right of it."""

    def __init__(self, left: str, right: str, confidence: int = 99) -> None:
        self._texts = (left, right)
        self._confidence = confidence

    def read(self, cells: Sequence[Any]) -> list[CellText]:
        return [CellText(self._texts[cell.x0 > 112], self._confidence) for cell in cells]


def _read(
    text: str, sides: _Sides, *, confidence: int = 90, ruled: bool = True, drawn: float | None = None
) -> list[str]:
    word = Word(text, Box(1, 100, 10, 130, 19), Method.OCR, confidence)
    page = PageText(1, 600, 800, (word,), (LINE,) if ruled else (), Method.OCR)
    found: Any = parted_words(page, _Pictures(drawn), sides)  # type: ignore[arg-type]
    return [w.text for w in found.get(0, (word,))]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [("1|KG", "1", "KG"), ("12\\ea", "12", "ea"), ("ljea", "1", "ea"), ("11960576", "1", "960576")],
)
def test_a_line_between_two_columns_read_as_a_letter_parts_the_word(text: str, left: str, right: str) -> None:
    assert _read(text, _Sides(left, right)) == [left, right]


@pytest.mark.parametrize(
    ("text", "left", "right", "confidence"),
    [
        ("1.250,00", "1.25", "0,00", 99),  # printed over the line, and all of it read
        ("1|KG", "7", "K6", 99),
        ("1|KG", "1", "KG", 60),
        ("1|KG", "1", "", 99),
    ],
)
def test_a_word_whose_sides_are_not_what_was_read_stays_as_it_is(
    text: str, left: str, right: str, confidence: int
) -> None:
    assert _read(text, _Sides(left, right, confidence)) == [text]


def test_a_line_read_as_a_word_is_dropped_and_a_number_on_it_is_not() -> None:
    assert _read("|", _Sides("", "")) == []
    assert _read("1", _Sides("", "")) == ["1"]
    assert _read("|", _Sides("", ""), ruled=False) == ["|"]


def test_a_line_too_short_for_the_page_is_seen_in_the_picture_of_a_word_that_was_hardly_read() -> None:
    assert _read("1)KG", _Sides("1", "KG"), confidence=9, ruled=False, drawn=0.4) == ["1", "KG"]
    assert _read("1)KG", _Sides("1", "KG"), confidence=9, ruled=False) == ["1)KG"], "letters alone are no line"
    assert _read("1)KG", _Sides("1", "KG"), confidence=90, ruled=False, drawn=0.4) == ["1)KG"]
