"""Ticks behind figures that were read as words: what is one, and what is print."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.extraction.pages.picture import PagePixels
from app.extraction.scans import ocr, tesseract
from app.extraction.scans.tesseract import PixelWord
from app.extraction.scans.ticks import without_ticks

_HIGH = 26  # pixels of a figure


def _row(last: str, high: float, *, gap: float = 20, before: str = "1.630,15 €") -> list[str]:
    words, x = [], 400.0
    for text in ("IVA", "21", "%", *before.split()):
        words.append(PixelWord(text, x, 100, x + 14 * len(text), 100 + _HIGH, 92))
        x += 14 * len(text) + 16
    x += gap - 16
    middle = 100 + _HIGH / 2
    words.append(PixelWord(last, x, middle - high / 2, x + 30, middle + high / 2, 90))
    return [word.text for word in without_ticks(words)]


@pytest.mark.parametrize("seen", ["Y", "/", "J/", "|/", "ev", "of", "7"])
def test_a_tick_behind_a_figure_is_no_word(seen: str) -> None:
    assert _row(seen, 1.4 * _HIGH)[-1] == "€"
    assert _row(seen, 1.9 * _HIGH) == ["IVA", "21", "%", "1.630,15", "€"]
    assert _row(seen, 1.9 * _HIGH, before="24,079.39")[-1] == "24,079.39"


@pytest.mark.parametrize("sign", ["CR", "-", "H", "T", "1", "NO", "USD"])
def test_what_is_no_stroke_stays_however_high(sign: str) -> None:
    assert _row(sign, 1.9 * _HIGH)[-1] == sign


def test_print_as_high_as_its_figure_stays() -> None:
    assert _row("V", _HIGH)[-1] == "V"
    assert _row("7", 1.2 * _HIGH)[-1] == "7"


def test_what_is_far_from_a_figure_or_behind_other_words_stays() -> None:
    assert _row("/", 1.9 * _HIGH, gap=5 * _HIGH)[-1] == "/"
    assert _row("/", 1.9 * _HIGH, before="1.630,15 kg")[-1] == "/"
    assert _row("/", 1.9 * _HIGH, before="1101")[-1] == "/"


def test_a_page_is_read_without_its_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_picture: Path, **_how: object) -> list[PixelWord]:
        rows = [PixelWord(f"word{at}", 60, y, 160, y + 24, 92) for at, y in enumerate(range(100, 800, 35))]
        return [*rows, PixelWord("340.00", 400, 100, 480, 124, 96), PixelWord("J/", 500, 88, 530, 134, 90)]

    sheet = np.full((900, 1300), 245, np.uint8)
    for y in range(150, 600, 50):
        cv2.putText(sheet, "KC-339  Copper pipe 15 mm   75   78.52", (60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 25.0, 2)
    monkeypatch.setattr(tesseract, "read_words", read)
    page = ocr.read_page(PagePixels(sheet, 468, 324), 1, ("eng",))
    texts = [word.text for word in page.text.words]
    assert "340.00" in texts
    assert "J/" not in texts
