"""The picture as a witness: what a text layer claims is compared with what people see, and only that holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.colors import Color, black, white
from reportlab.pdfgen.canvas import Canvas

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.domain.provenance import Box
from app.extraction.pages.document import open_document, open_page
from app.extraction.pages.picture import PagePixels, Pixels, render_grey
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage
from app.extraction.scans.second_reader import CellText, second_reader
from app.extraction.witness import neighbours
from app.extraction.witness.agreement import goes_on, same_code, same_figure, same_value, same_words
from app.extraction.witness.picture_findings import DIFFERS, SECOND_ENGINE
from app.extraction.witness.picture_witness import look, nothing_beside
from tests.helpers.papers import LETTER, draw_invoice, pdf_invoice, picture_of_invoice, scan_pdf
from tests.helpers.typed_pages import shipped_knowledge

# The rectangle that hides the printed total of the sample invoice, and where it stands.
_TOTAL = (478, 496, 60, 14)
Trick = Callable[[Canvas], None]


def read(path: Path) -> Invoice:
    reading = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge())
    assert reading.invoice is not None
    return reading.invoice


def invoice_with(path: Path, trick: Trick) -> Path:
    canvas = Canvas(str(path), pagesize=LETTER)
    draw_invoice(canvas)
    trick(canvas)
    canvas.save()
    return path


def painted_over(canvas: Canvas) -> None:
    """Paper-white over the total, and another one drawn as lines that no text layer knows."""
    canvas.setFillGray(1)
    canvas.rect(*_TOTAL, stroke=0, fill=1)
    canvas.setFillGray(0)
    outline = canvas.beginPath()
    for x in (482, 490, 498):
        outline.rect(x, 498, 2, 9)
    canvas.drawPath(outline, fill=1)


def covered(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(*_TOTAL, stroke=0, fill=1)
    canvas.setFillGray(0)


def covered_by_a_picture(canvas: Canvas) -> None:
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    picture = Image.new("L", (240, 56), 255)
    ImageDraw.Draw(picture).text((10, 6), "9,728.20", fill=0, font_size=40)
    canvas.drawImage(ImageReader(picture), *_TOTAL)


def all_covered(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(0, 0, *LETTER, stroke=0, fill=1)


def another_total(canvas: Canvas) -> None:
    covered(canvas)
    canvas.drawString(480, 500, "928.20")


def covered_order_number(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(446, 678, 70, 14, stroke=0, fill=1)
    canvas.setFillGray(0)


def other_vendor(canvas: Canvas) -> None:
    """Bars where the letterhead was: whoever sent it, the text layer is alone in its name."""
    canvas.setFillGray(1)
    canvas.rect(50, 722, 320, 24, stroke=0, fill=1)
    canvas.setFillGray(0)
    for x in range(60, 200, 9):
        canvas.rect(x, 728, 3, 11, stroke=0, fill=1)


def other_tax_id(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(50, 690, 200, 14, stroke=0, fill=1)
    canvas.setFillGray(0)


def filled_form(canvas: Canvas) -> None:
    """A form field over the total: no text of the page, and what people see."""
    canvas.acroForm.textfield(
        name="total", value="928.20", x=478, y=496, width=70, height=15, borderWidth=0, fontSize=11,
        fillColor=white, textColor=black, forceBorder=False,
    )  # fmt: skip


def digit_before_the_total(canvas: Canvas) -> None:
    """A 4 drawn as lines, close before the total: people read 4728.20."""
    digit = canvas.beginPath()
    for x, y, wide, high in ((477.5, 500, 1.1, 8), (473.5, 502, 6, 1), (473.5, 502, 1, 6)):
        digit.rect(x, y, wide, high)
    canvas.drawPath(digit, stroke=0, fill=1)


TRICKS: dict[str, tuple[Trick, str]] = {
    "painted over": (painted_over, "total"),
    "covered": (covered, "total"),
    "covered by a picture": (covered_by_a_picture, "total"),
    "covered order number": (covered_order_number, "po_numbers"),
    "another vendor": (other_vendor, "vendor_name"),
    "covered tax id": (other_tax_id, "vendor_tax_id"),
    "filled form": (filled_form, "total"),
    "digit before it": (digit_before_the_total, "total"),
}


def test_an_honest_invoice_is_borne_out(tmp_path: Path) -> None:
    path = pdf_invoice(tmp_path / "honest.pdf")
    assert look(path, read(path), shipped_knowledge()) == ()


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_an_honest_page_that_is_turned_is_borne_out(tmp_path: Path, rotate: int) -> None:
    path = pdf_invoice(tmp_path / "turned.pdf", rotate=rotate)
    assert look(path, read(path), shipped_knowledge()) == ()


@pytest.mark.parametrize("trick", TRICKS)
def test_what_the_picture_does_not_show_is_a_finding_that_holds(tmp_path: Path, trick: str) -> None:
    make, field = TRICKS[trick]
    path = invoice_with(tmp_path / "lie.pdf", make)
    found = look(path, read(path), shipped_knowledge())
    assert [(one.code, one.field, one.severity) for one in found[:1]] == [(DIFFERS, field, Severity.HOLD)]
    assert {one.field for one in found[1:]} <= {""}, "what is said of a value is said once"


@pytest.mark.parametrize("field", ["item_code", "uom", "description"])
def test_the_picture_shows_what_is_billed_too(tmp_path: Path, field: str) -> None:
    """Another item, or another unit, at the same figures is another delivery."""
    path = pdf_invoice(tmp_path / "honest.pdf")
    told = read(path)
    first = told.lines[0]
    assert first.item_code is not None
    code = first.item_code
    changed = {
        "item_code": replace(first, item_code=replace(code, raw="77412-X")),
        "uom": replace(first, uom=replace(code, value="BX", raw="BX")),
        "description": replace(first, item_code=None, description=replace(first.description, raw="Copy paper, white")),
    }[field]
    found = look(path, replace(told, lines=(changed, *told.lines[1:])), shipped_knowledge())
    assert [(one.field, one.line_no) for one in found] == [(field, 1)]


def test_both_values_are_named(tmp_path: Path) -> None:
    path = invoice_with(tmp_path / "lie.pdf", covered_by_a_picture)
    (found,) = look(path, read(path), shipped_knowledge())
    assert "728.20" in found.message
    assert "9,728.20" in found.message


def test_a_file_that_is_damaged_for_the_second_engine_is_told_so_and_holds(tmp_path: Path) -> None:
    path = pdf_invoice(tmp_path / "whole.pdf")
    told = read(path)
    path.write_bytes(path.read_bytes().replace(b"/Trans", b"/T /Tr"))  # a name without a value in a page's dictionary
    (found,) = (one for one in look(path, told, shipped_knowledge()) if one.code == SECOND_ENGINE)
    assert found.severity is Severity.HOLD
    assert found.message.startswith("Page 1 cannot be read a second way")


def test_a_page_that_shows_hardly_anything_of_its_text_is_not_compared_to_its_end(tmp_path: Path) -> None:
    path = pdf_invoice(tmp_path / "seen.pdf")
    told = read(path)
    white = invoice_with(tmp_path / "white.pdf", all_covered)
    found = [one for one in look(white, told, shipped_knowledge()) if one.code == DIFFERS]
    assert len(found) == 7
    assert found[-1].message.startswith("Page 1 differs from the file's text in many places")


def test_a_glyph_that_claims_another_digit_is_found(tmp_path: Path) -> None:
    """Nothing is hidden here: the font draws a 9 and tells the text layer that it is a 7."""
    path = pdf_invoice(tmp_path / "glyph.pdf")
    told = read(path)
    drawn = invoice_with(tmp_path / "drawn.pdf", another_total)
    found = look(drawn, told, shipped_knowledge())
    assert [one.field for one in found] == ["total"]


def test_a_scan_has_nothing_to_compare(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", picture_of_invoice(200))
    assert look(path, read(path), shipped_knowledge()) == ()


FIGURES = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999.99"), places=2)


@given(FIGURES)
def test_a_figure_is_itself_in_any_frame(figure: Decimal) -> None:
    text = f"{figure:,}"
    for seen in (text, f"USD {text}", f"{text} EUR", f"| {text} |", text.replace(",", "'")):
        assert same_figure(text, seen)
        assert same_value(figure, seen)


@given(FIGURES, FIGURES)
def test_another_figure_is_never_taken_for_it(one: Decimal, other: Decimal) -> None:
    if one != other:
        assert not same_figure(str(one), str(other))
        assert not same_value(one, str(other))


@pytest.mark.parametrize(
    ("claimed", "seen"),
    [("1000.00", "9000.00"), ("100.00", "1,00.00"), ("100.00", "10000"), ("10.00", "100.0"), ("-5.00", "5.00"),
     ("5.00", "-5.00"), ("1,000", "11,000"), ("100.00", ""), ("100.00", "1OO.OO")],
)  # fmt: skip
def test_figures_that_differ(claimed: str, seen: str) -> None:
    assert same_figure(claimed, seen) == (claimed.replace(",", "") == seen.replace(",", "").replace(" ", ""))


def test_numbers_of_orders_may_be_misread_where_readers_cannot_tell() -> None:
    assert same_code("PO-10007", "P0-1OOO7")
    assert same_code("PO-10007", "PO Number PO-10007")
    assert not same_code("PO-10007", "PO-10009")
    assert not same_code("PO-10007", "")
    assert not same_code("--", "anything")


def test_words_are_the_same_as_far_as_a_reader_of_figures_can_say() -> None:
    assert same_words("Northwind Fixture Supply, Inc.", "Nortnwind Fixlure Supp1y Inc")
    assert not same_words("Northwind Fixture Supply, Inc.", "Fraudster Trading Ltd")
    assert not same_words("Northwind Fixture Supply, Inc.", "")
    assert same_words("Ёлка", "anything"), "no letter of it could be read"


def test_a_figure_goes_on_where_digits_or_a_sign_touch_it() -> None:
    assert goes_on("940.00", "1940.00")
    assert goes_on("940.00", "USD 940.005")
    assert goes_on("940.00", "-940.00")
    assert not any(goes_on("940.00", seen) for seen in ("940.00", "1 940.00", "$940.00", "|940.00", "2 EA 940.00 USD"))
    assert not goes_on("PO-7", "PO-77"), "a number is looked at by itself"


_UNITS = (("2 EA", "6.00", "12.00"), ("10 Stk", "45.10", "451.00"), ("7 m²", "3.30", "23.10"))
_GIVEN_BACK = (("2", "6.00", "12.00"), ("1", "45.10", "45.10"), ("7", "3.33", "23.31"))


def _small_invoice(file: Path, lines: tuple[tuple[str, str, str], ...], sign: str = "{}") -> Path:
    """Draw lines of quantity, price and amount with their sum; ``sign`` says how what is given back is written."""
    canvas = Canvas(str(file), pagesize=LETTER)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(54, 750, "Northwind Fixture Supply, Inc.")
    canvas.drawString(400, 750, "Invoice No. 100482")
    total = sum(Decimal(amount) for _, _, amount in lines)
    rows = [("Item", "Description", "Qty", "Price", "Amount")]
    for number, (quantity, price, amount) in enumerate(lines):
        code, text = f"AX-{10000 + number}", "Steel bolt zinc plated"
        rows.append((code, text, sign.format(quantity), price, sign.format(amount)))
    rows.append(("", "", "", "Total", sign.format(total)))
    for row, cells in enumerate(rows):
        for x, cell in zip((54, 120, 330, 400, 480), cells, strict=True):
            canvas.drawString(x, 690 - 20 * row, cell)
    canvas.save()
    return file


def test_a_unit_beside_its_number_is_looked_for_where_it_stands(tmp_path: Path) -> None:
    file = _small_invoice(tmp_path / "units.pdf", _UNITS)
    invoice = read(file)
    for line in invoice.lines:
        assert line.uom is not None
        assert line.quantity is not None
        assert line.uom.box is not None
        assert line.quantity.box is not None
        assert line.uom.box.x0 > line.quantity.box.x1
    assert [line.uom.value for line in invoice.lines if line.uom is not None] == ["EA", "EA", "SM"]
    assert look(file, invoice, shipped_knowledge()) == ()


def test_a_unit_beside_every_number_is_read_a_few_times_and_then_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_with_their_units: list[int] = []
    reader = second_reader()

    class Counting:
        def read(self, cells: Sequence[Pixels]) -> list[CellText]:
            read_with_their_units.append(len(cells))
            return reader.read(cells)

    monkeypatch.setattr(neighbours, "second_reader", Counting)
    counts = ("12", "21", "11", "22", "121", "212", "112", "221", "122", "211", "111", "222")
    lines = tuple((f"{count} EA", "2.00", f"{2 * int(count)}.00") for count in counts)
    file = _small_invoice(tmp_path / "units.pdf", lines)
    assert look(file, read(file), shipped_knowledge()) == ()
    assert 0 < sum(read_with_their_units) <= 4  # of twelve


@pytest.mark.parametrize(("colour", "borne_out"), [(black, True), (white, False)])
def test_a_minus_in_a_row_of_its_own_is_seen_above_its_figure(tmp_path: Path, colour: Color, borne_out: bool) -> None:
    def minus_above(canvas: Canvas) -> None:
        canvas.setFillColor(colour)
        canvas.drawString(508, 512, "-")

    file = invoice_with(tmp_path / "credit.pdf", minus_above)
    invoice = read(file)
    total = invoice.header.total
    assert total is not None
    assert total.box is not None
    with_minus = replace(total.box, top=total.box.top - 14)
    total = replace(total, value=-total.value, raw=f"- {total.raw}", box=with_minus)
    found = look(file, replace(invoice, header=replace(invoice.header, total=total)), shipped_knowledge())
    assert ("total" not in {one.field for one in found if one.code == DIFFERS}) == borne_out


@pytest.mark.parametrize("sign", ["- {}", "{} -", "{}-", "({})", "– {}", "{} CR"])
def test_a_minus_set_apart_from_its_figure_is_seen_with_it(tmp_path: Path, sign: str) -> None:
    file = _small_invoice(tmp_path / "credit.pdf", _GIVEN_BACK, sign)
    invoice = read(file)
    assert [line.amount.value for line in invoice.lines if line.amount is not None] == [
        Decimal("-12.00"),
        Decimal("-45.10"),
        Decimal("-23.31"),
    ]
    assert look(file, invoice, shipped_knowledge()) == ()


@pytest.mark.parametrize("x", [475.5, 510.5])
@pytest.mark.parametrize("grey", [0.0, 0.6])
def test_only_plain_paper_beside_a_figure_needs_no_reader(tmp_path: Path, x: float, grey: float) -> None:
    """A stroke beside it, however pale, is looked at; the reader then says whether it belongs to the figure."""

    def cut(name: str, *, stroke: bool) -> Pixels:
        canvas = Canvas(str(tmp_path / name), pagesize=LETTER)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(480, 650, "451.00")
        if stroke:
            canvas.setFillGray(grey)
            canvas.rect(x, 650, 1.0, 6.5, stroke=0, fill=1)
        canvas.save()
        with open_document(tmp_path / name) as document, open_page(document, 1) as page:
            pixels = PagePixels(render_grey(page, 3.0), 612.0, 792.0)
        cells = CellPictures({1: ScannedPage(lambda: pixels, np.diag([3.0, 3.0, 1.0]))})
        return cells.cut(Box(1, 480.0, 133.5, 507.5, 143.5), beside=0.9)

    assert nothing_beside(cut("plain.pdf", stroke=False))
    assert not nothing_beside(cut("stroke.pdf", stroke=True))


@pytest.mark.parametrize(("claimed", "seen"), [("boîte", "boite"), ("Stück", "STUCK"), ("Øre", "ORE")])
def test_readers_that_see_no_accents_bear_a_unit_out(claimed: str, seen: str) -> None:
    assert same_code(claimed, seen)


@pytest.mark.parametrize(
    ("claimed", "seen", "same"),
    [
        ("1each", "leach", True),
        ("1each", "7each", False),
        ("1.5each", "15each", False),
        ("138.3lbs", "138.31bs", True),
        ("13.5lbs", "1.351bs", False),
        ("3lbs", "3185", False),
    ],
)
def test_a_digit_with_its_unit_behind_it_may_look_like_a_letter(claimed: str, seen: str, same: bool) -> None:
    assert same_figure(claimed, seen) is same
