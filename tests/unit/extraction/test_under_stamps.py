"""Stamps over the rows of a scan: where they lie over print, what is below them, and which readings of it count."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from app.domain.finding import SHOWS_MORE
from app.domain.provenance import Box, Method
from app.extraction.page_notes import PageNotes
from app.extraction.pages.content import read_content
from app.extraction.pages.document import open_document, open_page
from app.extraction.pages.picture import PagePixels, Pixels, pdf_page_pixels
from app.extraction.pages.picture_pages import picture_page_pixels
from app.extraction.scans import ocr, straighten, tesseract
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage
from app.extraction.scans.missed_ink import SCALE, page_ink
from app.extraction.scans.pen import ByHand
from app.extraction.scans.second_reader import CellText
from app.extraction.scans.stamp_places import stamp_places
from app.extraction.scans.stamp_words import stamped
from app.extraction.scans.straighten import unchanged
from app.extraction.scans.stray_print import Stray
from app.extraction.scans.tesseract import PixelWord
from app.extraction.scans.under_stamps import Uncovered, around, covered_places, uncovered, with_uncovered
from app.extraction.values.words import PageText, Word
from tests.helpers.papers import scan_pdf
from tests.helpers.typed_pages import shipped_knowledge

_DPI = 200.0
_PAPER, _PRINT, _STAMP = 245, 25, 120
_ROWS = range(150, 600, 50)


def with_rows() -> Pixels:
    """Return a sheet with rows of print."""
    sheet = np.full((900, 1300), _PAPER, np.uint8)
    for y in _ROWS:
        cv2.putText(sheet, "KC-339  Copper pipe 15 mm   75   78.52", (60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, _PRINT, 2)
    return sheet


def _stamped(sheet: Pixels, left: int, top: int, tone: int = _STAMP) -> Pixels:
    """Lay a stamp on a sheet: where it meets print, the darker of both is seen."""
    stamp = np.full_like(sheet, 255)
    cv2.rectangle(stamp, (left, top), (left + 330, top + 120), tone, 5)
    cv2.putText(stamp, "RECEIVED", (left + 30, top + 75), cv2.FONT_HERSHEY_SIMPLEX, 1.7, tone, 6)
    return cv2.min(sheet, stamp).astype(np.uint8, copy=False)


def test_a_stamp_over_print_is_found_and_one_beside_it_is_not() -> None:
    (place,) = stamp_places(_stamped(with_rows(), 200, 260), _DPI)
    assert np.allclose(place, (200, 260, 530, 380), atol=12)
    assert not stamp_places(_stamped(with_rows(), 200, 650), _DPI)
    assert not stamp_places(with_rows(), _DPI)


@pytest.mark.parametrize("tone", [_PRINT, 225])
def test_what_is_as_dark_as_print_or_hardly_seen_is_no_stamp(tone: int) -> None:
    assert not stamp_places(_stamped(with_rows(), 200, 260, tone), _DPI)


def test_a_tinted_field_behind_rows_is_no_stamp() -> None:
    sheet = with_rows()
    sheet[260:380, 200:530] = np.minimum(sheet[260:380, 200:530], 195)
    assert not stamp_places(sheet, _DPI)


def test_a_grey_frame_around_rows_is_no_stamp() -> None:
    sheet = with_rows()
    for edge in ((200, 260, 530, 380), (200, 320, 530, 380)):
        cv2.rectangle(sheet, edge[:2], edge[2:], _STAMP, 5)
    assert not stamp_places(sheet, _DPI)


def test_print_paler_than_bold_print_is_no_stamp_where_its_bold_strokes_are_short() -> None:
    """As grain leaves it: bits of strokes, none as large as a letter."""
    sheet = with_rows()
    for x in range(210, 530, 14):
        for y in range(265, 375, 18):
            cv2.line(sheet, (x, y), (x + 7, y), _STAMP, 4)
    assert not stamp_places(sheet, _DPI)


def test_a_picture_too_small_for_a_stamp_has_none() -> None:
    assert not stamp_places(np.full((20, 500), 255, np.uint8), _DPI)


def test_the_place_is_that_on_the_straightened_page() -> None:
    sheet = unchanged(_stamped(with_rows(), 200, 260))
    turned = unchanged(np.ascontiguousarray(np.rot90(sheet.grey, 2)))
    page = type(sheet)(turned.grey, np.array([[-1.0, 0.0, 1300.0], [0.0, -1.0, 900.0], [0.0, 0.0, 1.0]]))
    (place,) = covered_places(PagePixels(sheet.grey, 468, 324), sheet, page, _DPI)
    assert np.allclose(place, (1300 - 530, 900 - 380, 1300 - 200, 900 - 260), atol=12)


def test_of_a_stamped_place_the_print_alone_is_left() -> None:
    print_alone = with_rows()
    sheet = unchanged(_stamped(print_alone, 200, 260))
    (place,) = covered_places(PagePixels(sheet.grey, 468, 324), sheet, sheet, _DPI)
    found = uncovered(PagePixels(sheet.grey, 468, 324), sheet, around(place, [], _DPI), _DPI)
    assert found is not None
    picture = found.picture
    left, top, right, bottom = around(place, [], _DPI)
    below = print_alone[top:bottom, left:right]
    assert picture[below > 200].min() > 200, "nothing is left of the stamp"
    assert picture[below == _PRINT].max() < 60, "every stroke of the print stays"


def test_a_coloured_stamp_goes_by_the_lightest_of_its_colours() -> None:
    """In grey, this one is hardly paler than print."""
    print_alone = with_rows()
    dark, light = _stamped(print_alone, 200, 260, 80), _stamped(print_alone, 200, 260, 190)
    sheet = unchanged(dark)
    (place,) = covered_places(PagePixels(sheet.grey, 468, 324), sheet, sheet, _DPI)
    found = uncovered(PagePixels(dark, 468, 324, lambda _: light), sheet, around(place, [], _DPI), _DPI)
    assert found is not None
    picture = found.picture
    left, top, right, bottom = around(place, [], _DPI)
    edge = cv2.dilate((print_alone < 240).astype(np.uint8), np.ones((5, 5), np.uint8))[top:bottom, left:right] > 0
    assert picture[~edge].min() > 200


def test_the_lightest_colours_of_a_stored_scan_are_at_hand_and_a_grey_one_has_none(tmp_path: Path) -> None:
    for mode, colour in (("RGB", (190, 30, 40)), ("L", 70)):
        Image.new(mode, (850, 1100), colour).save(tmp_path / f"{mode}.jpg", quality=95)
        path = scan_pdf(tmp_path / f"{mode}.pdf", tmp_path / f"{mode}.jpg")
        with open_document(path) as document, open_page(document, 1) as page:
            content = read_content(page, 1, 1000)
            assert content is not None
            pixels = pdf_page_pixels(document, page, content)
        if mode == "L":
            assert pixels.lightest is None
        else:
            assert pixels.lightest is not None
            assert abs(int(np.median(pixels.lightest(1))) - 190) <= 3
            assert pixels.lightest(1).shape == pixels.grey.shape


def _with_a_pen(mode: str) -> Image.Image:
    sheet = Image.new("RGB", (850, 1100), (240, 240, 240))
    sheet.paste((190, 30, 40), (100, 200, 500, 260))
    sheet.paste((20, 20, 20), (100, 400, 500, 460))
    return sheet.convert(mode)


def _pen_and_print(pixels: PagePixels) -> tuple[int, int]:
    """Return how light the pen and the print are in the lightest of their colours."""
    assert pixels.lightest is not None
    whole, small = pixels.lightest(1), pixels.lightest(4)
    assert whole.shape == pixels.grey.shape
    assert 3 <= whole.shape[0] / small.shape[0] <= 5
    down = whole.shape[0] / 1100
    return tuple(int(whole[round(y * down), round(300 * down)]) for y in (230, 430))  # type: ignore[return-value]


def test_the_lightest_colours_of_a_scan_that_is_no_jpeg_are_those_it_is_drawn_in(tmp_path: Path) -> None:
    """Such a picture is packed otherwise, as that of a PNG is; in grey a pen on it looked like print."""
    path = scan_pdf(tmp_path / "scan.pdf", _with_a_pen("RGB"))
    with open_document(path) as document, open_page(document, 1) as page:
        content = read_content(page, 1, 1000)
        assert content is not None
        assert np.allclose(_pen_and_print(pdf_page_pixels(document, page, content)), (190, 20), atol=3)


@pytest.mark.parametrize(("kind", "times"), [("jpg", 1), ("jpg", 6), ("png", 1), ("tif", 1)])
def test_the_lightest_colours_of_a_picture_file_are_at_hand(tmp_path: Path, kind: str, times: int) -> None:
    """Large ones are taken out more coarsely, and in grey at once."""
    _with_a_pen("RGB").resize((850 * times, 1100 * times)).save(tmp_path / f"scan.{kind}")
    with open_document(tmp_path / f"scan.{kind}") as document:
        assert np.allclose(_pen_and_print(picture_page_pixels(document, 1)), (190, 20), atol=8)


def test_a_picture_file_in_grey_has_no_colours(tmp_path: Path) -> None:
    _with_a_pen("L").save(tmp_path / "scan.png")
    with open_document(tmp_path / "scan.png") as document:
        assert picture_page_pixels(document, 1).lightest is None


_PLACE = (200, 260, 530, 380)


def _word(text: str, x0: float, confidence: int = 92, top: float = 300) -> PixelWord:
    return PixelWord(text, x0, top, x0 + 14 * len(text), top + 24, confidence)


def _uncovered() -> Uncovered:
    """Return a place that was inked in colours below and to the left, elsewhere in black."""
    seen = around(_PLACE, [], _DPI)
    inked = np.full((seen[3] - seen[1], seen[2] - seen[0]), 255, np.uint8)
    coloured = inked.copy()
    coloured[: 330 - seen[1]] = 0
    coloured[:, 490 - seen[0] :] = 0
    return Uncovered(seen, inked, inked, coloured)


def _after(before: list[PixelWord], again: list[PixelWord]) -> list[tuple[str, bool]]:
    words = with_uncovered(before, _uncovered(), again)
    return [(word.text, word.uncovered) for word in sorted(words, key=lambda word: word.x0)]


def test_what_is_read_below_a_stamp_takes_the_place_of_what_was_hardly_read_there() -> None:
    soup = [_word("8.", 300, 96), _word("118,", 330, 55), _word("41", 345, 80)]
    assert _after(soup, [_word("8.10%", 300)]) == [("8.10%", True)]
    assert _after([], [_word("KC-339", 250)]) == [("KC-339", True)]
    assert _after([_word("74", 340, 94)], [_word("24.74", 300, 95)]) == [("24.74", True)]


def test_what_was_read_surely_stays() -> None:
    assert _after([_word("763,92", 300, 80)], [_word("763,92", 300, 96)]) == [("763,92", False)]
    assert _after([_word("763,92", 300, 95)], [_word("783,92", 300, 90)]) == [("763,92", False)]
    assert _after([_word("%", 342, 90)], [_word("4%", 328, 93)]) == [("%", False)]


def test_a_figure_that_may_be_cut_replaces_nothing() -> None:
    right = around(_PLACE, [], _DPI)[2]
    assert _after([_word("33'417.52", 300, 80)], [_word("33'417.", 300, 96)]) == [("33'417.52", False)]
    assert _after([], [_word("33'417.", right - 14 * 7 - 10, 96)]) == []


def test_a_word_of_the_stamp_itself_is_not_lost() -> None:
    assert _after([_word("PAID", 300, 80)], [_word("Copper", 300, 95)]) == [("PAID", False), ("Copper", True)]


def test_a_word_in_coloured_ink_gives_way_to_the_print_below_it() -> None:
    """However surely it was read: it is read as writing again, and stands in no row."""
    stamp, print_below = _word("GEBUCHT", 300, 96, top=340), _word("22,37", 320, 80, top=340)
    assert _after([stamp], [print_below]) == [("22,37", True)]
    assert _after([stamp], [_word("16", 300, 57, top=340)]) == [("GEBUCHT", False)], "where none is read it stays"


def test_strokes_of_coloured_ink_are_no_words() -> None:
    ticks = [_word("VA", 300, 71, top=340), _word("Er,", 360, 40, top=340)]
    row = _word("22,37", 500, 90, top=340)
    assert _after([*ticks, row], [row]) == [("22,37", False)]
    assert _after(ticks, []) == [("VA", False), ("Er,", False)], "a letterhead in colours stands by itself"
    black = [_word("VA", 300, 71), _word("Er,", 360, 40)]
    assert _after([*black, row], [row])[:2] == [("VA", False), ("Er,", False)], "in black ink they may be print"
    for printed in ("26", "&"):
        red = _word(printed, 300, 90, top=340)
        assert _after([red, row], [row])[0] == (printed, False), "what was read surely may be printed in red"


def test_what_is_read_again_cuts_no_word_that_was_read() -> None:
    left, top, right, bottom = around(_PLACE, [], _DPI)
    cut = [_word("Amount", right - 30, top=bottom - 10), _word("soup", left - 20, 12, top=top - 10)]
    wider = around(_PLACE, cut, _DPI)
    assert wider[:2] == (left, top), "what is hardly a word tells nothing"
    assert wider[2] > cut[0].x1 + 24
    assert wider[3] > cut[0].bottom + 2
    endless = [PixelWord("title", 0, 0, 1300, 900, 96)]
    assert around(_PLACE, endless, _DPI)[3] == bottom + round(60 * _DPI / 72)


def test_what_is_hardly_read_again_counts_for_nothing() -> None:
    assert _after([], [_word("16", 300, 57), _word("—", 330, 95), _word("t", 360, 75)]) == []


class _Reader:
    """Sees one text everywhere, and keeps what it was shown."""

    def __init__(self, text: str, confidence: int = 90) -> None:
        self._text, self._confidence = text, confidence
        self.shown: list[Pixels] = []

    def read(self, cells: Sequence[Pixels]) -> list[CellText]:
        self.shown.extend(cells)
        return [CellText(self._text, self._confidence) for _ in cells]


def _heard(
    sheet: Pixels, reader: _Reader, *words: Word, values: Sequence[Box] = (Box(1, 0, 95, 468, 115),)
) -> list[tuple[str, bool, bool]]:
    pixels = PagePixels(sheet, 468, 324)
    pictures = CellPictures({1: ScannedPage(lambda: pixels, np.diag([_DPI / 72, _DPI / 72, 1.0]))})
    ink = page_ink(pictures.whole(1, (468, 324), SCALE), [])
    return [
        (one.text, one.sure, one.level)
        for one in stamped(PageText(1, 468, 324, words), ink, pictures, (reader, _Reader("PAID")), values)
    ]


def test_what_a_stamp_over_rows_says_is_read_from_its_own_ink() -> None:
    reader = _Reader("PAID")
    assert _heard(_stamped(with_rows(), 200, 260), reader) == [("PAID", True, True)]
    alone = _Reader("PAID")
    _heard(with_rows(), alone)
    assert not alone.shown, "without a stamp there is nothing to read"


@pytest.mark.parametrize("lean", [-12, 9])
def test_a_leaning_stamp_is_laid_level_and_has_no_print_in_it(lean: int) -> None:
    stamp = np.full((900, 1300), 255, np.uint8)
    cv2.putText(stamp, "RECEIVED", (230, 335), cv2.FONT_HERSHEY_SIMPLEX, 1.7, _STAMP, 6)
    turn = cv2.getRotationMatrix2D((365, 320), -lean, 1.0)
    leaning = cv2.warpAffine(stamp, turn, (1300, 900), borderValue=255.0)
    reader = _Reader("Received")
    assert _heard(cv2.min(with_rows(), leaning).astype(np.uint8), reader) == [("Received", False, False)]
    high, wide = reader.shown[0].shape
    letters = cv2.connectedComponents((reader.shown[0] < 128).astype(np.uint8))[0] - 1
    assert wide > 4.5 * high, "it lies level"
    assert 7 <= letters <= 11, "eight letters, and nothing of the rows"


_BELOW = Word("78.52", Box(1, 110, 100, 140, 110), Method.OCR, uncovered=True)


def test_where_words_were_read_under_a_stamp_that_says_nothing_usual_this_is_told() -> None:
    sheet = _stamped(with_rows(), 200, 260)
    assert ("", False, False) in _heard(sheet, _Reader("18.1.26"), _BELOW)
    assert ("", False, False) in _heard(sheet, _Reader("PAYE"), _BELOW)
    assert ("", False, False) not in _heard(sheet, _Reader("18.1.26"))
    assert ("", False, False) not in _heard(sheet, _Reader("Received"), _BELOW)
    assert ("", False, False) in _heard(sheet, _Reader("Received", 60), _BELOW), "one reader alone, and not sure"
    assert ("", False, False) in _heard(with_rows(), _Reader("Received"), _BELOW), "not found again"


def test_words_under_a_stamp_that_are_no_value_of_the_invoice_hold_nothing() -> None:
    sheet, beside = _stamped(with_rows(), 200, 260), (Box(1, 0, 95, 60, 115), Box(1, 0, 130, 468, 150))
    assert ("", False, False) not in _heard(sheet, _Reader("PAYE"), _BELOW, values=beside)
    assert ("", False, False) not in _heard(with_rows(), _Reader("PAYE"), _BELOW, values=beside)


def test_a_stamp_over_words_that_says_nothing_usual_holds(tmp_path: Path) -> None:
    page = PageText(1, 468, 324, (_BELOW,))
    notes = PageNotes(shipped_knowledge())
    notes.hear(page, (Stray("", 0, sure=False, level=False, box=_BELOW.box),), ByHand())
    Image.new("L", (85, 110), 255).save(tmp_path / "page.jpg")
    with open_document(scan_pdf(tmp_path / "scan.pdf", tmp_path / "page.jpg")) as document:
        (finding,) = notes.findings(document)
    assert (finding.code, finding.box) == (SHOWS_MORE, _BELOW.box)
    assert "stamp lies over print" in finding.message


def test_a_figure_read_below_a_stamp_proves_no_line_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_picture: Path, *, layout: int, **_how: object) -> list[PixelWord]:
        rows = [_word(f"word{at}", 60, 92, y) for at, y in enumerate(range(100, 800, 35))]
        return [_word("78.52", 120, 96, 30)] if layout == ocr._BLOCK else rows

    monkeypatch.setattr(tesseract, "read_words", read)
    monkeypatch.setattr(straighten, "levelled", lambda page, factor=1.0: page)
    page = ocr.read_page(PagePixels(_stamped(with_rows(), 200, 260), 468, 324), 1, ("eng",))
    assert {word.text for word in page.text.words if word.uncovered} == {"78.52"}
