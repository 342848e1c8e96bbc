"""Every page accounted for: what is drawn and no text, and what is text and not seen, holds the invoice."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.colors import Color, black
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.domain.finding import SHOWS_MORE, Finding, Severity
from app.domain.provenance import Box
from app.extraction.pages.content import read_content
from app.extraction.pages.document import open_document, open_page
from app.extraction.pages.page_words import text_layer
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.words import Word
from app.extraction.witness.claims import Claim, claims_of
from app.extraction.witness.ink import page_ink
from app.extraction.witness.lettering import Lettering
from app.extraction.witness.marks import beside, marks_of
from app.extraction.witness.picture_findings import LESS
from app.extraction.witness.telling import PageFacts, Telling
from app.extraction.witness.whole_page import STRUCK, account_for
from tests.helpers.lettering import lettered
from tests.helpers.papers import LETTER, draw_invoice
from tests.helpers.typed_pages import shipped_knowledge

Draw = Callable[[Canvas], None]


@cache
def telling() -> Telling:
    return Telling(shipped_knowledge())


def paper(path: Path, *steps: Draw, under: Draw | None = None) -> Path:
    canvas = Canvas(str(path), pagesize=LETTER)
    if under is not None:
        under(canvas)
    draw_invoice(canvas)
    for step in steps:
        canvas.saveState()
        step(canvas)
        canvas.restoreState()
    canvas.save()
    return path


def found(
    path: Path, change: Callable[[Claim], Claim] = lambda claim: claim, doubted: Collection[str] = ()
) -> list[Finding]:
    """Return what accounting for each page of a file finds; of these fields something was said before."""
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    claims = [change(one) for one in claims_of(invoice) if one.box is not None]
    told = [one for one in claims if one.field in doubted]
    with open_document(path) as document:
        assert document.pdf is not None
        document.pdf.init_forms()
        return [
            finding
            for page in range(1, document.page_count + 1)
            for finding in account_for(
                document, page, [one for one in claims if one.box and one.box.page == page], telling(), told
            )
        ]


def minus(canvas: Canvas) -> None:
    canvas.setLineWidth(0.4)
    canvas.line(474, 504, 478, 504)


def parentheses(canvas: Canvas) -> None:
    lettered(canvas, 475.5, 498, "(", 11)
    lettered(canvas, 523, 498, ")", 11)


def another_title(canvas: Canvas) -> None:
    lettered(canvas, 200, 752, "CREDIT NOTE", 16)


def another_line(canvas: Canvas) -> None:
    for x, text in ((54, "ZZ-9001"), (140, "Express delivery"), (480, "60.00")):
        lettered(canvas, x, 535, text, 11)


def dearer(canvas: Canvas) -> None:
    lettered(canvas, 54, 420, "All prices plus 3 % surcharge", 10, by="picture")


def sentence_as_picture(canvas: Canvas) -> None:
    lettered(canvas, 54, 200, "Please remit to our new bank account from now on", 10, by="picture")


def slogan(canvas: Canvas) -> None:
    lettered(canvas, 54, 200, "Tools for people who build since 1911", 10, by="picture")


def void_across(canvas: Canvas) -> None:
    lettered(canvas, 170, 250, "VOID", 90, turn=40)


def cancelled_in_large_letters(canvas: Canvas) -> None:
    lettered(canvas, 100, 300, "CANCELLED", 62)


def void_pale(canvas: Canvas) -> None:
    lettered(canvas, 120, 250, "CANCELLED", 60, turn=30, grey=0.88)


def upwards(canvas: Canvas) -> None:
    lettered(canvas, 40, 300, "Amount due 9,728.20", 11, turn=90)


def small_picture(canvas: Canvas) -> None:
    lettered(canvas, 400, 478, "Freight 45.00", 11, by="picture")


def in_colour(canvas: Canvas) -> None:
    """Light on dark, as a picture."""
    canvas.setFillColor(Color(0.1, 0.2, 0.5))
    canvas.rect(380, 470, 180, 20, stroke=0, fill=1)
    lettered(canvas, 400, 476, "Amount due 940.00", 11, grey=1)


def white_on_red(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.85, 0.1, 0.1))
    canvas.rect(380, 470, 180, 24, stroke=0, fill=1)
    lettered(canvas, 400, 476, "PAID IN FULL", 14, grey=1)


def struck(canvas: Canvas) -> None:
    canvas.setLineWidth(0.8)
    canvas.line(50, 577.5, 545, 577.5)


def crossed(canvas: Canvas) -> None:
    canvas.setStrokeColor(Color(0.8, 0, 0))
    canvas.line(478, 497, 522, 511)


def white_text(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(140, 470, "Paid in full, thank you")


def on_its_own_colour(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.8, 0.9, 0.8))
    canvas.rect(50, 465, 300, 16, stroke=0, fill=1)
    canvas.drawString(140, 470, "Paid in full, thank you")


def clipped_away(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(0, 0, 5, 5)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(140, 470, "Paid in full, thank you")


def covered(canvas: Canvas) -> None:
    canvas.setFillColor(black)
    canvas.drawString(140, 470, "Paid in full, thank you")
    canvas.drawImage(ImageReader(Image.new("L", (30, 3), 255)), 135, 464, 200, 20)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(140, 470, "Paid in full, thank you")


def in_a_form(canvas: Canvas) -> None:
    canvas.acroForm.textfield(name="more", value="Freight 45.00", x=400, y=470, width=110, height=16, borderWidth=0)


LIES: dict[str, tuple[Draw, str]] = {
    "a minus before the total": (minus, SHOWS_MORE),
    "parentheses around it": (parentheses, SHOWS_MORE),
    "another title": (another_title, SHOWS_MORE),
    "another line": (another_line, SHOWS_MORE),
    "a sentence": (dearer, SHOWS_MORE),
    "a sentence below all figures": (sentence_as_picture, SHOWS_MORE),
    "void across the page": (void_across, SHOWS_MORE),
    "cancelled, in large letters": (cancelled_in_large_letters, SHOWS_MORE),
    "cancelled, pale": (void_pale, SHOWS_MORE),
    "running upwards": (upwards, SHOWS_MORE),
    "a small picture": (small_picture, SHOWS_MORE),
    "light on dark": (in_colour, SHOWS_MORE),
    "white on red": (white_on_red, SHOWS_MORE),
    "in a form": (in_a_form, SHOWS_MORE),
    "a line struck through": (struck, STRUCK),
    "the total crossed out": (crossed, SHOWS_MORE),
    "white": (white_text, LESS),
    "in the colour of its ground": (on_its_own_colour, LESS),
    "clipped away": (clipped_away, LESS),
    "covered by a picture": (covered, LESS),
    "transparent": (transparent, LESS),
}


@pytest.mark.parametrize("name", LIES)
def test_what_text_and_picture_do_not_share_holds(tmp_path: Path, name: str) -> None:
    lie, code = LIES[name]
    findings = found(paper(tmp_path / "lie.pdf", lie))
    assert code in {one.code for one in findings}
    assert all(one.severity is Severity.HOLD for one in findings)


@pytest.mark.parametrize("name", ["a line struck through", "white"])
def test_words_that_are_struck_or_not_shown_are_outlined_on_the_page(tmp_path: Path, name: str) -> None:
    lie, code = LIES[name]
    (told,) = (one for one in found(paper(tmp_path / "lie.pdf", lie)) if one.code == code)
    assert told.box is not None


def test_a_sign_beside_a_figure_is_told_once_and_beside_a_text_is_not(tmp_path: Path) -> None:
    path = paper(tmp_path / "minus.pdf", minus)
    assert "total" in {one.field for one in found(path)}
    assert "total" not in {one.field for one in found(path, doubted={"total"})}
    assert "total" not in {one.field for one in found(path, lambda claim: replace(claim, words=True))}


def test_a_page_of_nothing_but_drawn_lettering_holds(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "more.pdf"), pagesize=LETTER)
    draw_invoice(canvas)
    canvas.showPage()
    lettered(canvas, 60, 700, "Additional charges: freight 250.00", 12)
    canvas.save()
    (finding,) = found(tmp_path / "more.pdf")
    assert finding.code == SHOWS_MORE
    assert "Page 2" in finding.message


def logo(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.7, 0.1, 0.1))
    canvas.circle(330, 760, 14, stroke=0, fill=1)
    lettered(canvas, 350, 752, "NORTHWIND", 18, by="picture")
    lettered(canvas, 350, 742, "Fixtures since 1952", 7)


def signature_and_seal(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(60, 380)
    for step in range(12):
        path.curveTo(66 + 9 * step, 400, 60 + 9 * step, 362, 70 + 9 * step, 384)
    canvas.drawPath(path)
    canvas.circle(450, 380, 30)
    canvas.circle(450, 380, 24)
    lettered(canvas, 432, 376, "NORTHWIND", 6)


def squares(canvas: Canvas) -> None:
    """A code of squares, as payment slips have."""
    cells = np.random.default_rng(7).integers(0, 2, (29, 29), dtype=np.uint8) * 255
    canvas.drawImage(ImageReader(Image.fromarray(cells).resize((290, 290), 0)), 60, 200, 80, 80)


def frames(canvas: Canvas) -> None:
    canvas.rect(395, 494, 150, 18)
    canvas.line(478, 497, 540, 497)
    canvas.line(478, 495.5, 540, 495.5)
    for row in range(4):
        canvas.line(136, 632 - 22 * row, 136, 610 - 22 * row)
    canvas.setDash(2, 2)
    canvas.line(50, 460, 560, 460)


@pytest.mark.parametrize(("text", "height", "held"), [
    ("less 20 %", 482, True), ("less 20", 482, True), ("less 20  %", 400, True),
    ("ISO 9001", 300, False), ("NORTHWIND", 482, False),
])  # fmt: skip
def test_a_figure_drawn_right_under_the_total_holds_and_a_seal_below_does_not(
    tmp_path: Path, text: str, height: float, held: bool
) -> None:
    findings = found(paper(tmp_path / "less.pdf", lambda canvas: lettered(canvas, 400, height, text, 9)))
    assert bool(findings) is held


def shades(canvas: Canvas) -> None:
    for row in range(2):
        canvas.setFillColor(Color(0.88, 0.92, 0.97))
        canvas.rect(50, 588 - 44 * row, 510, 22, stroke=0, fill=1)
    canvas.setFillColor(Color(0.95, 0.95, 0.95))
    canvas.saveState()
    canvas.translate(180, 300)
    canvas.rotate(40)
    canvas.setFont("Helvetica-Bold", 80)
    canvas.drawString(0, 0, "ORIGINAL")
    canvas.restoreState()
    canvas.setFillGray(0)


def test_what_ordinary_invoices_are_adorned_with_does_not_hold(tmp_path: Path) -> None:
    path = paper(tmp_path / "adorned.pdf", logo, signature_and_seal, slogan, squares, frames, under=shades)
    assert found(path) == []


def test_white_print_on_a_dark_heading_does_not_hold(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "dark.pdf"), pagesize=LETTER)
    draw_invoice(canvas, dark_head=True)
    canvas.save()
    assert found(tmp_path / "dark.pdf") == []


def test_low_cells_and_dotted_leaders_of_small_print_do_not_hold(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "small.pdf"), pagesize=LETTER)
    draw_invoice(canvas, size=6.5)
    canvas.setLineWidth(0.4)
    canvas.rect(476, 498, 40, 8.2, stroke=1, fill=0)
    canvas.setDash(1, 2)
    canvas.line(417, 501, 474, 501)
    canvas.save()
    assert found(tmp_path / "small.pdf") == []


@pytest.mark.parametrize("stroke", [(473.5, 498.5, 473.5, 504.8), (471, 502, 474, 502)])
def test_a_one_or_a_minus_before_small_print_holds(tmp_path: Path, stroke: tuple[float, float, float, float]) -> None:
    canvas = Canvas(str(tmp_path / "small.pdf"), pagesize=LETTER)
    draw_invoice(canvas, size=6.5)
    canvas.setLineWidth(0.6)
    canvas.line(420, 497.5, 560, 497.5)
    canvas.line(*stroke)
    canvas.save()
    assert SHOWS_MORE in {one.code for one in found(tmp_path / "small.pdf")}


@pytest.mark.parametrize(("size", "codes"), [(8, set()), (9, set()), (11, {SHOWS_MORE})])
def test_the_gap_between_two_dark_cells_is_no_digit_where_it_is_higher_than_one(
    tmp_path: Path, size: float, codes: set[str]
) -> None:
    canvas = Canvas(str(tmp_path / "cells.pdf"), pagesize=LETTER)
    canvas.setFillGray(0.35)
    canvas.rect(380, 496.5, 90.5, 13, stroke=0, fill=1)
    canvas.rect(472, 496.5, 90, 13, stroke=0, fill=1)
    canvas.setFillGray(0)
    draw_invoice(canvas, size=size)
    canvas.save()
    assert {one.code for one in found(tmp_path / "cells.pdf")} == codes


@pytest.mark.parametrize("ends", [(497, 506), (500, 508), (502, 511)])
def test_a_light_stroke_within_a_dark_cell_holds(tmp_path: Path, ends: tuple[float, float]) -> None:
    def light_one(canvas: Canvas) -> None:
        canvas.setFillGray(0.35)
        canvas.rect(380, 495, 180, 17, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.rect(470.5, ends[0], 1.5, ends[1] - ends[0], stroke=0, fill=1)
        canvas.setFillGray(0)

    assert SHOWS_MORE in {one.code for one in found(paper(tmp_path / "one.pdf", under=light_one))}


def _struck_out(canvas: Canvas) -> None:
    canvas.line(40, 700, 570, 420)
    canvas.line(40, 420, 570, 700)


def test_words_under_long_slanting_lines_are_struck_out(tmp_path: Path) -> None:
    assert STRUCK in {one.code for one in found(paper(tmp_path / "crossed.pdf", _struck_out))}


def test_a_stroke_through_the_space_that_is_left_strikes_nothing_out(tmp_path: Path) -> None:
    def fill_the_space(canvas: Canvas) -> None:
        canvas.line(60, 420, 560, 250)
        canvas.line(60, 760, 110, 780)

    assert found(paper(tmp_path / "space.pdf", fill_the_space)) == []


def _large_total(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 24)
    canvas.drawString(470, 400, "615.00")


@pytest.mark.parametrize(("left", "holds"), [(466, True), (452, False)])
def test_an_upright_stroke_right_before_large_print_is_a_digit(tmp_path: Path, left: float, holds: bool) -> None:
    drawn = paper(tmp_path / "large.pdf", _large_total, lambda canvas: canvas.rect(left, 400, 2, 17, stroke=0, fill=1))
    with open_document(drawn) as document, open_page(document, 1) as page:
        content = read_content(page, 1, 200_000)
        assert content is not None
        words = text_layer(content).page.words
        ink = page_ink(page, words, 0)
    assert ink is not None
    (total,) = (one.box for one in words if one.text == "615.00" and one.bottom - one.top > 15)
    assert any(beside(total, marks_of(ink, 1))) is holds


def test_white_print_on_a_low_bar_does_not_hold(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "bar.pdf"), pagesize=LETTER)
    draw_invoice(canvas)
    canvas.setFillGray(0.25)
    canvas.rect(50, 463, 510, 8.5, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont("Helvetica-Bold", 6.5)
    canvas.drawString(54, 465.2, "THANK YOU FOR YOUR ORDER")
    canvas.save()
    assert found(tmp_path / "bar.pdf") == []


def _in_a_mirror(canvas: Canvas) -> None:
    canvas.transform(-1, 0, 0, 1, 400, 0)
    canvas.setFont("Helvetica", 30)
    canvas.drawString(0, 120, "DIAP")


def _on_its_head(canvas: Canvas) -> None:
    canvas.transform(-1, 0, 0, -1, 400, 240)
    canvas.drawString(0, 120, "Form 7")


def test_words_written_as_in_a_mirror_show_others_than_their_text(tmp_path: Path) -> None:
    told = [one.message for one in found(paper(tmp_path / "mirror.pdf", _in_a_mirror))]
    assert any("mirror" in message for message in told)
    assert not any("mirror" in one.message for one in found(paper(tmp_path / "turned.pdf", _on_its_head)))


@pytest.mark.parametrize(
    ("seen", "matters"), [("HOLD", True), ("Retoure", True), ("We hold the standard", False), ("Holdings", False)]
)
def test_a_word_against_paying_counts_below_the_figures_where_it_is_all_that_is_drawn(seen: str, matters: bool) -> None:
    facts = PageFacts((), (Box(1, 480, 500, 540, 512),), LETTER[1])
    lettering = Lettering(seen, Box(1, 100, 640, 160, 652), also=seen)
    assert telling().matters(lettering, facts) == matters


@pytest.mark.parametrize(
    ("seen", "matters"),
    [
        ("Make cheques payable to Harold Finch", True),
        ("Bitte zahlen Sie ausschließlich an Nordfaktor AG", True),
        ("Make cheques payable to Amberley Supply", False),
        ("Pay to the order of the bearer", False),
        ("Please remit to: PO Box", False),
        ("ABA 021000021 Account 8842019", True),
        ("ABA 044000037 Account 5520981177", False),
        ("No account needed", False),
    ],
)
def test_whom_to_pay_counts_where_it_is_drawn_and_the_text_does_not_say_it(seen: str, matters: bool) -> None:
    said = ["Amberley", "Supply", "ABA", "044000037", "Account", "5520981177", "the", "bearer", "of"]
    words = tuple(Word(text, Box(1, 50, 700, 100, 710)) for text in said)
    facts = PageFacts(words, (Box(1, 480, 500, 540, 512),), LETTER[1])
    assert telling().matters(Lettering(seen, Box(1, 100, 640, 160, 652)), facts) == matters
