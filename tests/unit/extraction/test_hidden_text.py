"""Text that a scanned page holds and nobody can see is no part of what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.domain.finding import Severity
from app.domain.invoice import Source
from app.extraction.pages.content import PageContent, read_content
from app.extraction.pages.document import open_document, open_page
from app.extraction.pages.kind import PageKind, hides_text, page_kind
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from tests.helpers.papers import picture_of_invoice
from tests.helpers.typed_pages import shipped_knowledge

_LIE = "Invoice total 9,999.00 payable to another account without any delay"


def _paper(path: Path, *, order: str, colour: float = 0.0) -> Path:
    """Write a scan with a text under its picture or on top of it, in this grey (0 black, 1 white)."""
    canvas = Canvas(str(path), pagesize=LETTER)
    picture = ImageReader(picture_of_invoice(120))

    def text() -> None:
        canvas.setFillGray(colour)
        canvas.drawString(80, 300, _LIE)

    def scan() -> None:
        canvas.drawImage(picture, 0, 0, *LETTER)

    for step in (text, scan) if order == "under" else (scan, text):
        step()
    canvas.save()
    return path


def _content(path: Path) -> PageContent:
    with open_document(path) as document, open_page(document, 1) as page:
        content = read_content(page, 1, 10_000)
        assert content is not None
        return content


@pytest.mark.parametrize(("order", "colour"), [("under", 0.0), ("over", 1.0)])
def test_text_under_the_picture_or_white_on_it_is_hidden(tmp_path: Path, order: str, colour: float) -> None:
    content = _content(_paper(tmp_path / "lie.pdf", order=order, colour=colour))
    assert not [c for c in content.characters if not c.text.isspace()]
    assert hides_text(content)
    assert page_kind(content) is PageKind.SCAN


def test_black_text_on_top_of_a_scan_is_seen(tmp_path: Path) -> None:
    content = _content(_paper(tmp_path / "overlay.pdf", order="over"))
    assert "".join(c.text for c in content.characters).replace(" ", "") == _LIE.replace(" ", "")
    assert not hides_text(content)
    assert page_kind(content) is PageKind.MIXED


def test_white_text_on_a_page_without_a_scan_may_stand_on_a_dark_band(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "band.pdf"), pagesize=LETTER)
    canvas.rect(50, 690, 500, 30, fill=1)
    canvas.setFillGray(1.0)
    canvas.drawString(60, 700, _LIE)
    canvas.save()
    assert page_kind(_content(tmp_path / "band.pdf")) is PageKind.TEXT


def test_the_page_is_read_from_its_picture_and_a_note_says_why(tmp_path: Path) -> None:
    path = _paper(tmp_path / "lie.pdf", order="under")
    reading = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge())
    assert reading.invoice is not None
    assert reading.invoice.source is Source.OCR
    notes = [finding for finding in reading.invoice.findings if finding.code == "hidden_text"]
    assert [note.severity for note in notes] == [Severity.NOTE]
    assert reading.invoice.header.total is not None
    assert str(reading.invoice.header.total.value) != "9999.00"
