"""Coloured ink over the print of a scan: it is told from print, from coloured paper and from print in colours."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans.coloured_ink import coloured_places
from tests.unit.extraction.test_under_stamps import with_rows

# blue, green, red
_BLUE, _RED, _PURPLE, _YELLOW, _BLACK = (
    (150, 40, 25),
    (35, 25, 190),
    (120, 40, 110),
    (120, 226, 250),
    (34, 30, 30),
)


def _colours() -> Pixels:
    return cv2.cvtColor(with_rows(), cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)


def _over(sheet: Pixels, colour: tuple[int, int, int], left: int = 440, top: int = 235) -> Pixels:
    """Lay a tick over a sheet, as ink that is printed through."""
    ink = np.full_like(sheet, 255)
    tick = np.array([[left, top], [left + 20, top + 25], [left + 70, top - 30]], np.int32)
    cv2.polylines(ink, [tick], False, colour, 5, cv2.LINE_AA)
    return cv2.min(sheet, ink).astype(np.uint8, copy=False)


def _places(colours: Pixels) -> list[tuple[int, int, int, int]]:
    grey = cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)

    def lightest(smaller: int) -> Pixels:
        size = (colours.shape[1] // smaller, colours.shape[0] // smaller)
        small: Pixels = cv2.resize(colours.max(axis=2), size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        return small

    return coloured_places(PagePixels(grey, 468, 324, lightest))


@pytest.mark.parametrize("colour", [_BLUE, _PURPLE])
def test_a_tick_over_a_figure_is_found_however_thin_and_dark_it_is(colour: tuple[int, int, int]) -> None:
    places = _places(_over(_colours(), colour))
    assert places
    for left, top, right, bottom in places:
        assert 426 < left < right < 524
        assert 191 < top < bottom < 274


def test_ink_in_black_is_not_told_by_its_colour() -> None:
    assert not _places(_over(_colours(), _BLACK))
    assert not _places(_colours())


def test_ink_beside_print_covers_none() -> None:
    assert not _places(_over(_colours(), _BLUE, left=1150, top=700))


def test_coloured_paper_is_no_ink_and_ink_on_it_is() -> None:
    tinted = (_colours().astype(np.float64) * np.array(_YELLOW) / 255).astype(np.uint8)
    assert not _places(tinted)
    assert _places(_over(tinted, _RED))


def test_a_page_printed_in_colours_has_no_places() -> None:
    """Nothing would be left of it."""
    sheet = _over(_colours(), _BLUE)
    assert _places(sheet)
    for top in range(20, 880, 40):
        cv2.rectangle(sheet, (20, top), (1280, top + 9), _BLUE, -1)
    assert not _places(sheet)


def test_a_grey_scan_and_a_scrap_have_none() -> None:
    assert not coloured_places(PagePixels(with_rows(), 468, 324))
    scrap = np.full((90, 400), 200, np.uint8)
    assert not coloured_places(PagePixels(scrap, 144, 32, lambda _: scrap))


def _letterhead(*strokes: tuple[tuple[int, int, int], int]) -> Pixels:
    sheet = np.full((900, 1300, 3), 245, np.uint8)
    for colour, thick in strokes:
        cv2.putText(sheet, "ASHGROVE PUMP", (60, 150), cv2.FONT_HERSHEY_SIMPLEX, 2.8, colour, thick)
    cv2.putText(sheet, "Copper pipe 15 mm", (60, 500), cv2.FONT_HERSHEY_SIMPLEX, 0.9, _BLACK, 2)
    return sheet


def test_a_letterhead_in_colours_covers_no_print() -> None:
    """Dark ink is black in a few of its pixels, or coloured at its rims alone."""
    specked = _letterhead((_BLUE, 12))
    dark = (specked[:, :, 0] == _BLUE[0]).nonzero()
    for y, x in list(zip(*dark, strict=True))[::1500]:
        cv2.circle(specked, (int(x), int(y)), 1, _BLACK, -1)
    assert not _places(specked)
    assert not _places(_letterhead((_BLUE, 17), (_BLACK, 11)))
