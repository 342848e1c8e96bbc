"""Text of digital pages that nobody sees counts for nothing, and what an ordinary invoice has not is said.

Switched-off layers, places off the page, invisible writing, annotations that are hidden or cover a figure, actions, and
signs without ink inside of figures.
"""

from __future__ import annotations

import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.finding import Finding, Severity
from app.domain.invoice import Invoice
from app.domain.provenance import Box, Method
from app.extraction.pages.document import open_document
from app.extraction.pages.oddities import active_content, unseen_signs
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.words import PageText, Word
from app.extraction.witness.picture_witness import look
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.papers import LETTER, draw_invoice
from tests.helpers.typed_pages import shipped_knowledge

_LINES = (
    (54, 740, "Northwind Fixture Supply, Inc."), (54, 724, "Tax ID: 98-7654321"), (380, 740, "INVOICE"),
    (380, 724, "Invoice No. 100482"), (380, 708, "Invoice Date 2026-03-14"), (380, 692, "PO Number PO-10007"),
    (54, 640, "Item"), (140, 640, "Description"), (330, 640, "Quantity"), (400, 640, "Price"), (480, 640, "Amount"),
    (54, 618, "AX-1001"), (140, 618, "Bolt hex long"), (330, 618, "240"), (400, 618, "1.25"), (480, 618, "300.00"),
    (54, 596, "BR-7730"), (140, 596, "Bearing sealed"), (330, 596, "12"), (400, 596, "17.65"), (480, 596, "211.80"),
    (400, 500, "Total"), (480, 500, "511.80"),
)  # fmt: skip
_HONEST = Decimal("511.80")


def written(*lines: tuple[int, int, str]) -> bytes:
    return b"".join(b"BT /F1 11 Tf %d %d Td (%s) Tj ET\n" % (x, y, text.encode("latin-1")) for x, y, text in lines)


def paper(path: Path, content: bytes = b"", *, more: bytes = b"", resources: bytes = b"", **objects: bytes) -> Path:
    path.write_bytes(pdf(page(written(*_LINES) + content, more, resources, **objects)))
    return path


def read(path: Path) -> Invoice:
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    return invoice


def total(invoice: Invoice) -> Decimal | None:
    return invoice.header.total.value if invoice.header.total else None


def notes(invoice: Invoice) -> set[str]:
    return {finding.code for finding in invoice.findings if finding.severity is Severity.NOTE}


def seen(path: Path, invoice: Invoice) -> list[Finding]:
    return [
        *(one for one in invoice.findings if one.severity is Severity.HOLD),
        *look(path, invoice, shipped_knowledge()),
    ]


_LIE = written((54, 574, "ZZ-9001"), (140, 574, "Handling"), (330, 574, "1"), (400, 574, "60.00"), (480, 574, "60.00"))


def test_the_paper_itself_is_borne_out(tmp_path: Path) -> None:
    path = paper(tmp_path / "honest.pdf")
    invoice = read(path)
    assert (total(invoice), len(invoice.lines)) == (_HONEST, 2)
    assert seen(path, invoice) == []
    assert notes(invoice) == set()


def test_a_layer_that_is_switched_off_counts_for_nothing_or_holds(tmp_path: Path) -> None:
    layer = b"/OC /Off BDC\n" + _LIE + b"EMC\n"
    path = tmp_path / "layer.pdf"
    objects = page(written(*_LINES) + layer, b"", b"/Properties << /Off 90 0 R >>")
    objects[90] = b"<< /Type /OCG /Name (Off) >>"
    catalog = next(number for number, body in objects.items() if b"/Catalog" in body)
    objects[catalog] = objects[catalog].replace(
        b"/Catalog", b"/Catalog /OCProperties << /OCGs [90 0 R] /D << /OFF [90 0 R] /Order [90 0 R] >> >>"
    )
    path.write_bytes(pdf(objects))
    invoice = read(path)
    assert (total(invoice), len(invoice.lines)) == (_HONEST, 2) or seen(path, invoice)


def test_text_off_the_page_is_not_read_and_holds_where_it_has_other_amounts(tmp_path: Path) -> None:
    path = paper(tmp_path / "off.pdf", written((-300, 574, "ZZ-9001 Handling 60.00"), (400, 900, "Total 9,999.00")))
    invoice = read(path)
    assert (total(invoice), len(invoice.lines)) == (_HONEST, 2)
    (finding,) = seen(path, invoice)
    assert finding.message.startswith("Page 1 holds “ZZ-9001 Handling 60.00” where nobody sees it; what it shows")
    assert "“511.80”" in finding.message
    slug = paper(tmp_path / "slug.pdf", written((54, 812, "fairlane_v3.2.indd  1   14/03/2026  14:05  page 1 of 1")))
    assert seen(slug, read(slug)) == []


def test_invisible_writing_on_a_digital_page_is_not_read_and_is_said(tmp_path: Path) -> None:
    path = paper(tmp_path / "invisible.pdf", b"3 Tr\n" + _LIE + written((54, 300, "Pay 9,999.00 to another account")))
    invoice = read(path)
    assert (total(invoice), len(invoice.lines)) == (_HONEST, 2)
    assert "hidden_text" in notes(invoice)
    assert [finding.code for finding in seen(path, invoice)] == ["picture_shows_less"]


_NOTE = (
    b"/Type /Annot /Subtype /FreeText /Rect [470 494 560 514] /Contents (9,999.00) /DA (/F1 11 Tf) /AP << /N 91 0 R >>"
)


def _covered(path: Path, flags: bytes) -> Path:
    objects = page(written(*_LINES), b"/Annots [92 0 R]")
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    drawn = b"1 g 0 0 90 20 re f 0 g BT /F1 11 Tf 10 6 Td (9,999.00) Tj ET"
    objects[91] = stream(drawn, b"/Type /XObject /Subtype /Form /BBox [0 0 90 20] /Resources " + font)
    objects[92] = b"<< " + _NOTE + flags + b" >>"
    path.write_bytes(pdf(objects))
    return path


def test_an_annotation_over_a_figure_holds(tmp_path: Path) -> None:
    path = _covered(tmp_path / "covered.pdf", b"/F 4")
    assert seen(path, read(path))


def test_an_annotation_that_is_hidden_is_not_read_and_holds_where_it_has_another_amount(tmp_path: Path) -> None:
    path = _covered(tmp_path / "hidden.pdf", b"/F 2")
    invoice = read(path)
    assert total(invoice) == _HONEST
    assert [finding.code for finding in seen(path, invoice)] == ["picture_shows_less"]


@pytest.mark.parametrize("between", [b" ", b"", b"\0\x0c", b" %\n%/S\r "])
def test_actions_are_not_run_and_said(tmp_path: Path, between: bytes) -> None:
    path = tmp_path / "active.pdf"
    objects = page(written(*_LINES), b"/AA << /O << /S" + between + b"/Launch /F (calc.exe) >> >>")
    path.write_bytes(pdf(objects))
    invoice = read(path)
    assert "active_content" in notes(invoice)
    assert total(invoice) == _HONEST
    plain = tmp_path / "plain.pdf"
    canvas = Canvas(str(plain), pagesize=LETTER)
    draw_invoice(canvas)
    canvas.save()
    assert "active_content" not in notes(read(plain))


@pytest.mark.parametrize(
    ("entries", "codes"),
    [
        (b"/AA<</O<</S/JavaScript/JS(x)>>>>", {"active_content"}),
        (b"/AA<</O<</S/J#61vaScript/JS(x)>>>>", {"active_content", "changes_when_opened"}),
        (b"/AA<</O<</S/#4aavaScript/JS(x)>>>>/X/OCProperties", {"active_content", "changes_when_opened"}),
        (b"/AA<</O<</S/SetOCGState/State[/ON 6 0 R]>>>>/X/OCProperties", {"active_content", "changes_when_opened"}),
        (b"/X<</Alternates[<</Image 9 0 R/DefaultForPrinting true>>]>>", {"printed_otherwise"}),
        (b"/X<</Subtype /PS>>", {"printed_otherwise"}),
        (b"/PieceInfo<</My#20Name<</X 1>>>>/X/PScript", set()),
        (b"/X<</S/URI/URI(http://fairlane.example/JavaScript#20)>>", set()),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_run_or_only_printed_is_found_however_it_is_written(
    tmp_path: Path, entries: bytes, codes: set[str], packed: bool
) -> None:
    path = tmp_path / "active.pdf"
    objects = page(written(*_LINES), b"" if packed else entries)
    if packed:
        objects[8] = stream(zlib.compress(b"9 0 <<" + entries + b">>"), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    path.write_bytes(pdf(objects))
    with open_document(path) as document:
        assert {finding.code for finding in active_content(document)} == codes


def test_what_a_script_may_change_in_a_form_holds(tmp_path: Path) -> None:
    path, objects = tmp_path / "form.pdf", page(written(*_LINES), b"/AA<</O<</S/JavaScript/JS(x)>>>>")
    objects[1] = objects[1].replace(b"<<", b"<</AcroForm<</Fields[6 0 R]>>", 1)
    objects[6] = b"<</FT/Tx/T(a)/V(1)>>"
    path.write_bytes(pdf(objects))
    with open_document(path) as document:
        found = {finding.code: finding.severity for finding in active_content(document)}
    assert found == {"active_content": Severity.NOTE, "changes_when_opened": Severity.HOLD}


def _page(text: str, method: Method = Method.TEXT_LAYER) -> PageText:
    word = Word(text, Box(1, 10.0, 10.0, 60.0, 20.0), method, 100)
    return PageText(1, 612.0, 792.0, (word,), (), method)


@pytest.mark.parametrize("text", ["1\u200b234.00", "12\u200e.50", "\u202e05.21", "INV\u20601001", "12\u00ad50"])
def test_signs_nobody_sees_inside_of_figures_hold(text: str) -> None:
    (finding,) = unseen_signs([_page("12.50"), _page(text)])
    assert finding.severity is Severity.HOLD
    assert text not in finding.message


@pytest.mark.parametrize(
    "text", ["12.50\u200b", "\ufeff12.50", "Gr\u00fc\u00dfe\u200bn", "\u200b\u200b12", "12,50\u00a0€"]
)
def test_what_word_processors_leave_behind_does_not_hold(text: str) -> None:
    assert list(unseen_signs([_page(text)])) == []
