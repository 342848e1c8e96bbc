"""Backups: one file that holds the database and everything stored, written whole, opened again and checked.

A backup is a zip file: ``tieout.db`` as SQLite's own online backup wrote it, the stored files under their names, the
desk's profiles and mappings, and ``manifest.json`` with the hash of each. A rolling backup holds the database alone and
keeps the stored files beside it, each once for all of them (as another name of the same file where the disk can).
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from app.domain.durable import make_folder, sync_folder
from app.domain.errors import EnvironmentFault, InputError
from app.domain.keeping import Backup
from app.storage import verification
from app.storage.backup_bytes import CHUNK, backup_damaged, hash_of, member_of, parts_of, write_parts
from app.storage.backup_manifest import ALSO, MANIFEST, STORED, Facts, Manifest, backup_of
from app.storage.database import Workspace
from app.storage.database_place import DATABASE_NAME
from app.storage.encryption import SUFFIX
from app.storage.faults import machine_faults
from app.storage.files import drop, sweep
from app.storage.stored_files import hash_file

_SPARE = 64 * CHUNK


def write_backup(
    workspace: Workspace,
    target: Path,
    made: datetime,
    program: str,
    *,
    files_beside: Path | None = None,
    known: Facts | None = None,
) -> Backup:
    """Write a backup and prove it by reading it again.

    ``files_beside``: a folder that keeps the stored files. What lies there and was proved by an earlier backup
    (``known``) is not read again, so that a backup every few hours costs what is new.

    Raises:
        InputError: Something stands at the target already.
        EnvironmentFault: The disk is short of room, something cannot be written, or what was written does not hold.
    """
    if target.exists():
        raise InputError("file_exists", f"{target} stands already.", next_step="Choose another name.")
    with machine_faults(target):
        make_folder(target.parent)
        _refuse_short_disk(workspace, target.parent, with_files=files_beside is None)
        # Two windows may make the same rolling backup in the same second; a killed one leaves its half here.
        own = f"{os.getpid()}.{threading.get_ident()}"
        partial = target.with_name(f".{target.name}.{own}.partial")
        database = target.with_name(f".{target.name}.{own}.database")
        sweep(target.parent, f".{glob.escape(target.name)}.*", made)
        try:
            workspace.copy_to(database)
            manifest = _written(workspace, partial, database, made, program, files_beside, known or {})
            check_database(database, manifest)
            check_files(partial, manifest, files_beside, known or {})
            missing = _missing(database, manifest)
            partial.replace(target)
            sync_folder(target.parent)
        finally:
            drop(partial)
            drop(database)
    made_now = backup_of(target, manifest, verified=True)
    return replace(made_now, faults=(*made_now.faults, *missing))


def _missing(database: Path, manifest: Manifest) -> tuple[str, ...]:
    """Name stored files that the database speaks of, that were not deleted by command, and that no file is of."""
    with closing(sqlite3.connect(database)) as conn:
        wanted = {f"documents/{row[0]}" for row in conn.execute("SELECT stored_name FROM documents")}
        wanted |= {f"attachments/{row[0]}" for row in conn.execute("SELECT sha256 FROM attachments")}
        wanted -= {f"{row[0]}s/{row[1]}" for row in conn.execute("SELECT kind, stored_name FROM deleted_files")}
    held = {name.removesuffix(SUFFIX) for name in manifest.files}
    return tuple(f"{name} is missing" for name in sorted(wanted - held))


def check_database(path: Path, manifest: Manifest) -> None:
    """Open a copy of the database by itself and prove its journal and tables whole.

    Raises:
        EnvironmentFault: ``backup_damaged``.
    """
    with closing(sqlite3.connect(path)) as conn:
        conn.row_factory = sqlite3.Row
        db = Database(conn, execute_plugins=False)
        found = verification.verify(db, {})
    if not found.whole or (found.entries, found.head) != (manifest.entries, manifest.head):
        raise backup_damaged(found.trouble or "its log is another one")


def check_files(archive: Path, manifest: Manifest, files_beside: Path | None, known: Facts) -> None:
    """Read every file of a backup again but those known, and compare it with the manifest. Raises EnvironmentFault."""
    with zipfile.ZipFile(archive) as opened:
        inside = set(opened.namelist())
        for name, (size, sha256) in manifest.files.items():
            if known.get(name) == (size, sha256) and name not in inside:
                continue
            if name in inside:
                found = hash_of(member_of(opened, name, size))
            elif files_beside is not None and (files_beside / name).is_file():
                found = hash_file(files_beside / name)
            else:
                raise backup_damaged(f"{name} is missing")
            if found != sha256:
                raise backup_damaged(f"{name} has other bytes")


def _written(
    workspace: Workspace,
    partial: Path,
    database: Path,
    made: datetime,
    program: str,
    files_beside: Path | None,
    known: Facts,
) -> Manifest:
    with closing(sqlite3.connect(database)) as conn:
        entries, head = conn.execute("SELECT sequence, hash FROM journal_head").fetchone()
    files = {DATABASE_NAME: (database.stat().st_size, hash_file(database))}
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        archive.write(database, DATABASE_NAME, zipfile.ZIP_DEFLATED, compresslevel=1)
        for name, path in stored_in(workspace.folder):
            if files_beside is None:
                files[name] = _added(archive, name, path)
            else:
                before = known.get(name)
                if not _keep_beside(path, files_beside / name) and before and before[0] == path.stat().st_size:
                    files[name] = before
                else:
                    files[name] = (path.stat().st_size, hash_file(path))
        for name, path in stored_in(workspace.folder, ALSO):
            files[name] = _added(archive, name, path)
        manifest = Manifest(made.astimezone(UTC).isoformat(timespec="seconds"), program, int(entries), head, files)
        archive.writestr(MANIFEST, manifest.text())
    with partial.open("r+b") as file:
        os.fsync(file.fileno())
    return manifest


def stored_in(folder: Path, rooms: Sequence[str] = STORED) -> Iterator[tuple[str, Path]]:
    """Yield the files of a workspace's rooms, each with its name in a backup."""
    for room in rooms:
        for path in sorted((folder / room).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix(), path


def _added(archive: zipfile.ZipFile, name: str, path: Path) -> tuple[int, str]:
    found = hashlib.sha256()
    size = 0
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
        for part in parts_of(path):
            found.update(part)
            size += len(part)
            member.write(part)
    return size, found.hexdigest()


def _keep_beside(path: Path, kept: Path) -> bool:
    """Give a stored file a second name in the folder of rolling backups; another disk gets a copy.

    Return whether it was new there.
    """
    if kept.is_file() and kept.stat().st_size == path.stat().st_size:
        return False
    make_folder(kept.parent)
    partial = kept.with_name(f".{kept.name}.{os.getpid()}.{threading.get_ident()}.partial")
    partial.unlink(missing_ok=True)
    try:
        os.link(path, partial)
    except OSError:
        write_parts(partial, parts_of(path))
    partial.replace(kept)
    sync_folder(kept.parent)
    return True


def _refuse_short_disk(workspace: Workspace, folder: Path, *, with_files: bool) -> None:
    size = workspace.path.stat().st_size * 2
    if with_files:
        size += sum(path.stat().st_size for _, path in stored_in(workspace.folder))
    with suppress(OSError):
        free = shutil.disk_usage(folder).free
        if free < size + _SPARE:
            raise EnvironmentFault(
                "disk_short",
                f"A backup needs {(size + _SPARE) // CHUNK} MB in {folder}, and {free // CHUNK} MB are free.",
                next_step="Free some space, or choose another disk.",
                context={"path": str(folder)},
            )
