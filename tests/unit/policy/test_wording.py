"""How order lines are named in reasons."""

from __future__ import annotations

from app.domain.order import LineRef
from app.policy.wording import sets_text


def test_a_reading_without_order_lines_is_named_too() -> None:
    ties = (LineRef("PO-1", 1), LineRef("PO-1", 3))
    assert sets_text(((), ties)) == "(no order line) or (PO-1 line 1, PO-1 line 3)"
    assert sets_text(()) == ""
