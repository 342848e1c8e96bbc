"""Rows of a page that did not lie flat: how they are bent is seen from their words, and they are joined as printed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.provenance import Box, Method
from app.extraction.pages.picture import PagePixels
from app.extraction.scans import ocr, tesseract
from app.extraction.scans.bent_rows import bend_of
from app.extraction.scans.tesseract import PixelWord
from app.extraction.values.rows import join_rows
from app.extraction.values.words import PageText, Word

WIDTH, HEIGHT = 640.0, 900.0
COLUMNS = (40, 70, 136, 190, 356, 390, 462, 565)
ROWS = tuple((f"{n}0", f"E32{n:02}", "Schaltschrank", "IP 54", "8,00", "Stk", "14,17", "113,36") for n in range(10, 22))


def _page(lower: Callable[[float], float], *, pitch: float = 17, confidence: int = 95) -> PageText:
    words = []
    for row, texts in enumerate(ROWS):
        for x, text in zip(COLUMNS, texts, strict=True):
            wide = 4.4 * len(text)
            top = 220 + row * pitch + lower((x + wide / 2) / WIDTH)
            words.append(Word(text, Box(1, x, top, x + wide, top + 7 + 0.3 * (row % 2)), Method.OCR, confidence))
    return PageText(1, WIDTH, HEIGHT, tuple(words), (), Method.OCR)


def _rows(page: PageText) -> list[tuple[str, ...]]:
    return [row.texts for row in join_rows(page)]


PRINTED = list(ROWS)


@pytest.mark.parametrize(
    "lower",
    [
        lambda x: 5 * math.sin(2 * math.pi * x),
        lambda x: 12 * (x - 0.5) ** 2 * 4,
        lambda x: 24 * max(0.0, x - 0.6),  # as a book runs into its fold
    ],
)
def test_the_rows_of_a_bent_page_are_joined_as_they_are_printed(lower: Callable[[float], float]) -> None:
    page = _page(lower)
    assert _rows(page) != PRINTED
    bent = replace(page, bend=bend_of(page.words, WIDTH, HEIGHT))
    assert _rows(bent) == PRINTED
    assert {word for row in join_rows(bent) for word in row.words} <= set(page.words), "words keep their places"


@pytest.mark.parametrize("lower", [lambda x: 0.0, lambda x: 0.5 * math.sin(9 * x)])
def test_a_page_that_lay_flat_has_no_bend(lower: Callable[[float], float]) -> None:
    assert bend_of(_page(lower).words, WIDTH, HEIGHT) is None


def test_few_or_unsure_words_tell_no_bend() -> None:
    bent = _page(lambda x: 5 * math.sin(2 * math.pi * x))
    assert bend_of(bent.words[:20], WIDTH, HEIGHT) is None
    assert bend_of((), WIDTH, HEIGHT) is None
    unsure = _page(lambda x: 5 * math.sin(2 * math.pi * x), confidence=40)
    assert bend_of(unsure.words, WIDTH, HEIGHT) is None


def test_blocks_at_heights_of_their_own_are_no_bend() -> None:
    # an address beside the lines of a letterhead, each in its own pitch
    left = [Word("Strasse", Box(1, 40, 60 + 13 * n, 75, 67 + 13 * n), Method.OCR, 95) for n in range(40)]
    right = [Word("Nummer", Box(1, 400, 60 + 17 * n, 436, 67 + 17 * n), Method.OCR, 95) for n in range(30)]
    assert bend_of((*left, *right), WIDTH, HEIGHT) is None


def test_a_photograph_is_read_with_its_bend(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = _page(lambda x: 5 * math.sin(2 * math.pi * x)).words

    def read(_picture: Path, **_how: object) -> list[PixelWord]:
        return [PixelWord(w.text, 4 * w.x0, 4 * w.top, 4 * w.x1, 4 * w.bottom, 95) for w in printed]

    sheet = np.full((3600, 2560), 245, np.uint8)
    for y in range(600, 2400, 200):
        cv2.putText(sheet, "KC-339  Copper pipe 15 mm   75   78.52", (160, y), cv2.FONT_HERSHEY_SIMPLEX, 3.0, 25.0, 6)
    monkeypatch.setattr(tesseract, "read_words", read)
    page = ocr.read_page(PagePixels(sheet, WIDTH, HEIGHT), 1, ("eng",)).text
    assert [row.texts for row in join_rows(page)] == PRINTED
