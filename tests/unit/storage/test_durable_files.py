"""Every file that takes another's place is on the disk before its name is, and its name before anybody relies on it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from app.extraction.profiles.files import check_profile_file, save_profile
from app.extraction.profiles.samples import save_expected
from app.reports.whole_file import write_whole
from app.shipped_files import profiles_path
from app.storage.database import Workspace
from app.storage.encryption import FileKey
from app.storage.file_keys import write_key
from app.storage.files import write_new
from app.workflow.anchoring import _write as write_anchor
from tests.helpers.stores import new_store, take_in


@contextmanager
def watched() -> Iterator[list[tuple[str, int, Path | None]]]:
    """Note every sync, by the inode of what was synced, and every name that is taken, with its folder."""
    seen: list[tuple[str, int, Path | None]] = []
    sync, take = os.fsync, os.replace

    def synced(handle: int) -> None:
        sync(handle)
        seen.append(("sync", os.fstat(handle).st_ino, None))

    def taken(source: str | Path, target: str | Path, **named: int) -> None:
        inode = os.stat(source).st_ino
        take(source, target, **named)
        seen.append(("name", inode, Path(target).parent))

    with patch.object(os, "fsync", synced), patch.object(os, "replace", taken):
        yield seen


def _profile(folder: Path) -> None:
    shipped = check_profile_file(next(profiles_path().rglob("profile.toml")))
    save_profile(shipped.profile, folder)


WRITERS: dict[str, Callable[[Path], object]] = {
    "an export": lambda folder: write_whole(folder / "cases.csv", lambda path: path.write_text("a")),
    "an anchor": lambda folder: write_anchor(folder / "anchor.txt", "a"),
    "a key": lambda folder: write_key(folder / "file.key", FileKey(b"\0" * 32)),
    "a profile": _profile,
    "a sample": lambda folder: save_expected(folder, {"sample": "a.pdf", "sha256": "0" * 64}),
}


@pytest.mark.parametrize("name", WRITERS)
def test_bytes_reach_the_disk_before_the_name_and_the_name_before_the_end(tmp_path: Path, name: str) -> None:
    with watched() as seen:
        WRITERS[name](tmp_path)
    assert_durable(seen)


def test_a_stored_invoice_is_durable_before_it_is_acknowledged(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    with watched() as seen:
        take_in(store)
    store.close()
    assert_durable(seen)


def assert_durable(seen: list[tuple[str, int, Path | None]]) -> None:
    names = [(at, inode, folder) for at, (what, inode, folder) in enumerate(seen) if what == "name"]
    assert names
    for at, inode, folder in names:
        assert folder is not None
        assert ("sync", inode, None) in seen[:at], "the name came before the bytes"
        assert ("sync", folder.stat().st_ino, None) in seen[at:], "nobody made sure of the name"


def test_decisions_are_written_through(tmp_path: Path) -> None:
    workspace = Workspace.open_or_create(tmp_path / "desk")
    with workspace.writing() as db:
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.execute("PRAGMA trusted_schema").fetchone()[0] == 0
    workspace.close()


@pytest.mark.parametrize("links", [True, False], ids=["second names", "a stick without them"])
def test_of_two_programs_that_write_one_new_file_the_later_is_refused(tmp_path: Path, links: bool) -> None:
    """The other one comes while this one's bytes go to the disk, after which nobody looks any more."""
    target, sync, link = tmp_path / "a.pdf", os.fsync, os.link

    def other_first(handle: int) -> None:
        target.write_bytes(b"theirs")
        sync(handle)

    def linked(source: Path, name: Path) -> None:
        if not links:
            raise OSError(errno.EPERM, "no links here")
        link(source, name)

    with patch.object(os, "fsync", other_first), patch.object(os, "link", linked), pytest.raises(FileExistsError):
        write_new(target, [b"ours"])
    assert target.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [target], "nothing half written stays"
    with patch.object(os, "link", linked):
        write_new(tmp_path / "b.pdf", [b"ou", b"rs"])
    assert (tmp_path / "b.pdf").read_bytes() == b"ours"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_new_name_that_the_system_refuses_is_not_taken_another_way(tmp_path: Path) -> None:
    """Only where there are no second names at all may one look first and rename; what else goes wrong is told."""
    refused = PermissionError(errno.EACCES, "not here")
    with patch.object(os, "link", side_effect=refused), pytest.raises(PermissionError):
        write_new(tmp_path / "a.pdf", [b"ours"])
    assert list(tmp_path.iterdir()) == []
