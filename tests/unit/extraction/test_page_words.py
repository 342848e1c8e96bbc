"""Words of the text layer: joined and parted as a reader would, upright however the page is turned."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.extraction.pages.characters import BLANK, Character
from app.extraction.pages.content import PageContent, read_content
from app.extraction.pages.document import open_document, open_page
from app.extraction.pages.kind import PageKind, garbled, page_kind
from app.extraction.pages.page_words import TextLayer, text_layer, words_of
from app.extraction.pages.second_engine import page_text
from tests.helpers.papers import HEADING, LETTER, LINES, draw_invoice, pdf_invoice, picture_of_invoice, scan_pdf


def _content(path: Path, number: int = 1) -> PageContent:
    with open_document(path) as document, open_page(document, number) as page:
        content = read_content(page, number, 100_000)
    assert content is not None
    return content


def _layer(path: Path) -> TextLayer:
    return text_layer(_content(path))


def test_both_engines_read_the_same_words_in_the_same_places(tmp_path: Path) -> None:
    path = pdf_invoice(tmp_path / "plain.pdf")
    first = {(w.text, round(w.x0), round(w.bottom / 3)) for w in _layer(path).page.words}
    second = {(w.text, round(w.x0), round(w.bottom / 3)) for w in page_text(path, 1).words}
    assert first == second
    assert {cell.split()[0] for line in (HEADING, *LINES) for cell in line} <= {text for text, _, _ in first}


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_coordinates_are_those_of_the_page_as_shown(tmp_path: Path, rotate: int) -> None:
    upright = _layer(pdf_invoice(tmp_path / "upright.pdf"))
    turned = _layer(pdf_invoice(tmp_path / "turned.pdf", rotate=rotate))
    # the viewer turns this page, its text then lies sideways or upside down; reading turns it back upright
    assert turned.turn == (4 - rotate // 90) % 4
    assert (turned.page.width, turned.page.height) == (upright.page.width, upright.page.height) == LETTER
    places = {(w.text, round(w.x0), round(w.top)) for w in upright.page.words}
    assert {(w.text, round(w.x0), round(w.top)) for w in turned.page.words} == places
    assert len(turned.page.rulings) == len(upright.page.rulings)


def test_ruling_lines_are_found(tmp_path: Path) -> None:
    rulings = _layer(pdf_invoice(tmp_path / "ruled.pdf")).page.rulings
    assert sorted(round(792 - line.top) for line in rulings if line.horizontal) == [544, 566, 588, 610, 632, 654]


def test_a_rectangle_drawn_as_outline_gives_its_four_sides(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "boxes.pdf"), pagesize=LETTER)
    canvas.rect(100, 100, 200, 300)
    canvas.save()
    rulings = _layer(tmp_path / "boxes.pdf").page.rulings
    assert sorted(line.horizontal for line in rulings) == [False, False, True, True]


def _row(*pieces: tuple[str, float], height: float = 10.0, bottom: float = 100.0) -> list[Character]:
    found = []
    for text, x in pieces:
        for index, letter in enumerate(text):
            left = x + 5 * index
            found.append(Character(letter, left, bottom - height, left + 5, bottom))
    return found


def test_a_gap_parts_words_even_without_a_blank() -> None:
    assert [w.text for w in words_of(_row(("12", 10), ("3.50", 40)), 1)] == ["12", "3.50"]


def test_words_that_touch_are_joined_even_when_a_blank_is_claimed() -> None:
    blank = Character(BLANK, 0, 0, 0, 0)
    assert [w.text for w in words_of([*_row(("Descr", 10)), blank, *_row(("iption", 35))], 1)] == ["Description"]


def test_shadows_and_double_print_count_once() -> None:
    twice = [*_row(("19.80", 50)), *_row(("19.80", 50.4), bottom=100.5)]
    assert [w.text for w in words_of(twice, 1)] == ["19.80"]


def test_a_ligature_keeps_both_letters() -> None:
    office = [*_row(("O", 10)), *[Character("f", 15, 90, 20, 100)] * 2, *_row(("ice", 20))]
    assert [w.text for w in words_of(office, 1)] == ["Office"]


def test_a_minus_with_a_box_of_its_ink_alone_stays_with_its_number() -> None:
    minus = Character("-", 10, 95, 14, 96)
    assert [w.text for w in words_of([minus, *_row(("12.50", 15))], 1)] == ["-12.50"]
    assert [w.text for w in words_of([*_row(("12.50", 15)), Character("-", 41, 95, 45, 96)], 1)] == ["12.50-"]
    assert [w.text for w in words_of([minus], 1)] == ["-"]


def test_small_raised_figures_are_no_part_of_the_number() -> None:
    raised = [Character(c, 20 + 3 * i, 91, 23 + 3 * i, 97) for i, c in enumerate("50")]
    assert [w.text for w in words_of([*_row(("12", 10)), *raised], 1)] == ["12", "50"]


def test_text_that_is_not_painted_is_counted_and_left_out(tmp_path: Path) -> None:
    content = _content(scan_pdf(tmp_path / "scan.pdf", picture_of_invoice(60), hidden_text="Total 9,999.00 " * 8))
    assert content.invisible > 80
    assert not [c for c in content.characters if c.text != BLANK]


def test_pages_are_judged_one_by_one(tmp_path: Path) -> None:
    picture = picture_of_invoice(60)
    hidden = "Invoice 1 Total 9,999.00 due now " * 4
    assert page_kind(_content(pdf_invoice(tmp_path / "text.pdf"))) is PageKind.TEXT
    assert page_kind(_content(scan_pdf(tmp_path / "scan.pdf", picture))) is PageKind.SCAN
    assert page_kind(_content(scan_pdf(tmp_path / "ocred.pdf", picture, hidden_text=hidden))) is PageKind.SCAN
    assert page_kind(_content(scan_pdf(tmp_path / "stamped.pdf", picture, stamp="RECEIVED MAR 20"))) is PageKind.SCAN
    letterhead = Canvas(str(tmp_path / "mixed.pdf"), pagesize=LETTER)
    letterhead.drawInlineImage(picture, 0, 0, 612, 300)
    draw_invoice(letterhead)
    letterhead.save()
    assert page_kind(_content(tmp_path / "mixed.pdf")) is PageKind.MIXED
    blank = Canvas(str(tmp_path / "blank.pdf"), pagesize=LETTER)
    blank.showPage()
    blank.save()
    assert page_kind(_content(tmp_path / "blank.pdf")) is PageKind.BLANK


def test_a_page_of_endless_lines_is_not_looked_at_line_by_line(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "crowded.pdf"), pagesize=LETTER)
    for index in range(4500):
        canvas.line(10, index / 6, 600, index / 6)
    canvas.save()
    content = _content(tmp_path / "crowded.pdf")
    assert content.crowded
    assert content.rulings == ()
    assert page_kind(content) is PageKind.BLANK


def test_a_page_with_more_characters_than_paper_holds_is_refused(tmp_path: Path) -> None:
    path = pdf_invoice(tmp_path / "plain.pdf")
    with open_document(path) as document, open_page(document, 1) as page:
        assert read_content(page, 1, most_characters=100) is None


def test_characters_without_meaning_are_noticed() -> None:
    good = tuple(_row(("Total", 10)))
    content = PageContent(1, 612, 792, good * 4, 0, 0, (), (), 0)
    assert not garbled(content)
    assert garbled(PageContent(1, 612, 792, good * 4, 0, 6, (), (), 0))
