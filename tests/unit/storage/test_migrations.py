"""A desk of the first release, with work in it, goes through every step and loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from app.domain.case import Case, QueueFilter
from app.domain.errors import EnvironmentFault
from app.storage import migrations
from app.storage.store import SqliteStore
from tests.helpers import stores


def test_the_version_is_what_the_newest_step_asks() -> None:
    """Every step but the first raises the minor version by one; none of them shuts an older program out."""
    assert len(migrations.MIGRATIONS._migrations) - 1 == migrations.SCHEMA_MINOR
    names = [step.name for step in migrations.MIGRATIONS._migrations]
    assert names == sorted(names)


def as_first_release(file: Path) -> dict[str, int]:
    """Put the rows of a database into one that only the first step made; return how many each of its tables has."""
    newest = file.with_name("newest.db")
    file.rename(newest)
    steps = Migrations("tieout")
    first = migrations.MIGRATIONS._migrations[0]
    steps(name=first.name)(first.fn)
    db = Database(sqlite3.connect(file, isolation_level=None), execute_plugins=False)
    steps.apply(db)
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    db.execute("ATTACH ? AS newest", (str(newest),))
    counts = {}
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if not table.startswith(("sqlite_", "_sqlite")):
            columns = ", ".join(f'"{row[1]}"' for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"DELETE FROM main.{table}")
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newest.{table}")
            counts[table] = db.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0]
    for _, sql in triggers:
        db.execute(sql)
    db.execute(f"PRAGMA user_version = {migrations.SCHEMA_MAJOR * 1000}")
    db.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
    db.close()
    newest.unlink()
    return counts


@dataclass(frozen=True)
class Forward:
    """A desk that was brought forward, the rows it had, and its cases and hashes of entries before."""

    store: SqliteStore
    rows: dict[str, int]
    cases: tuple[Case, ...]
    hashes: list[str]


@pytest.fixture(scope="module")
def forward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forward]:
    """The first release neither sealed nor kept the grounds of decisions, and knew no facts for reports."""
    folder = tmp_path_factory.mktemp("old")
    store = stores.full_store(folder / "desk")
    held = stores.decided(store, stores.take_in(store), stores.draft(), stores.draft("price_variance", "7.25"))
    stores.accept(store, held.document_id, held.cases[0].case_id)
    stores.decided(store, stores.take_in(store, stores.invoice("INV-8"), body=b"%PDF 8"))
    cases, hashes = store.cases(), [entry.hash for entry in store.journal()]
    store.close()
    rows = as_first_release(folder / "desk" / "tieout.db")
    again = stores.new_store(folder / "desk", keys=folder / "keys")
    yield Forward(again, rows, cases, hashes)
    again.close()


def test_a_full_desk_of_the_first_release_goes_through_every_step(forward: Forward) -> None:
    with sqlite3.connect(forward.store.folder / "tieout.db") as db:
        now = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in forward.rows}
        assert db.execute("PRAGMA user_version").fetchone()[0] == migrations.USER_VERSION
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert min(forward.rows[table] for table in ("documents", "cases", "journal", "bookings", "policies")) > 0
    assert now == forward.rows
    assert forward.store.cases() == forward.cases
    assert [entry.hash for entry in forward.store.journal()] == forward.hashes
    verified = forward.store.verify()
    assert verified.whole, verified.trouble


def test_work_goes_on_there(forward: Forward) -> None:
    new = stores.decided(forward.store, stores.take_in(forward.store, stores.invoice("INV-9"), body=b"%PDF 9"),
                         stores.draft())  # fmt: skip
    assert new.cases
    assert new.document_id in {row.document_id for row in forward.store.queue(QueueFilter(text="INV-9"))}
    assert forward.store.verify().whole


def test_a_safeguard_exchanged_in_an_older_desk_is_refused_once_it_is_brought_forward(tmp_path: Path) -> None:
    stores.full_store(tmp_path / "desk").close()
    file = tmp_path / "desk" / "tieout.db"
    as_first_release(file)
    with closing(sqlite3.connect(file)) as db:
        db.execute("DROP TRIGGER journal_no_delete")
        db.execute("CREATE TRIGGER journal_no_delete AFTER INSERT ON journal BEGIN SELECT 1; END")
        db.commit()
    with pytest.raises(EnvironmentFault) as caught:
        stores.new_store(tmp_path / "desk", keys=tmp_path / "keys")
    assert caught.value.code == "foreign_parts"
