"""Every word of a page looks like what it says: in accounts, sentences and signs that no figure of the lines has."""

from __future__ import annotations

import string
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.overlap import overlap
from app.domain.provenance import Box
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage
from app.extraction.scans.second_reader import CellText
from app.extraction.values.words import Word
from app.extraction.witness import every_word, sign_ink
from app.extraction.witness.agreement import marks_and_signs
from app.extraction.witness.drawn_words import DrawnWord, touching
from app.extraction.witness.page_pictures import PagePictures
from app.extraction.witness.picture_findings import DIFFERS
from app.extraction.witness.picture_witness import look
from app.extraction.witness.seen_signs import SeenSigns, Sign
from app.extraction.witness.sign_ink import PageSigns, WordInk
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import put, sheet
from tests.helpers.typed_pages import shipped_knowledge

_FREE = (54, 430)
_OTHER_LETTERS = dict(zip(string.ascii_uppercase, string.ascii_lowercase[::-1], strict=True))


def paper(path: Path, text: str, says: dict[str, str], place: tuple[float, float] = _FREE) -> Path:
    """Write an invoice with a text besides, in a font some of whose signs are said to be others."""
    rows = "".join(f"<{ord(sign):02X}><{''.join(f'{ord(one):04X}' for one in said)}>\n" for sign, said in says.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00><FF> endcodespacerange "
        f"1 beginbfrange <20><7E><0020> endbfrange {len(says)} beginbfchar\n{rows}endbfchar endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>"
    content = sheet("L-1") + put(*place, text, font="F2")
    data = pdf(page(content.encode("latin-1"), o6=font, o7=stream(cmap.encode())))
    path.write_bytes(data.replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R"))
    return path


def told(path: Path) -> list[str]:
    """Return what is found where a picture shows other words."""
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    return [one.message for one in look(path, invoice, shipped_knowledge()) if one.code == DIFFERS]


@pytest.mark.parametrize(
    ("text", "says", "seen"),
    [
        ("Account 0532013999", {"9": "0"}, "0532013999"),
        ("Weight 4,000", {",": "."}, "4,000"),
        ("Rebate \xa3400.00", {"\xa3": "$"}, "£400.00"),
        ("Rest 40.00CR", {"C": "\u200b", "R": "\u200b"}, "40.00CR"),
        ("PAID BY CARD TODAY", _OTHER_LETTERS, "PAID"),
        ("AMOUNT DUE TO ZEPHYR", dict.fromkeys((*string.ascii_uppercase, " "), "_"), "AMOUNT"),
    ],
)
def test_a_word_that_is_shown_otherwise_is_told(tmp_path: Path, text: str, says: dict[str, str], seen: str) -> None:
    (message,) = told(paper(tmp_path / "a.pdf", text, says))
    assert seen in message


def test_an_order_number_that_goes_on_is_told(tmp_path: Path) -> None:
    data = paper(tmp_path / "a.pdf", "PO Number PO-12", {"2": "\u200b"}, (380, 698)).read_bytes()
    (tmp_path / "a.pdf").write_bytes(data.replace(b"(PO Number PO-1) Tj", b"(             ) Tj"))
    (message,) = told(tmp_path / "a.pdf")
    assert "PO-12" in message


@pytest.mark.parametrize(
    "text",
    [
        "Account 0532013999 IBAN DE89 3704 0044 0532 0130 00",
        "Thank you; turn over: modern burner, 2.5 % until 03/04/2026 (40.000 km) ....... ________",
    ],
)
def test_an_honest_text_in_a_font_of_its_own_says_nothing(tmp_path: Path, text: str) -> None:
    assert told(paper(tmp_path / "a.pdf", text, {"A": "A"})) == []


class _White:
    """A white page with words that have no ink, which nothing bears out."""

    def __init__(self, *signs: Word) -> None:
        self._signs = signs

    def words(self, page: int) -> list[Word]:
        by_word: dict[str, Word] = {}
        for one in self._signs:
            sofar = by_word.setdefault(one.text, one)
            box = Box(page, min(sofar.x0, one.x0), min(sofar.top, one.top), max(sofar.x1, one.x1), one.bottom)
            by_word[one.text] = Word(one.text, box)
        return [Word(3 * one.text, one.box) for one in by_word.values()]

    def signs(self, page: int) -> list[Word]:
        return [one for one in self._signs if one.box.page == page]

    def pixels(self, page: int) -> PagePixels:
        return PagePixels(np.full((400, 400), 255, np.uint8), 200.0, 200.0)

    def cells(self, page: int) -> CellPictures:
        return CellPictures({page: ScannedPage(lambda: self.pixels(page), np.diag([2.0, 2.0, 1.0]))})

    def is_garbled(self, page: int) -> bool:
        return not page

    def readings(self, page: int) -> list[tuple[Box, str]]:
        return []


class _Blind:
    """A reader that makes nothing out, and how many cells it was given at a time."""

    def __init__(self, calls: list[int]) -> None:
        self._calls = calls

    def read(self, cells: list[Pixels]) -> list[CellText]:
        self._calls.append(len(cells))
        return [CellText("", 0)] * len(cells)


def _doubted(monkeypatch: pytest.MonkeyPatch, *signs: Word) -> tuple[list[every_word.Otherwise], list[int]]:
    """Return what is told of a page on which no reader makes anything out, and how many words are asked about at once.

    Tesseract takes longer to begin than to read a word.
    """
    calls: list[int] = []
    monkeypatch.setattr(every_word, "_read_rows", lambda *_: None)
    monkeypatch.setattr(every_word, "_bears_out", lambda *_: False)
    monkeypatch.setattr(every_word, "second_reader", lambda: _Blind([]))
    monkeypatch.setattr(every_word, "third_reader", lambda: _Blind(calls))
    pictures = cast(PagePictures, _White(*signs))
    return list(every_word.shown_otherwise(pictures, 1, SeenSigns(), (), ())), calls


def _word(letter: str, row: int, across: float, down: float) -> list[Word]:
    first = (20.0, 10.0 + 18 * row)
    return [
        Word(
            letter,
            Box(1, first[0] + across * at, first[1] + down * at, first[0] + across * at + 6, first[1] + down * at + 9),
        )
        for at in range(3)
    ]


def test_more_words_that_nobody_makes_out_than_are_asked_about_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told_of, asked = _doubted(monkeypatch, *(sign for row in range(10) for sign in _word("ABCDEFGHIJ"[row], row, 6, 0)))
    assert [(one.word.text, one.seen) for one in told_of] == [("III", "")]
    assert asked == [8]


def test_as_many_words_as_are_asked_about_may_be_made_out_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    told_of, asked = _doubted(monkeypatch, *(sign for row in range(8) for sign in _word("ABCDEFGHIJ"[row], row, 6, 0)))
    assert (told_of, asked) == ([], [8])


def test_words_that_run_upwards_are_not_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    told_of, asked = _doubted(monkeypatch, *(sign for row in range(10) for sign in _word("ABCDEFGHIJ"[row], row, 0, 6)))
    assert (told_of, asked) == ([], [])


def test_a_letter_is_known_again_in_another_size_and_a_digit_is_not() -> None:
    small, large = (cv2.resize(_drawn_e(), (side, side), interpolation=cv2.INTER_AREA) > 127 for side in (16, 29))
    seen = SeenSigns()
    for text in ("e", "8"):
        seen.add(_sign(small, text))
    assert _sign(large, "e") in seen
    assert _sign(large, "8") not in seen
    assert _sign(np.rot90(large).copy(), "e") not in seen


def _drawn_e() -> np.ndarray:
    shape = np.zeros((58, 58), np.uint8)
    shape[:, :12] = shape[:12] = shape[-12:] = shape[23:35] = 255
    return shape


def test_the_end_of_a_neighbour_is_no_ink_of_a_sign_and_what_is_joined_is_left() -> None:
    grey = np.full((40, 80), 255, np.uint8)
    grey[10:30, 10:18] = grey[10:12, 24:60] = 0
    word = WordInk(grey, Box(1, 8, 8, 62, 32), 1.0)
    assert (word.sign(Word("l", Box(1, 8, 8, 26, 32))).columns, word.sign(Word("T", Box(1, 23, 8, 62, 32))).rows) == (
        8,
        2,
    )
    grey[10:30, 10:70] = 0
    assert WordInk(grey, Box(1, 8, 8, 72, 32), 1.0).sign(Word("l", Box(1, 40, 8, 48, 32))).columns == 8


def test_a_sign_that_is_drawn_with_the_same_pixels_is_taken_apart_once(monkeypatch: pytest.MonkeyPatch) -> None:
    grey = np.full((40, 80), 255, np.uint8)
    grey[10:30, 12:16] = grey[10:30, 32:36] = grey[20:30, 52:56] = 0
    taken: list[Box] = []

    class Counted(WordInk):
        def __init__(self, grey: Pixels, box: Box, scale: float) -> None:
            taken.append(box)
            super().__init__(grey, box, scale)

    monkeypatch.setattr(sign_ink, "WordInk", Counted)
    signs = PageSigns(grey, 1.0)
    places = [Box(1, left, 8, left + 12, 32) for left in (8, 28, 48)]
    for text, place in (("l", places[0]), ("l", places[1]), ("1", places[1]), ("l", places[2])):
        sign = signs.sign(place, Word(text, place))
        assert (sign.text, sign.rows) == (text, 10 if place == places[2] else 20)
    assert taken == places


def test_what_claims_were_read_as_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = _word("A", 0, 6, 0)
    pictures = _White(*signs)
    monkeypatch.setattr(pictures, "readings", lambda page: [(Box(page, 19, 9, 40, 20), "AAA")])
    monkeypatch.setattr(pictures, "pixels", lambda page: _striped(signs))
    monkeypatch.setattr(every_word, "_bears_out", lambda *_: pytest.fail("read again"))
    shown = every_word.shown_otherwise(cast(PagePictures, pictures), 1, SeenSigns(), (), ())
    assert list(shown) == []


def _striped(signs: list[Word]) -> PagePixels:
    grey = np.full((400, 400), 255, np.uint8)
    for one in signs:
        grey[int(2 * one.top) + 2 : int(2 * one.bottom) - 2, int(2 * one.x0) + 3 : int(2 * one.x1) - 3] = 0
    return PagePixels(grey, 200.0, 200.0)


def test_a_sign_is_known_again_but_for_its_rim_and_no_eight_for_a_nought() -> None:
    nought = np.zeros((16, 10), bool)
    nought[:, :2] = nought[:, -2:] = nought[:2] = nought[-2:] = True
    eight, rimmed = nought.copy(), nought.copy()
    eight[7:9] = True
    rimmed[3, 2] = True
    seen = SeenSigns()
    seen.add(_sign(nought))
    assert _sign(rimmed) in seen
    assert _sign(np.pad(nought, ((1, 0), (0, 0)))[:, :]) in seen
    assert _sign(eight) not in seen


def _sign(shape: np.ndarray, text: str = "0") -> Sign:
    return Sign(text, shape.shape[1], shape.shape[0], np.packbits(shape).tobytes())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("4.000", "4,000", False),
        ("1,234.50", "1.234,50", True),  # two decimals: no reader can tell, and no other figure
        ("$4.00", "£4.00", False),
        ("4.00", "4.00%", False),
        ("4.00", "4,00", True),
    ],
)
def test_marks_and_signs_that_make_another_figure(one: str, other: str, same: bool) -> None:
    assert (marks_and_signs(one) == marks_and_signs(other)) is same


@pytest.mark.parametrize(
    ("said", "seen", "differs"),
    [
        ("4123038Mischpalette", "4123038ischpalette", False),
        ("4123038Mischpalette", "412303Mischpalette", True),
        ("DE89370400", "E89370400", True),
    ],
)
def test_a_letter_that_is_printed_over_makes_no_other_word(said: str, seen: str, differs: bool) -> None:
    assert every_word._differs(said, seen, surely=True) is differs


def test_a_word_half_in_another_script_is_not_told_by_its_latin_letters() -> None:
    assert not every_word._differs("Сумма/EUR", "Cymma/EUR", surely=True)
    assert every_word._differs("Größe/EUR", "Cymma/EUR", surely=True)


def test_a_reader_that_is_joined_by_another_need_see_less_of_another_word() -> None:
    assert every_word._differs("Credit", "Debits", surely=True)
    assert not every_word._differs("Credit", "Debits", surely=False)


_EDGE = st.integers(0, 12).map(float)
_PLACES = st.lists(
    st.tuples(_EDGE, _EDGE, _EDGE, _EDGE).map(
        lambda edges: Box(1, min(edges[::2]), min(edges[1::2]), max(edges[::2]), max(edges[1::2]))
    ),
    max_size=8,
)


@given(_PLACES, _PLACES)
def test_words_touch_the_figures_that_share_a_part_of_the_page_with_them(words: list[Box], figures: list[Box]) -> None:
    drawn = [DrawnWord(Word("7", box), (), tall=False, places=()) for box in words]
    alone = [one for one in drawn if any(overlap(one.word.box, box) for box in figures)]
    assert list(touching(drawn, figures)) == alone
