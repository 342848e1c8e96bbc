"""What the machine can do to the workspace: each time a clear sentence, and nothing half written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from sqlite_utils import Database, Migrations

from app.bootstrap import KEYS_VARIABLE
from app.domain.case import JournalKind, NewEntry
from app.domain.errors import EnvironmentFault
from app.domain.imports import ImportKind
from app.domain.policy import Role
from app.storage import database, migrations
from app.storage.database_place import DATABASE_NAME
from app.storage.faults import machine_faults
from app.storage.store import SqliteStore
from tests.helpers import stores
from tests.helpers.desk_place import Place, restore
from tests.helpers.desk_work import prepare
from tests.helpers.stores import ANN, full_store, new_store

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = full_store(tmp_path / "desk")
    yield opened
    opened.close()


def database_of(folder: Path) -> Path:
    folder.mkdir()
    return folder / DATABASE_NAME


def refused(folder: Path) -> EnvironmentFault:
    """Open a workspace that must be refused, and check that its database is left as it was."""
    path = folder / DATABASE_NAME
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(EnvironmentFault) as caught:
        new_store(folder)
    if before is not None:
        assert path.read_bytes() == before
    assert caught.value.message
    assert caught.value.next_step
    return caught.value


# --- files that are no database of ours ----------------------------------------------------------------------------
def test_a_new_workspace_has_its_folders(tmp_path: Path) -> None:
    new_store(tmp_path / "a" / "desk").close()
    names = {path.name for path in (tmp_path / "a" / "desk").iterdir()}
    assert names == {"tieout.db", "documents", "profiles", "exports"}


def test_a_zero_byte_database_is_never_filled(tmp_path: Path) -> None:
    database_of(tmp_path / "desk").write_bytes(b"")
    assert refused(tmp_path / "desk").code == "database_empty"


def _hard(path: Path) -> None:
    os.link(path, path.with_name("kept.db"))


def _symbolic(path: Path) -> None:
    path.symlink_to(path.rename(path.with_name("kept.db")))


@pytest.mark.parametrize("link", [_hard, _symbolic])
def test_a_database_that_another_name_leads_to_is_not_written_into(
    tmp_path: Path, link: Callable[[Path], None]
) -> None:
    """Two desks in one file, each with its own log and stored files: neither is whole then."""
    new_store(tmp_path / "desk").close()
    link(tmp_path / "desk" / "tieout.db")
    assert refused(tmp_path / "desk").code == "database_shared"


def test_the_name_a_database_was_built_under_is_removed(tmp_path: Path) -> None:
    """Killed between giving the new database its place and taking its first name away."""
    new_store(tmp_path / "desk").close()
    os.link(tmp_path / "desk" / "tieout.db", tmp_path / "desk" / ".tieout.db.7.8")
    new_store(tmp_path / "desk").close()
    assert not list((tmp_path / "desk").glob(".tieout.db.*"))


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_what_is_no_plain_file_is_never_taken_for_a_log(tmp_path: Path, ending: str) -> None:
    """Reading a pipe would wait for ever; a link would carry the newest decisions to another place."""
    new_store(tmp_path / "desk").close()
    beside = tmp_path / "desk" / f"tieout.db{ending}"
    for make, remove in ((partial(os.mkfifo, beside), beside.unlink), (beside.mkdir, beside.rmdir),
                         (partial(beside.symlink_to, tmp_path / "gone"), beside.unlink)):  # fmt: skip
        make()
        assert refused(tmp_path / "desk").code == "no_plain_file"
        remove()
    new_store(tmp_path / "desk").close()


@pytest.mark.parametrize("body", [b"hello", b"SQLite format 3\x00" + b"\xff" * 4080, b"%PDF-1.7" * 200])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, body: bytes) -> None:
    database_of(tmp_path / "desk").write_bytes(body)
    assert refused(tmp_path / "desk").code in ("not_a_database", "database_damaged", "foreign_database")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    db = sqlite3.connect(database_of(tmp_path / "desk"))
    db.execute("CREATE TABLE songs (name TEXT)")
    db.commit()
    db.close()
    assert refused(tmp_path / "desk").code == "foreign_database"


def test_a_folder_in_the_databases_place_is_refused(tmp_path: Path) -> None:
    database_of(tmp_path / "desk").mkdir()
    assert refused(tmp_path / "desk").code == "not_a_database"


def test_a_newer_version_is_refused_and_a_newer_minor_one_is_not(tmp_path: Path) -> None:
    new_store(tmp_path / "desk").close()
    path = tmp_path / "desk" / "tieout.db"
    for version, fine in ((migrations.USER_VERSION + 1, True), (migrations.USER_VERSION + 1000, False)):
        db = sqlite3.connect(path)
        db.execute(f"PRAGMA user_version = {version}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        if fine:
            new_store(tmp_path / "desk").close()
        else:
            fault = refused(tmp_path / "desk")
            assert fault.code == "newer_version"
            assert "newer version of Tieout" in fault.message


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TRIGGER kind AFTER INSERT ON cases BEGIN UPDATE cases SET state = 'settled'; END"],
        ["CREATE VIEW order_list AS SELECT * FROM order_lines"],
        [
            "DROP TRIGGER journal_no_delete",
            "CREATE TRIGGER journal_no_delete AFTER INSERT ON journal BEGIN SELECT 1; END",
        ],
        ["DROP TABLE settings", "CREATE TABLE settings (name TEXT, value TEXT AS ('9') STORED)"],
        [
            "DROP TABLE receipts",
            "CREATE VIEW receipts AS SELECT 'R1' AS receipt_no, 'PO-1' AS po_number, 1 AS line_no, '999' AS quantity",
        ],
    ],
    ids=["a trigger", "a view", "a safeguard exchanged", "a column that makes its own value", "a view for a table"],
)
def test_a_database_in_which_something_else_acts_is_refused_and_nothing_is_touched(
    tmp_path: Path, statements: list[str]
) -> None:
    new_store(tmp_path / "desk").close()
    with closing(sqlite3.connect(tmp_path / "desk" / "tieout.db")) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (tmp_path / "desk" / "tieout.db").read_bytes()
    assert refused(tmp_path / "desk").code == "foreign_parts"
    assert (tmp_path / "desk" / "tieout.db").read_bytes() == before


def test_a_truncated_database_is_refused(tmp_path: Path) -> None:
    full_store(tmp_path / "desk").close()
    path = tmp_path / "desk" / "tieout.db"
    path.write_bytes(path.read_bytes()[:-8192])
    assert refused(tmp_path / "desk").code == "database_damaged"


def left_open(folder: Path, *statements: str) -> None:
    """Write to a database and leave it as a killed program does: with its log beside it."""
    script = (
        "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "[db.execute(sql).fetchall() for sql in sys.argv[2:]]; os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(folder / "tieout.db"), *statements], check=True)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_newer_version_that_stands_only_in_the_log_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    new_store(tmp_path / "desk").close()
    left_open(tmp_path / "desk", "PRAGMA journal_mode = WAL", f"PRAGMA user_version = {migrations.USER_VERSION + 1000}")
    before = everything_in(tmp_path / "desk")
    assert before["tieout.db-wal"]
    assert refused(tmp_path / "desk").code == "newer_version"
    assert everything_in(tmp_path / "desk") == before


def test_the_log_of_another_database_is_never_written_into_ours(tmp_path: Path) -> None:
    new_store(tmp_path / "desk").close()
    (tmp_path / "other").mkdir()
    left_open(tmp_path / "other", "PRAGMA journal_mode = WAL", "CREATE TABLE songs (name TEXT)")
    shutil.copy(tmp_path / "other" / "tieout.db-wal", tmp_path / "desk")
    before = everything_in(tmp_path / "desk")
    assert refused(tmp_path / "desk").code == "foreign_database"
    assert everything_in(tmp_path / "desk") == before


def test_a_journal_that_cannot_be_ours_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    new_store(tmp_path / "desk").close()
    (tmp_path / "other").mkdir()
    left_open(tmp_path / "other", "CREATE TABLE songs (name TEXT)", "PRAGMA cache_spill = ON", "PRAGMA cache_size = 1",
              "BEGIN IMMEDIATE", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) "
              "INSERT INTO songs SELECT printf('%0200d', i) FROM n")  # fmt: skip
    shutil.copy(tmp_path / "other" / "tieout.db-journal", tmp_path / "desk")
    before = everything_in(tmp_path / "desk")
    assert before["tieout.db-journal"]
    fault = refused(tmp_path / "desk")
    assert fault.code == "foreign_journal"
    assert everything_in(tmp_path / "desk") == before
    (tmp_path / "desk" / "tieout.db-journal").unlink()
    new_store(tmp_path / "desk").close()


def test_our_own_log_left_by_a_killed_program_is_taken_over(tmp_path: Path) -> None:
    full_store(tmp_path / "desk").close()
    left_open(
        tmp_path / "desk", "PRAGMA journal_mode = WAL", "UPDATE inbox SET code = 'x'", "PRAGMA user_version = 1001"
    )
    assert (tmp_path / "desk" / "tieout.db-wal").stat().st_size
    store = new_store(tmp_path / "desk")
    assert store.verify().whole
    store.close()


def test_two_windows_that_open_an_older_workspace_at_once_bring_it_forward_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEYS_VARIABLE, str(tmp_path))  # the desk names its own: the tests that follow get theirs back
    place, templates = Place(tmp_path / "desk"), tmp_path / "templates"
    templates.mkdir()
    prepare(place, templates)
    restore(place, templates, "older")
    opening = (
        "from pathlib import Path; from tests.helpers import stores; import sys; stores.new_store(Path(sys.argv[1]))"
    )
    windows = [
        subprocess.Popen([sys.executable, "-c", opening, str(place.workspace)], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [window.communicate()[1] for window in windows] == [b""] * 3
    with place.open() as services:
        assert services.store.verify().whole


def test_a_database_damaged_inside_is_said_to_be_damaged(tmp_path: Path) -> None:
    full_store(tmp_path / "desk").close()
    path = tmp_path / "desk" / "tieout.db"
    body = bytearray(path.read_bytes())
    body[4096:] = b"\xa5" * (len(body) - 4096)
    path.write_bytes(body)
    with pytest.raises(EnvironmentFault) as caught:
        new_store(tmp_path / "desk").facts()
    assert caught.value.code == "database_damaged"


def test_a_disk_too_full_to_open_a_desk_is_not_said_to_have_lost_a_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_store(tmp_path / "desk").close()

    def no_room(path: Path, patience: float) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(database, "refuse_foreign_log", no_room)
    fault = refused(tmp_path / "desk")
    assert (fault.code, "even only to look at it" in fault.message) == ("disk_full", True)
    assert "of this step" not in fault.message
    assert "another disk" in fault.next_step


def test_stored_documents_without_their_database_are_not_hidden(store: SqliteStore, tmp_path: Path) -> None:
    stores.take_in(store)
    store.close()
    (tmp_path / "desk" / "tieout.db").unlink()
    assert refused(tmp_path / "desk").code == "database_missing"
    assert not (tmp_path / "desk" / "tieout.db").exists()


def test_a_python_with_too_old_a_database_library_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(EnvironmentFault) as caught:
        new_store(tmp_path / "desk")
    assert caught.value.code == "sqlite_too_old"
    assert not (tmp_path / "desk").exists()


# --- the machine ---------------------------------------------------------------------------------------------------
def test_a_workspace_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentFault) as caught:
        new_store(tmp_path / "file" / "desk")
    assert caught.value.code == "workspace_is_a_file"


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(database, "make_folder", denied)
    with pytest.raises(EnvironmentFault) as caught:
        new_store(tmp_path / "desk")
    assert caught.value.code == "folder_not_writable"
    assert str(tmp_path / "desk") in caught.value.message


def test_a_database_that_cannot_be_written_says_so_and_reading_goes_on(store: SqliteStore) -> None:
    store._workspace.connection().execute("PRAGMA query_only = ON")
    with pytest.raises(EnvironmentFault) as caught:
        store.set_setting("theme", "dark", ANN)
    assert caught.value.code == "folder_not_writable"
    assert store.facts().vendors == 2


def test_a_locked_database_says_so_and_works_again_afterwards(tmp_path: Path) -> None:
    full_store(tmp_path / "desk").close()
    store = new_store(tmp_path / "desk", busy_milliseconds=1)
    other = sqlite3.connect(tmp_path / "desk" / "tieout.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(EnvironmentFault) as caught:
        store.set_setting("theme", "dark", ANN)
    assert caught.value.code == "database_locked"
    assert store.setting("theme") is None  # readers are not kept waiting
    other.execute("ROLLBACK")
    other.close()
    store.set_setting("theme", "dark", ANN)
    assert store.setting("theme") == "dark"
    store.close()


def test_a_full_disk_says_so_and_nothing_is_half_written(store: SqliteStore) -> None:
    db = store._workspace.connection()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone()
    entries = store.journal()
    rows = "".join(f"V{i},Vendor number {i}\n" for i in range(10, 5000))
    with pytest.raises(EnvironmentFault) as caught:
        stores.import_text(store, ImportKind.VENDORS, "vendor_id,name\n" + rows)
    assert caught.value.code == "disk_full"
    assert (store.facts().vendors, store.journal()) == (2, entries)
    db.execute(f"PRAGMA max_page_count = {pages + 100_000}").fetchone()
    assert stores.import_text(store, ImportKind.VENDORS, "vendor_id,name\n" + rows).rows_taken == 4990
    assert store.verify().whole


def test_a_disk_that_fills_up_at_the_end_of_making_a_desk_leaves_no_half_database(tmp_path: Path) -> None:
    """Bringing the log into the new file is the last thing done, and closing it would tell nobody that it failed."""

    class Full(sqlite3.Connection):
        def execute(self, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as its parent has it
            if "wal_checkpoint" in values[0]:
                error = sqlite3.OperationalError("database or disk is full (made for a test)")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error
            return super().execute(*values)

    with (
        patch.object(sqlite3, "connect", partial(sqlite3.connect, factory=Full)),
        pytest.raises(EnvironmentFault) as caught,
    ):
        new_store(tmp_path / "desk")
    assert caught.value.code == "disk_full"
    assert sorted(path.name for path in (tmp_path / "desk").iterdir()) == ["documents", "exports", "profiles"]
    new_store(tmp_path / "desk").close()


@pytest.mark.parametrize(("free", "code"), [(10_000, "disk_full"), (10**9, "disk_error")])
def test_an_error_of_the_disk_where_nothing_is_free_is_said_to_be_a_full_disk(
    tmp_path: Path, free: int, code: str
) -> None:
    error = sqlite3.OperationalError("disk I/O error (made for a test)")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    with (
        patch.object(shutil, "disk_usage", return_value=SimpleNamespace(free=free)),
        pytest.raises(EnvironmentFault) as caught,
        machine_faults(tmp_path / "tieout.db"),
    ):
        raise error
    assert caught.value.code == code


def test_a_full_disk_while_a_file_is_stored_leaves_nothing(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFault) as caught:
        stores.take_in(store)
    monkeypatch.undo()
    assert caught.value.code == "disk_full"
    assert list((store.folder / "documents").iterdir()) == []
    assert store.facts().documents == 0
    stores.take_in(store)
    assert store.verify().whole


def statements_of(store: SqliteStore, work: Callable[[SqliteStore], object], stop_at: int | None = None) -> int:
    """Do some work while counting its writing statements; the one numbered ``stop_at`` fails."""
    seen = 0
    db = store._workspace.connection()
    real = db.execute

    def counting(sql: str, parameters: object = None) -> sqlite3.Cursor:
        nonlocal seen
        if sql.startswith(("INSERT", "UPDATE", "DELETE", "COMMIT")):
            seen += 1
            if seen == stop_at:
                raise sqlite3.OperationalError("simulated")
        return real(sql, parameters) if parameters is not None else real(sql)  # type: ignore[arg-type]

    db.execute = counting  # type: ignore[method-assign]
    try:
        work(store)
    finally:
        db.execute = real  # type: ignore[method-assign]
    return seen


def settle_it(store: SqliteStore) -> None:
    stores.decided(store, 1, stores.draft("a"), stores.draft("b"))


def undo_it(store: SqliteStore) -> None:
    undoable = store.undoable(ANN)
    assert undoable is not None
    store.undo(undoable.entry, ANN)


def import_vendors(store: SqliteStore) -> None:
    stores.import_text(store, ImportKind.VENDORS, stores.VENDORS + "V3,New,,\n")


def import_policy(store: SqliteStore) -> None:
    stores.import_text(store, ImportKind.POLICY, stores.POLICY + "\n")


def change_role(store: SqliteStore) -> None:
    store.set_role("eve", Role.BUYER, ANN)


@pytest.mark.parametrize(
    "work", [stores.take_in, settle_it, undo_it, import_vendors, import_policy, change_role], ids=lambda f: f.__name__
)
def test_a_failure_at_any_statement_writes_nothing(
    store: SqliteStore, tmp_path: Path, work: Callable[[SqliteStore], object]
) -> None:
    case = stores.decided(store, stores.take_in(store), stores.draft()).cases[0]
    stores.accept(store, 1, case.case_id)
    store.back_up(tmp_path / "before.db")
    before = dump(tmp_path / "before.db")
    number = 0
    while True:
        number += 1
        try:
            statements_of(store, work, number)
        except sqlite3.OperationalError as error:
            if str(error) != "simulated":
                raise
        else:
            break
        store.back_up(tmp_path / "after.db")
        assert dump(tmp_path / "after.db") == before
    assert number > 3  # each of them writes several times
    assert store.verify().whole
    store.back_up(tmp_path / "after.db")
    assert dump(tmp_path / "after.db") != before


def dump(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    try:
        return list(db.iterdump())
    finally:
        db.close()


def test_the_journal_cannot_be_changed_through_the_database(store: SqliteStore) -> None:
    db = store._workspace.connection()
    for sql in (
        "UPDATE journal SET user = 'eve'",
        "DELETE FROM journal WHERE sequence = 1",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE sequence = 1",
        "UPDATE policies SET text = ''",
        "DELETE FROM snapshots",
    ):
        stores.take_in(store)
        with pytest.raises(sqlite3.IntegrityError, match=r"append-only|follow the head"):
            db.execute(sql)
    assert store.verify().whole


# --- opening, closing, migrating -----------------------------------------------------------------------------------
def test_a_workspace_opens_again_with_everything_in_it(store: SqliteStore, tmp_path: Path) -> None:
    document_id = stores.take_in(store)
    settled = stores.decided(store, document_id, stores.draft())
    store.close()
    again = new_store(tmp_path / "desk")
    assert again.document(document_id) == settled
    assert again.verify().whole
    again.close()


def test_a_closed_store_says_that_it_is_closed(store: SqliteStore) -> None:
    store.close()
    with pytest.raises(EnvironmentFault, match="closed"):
        store.facts()


def test_what_a_killed_program_left_half_written_is_swept_away_after_a_day(store: SqliteStore, tmp_path: Path) -> None:
    document = store.file_of(stores.take_in(store))
    left = [store.folder / "documents" / ".incoming-old", store.folder / ".tieout.db.1.2"]
    fresh = store.folder / "documents" / ".incoming-new"
    for path in (*left, fresh):
        path.write_bytes(b"half")
    day = stores.FIRST_DAY.timestamp()
    for path in (*left, document):
        os.utime(path, (day - 200_000, day - 200_000))
    os.utime(fresh, (day, day))
    store.close()
    new_store(tmp_path / "desk").close()
    assert [path.exists() for path in (*left, fresh, document)] == [False, False, True, True]


def test_many_short_lived_threads_share_a_few_connections(store: SqliteStore) -> None:
    counts = []
    for _ in range(20):
        thread = threading.Thread(target=lambda: counts.append(store.facts().vendors))
        thread.start()
        thread.join()
    assert counts == [2] * 20
    assert len(store._workspace._free) == 1


def test_a_reader_sees_one_moment_while_another_thread_writes(store: SqliteStore) -> None:
    with store._workspace.reading() as db:
        before = db.execute("SELECT count(*) FROM journal").fetchone()[0]
        thread = threading.Thread(target=store.set_setting, args=("theme", "dark", ANN))
        thread.start()
        thread.join()
        assert db.execute("SELECT count(*) FROM journal").fetchone()[0] == before
    assert store.facts().journal_entries == before + 1


def test_two_stores_on_one_workspace_see_each_other(store: SqliteStore, tmp_path: Path) -> None:
    other = new_store(tmp_path / "desk")
    other.set_setting("theme", "dark", ANN)
    assert store.setting("theme") == "dark"
    store.append(NewEntry(JournalKind.EXPORTED, ANN, "x"))
    assert other.journal()[-1].summary == "x"
    assert other.verify().whole
    other.close()


def test_a_copy_is_made_before_a_migration_and_a_failed_one_is_taken_back(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.take_in(store)
    store.close()
    changes = Migrations("tieout")
    for step in migrations.MIGRATIONS._migrations:
        changes(name=step.name)(step.fn)

    @changes(name="9999_test")
    def broken(db: Database) -> None:
        db.execute("CREATE TABLE extra (a TEXT) STRICT")
        if (tmp_path / "fail").exists():
            raise RuntimeError("a bug in a migration")

    (tmp_path / "fail").write_text("")
    monkeypatch.setattr(migrations, "MIGRATIONS", changes)
    with pytest.raises(RuntimeError):
        new_store(tmp_path / "desk")
    (copy,) = (tmp_path / "desk" / "backups").iterdir()
    with sqlite3.connect(copy) as saved:
        assert saved.execute("SELECT count(*) FROM documents").fetchone()[0] == 1
    db = sqlite3.connect(tmp_path / "desk" / "tieout.db")
    assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone()[0] == 0
    db.close()
    (tmp_path / "fail").unlink()
    shutil.rmtree(tmp_path / "desk" / "backups")
    opened = new_store(tmp_path / "desk")
    assert opened.facts().documents == 1
    assert opened.verify().whole
    opened.close()
    shutil.rmtree(tmp_path / "desk" / "backups")
    new_store(tmp_path / "desk").close()
    assert not (tmp_path / "desk" / "backups").exists()  # nothing to migrate, nothing copied


def test_a_backup_is_a_whole_workspace_database(store: SqliteStore, tmp_path: Path) -> None:
    document_id = stores.take_in(store)
    store.back_up(tmp_path / "copies" / "desk.db")
    store.set_setting("later", "x", ANN)
    restored = tmp_path / "restored"
    shutil.copytree(store.folder / "documents", restored / "documents")
    shutil.copy(tmp_path / "copies" / "desk.db", restored / "tieout.db")
    opened = new_store(restored)
    assert opened.document(document_id) == store.document(document_id)
    assert opened.setting("later") is None
    assert opened.verify().whole
    opened.close()


def test_every_table_is_strict_and_declares_its_columns(store: SqliteStore) -> None:
    db = store._workspace.connection()
    tables = [row for row in db.execute("PRAGMA table_list") if row["type"] == "table" and row["name"][0] != "_"]
    ours = [row for row in tables if not row["name"].startswith("sqlite_")]
    assert len(ours) > 15
    assert [row["name"] for row in ours if not row["strict"]] == []
    kinds = {c["type"] for row in ours for c in db.execute(f"PRAGMA table_info({row['name']})")}
    assert kinds == {"TEXT", "INTEGER", "BLOB"}  # never REAL


def test_connections_are_set_up_for_durability(store: SqliteStore) -> None:
    db = store._workspace.connection()
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_stored_document_that_was_exchanged_is_not_taken_for_the_same(store: SqliteStore) -> None:
    path = store.file_of(stores.take_in(store))
    path.chmod(0o644)
    path.write_bytes(b"%PDF forged")
    with pytest.raises(EnvironmentFault) as caught:
        stores.take_in(store)
    assert caught.value.code == "stored_document_damaged"


class _Hindered(sqlite3.Connection):
    """A connection that cannot begin a log so many times, as beside another that begins one at that moment."""

    times = 0

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> sqlite3.Cursor:  # type: ignore[override]  # fewer kinds
        if "journal_mode" in sql and self.times:
            self.times -= 1
            refused = sqlite3.OperationalError("database is locked")
            refused.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise refused
        return super().execute(sql, parameters)


def test_a_log_that_another_begins_in_the_same_moment_is_waited_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db", factory=_Hindered)) as conn:
        conn.times = 2
        database._keep_a_log(conn, 5)
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        conn.times = 10_000
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            database._keep_a_log(conn, 0)
