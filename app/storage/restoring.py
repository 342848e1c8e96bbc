"""Putting a backup back as a workspace: whole and proved, or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from app.domain.durable import make_folder, sync_folder
from app.domain.errors import InputError
from app.domain.keeping import Backup
from app.storage.backup_bytes import backup_damaged, member_of, parts_of, write_parts
from app.storage.backup_manifest import STORED, Manifest, backup_of, read_manifest
from app.storage.backups import check_database
from app.storage.database_place import DATABASE_NAME
from app.storage.faults import machine_faults
from app.storage.files import left_behind
from app.storage.seal_keys import SealKeys
from app.storage.seals import first_hash


def restore(archive: Path, folder: Path, keys: SealKeys | None = None) -> Backup:
    """Put a backup back as a workspace into an empty or new folder: whole and proved, or not at all.

    What this machine sealed of the same log elsewhere is remembered in ``keys`` before the folder has its name: what
    was decided since the backup must never be unknown to it, not even where the program ends at that moment.

    Raises:
        InputError: The file is no backup, or the folder holds something.
        EnvironmentFault: The backup does not hold, or the folder cannot be written.
    """
    manifest = read_manifest(archive)
    with machine_faults(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(
                "folder_not_empty", f"{folder} is not empty; nothing was restored.",
                next_step="Name an empty or new folder with --workspace.",
            )  # fmt: skip
        make_folder(folder.parent)
        building = folder.with_name(f".{folder.name}.restoring-{os.getpid()}")
        for left in (building, *left_behind(folder.parent, f".{folder.name}.restoring-*")):
            shutil.rmtree(left, ignore_errors=True)
        try:
            building.mkdir()
            with machine_faults(folder):  # whether the disk is full shows while it all still lies there
                _unpack(archive, manifest, building)
                check_database(building / DATABASE_NAME, manifest)
            for room in (*(path for path in building.rglob("*") if path.is_dir()), building):
                sync_folder(room)
            if keys is not None:
                keys.inherit(_first_hash(building / DATABASE_NAME))
            if folder.exists():
                folder.rmdir()
            building.replace(folder)
            sync_folder(folder.parent)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return backup_of(archive, manifest, verified=True)


def _first_hash(database: Path) -> str:
    with closing(sqlite3.connect(database)) as conn:
        return first_hash(Database(conn, execute_plugins=False))


def _unpack(archive: Path, manifest: Manifest, building: Path) -> None:
    beside = archive.parent / "files"
    with zipfile.ZipFile(archive) as opened:
        inside = set(opened.namelist())
        for name, (size, sha256) in manifest.files.items():
            if name in inside:
                parts = member_of(opened, name, size)
            elif (beside / name).is_file():
                parts = parts_of(beside / name)
            else:
                raise backup_damaged(f"{name} is missing")
            if write_parts(building / name, parts) != sha256:
                raise backup_damaged(f"{name} has other bytes")
            if name.split("/")[0] in STORED:
                (building / name).chmod(0o444)
