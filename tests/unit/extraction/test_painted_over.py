"""Paint over a part of a number: people read what is left of it, and the invoice is held."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from app.domain.finding import Severity
from app.extraction.witness.picture_findings import LESS
from tests.unit.extraction.test_whole_page import Draw, found, paper

SENTENCE = "Please pay into our account 2058946177 at the bank in town."
LEFT, BASE, SIZE = 54, 420, 10


def sentence(canvas: Canvas) -> None:
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", SIZE)
    canvas.drawString(LEFT, BASE, SENTENCE)


def left_of(text: str) -> float:
    before: float = stringWidth(SENTENCE[: SENTENCE.index(text)], "Helvetica", SIZE)
    return LEFT + before


def place_on(digit: str, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    """Return a place on a digit, given in shares of its width and height: left, bottom, width and height in points."""
    wide, high = stringWidth(digit, "Helvetica", SIZE), 0.72 * SIZE
    return left_of(digit) + x0 * wide, BASE + y0 * high, (x1 - x0) * wide, (y1 - y0) * high


def paint(*place: float, tone: float = 1.0, alpha: float = 1.0) -> Draw:
    def draw(canvas: Canvas) -> None:
        sentence(canvas)
        canvas.setFillColor(Color(tone, tone, tone, alpha=alpha))
        canvas.rect(*place, stroke=0, fill=1)

    return draw


def picture(canvas: Canvas) -> None:
    sentence(canvas)
    canvas.drawImage(ImageReader(Image.new("L", (4, 4), 255)), *place_on("8", -0.05, 0.12, 0.4, 0.46))


def form(canvas: Canvas) -> None:
    sentence(canvas)
    canvas.beginForm("cover")
    canvas.setFillGray(1)
    canvas.rect(*place_on("8", -0.05, 0.12, 0.4, 0.46), stroke=0, fill=1)
    canvas.endForm()
    canvas.doForm("cover")


def of_a_form(canvas: Canvas) -> None:
    canvas.beginForm("said")
    sentence(canvas)
    canvas.endForm()
    canvas.doForm("said")
    canvas.setFillGray(1)
    canvas.rect(*place_on("8", -0.05, 0.12, 0.4, 0.46), stroke=0, fill=1)


def note(canvas: Canvas) -> None:
    sentence(canvas)
    left, bottom, wide, high = place_on("8", -0.1, -0.05, 1.1, 1.05)
    canvas.acroForm.textfield(
        value="", x=left, y=bottom, width=wide, height=high, borderWidth=0, fillColor=Color(1, 1, 1), fontSize=4
    )


HIDING: dict[str, Draw] = {
    "an 8 is a 3": paint(*place_on("8", -0.05, 0.2, 0.4, 0.46)),
    "an 8 is a 9": paint(*place_on("8", -0.05, 0.12, 0.4, 0.46)),
    "an 8 is a 6": paint(*place_on("8", 0.6, 0.54, 1.1, 0.85)),
    "a 6 is a 5": paint(*place_on("6", -0.05, 0.15, 0.4, 0.45)),
    "a digit is gone": paint(*place_on("4", -0.05, -0.05, 1.05, 1.05)),
    "under a light grey": paint(*place_on("4", -0.05, -0.05, 1.05, 1.05), tone=0.95),
    "under a picture": picture,
    "under a form": form,
    "a text within a form": of_a_form,
    "under a note": note,
}


@pytest.mark.parametrize("name", HIDING)
def test_what_hides_a_part_of_an_account_holds(tmp_path: Path, name: str) -> None:
    findings = found(paper(tmp_path / "hidden.pdf", HIDING[name]))
    told = [one for one in findings if "2058946177" in one.message]
    assert told
    assert {one.code for one in told} == {LESS}
    assert {one.severity for one in findings} == {Severity.HOLD}


def under_a_field(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    canvas.rect(LEFT - 4, BASE - 4, 400, 16, stroke=0, fill=1)
    sentence(canvas)


def cell_after_cell(canvas: Canvas) -> None:
    sentence(canvas)
    canvas.setFillGray(1)
    canvas.rect(LEFT - 4, BASE - 16, 400, 13.5, stroke=1, fill=1)
    canvas.rect(LEFT - 4, BASE + 9, 400, 7, stroke=1, fill=1)


def light_on_dark(canvas: Canvas) -> None:
    canvas.setFillGray(0.2)
    canvas.rect(LEFT - 4, BASE - 4, 400, 16, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont("Helvetica", SIZE)
    canvas.drawString(LEFT, BASE, SENTENCE)
    canvas.rect(500, 100, 20, 20, stroke=0, fill=1)


def marked(canvas: Canvas) -> None:
    sentence(canvas)
    canvas.setFillColor(Color(1, 0.9, 0.2, alpha=0.4))
    canvas.rect(left_of("2058946177") - 2, BASE - 3, 64, 13, stroke=0, fill=1)


def over_a_word(canvas: Canvas) -> None:
    sentence(canvas)
    canvas.setLineWidth(0.5)
    canvas.line(left_of("2058946177"), BASE - 1.2, left_of("2058946177") + 56, BASE - 1.2)


def side_of_a_cell(canvas: Canvas) -> None:
    sentence(canvas)
    canvas.setLineWidth(0.8)
    canvas.line(left_of("2058946177") + 1, BASE - 16, left_of("2058946177") + 1, BASE + 14)


def cut_below(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", SIZE)
    canvas.drawString(LEFT, BASE, "As ordered by Mr Jennings (4711), see [4712] and (4713).")
    canvas.setFillGray(1)
    canvas.rect(LEFT - 4, BASE - 16, 400, 15, stroke=0, fill=1)


def clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(LEFT, BASE - 6, 400, 20)
    canvas.clipPath(path, stroke=0)
    sentence(canvas)
    canvas.rect(LEFT, BASE - 6, 400, 20, stroke=1, fill=0)


ADORNED = [under_a_field, cell_after_cell, side_of_a_cell, cut_below, light_on_dark, marked, over_a_word, clipped]


@pytest.mark.parametrize("draw", ADORNED)
def test_fields_cells_and_markers_about_a_number_do_not_hold(tmp_path: Path, draw: Draw) -> None:
    assert found(paper(tmp_path / "plain.pdf", draw)) == []
