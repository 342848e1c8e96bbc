"""How order lines are named in reasons, and how several reasons become one text."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.domain.order import LineRef
from app.policy.wording import factor_text, joined_reasons, sets_text


def test_a_reading_without_order_lines_is_named_too() -> None:
    ties = (LineRef("PO-1", 1), LineRef("PO-1", 3))
    assert sets_text(((), ties)) == "(no order line) or (PO-1 line 1, PO-1 line 3)"
    assert sets_text(()) == ""


def test_a_sentence_is_followed_by_a_sentence_and_never_by_a_semicolon() -> None:
    said = ("billed at 3 against 2", "Page 1 shows “x”. Look at it.", "the order is cancelled", "billed at 3 against 2")
    assert joined_reasons(said) == ("billed at 3 against 2; Page 1 shows “x”. Look at it. The order is cancelled")
    assert joined_reasons(()) == ""


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (Fraction(24), "24"), (Fraction(1000), "1000"), (Fraction(1, 2), "0.5"), (Fraction(125, 1000), "0.125"),
        (Fraction(1, 24), "1/24"), (Fraction(7, 3), "2.333333"),
    ],
)  # fmt: skip
def test_a_factor_is_a_whole_number_a_decimal_that_ends_or_a_fraction(factor: Fraction, said: str) -> None:
    assert factor_text(factor) == said
