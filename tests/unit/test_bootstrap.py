"""A desk that cannot be opened, or closed in order, leaves nothing open behind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.bootstrap import WORKSPACE_VARIABLE, open_services, profile_folders
from app.domain.errors import EnvironmentFault
from app.extraction.workers.worker import ReaderPool
from app.storage.store import SqliteStore


class _BrokenError(Exception):
    """What goes wrong."""


def _break(*_: object) -> None:
    raise _BrokenError


def test_what_was_opened_is_closed_where_something_after_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools: list[ReaderPool] = []
    stores: list[SqliteStore] = []
    make_pool, make_store = ReaderPool.__init__, SqliteStore.__init__

    def note_pool(pool: ReaderPool, *values: object, **named: object) -> None:
        pools.append(pool)
        make_pool(pool, *values, **named)  # type: ignore[arg-type]

    def note_store(store: SqliteStore, *values: object) -> None:
        stores.append(store)
        make_store(store, *values)  # type: ignore[arg-type]

    monkeypatch.setattr(ReaderPool, "__init__", note_pool)
    monkeypatch.setattr(SqliteStore, "__init__", note_store)
    monkeypatch.setattr(SqliteStore, "role_of", _break)
    threads = threading.active_count()
    with pytest.raises(_BrokenError):
        open_services(tmp_path / "desk")
    with pytest.raises(RuntimeError, match="closed"):
        pools[0].submit(tmp_path / "none.pdf")
    with pytest.raises(EnvironmentFault, match="closed"):
        stores[0].head()
    assert threading.active_count() == threads


def test_the_database_is_released_though_the_readers_cannot_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = open_services(tmp_path / "desk")
    monkeypatch.setattr(ReaderPool, "close", _break)
    with pytest.raises(_BrokenError):
        services.close()
    with pytest.raises(EnvironmentFault, match="closed"):
        services.store.head()


def test_a_desk_named_from_where_one_stands_has_its_own_profiles_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers have folders of their own: the profiles of ``--workspace desk`` were never used, and nothing said so."""
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "desk" / "profiles"
    assert profile_folders(Path("desk"))[1] == own
    monkeypatch.setenv(WORKSPACE_VARIABLE, "desk")
    assert profile_folders()[1] == own
