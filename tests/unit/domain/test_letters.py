"""Letters and numbers as they are compared, whoever printed them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.letters import without_accents
from app.domain.printed_numbers import possible_values


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Livré à l'atelier", "Livre a l'atelier"), ("Größe".casefold(), "grosse"), ("ﬁne", "fine"), ("Ø", "Ø"), ("", "")],
)
def test_accents_are_set_aside(text: str, plain: str) -> None:
    assert without_accents(text) == plain


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("12", {"12"}),
        ("1.200", {"1.2", "1200"}),
        ("1,200", {"1.2", "1200"}),
        ("2,5", {"2.5"}),
        ("0.125", {"0.125", "125"}),
    ],
)
def test_three_digits_behind_a_mark_are_thousands_or_decimals(printed: str, values: set[str]) -> None:
    assert possible_values(printed) == {Decimal(value) for value in values}
