"""Figures that nobody sees: where they are others than the page shows, a person is told both; else nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.domain.finding import Finding, Severity
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.witness.overlaid import overlaid_figures
from app.extraction.witness.picture_witness import look
from tests.helpers.hidden_papers import HIDDEN, HIDDEN_TOTAL, TOTAL, layered
from tests.helpers.lying_papers import honest, put
from tests.helpers.papers import LETTER, draw_invoice, picture_of_invoice, scan_pdf
from tests.helpers.typed_pages import shipped_knowledge

_SAME = "Total USD 400.00"
_UNPAINTED = (
    "mode_3", "mode_7", "mode_3_in_a_form", "a_tenth_of_a_point", "right_of_the_page", "left_of_the_page",
    "above_the_page", "below_the_page", "far_off", "outside_the_crop_box", "note_hidden", "field_hidden",
)  # fmt: skip
_PAINTED = (
    "white_spot", "no_ink", "white_pattern", "no_widths", "under_the_ground", "soft_mask", "layer_off",
    "layer_off_by_default", "layer_by_policy", "layer_of_form", "layer_packed", "layer_small_in_a_letter",
    "layer_in_the_place_of_the_total", "white_under_words", "blank_glyphs", "type3_without_ink", "given_for_nothing",
)  # fmt: skip


def holds(folder: Path, data: bytes) -> list[Finding]:
    path = folder / "paper.pdf"
    path.write_bytes(data)
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    return [
        *(one for one in invoice.findings if one.severity is Severity.HOLD),
        *look(path, invoice, shipped_knowledge()),
    ]


@pytest.mark.parametrize("hidden", [*_UNPAINTED, *_PAINTED])
def test_another_total_holds_however_it_is_hidden(tmp_path: Path, hidden: str) -> None:
    assert holds(tmp_path, HIDDEN[hidden](TOTAL, "A-100"))


@pytest.mark.parametrize("hidden", ["mode_7", "below_the_page", "note_hidden", "layer_off"])
def test_both_values_are_said(tmp_path: Path, hidden: str) -> None:
    said = " ".join(one.message for one in holds(tmp_path, HIDDEN[hidden](TOTAL, "A-100")))
    assert HIDDEN_TOTAL in said
    assert "what it shows as the total is “400.00”" in said


def test_a_figure_in_the_place_of_another_is_said_with_that(tmp_path: Path) -> None:
    (finding,) = holds(tmp_path, HIDDEN["layer_in_the_place_of_the_total"](TOTAL, "A-100"))
    assert "where it shows “400.00”, and nobody sees it" in finding.message


@pytest.mark.parametrize("hidden", ["mode_3", "outside_the_crop_box", "field_hidden"])
@pytest.mark.parametrize("said", [_SAME, "Thank you for your order", "Sheet 1 of 1, 12.02.2026 14:05", "ref 4711/08"])
def test_what_the_page_says_as_well_and_what_is_no_money_says_nothing(tmp_path: Path, hidden: str, said: str) -> None:
    assert holds(tmp_path, HIDDEN[hidden](said, "A-100")) == []


@pytest.mark.parametrize(
    "said",
    ["10001 Handling 1 60.00 60.00", "IBAN DE89 3704 0044 0532 0130 00", "Amount due 9400", "Total 400,00 of 2.400,00"],
)
def test_other_amounts_and_accounts_hold_as_well(tmp_path: Path, said: str) -> None:
    assert holds(tmp_path, HIDDEN["mode_7"](said, "A-100"))


def test_a_figure_over_others_that_is_seen_says_nothing(tmp_path: Path) -> None:
    """A large pale word across the page lies over the figures, and hides none."""
    assert holds(tmp_path, honest("A-100")) == []
    path = tmp_path / "marked.pdf"
    canvas = Canvas(str(path), pagesize=LETTER)
    canvas.setFillGray(0.9)
    canvas.setFont("Helvetica-Bold", 120)
    canvas.drawString(60, 330, "PROMPT")
    canvas.setFillGray(0)
    draw_invoice(canvas)
    canvas.save()
    assert not [one for one in holds(tmp_path, path.read_bytes()) if one.code == "picture_shows_less"]


def test_words_that_lie_over_each_other_are_found_once_and_not_where_they_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "twice.pdf"
    path.write_bytes(layered("A-100", put(500, 520, "400.00"), b""))
    assert holds(tmp_path, path.read_bytes()) == []
    assert overlaid_figures(()) == {}


def test_the_text_over_a_scan_holds_where_its_total_is_another_and_not_where_it_is_misread(tmp_path: Path) -> None:
    picture: Image.Image = picture_of_invoice(200)
    total = _total_of(scan_pdf(tmp_path / "scan.pdf", picture))
    lines = "Invoice\nSubtotal 100.00\n" + "Terms of payment and delivery as agreed\n" * 3
    for said, told in ((total, False), (_misread(total), False), ("9" + total, True)):
        path = scan_pdf(tmp_path / "layered.pdf", picture, hidden_text=f"{lines}Total {said}\n")
        found = [one for one in holds(tmp_path, path.read_bytes()) if "where nobody sees it" in one.message]
        assert bool(found) is told


def _total_of(path: Path) -> str:
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    assert invoice.header.total is not None
    return f"{invoice.header.total.value:,.2f}"


def _misread(figure: str) -> str:
    return figure[:-1] + ("8" if figure[-1] != "8" else "3")
