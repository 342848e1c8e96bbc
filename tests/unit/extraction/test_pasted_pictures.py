"""Digital pages whose line table or total is a pasted picture: read as mixed, or flagged, never an empty table."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.domain.errors import EnvironmentFault
from app.domain.finding import Finding, Severity
from app.domain.invoice import Invoice, PageSize, Reading, Source
from app.domain.provenance import Certainty, Method
from app.extraction.pages.read_pages import PageReader, ReadPage
from app.extraction.pipeline import read_invoice
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.reading_pictures import look_at_pictures
from tests.helpers.papers import LETTER, pdf_invoice, picture_of_invoice
from tests.helpers.typed_pages import shipped_knowledge

_DPI = 200
_TABLE = (48.0, 136.0, 562.0, 254.0)  # points from the top left: heading and lines, without the total
_TOTAL = (396.0, 279.0, 530.0, 296.0)
_LOGO = (50.0, 48.0, 300.0, 68.0)


@cache
def _sheet() -> Image.Image:
    return picture_of_invoice(_DPI)


def _pasted(path: Path, *parts: tuple[float, float, float, float]) -> Path:
    """Write the plain invoice as text, with these parts of it pasted over as pictures, their text taken out."""
    canvas = Canvas(str(path), pagesize=LETTER)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(54, 710, "18 Harbour Street, Springfield")
    canvas.drawString(54, 694, "Tax ID: 98-7654321")
    for row, text in enumerate(("INVOICE", "Invoice No. 100482", "Invoice Date 03/14/2026", "PO Number PO-10007")):
        canvas.drawString(380, 730 - 16 * row, text)
    if _TABLE not in parts:
        rows = (
            ("Item", "Description", "Qty", "Price", "Amount"),
            ("AX-1001", "Steel bolt M8 zinc", "240", "1.25", "300.00"),
            ("AX-1002", "Washer flat large", "500", "0.08", "40.00"),
            ("BR-7730", "Bearing sealed 6204", "12", "17.65", "211.80"),
            ("CT-0042", "Cable tie black long", "36", "4.90", "176.40"),
        )
        for number, cells in enumerate(rows):
            for x, text in zip((54, 140, 330, 400, 480), cells, strict=True):
                canvas.drawString(x, 640 - 22 * number, text)
    if _TOTAL not in parts:
        canvas.drawString(400, 500, "Total")
        canvas.drawString(480, 500, "728.20")
    canvas.drawString(54, 440, "Payment is due within thirty days of the invoice date. Thank you for your order.")
    for part in parts:
        x0, top, x1, bottom = part
        cut = _sheet().crop(tuple(round(edge * _DPI / 72) for edge in part))  # type: ignore[arg-type]
        canvas.drawInlineImage(cut, x0, 792 - bottom, x1 - x0, bottom - top)
    canvas.save()
    return path


def _read(path: Path) -> Reading:
    return read_document(path, ReadingOptions(ocr_languages=("eng",)), shipped_knowledge())


def _invoice(path: Path) -> Invoice:
    reading = _read(path)
    assert reading.error is None
    assert reading.invoice is not None
    return reading.invoice


def _holds(invoice: Invoice) -> set[str]:
    return {finding.code for finding in invoice.findings if finding.severity is Severity.HOLD}


def test_a_small_table_pasted_as_a_picture_is_read_where_it_stands(tmp_path: Path) -> None:
    invoice = _invoice(_pasted(tmp_path / "table.pdf", _TABLE))
    amounts = [line.amount for line in invoice.lines]
    assert [str(amount.value) for amount in amounts if amount] == ["300.00", "40.00", "211.80", "176.40"]
    assert {amount.method for amount in amounts if amount} == {Method.OCR}
    assert invoice.source is Source.MIXED
    for amount in amounts:
        assert amount is not None
        assert amount.box is not None
        assert _TABLE[0] <= amount.box.x0 < amount.box.x1 <= _TABLE[2]
        assert _TABLE[1] <= amount.box.top < amount.box.bottom <= _TABLE[3]
    total = invoice.header.total
    assert total is not None
    assert total.method is Method.TEXT_LAYER
    assert total.certainty is not Certainty.CONTRADICTED


def test_a_total_pasted_as_a_picture_is_read(tmp_path: Path) -> None:
    invoice = _invoice(_pasted(tmp_path / "total.pdf", _TOTAL))
    total = invoice.header.total
    assert total is not None
    assert (str(total.value), total.method) == ("728.20", Method.OCR)
    assert {line.amount.method for line in invoice.lines if line.amount} == {Method.TEXT_LAYER}


def test_a_logo_costs_nothing_where_the_text_closes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> ReadPage:
        raise AssertionError("a page whose text says all is not read by OCR")

    monkeypatch.setattr(PageReader, "_by_ocr", never)
    invoice = _invoice(_pasted(tmp_path / "logo.pdf", _LOGO))
    assert (len(invoice.lines), invoice.source) == (4, Source.TEXT)


def test_a_pasted_table_that_cannot_be_read_is_flagged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> ReadPage:
        raise EnvironmentFault("ocr_unavailable", "Tesseract is not installed.", next_step="Install it.")

    monkeypatch.setattr(PageReader, "_by_ocr", missing)
    invoice = _invoice(_pasted(tmp_path / "table.pdf", _TABLE))
    assert invoice.lines == ()
    assert {"no_lines", "pictures_unread"} <= _holds(invoice)


def _page_of(path: Path) -> ReadPage:
    from app.extraction.pages.document import open_document

    with open_document(path) as document:
        return PageReader(document, ("eng",), lambda _: None).read(1)


def _interpreted(pages: object) -> Invoice:
    assert isinstance(pages, (list, tuple))
    return read_invoice([page.text for page in pages], knowledge=shipped_knowledge())


def test_pictures_on_more_pages_than_are_looked_at_are_said(tmp_path: Path) -> None:
    page = replace(_page_of(_pasted(tmp_path / "table.pdf", _TABLE)), may_show_more=True)
    pages = [replace(page, text=replace(page.text, number=number)) for number in range(1, 10)]
    asked: list[int] = []

    def again(number: int) -> ReadPage:
        asked.append(number)
        return pages[number - 1]

    looked = look_at_pictures(pages, _interpreted, again)
    assert asked == [1, 2, 3, 4, 5, 6]
    assert [finding.code for finding in looked.findings] == ["pictures_unread"]
    assert "7, 8, 9" in looked.findings[0].message
    assert list(looked.pages) == pages


def test_a_look_that_makes_it_worse_does_not_count(tmp_path: Path) -> None:
    whole = replace(_page_of(pdf_invoice(tmp_path / "plain.pdf")), may_show_more=True)
    blank = ReadPage(replace(whole.text, words=()), PageSize(*LETTER))

    def doubtful(pages: object) -> Invoice:
        invoice = _interpreted(pages)
        return replace(invoice, findings=(*invoice.findings, Finding("lines_do_not_sum", "They do not.")))

    looked = look_at_pictures([whole], doubtful, lambda _: blank)
    assert looked.pages == (whole,)
