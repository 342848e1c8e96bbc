"""What is said of lines whose reading nothing decides: each reading once, and the patterns of all of them."""

from __future__ import annotations

from app.domain.match import Group, GroupEvidence, Pattern
from app.domain.order import LineRef
from app.matching.ambiguity import Settled
from app.matching.candidates import Candidates
from app.matching.explanation import explained
from app.matching.hypothesis import Hypothesis
from app.matching.lines import prepare
from tests.helpers.matching import WEIGHTS, billed, desk, invoice, order, ordered

_ONE, _TWO = LineRef("PO-1", 1), LineRef("PO-1", 2)
_EVIDENCE = GroupEvidence(equation="2 × 5.00 = 10.00")


def _said(*readings: tuple[LineRef, ...], patterns: tuple[Pattern, ...] = (Pattern.EXACT,)) -> Group:
    """Return what becomes of line 3, settled with these readings, whose rivals are lines 2 and 1 of these patterns."""
    known = desk(order("PO-1", ordered(1, "B1", "Bolt", "2", "EA", "5.00"), ordered(2, "B2", "Nut", "2", "EA", "5.00")))
    ground = prepare(invoice(billed(3, "B1", "Bolt", "2", "EA", "5.00", "10.00")), known, known.orders)
    chosen = Hypothesis((3,), (_ONE,), (Pattern.EXACT,), 90, _EVIDENCE)
    rivals = tuple(Hypothesis((no,), (_TWO,), (one,), 80) for no, one in zip((2, 1), patterns, strict=False))
    return explained(Settled(chosen, rivals, readings), ground, Candidates(ground.ordered, ground, WEIGHTS))


def test_every_reading_is_named_once_and_kept_with_all_lines_it_may_take() -> None:
    group = _said((_TWO,), (_ONE,), (_TWO,), (), patterns=(Pattern.EXACT, Pattern.EXACT))
    assert group.explanation.endswith("tells them apart: PO-1 line 2; PO-1 line 1; no order line.")
    assert group.alternatives == ((_TWO,), (_ONE,), (_TWO,), ())
    assert group.invoice_lines == (1, 2, 3)
    assert group.po_lines == (_ONE, _TWO)
    assert group.evidence == _EVIDENCE


def test_lines_of_one_set_that_can_be_divided_otherwise_are_said_to_be_that() -> None:
    group = _said((_ONE, _TWO), (_ONE, _TWO))
    assert group.explanation == "These lines can be divided among PO-1 line 1 + PO-1 line 2 in more than one way."


def test_what_one_reading_has_against_it_is_not_hidden_by_another_that_is_exact() -> None:
    doubted = _said((_ONE,), (_TWO,), patterns=(Pattern.PRICE_VARIANCE, Pattern.QUANTITY_SHORT))
    assert doubted.patterns == (Pattern.QUANTITY_SHORT, Pattern.PRICE_VARIANCE)
    assert _said((_ONE,), (_TWO,)).patterns == (Pattern.EXACT,)
