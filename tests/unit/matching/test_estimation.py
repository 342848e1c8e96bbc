"""Weights learnt from a desk's own confirmed matches."""

from __future__ import annotations

from random import Random

from app.domain.invoice import Invoice
from app.domain.match import Desk, Match
from app.matching.engine import DEFAULT_WEIGHTS, match_invoice
from app.matching.estimation import reestimated
from tests.helpers.damage import make_scenario
from tests.helpers.matching import billed, desk, invoice, order, ordered


def confirmed(count: int) -> list[tuple[Invoice, Desk, Match]]:
    made = [make_scenario(Random(seed)) for seed in range(count)]
    return [(s.invoice, s.desk, match_invoice(s.invoice, s.desk)) for s in made]


def test_without_confirmed_matches_the_weights_stay() -> None:
    assert reestimated(DEFAULT_WEIGHTS, []).levels == DEFAULT_WEIGHTS.levels


def test_levels_seen_together_gain_and_those_seen_apart_lose() -> None:
    learnt = reestimated(DEFAULT_WEIGHTS, confirmed(60)).levels
    assert learnt["code.EQUAL"] > 0
    assert learnt["price.EQUAL"] > 0 > learnt["price.FAR"]
    assert learnt["text.SAME"] > learnt["text.DIFFERENT"]


def test_matching_with_learnt_weights_still_finds_what_was_done() -> None:
    learnt = reestimated(DEFAULT_WEIGHTS, confirmed(60))
    for seed in range(1000, 1040):
        made = make_scenario(Random(seed))
        before = match_invoice(made.invoice, made.desk)
        after = match_invoice(made.invoice, made.desk, weights=learnt)
        differing = [(a, b) for a, b in zip(before.groups, after.groups, strict=False) if a.po_lines != b.po_lines]
        assert all(a.ambiguous or b.ambiguous or not b.po_lines for a, b in differing)


def test_one_match_hardly_moves_a_weight() -> None:
    known = desk(order("PO-1", ordered(1, "A", "Tape", "5", "RL", "2.00"), ordered(2, "B", "Glue", "3", "EA", "9.00")))
    document = invoice(billed(1, "A", "Tape", "5", "RL", "2.00", "10.00"))
    learnt = reestimated(DEFAULT_WEIGHTS, [(document, known, match_invoice(document, known))])
    moved = {name: abs(learnt.levels[name] - old) for name, old in DEFAULT_WEIGHTS.levels.items()}
    assert max(moved.values()) <= 10
