"""How sure a count is: intervals, exact tests and their correction, worked out in other ways too (S2.142)."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import comb

import pytest

from app.domain.certainty import (
    Rate,
    binomial_at_least,
    fewer_than_others,
    holm,
    median_interval,
    more_than_others,
    onset,
    wilson,
)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # From R: prop.test(part, whole, correct = FALSE)
    [(0, 10, "0.0", "27.8"), (3, 10, "10.8", "60.3"), (10, 10, "72.2", "100.0"), (50, 1000, "3.8", "6.5")],
)
def test_wilsons_interval(part: int, whole: int, low: str, high: str) -> None:
    assert wilson(part, whole) == (Decimal(low), Decimal(high))


def test_a_rate_of_nothing_says_nothing() -> None:
    assert (Rate(0, 0).percent, Rate(0, 0).interval) == (None, None)
    assert Rate(1, 3).percent == Decimal("33.3")


@pytest.mark.parametrize(("part", "whole", "chance"), [(0, 5, "0.3"), (2, 5, "0.3"), (5, 5, "0.5"), (7, 20, "0.1")])
def test_the_binomial_tail_is_the_sum_of_its_terms(part: int, whole: int, chance: str) -> None:
    p = Fraction(chance)
    terms = (comb(whole, k) * p**k * (1 - p) ** (whole - k) for k in range(part, whole + 1))
    assert abs(Fraction(binomial_at_least(part, whole, Decimal(chance))) - sum(terms)) < Fraction(1, 10**20)


def test_fishers_exact_test_counts_every_way_to_deal() -> None:
    # 3 of 4 here, 1 of 5 there: of all ways to mark 4 of 9, those with 3 or more among the first 4.
    ways = [marks for marks in product((0, 1), repeat=9) if sum(marks) == 4]
    more = sum(sum(marks[:4]) >= 3 for marks in ways)
    assert abs(Fraction(more_than_others(3, 4, 1, 5)) - Fraction(more, len(ways))) < Fraction(1, 10**20)
    fewer = sum(sum(marks[:4]) <= 3 for marks in ways)
    assert abs(Fraction(fewer_than_others(3, 4, 1, 5)) - Fraction(fewer, len(ways))) < Fraction(1, 10**20)


def test_nothing_is_learned_from_nothing() -> None:
    assert more_than_others(0, 0, 5, 10) == more_than_others(3, 3, 0, 0) == 1


def test_holm_multiplies_by_the_tests_that_are_left_and_keeps_the_order() -> None:
    assert holm([Decimal("0.01"), Decimal("0.04"), Decimal("0.03")]) == (
        Decimal("0.03"), Decimal("0.06"), Decimal("0.06"),
    )  # fmt: skip
    assert holm([]) == ()


def test_an_onset_is_found_where_it_was_put_and_not_where_there_is_none() -> None:
    chance = random.Random(5)
    before = [chance.random() < 0.03 for _ in range(200)]
    after = [True, *(chance.random() < 0.5 for _ in range(99))]
    found = onset([*before, *after])
    assert found is not None
    assert abs(found.place - 200) <= 5
    assert onset([chance.random() < 0.3 for _ in range(300)]) is None
    assert onset([]) is None
    assert onset([True] * 50) is None


def test_a_median_lies_between_order_statistics() -> None:
    middle, low, high = median_interval([Decimal(n) for n in range(1, 101)])
    # The sign test of 100: ranks 40 and 61.
    assert (middle, low, high) == (Decimal("50.5"), Decimal(40), Decimal(61))
    assert median_interval([Decimal(7)]) == (Decimal(7), Decimal(7), Decimal(7))
