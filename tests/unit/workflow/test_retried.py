"""A file that could not be read is read when it is given again: one transaction, and no duplicate of itself (S1.17)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest

from app.domain.case import TAKES_ITS_PLACE, Action, CaseState, Document, DocumentState
from app.domain.errors import RuleError
from app.domain.inbox import InboxItem, InboxState
from app.domain.policy import Role
from app.storage import settling
from app.workflow import due_holds, retried
from app.workflow.batch import process_files
from app.workflow.due_holds import wake_due
from app.workflow.folder_watch import CHANNEL as FOLDER
from app.workflow.given_readings import GivenReaders, load_readings, write_out
from app.workflow.process_document import redecide
from app.workflow.resolve_case import undo
from app.workflow.services import Services
from tests.helpers.small_desk import GLOVES, SmallDesk, open_cases, paper, small_desk

BROKEN = {"file": "broken.pdf", "error": {"code": "damaged", "message": "It is damaged."}}
READ = {**paper("A-1", [GLOVES], "400.00"), "file": "broken.pdf"}


class Killed(BaseException):
    """The machine died here."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made
    made.services.close()


def reading(desk: SmallDesk, document: object) -> Services:
    """Return the desk with readers that make this of the file."""
    file = desk.folder / "readings.json"
    file.write_text(json.dumps({"documents": [document]}), encoding="utf-8")
    return replace(desk.services, readers=GivenReaders(load_readings(file)))


def refused(desk: SmallDesk, channel: str = "drop") -> tuple[Path, int]:
    """Take the file in while it cannot be read; return it and its document."""
    services = reading(desk, BROKEN)
    (path,) = write_out(desk.folder / "readings.json", desk.folder / "papers")
    (item,) = process_files(services, [path], channel=channel)
    return path, number_of(item)


def number_of(item: InboxItem) -> int:
    assert item.document_id is not None
    return item.document_id


def again(desk: SmallDesk, path: Path, channel: str = "retry") -> Document:
    (item,) = process_files(reading(desk, READ), [path], channel=channel)
    return desk.services.store.document(number_of(item))


def dear(desk: SmallDesk, path: Path) -> Document:
    """Give the file while it is read with a price that is held."""
    line = {**GLOVES, "unit_price": "4.90", "line_total": "490.00"}
    services = reading(desk, {**paper("A-1", [line], "490.00"), "file": "broken.pdf"})
    (item,) = process_files(services, [path], channel="drop")
    return desk.services.store.document(number_of(item))


@pytest.mark.parametrize("call", [1, 2, 3], ids=["taking it in", "settling the old case", "deciding"])
def test_a_retry_that_is_cut_short_is_as_if_nobody_had_pressed_it(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    path, first = refused(desk)
    store, real = desk.services.store, settling.finish
    before, calls = (store.head(), store.facts().documents), iter(range(1, 9))

    def dying(*values: object) -> None:
        real(*values)  # type: ignore[arg-type]
        if next(calls) == call:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(settling, "finish", dying)
        with pytest.raises(Killed):
            again(desk, path)
    assert (store.head(), store.facts().documents) == before, "a part of it stands"
    assert store.document(first).state is DocumentState.UNREADABLE
    assert [item.path for item in store.inbox((InboxState.WAITING,))] == [str(path)], "the next start reads it"
    assert again(desk, path).state is DocumentState.CLEARED
    assert store.document(first).state is DocumentState.REJECTED
    assert store.verify().whole


@pytest.mark.parametrize("channel", ["drop", "paste", "command line"])
def test_s1_17_what_a_person_gives_again_takes_the_place_of_its_unreadable_copy(desk: SmallDesk, channel: str) -> None:
    path, first = refused(desk, channel)
    read = again(desk, path, channel)
    assert read.state is DocumentState.CLEARED
    (case,) = desk.services.store.document(first).cases
    assert (case.state, case.note) == (
        CaseState.RESOLVED,
        f"Read after Retry: document {read.document_id} takes its place",
    )
    third = again(desk, path, channel)
    assert third.state is DocumentState.NEEDS_ME
    assert "duplicate_invoice" in {case.category for case in open_cases(third)}, "the same bytes were read before"


def test_s1_17_a_document_is_no_duplicate_of_what_it_replaced_when_it_is_decided_again(desk: SmallDesk) -> None:
    path, first = refused(desk)
    number = dear(desk, path).document_id
    assert desk.services.store.document(first).state is DocumentState.REJECTED
    once = {case.category for case in open_cases(desk.services.store.document(number))}
    decided = redecide(desk.services, number, cause="looked at again")
    assert {case.category for case in open_cases(decided)} == once
    assert once
    assert "duplicate_invoice" not in once


def test_s1_17_what_a_person_turned_down_unread_is_a_duplicate_when_it_comes_again(desk: SmallDesk) -> None:
    """Whoever turned it down may have paid it by hand: the program cannot know, and somebody looks."""
    path, first = refused(desk)
    (case,) = desk.services.store.document(first).cases
    desk.do(case, Action.REJECT, "keyed in by hand")
    read = again(desk, path)
    assert read.state is DocumentState.NEEDS_ME
    assert "duplicate_invoice" in {case.category for case in open_cases(read)}


@pytest.mark.parametrize("later", [False, True], ids=["rejected", "noted"])
def test_s1_17_no_words_of_a_note_free_the_next_copy_from_being_a_duplicate(desk: SmallDesk, later: bool) -> None:
    """Who pays by hand and writes what a Retry writes would have it paid a second time: what was done decides."""
    path, first = refused(desk)
    (case,) = desk.services.store.document(first).cases
    words = TAKES_ITS_PLACE.format(first + 1)
    desk.do(case, Action.REJECT, "keyed in by hand" if later else words)
    if later:
        (case,) = desk.services.store.document(first).cases
        desk.do(case, Action.NOTE, words)
    read = again(desk, path)
    assert read.document_id == first + 1
    assert (read.state, rules_of(read)) == (DocumentState.NEEDS_ME, {"duplicate_invoice.same_bytes"})


def test_s1_17_what_was_replaced_is_a_duplicate_once_a_person_turns_it_down(desk: SmallDesk) -> None:
    path, first = refused(desk)
    number = dear(desk, path).document_id
    store = desk.services.store
    (case,) = store.document(first).cases
    desk.do(case, Action.NOTE, "asked the vendor for it anew")
    assert "duplicate_invoice.same_bytes" not in rules_of(redecide(desk.services, number, cause="a note was written"))
    desk.do(store.case(case.case_id), Action.REOPEN, "looked at again")
    undo(desk.services)
    assert store.document(first).state is DocumentState.REJECTED
    assert "duplicate_invoice.same_bytes" not in rules_of(redecide(desk.services, number, cause="undone"))
    desk.do(store.case(case.case_id), Action.REOPEN, "looked at again")
    desk.do(store.case(case.case_id), Action.REJECT, TAKES_ITS_PLACE.format(number))
    assert "duplicate_invoice.same_bytes" in rules_of(redecide(desk.services, number, cause="paid by hand"))
    assert store.verify().whole


def test_what_nobody_could_read_waits_once_it_was_handed_over(desk: SmallDesk) -> None:
    """It stood under what needs the clerk as long as the vendor had sent nothing else."""
    path, first = refused(desk)
    store = desk.services.store
    (case,) = store.document(first).cases
    desk.do(case, Action.SEND, owner=Role.VENDOR)
    assert store.document(first).state is DocumentState.WAITING
    assert first not in store.due_decisions(), "there is nothing to decide of it"
    undo(desk.services)
    assert store.document(first).state is DocumentState.UNREADABLE
    desk.do(store.case(case.case_id), Action.SEND, owner=Role.VENDOR)
    desk.do(store.case(case.case_id), Action.NOTE, "called them")
    assert store.document(first).state is DocumentState.WAITING
    assert again(desk, path).state is DocumentState.CLEARED
    assert store.document(first).state is DocumentState.REJECTED
    assert store.verify().whole


def test_what_nobody_could_read_comes_back_on_the_day_of_its_hold(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, first = refused(desk)
    (case,) = desk.services.store.document(first).cases
    today = desk.services.clock.now().date()
    desk.do(case, Action.HOLD, hold_until=today + timedelta(days=3))
    assert desk.services.store.document(first).state is DocumentState.WAITING
    monkeypatch.setattr(due_holds, "_is_due", lambda case, today: True)
    assert wake_due(desk.services) == (first,)
    assert desk.services.store.document(first).state is DocumentState.UNREADABLE


def rules_of(document: Document) -> set[str]:
    return {case.rule for case in open_cases(document)}


def test_s1_17_what_was_read_before_keeps_its_cases_when_the_file_comes_again(desk: SmallDesk) -> None:
    path, _ = refused(desk)
    held = dear(desk, path)
    assert open_cases(held)
    assert "duplicate_invoice" in {case.category for case in open_cases(dear(desk, path))}
    now = desk.services.store.document(held.document_id)
    assert [case.case_id for case in open_cases(now)] == [case.case_id for case in open_cases(held)]


def test_s1_17_what_was_read_is_a_duplicate_whatever_note_it_was_turned_down_with(desk: SmallDesk) -> None:
    """A note that says that another document takes its place frees only what nobody could read."""
    reading(desk, READ)
    (path,) = write_out(desk.folder / "readings.json", desk.folder / "papers")
    held = dear(desk, path)
    for case in open_cases(held):
        desk.do(case, Action.REJECT, TAKES_ITS_PLACE.format(held.document_id + 1))
    assert desk.services.store.document(held.document_id).state is DocumentState.REJECTED
    second = again(desk, path)
    assert second.document_id == held.document_id + 1
    assert "duplicate_invoice" in {case.category for case in open_cases(second)}


@pytest.mark.parametrize(("channel", "person"), [(FOLDER, True), ("drop", False)], ids=["watched folder", "program"])
def test_only_a_person_who_gives_a_file_again_settles_its_unreadable_copy(
    desk: SmallDesk, channel: str, person: bool
) -> None:
    path, first = refused(desk)
    services = reading(desk, READ)
    services = replace(services, actor=replace(services.actor, person=person))
    process_files(services, [path], channel=channel)
    assert desk.services.store.document(first).state is DocumentState.UNREADABLE


def test_who_may_not_settle_the_old_case_has_the_file_read_all_the_same(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, first = refused(desk)
    refusal = RuleError("not_yours", "This case is another role's.")
    monkeypatch.setattr(retried, "apply", Mock(side_effect=refusal))
    assert again(desk, path).invoice is not None
    assert desk.services.store.document(first).state is DocumentState.UNREADABLE
