"""The queue says how urgent each document is, and sorts by it, with the one rule of the policy room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from app.domain.case import PENDING, Action, Case, CaseState, Document, QueueFilter
from app.domain.urgency import Priority
from app.policy.urgency import CaseFacts, urgency_of, urgency_rank
from app.storage.queue import SORTS
from tests.helpers.small_desk import GOGGLES, SmallDesk, SteppingClock, line, open_cases, paper, small_desk

DEAR = line(1, "10001", "Work gloves leather large", "100", "PR", "4.20", "420.00")
STRANGE = line(1, "77777", "Garden gnome red", "1", "EA", "12000.00", "12000.00")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallDesk, tuple[Document, ...]]]:
    """A desk with one document each: routed, escalated, cleared, put on hold."""
    desk = small_desk(tmp_path_factory.mktemp("desk"))
    routed, escalated, cleared, held = desk.take(
        paper("A-1", [DEAR], "420.00"),
        paper("A-2", [STRANGE], "12000.00"),
        paper("A-3", [GOGGLES], "300.00"),
        paper("A-4", [DEAR | {"quantity": "20", "line_total": "84.00"}], "84.00"),
    )
    for case in open_cases(held):
        held = desk.do(case, Action.HOLD, "waits for the buyer", hold_until=date(2026, 2, 11))
    yield desk, (routed, escalated, cleared, held)
    desk.services.close()


def facts_of(case: Case) -> CaseFacts:
    hold = case.hold_until if case.state is CaseState.ON_HOLD else None
    return CaseFacts(case.lane, case.rule, case.exposure, case.opened.date() if case.opened else None, hold)


def order_of(desk: SmallDesk, sort: str) -> list[int]:
    return [row.document_id for row in desk.services.store.queue(QueueFilter(sort=sort))]


def test_both_sorts_are_offered_and_follow_the_rule(filled: tuple[SmallDesk, tuple[Document, ...]]) -> None:
    desk, documents = filled
    store = desk.services.store
    policy, today = store.policy(), date(2026, 2, 10)

    def best(document: Document) -> tuple[int, date]:
        pending = [urgency_of(facts_of(case), policy, today) for case in document.cases if case.state in PENDING]
        return min(map(urgency_rank, pending), default=(9, date.max))

    by_priority = [d.document_id for d in sorted(documents, key=best)]
    by_day = [d.document_id for d in sorted(documents, key=lambda d: (best(d)[1], best(d)[0]))]
    assert {"priority", "due"} <= set(SORTS)
    assert order_of(desk, "priority") == by_priority
    assert order_of(desk, "due") == by_day
    assert by_priority[0] == documents[1].document_id
    assert by_day[-1] == documents[2].document_id


def test_rows_and_cases_tell_the_same(filled: tuple[SmallDesk, tuple[Document, ...]]) -> None:
    desk, (routed, escalated, cleared, held) = filled
    store = desk.services.store
    rows = {row.document_id: row.urgency for row in store.queue(QueueFilter())}
    assert rows[cleared.document_id] is None
    high, normal, waits = rows[escalated.document_id], rows[routed.document_id], rows[held.document_id]
    assert high is not None
    assert normal is not None
    assert waits is not None
    assert (high.priority, high.due) == (Priority.HIGH, date(2026, 2, 11))
    assert (normal.priority, normal.due) == (Priority.NORMAL, date(2026, 2, 13))
    assert waits.due == date(2026, 2, 11)
    urgencies = store.urgencies()
    assert {urgencies[case.case_id] for case in routed.cases} == {normal}
    assert store.urgencies(held.document_id) == {case.case_id: waits for case in held.cases}


def test_days_go_by_without_anything_being_written(filled: tuple[SmallDesk, tuple[Document, ...]]) -> None:
    desk, (routed, *_) = filled
    before = desk.services.store.head()
    store = desk.services.store
    object.__setattr__(desk.services.store, "_clock", SteppingClock(datetime(2026, 2, 16, 8, 0, tzinfo=UTC)))
    late = store.urgencies()[routed.cases[0].case_id]
    assert (late.overdue, late.priority) == (True, Priority.HIGH)
    assert store.head() == before
