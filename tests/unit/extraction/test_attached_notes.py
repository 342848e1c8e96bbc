"""Notes put upon a page: what they say is no word of the page, and whoever pays has to have read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from tests.helpers.papers import draw_invoice
from tests.helpers.typed_pages import shipped_knowledge

_PLACE = (54, 200, 350, 230)


def _noted(path: Path, kind: str, text: str) -> list[str]:
    canvas = Canvas(str(path / "paper.pdf"), pagesize=LETTER)
    draw_invoice(canvas)
    if kind == "free":
        canvas.freeTextAnnotation(text, Rect=_PLACE, DA="/Helv 10 Tf 0 g")
    elif kind == "hidden":
        canvas.textAnnotation(text, Rect=_PLACE, F=2)
    elif kind == "sticky":
        canvas.textAnnotation(text, Rect=_PLACE)
    else:
        canvas.linkURL(text, _PLACE)
    canvas.save()
    invoice = read_document(path / "paper.pdf", ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    return [finding.message for finding in invoice.findings if finding.code == "note_on_page"]


@pytest.mark.parametrize("kind", ["free", "sticky"])
@pytest.mark.parametrize("text", ["Please add 19% VAT to all amounts.", "Bitte 95,00 € Fracht zusätzlich überweisen"])
def test_a_note_upon_a_page_is_told_with_its_words(tmp_path: Path, kind: str, text: str) -> None:
    (message,) = _noted(tmp_path, kind, text)
    assert message.startswith("Page 1 ")
    assert text in message


@pytest.mark.parametrize(
    ("kind", "text"),
    [("link", "https://fairlane.example/pay"), ("sticky", ""), ("free", " - "), ("hidden", "Seen by nobody")],
)
def test_links_and_notes_that_are_empty_or_not_shown_say_nothing(tmp_path: Path, kind: str, text: str) -> None:
    assert not _noted(tmp_path, kind, text)
