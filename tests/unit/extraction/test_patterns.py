"""Patterns of profiles: what they fit, what is refused, and that no text makes them slow."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ProfileError
from app.extraction.profiles.files import check_profile_file
from app.extraction.profiles.model import Profile, Recognition
from app.extraction.profiles.writing import profile_toml
from app.extraction.values.patterns import fault_of, literally, matches, matches_any


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


@pytest.mark.parametrize(
    ("pattern", "construct"),
    [
        (r"^(\w+\s?)*$", r"^"),
        (r"(\w+\s?)*$", r"\w"),
        (r"(\d+[.,]?)+$", r"\d"),
        ("(a+)+$", ")+"),
        ("(a|aa)+$", ")+"),
        ("(.*?,){25}x", "){"),
        ("(?:a{1,1000}){1,1000}", "(?:"),
        ("IB-[0-9]{4}", "[0-9]"),
        ("[A-Z]+-1", "[A-Z]"),
        ("a{1,1000}", "{1,1000}"),
        (".*total.*", ".*"),
        ("total.+", ".+"),
        (r"(\1)", r"\1"),
    ],
)
def test_a_regular_expression_is_refused_and_its_construct_is_named(pattern: str, construct: str) -> None:
    fault = fault_of(pattern)
    assert fault is not None
    assert f"“{construct}”" in fault


@pytest.mark.parametrize(
    "pattern",
    ["(continued)*", "Art. No.*", "US$ *", "[a] *", r"\** note", r"\#1", "a|b", "A+*", "total (net) #", "a-b*"],
)
def test_signs_that_stand_on_invoices_are_no_regular_expression(pattern: str) -> None:
    assert fault_of(pattern) is None


def test_a_catastrophic_expression_in_a_profile_is_refused_when_it_is_checked(tmp_path: Path) -> None:
    folder = tmp_path / "us" / "evil"
    folder.mkdir(parents=True)
    text = profile_toml(Profile("us/evil", 1, "Evil Inc", Recognition(names=("Evil Inc",))))
    (folder / "profile.toml").write_text(text + '\n[lines]\nignore = ["(a+)+$"]\n', encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        check_profile_file(folder / "profile.toml")
    assert any("“)+” of a regular expression" in fault for fault in caught.value.faults)


def test_a_text_written_literally_is_fitted_by_itself_alone() -> None:
    text = "*A?#@\\7"
    assert matches(literally(text), text)
    assert not matches(literally(text), "xAx1b\\7")
