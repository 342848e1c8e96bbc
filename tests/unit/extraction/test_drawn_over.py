"""Strokes and points drawn on digits: people read another number than the text has, and the invoice is held."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from app.domain.finding import SHOWS_MORE, Severity
from app.domain.provenance import Box
from app.extraction.values.words import Word
from app.extraction.witness.marks import Mark, drawn_over
from tests.unit.extraction.test_whole_page import Draw, found, paper

SENTENCE = "Please pay into our account 1350985177 at the bank in town."
LEFT, BASE, SIZE = 54, 420, 10
STROKES = {  # which digit, and what is drawn on it: from and to, in shares of its width and height
    "3 into 8": ("3", (0.1, 0.05, 0.1, 0.95)),
    "5 into 6": ("5", (0.12, 0.05, 0.12, 0.45)),
    "1 into 7": ("1", (0.0, 0.95, 0.5, 0.95)),
    "0 into 8": ("0", (0.2, 0.5, 0.8, 0.5)),
    "a point behind it": ("9", (1.0, 0.02, 1.1, 0.02)),
}


def sentence(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", SIZE)
    canvas.drawString(LEFT, BASE, SENTENCE)


def drawn_on(digit: str, ends: tuple[float, float, float, float]) -> Draw:
    at = SENTENCE.index(digit)
    left = LEFT + stringWidth(SENTENCE[:at], "Helvetica", SIZE)
    wide, high = stringWidth(digit, "Helvetica", SIZE), 0.72 * SIZE

    def draw(canvas: Canvas) -> None:
        sentence(canvas)
        canvas.setLineWidth(0.9)
        x0, y0, x1, y1 = ends
        canvas.line(left + x0 * wide, BASE + y0 * high, left + x1 * wide, BASE + y1 * high)

    return draw


@pytest.mark.parametrize("name", STROKES)
def test_what_is_drawn_on_a_digit_of_an_account_holds(tmp_path: Path, name: str) -> None:
    (finding,) = found(paper(tmp_path / "changed.pdf", drawn_on(*STROKES[name])))
    assert (finding.code, finding.severity) == (SHOWS_MORE, Severity.HOLD)
    assert "1350985177" in finding.message
    assert finding.box is not None, "it is outlined on the page"


def underlined(canvas: Canvas) -> None:
    sentence(canvas)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, BASE - 1.5, LEFT + stringWidth(SENTENCE, "Helvetica", SIZE), BASE - 1.5)


def on_dots(canvas: Canvas) -> None:
    canvas.setLineWidth(0.5)
    canvas.setDash(1, 2)
    canvas.line(LEFT, BASE - 1, 540, BASE - 1)
    sentence(canvas)


def in_cells(canvas: Canvas) -> None:
    for at, digit in enumerate("1350985177"):
        canvas.rect(LEFT + 14 * at, BASE - 4, 14, 15, stroke=1, fill=0)
        canvas.drawString(LEFT + 14 * at + 4, BASE, digit)


def in_a_comb(canvas: Canvas) -> None:
    canvas.line(LEFT, BASE - 4, LEFT + 140, BASE - 4)
    for at, digit in enumerate("1350985177"):
        canvas.line(LEFT + 14 * at, BASE - 4, LEFT + 14 * at, BASE)
        canvas.drawString(LEFT + 14 * at + 4, BASE, digit)


def highlighted(canvas: Canvas) -> None:
    at = SENTENCE.index("1350985177")
    left = LEFT + stringWidth(SENTENCE[:at], "Helvetica", SIZE)
    canvas.setFillColorRGB(1, 0.95, 0.4)
    canvas.roundRect(left - 2, BASE - 3, stringWidth("1350985177", "Helvetica", SIZE) + 4, 13, 3, stroke=0, fill=1)
    canvas.setFillGray(0)
    sentence(canvas)


def ticked_beside(canvas: Canvas) -> None:
    sentence(canvas)
    canvas.rect(LEFT - 14, BASE - 1, 8, 8, stroke=1, fill=0)


@pytest.mark.parametrize("draw", [sentence, underlined, on_dots, in_cells, in_a_comb, highlighted, ticked_beside])
def test_lines_cells_and_colour_about_a_number_do_not_hold(tmp_path: Path, draw: Draw) -> None:
    assert found(paper(tmp_path / "plain.pdf", draw)) == []


def number(text: str = "4711") -> Word:
    return Word(text, Box(1, 100.0, 200.0, 130.0, 210.0))


@pytest.mark.parametrize(
    ("box", "seam", "changed"),
    [
        (Box(1, 110.0, 202.0, 111.0, 207.0), False, True),
        (Box(1, 110.0, 199.5, 112.0, 200.3), False, True),  # along the upper end of a digit
        (Box(1, 110.0, 202.0, 111.0, 207.0), True, False),  # the gap between two dark cells
        (Box(1, 110.0, 209.0, 114.0, 210.0), False, False),  # an underline
        (Box(1, 110.0, 202.0, 124.0, 203.0), False, False),  # too wide for a digit
        (Box(1, 110.0, 195.0, 111.0, 210.0), False, False),  # too high
        (Box(1, 129.5, 202.0, 132.0, 207.0), False, False),  # beside the number
    ],
)
def test_a_mark_changes_a_number_where_it_is_small_and_on_its_digits(box: Box, seam: bool, changed: bool) -> None:
    word = number()
    assert drawn_over([word], [Mark(box, 40, seam)]) == [word] * changed
    assert drawn_over([number("town")], [Mark(box, 40, seam)]) == []


def test_the_box_of_a_slanting_number_holds_other_things_than_its_digits() -> None:
    slanting = Word("4711", Box(1, 100.0, 180.0, 130.0, 230.0))
    assert drawn_over([slanting], [Mark(Box(1, 110.0, 202.0, 111.0, 207.0), 40)]) == []


def test_only_the_numbers_that_are_drawn_on_are_told() -> None:
    rows = [Word("4711", Box(1, 100.0, top, 130.0, top + 10.0)) for top in (100.0, 120.0, 140.0)]
    marks = [Mark(Box(1, left, 122.0, left + 1.0, 127.0), 40) for left in (105.0, 112.0)]
    assert drawn_over(rows, marks) == [rows[1]]
    assert drawn_over(rows, []) == drawn_over([], marks) == []
