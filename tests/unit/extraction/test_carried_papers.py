"""Other papers that a PDF carries: what bills, objects or cannot be read holds; terms and delivery notes do not."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from app.domain.finding import Severity
from app.extraction.carried_papers import CARRIED, carried_papers
from app.extraction.pages.document import open_document
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import put, sheet
from tests.helpers.typed_pages import shipped_knowledge


def _picture(width: int, height: int) -> bytes:
    made = io.BytesIO()
    Image.new("L", (width, height), 255).save(made, "PNG")
    return made.getvalue()


def _paper(*rows: str) -> bytes:
    return pdf(page("".join(put(54, 700 - 20 * at, row) for at, row in enumerate(rows)).encode()))


def _held(folder: Path, content: bytes, name: bytes = b"annex.dat") -> list[str]:
    objects = page(
        sheet("C-1").encode(),
        o6=b"<</Type/Filespec/F(%s)/EF<</F 7 0 R>>>>" % name,
        o7=stream(content, b"/Type/EmbeddedFile"),
    )
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>>>"
    path = folder / "paper.pdf"
    path.write_bytes(pdf(objects))
    with open_document(path) as document:
        found = list(carried_papers(document, shipped_knowledge()))
    assert all(one.severity is Severity.HOLD and name.decode() in one.message for one in found)
    return [one.code for one in found]


@pytest.mark.parametrize(
    "content",
    [
        pdf(page(sheet("C-2").encode())),
        _paper("Rechnung RE-2026-77", "Kabelbinder 12 Stk"),
        _paper("Gesamtbetrag 990,00 EUR"),
        _paper("Annex", "This invoice was cancelled and must not be paid."),
        _paper("Annex", "Our bank details have changed: please pay to the new account only."),
        pdf(page(b"0 0 m 9 9 l S")),
        b"%PDF-1.4 cut off",
        _picture(900, 400),
        b"PK\3\4 a folder of files",
        b"<!DOCTYPE html><html><body>Invoice</body></html>",
        b"Please pay to our new bank account from now on.",
    ],
)
def test_another_paper_that_bills_objects_or_cannot_be_read_holds(tmp_path: Path, content: bytes) -> None:
    assert _held(tmp_path, content) == [CARRIED]


@pytest.mark.parametrize(
    "content",
    [
        _paper("Delivery note DN-77", "Delivery date 03.03.2026", "12 cable ties"),
        _paper("Terms and Conditions of Sale", "Invoices are payable within 30 days.", "Ownership passes when paid."),
        _picture(120, 60),
        b"day;hours\n1;8\n",
        b"<note>hello</note>",
        b"",
    ],
)
def test_what_ordinarily_goes_with_an_invoice_does_not(tmp_path: Path, content: bytes) -> None:
    assert _held(tmp_path, content) == []
