"""Priority and due date: the stated rule from lane, amount at stake, age and grace (S1.67 to S1.71)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.decision import Lane
from app.domain.errors import InputError
from app.domain.policy import Policy
from app.domain.urgency import Priority, working_days_after
from app.policy.policy_file import parse_policy
from app.policy.policy_text import policy_toml
from app.policy.urgency import CaseFacts, most_urgent, urgency_of
from app.workflow.policy_differences import policy_differences
from app.workflow.policy_edit import with_general

MONDAY, FRIDAY = date(2026, 2, 9), date(2026, 2, 13)
RULES = Policy(version=1, escalate_exposure_over=Decimal(10_000))
ROUTED = CaseFacts(Lane.DRAFT_AND_ROUTE, "price_variance.outside", Decimal(20), MONDAY)


def facts(**changes: object) -> CaseFacts:
    return replace(ROUTED, **changes)  # type: ignore[arg-type]


def test_what_is_routed_has_three_working_days_and_what_is_escalated_one() -> None:
    routed = urgency_of(ROUTED, RULES, MONDAY)
    escalated = urgency_of(facts(lane=Lane.ESCALATE), RULES, MONDAY)
    assert (routed.priority, routed.due) == (Priority.NORMAL, date(2026, 2, 12))
    assert (escalated.priority, escalated.due, escalated.reason) == (Priority.HIGH, date(2026, 2, 10), "escalated")


def test_the_policy_says_how_many_days() -> None:
    policy = parse_policy("version = 1\n[urgency]\nescalate_days = 2\ndraft_and_route_days = 10\n")[0]
    assert urgency_of(facts(lane=Lane.ESCALATE), policy, MONDAY).due == date(2026, 2, 11)
    assert urgency_of(ROUTED, policy, MONDAY).due == date(2026, 2, 23)


@pytest.mark.parametrize("opened", [FRIDAY, date(2026, 2, 14), date(2026, 2, 15)])
def test_a_weekend_is_no_working_day(opened: date) -> None:
    assert urgency_of(facts(lane=Lane.ESCALATE, opened=opened), RULES, opened).due == date(2026, 2, 16)


def test_the_day_of_a_hold_wins_and_lets_nothing_be_overdue_before() -> None:
    held = facts(hold_until=date(2026, 3, 2))
    assert urgency_of(held, RULES, date(2026, 2, 27)).due == date(2026, 3, 2)
    assert urgency_of(held, RULES, date(2026, 2, 27)).priority is Priority.NORMAL
    assert urgency_of(held, RULES, date(2026, 3, 3)).overdue


def test_age_makes_it_urgent_the_day_after_it_was_due() -> None:
    assert not urgency_of(ROUTED, RULES, date(2026, 2, 12)).overdue
    late = urgency_of(ROUTED, RULES, FRIDAY)
    assert (late.priority, late.overdue, late.reason) == (Priority.HIGH, True, "was due on 2026-02-12")


def test_what_is_at_stake_makes_it_urgent() -> None:
    assert urgency_of(facts(exposure=Decimal(5000)), RULES, MONDAY).priority is Priority.NORMAL
    high = urgency_of(facts(exposure=Decimal("5000.01")), RULES, MONDAY)
    assert (high.priority, high.reason) == (Priority.HIGH, "more than 5000 at stake")
    strict = replace(RULES, high_exposure_over=Decimal("19.99"))
    assert urgency_of(ROUTED, strict, MONDAY).reason == "more than 19.99 at stake"
    silent = Policy(version=1)
    assert urgency_of(facts(exposure=Decimal(10**9)), silent, MONDAY).priority is Priority.NORMAL


def test_late_inside_the_grace_and_notes_are_low_and_due_on_no_day() -> None:
    late = urgency_of(facts(lane=Lane.AUTO_RESOLVE, rule="late_shipment.within_grace"), RULES, FRIDAY)
    note = urgency_of(facts(lane=None, rule="multiple_po.several"), RULES, FRIDAY)
    assert (late.priority, late.due, late.reason) == (Priority.LOW, None, "late inside the vendor's grace")
    assert (note.priority, note.due) == (Priority.LOW, None)
    beyond = urgency_of(facts(rule="late_shipment.beyond"), RULES, MONDAY)
    assert beyond.priority is Priority.NORMAL


def test_the_most_urgent_is_the_highest_and_then_the_earliest() -> None:
    first = urgency_of(facts(lane=Lane.ESCALATE), RULES, MONDAY)
    second = urgency_of(ROUTED, RULES, MONDAY)
    third = urgency_of(facts(opened=FRIDAY), RULES, MONDAY)
    assert most_urgent([third, second, first]) == first
    assert most_urgent([third, second]) == second
    assert most_urgent([]) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 250))
def test_working_days_are_counted_as_on_a_calendar(start: date, count: int) -> None:
    day, left = start, count
    while left:
        day = date.fromordinal(day.toordinal() + 1)
        left -= day.weekday() < 5
    assert working_days_after(start, count) == day


@given(st.integers(1, 100), st.integers(0, 100), st.none() | st.decimals(0, 10**6, places=2))
def test_the_keys_read_back_as_written(escalate: int, more: int, over: Decimal | None) -> None:
    policy = replace(RULES, escalate_days=escalate, route_days=escalate + more, high_exposure_over=over)
    again = parse_policy(policy_toml(policy))[0]
    assert (again.escalate_days, again.route_days, again.high_exposure_over) == (escalate, escalate + more, over)


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("escalate_days = 5\ndraft_and_route_days = 2", "must not be more than"),
        ("escalate_days = 0", "urgency.escalate_days must be a whole number"),
        ("draft_and_route_days = 251", "250 working days at most"),
        ("high_exposure_over = -1", "urgency.high_exposure_over must be zero or more"),
        ("escalate_day = 2", "did you mean 'escalate_days'"),
    ],
)
def test_a_faulty_key_is_named(table: str, named: str) -> None:
    with pytest.raises(InputError, match=named):
        parse_policy(f"version = 1\n[urgency]\n{table}\n")


def test_escalated_cases_never_get_longer_than_the_rest_where_one_key_is_missing() -> None:
    policy = parse_policy("version = 1\n[urgency]\nescalate_days = 6\n")[0]
    assert (policy.escalate_days, policy.route_days) == (6, 6)


def test_the_policy_room_sets_them_and_the_log_names_the_difference() -> None:
    changed = with_general(with_general(RULES, "urgency.draft_and_route_days", "5"), "urgency.escalate_days", "2")
    changed = with_general(changed, "urgency.high_exposure_over", "250,50", ",")
    assert policy_differences(RULES, changed) == (
        ("urgency.escalate_days", "1", "2"),
        ("urgency.draft_and_route_days", "3", "5"),
        ("urgency.high_exposure_over", "half of what escalates", "250.5"),
    )
    assert with_general(changed, "urgency.high_exposure_over", "").high_exposure_over is None
    with pytest.raises(InputError, match="cannot be"):
        with_general(changed, "urgency.escalate_days", "9")
