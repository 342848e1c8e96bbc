"""Places where the rows of a scan were lost: found by soup, cut at gaps, and taken only where they read better."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans import lighting, ocr, straighten, tesseract
from app.extraction.scans.lost_rows import lost_places, replaced
from app.extraction.scans.tesseract import PixelWord

_HIGH = 20


def _word(text: str, x0: float, top: float, confidence: int = 95, high: float = _HIGH) -> PixelWord:
    return PixelWord(text, x0, top, x0 + 12 * len(text), top + high, confidence)


def _page(*words: PixelWord) -> Pixels:
    """Return a page with a black bar for each word."""
    page = np.full((1400, 1000), 255, np.uint8)
    for word in words:
        cv2.rectangle(page, (int(word.x0), int(word.top)), (int(word.x1), int(word.bottom)), 0, -1)
    return page


_LEFT = [_word("Springfield", 60, 100), _word("Tax", 60, 150), _word("12-3456789", 120, 150)]
_BELOW = [_word("Quantity", 60, 400), _word("Amount", 700, 400)]
_PRINTED = [
    _word("Number", 600, 120),
    _word("448210", 800, 120),
    _word("Date", 600, 160),
    _word("03/04/2026", 780, 160),
]
_SOUP = [_word("oapone", 790, 122, 0, 55), _word("coe", 610, 125, 12), _word("03", 780, 160, 94)]


def test_soup_beside_another_block_is_a_place_out_to_the_gaps_around_it() -> None:
    (place,) = lost_places(_page(*_LEFT, *_BELOW, *_PRINTED), [*_LEFT, *_BELOW, *_SOUP])
    left, top, right, bottom = place
    assert 170 < left <= 600, "the address to the left is another block"
    assert top <= 120, "the first row is whole"
    assert 180 <= bottom < 400, "the table below is left alone"
    assert right >= 900


def test_a_place_cuts_no_word_that_was_read_surely() -> None:
    long = [*_PRINTED[:3], _word("DE999555104", 560, 200), _word("03/04/2026", 780, 160)]
    read = [*_LEFT, *_BELOW, _word("DE999555104", 560, 200), _word("ate", 600, 125, 5, 55), _word("coe", 610, 125, 12)]
    (place,) = lost_places(_page(*_LEFT, *_BELOW, *long), read)
    assert place[0] <= 560, "the number below is wider than the soup"


def test_a_word_of_two_rows_beside_soup_is_soup_as_well_and_no_loss() -> None:
    joined = _word("13.08.2026", 900, 122, 80, 56)
    title = _word("INVOICE", 300, 95, 96, 45)
    words = [*_LEFT, *_BELOW, title, _word("ate", 600, 122, 5, 56), _word("coe", 610, 125, 12), joined]
    (place,) = lost_places(_page(*_LEFT, *_BELOW, title, *_PRINTED, joined), words)
    assert place[2] >= joined.x1
    assert place[0] > title.x0 + 84, "a title on another level is no soup"
    again = [*_PRINTED[:2], _word("13.03.2026", 900, 122), _word("PO-3004", 930, 155)]
    assert replaced([*_LEFT, _word("coe", 610, 125, 12), joined], (590, 100, 1050, 200), again) == [*_LEFT, *again]
    one_row = _word("13.08.2026", 900, 122, 80)
    kept = [*_LEFT, _word("coe", 610, 125, 12), one_row]
    assert replaced(kept, (590, 100, 1050, 200), again) == kept, "what was read surely in one row is never lost"


def test_a_page_that_was_read_has_no_such_place() -> None:
    assert lost_places(_page(*_LEFT, *_PRINTED), [*_LEFT, *_PRINTED]) == []
    one = [*_LEFT, *_PRINTED, _word("x7", 500, 600, 20)]
    assert lost_places(_page(*one), one) == [], "a single dim word is for the second reader"
    dirt = [*_LEFT, _word("~-", 500, 600, 3), _word("..", 520, 600, 3)]
    assert lost_places(_page(*dirt), dirt) == []


def test_soup_all_over_the_page_is_a_bad_scan_and_no_place() -> None:
    soup = [_word("eaog", x, y, 10) for y in range(100, 1300, 40) for x in range(60, 900, 120)]
    assert lost_places(_page(*soup, *_LEFT), [*soup, *_LEFT]) == []


def test_what_was_read_again_counts_only_where_it_reads_more() -> None:
    place = (590, 100, 920, 200)
    assert replaced([*_LEFT, *_SOUP], place, _PRINTED) == [*_LEFT, *_PRINTED]
    worse = [_word("o", 790, 122, 30)]
    assert replaced([*_LEFT, *_PRINTED], place, worse) == [*_LEFT, *_PRINTED]
    soup = _word("coe", 610, 125, 12)
    assert replaced([*_LEFT, soup], place, [soup, worse[0]]) == [*_LEFT, soup], "more soup is no better"


def test_a_second_look_that_loses_what_was_read_surely_does_not_count() -> None:
    place = (590, 100, 920, 200)
    heading = _word("Price", 800, 180, 89)
    assert replaced([*_LEFT, *_SOUP, heading], place, _PRINTED) == [*_LEFT, *_SOUP, heading]
    assert replaced([*_LEFT, *_SOUP, heading], place, [*_PRINTED, heading]) == [*_LEFT, *_PRINTED, heading]


def test_a_place_is_read_by_itself_and_its_words_stand_where_they_are_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = _page(*_LEFT, *_BELOW, *_PRINTED)

    def read(picture: Path, *, layout: int, **_how: object) -> list[PixelWord]:
        if layout != ocr._BLOCK:
            return [*_LEFT, *_BELOW, *_SOUP, *(_word(f"word{i}", 60, 500 + 30 * i) for i in range(20))]
        seen = cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE)
        assert seen is not None
        count, _, boxes, _ = cv2.connectedComponentsWithStats((seen < 128).astype(np.uint8))
        bars = sorted(boxes[1:count].tolist(), key=lambda box: (box[1] // 30, box[0]))
        names = ("Number", "448210", "Date", "03/04/2026")
        return [
            PixelWord(text, x, y, x + wide, y + high, 96)
            for text, (x, y, wide, high, _) in zip(names, bars, strict=True)
        ]

    monkeypatch.setattr(tesseract, "read_words", read)
    monkeypatch.setattr(straighten, "levelled", lambda page, factor=1.0: page)
    monkeypatch.setattr(lighting, "light_on_dark_turned", lambda grey: grey)  # the bars are no bands
    found = ocr.read_page(PagePixels(page, 288.0, 403.2), 1, ("eng",))
    number = next(word for word in found.text.words if word.text == "448210")
    assert "oapone" not in {word.text for word in found.text.words}
    assert (number.box.x0, number.box.top) == pytest.approx((800 * 0.288, 120 * 0.288), abs=0.5)
