"""Backups hold everything and prove it; what does not hold is refused, and those that make themselves are let go."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError, EnvironmentFault, InputError
from app.domain.keeping import RollingPlan
from app.storage import backups
from app.storage.backup_manifest import MANIFEST, Manifest, read_manifest
from app.storage.backups import write_backup
from app.storage.database import Workspace
from app.storage.faults import fault
from app.storage.network_paths import file_system_of, is_unc
from app.storage.restoring import restore
from app.storage.rolling_backups import kept_of
from app.storage.seal_keys import SealKeys
from app.storage.store import SqliteStore, open_store
from tests.helpers import stores
from tests.helpers.stores import ANN, accept, decided, draft, full_store, new_store, take_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = full_store(tmp_path / "desk")
    case = decided(made, take_in(made), draft()).cases[0].case_id
    (tmp_path / "mail").write_bytes(b"Dear all")
    made.keeper.attach(case, tmp_path / "mail", ANN)
    accept(made, 1, case)
    (made.folder / "profiles" / "us").mkdir()
    (made.folder / "profiles" / "us" / "v1.toml").write_text("id = 'v1'")
    yield made
    made.close()


def test_a_backup_brings_everything_back(store: SqliteStore, tmp_path: Path) -> None:
    made = store.backups.write(tmp_path / "b.backup")
    assert (made.verified, made.documents, (made.entries, made.head)) == (True, 2, store.head())
    back = restore(tmp_path / "b.backup", tmp_path / "again")
    assert back.entries == made.entries
    again = new_store(tmp_path / "again")
    assert again.head() == store.head()
    assert again.verify() == store.verify()
    assert again.file_of(1).read_bytes() == b"%PDF-1.7 one"
    assert not again.file_of(1).stat().st_mode & 0o222, "what was taken in is written by nobody"
    assert again.document(1) == store.document(1)
    assert (again.folder / "profiles" / "us" / "v1.toml").read_text() == "id = 'v1'"
    take_in(again, body=b"%PDF-1.7 more")
    assert again.verify().whole
    again.close()


def test_what_was_sealed_since_is_remembered_before_the_folder_put_back_has_its_name(
    store: SqliteStore, tmp_path: Path
) -> None:
    """Ended between the two, the desk must know that invoices were decided since the backup (TRAP-4)."""
    store.backups.write(tmp_path / "b.backup")
    first = store.journal()[0].hash
    seen: list[tuple[str, bool]] = []

    class Keys(SealKeys):
        def inherit(self, journal: str) -> None:
            seen.append((journal, (tmp_path / "again").exists()))

    restore(tmp_path / "b.backup", tmp_path / "again", Keys(tmp_path / "keys", tmp_path / "again"))
    assert seen == [(first, False)]


def test_what_cannot_be_remembered_is_not_put_back(store: SqliteStore, tmp_path: Path) -> None:
    store.backups.write(tmp_path / "b.backup")

    class Keys(SealKeys):
        def inherit(self, journal: str) -> None:
            raise fault("disk_full", self.folder)

    with pytest.raises(EnvironmentFault):
        restore(tmp_path / "b.backup", tmp_path / "again", Keys(tmp_path / "keys", tmp_path / "again"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.backup", "desk", "invoice.pdf", "mail"]


def test_what_a_killed_program_left_half_restored_or_half_backed_up_is_cleared_away(
    store: SqliteStore, tmp_path: Path
) -> None:
    halves = [
        tmp_path / ".b.backup.77.1.partial",
        tmp_path / ".b.backup.77.1.database",
        tmp_path / ".again.restoring-77",
    ]
    others = [tmp_path / ".c.backup.77.1.partial", tmp_path / ".b.backup.78.1.partial"]
    for path in (*halves[:2], *others):
        path.write_bytes(b"half")
    halves[2].mkdir()
    (halves[2] / "tieout.db").write_bytes(b"half")
    for path in (*halves, others[0]):
        os.utime(path, (0, 0))
    store.backups.write(tmp_path / "b.backup")
    restore(tmp_path / "b.backup", tmp_path / "again")
    assert not any(path.exists() for path in halves)
    assert all(path.exists() for path in others), "another's, or of a program that is still at it"


def test_letting_go_keeps_the_files_that_another_window_is_backing_up_now(store: SqliteStore, tmp_path: Path) -> None:
    """The other window has put a new file beside the backups, and its own list is not written yet."""
    store.backups.set_plan(ANN, "little room", daily=0, weekly=0)
    store.backups.roll()
    take_in(store, body=b"%PDF-1.7 new")
    (name,) = {path.name for path in store._workspace.documents.iterdir()} - {
        path.name for path in (store.backups.folder / "files" / "documents").iterdir()
    }
    beside = store.backups.folder / "files" / "documents" / name
    os.link(store._workspace.documents / name, beside)
    store.backups._let_go(stores.FIRST_DAY)
    assert beside.exists()


def test_a_backup_is_of_one_moment_while_others_write(store: SqliteStore, tmp_path: Path) -> None:
    other = new_store(store.folder)
    take_in(other, body=b"%PDF-1.7 two")
    store.backups.write(tmp_path / "b.backup")
    take_in(other, body=b"%PDF-1.7 three")
    other.close()
    restore(tmp_path / "b.backup", tmp_path / "again")
    again = new_store(tmp_path / "again")
    assert again.facts().documents == 2
    assert again.verify().whole
    again.close()


@pytest.mark.parametrize("beside", [False, True], ids=["in one file", "files beside"])
def test_a_disk_that_damages_what_is_written_is_found_before_the_backup_counts(
    store: SqliteStore, tmp_path: Path, beside: bool
) -> None:
    """Between writing and checking: the bytes on the disk are not those that were hashed."""
    written = backups._written

    def damaging(workspace: Workspace, partial: Path, *rest: object) -> Manifest:
        manifest: Manifest = written(workspace, partial, *rest)  # type: ignore[arg-type]
        kept = next(iter((tmp_path / "files" / "documents").glob("*")), None) if beside else partial
        assert kept is not None
        body = kept.read_bytes()
        assert b"%PDF-1.7 one" in body
        kept.unlink()  # beside, it is another name of the stored file itself, which stays as it is
        kept.write_bytes(body.replace(b"%PDF-1.7 one", b"%PDF-1.7 two"))
        return manifest

    target = tmp_path / "b.backup"
    with patch.object(backups, "_written", damaging), pytest.raises(EnvironmentFault) as caught:
        write_backup(
            store._workspace,
            target,
            datetime(2026, 3, 1, tzinfo=UTC),
            "1",
            files_beside=tmp_path / "files" if beside else None,
        )
    assert caught.value.code == "backup_damaged"
    assert not list(tmp_path.glob("*backup*"))


def test_nothing_is_replaced_by_a_backup_and_nothing_by_a_restored_one(store: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "b.backup").write_text("mine")
    with pytest.raises(InputError):
        store.backups.write(tmp_path / "b.backup")
    assert (tmp_path / "b.backup").read_text() == "mine"
    store.backups.write(tmp_path / "c.backup")
    with pytest.raises(InputError) as caught:
        restore(tmp_path / "c.backup", store.folder)
    assert caught.value.code == "folder_not_empty"
    assert store.verify().whole


def _rewritten(path: Path, deed: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = next(name for name in members if name.startswith("documents/"))
    manifest = json.loads(members[MANIFEST])
    if deed == "a document is missing":
        del members[document]
    elif deed == "a document has other bytes":
        members[document] = b"other"
    elif deed == "a document and its hash were exchanged":
        members[document] = b"%PDF-1.7 two"
        manifest["files"][document] = [12, "0" * 64]
    elif deed == "the database was edited":
        work = path.with_name("work.db")
        work.write_bytes(members["tieout.db"])
        with sqlite3.connect(work) as db:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("UPDATE cases SET owner = 'controller'")
        manifest["files"]["tieout.db"] = [work.stat().st_size, hashlib.sha256(work.read_bytes()).hexdigest()]
        members["tieout.db"] = work.read_bytes()
    elif deed == "the log is said to end otherwise":
        manifest["entries"] += 1
    elif deed == "a name leads out":
        members["../out"] = b"x"
        manifest["files"]["../out"] = [1, "0" * 64]
    elif deed == "a name is absolute":
        manifest["files"]["/tmp/out"] = [1, "0" * 64]
    elif deed == "the manifest is gone":
        del members[MANIFEST]
    elif deed == "no database":
        del manifest["files"]["tieout.db"]
    if MANIFEST in members:
        members[MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)


@pytest.mark.parametrize(
    "deed",
    [
        "a document is missing", "a document has other bytes", "a document and its hash were exchanged",
        "the database was edited", "the log is said to end otherwise",
        "a name leads out", "a name is absolute", "the manifest is gone", "no database",
    ],
)  # fmt: skip
def test_a_backup_that_does_not_hold_restores_nothing(store: SqliteStore, tmp_path: Path, deed: str) -> None:
    store.backups.write(tmp_path / "b.backup")
    _rewritten(tmp_path / "b.backup", deed)
    with pytest.raises(AppError):
        restore(tmp_path / "b.backup", tmp_path / "again" / "desk")
    assert not (tmp_path / "again" / "desk").exists()
    assert not (tmp_path / "out").exists()
    assert list((tmp_path / "again").iterdir() if (tmp_path / "again").exists() else ()) == []


@pytest.mark.parametrize("body", [b"", b"PK", b"no zip at all", b"\0" * 5000])
def test_what_is_no_backup_is_named(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "x").write_bytes(body)
    with pytest.raises(InputError) as caught:
        read_manifest(tmp_path / "x")
    assert caught.value.code == "not_a_backup"


def test_a_desk_whose_document_was_lost_has_a_backup_that_says_so(store: SqliteStore, tmp_path: Path) -> None:
    path = store.file_of(1)
    path.chmod(0o600)
    path.write_bytes(b"other bytes")
    name = f"documents/{path.name}"
    assert store.backups.write(tmp_path / "b.backup").faults == (f"{name} has other bytes than were stored",)
    path.unlink()
    assert store.backups.write(tmp_path / "c.backup").faults == (f"{name} is missing",)


@pytest.mark.parametrize("where", ["short", "full"])
def test_a_short_or_full_disk_is_said_and_leaves_nothing(store: SqliteStore, tmp_path: Path, where: str) -> None:
    full = OSError(errno.ENOSPC, "No space left on device (made for a test)")
    faults = {
        "short": patch.object(shutil, "disk_usage", return_value=SimpleNamespace(total=1, used=1, free=1000)),
        "full": patch.object(os, "fsync", side_effect=full),
    }
    target = tmp_path / "backups" / "b.backup"
    with faults[where], pytest.raises(EnvironmentFault) as caught:
        store.backups.write(target)
    assert caught.value.code in ("disk_short", "disk_full")
    assert list(target.parent.iterdir()) == []
    store.backups.write(target)


# --- backups that make themselves ----------------------------------------------------------------------------------
class Later(stores.Clock):
    """A clock that is moved by hand."""

    def wait(self, **time: int) -> None:
        """Let time pass."""
        self.time += timedelta(**time)


def test_one_is_due_once_hours_have_passed_and_something_was_logged(tmp_path: Path) -> None:
    clock = Later()
    full_store(tmp_path / "desk").close()
    desk = open_store(tmp_path / "desk", units=stores.UNITS, clock=clock, program_version="0")
    assert desk.backups.due()
    first = desk.backups.roll()
    assert not desk.backups.due()
    clock.wait(hours=5)
    assert not desk.backups.due(), "nothing was logged since"
    take_in(desk)
    assert desk.backups.due()
    desk.backups.set_plan(ANN, "by hand", hours=0)
    assert not desk.backups.due()
    desk.backups.set_plan(ANN, "seldom", hours=24)
    clock.wait(hours=2)
    assert not desk.backups.due()
    assert [one.path for one in desk.backups.found()] == [first.path]
    assert desk.verify().whole
    desk.close()


def test_stored_files_lie_beside_rolling_backups_once_and_come_back(tmp_path: Path) -> None:
    clock = Later()
    full_store(tmp_path / "desk").close()
    desk = open_store(tmp_path / "desk", units=stores.UNITS, clock=clock, program_version="0")
    desk.backups.set_plan(ANN, "another disk", folder=str(tmp_path / "stick"))
    take_in(desk)
    one = desk.backups.roll()
    clock.wait(days=1)
    take_in(desk, body=b"%PDF-1.7 two")
    two = desk.backups.roll()
    assert len(list((tmp_path / "stick" / "files" / "documents").iterdir())) == 2
    desk.close()
    shutil.rmtree(tmp_path / "desk")
    for number, backup in enumerate((one, two), start=1):
        restore(backup.path, tmp_path / f"again{number}")
        again = new_store(tmp_path / f"again{number}")
        assert again.facts().documents == number
        assert again.verify().whole
        again.close()


def test_backups_too_many_are_let_go_with_the_files_nobody_needs(tmp_path: Path) -> None:
    clock = Later()
    full_store(tmp_path / "desk").close()
    desk = open_store(tmp_path / "desk", units=stores.UNITS, clock=clock, program_version="0")
    desk.backups.set_plan(ANN, "few", daily=1, weekly=0)
    decided(desk, take_in(desk))
    desk.backups.roll()
    desk.keeper.delete(desk.keeper.stored_files(), ANN, "old", after={})
    beside = desk.backups.folder / "files" / "documents"
    for _ in range(4):
        assert len(list(beside.iterdir())) in (0, 1)
        clock.wait(days=1)
        desk.set_setting("x", str(clock.time), ANN)
        desk.backups.roll()
    assert len(desk.backups.found()) == 3
    assert list(beside.iterdir()) == []
    desk.close()


def test_a_clock_that_was_ahead_neither_ends_the_backups_nor_pushes_out_the_new_ones(tmp_path: Path) -> None:
    clock = Later()
    full_store(tmp_path / "desk").close()
    desk = open_store(tmp_path / "desk", units=stores.UNITS, clock=clock, program_version="0")
    desk.backups.set_plan(ANN, "few", daily=2, weekly=0)
    right = clock.time
    for day in range(4):
        clock.time = right + timedelta(days=400 + day)
        desk.set_setting("x", str(day), ANN)
        desk.backups.roll()
    ahead = {one.path for one in desk.backups.found()}
    clock.time = right
    made = []
    for hour in range(2):
        desk.set_setting("y", str(hour), ANN)
        assert desk.backups.due()
        made.append(desk.backups.roll().path)
        clock.wait(hours=5)
    assert {one.path for one in desk.backups.found()} == {*made, *ahead}
    desk.close()


def test_two_desks_that_keep_their_backups_in_one_folder_let_go_of_their_own_alone(tmp_path: Path) -> None:
    """The busy one made the other's backups too old, removed them, and was taken for the other's last one."""
    busy, quiet = full_store(tmp_path / "busy"), full_store(tmp_path / "quiet")
    for desk, name in ((busy, "busy"), (quiet, "quiet")):
        desk.backups.set_plan(ANN, name, folder=str(tmp_path / "shared"), daily=1, weekly=0)
    take_in(quiet, body=b"%PDF of the quiet one")
    kept = quiet.backups.roll()
    clock = busy._clock
    assert isinstance(clock, stores.Clock)
    clock.time += timedelta(days=1)
    assert busy.backups.due()
    for number in range(5):
        take_in(busy, body=b"%d" % number)
        clock.time += timedelta(minutes=1)
        busy.backups.roll()
    assert len(busy.backups.found()) == 4
    assert restore(kept.path, tmp_path / "again").documents == 1
    later = quiet._clock
    assert isinstance(later, stores.Clock)
    later.time = clock.time
    take_in(quiet, body=b"%PDF after its own backup, a day ago")
    assert quiet.backups.due(), "the other one's is none of its own"
    busy.close()
    quiet.close()


def test_stored_files_of_a_backup_that_is_being_made_in_the_folder_stay(store: SqliteStore) -> None:
    store.backups.roll()
    beside = store.backups.folder / "files" / "documents" / "of another desk"
    beside.write_bytes(b"new")
    under_way = store.backups.folder / ".tieout-20260302T080000Z.backup.1.2.partial"
    under_way.touch()
    store.backups._let_go(stores.FIRST_DAY)
    assert beside.exists()
    under_way.unlink()
    store.backups._let_go(stores.FIRST_DAY)
    assert not beside.exists()


@given(
    hours=st.lists(st.integers(0, 24 * 120), unique=True, max_size=60), daily=st.integers(0, 9),
    weekly=st.integers(0, 9),
)  # fmt: skip
def test_the_newest_of_each_day_and_week_are_kept_and_no_more_than_wanted(
    hours: list[int], daily: int, weekly: int
) -> None:
    made = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in hours]
    kept = kept_of(made, RollingPlan(4, daily, weekly))
    assert kept <= set(made)
    assert set(sorted(made)[-3:]) <= kept
    assert len(kept) <= 3 + daily + weekly
    days = sorted({moment.date() for moment in made}, reverse=True)[:daily]
    assert all(max(m for m in made if m.date() == day) in kept for day in days)


# --- network places ------------------------------------------------------------------------------------------------
MOUNTS = """22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:5 / /mnt/share rw shared:2 - nfs4 server:/x rw
31 22 0:6 / /mnt/my\\040disk rw - cifs //server/y rw
32 30 0:7 / /mnt/share/local rw - ext4 /dev/sdb1 rw
33 22 0:8 / /home/a/s rw - fuse.sshfs a@b:/ rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/a/desk", "ext4"), ("/mnt/share", "nfs4"), ("/mnt/share/desk", "nfs4"), ("/mnt/shared", "ext4"),
        ("/mnt/my disk/desk", "cifs"), ("/mnt/share/local/desk", "ext4"), ("/home/a/s/desk", "fuse.sshfs"),
    ],
)  # fmt: skip
def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(folder: str, kind: str) -> None:
    assert file_system_of(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(
    ("path", "share"),
    [("\\\\server\\share\\desk", True), ("\\\\?\\UNC\\server\\share", True), ("\\\\?\\C:\\desk", False),
     ("C:\\desk", False), ("/home/a", False)],
)  # fmt: skip
def test_paths_of_shares_are_told_from_long_local_ones(path: str, share: bool) -> None:
    assert is_unc(path) is share


def test_a_workspace_on_a_network_place_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"{MOUNTS}40 22 0:9 / {tmp_path / 'net'} rw - nfs4 server:/z rw\n")
    with patch("app.storage.network_paths._MOUNTS", mounts), pytest.raises(EnvironmentFault) as caught:
        new_store(tmp_path / "net" / "desk")
    assert caught.value.code == "network_folder"
    assert "nfs4" in caught.value.message
    assert not (tmp_path / "net").exists()
