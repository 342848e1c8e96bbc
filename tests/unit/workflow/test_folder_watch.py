"""A watched folder: what rests is taken once, what is still being written waits (requirement 28)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.domain.inbox import InboxItem, InboxState
from app.workflow import folder_watch
from app.workflow.folder_watch import (
    EMPTY_REST_SECONDS,
    REST_SECONDS,
    FileLook,
    Watched,
    after_look,
    look_into,
    taken_before,
    watch_folder,
    watched_folder,
)
from app.workflow.services import Services
from tests.helpers.expected_readings import sample_services

A = Path("/in/a.pdf")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Services]:
    with sample_services(tmp_path / "workspace") as services:
        yield services


def look(size: int = 10, changed: int = 1, path: Path = A) -> FileLook:
    return FileLook(path, size, changed)


def test_a_file_is_taken_once_it_has_rested_and_not_again() -> None:
    known = after_look(Watched(), [look()], 0.0)
    assert known.ready == ()
    assert list(known.waiting) == [A]
    known = after_look(known, [look()], REST_SECONDS - 0.1)
    assert known.ready == ()
    known = after_look(known, [look()], REST_SECONDS)
    assert known.ready == (A,)
    assert not known.waiting
    for later in (REST_SECONDS + 1, REST_SECONDS + 1000):
        known = after_look(known, [look()], later)
        assert known.ready == ()


def test_a_file_that_grows_or_is_touched_begins_to_rest_anew() -> None:
    known = after_look(Watched(), [look(10)], 0.0)
    known = after_look(known, [look(20)], REST_SECONDS)
    assert known.ready == ()
    known = after_look(known, [look(20, changed=2)], 2 * REST_SECONDS)
    assert known.ready == ()
    known = after_look(known, [look(20, changed=2)], 3 * REST_SECONDS)
    assert known.ready == (A,)


def test_one_look_is_never_enough_however_late_it_comes() -> None:
    assert after_look(Watched(), [look()], 10_000.0).ready == ()


def test_a_file_that_changes_after_it_was_taken_is_taken_again() -> None:
    known = Watched(taken={A: look()})
    known = after_look(known, [look(11, changed=5)], 0.0)
    assert after_look(known, [look(11, changed=5)], REST_SECONDS).ready == (A,)


def test_an_empty_file_waits_longer_and_one_that_is_gone_is_forgotten() -> None:
    known = after_look(Watched(), [look(0)], 0.0)
    known = after_look(known, [look(0)], REST_SECONDS)
    assert known.ready == ()
    assert after_look(known, [], REST_SECONDS).waiting == {}
    assert after_look(known, [look(0)], EMPTY_REST_SECONDS).ready == (A,)


def test_what_came_in_before_the_start_is_not_taken_again_unless_it_changed_since() -> None:
    item = InboxItem(1, str(A), "watched folder", InboxState.DONE, when="1970-01-01T00:00:10+00:00")
    before, after = look(changed=9_000_000_000), look(changed=11_000_000_000)
    assert taken_before([item], [before]).taken == {A: before}
    assert taken_before([item], [after]).taken == {}
    assert taken_before([], [before]).taken == {}
    odd = InboxItem(1, str(A), "drop", InboxState.DONE, when="never")
    assert taken_before([odd], [before]).taken == {}


def test_links_hidden_and_temporary_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.pdf", "deep/b.PDF", ".hidden.pdf", "~$c.docx", "d.pdf.part", "e.crdownload"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "f.pdf").write_bytes(b"x")
    os.symlink(tmp_path / "a.pdf", tmp_path / "link.pdf")
    assert [found.path.name for found in look_into(tmp_path)] == ["a.pdf", "b.PDF"]
    with pytest.raises(InputError):
        look_into(tmp_path / "gone")


def test_a_folder_with_more_files_than_are_looked_at_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise new invoices behind the last file looked at would never be seen, and nobody would know."""
    monkeypatch.setattr(folder_watch, "_MOST_FILES", 3)
    for name in "abc":
        (tmp_path / f"{name}.pdf").write_bytes(b"x")
    assert len(look_into(tmp_path)) == 3
    (tmp_path / "d.pdf").write_bytes(b"x")
    with pytest.raises(InputError, match="more than 3 files"):
        look_into(tmp_path)


def test_a_link_to_the_workspace_is_the_workspace(desk: Services, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere"
    os.symlink(desk.store.folder, link)
    with pytest.raises(InputError, match="own files"):
        watch_folder(desk, link)


def test_the_folder_is_remembered_and_logged_and_never_the_workspace(desk: Services, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    assert watched_folder(desk) is None
    watch_folder(desk, folder)
    assert watched_folder(desk) == folder
    for wrong in (desk.store.folder, desk.store.folder / "documents", tmp_path, tmp_path / "gone"):
        with pytest.raises(InputError):
            watch_folder(desk, wrong)
    watch_folder(desk, None)
    assert watched_folder(desk) is None
    assert desk.store.verify().whole
