"""The log of another database, or of another day of this one, is never written into a desk: both stay as they are."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from app.domain.errors import EnvironmentFault
from app.domain.imports import ImportKind
from app.domain.policy import Role
from app.storage import entries_stand, foreign_log
from app.storage.store import SqliteStore
from tests.helpers.stores import (
    ANN,
    POLICY,
    VENDORS,
    accept,
    decided,
    draft,
    full_store,
    import_text,
    new_store,
    take_in,
)  # fmt: skip

DATABASE, LOG, INDEX = "tieout.db", "tieout.db-wal", "tieout.db-shm"


def entries(store: SqliteStore, count: int) -> None:
    for number in range(count):
        store.set_setting(f"of {store.folder.name} {number}", "x" * 50, ANN)


def files(store: SqliteStore, count: int) -> None:
    store.enqueue([store.folder / f"{number}.pdf" for number in range(count)], "drop")


def desk(place: Path, count: int) -> Path:
    """Make a desk with so many entries, and leave it as a program does that ends well."""
    store = new_store(place)
    entries(store, count)
    store.close()
    return place


def killed(place: Path, into: Path, *, count: int = 3, waiting: int = 0) -> Path:
    """Go on with a copy of a desk, and return it as a program leaves it that is killed: its log lies beside it."""
    shutil.copytree(place, into)
    store = new_store(into)
    entries(store, count)
    if waiting:
        files(store, waiting)
    kept = {name: (into / name).read_bytes() for name in (DATABASE, LOG, INDEX)}
    store.close()
    for name, body in kept.items():
        (into / name).write_bytes(body)
    return into


def everything_in(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in (DATABASE, LOG)}


def refused(folder: Path) -> EnvironmentFault:
    before = everything_in(folder)
    with pytest.raises(EnvironmentFault) as caught:
        new_store(folder)
    assert everything_in(folder) == before
    return caught.value


@pytest.mark.parametrize("index", [False, True], ids=["log", "log and index"])
def test_the_log_of_another_desk_is_refused_and_both_are_left_as_they_are(tmp_path: Path, index: bool) -> None:
    ours = desk(tmp_path / "ours", 5)
    other = killed(desk(tmp_path / "other", 2), tmp_path / "died")
    for name in (LOG, INDEX) if index else (LOG,):
        shutil.copy(other / name, ours / name)
    fault = refused(ours)
    assert fault.code == "foreign_log"
    assert LOG in fault.message
    assert "last backup" in fault.next_step
    (ours / LOG).unlink()
    store = new_store(ours)
    assert (store.head()[0], store.verify().whole) == (5, True)
    store.close()


def test_a_log_is_refused_beside_an_older_and_a_newer_copy_of_its_own_database(tmp_path: Path) -> None:
    older = desk(tmp_path / "older", 5)
    shutil.copytree(older, tmp_path / "newer")
    newer = desk(tmp_path / "newer", 40)
    first, last = killed(older, tmp_path / "first"), killed(newer, tmp_path / "last")
    shutil.copy(last / LOG, older)
    shutil.copy(first / LOG, newer)
    assert (refused(older).code, refused(newer).code) == ("foreign_log", "foreign_log")


def test_a_log_that_brings_the_entries_of_an_older_copy_without_their_pages_is_refused(tmp_path: Path) -> None:
    """The page with the newest entries holds the ones before it, too: the chain alone goes on from the older copy."""
    older = full_store(tmp_path / "ours")
    older.close()
    shutil.copytree(tmp_path / "ours", tmp_path / "newer")
    newer = new_store(tmp_path / "newer")
    newer.set_setting("rolling", "4", ANN)
    newer.close()
    newer = new_store(tmp_path / "newer")
    take_in(newer)
    shutil.copy(tmp_path / "newer" / LOG, tmp_path / "ours")
    newer.close()
    fault = refused(tmp_path / "ours")
    assert (fault.code, "entry 9 of the log" in fault.message) == ("foreign_log", True)


def worked(store: SqliteStore) -> None:
    """Do what leaves entries of every kind: documents, cases, bookings, roles, settings, tables and a policy."""
    held = decided(store, take_in(store), draft())
    accept(store, held.document_id, held.cases[0].case_id)
    store.set_role("bob", Role.CONTROLLER, ANN, "new")
    store.set_setting("rolling", "4", ANN)
    import_text(store, ImportKind.POLICY, POLICY.replace("version = 3", "version = 4"))
    import_text(store, ImportKind.VENDORS, VENDORS)


LOSSES = {
    "document": "UPDATE documents SET number_key = 'X'",
    "version": "DELETE FROM document_versions WHERE version = 2",
    "snapshot": "DELETE FROM snapshots",
    "booking": "DELETE FROM bookings",
    "case": "UPDATE cases SET note = ''",
    "role": "DELETE FROM roles",
    "setting": "DELETE FROM settings",
    "policy": "DELETE FROM policies WHERE number = 2",
    "table": "DELETE FROM vendors WHERE vendor_id = 'V2'",
}


def test_everything_that_entries_say_was_stored_is_looked_up(tmp_path: Path) -> None:
    store = full_store(tmp_path / "ours")
    before = store.head()[0]
    worked(store)
    store.close()
    with closing(sqlite3.connect(tmp_path / "ours" / DATABASE, isolation_level=None)) as conn:
        conn.row_factory = sqlite3.Row
        db = Database(conn, execute_plugins=False)
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        assert entries_stand.first_not_standing(db, before) is None
        for what, loss in LOSSES.items():
            db.execute("BEGIN")
            assert db.execute(loss).rowcount, what
            assert entries_stand.first_not_standing(db, before) is not None, what
            db.execute("ROLLBACK")


def test_a_document_that_an_index_lost_is_missed(tmp_path: Path) -> None:
    """What finds duplicates asks the index: a row that is not in it is not found."""
    store = full_store(tmp_path / "ours")
    take_in(store)
    db = store._workspace.connection()
    db.execute("PRAGMA writable_schema = ON")
    db.execute(
        "UPDATE sqlite_master SET sql = replace(sql, '(number_key)', '(file)') WHERE name = 'documents_by_number'"
    )
    db.execute("PRAGMA writable_schema = OFF")
    store.close()
    with closing(sqlite3.connect(tmp_path / "ours" / DATABASE)) as conn:
        assert entries_stand.first_not_standing(Database(conn, execute_plugins=False), 8) == 9


def test_a_desk_of_as_many_entries_is_told_by_what_they_say(tmp_path: Path) -> None:
    """Both end with the same number, so the number proves nothing."""
    ours = desk(tmp_path / "ours", 5)
    shutil.copy(killed(desk(tmp_path / "other", 2), tmp_path / "died", count=3) / LOG, ours)
    assert refused(ours).code == "foreign_log"


def test_a_log_that_brings_no_entry_must_leave_a_whole_database(tmp_path: Path) -> None:
    ours = desk(tmp_path / "ours", 60)
    shutil.copy(killed(desk(tmp_path / "other", 2), tmp_path / "died", count=0, waiting=90) / LOG, ours)
    fault = refused(ours)
    assert (fault.code, str(ours / LOG) in fault.message) == ("foreign_log", True)
    assert "the log away" in fault.next_step


def test_a_database_that_is_no_whole_one_without_its_log_either_is_called_damaged(tmp_path: Path) -> None:
    ours = desk(tmp_path / "ours", 60)
    page = 4096
    with (ours / DATABASE).open("r+b") as file:
        file.seek(3 * page)
        file.write(b"\xff" * ((ours / DATABASE).stat().st_size - 3 * page))
    shutil.copy(killed(desk(tmp_path / "other", 2), tmp_path / "died", count=0, waiting=90) / LOG, ours)
    assert refused(ours).code == "database_damaged"


@pytest.mark.parametrize(("count", "waiting"), [(3, 0), (0, 3), (3, 3)], ids=["entries", "files", "both"])
def test_our_own_log_is_taken_over_whatever_lies_in_it(tmp_path: Path, count: int, waiting: int) -> None:
    died = killed(desk(tmp_path / "ours", 5), tmp_path / "died", count=count, waiting=waiting)
    (died / INDEX).write_bytes(b"\xff" * 32768)  # made anew from the log
    store = new_store(died)
    assert (store.head()[0], len(store.inbox()), store.verify().whole) == (5 + count, waiting, True)
    store.close()


def test_a_log_that_was_being_brought_into_its_file_is_taken_over(tmp_path: Path) -> None:
    """A program that dies while it does so leaves a file that alone may make no sense, and the whole of its log."""
    died = killed(desk(tmp_path / "ours", 5), tmp_path / "died", count=40)
    shutil.copytree(died, tmp_path / "through")
    new_store(tmp_path / "through").close()
    whole, page = (tmp_path / "through" / DATABASE).read_bytes(), 4096
    half = bytearray((died / DATABASE).read_bytes().ljust(len(whole), b"\0"))
    for at in range(page, len(whole), 2 * page):
        half[at : at + page] = whole[at : at + page]
    (died / DATABASE).write_bytes(half)
    store = new_store(died)
    assert (store.head()[0], store.verify().whole) == (45, True)
    store.close()


def test_beside_a_file_that_alone_makes_no_sense_the_two_must_be_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = desk(tmp_path / "ours", 60)
    died = killed(ours, tmp_path / "own")
    shutil.copy(killed(desk(tmp_path / "other", 2), tmp_path / "died", count=0, waiting=90) / LOG, ours)
    monkeypatch.setattr(foreign_log, "_head_alone", lambda _: None)
    with pytest.raises((EnvironmentFault, sqlite3.DatabaseError)):
        foreign_log.refuse_foreign_log(ours / DATABASE, 1)
    foreign_log.refuse_foreign_log(died / DATABASE, 1)


def test_a_second_window_of_the_desk_opens_beside_the_log_of_the_first(tmp_path: Path) -> None:
    first = new_store(desk(tmp_path / "ours", 5))
    entries(first, 3)
    second = new_store(tmp_path / "ours")
    assert second.head() == first.head()
    second.close()
    first.close()
