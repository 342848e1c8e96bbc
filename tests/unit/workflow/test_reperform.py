"""Decisions made again from what they were made from: the same result years later, or the difference named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.audit import Performance
from app.domain.case import Action, DocumentState
from app.domain.imports import ImportKind
from app.workflow.import_data import import_one
from app.workflow.reperform import NO_SNAPSHOT, NOT_KEPT, reperform, reperform_all
from tests.helpers.small_desk import GLOVES, GOGGLES, ORDERS, POLICY, SmallDesk, line, open_cases, paper, small_desk

DEAR = line(1, "10001", "Work gloves leather large", "100", "PR", "4.40", "440.00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made
    made.services.close()


def worked(desk: SmallDesk, tmp_path: Path) -> None:
    """Take in invoices that clear, vary and repeat, settle one, and change orders and policy afterwards."""
    desk.take(
        paper("A-1", [GLOVES], "400.00"), paper("A-2", [DEAR, GOGGLES], "740.00"), paper("A-1", [GLOVES], "400.00")
    )
    second = desk.services.store.document(2)
    for case in open_cases(second):
        desk.do(case, Action.REJECT, note="the order says 4.00")
    (tmp_path / "purchase_orders.csv").write_text(ORDERS.replace("4.00,2026", "4.40,2026"), encoding="utf-8")
    (tmp_path / "policy.toml").write_text(POLICY.replace("version = 1", "version = 2"), encoding="utf-8")
    import_one(desk.services, ImportKind.PURCHASE_ORDERS, tmp_path / "purchase_orders.csv")
    import_one(desk.services, ImportKind.POLICY, tmp_path / "policy.toml")


def performance(desk: SmallDesk, document_id: int) -> Performance:
    return desk.services.store.performances(document_id)[0]


def test_every_decision_comes_to_the_same_after_orders_and_policy_have_changed(desk: SmallDesk, tmp_path: Path) -> None:
    worked(desk, tmp_path)
    found = list(reperform_all(desk.services))
    assert {one.document_id for one in found} == {1, 2, 3}
    assert all(one.same for one in found), [one.differences for one in found]
    assert desk.services.store.verify().whole


def test_making_decisions_again_writes_nothing(desk: SmallDesk, tmp_path: Path) -> None:
    worked(desk, tmp_path)
    before = desk.services.store.head()
    list(reperform_all(desk.services))
    assert desk.services.store.head() == before


def test_a_command_that_decides_nothing_is_no_decision_of_its_own(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR], "440.00"))
    desk.do(open_cases(document)[0], Action.REJECT, note="the order says 4.00")
    assert len(desk.services.store.performances(document.document_id)) == 1


def test_a_decision_that_would_come_out_otherwise_says_where(desk: SmallDesk) -> None:
    desk.take(paper("A-1", [GLOVES], "400.00"))
    was = performance(desk, 1)
    assert was.match is not None
    assert was.desk is not None
    dearer = tuple(
        replace(order, lines=tuple(replace(item, unit_price=item.unit_price + Decimal(1)) for item in order.lines))
        for order in was.desk.orders
    )
    found = reperform(replace(was, desk=replace(was.desk, orders=dearer)), desk.services.correct, desk.services.weights)
    assert not found.same
    assert any("lane was auto_resolve" in text for text in found.differences)
    assert any("of lines 1 against PO-1 line 1" in text for text in found.differences)


def test_an_invoice_that_was_a_duplicate_then_is_one_again(desk: SmallDesk, tmp_path: Path) -> None:
    worked(desk, tmp_path)
    assert desk.services.store.document(3).state is DocumentState.NEEDS_ME
    was = performance(desk, 3)
    assert was.grounds is not None
    assert reperform(was, desk.services.correct, desk.services.weights).same
    unknowing = replace(was, grounds=replace(was.grounds, history=replace(was.grounds.history, earlier=(), sha256="")))
    assert any(
        "duplicate_invoice" in text
        for text in reperform(unknowing, desk.services.correct, desk.services.weights).differences
    )


def test_what_was_not_kept_cannot_be_made_again_and_says_so(desk: SmallDesk) -> None:
    desk.take(paper("A-1", [GLOVES], "400.00"))
    was = performance(desk, 1)
    for lacking, why in ((replace(was, grounds=None), NOT_KEPT), (replace(was, desk=None), NO_SNAPSHOT)):
        found = reperform(lacking, desk.services.correct, desk.services.weights)
        assert (found.possible, found.same, found.differences) == (False, False, (why,))


def test_a_desk_without_a_policy_decides_the_same_again(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, leave_out=["policy.toml"])
    desk.take(paper("A-1", [GLOVES], "400.00"))
    assert [one.same for one in reperform_all(desk.services)] == [True]
    desk.services.close()
