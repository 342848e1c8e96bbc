"""What a desk lives on is never replaced by something that was written out on request."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.domain.own_files import DATABASE, refuse_own_file
from app.storage.backup_manifest import STORED
from app.storage.database_place import DATABASE_NAME
from app.storage.in_hand import LOCK_NAME


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    for part in (*STORED, "exports"):
        (folder / part).mkdir(parents=True)
    (folder / DATABASE).write_bytes(b"")
    return folder


def test_the_database_is_the_one_that_the_storage_opens() -> None:
    assert DATABASE == DATABASE_NAME


@pytest.mark.parametrize(
    "name",
    [
        DATABASE, "TIEOUT.DB", f"{DATABASE}-wal", f"{DATABASE}-shm", LOCK_NAME, "exports/../tieout.db",
        "backups/rolling/x.zip", "profiles/V1.toml", "mappings/items.toml", *(f"{part}/00ff.pdf" for part in STORED),
    ],
)  # fmt: skip
def test_a_file_of_the_desk_is_no_place_to_write_to(desk: Path, name: str) -> None:
    with pytest.raises(InputError) as refused:
        refuse_own_file(desk / name)
    assert refused.value.code == "desks_own_file"


@pytest.mark.parametrize("name", ["exports/cases.csv", "cases.csv", "documents", "reports/documents/cases.csv"])
def test_every_other_place_in_a_workspace_is_free(desk: Path, name: str) -> None:
    refuse_own_file(desk / name)


def test_another_folder_is_free_whatever_it_is_called(tmp_path: Path) -> None:
    refuse_own_file(tmp_path / "documents" / "cases.csv")


def test_a_folder_that_leads_into_the_desk_is_followed(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "here").symlink_to(desk)
    with pytest.raises(InputError):
        refuse_own_file(tmp_path / "here" / DATABASE)


def test_a_database_of_any_name_keeps_its_place(tmp_path: Path) -> None:
    copy = tmp_path / "copy of the desk"
    copy.write_bytes(b"SQLite format 3\x00 and so on")
    with pytest.raises(InputError):
        refuse_own_file(copy)
