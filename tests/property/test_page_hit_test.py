"""Where a point of the view lies on the page: exact under zoom and rotation (requirement 13)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.provenance import Box
from app.ui.page.page_hit_test import Placement, box_at, boxes_in, scroll_to_show

_POINTS = st.floats(0, 1, allow_nan=False)
_PLACEMENTS = st.builds(
    Placement,
    page_width=st.floats(100, 1500),
    page_height=st.floats(100, 1500),
    zoom=st.floats(0.25, 8),
    rotation=st.sampled_from((0, 90, 180, 270)),
    x=st.floats(-3000, 3000),
    y=st.floats(-3000, 3000),
)


@given(_PLACEMENTS, _POINTS, _POINTS)
def test_r13_page_to_view_to_page_is_the_same_point(place: Placement, across: float, down: float) -> None:
    px, py = across * place.page_width, down * place.page_height
    back_x, back_y = place.to_page(*place.to_view(px, py))
    assert abs(back_x - px) < 1e-6
    assert abs(back_y - py) < 1e-6


@given(_PLACEMENTS, _POINTS, _POINTS)
def test_r13_every_point_of_the_page_lies_on_the_page_in_the_view(place: Placement, across: float, down: float) -> None:
    vx, vy = place.to_view(across * place.page_width, down * place.page_height)
    assert place.x - 1e-6 <= vx <= place.x + place.width + 1e-6
    assert place.y - 1e-6 <= vy <= place.y + place.height + 1e-6


@given(_PLACEMENTS, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), min_size=1, unique=True), st.data())
def test_r13_a_click_in_the_middle_of_a_word_finds_that_word(
    place: Placement, cells: list[tuple[int, int]], data: st.DataObject
) -> None:
    words = [(Box(1, 10.0 * c, 12.0 * r, 10.0 * c + 6, 12.0 * r + 8), f"{c}/{r}") for c, r in cells]
    box, text = data.draw(st.sampled_from(words))
    area = place.box_to_view(box)
    px, py = place.to_page(area.x + area.width / 2, area.y + area.height / 2)
    hit = box_at(words, 1, px, py)
    assert hit is not None
    assert hit[1] == text
    assert box_at(words, 2, px, py) is None


@given(_PLACEMENTS, st.floats(0, 300), st.floats(0, 300), st.floats(1, 300), st.floats(1, 300))
def test_r13_an_area_drawn_around_a_word_holds_it(
    place: Placement, x: float, y: float, width: float, height: float
) -> None:
    word = Box(1, x, y, x + width, y + height)
    area = place.box_to_view(word).grown(2)
    drawn = place.area_to_page(1, area.x, area.y, area.x + area.width, area.y + area.height)
    assert [value for _, value in boxes_in([(word, "it")], drawn)] == ["it"]


@given(st.floats(0, 5000), st.floats(1, 400), st.floats(450, 1200), st.floats(5500, 9000), st.floats(0, 5000))
def test_r11_scrolling_brings_the_stretch_into_sight(
    start: float, length: float, view: float, content: float, current: float
) -> None:
    at = scroll_to_show(start, length, view, content, current)
    assert 0 <= at <= content - view
    low, high = max(start - length * 0.1, 0.0), min(start + length * 1.1, content)
    # A stretch that does not fit with its margins is shown from its beginning.
    assert at <= low + 1e-6
    if max(high - low, high - low + 16 - length * 0.2) <= view:
        assert at + view >= high - 1e-6
