"""Every exception to the division of duties is listed, from the log alone; ordinary work shows none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.case import Action, Correction, JournalEntry
from app.domain.policy import Role
from app.reports.exceptions import find_exceptions
from app.workflow.export_data import export_to
from app.workflow.resolve_case import undo
from tests.helpers.small_desk import SmallDesk, line, open_cases, paper, small_desk

# 5 % over the order's price: 20.00 at stake, within a clerk's limit of 100.
DEAR_GLOVES = line(1, "10001", "Work gloves leather large", "100", "PR", "4.20", "420.00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made.acting_as("ann", Role.AP_CLERK)
    made.services.close()


def kinds(desk: SmallDesk) -> list[str]:
    store = desk.services.store
    return [one.kind for one in find_exceptions(store.journal(), store.policies())]


ONE_PLACE = "several accounts at one machine"


def released(desk: SmallDesk, number: str = "A-1") -> JournalEntry:
    (document,) = desk.take(paper(number, [DEAR_GLOVES], "420.00"))
    desk.do(open_cases(document)[0], Action.ACCEPT, "agreed by phone")
    return next(e for e in reversed(desk.services.store.journal()) if e.kind == "command")


def forged(desk: SmallDesk, number: int, **changes: object) -> list[str]:
    """Return what the log would show if one of its entries had been let through by another program."""
    entries = [replace(e, **changes) if e.sequence == number else e for e in desk.services.store.journal()]  # type: ignore[arg-type]
    return [one.kind for one in find_exceptions(entries, desk.services.store.policies())]


def test_ordinary_work_of_several_people_shows_none_but_the_shared_machine(desk: SmallDesk) -> None:
    released(desk)
    assert set(kinds(desk)) == {ONE_PLACE}


def test_roles_taken_by_oneself_late_or_without_a_controller_are_listed(desk: SmallDesk) -> None:
    released(desk)
    store = desk.services.store
    store.set_role("ann", Role.CONTROLLER, desk.services.actor, "me")
    store.set_role("bob", Role.BUYER, desk.acting_as("zoe", Role.AP_CLERK).services.actor, "new")
    found = kinds(desk)
    assert {"role given to oneself", "role mapped late", "role given without a controller"} <= set(found)


def test_an_own_entry_that_was_released_all_the_same_is_found(desk: SmallDesk) -> None:
    """The program refuses it; the report does not rest on that."""
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    correction = Correction("description", "Work gloves, leather, large", 1)
    changed = desk.acting_as("bob", Role.AP_CLERK).do(open_cases(document)[0], Action.CORRECT, correction=correction)
    desk.do(open_cases(changed)[0], Action.ACCEPT, "fine")
    assert "own entry released" not in kinds(desk)
    accepted = next(e for e in reversed(desk.services.store.journal()) if '"accept"' in e.after)
    assert "own entry released" in forged(desk, accepted.sequence, user="bob")


def test_a_release_above_the_limit_of_its_role_or_of_an_escalated_case_is_found(desk: SmallDesk) -> None:
    entry = released(desk)
    case = json.loads(entry.before)
    case["case"]["exposure"] = "250.00"
    assert "above the limit" in forged(desk, entry.sequence, before=json.dumps(case))
    case["case"].update(exposure="20.00", lane="escalate", release_role="controller")
    assert "escalated case released below" in forged(desk, entry.sequence, before=json.dumps(case))
    assert "above the limit" in forged(desk, entry.sequence, role="receiving")


def test_small_pieces_of_one_invoice_add_up(desk: SmallDesk) -> None:
    entry = released(desk)
    log = list(desk.services.store.journal())
    case = json.loads(entry.before)
    case["case"]["exposure"] = "60.00"
    twice = [*log, *(replace(entry, before=json.dumps(case)) for _ in range(2))]
    found = [one.kind for one in find_exceptions(twice, desk.services.store.policies())]
    assert found.count("above the limit in pieces") == 1
    assert "above the limit" not in found


def test_a_release_that_was_taken_back_is_listed_and_counts_for_nothing(desk: SmallDesk) -> None:
    released(desk)
    undo(desk.services)
    assert "release taken back" in kinds(desk)


def test_whoever_sets_rules_and_releases_is_listed(desk: SmallDesk) -> None:
    released(desk.acting_as("clerk", Role.AP_CLERK))
    assert "rules and releases by one person" in kinds(desk)


def test_one_account_in_two_places_within_minutes_is_listed(desk: SmallDesk) -> None:
    entry = released(desk)
    there = replace(entry, workstation="elsewhere")
    log = [*desk.services.store.journal(), there]
    assert "one account in two places" in [one.kind for one in find_exceptions(log, ())]
    late = replace(there, time=datetime.fromisoformat(entry.time).replace(year=2027).isoformat())
    log = [*desk.services.store.journal(), late]
    assert "one account in two places" not in [one.kind for one in find_exceptions(log, ())]


def test_they_are_exported_as_a_table(desk: SmallDesk, tmp_path: Path) -> None:
    released(desk.acting_as("clerk", Role.AP_CLERK))
    result = export_to(desk.services, "exceptions", "csv", tmp_path / "e.csv")
    text = (tmp_path / "e.csv").read_text("utf-8-sig")
    assert result.rows == text.count("\n") - 1
    assert result.rows > 0


def test_a_release_is_measured_by_what_it_answered_for(desk: SmallDesk) -> None:
    """Lines whose shape was not agreed have no exposure; whoever releases them answers for all of their amount."""
    entry = released(desk)
    after = json.loads(entry.after)
    assert after["authority"]["answers_for"] == "20.00"
    after["authority"]["answers_for"] = "4200.00"
    assert "above the limit" in forged(desk, entry.sequence, after=json.dumps(after))
    del after["authority"]
    assert "above the limit" not in forged(desk, entry.sequence, after=json.dumps(after))


@pytest.mark.parametrize("time", ["yesterday", "", "2026-13-01T00:00:00+00:00", "2026-03-01T00:00:00"])
def test_a_log_with_a_time_nobody_can_read_is_listed_and_exported_all_the_same(desk: SmallDesk, time: str) -> None:
    """Such a log must be shown above all; how long lay between two places cannot be known: they count as together."""
    entry = released(desk)
    assert "one account in two places" in forged(desk, entry.sequence, time=time, workstation="elsewhere")
    store = desk.services.store
    with store._workspace.writing() as db:  # type: ignore[attr-defined]
        for (guard,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {guard}")
        db.execute("UPDATE journal SET time = ? WHERE sequence = ?", (time, entry.sequence))
    for kind in ("exceptions", "cases", "lines", "documents", "audit"):
        assert export_to(desk.services, kind, "json", desk.folder / f"{kind}.json").rows
