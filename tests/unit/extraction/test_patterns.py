"""Patterns of profiles: what they fit, what is refused, and that no text makes them slow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.extraction.values.patterns import fault_of, matches, matches_any


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("IB-*", "IB-3810", True),
        ("ib-####", "IB-3810", True),
        ("IB-####", "IB-38100", False),
        ("@@-##", "ab-12", True),
        ("@@-##", "a1-12", False),
        ("*remit to*", "Please REMIT TO: bank", True),
        ("remit to*", "Please remit to", False),
        (r"\** note", "** note", True),
        (r"\*note", "note", False),
        (r"lot \#?", "lot #7", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
    ],
)
def test_what_fits(pattern: str, text: str, fits: bool) -> None:
    assert matches(pattern, text) is fits
    assert matches_any(["zzz", pattern], text) is fits


def test_no_text_makes_a_pattern_slow() -> None:
    # each of these takes a backtracking engine more steps than there are atoms; here steps are counted by the size
    assert not matches("*a" * 60 + "b", "a" * 5_000)
    assert not matches("*a*a*a*a*a*a*a*a*b", "a" * 20_000)


@given(st.text(alphabet="ab*?#@\\ ", max_size=12), st.text(alphabet="ab1 ", max_size=20))
def test_a_pattern_always_comes_to_an_end_and_stars_around_it_fit_more(pattern: str, text: str) -> None:
    if matches(pattern, text):
        assert matches(f"*{pattern}", f"xx{text}") or pattern.endswith("\\") or text == ""


@pytest.mark.parametrize("pattern", ["", "  ", "*", "**?", "x" * 201])
def test_patterns_that_say_nothing_are_refused(pattern: str) -> None:
    assert fault_of(pattern)


def test_a_plain_pattern_has_no_fault() -> None:
    assert fault_of("Subtotal*") is None
