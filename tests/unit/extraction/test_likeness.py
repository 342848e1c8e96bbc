"""Characters known by their looks: only what looks like a character that was read is taken for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.provenance import Box
from app.extraction.pages.characters import BLANK
from app.extraction.pages.content import read_content
from app.extraction.pages.document import open_document, open_page
from app.extraction.pages.page_words import text_layer
from app.extraction.pages.picture import PagePixels, Pixels, render_grey
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.scans import second_reader
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage
from app.extraction.scans.second_reader import CellText
from app.extraction.values.words import Word
from app.extraction.witness import picture_witness
from app.extraction.witness.likeness import Glyphs, KnownLooks, alike, glyphs_of, printed_once, signs_of
from app.extraction.witness.picture_findings import DIFFERS
from app.extraction.witness.picture_witness import look
from app.extraction.witness.prints import BESIDE, printed_cell
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import put, sheet
from tests.helpers.papers import LETTER
from tests.helpers.typed_pages import shipped_knowledge

FONTS = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Times-Italic", "Courier")


def page_of(
    path: Path, rows: Sequence[tuple[float, float, str]], font: str, size: float, more: str = "", grey: float = 0.0
) -> Path:
    canvas = Canvas(str(path), pagesize=LETTER)
    canvas.setFont(font, size)
    canvas.setFillGray(grey)
    for x, y, text in rows:
        canvas.drawString(x, y, text)
    if more:
        canvas._code.append(more)
    canvas.save()
    return path


def cells_of(path: Path) -> Iterator[tuple[str, Glyphs | None]]:
    """Yield the words of a page with their cells taken apart."""
    with open_document(path) as document, open_page(document, 1) as opened:
        content = read_content(opened, 1, 10_000)
        grey = render_grey(opened, 3.0)
        assert content is not None
    pixels = PagePixels(grey, grey.shape[1] / 3, grey.shape[0] / 3)
    pictures = CellPictures({1: ScannedPage(lambda: pixels, np.diag([3.0, 3.0, 1.0]))})
    words = text_layer(content).page.words
    for word in words:
        box = word.box
        inside = [
            Word(c.text, replace(box, x0=c.x0, top=c.top, x1=c.x1, bottom=c.bottom))
            for c in content.characters
            if c.text != BLANK and box.x0 <= (c.x0 + c.x1) / 2 <= box.x1 and box.top <= c.bottom - 1 <= box.bottom
        ]
        others = [other.box for other in words if other is not word]
        signs = signs_of(word.text, inside)
        printed = printed_cell(box, signs, others, grey, 3.0)
        yield word.text, glyphs_of(box, signs, others, pictures.cut(box, beside=BESIDE), printed)


@pytest.mark.parametrize(
    ("font", "size", "grey"),
    [*((font, size, 0.0) for font in FONTS for size in (5.0, 8.0, 13.0)), ("Helvetica", 11.0, 0.87)],
)
def test_a_digit_is_like_itself_and_like_no_other(tmp_path: Path, font: str, size: float, grey: float) -> None:
    rows = [(60 + 31.37 * n, 700 - 27.61 * n, "0123456789") for n in range(4)]
    path = page_of(tmp_path / "a.pdf", rows, font, size, grey=grey)
    cells = [glyphs for _, glyphs in cells_of(path) if glyphs is not None]
    assert len(cells) >= 2
    likes = 0
    for one in cells:
        for other in cells:
            for at, picture in enumerate(one.pictures):
                same = [alike(picture, seen) for seen in other.pictures]
                assert not any(found for place, found in enumerate(same) if place != at)
                likes += same[at]
    # what is not like itself is read again, which costs time and nothing else
    assert likes >= 0.6 * len(cells) ** 2 * 10


def test_what_was_read_is_known_again_and_what_was_not_is_not(tmp_path: Path) -> None:
    rows = [(60, 700, "120.45"), (60, 660, "412.05"), (60, 620, "412.35")]
    first, second, third = (glyphs for _, glyphs in cells_of(page_of(tmp_path / "a.pdf", rows, "Helvetica", 10)))
    assert first is not None
    assert second is not None
    assert third is not None
    known = KnownLooks()
    assert not known.knows(first)
    known.add(first)
    assert known.knows(second)
    assert not known.knows(third)  # nobody has read a 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Steel bolt", True),  # the words that were read
        ("Steel ring", True),  # half of its letters in a row
        ("Nails steel", False),  # four of ten
        ("to a be a le", False),  # six of eight are known, but no three in a row
        ("Gummi", False),
    ],
)
def test_words_are_known_again_by_half_of_their_letters_in_runs(tmp_path: Path, text: str, told: bool) -> None:
    first, other = [
        glyphs
        for _, glyphs in cells_of(
            page_of(tmp_path / "a.pdf", [(60, 700, "Steelbolt"), (60, 660, text.replace(" ", ""))], "Helvetica", 10)
        )
    ]
    assert first is not None
    assert other is not None
    known = KnownLooks()
    assert not known.knows_half(other, 3)
    known.add(first)
    assert known.knows_half(other, 3) is told


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        ("", True),
        ("112 704 4 0.8 re f", False),  # a minus behind it
        ("56 700 1.2 9 re f", False),  # a one before it, in the height of its digits
        ("82 701 1 1 re f", False),  # a point in the gap between two
        ("50 690 1 30 re f", True),  # the side of a box
        ("40 695.5 200 0.8 re f", True),  # an underline
    ],
)
def test_a_cell_with_anything_else_in_it_or_beside_it_is_read(tmp_path: Path, drawn: str, told: bool) -> None:
    path = page_of(tmp_path / "a.pdf", [(60, 700, "400"), (85, 700, "50.00")], "Helvetica", 12, drawn)
    cells = dict(cells_of(path))
    assert all(glyphs is not None for glyphs in cells.values()) is told


def test_a_sign_printed_over_itself_is_one_sign() -> None:
    box = Box(1, 100.0, 50.0, 105.0, 59.0)
    double = [Word("4", box), Word("4", replace(box, x0=box.x0 + 0.25)), Word("4", replace(box, x0=box.x0 + 6))]
    assert [one.box.x0 for one in printed_once(double)] == [box.x0, box.x0 + 6]


def test_a_page_of_figures_is_read_in_a_few_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    reader = second_reader.second_reader()

    class Counting:
        def read(self, cells: Sequence[Pixels]) -> list[CellText]:
            reads.append(len(cells))
            return reader.read(cells)

    monkeypatch.setattr(picture_witness, "second_reader", Counting)
    path = tmp_path / "a.pdf"
    path.write_bytes(_of_many_lines())
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    assert len(invoice.lines) == 20
    assert look(path, invoice, shipped_knowledge()) == ()
    assert sum(reads) < 40  # of 20 lines with five claims each


def test_one_digit_drawn_as_another_among_many_that_are_right_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(_of_many_lines(wrong=17))
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    assert len(invoice.lines) == 20
    found = look(path, invoice, shipped_knowledge())
    assert [(one.code, one.line_no) for one in found if one.line_no is not None] == [(DIFFERS, 18)]


def _of_many_lines(wrong: int | None = None) -> bytes:
    """Return an invoice of twenty lines; one price may be drawn with an 8 where its text says 3."""
    head = [
        (54, 760, "Amberley Supply Co"), (380, 760, "Invoice No. L-1"), (380, 745, "Invoice Date 2026-02-05"),
        (380, 730, "PO Number PO-1"), (380, 715, "Currency USD"), (54, 690, "Item"), (120, 690, "Description"),
        (330, 690, "Qty"), (380, 690, "Unit"), (430, 690, "Price"), (500, 690, "Amount"),
    ]  # fmt: skip
    content, total = "".join(put(*text) for text in head), Decimal(0)
    for at in range(20):
        y, amount = 670 - 18 * at, (at + 3) * Decimal("1.13")
        total += amount
        cells = [(54, str(20417 + 131 * at)), (120, "Work gloves leather"), (330, str(at + 3)), (380, "PR")]
        content += "".join(put(x, y, text) for x, text in [*cells, (500, str(amount))])
        content += put(430, y, "1.18", font="F2") if at == wrong else put(430, y, "1.13")
    content += put(400, 290, "Total USD") + put(500, 290, str(total))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00><FF> endcodespacerange "
        "1 beginbfrange <20><7E><0020> endbfrange 1 beginbfchar <38><0033> endbfchar endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    data = pdf(page(content.encode(), o6=font, o7=stream(cmap.encode())))
    return data.replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R")


@pytest.mark.parametrize("lines", [("Work gloves leather large",), ("Work gloves leather", "large, with long cuffs")])
def test_a_description_in_a_font_of_other_letters_is_seen(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """The code beside it is the right one, and so the order's item; what people read is another."""
    path = tmp_path / "a.pdf"
    path.write_bytes(_described(lines, shift=7))
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    description = invoice.lines[0].description
    assert description is not None
    assert description.value.split() == " ".join(lines).split()
    found = [one for one in look(path, invoice, shipped_knowledge()) if one.field == "description"]
    assert {one.code for one in found} == {DIFFERS}
    path.write_bytes(_described(lines, shift=0))
    assert look(path, invoice, shipped_knowledge()) == ()


def _described(lines: tuple[str, ...], shift: int) -> bytes:
    """Return an invoice whose description is drawn in letters so many places on in the alphabet."""
    small = "abcdefghijklmnopqrstuvwxyz"
    letters = "".join(small[(at + shift) % 26] for at in range(26))
    content = sheet("L-1").replace(put(120, 618, "Work gloves leather large"), "")
    for at, line in enumerate(lines):
        content += put(120, 618 - 13 * at, line.translate(str.maketrans(small, letters)), font="F2")
    pairs = " ".join(f"<{ord(letter):02x}><{ord(sign):04x}>" for letter, sign in zip(letters, small, strict=True))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00><FF> endcodespacerange "
        f"1 beginbfrange <20><7E><0020> endbfrange 26 beginbfchar {pairs} endbfchar endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    data = pdf(page(content.encode(), o6=font, o7=stream(cmap.encode())))
    return data.replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R")
