"""The search: found without capitals and accents, and never behind what the list shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from app.domain.case import QueueFilter
from app.storage import migrations
from app.storage.search_text import folded
from app.storage.store import SqliteStore
from tests.helpers import stores
from tests.helpers.stores import full_store, new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = full_store(tmp_path / "desk")
    yield opened
    opened.close()


def found(store: SqliteStore, text: str) -> list[int]:
    return [row.document_id for row in store.queue(QueueFilter(text=text))]


def edit(folder: Path, statement: str) -> None:
    db = sqlite3.connect(folder / "tieout.db")
    db.execute(statement)
    db.commit()
    db.close()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Müller GmbH", "muller gmbh"),
        ("MÜLLER", "muller"),
        ("Mu\u0308ller", "muller"),
        ("Straße", "strasse"),
        ("PO-1001", "po-1001"),
        ("Ærø", "ærø"),
    ],
)
def test_texts_are_compared_without_capitals_and_accents(text: str, line: str) -> None:
    assert folded(text) == line


def test_a_document_is_found_by_what_it_says_now_and_not_by_what_it_said(store: SqliteStore) -> None:
    document_id = stores.take_in(store, stores.invoice("RÉ-77_1"))
    assert found(store, "re-77") == found(store, "RÉ-77_1") == [document_id]
    assert found(store, "77%1") == found(store, "77__") == []  # a sign is itself and stands for no other
    stores.decided(store, document_id)
    assert found(store, "po-1001") == [document_id]
    assert store.queue_counts("re-77") == store.queue_counts()
    assert not any(store.queue_counts("re-78").values())


def test_what_another_program_changed_or_brought_is_searched_after_the_next_opening(
    store: SqliteStore, tmp_path: Path
) -> None:
    document_id = stores.take_in(store)
    store.close()
    edit(tmp_path / "desk", "UPDATE documents SET vendor_name = 'Åkerlund', vendor_id = NULL")
    edit(
        tmp_path / "desk",
        "INSERT INTO documents SELECT document_id + 1, version, sha256, 'other.pdf', stored_name, channel, received, "
        "state, lane, vendor_id, 'Nobody', vendor_key, tax_key, invoice_number, number_key, invoice_date, total, "
        "total_key, total_minor, currency, is_credit, po_numbers, exposure, exposure_minor, open_cases, headline, "
        "owner, categories, accounts FROM documents",
    )
    with closing(new_store(tmp_path / "desk")) as opened:
        assert found(opened, "akerlund") == [document_id]
        assert found(opened, "nobody other") == [document_id + 1]
        assert found(opened, "juniper") == []
    edit(tmp_path / "desk", f"DELETE FROM documents WHERE document_id = {document_id + 1}")
    db = sqlite3.connect(tmp_path / "desk" / "tieout.db")
    assert db.execute("SELECT document_id FROM document_search").fetchall() == [(document_id,)]
    db.close()


def test_an_older_workspace_is_searched_after_its_step_and_verifies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = Migrations("tieout")
    for step in migrations.MIGRATIONS._migrations:
        if step.name < "0005":
            older(name=step.name)(step.fn)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", older)
        patch.setattr("app.storage.documents.write_search_text", lambda *_: None)
        patch.setattr("app.storage.search_text.is_behind", lambda _: False)
        store = full_store(tmp_path / "desk")
        document_id = stores.take_in(store)
        store.close()
    with closing(new_store(tmp_path / "desk")) as opened:
        assert found(opened, "juniper") == [document_id]
        assert opened.verify().whole
