"""Noise that stands in place of a page is told from print, however poor, before tesseract is kept busy with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from app.domain.errors import InputError
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans import ocr, tesseract
from app.extraction.scans.child_time import Allowance
from app.extraction.scans.specks import only_specks
from app.extraction.scans.tesseract import PixelWord
from tests.helpers.papers import picture_of_invoice

_SHAPE = (1650, 1275)


def _seeded() -> np.random.Generator:
    return np.random.default_rng(5)


def _grey(values: np.ndarray) -> Pixels:
    return values.clip(0, 255).astype(np.uint8)


def _blots() -> Pixels:
    page, random = np.full(_SHAPE, 255, np.uint8), _seeded()
    for across, down, size in random.integers((0, 0, 2), (_SHAPE[1], _SHAPE[0], 8), (25000, 3)).tolist():
        cv2.circle(page, (across, down), size, 0, -1)
    return page


_NOISE: dict[str, Callable[[], Pixels]] = {
    "black and white": lambda: _grey(np.where(_seeded().random(_SHAPE) < 0.5, 0.0, 255.0)),
    "grain": lambda: _grey(_seeded().normal(140, 60, _SHAPE)),
    "dots": lambda: cv2.blur(_grey(np.where(_seeded().random(_SHAPE) < 0.08, 0.0, 255.0)), (3, 3)).astype(np.uint8),
    "checks": lambda: _grey((np.indices(_SHAPE) // 12).sum(0) % 2 * 255.0),
    "blots": _blots,
    "clouds": lambda: _grey(cv2.resize(_seeded().random((80, 60)), _SHAPE[::-1], interpolation=cv2.INTER_CUBIC) * 255),
}


def _invoice(dpi: int = 150) -> Pixels:
    return np.asarray(picture_of_invoice(dpi), dtype=np.uint8)


def _dense() -> Pixels:
    page = _invoice()
    for shift, axis in ((9, 0), (350, 1), (450, 0)):
        page = np.minimum(page, np.roll(page, shift, axis))
    return page


_PRINT: dict[str, Callable[[], Pixels]] = {
    "clean": _invoice,
    "dense": _dense,
    "grainy": lambda: _grey(0.85 * _invoice() + _seeded().normal(0, 45, _invoice().shape)),
    "peppered": lambda: np.where(_seeded().random(_invoice().shape) < 0.05, np.uint8(0), _invoice()),
    "dithered": lambda: np.asarray(Image.fromarray(_grey(0.75 * _invoice())).convert("1").convert("L")),
    "over a raster": lambda: np.where((np.indices(_invoice().shape) % 8 < 3).all(0), np.uint8(90), _invoice()),
    "dark half": lambda: np.vstack((np.full(_SHAPE, 20, np.uint8), _invoice()[:, :1240].repeat(2, 1)[:, : _SHAPE[1]])),
    "sideways": lambda: np.ascontiguousarray(np.rot90(_dense())),
    "empty": lambda: np.full(_SHAPE, 255, np.uint8),
}


@pytest.mark.parametrize("name", _NOISE)
def test_noise_is_no_print(name: str) -> None:
    assert only_specks(_NOISE[name]())


@pytest.mark.parametrize("name", _PRINT)
def test_poor_print_is_no_noise(name: str) -> None:
    assert not only_specks(_PRINT[name]())


def test_a_page_of_noise_is_refused_before_tesseract_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "read_words", lambda *_, **__: pytest.fail("tesseract was asked"))
    with pytest.raises(InputError) as refused:
        ocr.read_page(PagePixels(_NOISE["grain"](), 612.0, 792.0), 1, ("eng",))
    assert refused.value.code == "no_print"


def test_all_looks_at_a_page_share_one_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody can make sense of is not looked at in every way for as long as each way may take."""
    left = [12, 5, 3, 1, 0]
    monkeypatch.setattr(Allowance, "left", lambda _, most: min(most, left.pop(0) if left else 0))
    allowed: list[int] = []

    def looked(file: Path, *, seconds: int, **_: object) -> list[PixelWord]:
        allowed.append(seconds)
        return [PixelWord("soup", 10, 10 + 20 * n, 90, 25 + 20 * n, 5) for n in range(20)]

    monkeypatch.setattr(tesseract, "read_words", looked)
    monkeypatch.setattr(tesseract, "quarter_turns_needed", lambda *_: None)
    page = ocr.read_page(PagePixels(_invoice(), 595.0, 842.0), 1, ("eng", "deu"))
    assert allowed == [12, 3, 1]  # as it lies, upside down, from behind
    assert {word.text for word in page.text.words} == {"soup"}


def test_a_page_that_was_never_read_in_its_time_is_told_as_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "left", lambda *_: 0)
    with pytest.raises(InputError) as refused:
        ocr.read_page(PagePixels(_invoice(), 595.0, 842.0), 1, ("eng",))
    assert refused.value.code == "too_slow"
