"""Ink of a scan that no word accounts for: turned, slanting, framed and light print is read, and judged (S1.39)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from app.domain.finding import SHOWS_MORE
from app.domain.invoice import Invoice
from app.domain.provenance import Box, Method
from app.extraction.page_notes import PageNotes
from app.extraction.pages.document import open_document
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.pipeline import read_invoice
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage
from app.extraction.scans.left_over import left_over
from app.extraction.scans.missed_ink import SCALE, page_ink
from app.extraction.scans.pen import ByHand
from app.extraction.scans.second_reader import CellText, second_reader
from app.extraction.scans.stray_print import Stray, stray_print
from app.extraction.values.words import PageText, Word
from app.extraction.witness.beside_rows import new_texts, shown_against
from tests.helpers.typed_pages import shipped_knowledge, typed_page

SIDE = 240  # points
STAMPED = Box(1, 20.0, 30.0, 90.0, 60.0)
PAPER = """
Northwind Fixture Supply, Inc.                  Invoice No. 100482
Item      Description            Qty     Price     Amount
AX-1001   Steel bolt             240     1.25      300.00
AX-1002   Washer flat             50     0.80       40.00
                                         Total     340.00
"""


def sheet(text: str, *, angle: float = 0, size: float = 12, ink: int = 0, ground: int = 255, frame: int = 0) -> Pixels:
    """Return a page with one text in its middle, turned clockwise, at ``SCALE`` pixels a point."""
    font = ImageFont.load_default(size=size * SCALE)
    left, top, right, bottom = (round(side) for side in font.getbbox(text))
    rim = 6 + 3 * frame
    cut = Image.new("L", (right - left + 2 * rim, bottom - top + 2 * rim), ground)
    draw = ImageDraw.Draw(cut)
    draw.text((rim - left, rim - top), text, fill=ink, font=font)
    if frame:
        draw.rectangle((2, 2, cut.width - 3, cut.height - 3), outline=ink, width=frame)
    mask = Image.new("L", cut.size, 255).rotate(-angle, expand=True)
    turned = cut.rotate(-angle, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=255)
    page = Image.new("L", (round(SIDE * SCALE), round(SIDE * SCALE)), 255)
    page.paste(turned, ((page.width - turned.width) // 2, (page.height - turned.height) // 2), mask)
    return np.asarray(page)


def word(text: str, x0: float, top: float, x1: float, bottom: float, confidence: int = 96) -> Word:
    return Word(text, Box(1, x0, top, x1, bottom), Method.OCR, confidence)


class Dumb:
    """A reader that sees nothing."""

    def read(self, cells: Sequence[Pixels]) -> list[CellText]:
        return [CellText("", 0) for _ in cells]


def seen_on(picture: Pixels, words: Sequence[Word] = ()) -> list[str]:
    """Return what the second reader makes of what is left over on a page; it is its own witness here."""
    page = PageText(1, SIDE, SIDE, tuple(words), method=Method.OCR)
    scan = ScannedPage(lambda: PagePixels(picture, SIDE, SIDE), np.diag([SCALE, SCALE, 1.0]))
    reader = second_reader()
    return [
        one.text
        for one in stray_print(page, page_ink(picture, page.words), CellPictures({1: scan}), (reader, reader))
        if one.sure
    ]


@pytest.mark.parametrize("angle", [-90, -45, -20, 0, 15, 30, 60, 90, 135, 180])
def test_print_is_read_however_it_is_turned(angle: float) -> None:
    assert seen_on(sheet("PAY 9,995.00", angle=angle)) == ["PAY 9,995.00"]


@pytest.mark.parametrize("angle", [0, 20, 90])
def test_light_print_on_a_dark_field_and_print_in_a_frame_are_read(angle: float) -> None:
    assert seen_on(sheet("PAY 9,995.00", angle=angle, ink=255, ground=30)) == ["PAY 9,995.00"]
    assert any("DISPUTED" in text for text in seen_on(sheet("DISPUTED", angle=angle, size=24, ink=90, frame=4)))


@pytest.mark.parametrize(("text", "angle"), [("DISPUTED", 20), ("PAID", -12), ("ON HOLD", 35)])
def test_the_letters_of_a_stamp_are_one_piece_of_their_size(text: str, angle: float) -> None:
    """Fat letters close together are no dark field with light print on it."""
    (piece,) = left_over(page_ink(sheet(text, angle=angle, size=24, ink=90, frame=4), ()), ())
    assert piece.signs == len(text.replace(" ", ""))
    assert 15 < piece.high < 20


def test_very_large_print_is_read() -> None:
    assert seen_on(sheet("9,995.00", angle=30, size=44, ink=120)) == ["9,995.00"]


@pytest.mark.parametrize("angle", [0, 90])
@pytest.mark.parametrize("ink", [40, 120, 190])
def test_the_stems_of_very_large_level_print_are_no_ruling_lines(angle: float, ink: int) -> None:
    row = [word("Qty", 4, 4, 16, 10), word("Price", 20, 4, 34, 10)]  # print of 6 points, beside which it is large
    assert seen_on(sheet("PAID", angle=angle, size=86, ink=ink), row) == ["PAID"]


def test_large_print_that_the_first_reader_was_unsure_of_is_read_again() -> None:
    misread = [word("Qty", 4, 4, 16, 10), word("Price", 20, 4, 34, 10), word("ATL)", 30, 80, 212, 160, 55)]
    assert seen_on(sheet("PAID", size=86, ink=120), misread) == ["PAID"]


@pytest.mark.parametrize("bold", [0, 1])
def test_words_of_a_slanting_text_are_read_as_one_beside_many_small_bits(bold: int) -> None:
    """Beside small bits its words seem to stand far apart, and letters of bold print run together."""
    page = Image.fromarray(sheet("", size=10).copy())
    draw, small = ImageDraw.Draw(page), ImageFont.load_default(size=7 * SCALE)
    for at in range(24):
        draw.text((20 + 72 * (at % 6), (14, 34, 420, 440)[at // 6]), "oe", fill=0, font=small)
    text = Image.new("L", page.size, 255)
    large = ImageFont.load_default(size=17 * SCALE)
    ImageDraw.Draw(text).text((120, 225), "DO NOT PAY", fill=0, font=large, stroke_width=bold, stroke_fill=0)
    slanting = text.rotate(33, resample=Image.Resampling.BICUBIC, fillcolor=255)
    picture = np.minimum(np.asarray(page), np.asarray(slanting))
    row = [word("Qty", 4, 4, 16, 10), word("Price", 20, 4, 34, 10)]
    assert "DO NOT PAY" in seen_on(picture, row)


def test_what_words_account_for_is_not_left_over() -> None:
    picture = sheet("PAY 9,995.00")
    rows, columns = np.flatnonzero((picture < 128).any(axis=1)), np.flatnonzero((picture < 128).any(axis=0))
    top, bottom, x0, x1 = (float(at) / SCALE for at in (rows[0], rows[-1], columns[0], columns[-1]))
    gap = x0 + 0.3 * (x1 - x0)
    read = [word("PAY", x0, top, gap - 1, bottom), word("9,995.00", gap, top, x1, bottom)]
    assert left_over(page_ink(picture, read), read) == []
    one_word = [one for one in read if one.text == "PAY"]
    assert left_over(page_ink(picture, one_word), one_word) != []


def test_bits_that_turned_print_was_taken_for_do_not_account_for_it() -> None:
    """Letters above each other, or like steps, are no words, however sure the first reader was of them."""
    upwards = [word(sign, 112, 60 + 10 * at, 128, 69 + 10 * at, 99) for at, sign in enumerate("0oS69bLd0A")]
    assert seen_on(sheet("PAY 9,995.00", angle=-90), upwards) == ["PAY 9,995.00"]
    steps = [word("LETTER", 80 + 8 * at, 96 + 5 * at, 92 + 8 * at, 105 + 5 * at, 99) for at in range(10)]
    assert seen_on(sheet("PAY 9,995.00", angle=30), steps) == ["PAY 9,995.00"]


def test_lines_dots_blots_and_codes_are_no_print() -> None:
    side = round(SIDE * SCALE)
    page = np.full((side, side), 255, np.uint8)
    page[40:42, 20:-20] = 0
    page[60:62:, 20:-20:8] = 0
    page[100:180, 100:180] = 0
    page[300:380, 100:180] = 255 * np.kron(np.random.default_rng(3).integers(0, 2, (20, 20)), np.ones((4, 4)))
    assert seen_on(page) == []


def test_what_nobody_can_read_is_no_text() -> None:
    page = PageText(1, SIDE, SIDE, (), method=Method.OCR)
    picture = sheet("PAY 9,995.00", angle=30)
    scan = ScannedPage(lambda: PagePixels(picture, SIDE, SIDE), np.diag([SCALE, SCALE, 1.0]))
    assert stray_print(page, page_ink(picture, page.words), CellPictures({1: scan}), (Dumb(), Dumb())) == ()
    (alone,) = stray_print(page, page_ink(picture, page.words), CellPictures({1: scan}), (second_reader(), Dumb()))
    assert (alone.text, alone.sure, alone.level) == ("PAY 9,995.00", False, False)
    inked = np.argwhere(picture < 128) / SCALE
    (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0)
    assert (alone.box.x0, alone.box.top) == pytest.approx((left, top), abs=12)
    assert (alone.box.x1, alone.box.bottom) == pytest.approx((right, bottom), abs=12)


def pale_sheet(text: str, *, angle: float = 30, ink: int = 226, size: float = 80) -> tuple[Pixels, list[Word]]:
    """Return a page with a watermark under its rows, as a scanner sees it, and the words of the rows."""
    clean = Image.fromarray(sheet("", size=10).copy())
    draw, font = ImageDraw.Draw(clean), ImageFont.load_default(size=8 * SCALE)
    words = []
    for at in range(12):
        place = draw.textbbox((40, 60 + 26 * at), "4 pcs  Steel bolt M8  12.50  until paid in full", font=font)
        draw.text((40, 60 + 26 * at), "4 pcs  Steel bolt M8  12.50  until paid in full", fill=20, font=font)
        x0, top, x1, bottom = (side / SCALE for side in place)
        words.append(word("4 pcs Steel bolt M8 12.50 until paid in full", x0, top, x1, bottom))
    both = np.minimum(np.asarray(clean), sheet(text, angle=angle, size=size, ink=ink)).astype(np.float64)
    grain = np.random.default_rng(7).normal(0, 3, both.shape)
    return np.clip(both * 0.98 + grain, 0, 255).astype(np.uint8), words


@pytest.mark.parametrize("angle", [0, 30, 90])
def test_a_pale_watermark_under_the_rows_is_read(angle: float) -> None:
    picture, rows = pale_sheet("PAID", angle=angle)
    assert seen_on(picture, rows) == ["PAID"]


def test_bands_rows_and_what_shows_through_from_the_back_are_no_pale_print() -> None:
    picture, rows = pale_sheet("", angle=0)
    picture = picture.copy()
    picture[200:260] = np.minimum(picture[200:260], 228)
    back = 255 - (255 - pale_sheet("INVOICE", ink=20, size=20)[0][:, ::-1].astype(np.int64)) // 8
    through = np.minimum(picture, cv2.GaussianBlur(back.astype(np.uint8), (0, 0), 1.4)).astype(np.uint8)
    assert seen_on(through, rows) == []


def test_a_large_stamp_is_none_of_the_small_words_of_a_page() -> None:
    page, known = typed_page(PAPER + "Goods remain ours until paid in full.\n", method=Method.OCR), shipped_knowledge()
    assert shown_against(page, [stray("PAID")], known) is None
    assert shown_against(page, [replace(stray("PAID"), high=40.0)], known) is not None


def test_a_watermark_across_a_scan_that_says_copy_tells_a_copy(tmp_path: Path) -> None:
    def told(found: Stray) -> list[str]:
        notes = PageNotes(shipped_knowledge())
        notes.hear(typed_page(PAPER, method=Method.OCR), [found], ByHand())
        path = tmp_path / "scan.png"
        Image.new("L", (4, 4)).save(path)
        with open_document(path) as document:
            return [one.code for one in notes.findings(document)]

    assert "copy_of_invoice" in told(replace(stray("COPY"), high=60.0))
    assert "copy_of_invoice" not in told(replace(stray("COPY"), high=14.0))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("18.11 2026 Gelieve te betalen", False),
        ("18.11 Gelieve te betalen", True),
        ("Gelieve te betalen 900.00", True),
    ],
)
def test_a_stamped_day_that_lost_a_point_in_the_second_reading_is_no_amount_owed(row: str, told: bool) -> None:
    notes = PageNotes(shipped_knowledge())
    notes.hear(typed_page(PAPER + row + "\n", method=Method.OCR), (), ByHand())
    assert bool(list(notes.said_against(invoice()))) is told


def test_a_warning_with_a_letter_misread_warns() -> None:
    page, known = typed_page(PAPER, method=Method.OCR), shipped_knowledge()
    assert shown_against(page, [stray("DQ NOT PAY")], known) is not None
    assert shown_against(page, [stray("DQ NOT PAY", sure=False)], known) is None
    assert shown_against(page, [stray("NORTHWIND FIXTURE")], known) is None


@cache
def invoice() -> Invoice:
    return read_invoice([typed_page(PAPER, method=Method.OCR)], knowledge=shipped_knowledge())


def stray(text: str, *, sure: bool = True, level: bool = False, confidence: int = 96) -> Stray:
    return Stray(text, confidence, sure, level, STAMPED)


def said(*found: Stray) -> set[str]:
    notes = PageNotes(shipped_knowledge())
    page = typed_page(PAPER, method=Method.OCR)
    notes.hear(page, found, ByHand())
    shown = {"picture_shows_more"} if shown_against(page, found, shipped_knowledge()) else set()
    return {one.code for one in notes.said_against(invoice())} | shown


@pytest.mark.parametrize(
    "found",
    [
        stray("PLEASE PAY 9,995.00 INSTEAD"),
        stray("9,995.00", level=True),
        stray("9,995.00", sure=False),
        stray("995.00 INSTEAD"),
        stray("USD 9,995.00"),
        stray("Bitte 9.995,00 EUR zahlen"),
        stray("DISPUTED"),
        stray("ON HOLD"),
        stray("PAID"),
        stray("STORNIERT"),
        stray("VOID", sure=False),
        stray("Please note our new bank account"),
    ],
    ids=lambda found: found.text,
)
def test_a_new_amount_or_warning_beside_the_rows_holds(found: Stray) -> None:
    assert said(found)


@pytest.mark.parametrize(
    "found",
    [
        stray("340.00"),
        stray("Total 340.00"),
        stray("Form 1203 Rev. 04/2026"),
        stray("Vers. 12.50/03.26"),
        stray("RECEIVED 12 FEB 2026"),
        stray("Tel. +49 221 4711 0"),
        stray("HRB 12345 Amtsgericht Köln"),
        stray("Steel bolt 240"),
        stray("8 412345 678905"),
        stray("VOID", sure=False, confidence=60),
        stray("9,995.00", sure=False, confidence=60),
    ],
    ids=lambda found: found.text,
)
def test_letterheads_form_numbers_and_the_own_figures_do_not_hold(found: Stray) -> None:
    total = invoice().header.total
    assert total is not None
    assert total.value == Decimal("340.00")
    assert not said(found)


def test_what_the_rows_say_already_is_not_said_anew() -> None:
    page = typed_page(PAPER, method=Method.OCR)
    assert new_texts(page, [stray("Steel bolt"), stray("Steel pipe")]) == ("Steel pipe",)


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [("rw", "PAID", "not_an_invoice"), ("Do nut pay this", "Do not pay this", "already_settled")],
)
def test_what_only_the_second_reading_of_a_page_says_is_heard(
    first: str, second: str, code: str, tmp_path: Path
) -> None:
    picture = tmp_path / "scan.png"
    Image.new("L", (20, 20), 255).save(picture)

    def page(text: str) -> PageText:
        high = 40 if second == "PAID" else 9
        added = [word(one, 30 + 60 * at, 300, 80 + 60 * at, 300 + high) for at, one in enumerate(text.split())]
        typed = typed_page(PAPER, method=Method.OCR)
        return replace(typed, words=(*typed.words, *added))

    def codes(*pages: PageText) -> set[str]:
        notes = PageNotes(shipped_knowledge())
        for one in pages:
            notes.hear(one, (), ByHand())
        with open_document(picture) as document:
            return {one.code for one in (*notes.findings(document), *notes.said_against(invoice()))}

    assert code not in codes(page(first))
    assert code in codes(page(first), page(second))


def test_a_stamp_against_paying_is_outlined_where_it_stands(tmp_path: Path) -> None:
    notes = PageNotes(shipped_knowledge())
    notes.hear(typed_page(PAPER, method=Method.OCR), [stray("RECEIVED"), stray("PAID"), stray("VOID")], ByHand())
    picture = tmp_path / "scan.png"
    Image.new("L", (20, 20), 255).save(picture)
    with open_document(picture) as document:
        (found,) = [one for one in notes.findings(document) if one.code == SHOWS_MORE]
    assert (found.box, "“PAID”" in found.message) == (STAMPED, True)
