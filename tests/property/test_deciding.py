"""Matching and deciding together: a second judge, which knows what was done, never finds a wrong clearance."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.decision import DocumentFinding, GroupDecision, Lane
from app.policy.policy_file import parse_policy
from tests.helpers.deciding import deal, must_not_clear, wrongly_cleared
from tests.helpers.matching import WEIGHTS
from tests.helpers.policy import POLICY

SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(min_value=0, max_value=2**32)


@SETTINGS
@given(seeds)
def test_nothing_clears_that_the_table_does_not_let_clear(seed: int) -> None:
    dealt = deal(seed)
    assert wrongly_cleared(dealt, dealt.decided()) == []


@SETTINGS
@given(seeds, st.dictionaries(st.sampled_from(sorted(WEIGHTS.levels)), st.integers(-300, 300), min_size=1))
def test_no_learned_weight_clears_what_the_shipped_ones_would_hold(seed: int, learned: dict[str, int]) -> None:
    dealt = deal(seed)
    shipped = dealt.decided()
    both = replace(dealt, desk=replace(dealt.desk, learned_weights=learned)).decided()
    cleared = {said.group.invoice_lines for said in shipped.groups if said.lane is Lane.AUTO_RESOLVE}
    assert {said.group.invoice_lines for said in both.groups if said.lane is Lane.AUTO_RESOLVE} <= cleared
    assert both.lane is not Lane.AUTO_RESOLVE or shipped.lane is Lane.AUTO_RESOLVE


@SETTINGS
@given(seeds)
def test_every_decision_says_by_which_rule_and_why(seed: int) -> None:
    decision = deal(seed).decided()
    everything: list[GroupDecision | DocumentFinding] = [*decision.groups, *decision.findings]
    for said in everything:
        assert said.rule
        assert said.reason
        assert "{" not in said.reason
        held = said.lane not in (None, Lane.AUTO_RESOLVE)
        assert (said.owner is not None) is held


@SETTINGS
@given(seeds)
def test_without_any_band_nothing_clears_but_what_agrees(seed: int) -> None:
    bare, _ = parse_policy("version = 1")
    dealt = replace(deal(seed), policy=replace(bare, approval_limits=POLICY.approval_limits))
    agreeing = ("exact.", "split.", "merged.", "uom_conversion.", "substitution.", "catch_weight.agrees",
                "quantity_short.confirmed")  # fmt: skip
    for said in dealt.decided().groups:
        assert said.lane is not Lane.AUTO_RESOLVE or said.rule.startswith(agreeing)


def test_the_judge_is_no_yes_man() -> None:
    """Most generated invoices hold something that must not clear, and many lines that may."""
    judged = [bool(must_not_clear(dealt, done)) for dealt in map(deal, range(60)) for done in dealt.done]
    assert 0.05 < sum(judged) / len(judged) < 0.8
