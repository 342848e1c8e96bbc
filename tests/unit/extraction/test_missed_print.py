"""Print that the first reading of a scan missed: what of it is looked at first, and what runs up the margin."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from app.domain.provenance import Box, Method
from app.extraction.pages.picture import Pixels
from app.extraction.scans import second_look
from app.extraction.scans.missed_ink import SCALE, missed_ink, page_ink
from app.extraction.scans.second_reader import CellText
from app.extraction.values.words import PageText, Word

_READ = Word("Quantity", Box(1, 200, 100, 240, 108), Method.OCR, 90)


def _page(*words: Word) -> PageText:
    return PageText(1, 300, 400, words, (), Method.OCR)


def _sheet() -> Pixels:
    sheet = np.full((round(400 * SCALE), round(300 * SCALE)), 235, np.uint8)
    cv2.putText(sheet, "Quantity", (400, 214), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0.0, 2)
    return sheet


def _missed(sheet: Pixels) -> list[Box]:
    return missed_ink(page_ink(sheet, [_READ]), [_READ], 1)


def test_small_print_up_the_margin_is_no_figure_beside_the_rows() -> None:
    """S2.159: "Copyright 2014" set sideways gave a "20" between the rows of a heading, which lost its columns."""
    strip = np.full((12, 120), 235, np.uint8)
    cv2.putText(strip, "e.V.2014", (2, 10), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 0.0, 1)
    sheet = _sheet()
    sheet[200:320, 40:52] = cv2.rotate(strip, cv2.ROTATE_90_COUNTERCLOCKWISE)
    assert _missed(sheet) == []


def test_a_column_of_single_digits_is_still_missed_print() -> None:
    sheet = _sheet()
    for row in range(3):
        cv2.putText(sheet, "4", (404, 250 + 24 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0.0, 2)
    assert len([box for box in _missed(sheet) if 200 < box.x0 < 210]) == 3


def test_print_as_narrow_among_the_words_stays() -> None:
    """S2.165: grain joins the figures of a column, which stands between the words."""
    sheet = _sheet()
    cv2.putText(sheet, "Sum", (100, 700), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0.0, 2)
    sheet[260:296, 300:312] = cv2.resize(sheet[202:214, 402:414], (12, 36))
    left = Word("Sum", Box(1, 50, 340, 70, 350), Method.OCR, 90)
    right = Word("Sum", Box(1, 250, 340, 270, 350), Method.OCR, 90)
    words = [_READ, left, right]
    assert any(149 < box.x0 < 157 for box in missed_ink(page_ink(sheet, words), words, 1))


def test_missed_print_before_a_figure_is_read_beside_long_small_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """S2.159: pale names of lines came after the long rows of terms, and beyond what is looked at on a page."""
    amount = Word("1,240.00", Box(1, 240, 50, 280, 58), Method.OCR, 95)
    pale = Box(1, 40, 50, 90, 58)
    terms = [Box(1, 20, 200 + 14 * row, 280, 208 + 14 * row) for row in range(20)]
    monkeypatch.setattr(second_look, "missed_ink", lambda *_: [*terms, pale])
    monkeypatch.setattr(second_look, "words_apart", lambda *_: ())
    monkeypatch.setattr(second_look, "spread_words", lambda *_: {})
    monkeypatch.setattr(second_look, "parted_words", lambda *_: {})
    pictures: Any = SimpleNamespace(cut=lambda box: box)
    reader: Any = SimpleNamespace(read=lambda cells: [CellText("Freight" if c == pale else "terms", 99) for c in cells])
    ink = page_ink(_sheet(), [amount])
    read = second_look.look_again(_page(amount), ink, pictures, reader, ())
    assert "Freight" in [word.text for word in read.words]
    level = Word("12", Box(1, 240, 50, 280, 58), Method.OCR, 95)  # "12" has no cents: a page's number, a count
    other = second_look.look_again(_page(level), ink, pictures, reader, ())
    assert "Freight" not in [word.text for word in other.words]
