"""The patches of a picture that have ink hold all of it, apart from each other, and its pieces are found in them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.extraction.pages.picture import Pixels
from app.extraction.witness.marks import without_lines
from app.extraction.witness.patches import labelled, patches


def _sprinkled(seed: int) -> Pixels:
    """Return a picture with rules, boxes and specks, some of them at its edges."""
    chance = np.random.default_rng(seed)
    picture = np.zeros((180, 150), np.uint8)
    for _ in range(12):
        left, top = chance.integers(0, 145), chance.integers(0, 175)
        wide, high = (chance.integers(1, 60), 2) if chance.random() < 0.5 else (2, chance.integers(1, 60))
        picture[top : top + high, left : left + wide] = chance.integers(49, 255)
    return picture


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("around", [1, 3, 9])
def test_patches_hold_all_ink_with_paper_around_and_none_twice(seed: int, around: int) -> None:
    picture = _sprinkled(seed)
    covered = np.zeros(picture.shape, np.uint8)
    for rows, columns in patches(picture, around):
        covered[rows, columns] += 1
        inner = picture[rows, columns]
        assert rows.start == 0 or not inner[:around].any()
        assert rows.stop == picture.shape[0] or not inner[-around:].any()
        assert columns.start == 0 or not inner[:, :around].any()
        assert columns.stop == picture.shape[1] or not inner[:, -around:].any()
    assert (covered[picture > 0] == 1).all()


def test_a_page_of_paper_has_no_patches() -> None:
    assert patches(np.zeros((30, 20), np.uint8), 2) == []


@pytest.mark.parametrize("seed", range(12))
def test_the_pieces_are_those_of_the_whole_picture(seed: int) -> None:
    ink = (_sprinkled(seed) > 0).astype(np.uint8)
    count, _, whole, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = [patch for patch in labelled(ink) if patch.pieces]
    pieces = [one for patch in found for one in patch.pieces]
    assert sorted((one.left, one.top, one.wide, one.high, one.area) for one in pieces) == sorted(
        map(tuple, whole[1:count].tolist())
    )
    for patch in found:
        assert ((patch.labels > 0) == (ink[patch.patch] > 0)).all()


@pytest.mark.parametrize("seed", range(12))
def test_lines_are_taken_out_as_if_the_whole_page_were_worked_through(seed: int) -> None:
    drawn = _sprinkled(seed)
    ink = (drawn > 48).astype(np.uint8)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 20), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((10, 1), np.uint8))
    lines = cv2.dilate(cv2.max(across, down), np.ones((5, 5), np.uint8))
    assert (without_lines(drawn, 1.0, rule=20.0, post=10.0) == np.where(lines > 0, 0, drawn)).all()
