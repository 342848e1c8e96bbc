"""A batch: every file has its outcome, cancel keeps what is finished, and a stopped batch goes on without doubling."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from app.domain.case import CaseState, DocumentState
from app.domain.errors import EnvironmentFault
from app.domain.inbox import InboxState
from app.domain.invoice import Reading
from app.workflow import batch
from app.workflow.batch import process_files, resume
from app.workflow.folder_watch import CHANNEL, SETTING
from app.workflow.given_readings import GivenReaders, load_readings, write_out
from app.workflow.process_document import process
from app.workflow.services import Services
from tests.helpers.small_desk import GLOVES, GOGGLES, SmallDesk, paper, small_desk

PAPERS = [
    paper("A-1", [GLOVES], "400.00"),
    {"file": "broken.pdf", "error": {"code": "damaged", "message": "It is damaged."}},
    paper("A-2", [GOGGLES], "300.00"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made
    made.services.close()


def given(desk: SmallDesk) -> tuple[Services, tuple[Path, ...]]:
    file = desk.folder / "readings.json"
    file.write_text(json.dumps({"documents": PAPERS}), encoding="utf-8")
    folder = desk.folder / "papers"
    folder.mkdir()
    return replace(desk.services, readers=GivenReaders(load_readings(file))), write_out(file, folder)


class StopAfter:
    """A cancel token that is pulled once so many files are done."""

    def __init__(self, services: Services, files: int) -> None:
        self._services, self._files = services, files

    @property
    def cancelled(self) -> bool:
        done = self._services.store.inbox((InboxState.DONE, InboxState.REFUSED))
        return len(done) >= self._files


class DyingStore:
    """A store whose disk is full from the n-th settlement on."""

    def __init__(self, services: Services, settlements: int) -> None:
        self._store, self._left = services.store, settlements

    def __getattr__(self, name: str) -> object:
        if name == "settle":
            self._left -= 1
            if self._left < 0:
                raise EnvironmentFault("disk_full", "The disk is full.")
        return getattr(self._store, name)


def test_a_file_that_cannot_be_read_costs_itself_only(desk: SmallDesk) -> None:
    services, files = given(desk)
    items = process_files(services, files)
    assert [item.state for item in items] == [InboxState.DONE, InboxState.REFUSED, InboxState.DONE]
    assert items[1].code == "damaged"
    assert items[1].document_id is not None, "it is in the queue too, so that nobody forgets it"
    assert desk.services.store.document(items[1].document_id).state is DocumentState.UNREADABLE
    assert desk.services.store.verify().whole


def test_cancel_keeps_what_is_finished_and_says_what_was_left(desk: SmallDesk) -> None:
    services, files = given(desk)
    items = process_files(services, files, cancel=StopAfter(services, 1))
    assert items[0].state is InboxState.DONE
    assert items[-1].state is InboxState.CANCELLED
    assert len(items) == len(files)


def test_a_full_disk_stops_the_batch_and_it_goes_on_later_without_doubling(desk: SmallDesk) -> None:
    services, files = given(desk)
    dying = replace(services, store=DyingStore(services, 1))  # type: ignore[arg-type]
    with pytest.raises(EnvironmentFault):
        process_files(dying, files)
    # One document is decided, the next was taken in and not decided, the third file was not touched.
    assert [item.state for item in services.store.inbox((InboxState.WAITING,))] == [InboxState.WAITING]
    resume(services)
    assert services.store.inbox((InboxState.WAITING,)) == ()
    assert services.store.facts().documents == len(files)
    states = [services.store.document(number).state for number in (1, 2, 3)]
    assert states == [DocumentState.CLEARED, DocumentState.UNREADABLE, DocumentState.CLEARED]
    assert resume(services) == ()
    assert services.store.verify().whole


def test_files_that_a_full_disk_left_waiting_and_that_are_given_again_are_read_once(desk: SmallDesk) -> None:
    services, files = given(desk)
    waiting = services.store.enqueue(files[1:], "left by a full disk")
    again = process_files(services, [files[2], files[0]], channel="drop")
    assert again[0].inbox_id == waiting[1].inbox_id
    assert services.store.inbox((InboxState.WAITING,)) == waiting[:1]
    process_files(services, files[1:2], channel="drop")
    assert services.store.inbox((InboxState.WAITING,)) == ()
    assert resume(services) == ()
    assert services.store.facts().documents == len(files)


class Racing(GivenReaders):
    """While the first file is being read, somebody else does this."""

    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def submit(self, path: Path, **options: object) -> Future[Reading]:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return super().submit(path)


def racing(desk: SmallDesk, meanwhile: Callable[[], object]) -> Services:
    readers = Racing(load_readings(desk.folder / "readings.json"))
    readers.meanwhile = meanwhile
    return replace(desk.services, readers=readers)


def test_a_window_that_opens_while_a_batch_runs_leaves_it_what_it_has_in_hand(desk: SmallDesk) -> None:
    services, files = given(desk)
    begun, seen = Mock(), list[object]()
    services.store.enqueue(files[:1], "left by a program that died")
    batch_of_two = racing(desk, lambda: seen.extend(resume(services, on_begun=begun)))
    items = process_files(batch_of_two, files[1:])
    assert [item.state for item in items] == [InboxState.REFUSED, InboxState.DONE]
    assert len(seen) == 1, "only what nobody had in hand"
    begun.assert_called_once_with(1)
    assert services.store.facts().documents == len(files)
    assert services.store.inbox((InboxState.WAITING,)) == ()


def test_a_batch_that_breaks_off_lets_go_of_what_it_had_in_hand(desk: SmallDesk) -> None:
    services, files = given(desk)

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        process_files(racing(desk, die), files)
    assert len(resume(services)) == len(files)


def test_a_file_that_two_windows_have_in_hand_is_taken_in_once(desk: SmallDesk) -> None:
    """Where nothing can be locked, two windows read it, and the database sees to it."""
    services, files = given(desk)

    def other_window() -> None:
        reading = load_readings(desk.folder / "readings.json")[0]
        (item, *_) = reversed(services.store.inbox((InboxState.WAITING,)))
        process(services, Path(item.path), reading, "drop", item.inbox_id)

    items = process_files(racing(desk, other_window), files)
    assert services.store.facts().documents == len(files)
    assert [item.code for item in items] == ["already_taken", "damaged", ""]


def test_a_retry_that_could_read_the_file_settles_the_case_that_said_it_could_not(desk: SmallDesk) -> None:
    services, files = given(desk)
    broken = next(file for file in files if file.name.startswith("broken.pdf"))
    failed = [process_files(services, [broken], channel=channel)[0].document_id for channel in ("drop", "retry")]
    assert [services.store.document(number or 0).state for number in failed] == [DocumentState.UNREADABLE] * 2
    whole = _now_readable(desk, services)
    (item,) = process_files(whole, [broken], channel="retry")
    assert item.state is InboxState.DONE
    assert services.store.document(item.document_id or 0).state is DocumentState.CLEARED, "no copy of what nobody read"
    for number in failed:
        document = services.store.document(number or 0)
        assert document.state is DocumentState.REJECTED
        (case,) = document.cases
        assert case.state is CaseState.RESOLVED
        assert case.note == f"Read after Retry: document {item.document_id} takes its place"
        last = services.store.journal(document_id=number)[-1]
        assert (last.kind, last.person, last.case_id) == ("command", True, case.case_id)
    assert services.store.verify().whole


def test_what_came_again_by_itself_settles_no_older_case(desk: SmallDesk) -> None:
    """A scanner writes the same name again and again: only Retry says that it is the same paper."""
    services, files = given(desk)
    broken = next(file for file in files if file.name.startswith("broken.pdf"))
    (refused,) = process_files(services, [broken], channel=CHANNEL)
    whole = _now_readable(desk, services)
    (came,) = process_files(whole, [broken], channel=CHANNEL)
    assert services.store.document(refused.document_id or 0).state is DocumentState.UNREADABLE
    assert services.store.document(came.document_id or 0).state is DocumentState.CLEARED, "no copy of what nobody read"
    process_files(whole, [broken], channel="retry")  # what stands last under this name was read: nothing to replace
    assert services.store.document(refused.document_id or 0).state is DocumentState.UNREADABLE


def test_a_retry_settles_nothing_where_another_paper_lies_under_the_name_now(desk: SmallDesk) -> None:
    services, files = given(desk)
    broken = next(file for file in files if file.name.startswith("broken.pdf"))
    (refused,) = process_files(services, [broken], channel="folder")
    broken.write_text(broken.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (item,) = process_files(_now_readable(desk, services), [broken], channel="retry")
    assert item.state is InboxState.DONE
    document = services.store.document(refused.document_id or 0)
    assert document.state is DocumentState.UNREADABLE
    assert [case.state for case in document.cases] == [CaseState.OPEN]


def _now_readable(desk: SmallDesk, services: Services) -> Services:
    """Return the desk with readers that can read what was broken."""
    file = desk.folder / "whole.json"
    file.write_text(json.dumps({"documents": [{**PAPERS[0], "file": "broken.pdf"}]}), encoding="utf-8")
    return replace(services, readers=GivenReaders(load_readings(file)))


def test_a_page_that_comes_next_is_told_as_those_before_it_are_done() -> None:
    progress = Mock()
    batch._tell_page(progress, 3, 1, Path("long.pdf"), 1_004, 2_000)
    progress.step.assert_called_once_with(1, 3, "long.pdf, page 1,004 of 2,000", (1_003, 2_000))


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_link_in_the_place_of_a_file_or_of_its_folder_is_refused_and_nothing_of_it_kept(desk: SmallDesk) -> None:
    services, paths = given(desk)
    watched, elsewhere = paths[0].parent, desk.folder / "elsewhere"
    services.store.set_setting(SETTING, str(watched), services.actor)
    (watched / "sub").mkdir()
    behind = paths[0].rename(watched / "sub" / paths[0].name)
    (watched / "sub").rename(elsewhere)
    (watched / "sub").symlink_to(elsewhere)
    at_once = paths[2].rename(elsewhere / paths[2].name)
    paths[2].symlink_to(at_once)
    items = process_files(services, [behind, paths[2]], channel=CHANNEL)
    assert [(item.state, item.code, item.document_id) for item in items] == [
        (InboxState.REFUSED, "is_a_link", None)
    ] * 2
    assert services.store.facts().documents == 0
