"""The characters of a page as the second engine places them: where pdfplumber has them, read once a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.provenance import Box
from app.extraction.pages.second_engine import PlacedCharacters, SecondCharacters


@pytest.fixture
def two_pages(tmp_path: Path) -> Path:
    """A file of two pages, the second with its corner away from the origin and its text in a form."""
    drawn, moved = tmp_path / "drawn.pdf", tmp_path / "moved.pdf"
    canvas = Canvas(str(drawn), pagesize=(300, 400))
    canvas.drawString(40, 350, "Total 119.00")
    canvas.showPage()
    canvas.beginForm("inner")
    canvas.drawString(60, 300, "1,234.50 due")
    canvas.endForm()
    canvas.doForm("inner")
    canvas.save()
    with pypdfium2.PdfDocument(drawn) as document:
        document[1].set_mediabox(-20, 15, 290, 390)
        document.save(str(moved))
    return moved


def test_characters_stand_where_pdfplumber_has_them(two_pages: Path) -> None:
    with SecondCharacters(two_pages) as second, pdfplumber.open(two_pages) as document:
        for number, page in enumerate(document.pages, 1):
            found = second.on_page(number)
            edges = zip(found.x0, found.top, found.x1, found.bottom, strict=True)
            assert found.readable
            assert list(found.texts) == [one["text"] for one in page.chars]
            for place, one in zip(edges, page.chars, strict=True):
                assert place == pytest.approx((one["x0"], one["top"], one["x1"], one["bottom"]))


def test_the_characters_of_a_place_and_the_words_of_its_page(two_pages: Path) -> None:
    with SecondCharacters(two_pages) as second:
        word = second.words_on(2)[0]
        assert word.text == "1,234.50"
        assert "".join(one.text for one in second.on_page(2).touching(word.box)).strip() == "1,234.50"
        assert second.on_page(2).touching(Box(2, 0.0, 0.0, 5.0, 5.0)) == []
        assert second.words_on(7) == ()  # a page that cannot be read bears nothing out


@pytest.mark.parametrize(
    ("texts", "readable"),
    [(["1", "2"], True), (["1", "\n", " "], True), ([" "], False), (["1", "(cid:7)"], False), (["\ue001"], False)],
)
def test_characters_without_a_meaning_cannot_be_read(texts: list[str], readable: bool) -> None:
    edges = (np.zeros(len(texts)),) * 4
    assert PlacedCharacters(1, texts, *edges).readable is readable
