"""Dotted lines between the rows of a scanned table, which were read as letters in place of the rows."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.extraction.pages.picture import Pixels
from app.extraction.scans.dotted import without_dotted_lines
from app.extraction.scans.rulings import coarse_ink

_DPI = 300.0
_ROWS = ("KH-657 Manguera 1/2   300   9.49   2,847.00", "GL-120 Guantes azul, g   12   1.50   18.00")


def _printed(*rows: str) -> Pixels:
    sheet = np.full((600, 1600), 250, np.uint8)
    for at, row in enumerate(rows):
        cv2.putText(sheet, row, (60, 150 + 90 * at), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 10, 3, cv2.LINE_AA)
    return sheet


def _clean(sheet: Pixels) -> Pixels:
    return without_dotted_lines(sheet, coarse_ink(sheet, _DPI))


@pytest.mark.parametrize(("dot", "step", "lean"), [(4, 12, 0), (8, 16, 0), (4, 12, 6)])
def test_dots_between_rows_are_taken_away_and_every_stroke_stays(dot: int, step: int, lean: int) -> None:
    print_alone = _printed(*_ROWS)
    sheet = print_alone.copy()
    for row in range(2):
        for x in range(60, 1500, step):
            y = 180 + 90 * row + lean * x // 1500  # paper bends
            sheet[y : y + 4, x : x + dot] = 20
    assert int(np.abs(sheet.astype(int) - print_alone).max()) > 200
    assert int(np.abs(_clean(sheet).astype(int) - print_alone).max()) < 10


def test_points_that_are_print_stay() -> None:
    sheet = _printed(*_ROWS, "i.i.i.i.i.i.i.i.i.i.i.i.i.i.i.i.i.i.i", "1.000,00  2.000,00  ...  etc.")
    assert np.array_equal(_clean(sheet), sheet)


def test_a_solid_line_stays() -> None:
    sheet = _printed(*_ROWS)
    cv2.line(sheet, (60, 350), (1500, 350), 0, 3)
    assert np.array_equal(_clean(sheet), sheet)
