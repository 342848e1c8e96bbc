"""A page whose picture cannot be read: what the other pages say stands, and nothing clears over it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.domain.errors import InputError
from app.domain.finding import Severity
from app.extraction.page_notes import PageNotes
from app.extraction.pages.document import open_document
from app.extraction.pages.read_pages import PageReader, ReadPage
from app.extraction.scans import ocr
from tests.helpers.papers import picture_of_invoice
from tests.helpers.typed_pages import shipped_knowledge


def _noise() -> Image.Image:
    return Image.fromarray(np.random.default_rng(3).integers(0, 256, (900, 700)).astype(np.uint8))


def _tiff(path: Path, *sheets: Image.Image) -> Path:
    sheets[0].save(path, "TIFF", save_all=True, append_images=sheets[1:], dpi=(100, 100))
    return path


def _all_of(reader: PageReader, pages: int) -> list[ReadPage]:
    return [reader.read(number) for number in range(1, pages + 1)]


def _read(path: Path) -> list[ReadPage]:
    with open_document(path) as document:
        return _all_of(PageReader(document, ("eng",), lambda _: None), document.page_count)


def test_a_page_of_noise_among_others_is_left_unread_and_said_so(tmp_path: Path) -> None:
    path = _tiff(tmp_path / "scan.tif", picture_of_invoice(100), _noise())
    pages = _read(path)
    assert [page.unread for page in pages] == [False, True]
    assert pages[0].text.words
    assert not pages[1].text.words
    notes = PageNotes(shipped_knowledge())
    for page in pages:
        notes.add(page)
    with open_document(path) as document:
        said = [one for one in notes.findings(document) if one.code == "page_unread"]
    assert [one.severity for one in said] == [Severity.HOLD]
    assert "Page 2" in said[0].message


def test_a_file_of_noise_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        _read(_tiff(tmp_path / "noise.tif", _noise()))
    assert refused.value.code == "no_print"


def test_a_file_with_many_pages_that_take_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> None:
        raise InputError("too_slow", "Reading this scan took too long.")

    monkeypatch.setattr(ocr, "read_page", slow)
    asked: list[int] = []
    with open_document(_tiff(tmp_path / "slow.tif", *[Image.new("L", (90, 90), 255)] * 40)) as document:
        reader = PageReader(document, ("eng",), asked.append)
        with pytest.raises(InputError):
            _all_of(reader, document.page_count)
    assert asked == [1, 2, 3, 4, 5]


def test_another_fault_of_a_page_is_that_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(*_: object) -> None:
        raise InputError("unreadable_file", "Tesseract could not read this page.")

    monkeypatch.setattr(ocr, "read_page", failed)
    with pytest.raises(InputError) as refused:
        _read(_tiff(tmp_path / "scan.tif", picture_of_invoice(50), picture_of_invoice(50)))
    assert refused.value.code == "unreadable_file"
