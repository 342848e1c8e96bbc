"""Retention and rights: nothing goes before its time or without a second person, and rules are not everybody's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bootstrap import open_services
from app.domain.case import Action, Actor, JournalKind, NewEntry
from app.domain.errors import AppError, ConflictError, InputError, RuleError
from app.domain.imports import ImportKind
from app.domain.keeping import FileKind, HoldScope
from app.domain.policy import Policy, Role
from app.policy.policy_file import parse_policy
from app.policy.policy_text import policy_toml
from app.reports.exceptions import find_exceptions
from app.workflow.attachments import attach, size_text
from app.workflow.encrypting import turn_off, turn_on
from app.workflow.import_data import import_folder, import_one
from app.workflow.policy_edit import save_policy, with_general
from app.workflow.profile_learning import of_same_vendor
from app.workflow.reperform import reperform_all
from app.workflow.retention import answer_for_clock, confirm, delete, due_since, propose, retention_report, set_hold
from app.workflow.services import program_actor
from tests.helpers.small_desk import FILES, GLOVES, GOGGLES, POLICY, SmallDesk, SteppingClock, line, paper, small_desk

PERIODS = POLICY + "[retention]\ndocument_years = 10\n"
DEAR_GLOVES = line(1, "10001", "Work gloves leather large", "100", "PR", "4.20", "420.00")
CARLA = Actor("carla", Role.CONTROLLER, "desk-1")
LATER = datetime(2037, 1, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path, {"policy.toml": PERIODS})
    made.take(paper("A-1", [GLOVES, GOGGLES], "700.00"), paper("A-2", [DEAR_GLOVES], "420.00"))
    yield made
    made.services.close()


def at(desk: SmallDesk, when: datetime) -> SmallDesk:
    """The desk on a later day, up to which it was quiet and for which somebody answered."""
    keeper = desk.services.store.keeper
    if (when.date() - keeper.log_day(when)).days:
        keeper.answer_for_clock(when, CARLA, "the desk was closed")
    return clock_at(desk, when)


def clock_at(desk: SmallDesk, when: datetime) -> SmallDesk:
    return SmallDesk(desk.folder, replace(desk.services, clock=SteppingClock(when)))


@given(day=st.dates(), years=st.integers(1, 12_000))
def test_a_period_counts_from_the_end_of_the_year(day: date, years: int) -> None:
    since = due_since(day, years)
    assert (since.month, since.day) == (1, 1)
    assert since.year == min(day.year + years + 1, 9999)


def test_a_clock_that_was_set_back_makes_nothing_due(desk: SmallDesk) -> None:
    """Taken in while the machine believed it was 2010, a file is as young as what was logged before it."""
    with open_services(
        desk.services.store.folder, user="clerk", clock=SteppingClock(datetime(2010, 1, 4, tzinfo=UTC))
    ) as old:
        SmallDesk(desk.folder, old).take(paper("A-3", [{**GLOVES, "quantity": "1"}], "4.00"))
    files = desk.services.store.keeper.stored_files()
    assert [file.last_day for file in files] == [date(2026, 2, 10)] * 3
    assert not retention_report(desk.services).due


def test_a_clock_that_was_set_ahead_makes_nothing_due_not_even_once_it_wrote_an_entry(desk: SmallDesk) -> None:
    ahead = clock_at(desk, LATER).services
    assert (retention_report(ahead).due, retention_report(ahead).by_clock) == ((), 1)
    for act in (delete, propose):
        with pytest.raises(RuleError) as caught:
            act(ahead, "ten years are over")
        assert caught.value.code == "clock_ahead"
    with open_services(desk.services.store.folder, user="clerk", clock=SteppingClock(LATER)) as forward:
        forward.store.append(NewEntry(JournalKind.SETTING, CARLA, "noted"))
        assert retention_report(forward).due == ()
        assert retention_report(forward).today < date(2026, 6, 1)
    now = datetime(2026, 2, 12, tzinfo=UTC)
    assert retention_report(clock_at(desk, now).services).today == date(2026, 2, 12), "put right, it tells the day"


def test_a_desk_that_works_all_year_has_its_periods_by_the_clock(desk: SmallDesk) -> None:
    store = desk.services.store
    day = datetime(2026, 2, 12, tzinfo=UTC)
    while day < datetime(2026, 12, 1, tzinfo=UTC):
        day += timedelta(days=40)
        with open_services(store.folder, user="clerk", clock=SteppingClock(day)) as later:
            later.store.append(NewEntry(JournalKind.SETTING, CARLA, "noted"))
    assert store.keeper.log_day(day + timedelta(days=45)) == (day + timedelta(days=45)).date()
    assert store.keeper.log_day(day + timedelta(days=90)) == (day + timedelta(days=45)).date()


def test_a_controller_answers_for_time_that_really_passed(desk: SmallDesk) -> None:
    later = clock_at(desk, LATER)
    with pytest.raises(RuleError) as caught:
        answer_for_clock(later.services, "closed for years")
    assert caught.value.code == "controller_only"
    carla = later.acting_as("carla", Role.CONTROLLER).services
    with pytest.raises(RuleError):
        answer_for_clock(carla, " ")
    entry = answer_for_clock(carla, "closed for years")
    assert carla.store.journal(since=entry - 1)[0].reason == "closed for years"
    assert len(retention_report(later.services).due) == 1
    with pytest.raises(InputError):
        answer_for_clock(carla, "again")
    assert retention_report(clock_at(desk, LATER.replace(year=2050)).services).today < date(2037, 3, 1)
    assert "silent time answered for" in [one.kind for one in find_exceptions(carla.store.journal(), ())]


def test_the_periods_stand_in_the_policy_and_survive_its_change(desk: SmallDesk) -> None:
    policy, _ = parse_policy(PERIODS)
    assert policy.retention == {"document": 10}
    assert parse_policy(policy_toml(policy))[0].retention == {"document": 10}
    saved = save_policy(desk.services, with_general(_policy(desk), "recurrence.count", "4"), _policy(desk), "why")
    assert saved.retention == {"document": 10}
    for wrong in ("document_years = 0", "document_years = 1.5", "document_years = '10'", "invoice_years = 3"):
        with pytest.raises(InputError):
            parse_policy(f"version = 1\n[retention]\n{wrong}\n")


def _policy(desk: SmallDesk) -> Policy:
    policy = desk.services.store.policy()
    assert policy is not None
    return policy


@pytest.mark.parametrize(("when", "due"), [(datetime(2036, 12, 31, tzinfo=UTC), 0), (LATER, 1)])
def test_only_what_is_settled_and_old_enough_is_due(desk: SmallDesk, when: datetime, due: int) -> None:
    report = retention_report(at(desk, when).services)
    assert (len(report.due), len(report.kept)) == (due, due)
    assert report.periods == {FileKind.DOCUMENT: 10}
    if due:
        assert report.due[0].since == date(2037, 1, 1)
        assert "still open" in report.kept[0].file.why_kept


def test_without_a_period_nothing_is_ever_due(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    desk.take(paper("A-1", [GLOVES, GOGGLES], "700.00"))
    assert retention_report(at(desk, datetime(2999, 1, 1, tzinfo=UTC)).services).due == ()
    desk.services.close()


def test_deleted_under_retention_every_decision_is_still_made_again(desk: SmallDesk) -> None:
    later = at(desk, LATER).services
    entry, report = delete(later, "ten years are over")
    assert len(report.due) == 1
    found = list(reperform_all(later))
    assert all(one.same for one in found)
    assert [f"entry {entry}" in one.remark for one in found] == [True, False]
    assert later.store.verify().whole
    with pytest.raises(InputError) as caught:
        delete(later, "again")
    assert caught.value.code == "nothing_due"


def test_with_a_controller_one_proposes_and_another_who_is_one_confirms(desk: SmallDesk) -> None:
    store = desk.services.store
    store.set_role("carla", Role.CONTROLLER, desk.services.actor, "runs the desk")
    clerk = at(desk, LATER).services
    with pytest.raises(RuleError) as caught:
        delete(clerk, "old")
    assert caught.value.code == "second_person_needed"
    entry, proposed = propose(clerk, "old")
    assert store.file_of(1).is_file()
    assert json.loads(store.journal(since=entry - 1)[0].after)["proposed"] == list(proposed.names)
    for user, role, code in (("clerk", Role.CONTROLLER, "own_entry"), ("bob", Role.BUYER, "role_needed")):
        with pytest.raises(RuleError) as caught:
            confirm(at(desk.acting_as(user, role), LATER).services, entry, "yes")
        assert caught.value.code == code
    carla = at(desk.acting_as("carla", Role.CONTROLLER), LATER).services
    with pytest.raises(InputError):
        confirm(carla, entry - 1, "yes")
    done, deleted = confirm(carla, entry, "yes")
    assert len(deleted.due) == 1
    after = json.loads(store.journal(since=done - 1)[0].after)
    assert (after["confirms"], after["proposed_by"]) == (entry, "clerk")
    assert store.verify().whole


def test_what_was_held_after_the_proposal_is_not_deleted(desk: SmallDesk) -> None:
    desk.services.store.set_role("carla", Role.CONTROLLER, desk.services.actor, "runs the desk")
    entry, _ = propose(at(desk, LATER).services, "old")
    set_hold(desk.services, HoldScope.VENDOR, "V1", "court", placed=True)
    carla = at(desk.acting_as("carla", Role.CONTROLLER), LATER).services
    with pytest.raises((ConflictError, InputError)):
        confirm(carla, entry, "yes")
    with pytest.raises(RuleError):
        set_hold(desk.services, HoldScope.VENDOR, "V1", "over", placed=False)
    set_hold(carla, HoldScope.VENDOR, "V1", "over", placed=False)
    assert carla.store.file_of(1).is_file()


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_deleted_held_or_encrypted_without_a_reason(desk: SmallDesk, reason: str) -> None:
    services = at(desk, LATER).services
    before = services.store.head()
    for act in (
        lambda: delete(services, reason), lambda: propose(services, reason), lambda: turn_off(services, reason),
        lambda: set_hold(services, HoldScope.VENDOR, "V1", reason, placed=True),
        lambda: turn_on(services, desk.folder / "copy", reason),
    ):  # fmt: skip
        with pytest.raises(RuleError):
            act()
    assert services.store.head() == before


# --- rights --------------------------------------------------------------------------------------------------------
ALL = tuple(Role)
WHO = {
    ImportKind.POLICY: {Role.CONTROLLER},
    ImportKind.VENDORS: {Role.CONTROLLER, Role.VENDOR_MANAGEMENT},
    ImportKind.ITEMS: {Role.CONTROLLER, Role.BUYER},
    ImportKind.UOM_CONVERSIONS: {Role.CONTROLLER, Role.BUYER},
    ImportKind.PURCHASE_ORDERS: set(ALL),
}


@pytest.mark.parametrize("kind", WHO)
def test_master_data_and_policy_are_for_their_roles_once_the_desk_has_a_controller(
    desk: SmallDesk, kind: ImportKind
) -> None:
    store = desk.services.store
    path = next((desk.folder / "tables").glob(f"{kind.value}.*"))
    for role in ALL:
        import_one(desk.acting_as("bob", role).services, kind, path)
    store.set_role("carla", Role.CONTROLLER, desk.services.actor, "runs the desk")
    for role in ALL:
        before = store.head()
        services = desk.acting_as("bob", role).services
        if role in WHO[kind]:
            import_one(services, kind, path)
            continue
        with pytest.raises(RuleError) as caught:
            import_one(services, kind, path)
        assert caught.value.code == "role_needed"
        assert store.head() == before


def test_a_folder_takes_what_may_be_taken_and_names_the_rest(desk: SmallDesk) -> None:
    desk.services.store.set_role("carla", Role.CONTROLLER, desk.services.actor, "runs the desk")
    results = import_folder(desk.acting_as("bob", Role.BUYER).services, desk.folder / "tables")
    refused = {result.kind for result in results if result.problems}
    assert refused == {ImportKind.VENDORS, ImportKind.POLICY}
    assert len(results) == len(FILES)


def test_the_policy_is_saved_by_a_controller_only(desk: SmallDesk) -> None:
    desk.services.store.set_role("carla", Role.CONTROLLER, desk.services.actor, "runs the desk")
    changed = with_general(_policy(desk), "recurrence.count", "4")
    with pytest.raises(RuleError) as caught:
        save_policy(desk.services, changed, _policy(desk), "why")
    assert caught.value.code == "role_needed"
    save_policy(desk.acting_as("carla", Role.CONTROLLER).services, changed, _policy(desk), "why")


def test_only_a_person_attaches(desk: SmallDesk) -> None:
    (desk.folder / "mail").write_bytes(b"x")
    case = desk.services.store.cases()[0]
    with pytest.raises(AppError):
        attach(replace(desk.services, actor=program_actor(desk.services)), case.case_id, desk.folder / "mail")
    found = attach(desk.services, case.case_id, desk.folder / "mail", "  their answer ")
    assert found.note == "their answer"
    desk.do(case, Action.NOTE, "they are right")
    assert desk.services.store.verify().whole


@pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 kB"), (1536, "1.5 kB"),
                                            (50 << 20, "50.0 MB")])  # fmt: skip
def test_sizes_are_said_in_words(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_profile_is_tried_on_what_is_still_stored(desk: SmallDesk) -> None:
    later = at(desk, LATER).services
    document = later.store.document(2)
    assert set(of_same_vendor(later, document)) == {1, 2}
    delete(later, "ten years are over")
    assert set(of_same_vendor(later, document)) == {2}
