"""What a look has seen once it does not work on again, and what shows nothing is not read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.domain.errors import AppError
from app.extraction.pages.picture import Pixels
from app.extraction.scans import tesseract
from app.extraction.scans.second_reader import CellText
from app.extraction.witness import ink, lettering
from app.extraction.witness.ink import PageInk
from app.extraction.witness.lettering import lettering_on
from app.extraction.witness.seen_signs import SeenSigns, Sign
from app.extraction.witness.strokes import COARSE

_SCALE = 3.0  # pixels a point
_TWO = st.tuples(st.integers(1, 200), st.integers(1, 9)).flatmap(
    lambda size: st.tuples(arrays.arrays(np.uint8, (*size, 3)), arrays.arrays(np.uint8, (*size, 3)))
)


@given(_TWO, st.integers(0, 256))
def test_pictures_are_compared_in_the_colour_in_which_they_differ_most(two: tuple[Pixels, Pixels], limit: int) -> None:
    one, other = two
    differing = np.abs(one.astype(int) - other.astype(int)).max(axis=2)
    assert np.array_equal(ink._difference(one, other), differing)
    assert np.array_equal(ink._darker(one, limit), one.min(axis=2) < limit)


def _pale(draw_over: bool) -> PageInk:
    """Return a page of rules, pale and drawn twice as far from each other as letters; with letters if asked for."""
    high, wide = 2400, 1800
    nothing = np.zeros((high, wide), np.uint8)
    faint = np.zeros((high // COARSE, wide // COARSE), np.uint8)
    faint[200, 20:200] = faint[230, 20:200] = faint[260, 20:200] = 60
    if draw_over:
        cv2.putText(faint, "VOID", (40, 240), cv2.FONT_HERSHEY_SIMPLEX, 2, (20,), 4)
    return PageInk(_SCALE, nothing, nothing, nothing, faint, nothing > 0)


class _Reader:
    def __init__(self) -> None:
        self.cells = 0

    def read(self, cells: list[Pixels]) -> list[CellText]:
        self.cells += len(cells)
        return [CellText("VOID", 99)] * len(cells)


@pytest.mark.parametrize("letters", [False, True])
def test_rules_alone_are_not_read_as_lettering(monkeypatch: pytest.MonkeyPatch, letters: bool) -> None:
    reader = _Reader()
    monkeypatch.setattr(lettering, "second_reader", lambda: reader)
    monkeypatch.setattr(lettering, "third_reader", lambda: reader)
    assert bool(lettering_on(_pale(letters), 1)) == letters
    assert bool(reader.cells) == letters


def test_the_same_sheet_is_read_once_and_another_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[float] = []
    word = tesseract.PixelWord("VOID", 0, 0, 9, 9, 99)

    def words(*_: object, dpi: float, **__: object) -> list[tesseract.PixelWord]:
        read.append(dpi)
        return [word]

    monkeypatch.setattr(tesseract, "read_words", words)
    reader, sheet = lettering._SheetReader(), np.full((20, 30), 255, np.uint8)
    other = sheet.copy()
    other[3, 4] = 0
    for picture, dpi in (
        (sheet, 216.0),
        (sheet.copy(), 216.0),
        (other, 216.0),
        (sheet.reshape(30, 20), 216.0),
        (sheet, 54.0),
    ):
        assert reader.words(picture, dpi) == [word]
    assert read == [216.0, 216.0, 216.0, 54.0]


def test_a_sheet_that_could_not_be_read_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> list[tesseract.PixelWord]:
        raise AppError("ocr_slow", "It takes too long.", next_step="")

    monkeypatch.setattr(tesseract, "read_words", fails)
    reader, sheet = lettering._SheetReader(), np.full((20, 30), 255, np.uint8)
    for _ in range(2):
        with pytest.raises(AppError):
            reader.words(sheet, 216.0)


_SIGNS = st.builds(
    lambda text, rows, columns, ink: Sign(text, columns, rows, bytes([*ink, *[170] * 9])[: -(-rows * columns // 8)]),
    st.sampled_from("1a"), st.integers(6, 8), st.integers(3, 5), st.binary(max_size=4),
)  # fmt: skip


@given(st.lists(st.tuples(st.booleans(), _SIGNS), max_size=20))
def test_a_sign_is_known_whenever_it_was_asked_for_before(steps: list[tuple[bool, Sign]]) -> None:
    """What was asked for in between, and compared with fewer shapes, makes no difference to what is known at last."""
    asked, fresh = SeenSigns(), SeenSigns()
    for keep, sign in steps:
        if keep:
            asked.add(sign)
        else:
            sign in asked  # noqa: B015 - what it says then is not what it says at last
    for sign in (sign for keep, sign in steps if keep):
        fresh.add(sign)
    assert [sign in asked for _, sign in steps] == [sign in fresh for _, sign in steps]
