"""The life of a case held to its table: every move outside it is refused, and every command has what it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.case import Action, Case, CaseState, Choice, Command, Correction
from app.domain.decision import Category, Decision, DocumentFinding, Lane
from app.domain.errors import RuleError
from app.domain.money import ZERO
from app.domain.policy import Role
from app.policy.handover import guides
from app.policy.lanes import TABLE, Row, sentence
from app.shipped_files import resource_path
from app.workflow.case_drafts import case_drafts
from app.workflow.case_life import NEEDS, TRANSITIONS, Need
from app.workflow.letter_templates import load_templates
from app.workflow.resolve_case import check, undo
from tests.helpers.policy import World
from tests.helpers.small_desk import SmallDesk, line, open_cases, paper, small_desk
from tests.unit.policy.test_group_rows import WORLDS

DEAR = line(1, "10001", "Work gloves leather large", "100", "PR", "4.20", "420.00")
LATER = date(2026, 2, 20)
TEMPLATES = load_templates(resource_path("message_templates"))
COMPLETE: Mapping[str, Any] = {
    "note": "agreed by phone",
    "owner": Role.BUYER,
    "hold_until": LATER,
    "correction": Correction("quantity", "99", 1),
    "choice": Choice(1, ()),
}
LACKING: Mapping[Need, Mapping[str, Any]] = {
    Need.REASON: {"note": "  "},
    Need.DAY: {"hold_until": None},
    Need.VALUE: {"correction": None},
    Need.ORDER_LINES: {"choice": None},
}
# What a credit memo credits is told line by line; the memo itself is the case.
TOLD_WITH_THE_MEMO = ("credit_memo.line", "credit_memo.unmatched")
FIGURES = {"total": "1000.00"}
HELD = [r for r, row in TABLE.items() if row.lane is not Lane.AUTO_RESOLVE and r not in TOLD_WITH_THE_MEMO]
MOVES = [(state, action) for state in CaseState for action in Action]
FORBIDDEN = [(state, action) for state, action in MOVES if action not in TRANSITIONS[state]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.services.close()


@pytest.fixture(scope="module")
def held(desk: SmallDesk) -> Case:
    """Return the one case of a document that stays as it is in this module."""
    (document,) = desk.take(paper("L-1", [DEAR], "420.00"))
    (case,) = open_cases(document)
    return case


def tried(desk: SmallDesk, case: Case, action: Action, state: CaseState, **changes: Any) -> None:  # noqa: ANN401
    """Check a complete command, but for the changes, on the case as it would be in a state."""
    document = desk.services.store.document(case.document_id)
    command = Command(action, case.version, **{**COMPLETE, **changes})
    check(desk.services, document, replace(case, state=state), command)


def test_the_table_speaks_of_every_state_and_action() -> None:
    assert set(TRANSITIONS) == set(CaseState)
    assert set(NEEDS) == set(Action)
    assert {action for moves in TRANSITIONS.values() for action in moves} == set(Action)
    assert len(FORBIDDEN) == 17


@pytest.mark.parametrize(("state", "action"), FORBIDDEN)
def test_a_move_that_is_not_in_the_table_is_refused(
    desk: SmallDesk, held: Case, state: CaseState, action: Action
) -> None:
    with pytest.raises(RuleError, match="cannot be changed by"):
        tried(desk, held, action, state)


@pytest.mark.parametrize(("state", "action"), [move for move in MOVES if move not in FORBIDDEN])
def test_a_move_that_is_in_the_table_is_let_through_and_only_with_what_it_needs(
    desk: SmallDesk, held: Case, state: CaseState, action: Action
) -> None:
    tried(desk, held, action, state)
    if NEEDS[action] is not Need.SOMEBODY:
        with pytest.raises(RuleError):
            tried(desk, held, action, state, **LACKING[NEEDS[action]])


def test_nobody_is_handed_a_case_that_nobody_owns(desk: SmallDesk, held: Case) -> None:
    with pytest.raises(RuleError, match="somebody to hand it to"):
        tried(desk, replace(held, owner=None), Action.SEND, CaseState.OPEN, owner=None)


def test_a_hold_ends_on_a_later_day(desk: SmallDesk, held: Case) -> None:
    with pytest.raises(RuleError, match="not after today"):
        tried(desk, held, Action.HOLD, CaseState.OPEN, hold_until=date(2026, 2, 10))


def test_the_states_come_out_as_the_table_says_and_undo_takes_the_last_one_back(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("L-2", [DEAR | {"quantity": "20", "line_total": "84.00"}], "84.00"))
    case = open_cases(document)[0]
    store = desk.services.store
    walked = [
        (Action.SEND, CaseState.SENT), (Action.HOLD, CaseState.ON_HOLD), (Action.NOTE, CaseState.ON_HOLD),
        (Action.REJECT, CaseState.RESOLVED), (Action.NOTE, CaseState.RESOLVED),
    ]  # fmt: skip
    for action, state in walked:
        desk.do(case, action, **COMPLETE)
        assert store.case(case.case_id).state is state, action
        if state is CaseState.ON_HOLD:
            assert store.case(case.case_id).hold_until == LATER, "a note must not let a hold lose its day"
    entries = store.head()[0]
    undo(desk.services)
    assert store.head()[0] > entries
    assert store.case(case.case_id).state is CaseState.RESOLVED
    assert store.verify().whole


@pytest.mark.parametrize("rule", TOLD_WITH_THE_MEMO)
def test_a_line_of_a_credit_memo_opens_no_case_of_its_own(rule: str) -> None:
    world, decision = as_decided(TABLE[rule])
    assert case_drafts(world.invoice, decision, world.desk, "V1", TEMPLATES) == ()


def as_decided(row: Row) -> tuple[World, Decision]:
    """Return a world and the decision of this row in it: the row's own world, else a finding of the document."""
    if row.rule in WORLDS:
        world = WORLDS[row.rule]
        return world, Decision(Lane.DRAFT_AND_ROUTE, (world.first,))
    world = World()
    if isinstance(row.subject, Category):
        reason = sentence(row.rule, {})
        finding = DocumentFinding(row.subject, row.lane, row.owner, ZERO, row.rule, reason, figures=FIGURES)
        return world, Decision(row.lane or Lane.DRAFT_AND_ROUTE, (), (finding,))
    group = WORLDS["price_variance.outside"].first
    group = replace(group, rule=row.rule, lane=row.lane or Lane.DRAFT_AND_ROUTE, owner=row.owner)
    return world, Decision(group.lane, (replace(group, reason=sentence(row.rule, group.figures)),))


@pytest.mark.parametrize("rule", HELD)
def test_s1_67_to_s1_71_every_row_of_the_decision_table_hands_over_completely(rule: str) -> None:
    """Also S1.29, one sentence, and S2.10, the five questions of its pattern."""
    world, decision = as_decided(TABLE[rule])
    (draft,) = case_drafts(world.invoice, decision, world.desk, "V1", TEMPLATES)
    told = draft.handover
    assert draft.category in guides()
    assert told.evidence
    assert told.cause_class
    assert told.likely_cause.endswith(".")
    assert told.likely_cause != "Not known."
    assert told.recommended_action.endswith((".", "?"))
    assert told.why_not_cleared
    assert told.sentence.count(told.why_not_cleared.rstrip(".")) == 1
    assert "\n" not in told.sentence
    if draft.lane is not None:
        assert draft.owner is not None
        assert told.draft_to is not None
        assert told.draft_subject
        assert told.draft_body
