"""Notes put upon a page: what they say is no word of the page, and whoever pays has to have read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import sheet
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


_SAYS = b"/Rect[54 300 300 320]"
_LOOK = b"BT /F1 11 Tf 54 305 Td (Amount due 9,400.00) Tj ET"


def _annotated(path: Path, entries: bytes, look: bytes | None = None, form: bytes = b"") -> list[str]:
    objects = page(sheet("LK-1").encode(), b"/Annots[6 0 R]", o6=b"<</Type/Annot" + entries + b">>")
    if look is not None:
        objects[6] = objects[6][:-2] + b"/AP<</N 7 0 R>>>>"
        objects[7] = stream(look, b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>")
    if form:
        objects[1] = b"<</Type/Catalog/Pages 2 0 R/AcroForm" + form + b">>"
    (path / "paper.pdf").write_bytes(pdf(objects))
    invoice = read_document(path / "paper.pdf", ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    return [finding.message for finding in invoice.findings if finding.code == "note_on_page"]


@pytest.mark.parametrize(
    ("entries", "look"),
    [
        (b"/Subtype/Widget/FT/Tx/T(t)/V(Amount due 9,400.00)/F 4" + _SAYS, _LOOK),
        (b"/Subtype/Widget/FT/Tx/T(t)/V(Amount due 9,400.00)/F 4" + _SAYS, None),
        (b"/Subtype/Widget/F 4" + _SAYS, _LOOK),
        (b"/Subtype/FreeText/F 36/Contents(Amount due 9,400.00)" + _SAYS, _LOOK),
        (b"/Subtype/FreeText/F 4/RC(<body><p>Amount due 9,400.00</p></body>)" + _SAYS, None),
        (b"/Subtype/Line/L[498 524 540 524]/C[1 0 0]/F 4/Rect[498 515 540 532]", None),
        (b"/Subtype/Stamp/Name/Void/F 4" + _SAYS, None),
        (b"/Subtype/Redact/F 4" + _SAYS, None),
        (b"/Subtype/FileAttachment/F 4/Contents(Pay the corrected invoice in this file)" + _SAYS, None),
        (b"/Subtype/Link/Border[0 0 1]/Rect[498 524 540 525]", None),
    ],
)
def test_fields_of_no_form_print_only_notes_and_lines_that_others_draw_are_told(
    tmp_path: Path, entries: bytes, look: bytes | None
) -> None:
    assert _annotated(tmp_path, entries, look)


@pytest.mark.parametrize(
    ("entries", "look", "form"),
    [
        (b"/Subtype/Widget/FT/Tx/T(t)/V(A note)/F 4" + _SAYS, _LOOK, b"<</Fields[6 0 R]>>"),  # shown, and looked at
        (b"/Subtype/Widget/FT/Tx/T(t)/F 4" + _SAYS, b"/Tx BMC EMC", b""),
        (b"/Subtype/Widget/FT/Tx/T(t)/V(9)/F 2" + _SAYS, _LOOK, b""),
        (b"/Subtype/Widget/FT/Sig/T(s)/F 132/Rect[0 0 0 0]", None, b"<</Fields[6 0 R]/SigFlags 3>>"),
        (b"/Subtype/FreeText/F 32/Contents(Not shown at all)" + _SAYS, _LOOK, b""),
        (b"/Subtype/FileAttachment/F 4/Contents(timesheet 5.pdf)" + _SAYS, None, b""),
        (b"/Subtype/Link/Border[0 0 1]" + _SAYS, None, b""),
        (b"/Subtype/Link/Border[0 0 0]/Rect[498 524 540 525]", None, b""),
    ],
)
def test_fields_of_a_form_blank_ones_and_boxes_around_links_say_nothing(
    tmp_path: Path, entries: bytes, look: bytes | None, form: bytes
) -> None:
    assert not _annotated(tmp_path, entries, look, form)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (b"/Subtype/Stamp/F 4/AP<</N 8 0 R/R 7 0 R>>", True),  # another look under the mouse
        (b"/Subtype/Stamp/F 4/AP<</N 7 0 R/R 8 0 R>>", False),
        (b"/Subtype/Stamp/F 4/AP<</N 7 0 R>>", False),  # seen on the page, which is compared with its text
        (b"/Subtype/RichMedia/F 4", True),
        (b"/Subtype/Movie/F 4/AP<</N 8 0 R>>", True),
        (b"/Subtype/Screen/F 2", False),
    ],
)
def test_what_other_programs_show_in_place_of_a_page_is_told(tmp_path: Path, entries: bytes, told: bool) -> None:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>"
    note = b"<</Type/Annot" + _SAYS + entries + b">>"
    objects = page(sheet("LK-1").encode(), b"/Annots[6 0 R]", o6=note, o7=stream(_LOOK, form), o8=stream(b"", form))
    (tmp_path / "paper.pdf").write_bytes(pdf(objects))
    invoice = read_document(tmp_path / "paper.pdf", ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    assert ("note_on_page" in {finding.code for finding in invoice.findings}) is told
