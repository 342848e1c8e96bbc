"""How a phrase is found in a text: as whole words, wherever it stands."""

from __future__ import annotations

import re

import pytest

from app.extraction.statements.kinds import Kind, any_of, leads_of, said_by

_PATTERNS = (
    r"payment (?:by|per) card",
    r"(?<!not )paid",
    r"(?:(?<!..)|was )charged",
    r"'000s",
    r"in cents(?= ?[.,;!)]|$)",
)
_KIND = Kind(said_by(*_PATTERNS), None, leads_of("payment paid charged 000s cents"))
_PLAIN = any_of(*(pattern.replace("(?<!..)", "^") for pattern in _PATTERNS))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("paid", "paid"),
        ("it was paid.", "paid"),
        ("(paid)", "paid"),
        ("prepaid", ""),
        ("3.paid", ""),
        ("paidup", ""),
        ("not paid", ""),
        ("charged to you", "charged"),
        ("it was charged to you", "was charged"),
        ("it is charged", ""),
        ("amounts '000s", "'000s"),
        ("all in cents", "in cents"),
        ("all in cents here", ""),
        ("card. payment per card, paid", "payment per card"),
        ("", ""),
    ],
)
def test_a_phrase_is_found_as_whole_words_wherever_it_stands(text: str, words: str) -> None:
    assert _KIND.find(text) == words


def test_it_finds_what_the_same_patterns_find_without_the_sign_before_them() -> None:
    parts = ["paid", "payment", "per", "card", "(", "charged", "was", "'000s", "in", "cents", ".", "x", "not", "-", " "]
    texts = [
        glue.join(parts[at:end]) for glue in (" ", "") for at in range(len(parts)) for end in range(at, len(parts))
    ]
    for text in texts:
        found: re.Match[str] | None = _PLAIN.search(text)
        assert _KIND.find(text) == (found.group() if found is not None else "")
