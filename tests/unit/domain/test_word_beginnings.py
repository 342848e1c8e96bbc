"""Lists of words that tell by their beginnings."""

from __future__ import annotations

import pytest

from app.domain.word_beginnings import beginning_with


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("zollgebuhr", True),
        ("fracht und zoll", True),
        ("heavy duty", True),
        ("dutyfree", False),
        ("verzollt", False),
        ("lift-gate service", True),
        ("lift gate service", False),
        ("a.b", True),
        ("axb", False),
    ],
)
def test_words_tell_by_their_beginning_and_whole_where_a_stroke_ends_them(text: str, found: bool) -> None:
    pattern = beginning_with(["zoll", "duty|", "lift-gate|", "a.b"])
    assert (pattern.search(text) is not None) is found
