"""Ruling lines of a scan: found where they run, and never made of print; and pages that are shaded, grainy, faint."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.extraction.pages.picture import Pixels
from app.extraction.scans import lighting, straighten
from app.extraction.scans.rulings import coarse_ink, find_rulings
from tests.helpers.papers import picture_of_invoice

_DPI = 250.0


def _sheet() -> Pixels:
    return np.full((1400, 1800), 255, np.uint8)


def _print(sheet: Pixels, text: str, x: int, y: int, size: float = 1.1) -> None:
    cv2.putText(sheet, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, 0, 3, cv2.LINE_AA)


def test_lines_are_found_with_their_places_though_figures_touch_them() -> None:
    sheet = _sheet()
    for x in (200, 900, 1500):
        cv2.line(sheet, (x, 300), (x, 800), 0, 3)
    for y in (300, 800):
        cv2.line(sheet, (200, y), (1500, y), 0, 3)
    _print(sheet, "8", 878, 560)
    _print(sheet, "720.50", 1350, 560)
    rulings = find_rulings(coarse_ink(sheet, _DPI))
    upright = sorted(round((line.x0 + line.x1) / 2) for line in rulings if not line.horizontal)
    level = sorted(round(line.top) for line in rulings if line.horizontal)
    assert upright == pytest.approx([200, 900, 1500], abs=4)
    assert level == pytest.approx([300, 800], abs=4)


@pytest.mark.parametrize("dpi", [200, 300])
def test_print_is_no_ruling(dpi: int) -> None:
    sheet = _sheet()
    for row in range(12):
        _print(sheet, "Nest smart thermostat minimum illumination mmmmmm", 60, 80 + 46 * row)
    assert find_rulings(coarse_ink(sheet, float(dpi))) == ()


def test_dashes_and_bands_are_no_rulings() -> None:
    sheet = _sheet()
    for x in range(100, 1700, 24):
        cv2.line(sheet, (x, 200), (x + 12, 200), 0, 3)
    cv2.rectangle(sheet, (100, 400), (1700, 460), 0, -1)
    assert find_rulings(coarse_ink(sheet, _DPI)) == ()


def test_a_shadow_over_half_the_page_hides_no_print() -> None:
    page = np.asarray(picture_of_invoice(250))
    light = np.ones(page.shape, np.float32)
    light[: page.shape[0] // 2] = 0.3
    shaded = (page * light).astype(np.uint8)
    assert lighting.unevenly_lit(shaded)
    parted = lighting.black_and_white_by_place(shaded, _DPI)
    print_, ink = page < 100, parted < 128
    assert np.count_nonzero(print_ & ink) > 0.9 * np.count_nonzero(print_)
    assert np.count_nonzero(ink) < 2.2 * np.count_nonzero(print_)


def test_grain_that_comes_out_as_ink_is_smoothed_away() -> None:
    random = np.random.default_rng(5)
    page = np.asarray(picture_of_invoice(250)).astype(np.float32) * 0.35 + 90
    grainy = np.clip(page + random.normal(0, 38, page.shape), 0, 255).astype(np.uint8)
    plain, smoothed = lighting.black_and_white(grainy), lighting.without_grain(grainy)
    paper = page > page.max() - 3
    assert np.count_nonzero((plain == 0) & paper) > 20 * np.count_nonzero((smoothed == 0) & paper)


def test_faint_print_is_no_blank_page_and_grain_alone_is() -> None:
    random = np.random.default_rng(6)
    page = np.asarray(picture_of_invoice(200)).astype(np.float32)
    faint = np.clip(255 - (255 - page) * 0.25 + random.normal(0, 4, page.shape), 0, 255).astype(np.uint8)
    empty = np.clip(245 + random.normal(0, 6, page.shape), 0, 255).astype(np.uint8)
    assert not straighten.nearly_blank(faint)
    assert straighten.nearly_blank(empty)
    assert straighten.nearly_blank(np.zeros((400, 300), np.uint8))  # a picture whose data is missing is black all over
