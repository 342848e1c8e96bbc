"""Weights learnt from a desk's own confirmed matches: what they rest on, how far they go, and what they may change."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from app.domain.invoice import Invoice
from app.domain.match import Desk, Match, Pattern
from app.domain.order import LineRef
from app.matching.estimation import FARTHEST, LevelEstimate, estimated
from tests.helpers.damage import make_scenario
from tests.helpers.matching import WEIGHTS, billed, desk, invoice, match_invoice, only, order, ordered


def confirmed(count: int) -> list[tuple[Invoice, Desk, Match]]:
    made = [make_scenario(Random(seed)) for seed in range(count)]
    return [(s.invoice, s.desk, match_invoice(s.invoice, s.desk)) for s in made]


def by_name(levels: tuple[LevelEstimate, ...]) -> dict[str, LevelEstimate]:
    return {level.name: level for level in levels}


def test_without_confirmed_matches_the_weights_stay() -> None:
    assert all(level.after == level.before == WEIGHTS.levels[level.name] for level in estimated(WEIGHTS, []))
    assert {level.name for level in estimated(WEIGHTS, [])} == set(WEIGHTS.levels)


def test_levels_seen_together_gain_and_those_seen_apart_lose() -> None:
    learnt = by_name(estimated(WEIGHTS, confirmed(60)))
    assert learnt["code.EQUAL"].after > 0
    assert learnt["price.EQUAL"].after > 0 > learnt["price.FAR"].after
    assert learnt["text.SAME"].after > learnt["text.DIFFERENT"].after
    assert any(level.after != level.before for level in learnt.values())


def test_no_weight_goes_far_or_changes_sides() -> None:
    for level in estimated(WEIGHTS, confirmed(200)):
        assert abs(level.after - level.before) <= FARTHEST
        assert level.after * level.before >= 0


def test_each_level_says_how_many_pairs_it_rests_on() -> None:
    known = desk(
        order("PO-1", ordered(1, "A1", "Tape", "5", "RL", "2.00"), ordered(2, "B1", "Glue", "3", "EA", "9.00"))
    )
    document = invoice(billed(1, "A1", "Tape", "5", "RL", "2.00", "10.00"))
    learnt = by_name(estimated(WEIGHTS, [(document, known, match_invoice(document, known))]))
    assert (learnt["code.EQUAL"].together, learnt["code.EQUAL"].apart) == (1, 0)
    assert (learnt["text.DIFFERENT"].together, learnt["text.DIFFERENT"].apart) == (0, 1)
    assert max(abs(level.after - level.before) for level in learnt.values()) <= 10


def _with_learned(known: Desk, **levels: int) -> Desk:
    return replace(known, learned_weights={name.replace("__", "."): weight for name, weight in levels.items()})


def test_a_group_that_the_desk_s_own_weights_read_otherwise_is_ambiguous() -> None:
    tape = ordered(1, "T1", "Duct tape", "7", "RL", "6.50")
    known = desk(order("PO-1", tape))
    document = invoice(billed(1, "T1", "Duct tape", "7", "RL", "6.50", "45.50"))
    assert only(match_invoice(document, known)).patterns == (Pattern.EXACT,)
    group = only(match_invoice(document, _with_learned(known, code__EQUAL=-500)))
    assert group.ambiguous
    assert set(group.alternatives) == {(LineRef("PO-1", 1),), ()}
    assert group.explanation


def test_learned_weights_settle_nothing_that_the_shipped_ones_leave_open() -> None:
    gloves = ordered(1, "93126", "Nitrile Gloves, Small", "100", "BX", "8.63")
    known = desk(order("PO-1", gloves))
    document = invoice(billed(1, None, "Catalog binder, hardbound", "100", "BX", "8.63", "863.00"))
    assert only(match_invoice(document, known)).ambiguous
    group = only(match_invoice(document, _with_learned(known, quantity__EQUAL=400)))
    assert group.ambiguous
    assert () in group.alternatives


def test_learned_weights_that_change_nothing_leave_the_match_as_it_is() -> None:
    for seed in range(30):
        made = make_scenario(Random(seed))
        learned = replace(made.desk, learned_weights={"code.EQUAL": WEIGHTS.levels["code.EQUAL"] + 10, "gone": 7})
        assert match_invoice(made.invoice, learned) == match_invoice(made.invoice, made.desk)
