"""What reports count of decisions: written with each decision, for older workspaces too, and proved by the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.store import SqliteStore
from tests.helpers import stores
from tests.helpers.stores import full_store, new_store

ROWS = "SELECT document_id, position, part, rule, lane, patterns, po_number, line_no FROM decision_facts"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = full_store(tmp_path / "desk")
    yield opened
    opened.close()


def rows(folder: Path, sql: str = ROWS) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "tieout.db") as db:
        return [tuple(row) for row in db.execute(sql)]


def test_a_decision_leaves_its_rows_and_the_next_one_replaces_them(store: SqliteStore) -> None:
    document = stores.take_in(store)
    held = stores.decided(store, document, stores.draft())
    expected = (document, 0, 0, "quantity_short.band", "draft_and_route", "quantity_short", "PO-1001", 1)
    assert rows(store.folder) == [expected]
    stores.accept(store, document, held.cases[0].case_id)
    assert rows(store.folder) == [expected]
    assert store.verify().whole


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decision_facts SET lane = 'auto_resolve'",
        "DELETE FROM decision_facts",
        "INSERT INTO decision_facts SELECT document_id, 7, part, rule, lane, patterns, exposure, po_number, line_no, "
        "uom, open_quantity, billed, price, over_percent, over_limit FROM decision_facts",
    ],
)
def test_rows_that_were_changed_beside_the_program_are_found(store: SqliteStore, change: str) -> None:
    stores.decided(store, stores.take_in(store), stores.draft())
    with sqlite3.connect(store.folder / "tieout.db") as db:
        db.execute(change)
    found = store.verify()
    assert not found.whole
    assert "what reports count" in found.trouble


def test_an_older_workspace_gets_the_rows_of_the_decisions_it_has(store: SqliteStore) -> None:
    stores.decided(store, stores.take_in(store), stores.draft())
    expected = rows(store.folder)
    store.close()
    with sqlite3.connect(store.folder / "tieout.db") as db:
        db.execute("DROP TABLE decision_facts")
        db.execute("DROP INDEX journal_by_kind")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0008_facts_of_decisions'")
    again = new_store(store.folder)
    assert rows(again.folder) == expected
    assert again.verify().whole
    again.close()
