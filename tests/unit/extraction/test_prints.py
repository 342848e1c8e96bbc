"""Characters by the pixels they are printed with: found again exactly, and never where anything else is to be seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.values.words import Word
from app.extraction.witness.likeness import Glyphs, KnownLooks
from app.extraction.witness.prints import PrintedCell, printed_cell

_WIDE, _HIGH = 10, 20  # pixels of a character's place; a pixel is a point here
# What the characters paint, as columns and rows of black.
_PAINT = {"1": ((4, 3, 6, 16),), "7": ((2, 3, 8, 5), (6, 3, 8, 16)), "0": ((2, 3, 4, 16), (6, 3, 8, 16))}


def _page(text: str, *more: tuple[int, int, int, int], down: int = 0) -> Pixels:
    page = np.full((100, 200), 255, np.uint8)
    for at, sign in enumerate(text):
        for x0, top, x1, bottom in _PAINT[sign]:
            page[40 + down + top : 40 + down + bottom, 50 + at * _WIDE + x0 : 50 + at * _WIDE + x1] = 0
    for x0, top, x1, bottom in more:
        page[top:bottom, x0:x1] = 0
    return page


def _signs(claimed: str) -> list[Word]:
    places = (50.0 + at * _WIDE for at in range(len(claimed)))
    return [Word(sign, Box(1, x0, 40.0, x0 + _WIDE, 40.0 + _HIGH)) for sign, x0 in zip(claimed, places, strict=True)]


def _cell(claimed: str, page: Pixels, others: Sequence[Box] = ()) -> PrintedCell:
    return printed_cell(Box(1, 50.0, 40.0, 50.0 + _WIDE * len(claimed), 60.0), _signs(claimed), others, page, 1.0)


def _having(claimed: str) -> KnownLooks:
    """Return looks that were borne out by a reader for these characters as they are painted here."""
    known, nothing = KnownLooks(), np.full((20, 10), 255, np.uint8)
    known.add(Glyphs(tuple(claimed), (nothing,) * len(claimed), _cell(claimed, _page(claimed)).prints))
    return known


@pytest.mark.parametrize(
    ("claimed", "page", "told"),
    [
        ("710", _page("710"), True),
        ("11", _page("11"), True),
        ("710", _page("110"), False),  # one digit claims another
        ("710", _page("71"), False),  # one is not there
        ("710", _page("710", (84, 43, 86, 56)), False),  # a digit behind it
        ("710", _page("710", (40, 43, 42, 56)), False),  # a digit before it
        ("710", _page("710", (61, 43, 62, 56)), False),  # a stroke within it
        ("710", _page("710", (83, 30, 84, 70)), True),  # the side of a box
        ("710", _page("710", (40, 59, 90, 60)), False),  # an underline that touches it is left to the readers
        ("710", _page("710", down=3), False),  # higher or lower signs are other signs: a point, an apostrophe
        ("710", _page("710", down=1), True),  # rows are rounded
        ("170", np.full((100, 200), 255, np.uint8), False),
    ],
)
def test_what_was_borne_out_is_found_again_where_nothing_else_is_seen(claimed: str, page: Pixels, told: bool) -> None:
    assert _having("017").knows_prints(_signs(claimed), _cell(claimed, page)) is told


def test_what_nobody_has_read_is_not_known() -> None:
    assert not KnownLooks().knows_prints(_signs("1"), _cell("1", _page("1")))
    assert not _having("10").knows_prints(_signs("17"), _cell("17", _page("17")))


def test_ink_of_another_word_beside_it_is_that_words() -> None:
    page = _page("710", (84, 43, 86, 56))
    assert _having("017").knows_prints(_signs("710"), _cell("710", page, [Box(1, 82.0, 40.0, 90.0, 60.0)]))


def test_of_words_half_of_the_letters_in_runs_are_enough() -> None:
    known = _having("01")
    assert known.knows_half_of_prints(_signs("101771"), _cell("101771", _page("101771")), 3)
    assert not known.knows_half_of_prints(_signs("107177"), _cell("107177", _page("107177")), 3)
    goes_on = _page("101771", (114, 43, 116, 56))
    assert not known.knows_half_of_prints(_signs("101771"), _cell("101771", goes_on), 3)


def test_a_cell_off_the_page_has_no_print() -> None:
    off = Box(1, 50.0, 140.0, 60.0, 160.0)
    assert printed_cell(off, _signs("1"), (), _page("1"), 1.0) == PrintedCell((None,), alone=False)
