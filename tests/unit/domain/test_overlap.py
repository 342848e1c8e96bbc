"""How two things on a page lie to each other."""

from __future__ import annotations

import pytest

from app.domain.overlap import in_one_column, middle_in, overlap, shared_area, shared_width
from app.domain.provenance import Box

_HERE = Box(1, 10, 10, 30, 20)


@pytest.mark.parametrize(
    ("other", "column", "width", "area"),
    [
        (Box(1, 25, 40, 60, 50), True, 5, 0),  # under it, one to the right
        (Box(1, 0, 0, 15, 5), True, 5, 0),
        (Box(1, 30, 10, 40, 20), False, 0, 0),  # edge to edge
        (Box(1, 42, 10, 50, 20), False, -12, 0),
        (Box(1, 20, 15, 50, 40), True, 10, 50),
        (Box(1, 20, 20, 50, 40), True, 10, 0),
        (Box(1, 12, 12, 14, 14), True, 2, 4),  # inside
        (Box(1, 40, 30, 50, 40), False, -10, 0),  # apart both ways: no area of two negatives
    ],
)
def test_what_two_boxes_share(other: Box, column: bool, width: float, area: float) -> None:
    for one, two in ((_HERE, other), (other, _HERE)):
        assert in_one_column(one, two) is column
        assert shared_width(one, two) == width
        assert shared_area(one, two) == area
        assert overlap(one, two) is (area > 0)


@pytest.mark.parametrize(
    ("inner", "lies"),
    [
        (Box(1, 0, 0, 40, 30), True),  # larger, with its middle there
        (Box(1, 0, 0, 20, 20), True),  # on the edges
        (Box(1, 0, 0, 18, 20), False),
        (Box(1, 20, 18, 40, 24), False),
        (Box(1, 24, 12, 40, 18), False),
    ],
)
def test_the_middle_lies_in_a_box(inner: Box, lies: bool) -> None:
    assert middle_in(inner, _HERE) is lies
