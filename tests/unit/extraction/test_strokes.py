"""Strokes in any colours: what people see is found, whichever of the three colours tells it from its ground."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.provenance import Box
from app.extraction.witness.lettering import Lettering
from app.extraction.witness.strokes import COARSE, strokes
from app.extraction.witness.telling import PageFacts, Telling
from tests.helpers.typed_pages import shipped_knowledge

_SCALE = 3.0  # pixels a point
_PAPER, _TONED = (255, 255, 255), (228, 236, 240)
_RED, _BLUE, _GREEN, _YELLOW, _CYAN = (30, 30, 220), (255, 0, 0), (120, 200, 120), (0, 255, 255), (255, 255, 0)
_GREY, _WHITE, _BLACK = (150, 150, 150), (255, 255, 255), (0, 0, 0)


def _picture(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Return paper with a band on it, 40 points high, and an upright stroke of 2 points in its middle."""
    picture = np.full((300, 600, 3), _PAPER, np.uint8)
    picture[90:210, 100:500] = ground
    picture[135:165, 297:303] = ink
    return picture


@pytest.mark.parametrize(("ground", "ink"), [
    (_PAPER, _BLACK), (_BLACK, _WHITE), (_RED, _WHITE), (_GREY, _WHITE), (_GREEN, _WHITE), (_BLUE, _RED),
    (_YELLOW, _CYAN), (_RED, _BLACK), (_PAPER, _YELLOW), (_TONED, _BLACK),
])  # fmt: skip
def test_a_stroke_is_seen_on_any_ground_and_its_ground_is_not(
    ground: tuple[int, int, int], ink: tuple[int, int, int]
) -> None:
    drawn = strokes(_picture(ground, ink), _SCALE)[0]
    assert (drawn[135:165, 297:303] > 0).all()
    drawn[133:167, 295:305] = 0
    assert not drawn.any()


def test_what_hardly_stands_out_is_no_print_and_large_lettering_of_it_is_faint() -> None:
    picture = np.full((800, 800, 3), 255, np.uint8)
    cv2.putText(picture, "VOID", (100, 500), cv2.FONT_HERSHEY_SIMPLEX, 8, (232, 232, 232), 20)
    drawn, faint = strokes(picture, _SCALE)
    assert not drawn.any()
    assert (faint > 0)[400 // COARSE : 500 // COARSE].any()


def test_a_stroke_does_not_run_into_the_rim_below_it() -> None:
    """Of a band little higher than lettering the rim looks like a stroke; a digit does not grow by it."""
    picture = np.full((300, 600, 3), 255, np.uint8)
    picture[100:151, 100:500] = 90
    picture[118:145, 297:302] = 255
    drawn = strokes(picture, _SCALE)[0]
    assert (drawn[119:144, 298:301] > 0).all()
    assert not drawn[145, 297:302].any()


def test_either_of_two_readings_of_lettering_may_be_what_alarms() -> None:
    facts = PageFacts((), (), 792.0)
    box = Box(1, 300, 380, 430, 410)
    telling = Telling(shipped_knowledge())
    assert telling.matters(Lettering("fPAID IN FULL", box, also="PAID IN FULL"), facts)
    assert not telling.matters(Lettering("", box, also="NORTHWIND"), facts)
