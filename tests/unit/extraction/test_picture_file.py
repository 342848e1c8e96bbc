"""What tesseract is given to read: the same pixels, black and white as one bit each (S2.159)."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.domain.errors import EnvironmentFault
from app.extraction.scans.picture_file import write_picture


def _read(file: Path) -> Image.Image:
    picture = Image.open(io.BytesIO(file.read_bytes()))
    picture.load()
    return picture


@pytest.mark.parametrize("width", [1, 7, 8, 9, 31])
def test_black_and_white_takes_a_bit_a_pixel_and_stays_what_it_is(tmp_path: Path, width: int) -> None:
    picture = (np.random.default_rng(width).integers(0, 2, (13, width)) * 255).astype(np.uint8)
    write_picture(picture, tmp_path / "page")
    written = _read(tmp_path / "page")
    assert written.mode == "1"
    assert np.array_equal(np.asarray(written.convert("L")), picture)


@pytest.mark.parametrize("tone", [1, 128, 254])
def test_one_grey_pixel_keeps_a_picture_grey(tmp_path: Path, tone: int) -> None:
    picture = np.full((9, 14), 255, np.uint8)
    picture[3, 5], picture[6, 2] = tone, 0
    write_picture(picture, tmp_path / "page")
    written = _read(tmp_path / "page")
    assert written.mode == "L"
    assert np.array_equal(np.asarray(written), picture)


def test_no_room_for_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        write_picture(np.zeros((4, 4), np.uint8), tmp_path / "gone" / "page")
    assert fault.value.code == "no_temp_folder"
