"""Codes longer than their column: they run into the text beside them, or end close before it (S2.159)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.domain.invoice import Invoice
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge

_HEADINGS = (
    (40, "Pos"),
    (70, "Art. no."),
    (150, "Description / Price"),
    (330, "Net price"),
    (400, "Qty"),
    (470, "Amount"),
)


def _written(path: Path, rows: Sequence[tuple[str, ...]], columns: tuple[float, ...]) -> Invoice:
    """Read a page on which the texts of each row are written one after the other, each where its column begins."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 9)
    for left, heading in _HEADINGS:
        canvas.drawString(left, 700, heading)
    y = 680
    for row in rows:
        for x, text in zip(columns, row, strict=True):
            canvas.drawString(x, y, text)
        y -= 14
    canvas.drawString(400, y, "Total")
    canvas.drawString(470, y, "280.00")
    canvas.save()
    reading = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge())
    assert reading.invoice is not None
    return reading.invoice


@pytest.mark.parametrize("codes", [("44120456000147771", "44120456000218882"), ("441204560001471", "441204560002188")])
@pytest.mark.parametrize("at", [71.0, 72.0])
def test_a_code_that_runs_into_the_text_or_ends_right_before_it_is_parted_from_it(
    tmp_path: Path, codes: tuple[str, str], at: float
) -> None:
    first, second = codes
    rows = [
        ("1", first, "Leather gloves, size large", "4.00", "40", "160.00"),
        ("", "", "Gross price: 5.00", "", "", ""),
        ("2", second, "Safety goggles clear 2mm", "6.00", "20", "120.00"),
    ]
    invoice = _written(tmp_path / "long.pdf", rows, (40, at, 150, 330, 400, 470))
    assert [line.description.value for line in invoice.lines] == [
        "Leather gloves, size large",
        "Safety goggles clear 2mm",
    ]
    assert [code for code, *_ in lines_of(invoice)] == list(codes)


def test_a_second_code_without_a_heading_that_runs_into_the_text_is_none_of_it(tmp_path: Path) -> None:
    """The price in the heading of the texts is none where the lines have theirs in a column of its own."""
    rows = [
        ("1", "ZS9", "4123456000014", "Citric acid fine 250g", "4.00", "40", "160.00"),
        ("", "", "", "Gross price: 5.00", "", "", ""),
        ("2", "GZ2", "4123456000021", "Sugar for jam 500g", "6.00", "20", "120.00"),
    ]
    invoice = _written(tmp_path / "two.pdf", rows, (40, 70, 91.5, 150, 330, 400, 470))
    assert [line.description.value for line in invoice.lines] == ["Citric acid fine 250g", "Sugar for jam 500g"]
    assert [code for code, *_ in lines_of(invoice)] == ["ZS9", "GZ2"]


def test_a_code_that_ends_close_before_the_text_is_no_part_of_it() -> None:
    invoice = read_typed("""
Code             Description                          Amount
TM-SITE-PREPARE  Site access evaluation               175.00
TM-COORD         Customer coordination calls          225.00
TM-WEEKEND-RATE  Weekend crew for the second shift    650.00

PAYMENT SUMMARY
                                 Total              1,050.00
PAYMENT TERMS
Terms: thirty days
Method: transfer or cheque
""")
    assert [line.description.value for line in invoice.lines] == [
        "Site access evaluation",
        "Customer coordination calls",
        "Weekend crew for the second shift",
    ]
    assert [code for code, *_ in lines_of(invoice)] == ["TM-SITE-PREPARE", "TM-COORD", "TM-WEEKEND-RATE"]
