"""Ticks of a coloured pen beside each row: a column of them is one place, so that all rows are read again below it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans.coloured_ink import coloured_places

_ROWS = range(150, 750, 50)  # 18 points from row to row
_ROW = "KC-339  Copper pipe 15 mm   75   78.52"
_END = 60 + cv2.getTextSize(_ROW, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)[0][0]  # of a row
_PAPER, _PRINT, _PEN, _PEN_IN_ITS_COLOUR = 245, 25, 90, 190


def _sheet(ticked: range, tone: int, title: int = _PAPER) -> Pixels:
    """Return rows of print with a tick over the last figure of some of them."""
    sheet = np.full((900, 1300), _PAPER, np.uint8)
    for y in _ROWS:
        cv2.putText(sheet, _ROW, (60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, _PRINT, 2)
    ink = np.full_like(sheet, _PAPER)
    for y in ticked:
        tick = np.array([[_END - 25, y - 12], [_END - 15, y + 2], [_END + 10, y - 30]], np.int32)
        cv2.polylines(ink, [tick], False, tone, 4, cv2.LINE_AA)
    for corner in ((60, 60), (800, 60), (60, 850), (800, 850)):  # names in colours, with print over them
        cv2.putText(ink, "COPPER HOUSE", corner, cv2.FONT_HERSHEY_SIMPLEX, 1.5, title, 10)
        cv2.putText(sheet, "OF BRISTOL " * 2, corner, cv2.FONT_HERSHEY_SIMPLEX, 0.7, _PRINT, 3)
    return cv2.min(sheet, ink).astype(np.uint8, copy=False)


def _places(ticked: range, title: bool = False) -> list[tuple[int, int, int, int]]:
    grey = _sheet(ticked, _PEN, _PEN if title else _PAPER)
    light = _sheet(ticked, _PEN_IN_ITS_COLOUR, _PEN_IN_ITS_COLOUR if title else _PAPER)

    def lightest(smaller: int) -> Pixels:
        size = (light.shape[1] // smaller, light.shape[0] // smaller)
        return cv2.resize(light, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)

    return coloured_places(PagePixels(grey, 468, 324, lightest))


def test_ticks_beside_every_row_are_one_place() -> None:
    (place,) = _places(_ROWS)
    assert np.allclose(place, (_END - 27, 118, _END + 12, 704), atol=14)


@pytest.mark.parametrize("ticked", [range(150, 750, 150), range(150, 200, 50)], ids=["far apart", "one"])
def test_ticks_far_apart_and_a_few_are_no_column(ticked: range) -> None:
    """Else the corner of a stamp and a stroke beside it would take the place of what lies over more print."""
    assert all(place[3] - place[1] < 60 for place in _places(ticked))


def test_a_column_of_ticks_is_looked_at_before_coloured_names_under_print() -> None:
    """These cover more print, and there are as many of them as are looked at."""
    places = _places(range(150, 300, 50), title=True)
    assert abs(places[0][2] - _END) < 30, "the first is the column"
    assert len(places) > 1


def test_a_page_without_coloured_ink_has_no_place() -> None:
    assert not _places(range(0))
