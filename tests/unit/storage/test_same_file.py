"""A database or a stored file that somebody replaced by hand while the desk is open: nothing is written or shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFault, InputError
from app.storage.restoring import restore
from tests.helpers.stores import full_store, take_in


def test_nothing_is_written_to_a_database_that_a_restored_backup_took_the_place_of(tmp_path: Path) -> None:
    store = full_store(tmp_path / "desk")
    store.backups.write(tmp_path / "b.backup")
    restore(tmp_path / "b.backup", tmp_path / "again")
    os.replace(tmp_path / "again" / "tieout.db", tmp_path / "desk" / "tieout.db")
    for call in (lambda: take_in(store), store.head):
        with pytest.raises(EnvironmentFault, match="replaced or removed") as refused:
            call()
        assert refused.value.code == "database_replaced"
        assert "open it again" in refused.value.next_step
    store.close()


def test_nothing_is_written_to_a_database_that_was_removed(tmp_path: Path) -> None:
    store = full_store(tmp_path / "desk")
    (tmp_path / "desk" / "tieout.db").rename(tmp_path / "elsewhere.db")
    with pytest.raises(EnvironmentFault, match="replaced or removed"):
        take_in(store)
    (tmp_path / "elsewhere.db").rename(tmp_path / "desk" / "tieout.db")
    assert take_in(store, body=b"%PDF-1.7 it is back") == 1
    store.close()


def test_a_stored_file_that_is_gone_or_was_changed_is_not_given_out(tmp_path: Path) -> None:
    store = full_store(tmp_path / "desk")
    first, second = take_in(store), take_in(store, body=b"%PDF-1.7 two")
    path, other = store.file_of(first), store.file_of(second)
    other.chmod(0o600)
    other.write_bytes(path.read_bytes())
    with pytest.raises(InputError, match=f"document {second} is no longer what was taken in") as changed:
        store.file_of(second)
    assert changed.value.code == "stored_document_changed"
    other.unlink()
    with pytest.raises(InputError, match=f"document {second} is gone") as gone:
        store.file_of(second)
    assert gone.value.code == "stored_document_gone"
    assert store.file_of(first) == path
    store.close()
