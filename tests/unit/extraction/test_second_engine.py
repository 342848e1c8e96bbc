"""The characters of a page as the second engine places them: where the first has its words, read once a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from pdfplumber.utils.exceptions import PdfminerException
from reportlab.pdfgen.canvas import Canvas

from app.domain.errors import InputError
from app.domain.provenance import Box
from app.extraction.pages.content import read_content
from app.extraction.pages.document import open_document, open_page
from app.extraction.pages.page_words import text_layer
from app.extraction.pages.second_engine import PlacedCharacters, SecondCharacters
from app.extraction.values.words import Word

_FIGURE, _FAR = "1,234.56", "Elsewhere"


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


def test_characters_stand_where_pdfplumber_has_them_on_what_is_shown(two_pages: Path) -> None:
    with SecondCharacters(two_pages) as second, pdfplumber.open(two_pages) as document:
        for number, page in enumerate(document.pages, 1):
            found = second.on_page(number)
            left, top = page.mediabox[:2]  # which pdfplumber adds to the places on a shown page
            edges = zip(found.x0, found.top, found.x1, found.bottom, strict=True)
            assert found.readable
            assert list(found.texts) == [one["text"] for one in page.chars]
            for place, one in zip(edges, page.chars, strict=True):
                assert place == pytest.approx(
                    (one["x0"] - left, one["top"] - top, one["x1"] - left, one["bottom"] - top)
                )


def test_the_characters_of_a_place_and_the_words_of_its_page(two_pages: Path) -> None:
    with SecondCharacters(two_pages) as second:
        word = second.words_on(2)[0]
        assert word.text == "1,234.50"
        first = second.on_page(2)
        place = Box(2, first.x0[0] - 1, first.top[0], first.x0[8], first.bottom[0])
        assert "".join(one.text for one in first.touching(place)).strip() == "1,234.50"
        assert second.on_page(2).touching(Box(2, 0.0, 0.0, 5.0, 5.0)) == []
        assert second.words_on(7) == ()  # a page that cannot be read bears nothing out


def test_a_damaged_page_ends_in_what_is_raised_for_it_and_in_nothing_when_the_file_is_left(two_pages: Path) -> None:
    drawn = two_pages.with_name("drawn.pdf")
    drawn.write_bytes(drawn.read_bytes().replace(b"/Trans", b"/T /Tr"))  # a name without a value: a bad dictionary
    with SecondCharacters(drawn) as second, pytest.raises(PdfminerException, match="Invalid dictionary"):
        second.on_page(1)


@pytest.mark.parametrize(
    ("texts", "readable"),
    [(["1", "2"], True), (["1", "\n", " "], True), ([" "], False), (["1", "(cid:7)"], False), (["\ue001"], False)],
)
def test_characters_without_a_meaning_cannot_be_read(texts: list[str], readable: bool) -> None:
    edges = (np.zeros(len(texts)),) * 4
    assert PlacedCharacters(1, texts, *edges).readable is readable


def _paper(path: Path, media: list[int], crop: list[int], turn: int) -> Path:
    drawn = path.with_name("drawn.pdf")
    canvas = Canvas(str(drawn), pagesize=(612, 792))
    for text, x, y in ((_FIGURE, 400, 300), (_FAR, 150, 600)):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(turn)  # so that it reads upright on the page as it is turned
        canvas.drawString(0, 0, text)
        canvas.restoreState()
    canvas.save()
    with pypdfium2.PdfDocument(drawn) as document:
        page = document[0]
        page.set_mediabox(*media)
        page.set_cropbox(*crop)
        page.set_rotation(turn)
        document.save(str(path))
    return path


def _words(path: Path) -> tuple[Word, ...]:
    with open_document(path) as document, open_page(document, 1) as page:
        content = read_content(page, 1, document.limits.page_characters)
        assert content is not None
        return text_layer(content).page.words


def test_a_page_whose_crop_box_lies_outside_its_sheet_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="0 by 0 points"):
        _words(_paper(tmp_path / "a.pdf", [10, 20, 612, 792], [700, 900, 1300, 1700], 0))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("media", "crop"),
    [
        ([0, 0, 612, 792], [0, 0, 612, 792]),
        ([30, 40, 642, 832], [30, 40, 642, 832]),
        ([-20, -50, 592, 742], [-20, -50, 592, 742]),
        ([0, 0, 612, 792], [50, 60, 580, 740]),
        ([10, 20, 612, 792], [50, 60, 700, 900]),
    ],
)
def test_both_engines_place_a_figure_alike_on_cropped_and_shifted_pages(
    tmp_path: Path, media: list[int], crop: list[int], turn: int
) -> None:
    path = _paper(tmp_path / "a.pdf", media, crop, turn)
    words = {word.text: word.box for word in _words(path)}
    with SecondCharacters(path) as second:
        found = second.on_page(1)
        for text in (_FIGURE, _FAR):
            assert "".join(word.text for word in found.touching(words[text])) == text
