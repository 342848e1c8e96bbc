"""The choice among groups: exact, the same both ways it is found, and never a guess when time runs out."""

from __future__ import annotations

from random import Random

import pytest

from app.domain.finding import Severity
from app.domain.match import Pattern
from app.domain.order import LineRef
from app.matching import choice, engine
from app.matching.ambiguity import settle
from app.matching.candidates import Candidates
from app.matching.choice import Clock, Component, Cut, best_choice, components
from app.matching.explanation import explained
from app.matching.groups import hypotheses
from app.matching.hypothesis import Hypothesis, unexplained
from app.matching.lines import prepare
from tests.helpers.matching import WEIGHTS, billed, desk, invoice, match_invoice, order, ordered


def group(lines: tuple[int, ...], refs: tuple[int, ...], score: int) -> Hypothesis:
    return Hypothesis(lines, tuple(LineRef("PO-1", n) for n in refs), (Pattern.EXACT,), score)


def random_component(seed: int) -> Component:
    random = Random(seed)
    numbers = range(1, random.randint(2, 6))
    found = [unexplained(n) for n in numbers]
    for _ in range(random.randint(1, 9)):
        lines = tuple(sorted(random.sample(list(numbers), min(len(numbers), random.choice((1, 1, 2))))))
        refs = tuple(sorted(random.sample(range(1, 6), random.choice((1, 1, 2)))))
        found.append(group(lines, refs, random.randint(-50, 300)))
    return Component(tuple(found))


@pytest.mark.parametrize("seed", range(25))
def test_going_through_all_selections_and_the_solver_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    component = random_component(seed)
    cuts = (Cut(frozenset({len(component.hypotheses) - 1}), 0),) if seed % 2 else ()
    listed = best_choice(component, Clock(60), cuts)
    monkeypatch.setattr(choice, "_FEW", 0)
    solved = best_choice(component, Clock(60), cuts)
    assert listed is not None
    assert solved is not None
    assert sum(h.score for h in listed) == sum(h.score for h in solved)


def test_lines_that_share_no_order_line_are_apart() -> None:
    found = [unexplained(1), unexplained(2), unexplained(3), group((1,), (1,), 90), group((2, 3), (2,), 90)]
    apart = components(found)
    assert [{n for h in c.hypotheses for n in h.invoice_lines} for c in apart] == [{1}, {2, 3}]
    assert apart[0].trivial
    assert not apart[1].trivial


def test_cuts_that_leave_nothing_give_no_choice() -> None:
    component = Component((unexplained(1), group((1,), (1,), 90), group((1,), (2,), 80)))
    assert best_choice(component, Clock(60), (Cut(frozenset({0, 1, 2}), 0),)) is None


def test_without_time_every_line_is_ambiguous_and_nothing_is_guessed() -> None:
    twice = order(
        "PO-1", ordered(1, "M1", "Marker", "60", "DZ", "8.76"), ordered(2, "M1", "Marker", "40", "DZ", "8.76")
    )
    document = invoice(
        billed(1, "M1", "Marker", "40", "DZ", "8.76", "350.40"), billed(2, "M1", "Marker", "60", "DZ", "8.76", "525.60")
    )
    known = desk(twice)
    ground = prepare(document, known, known.orders)
    possible = hypotheses(ground, ground.billed, frozenset(), WEIGHTS, Clock(60))
    (component,) = components(possible.groups)
    groups = [explained(s, ground, possible.candidates) for s in settle(component, ground, WEIGHTS, Clock(0))]
    assert [g.invoice_lines for g in groups] == [(1,), (2,)]
    assert all(g.ambiguous for g in groups)
    assert all(() in g.alternatives for g in groups)


def test_without_time_to_compare_every_line_the_whole_invoice_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS_PER_INVOICE", 0)
    known = desk(order("PO-1", ordered(1, "M1", "Marker", "60", "DZ", "8.76")))
    match = match_invoice(invoice(billed(1, "M1", "Marker", "60", "DZ", "8.76", "525.60")), known)
    assert [(f.code, f.severity, f.line_no) for f in match.findings] == [("matching_stopped", Severity.HOLD, None)]
    assert not [group for group in match.groups if group.po_lines and not group.ambiguous]


def test_many_alike_lines_are_settled_by_the_solver() -> None:
    both = order(
        "PO-1", ordered(1, "P1", "Sump pump", "20", "EA", "210.00"), ordered(2, "P2", "Jet pump", "4", "EA", "90.00")
    )
    lines = [billed(n, "P1", "Sump pump", "1", "EA", "210.00", "210.00") for n in range(1, 21)]
    lines.append(billed(21, "P2", "Jet pump", "4", "EA", "90.00", "360.00"))
    known = desk(both)
    ground = prepare(invoice(*lines), known, known.orders)
    possible = hypotheses(ground, ground.billed, frozenset(), WEIGHTS, Clock(60))
    first = components(possible.groups)[0]
    assert len(first.hypotheses) > choice._FEW
    settled = settle(first, ground, WEIGHTS, Clock(60))
    assert [len(s.hypothesis.invoice_lines) for s in settled] == [20]
    assert not settled[0].readings


def test_the_nearest_candidates_are_those_that_share_words_or_figures() -> None:
    known = desk(
        order(
            "PO-1",
            ordered(1, "A1", "Ball valve brass", "5", "EA", "9.00"),
            ordered(2, "B1", "Duct tape", "7", "RL", "6.50"),
        )
    )
    ground = prepare(invoice(billed(1, None, "Brass valve, old type", "2", "EA", "1.00", "2.00")), known, known.orders)
    nearest = Candidates(ground.ordered, ground, WEIGHTS).nearest(ground.billed[0])
    assert nearest[0].ordered.ref == ("PO-1", 1)
