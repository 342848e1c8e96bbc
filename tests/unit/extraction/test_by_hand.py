"""What a pen left on a scan: words against paying, other sums, notes beside figures, figures crossed out (S1.39)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from app.domain.finding import SHOWS_MORE, Finding
from app.domain.invoice import Invoice
from app.domain.provenance import Box, Method
from app.extraction.page_notes import PageNotes
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.pipeline import read_invoice
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage
from app.extraction.scans.missed_ink import SCALE, page_ink
from app.extraction.scans.pen import ByHand, Writing, by_hand, writing_on
from app.extraction.scans.second_reader import CellText
from app.extraction.scans.struck import struck_words
from app.extraction.values.words import PageText, Word
from app.extraction.witness.whole_page import STRUCK
from tests.helpers.typed_pages import shipped_knowledge, typed_page

SIDE = 240  # points
USUAL = 8.0
OFF = Box(1, 40, 600, 120, 626)  # below all rows
PAPER = """
Northwind Fixture Supply, Inc.                  Invoice No. 100482
Item      Description            Qty     Price     Amount
AX-1001   Steel bolt             240     1.25      300.00
AX-1002   Washer flat             50     0.80       40.00
                                         Total     340.00
"""


def word(text: str, x0: float, top: float, x1: float, bottom: float, confidence: int = 96) -> Word:
    return Word(text, Box(1, x0, top, x1, bottom), Method.OCR, confidence)


def rows_of_print() -> tuple[Image.Image, list[Word]]:
    """Return a sheet with figures as they are printed, at ``SCALE`` pixels a point, and its words."""
    sheet = Image.new("L", (round(SIDE * SCALE), round(SIDE * SCALE)), 255)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=10 * SCALE)
    words = []
    for row, text in enumerate(("1,234.50", "887.10", "40.00", "2,161.60", "9.25", "17.40")):
        left, top, right, bottom = draw.textbbox((60, 40 + 60 * row), text, font=font)
        draw.text((60, 40 + 60 * row), text, fill=0, font=font)
        words.append(word(text, left / SCALE, top / SCALE, right / SCALE, bottom / SCALE))
    return sheet, words


def lined(ends: Sequence[tuple[float, float]], *, at: int = 0) -> list[str]:
    """Return which figures are crossed out where a line is drawn: its ends are shares of a figure's place."""
    sheet, words = rows_of_print()
    box = words[at].box
    points = [(box.x0 + x * (box.x1 - box.x0), box.top + y * (box.bottom - box.top)) for x, y in ends]
    ImageDraw.Draw(sheet).line([(x * SCALE, y * SCALE) for x, y in points], fill=60, width=2)
    return [one.text for one in struck_words(np.asarray(sheet), words)]


@pytest.mark.parametrize(
    "ends",
    [
        ((-0.2, 0.5), (1.2, 0.5)),
        ((0.0, 0.6), (1.0, 0.4)),
        ((-0.1, 0.95), (1.1, 0.05)),
        ((0.0, 0.3), (0.3, 0.7), (0.6, 0.3), (1.0, 0.7)),
    ],
    ids=["level", "from end to end", "aslant", "wavy"],
)
def test_a_stroke_through_a_figure_is_told(ends: Sequence[tuple[float, float]]) -> None:
    assert lined(ends) == ["1,234.50"]
    assert lined(ends, at=3) == ["2,161.60"]


@pytest.mark.parametrize(
    "ends",
    [
        ((-0.5, 1.15), (1.5, 1.15)),
        ((-0.5, -0.2), (1.5, -0.2)),
        ((0.0, 0.5), (0.5, 0.5)),
        ((1.1, 0.6), (1.3, 1.0), (1.7, 0.0)),
    ],
    ids=["underlined", "a ruling above", "half way", "a tick beside"],
)
def test_underlines_rulings_and_ticks_cross_nothing_out(ends: Sequence[tuple[float, float]]) -> None:
    assert lined(ends) == []


def test_a_field_of_colour_and_print_that_runs_together_cross_nothing_out() -> None:
    sheet, words = rows_of_print()
    picture = np.asarray(sheet).copy()
    box = words[0].box
    place = slice(round(box.top * SCALE), round(box.bottom * SCALE)), slice(round(box.x0 * SCALE), 200)
    picture[place] = np.minimum(picture[place], 190)
    assert struck_words(picture, words) == []
    blurred = cv2.erode(np.asarray(sheet), np.ones((5, 7), np.uint8)).astype(np.uint8)
    assert struck_words(blurred, words) == []


def rows_crossed_out(*rows: int) -> list[str]:
    """Return which figures are crossed out on a page of two columns, where rows are from end to end."""
    sheet, words = rows_of_print()
    picture = np.minimum(np.asarray(sheet), np.roll(np.asarray(sheet), round(120 * SCALE), axis=1))
    beside = [word(one.text, one.x0 + 120, one.top, one.x1 + 120, one.bottom) for one in words]
    for row in rows:
        y = round((words[row].top + words[row].bottom) / 2 * SCALE)
        picture[y : y + 2, 20:-20] = 60
    return [one.text for one in struck_words(picture, [*words, *beside])]


def test_a_row_crossed_out_is_told_on_a_short_page() -> None:
    """Most of its figures run together then; where print runs together all over the page, it is poor."""
    assert rows_crossed_out(0) == ["1,234.50"] * 2
    assert sorted(rows_crossed_out(0, 3)) == ["1,234.50"] * 2 + ["2,161.60"] * 2
    assert rows_crossed_out(0, 1, 3) == []


def penned_sheet(*strokes: Sequence[tuple[int, int]], wide: int = 3) -> Pixels:
    """Return a page with strokes of a pen, given in pixels."""
    picture = np.full((round(SIDE * SCALE), round(SIDE * SCALE)), 255, np.uint8)
    for stroke in strokes:
        cv2.polylines(picture, [np.array(stroke, np.int32)], isClosed=False, color=(50.0,), thickness=wide)
    return picture


def zigzag(x: int, y: int, *, steps: int = 8) -> list[tuple[int, int]]:
    return [(x + 9 * step, y + (30 if step % 2 else 0)) for step in range(steps)]


def seen(picture: Pixels, *words: Word) -> list[Writing]:
    page = PageText(1, SIDE, SIDE, words, method=Method.OCR)
    return writing_on(page_ink(picture, page.words), page.words, 1)


def test_strokes_of_a_pen_are_one_writing_with_its_place() -> None:
    (one,) = seen(penned_sheet(zigzag(100, 100, steps=7), zigzag(168, 100)))
    assert (round(one.box.x0), round(one.box.top)) == (50, 50)
    assert one.box.x1 > 115
    assert one.signs == 2


def test_what_is_read_of_a_writing_goes_with_it() -> None:
    picture = penned_sheet(zigzag(100, 100))
    small = [word("Bolt", 10, 10 + 20 * at, 30, 18 + 20 * at) for at in range(3)]
    (one,) = seen(picture, word("hod", 50, 49, 82, 66, confidence=31), *small)
    assert one.texts == ("hod",)
    assert seen(picture, word("small", 49, 49, 83, 66, confidence=96)) == []


def framed(*, wide: int, slant: int = 4) -> Pixels:
    """Return a page with a frame that slants as on a photograph, so that it is no ruling line, and a figure in it."""
    picture = penned_sheet([(100, 100), (100 + wide, 100 - slant), (100 + wide, 126 - slant), (100, 126), (100, 100)])
    cv2.putText(picture, "40.60", (100 + wide - 66, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (50.0,), 2)
    return picture


def test_a_frame_around_a_figure_and_its_side_are_no_writing() -> None:
    small = [word("Bolt", 10, 10 + 20 * at, 30, 18 + 20 * at) for at in range(3)]
    assert seen(framed(wide=80), *small) == []
    side = penned_sheet([(200, 97), (200, 127)], wide=2)
    cv2.putText(side, "840.60", (116, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (50.0,), 2)
    assert seen(side, word("840.60]", 57, 47, 101, 64), *small) == []


def test_what_is_written_in_a_frame_is_writing() -> None:
    """Inside it, or over its lines."""
    small = [word("Bolt", 10, 10 + 20 * at, 30, 18 + 20 * at) for at in range(3)]
    large = penned_sheet([(90, 90), (290, 90), (290, 150), (90, 150), (90, 90)], zigzag(110, 102))
    assert len(seen(large, *small)) == 1
    assert len(seen(np.minimum(framed(wide=120), penned_sheet(zigzag(108, 90))), *small)) == 1


class Saying:
    """A reader that sees one text in every cell, and counts the cells."""

    def __init__(self, text: str) -> None:
        self.text, self.cells = text, 0

    def read(self, cells: Sequence[Pixels]) -> list[CellText]:
        self.cells += len(cells)
        return [CellText(self.text, 90) for _ in cells]


@pytest.mark.parametrize(
    ("confidence", "second", "asked", "texts"),
    [
        (96, "Supply,", 0, ("Supply,",)),
        (96, "Supply", 1, ("Supply,", "Supply", "VOID")),
        (80, "Supply,", 1, ("Supply,", "VOID")),
    ],
    ids=["a sure word that is seen again", "other signs", "an unsure word"],
)
def test_large_print_that_one_reader_was_sure_of_and_another_sees_too_costs_no_third(
    confidence: int, second: str, asked: int, texts: tuple[str, ...]
) -> None:
    """A seller's name is larger than the rows below it; the third reader is a program that has to be started."""
    picture = penned_sheet(zigzag(100, 100))
    small = [word("Bolt", 10, 10 + 20 * at, 30, 18 + 20 * at) for at in range(3)]
    page = PageText(1, SIDE, SIDE, (word("Supply,", 50, 49, 82, 66, confidence), *small), method=Method.OCR)
    scan = ScannedPage(lambda: PagePixels(picture, SIDE, SIDE), np.diag([SCALE, SCALE, 1.0]))
    third = Saying("VOID")
    found = by_hand(page, page_ink(picture, page.words), CellPictures({1: scan}), (Saying(second), third))
    assert [one.texts for one in found.writings] == [texts]
    assert third.cells == asked


@pytest.mark.parametrize(
    "picture",
    [
        penned_sheet([(100, 100), (106, 112), (120, 88)]),
        penned_sheet([(100, 100), (300, 104)]),
        penned_sheet([(100, 60), (110, 64), (112, 300), (102, 304)]),
        penned_sheet([(round(200 + 60 * np.cos(a)), round(200 + 34 * np.sin(a))) for a in np.linspace(0, 6.6, 40)]),
        penned_sheet([(100, 100), (300, 140)], wide=24),
    ],
    ids=["a tick", "a line", "a bracket", "a ring", "a bar"],
)
def test_ticks_lines_brackets_and_rings_are_no_writing(picture: Pixels) -> None:
    assert seen(picture) == []


@cache
def invoice() -> Invoice:
    return read_invoice([typed_page(PAPER, method=Method.OCR)], knowledge=shipped_knowledge())


def said(*writings: Writing, struck: tuple[Word, ...] = ()) -> list[Finding]:
    notes = PageNotes(shipped_knowledge())
    notes.hear(typed_page(PAPER, method=Method.OCR), (), ByHand(writings, struck, USUAL))
    return [one for one in notes.said_against(invoice()) if one.code in {SHOWS_MORE, STRUCK}]


def off_the_rows(*texts: str) -> Writing:
    return Writing(OFF, 6, 200, texts)


def beside(field: str, *texts: str, wide: float = 70) -> Writing:
    """Return a writing to the right of a figure of the invoice."""
    value = invoice().lines[0].amount if field == "amount" else invoice().header.total
    assert value is not None
    assert value.box is not None
    box = value.box
    place = Box(1, box.x1 + 8, box.top - 6, box.x1 + 8 + wide, box.top + 12)
    return Writing(place, 6, 120, texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("PAID",),
        ("PDID", "PD)D"),
        ("GD not pay", "60 not pay"),
        ("o0 hold",),
        ("no recibido",),
        ("n0 recibido",),
        ("“n0 recibido", "10 recibido"),
        ("recibido no pagar",),
        ("H O LO",),
        ("BEZAny |", "bezah/t 5.2."),
        ("gesperr t",),
        ("should be 45D",),
        ("please do not pay this",),
        ("credit requested",),
        ("short 2 ctn", "sho"),
        ("Gutschrift angefordert",),
        ("9,975.09", "9,995.00"),
        ("Pay 9995.90 ony",),
        ("9,995.00", "qqsao"),
    ],
    ids=lambda texts: texts[0],
)
def test_a_word_against_paying_or_another_sum_by_hand_holds_wherever_it_stands(texts: tuple[str, ...]) -> None:
    (one,) = said(off_the_rows(*texts))
    assert one.code == SHOWS_MORE
    assert one.box == OFF


@pytest.mark.parametrize(
    "texts",
    [
        ("Muller", "quiler"),
        ("K Weber",),
        ("RB", "R6", "ke"),
        ("ok 14/3", "ak a3"),
        ("entered 314", "eterega 3/4"),
        ("RECEIVED 12 NOV 2025",),
        ("RECIBIDO", "recibido"),
        ("“RECIBIDO", "| Recibido"),
        ("Recibido 12 NOV 2026",),
        ("AECEIWED 12 FER 2026",),
        ("CC 4410",),
        ("Banque Populaire",),
        ("Shortland & Sons",),
        ("Credit Suisse",),
        ("14.03.2026",),
        ("betaal ik zelf wel.", "betaal ik zelf wel"),
        ("340.00", "34D.00"),
        ("2 x 340.00",),
        ("340.00", "840.00"),
        (),
    ],
    ids=str,
)
def test_signatures_initials_codes_days_and_the_own_total_say_nothing(texts: tuple[str, ...]) -> None:
    assert said(off_the_rows(*texts)) == []


@pytest.mark.parametrize("field", ["amount", "total"])
@pytest.mark.parametrize("texts", [("short 3", "shot 3"), ("x 2", "x2", "*2"), ("rekyraTed", "retymed"), ()], ids=str)
def test_writing_that_says_nothing_known_holds_beside_a_figure(field: str, texts: tuple[str, ...]) -> None:
    (one,) = said(beside(field, *texts))
    assert (one.code, one.field) == (SHOWS_MORE, field)
    assert "could not be read" in one.message
    assert one.box is not None


def test_usual_notes_ticks_and_print_beside_a_figure_do_not_hold() -> None:
    assert said(beside("amount", "ok 14/3", "0k14/3")) == []
    assert said(beside("amount", "RB", "R6")) == []
    assert said(beside("amount", "V", wide=14)) == []
    low = beside("amount", "Art.-Nr.")
    assert said(low) == []


def test_a_figure_crossed_out_holds_at_its_field() -> None:
    total = invoice().header.total
    assert total is not None
    assert total.box is not None
    (one,) = said(struck=(Word("340.00", total.box, Method.OCR, 90),))
    assert (one.code, one.field, one.box) == (STRUCK, "total", total.box)
    (other,) = said(struck=(word("57.75", 10, 700, 40, 708),))
    assert (other.code, other.field) == (STRUCK, "")
    assert said(struck=(word("S28", 10, 700, 40, 708),)) == []


def test_writing_far_from_a_sum_or_over_its_own_print_is_not_beside_it() -> None:
    total = invoice().header.total
    assert total is not None
    assert total.box is not None
    box = total.box
    far = Box(1, box.x0 - 260, box.top, box.x0 - 190, box.top + 16)
    assert said(Writing(far, 6, 120, ("Kxqzw vrs", "Kx9zw vns"))) == []
    over = Box(1, box.x0 - 4, box.top, box.x1 + 4, box.top + 16)
    assert said(Writing(over, 6, 120, ("Kxqzw vrs", "Kx9zw vns"))) == []


def test_writing_on_another_page_is_beside_none_of_its_figures() -> None:
    notes = PageNotes(shipped_knowledge())
    notes.hear(replace(typed_page(PAPER, method=Method.OCR), number=2), (), ByHand((beside("amount"),), (), USUAL))
    assert [one for one in notes.said_against(invoice()) if one.code == SHOWS_MORE] == []
