"""Electronic invoices that a PDF carries where few programs look, or in a format that is not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.finding import Severity
from app.extraction.einvoice.files import find_einvoices
from app.extraction.pages.document import open_document
from tests.helpers.einvoices import Bill, cii
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import sheet


def _carrying(content: bytes, name: bytes, where: str) -> bytes:
    file = b"<</Type/Filespec/F(%s)/EF<</F 7 0 R>>>>" % name
    pinned = b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 6 0 R>>"
    more = b"/Annots[8 0 R]" if where == "page" else b""
    objects = page(sheet("C-1").encode(), more, o6=file, o7=stream(content, b"/Type/EmbeddedFile"), o8=pinned)
    listed = {"list": b"/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>", "catalog": b"/AF[6 0 R]", "page": b""}[where]
    objects[1] = b"<</Type/Catalog/Pages 2 0 R%s>>" % listed
    return pdf(objects)


def _held(folder: Path, data: bytes) -> tuple[int, list[str]]:
    """Return how many electronic invoices are read, and what holds."""
    path = folder / "paper.pdf"
    path.write_bytes(data)
    with open_document(path) as document:
        found = find_einvoices(document)
    return len(found.invoices), [one.code for one in found.findings if one.severity is Severity.HOLD]


@pytest.mark.parametrize(
    ("where", "read", "holds"), [("list", 1, []), ("page", 1, []), ("catalog", 0, ["einvoice_unreadable"])]
)
def test_an_electronic_invoice_is_read_wherever_it_is_pinned_and_told_where_it_is_not_listed(
    tmp_path: Path, where: str, read: int, holds: list[str]
) -> None:
    data = _carrying(cii(Bill()).encode(), b"factur-x.xml", where)
    assert _held(tmp_path, data) == (read, holds)


def test_one_that_is_not_listed_beside_a_file_that_is_holds(tmp_path: Path) -> None:
    file = b"<</Type/Filespec/F(%s)/EF<</F %d 0 R>>>>"
    objects = page(
        sheet("C-2").encode(),
        o6=file % (b"timesheet.txt", 7), o7=stream(b"12 hours", b"/Type/EmbeddedFile"),
        o8=file % (b"factur-x.xml", 9), o9=stream(cii(Bill()).encode(), b"/Type/EmbeddedFile"),
    )  # fmt: skip
    listed = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>%s>>"
    objects[1] = listed % b"/AF[8 0 R]"
    assert _held(tmp_path, pdf(objects)) == (0, ["einvoice_unreadable"])
    del objects[8], objects[9]
    objects[1] = listed % b""
    assert _held(tmp_path, pdf(objects)) == (0, [])


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi.example/v1.2">',
        b'<fe:Facturae xmlns:fe="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml">',
        b'<Invoice xmlns="http://www.ebinterface.at/schema/6p0/">',
        b'<Finvoice Version="3.0">',
        b"UNA:+.? 'UNB+UNOC:3+4399902:14+4012345:14+210101:1200+1'UNH+1+INVOIC:D:96A:UN:EAN008'",
    ],
)
def test_an_invoice_in_a_format_that_is_not_read_holds(tmp_path: Path, content: bytes) -> None:
    assert _held(tmp_path, _carrying(content, b"IT0123_1.dat", "list")) == (0, ["einvoice_unreadable"])


@pytest.mark.parametrize(
    "content", [b"<Order><Facture>12</Facture></Order>", b"a;b;c\n1;2;3", b"", b"UNH+1+DESADV:D:96A:UN'"]
)
def test_what_else_is_carried_along_does_not(tmp_path: Path, content: bytes) -> None:
    assert _held(tmp_path, _carrying(content, b"timesheet.dat", "list")) == (0, [])
