"""From file to invoice: pages read each by what it is, places as shown, doubts as findings, profiles tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.domain.invoice import Reading, Source
from app.domain.provenance import Box, Method
from app.extraction import long_reading, reader
from app.extraction.pages import read_pages
from app.extraction.pages.document import Document, open_document, opened_again
from app.extraction.pages.evidence import placed, with_shown_places
from app.extraction.pages.read_pages import PageReader, ReadPage
from app.extraction.profiles.files import save_profile
from app.extraction.profiles.model import ColumnRule, Profile, Recognition
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.scans.cell_pictures import ScannedPage
from app.extraction.scans.rereading import Heard, Interpret
from app.extraction.scans.second_reader import SecondReader
from app.extraction.scans.second_reading import read_twice
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.words import PageText
from tests.helpers.papers import LETTER, NUMBERS, draw_invoice, pdf_invoice, picture_of_invoice, scan_pdf
from tests.helpers.typed_pages import shipped_knowledge


def _read(path: Path, options: ReadingOptions | None = None) -> Reading:
    return read_document(path, options or ReadingOptions(), shipped_knowledge())


def _pages(path: Path) -> tuple[list[ReadPage], list[int]]:
    scans: list[int] = []
    with open_document(path) as document:
        reader = PageReader(document, ("eng",), scans.append)
        return [reader.read(number) for number in range(1, document.page_count + 1)], scans


def test_a_digital_invoice_is_read_from_its_text(tmp_path: Path) -> None:
    reading = _read(pdf_invoice(tmp_path / "plain.pdf"))
    assert reading.error is None
    assert reading.invoice is not None
    assert reading.invoice.source is Source.TEXT
    assert [str(line.amount.value) for line in reading.invoice.lines if line.amount] == [
        "300.00", "40.00", "211.80", "176.40",
    ]  # fmt: skip


def test_hidden_text_over_a_scan_is_not_believed(tmp_path: Path) -> None:
    lie = "Invoice 999999\nTotal 1.00\n" * 4
    pages, scans = _pages(scan_pdf(tmp_path / "scan.pdf", picture_of_invoice(150), hidden_text=lie))
    words = {word.text for word in pages[0].text.words}
    assert words >= NUMBERS
    assert "999999" not in words
    assert scans == [1]


def test_a_table_pasted_as_a_picture_under_written_text_is_read_too(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "mixed.pdf"), pagesize=LETTER)
    canvas.setFont("Helvetica", 11)
    for row in range(6):
        canvas.drawString(54, 60 + 14 * row, f"Terms of delivery, paragraph {row + 1}: 77{row}.50 as agreed")
    table = picture_of_invoice(200).crop((100, 150, 1650, 900))
    canvas.drawInlineImage(table, 30, 380, 550, 270)
    canvas.save()
    pages, scans = _pages(tmp_path / "mixed.pdf")
    methods = {word.text: word.method for word in pages[0].text.words}
    assert scans == [1]
    assert methods["211.80"] is Method.OCR
    assert methods["773.50"] is Method.TEXT_LAYER
    assert sum(word.text == "773.50" for word in pages[0].text.words) == 1, "no word twice"


def test_every_page_of_a_tiff_is_read(tmp_path: Path) -> None:
    first = picture_of_invoice(120)
    blank = Image.new("L", first.size, 255)
    first.save(tmp_path / "two.tif", save_all=True, append_images=[blank], dpi=(120, 120))
    pages, scans = _pages(tmp_path / "two.tif")
    assert scans == [1, 2]
    assert {word.text for word in pages[0].text.words} >= NUMBERS
    assert pages[1].text.words == ()
    assert (round(pages[0].size.width), round(pages[0].size.height)) == (612, 792)


def test_a_text_layer_without_meaning_is_read_from_the_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pdf_invoice(tmp_path / "plain.pdf")
    monkeypatch.setattr("app.extraction.pages.read_pages.garbled", lambda content: True)
    pages, scans = _pages(path)
    assert scans == [], "the second engine makes sense of it"
    assert {word.text for word in pages[0].text.words} >= NUMBERS
    monkeypatch.setattr("app.extraction.pages.second_engine.share_garbled", lambda page: 0.5)
    pages, scans = _pages(path)
    assert scans == [1]
    assert {word.text for word in pages[0].text.words} >= NUMBERS


def test_a_document_that_was_cut_off_is_held(tmp_path: Path) -> None:
    whole = pdf_invoice(tmp_path / "whole.pdf").read_bytes()
    tail = whole.rfind(b"startxref")
    (tmp_path / "cut.pdf").write_bytes(whole[:tail])
    reading = _read(tmp_path / "cut.pdf")
    if reading.error is not None:
        assert reading.error.code == "damaged"
    else:
        assert reading.invoice is not None
        assert "cut_off_file" in {finding.code for finding in reading.invoice.findings}


def test_a_blank_document_says_that_it_has_no_text(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "blank.pdf"), pagesize=LETTER)
    canvas.showPage()
    canvas.save()
    reading = _read(tmp_path / "blank.pdf")
    assert reading.invoice is not None
    assert "no_text" in {finding.code for finding in reading.invoice.findings}


def test_places_of_a_scan_are_those_of_the_page_as_shown(tmp_path: Path) -> None:
    skewed = picture_of_invoice(150).rotate(-2, fillcolor=255, resample=Image.Resampling.BICUBIC)
    reading = _read(scan_pdf(tmp_path / "skewed.pdf", skewed))
    assert reading.invoice is not None
    assert reading.invoice.source is Source.OCR
    total = reading.invoice.header.total
    assert total is not None
    assert total.box is not None
    # turned clockwise about the middle of the page, what stands right of it comes down, what stands above goes right
    assert (total.box.x0, total.box.bottom) == pytest.approx((484, 299), abs=6)


def test_boxes_are_moved_wherever_they_are_and_other_pages_stay() -> None:
    twice = ((2.0, 0.0, 5.0), (0.0, 2.0, 0.0), (0.0, 0.0, 1.0))
    assert placed(Box(1, 1, 2, 3, 4), twice) == Box(1, 7, 4, 11, 8)
    pages = ((Box(1, 0, 0, 1, 1), "x"), (Box(2, 0, 0, 1, 1),))
    assert with_shown_places(pages, {1: twice}) == ((Box(1, 5, 0, 7, 2), "x"), (Box(2, 0, 0, 1, 1),))


NORTHWIND = Profile("us/northwind", 1, "Northwind", Recognition(("98-7654321",)))


def test_the_fitting_profile_is_used_and_witnessed(tmp_path: Path) -> None:
    saved = save_profile(NORTHWIND, tmp_path / "profiles")
    options = ReadingOptions(profile_folders=(str(tmp_path / "profiles"),))
    reading = _read(pdf_invoice(tmp_path / "plain.pdf"), options)
    assert reading.invoice is not None
    assert (reading.invoice.profile, reading.invoice.profile_hash) == ("us/northwind", saved.sha256)
    assert reading.notes == ("us/northwind: tax id 98-7654321",)
    without = _read(tmp_path / "plain.pdf", ReadingOptions(use_profiles=False, profile_folders=options.profile_folders))
    assert without.invoice is not None
    assert without.invoice.profile is None


def test_a_profile_that_makes_the_figures_worse_loses(tmp_path: Path) -> None:
    wrong = {
        ColumnKind.QUANTITY: ColumnRule((), (390.0, 470.0)),
        ColumnKind.PRICE: ColumnRule((), (320.0, 380.0)),
        ColumnKind.AMOUNT: ColumnRule((), (130.0, 300.0)),
    }
    save_profile(Profile("us/northwind", 1, "Northwind", NORTHWIND.recognition, columns=wrong), tmp_path / "profiles")
    reading = _read(pdf_invoice(tmp_path / "plain.pdf"), ReadingOptions(profile_folders=(str(tmp_path / "profiles"),)))
    assert reading.invoice is not None
    assert next(str(line.amount.value) for line in reading.invoice.lines if line.amount) == "300.00"


def test_a_profile_asked_for_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    reading = _read(pdf_invoice(tmp_path / "plain.pdf"), ReadingOptions(profile="us/nobody"))
    assert reading.error is not None
    assert reading.error.code == "no_such_profile"


def test_a_broken_profile_is_noted_and_does_not_stop_the_reading(tmp_path: Path) -> None:
    broken = tmp_path / "profiles" / "us" / "broken" / "profile.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text("id = 1")
    reading = _read(pdf_invoice(tmp_path / "plain.pdf"), ReadingOptions(profile_folders=(str(tmp_path / "profiles"),)))
    assert reading.error is None
    assert "id must be a text" in reading.notes[0]


def test_a_page_drawn_sideways_is_read_upright(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "sideways.pdf"), pagesize=LETTER[::-1])
    canvas.translate(792, 0)
    canvas.rotate(90)
    draw_invoice(canvas)
    canvas.save()
    reading = _read(tmp_path / "sideways.pdf")
    assert reading.invoice is not None
    assert [(size.width, size.height, size.turn) for size in reading.invoice.page_sizes] == [(612.0, 792.0, 1)]
    assert len(reading.invoice.lines) == 4


def test_a_long_scan_is_read_in_blocks_and_lets_go_of_its_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handle of pdfium keeps every picture it read, so each page of a scan comes from a fresh one."""
    opened: list[Document] = []
    twice: list[list[int]] = []

    def again(document: Document) -> Document:
        opened.append(opened_again(document))
        return opened[-1]

    def noted(
        pages: Sequence[PageText],
        scans: Mapping[int, ScannedPage],
        interpret: Interpret,
        readers: tuple[SecondReader, SecondReader],
        heard: Heard,
    ) -> list[PageText]:
        twice.append(sorted(scans))
        return read_twice(pages, scans, interpret, readers, heard)

    monkeypatch.setattr(read_pages, "opened_again", again)
    monkeypatch.setattr("app.extraction.scans.second_reading.read_twice", noted)
    monkeypatch.setattr(reader, "READ_WHOLE", 1)
    monkeypatch.setattr(long_reading, "BLOCK", 1)
    reading = _read(scan_pdf(tmp_path / "long.pdf", picture_of_invoice(150), pages=3))
    assert reading.invoice is not None
    assert reading.invoice.source is Source.OCR
    amounts = [str(line.amount.value) for line in reading.invoice.lines if line.amount]
    assert amounts == ["300.00", "40.00", "211.80", "176.40"] * 3
    assert twice == [[1, 2], [3]]
    # from the second page on, and again for the pictures of cells
    assert len(opened) >= 2
    assert all(document.pdf is not None and document.pdf.raw is None for document in opened), "all are closed"
