"""The sheet in a photograph: found whole though a shadow lies on it, and never where there is none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.extraction.pages.picture import Pixels
from app.extraction.scans import straighten
from app.extraction.scans.sheet import paper_corners
from tests.helpers.papers import picture_of_invoice

_CORNERS = np.array([[60, 30], [330, 22], [345, 470], [40, 460]], dtype=np.float32)


def _photograph(corners: np.ndarray = _CORNERS, *, table: int = 70, shadow: float = 0.0) -> Pixels:
    """Return the invoice lying on a grained table; ``shadow`` is the light lost in the corner at the lower right."""
    sheet = np.asarray(picture_of_invoice(60))
    height, width = sheet.shape
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    grain = np.random.default_rng(3).normal(table, 6, (500, 386)).clip(0, 255).astype(np.uint8)
    way = cv2.getPerspectiveTransform(flat, corners)
    photo = cv2.warpPerspective(sheet, way, (386, 500), dst=grain, borderMode=cv2.BORDER_TRANSPARENT)
    y, x = np.mgrid[0:500, 0:386]
    light = 1.0 - shadow * np.exp(-(((x - 386) / 170) ** 2 + ((y - 450) / 190) ** 2))
    shaded: Pixels = (photo * light).astype(np.uint8)
    return shaded


@pytest.mark.parametrize("shadow", [0.0, 0.45, 0.6])
def test_the_sheet_is_found_whole_though_a_shadow_lies_on_it(shadow: float) -> None:
    found = paper_corners(_photograph(shadow=shadow))
    assert found is not None
    assert np.abs(found - _CORNERS).max() < 4


def test_a_finger_over_the_edge_changes_nothing() -> None:
    photo = _photograph()
    cv2.ellipse(photo, (30, 240), (36, 50), 0, 0, 360, 150, -1)
    found = paper_corners(photo)
    assert found is not None
    assert np.abs(found - _CORNERS).max() < 4


def test_where_paper_goes_on_beside_half_of_a_side_that_is_no_side_of_a_sheet() -> None:
    photo = _photograph()
    photo[:250, 290:] = 240
    assert paper_corners(photo) is None


def test_a_side_that_runs_along_the_border_for_a_part_is_still_a_side() -> None:
    corners = np.array([[40, 0], [350, 12], [352, 470], [38, 468]], dtype=np.float32)
    found = paper_corners(_photograph(corners))
    assert found is not None
    assert np.abs(found - corners).max() < 6


def test_a_scan_of_nothing_but_paper_has_no_sheet_to_cut_out() -> None:
    scan = np.asarray(picture_of_invoice(45))
    assert paper_corners(scan) is None
    shaded = (scan * np.linspace(1.0, 0.4, scan.shape[1])).astype(np.uint8)
    assert paper_corners(shaded) is None, "a shadow has no edge"


def test_a_bright_patch_that_is_no_sheet_is_left() -> None:
    picture = np.full((500, 386), 80, np.uint8)
    cv2.circle(picture, (190, 250), 170, 240, -1)
    assert paper_corners(picture) is None


def _curled_photograph(tilt: float) -> Pixels:
    """Return a photograph of an invoice that is bent along its middle and lies a little tilted on a dark table."""
    sheet = np.asarray(picture_of_invoice(150))
    height, width = sheet.shape
    y, x = np.mgrid[0 : height + 160, 0 : width + 160].astype(np.float32)
    bow = 18 * np.sin(np.pi * (x - 80) / width)
    lying = cv2.remap(sheet, x - 80, y - 80 - bow, cv2.INTER_LINEAR, borderValue=60.0)
    about = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    turned: Pixels = cv2.warpAffine(lying, about, lying.shape[::-1], borderValue=60.0).astype(np.uint8)
    return turned


@pytest.mark.parametrize("tilt", [0.0, 2.0])
def test_what_is_left_of_the_table_beside_a_curled_sheet_is_painted_over(tilt: float) -> None:
    cut = straighten.cut_out_paper(straighten.unchanged(_curled_photograph(tilt))).grey
    rims = (cut[:6], cut[-6:], cut[:, :6], cut[:, -6:])
    assert min(int(rim.min()) for rim in rims) > 130
    assert np.mean(cut < 100) > 0.005, "the print is still there"
    assert not straighten.lies_sideways(cut)


def test_a_sheet_whose_print_meets_no_side_is_cut_out_as_it_is() -> None:
    sheet = np.asarray(picture_of_invoice(100))
    assert straighten._without_rim(sheet) is sheet


def test_a_dark_rim_says_nothing_about_the_skew_and_the_way_a_page_lies() -> None:
    sheet = np.asarray(picture_of_invoice(100))
    height, width = sheet.shape
    about = cv2.getRotationMatrix2D((width / 2, height / 2), -2.0, 1.0)
    skewed = cv2.warpAffine(sheet, about, (width, height), borderValue=255.0).astype(np.uint8)
    cv2.rectangle(skewed, (0, 0), (width - 1, height - 1), 40, 5)
    assert straighten.skew(skewed) == pytest.approx(2.0, abs=0.2)
    assert not straighten.lies_sideways(skewed)
    assert straighten.lies_sideways(np.ascontiguousarray(np.rot90(skewed)))
