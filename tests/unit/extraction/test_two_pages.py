"""Two pages on one sheet: their rows run into each other, so nothing of such a scan clears by itself (S2.159)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.domain.finding import Severity
from app.domain.invoice import PageSize
from app.domain.provenance import Box, Method
from app.extraction.page_notes import PageNotes
from app.extraction.pages.document import open_document
from app.extraction.pages.read_pages import ReadPage
from app.extraction.scans.two_pages import shows_two_pages
from app.extraction.values.words import PageText, Word
from tests.helpers.typed_pages import shipped_knowledge

_TABLE = ("AX-1001", "Steel", "bolt", "240", "1.25", "300.00")
_TERMS = ("buyer", "shall", "give", "notice", "within", "days")


def _half(left: float, width: float, texts: tuple[str, ...], method: Method = Method.OCR) -> list[Word]:
    step = width / len(texts)
    return [
        Word(text, Box(1, left + at * step, 60 + 20 * row, left + at * step + 0.8 * step, 70 + 20 * row), method, 95)
        for row in range(20)
        for at, text in enumerate(texts)
    ]


def _sheet(
    size: tuple[float, float], right: tuple[str, ...], *, gap: float = 0.08, method: Method = Method.OCR
) -> PageText:
    wide = size[0]
    half = (0.9 - gap) / 2 * wide
    words = [*_half(0.05 * wide, half, _TABLE, method), *_half((0.5 + gap / 2) * wide, half, right, method)]
    return PageText(1, *size, tuple(words), (), method)


@pytest.mark.parametrize(
    ("page", "double"),
    [
        (_sheet((1191, 842), _TABLE), True),
        (_sheet((1224, 792), _TERMS), True),
        (_sheet((842, 595), _TERMS), True),
        (_sheet((842, 595), _TABLE), False),
        (_sheet((595, 842), _TERMS), False),
        (_sheet((1191, 842), _TABLE, gap=0.0), False),
        (_sheet((1191, 842), _TABLE, method=Method.TEXT_LAYER), False),
    ],
)
def test_two_pages_are_told_from_one_on_its_side(page: PageText, double: bool) -> None:
    assert shows_two_pages(page) is double


def test_a_title_across_the_middle_makes_one_page_of_it() -> None:
    page = _sheet((1191, 842), _TABLE)
    title = Word("Invoice", Box(1, 560, 20, 640, 40), Method.OCR, 95)
    assert not shows_two_pages(PageText(1, 1191, 842, (*page.words, title), (), Method.OCR))


def test_such_a_sheet_is_held_with_the_next_step(tmp_path: Path) -> None:
    notes = PageNotes(shipped_knowledge())
    notes.add(ReadPage(_sheet((1191, 842), _TABLE), PageSize(1191, 842)))
    path = tmp_path / "sheet.png"
    Image.fromarray(np.full((84, 119), 255, np.uint8)).save(path)
    with open_document(path) as document:
        found = {one.code: one for one in notes.findings(document)}
    assert found["two_pages_on_one"].severity is Severity.HOLD
    assert "Scan them one by one" in found["two_pages_on_one"].message
