"""What a dozen is a dozen of: each, or the unit an item is kept in; never half a dozen pairs by arithmetic (S2.61)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.domain.measure import physical_factor


@pytest.mark.parametrize(("dozen", "count"), [("DZ", 12), ("GR", 144)])
def test_counting_runs_in_eaches_and_not_from_pairs_to_dozens(dozen: str, count: int) -> None:
    assert physical_factor(dozen, "EA") == count
    assert physical_factor("PR", "EA") == 2
    assert physical_factor("PR", dozen) is None
    assert physical_factor(dozen, "PR") is None
    assert physical_factor("GR", "DZ") == 12


@pytest.mark.parametrize("base", ["PR", "ST", "KT"])
def test_a_dozen_of_an_item_kept_in_pairs_or_sets_is_twelve_of_them(base: str) -> None:
    assert physical_factor("DZ", base, base) == 12
    assert physical_factor(base, "GR", base) == Fraction(1, 144)


def test_a_dozen_of_pairs_is_twenty_four_single_gloves() -> None:
    assert physical_factor("DZ", "EA", "PR") == 24


def test_a_dozen_of_sets_is_no_dozen_of_pieces() -> None:
    assert physical_factor("DZ", "EA", "ST") is None
