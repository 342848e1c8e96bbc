"""Backups: one file that holds the database and everything stored, written whole, opened again and checked.

A backup is a zip file: ``tieout.db`` as SQLite's own online backup wrote it, the stored files under their names, the
desk's profiles and mappings, and ``manifest.json`` with the hash of each. A rolling backup holds the database alone and
keeps the stored files beside it, each once for all of them (as another name of the same file where the disk can).
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from app.domain.durable import make_folder, sync_folder
from app.domain.errors import EnvironmentFault, InputError
from app.domain.keeping import Backup
from app.storage import verification
from app.storage.database import DATABASE_NAME, Workspace
from app.storage.encryption import SUFFIX
from app.storage.faults import machine_faults
from app.storage.files import drop, left_behind, sweep
from app.storage.seal_keys import SealKeys
from app.storage.seals import first_hash
from app.storage.stored_files import hash_file

SCHEMA = "tieout.backup/1"
MANIFEST = "manifest.json"
STORED = ("documents", "attachments")
_ALSO = ("profiles", "mappings")
_CHUNK = 1 << 20
# Of files: size and hash, by name.
Facts = Mapping[str, tuple[int, str]]
_SPARE = 64 * _CHUNK


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says it holds: per file its size and the SHA-256 of its bytes as they lie (encrypted or not)."""

    made: str
    program: str
    entries: int
    head: str
    files: Facts = field(default_factory=dict)

    def text(self) -> str:
        """Return the manifest as it is written."""
        files = {name: list(facts) for name, facts in self.files.items()}
        record = {"schema": SCHEMA, "made": self.made, "program": self.program, "entries": self.entries,
                  "head": self.head, "files": files}  # fmt: skip
        return json.dumps(record, ensure_ascii=False, indent=1)


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


def backup_of(path: Path, manifest: Manifest, *, verified: bool = False) -> Backup:
    """Return what a backup is, by its manifest."""
    stored = sum(name.split("/")[0] in STORED for name in manifest.files)
    made = datetime.fromisoformat(manifest.made)
    damaged = tuple(f"{name} has other bytes than were stored" for name, (_, sha256) in manifest.files.items()
                    if name.split("/")[0] in STORED and not name.endswith(SUFFIX)
                    and name.split("/")[1][:64] != sha256)  # fmt: skip
    return Backup(path, made, manifest.entries, manifest.head, stored, verified, damaged)


def _missing(database: Path, manifest: Manifest) -> tuple[str, ...]:
    """Name stored files that the database speaks of, that were not deleted by command, and that no file is of."""
    with closing(sqlite3.connect(database)) as conn:
        wanted = {f"documents/{row[0]}" for row in conn.execute("SELECT stored_name FROM documents")}
        wanted |= {f"attachments/{row[0]}" for row in conn.execute("SELECT sha256 FROM attachments")}
        wanted -= {f"{row[0]}s/{row[1]}" for row in conn.execute("SELECT kind, stored_name FROM deleted_files")}
    held = {name.removesuffix(SUFFIX) for name in manifest.files}
    return tuple(f"{name} is missing" for name in sorted(wanted - held))


def read_manifest(path: Path) -> Manifest:
    """Read what a backup says it holds.

    Raises:
        InputError: ``not_a_backup``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            said = json.loads(archive.read(MANIFEST))
        if said["schema"] == SCHEMA:
            files = {str(name): (int(size), str(sha256)) for name, (size, sha256) in said["files"].items()}
            if DATABASE_NAME in files and all(_safe(name) for name in files):
                datetime.fromisoformat(said["made"])
                return Manifest(said["made"], str(said["program"]), int(said["entries"]), str(said["head"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise _no_backup(path) from error
    raise _no_backup(path)


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
                found = _hash_of(_member(opened, name, size))
            elif files_beside is not None and (files_beside / name).is_file():
                found = hash_file(files_beside / name)
            else:
                raise backup_damaged(f"{name} is missing")
            if found != sha256:
                raise backup_damaged(f"{name} has other bytes")


def backup_damaged(what: str) -> EnvironmentFault:
    """Return the fault of a backup that does not hold."""
    return EnvironmentFault(
        "backup_damaged", f"The backup does not hold: {what}.",
        next_step="Run “tieout audit verify” on the workspace, then make another backup on another disk.",
    )  # fmt: skip


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
                parts = _member(opened, name, size)
            elif (beside / name).is_file():
                parts = _parts(beside / name)
            else:
                raise backup_damaged(f"{name} is missing")
            if _write(building / name, parts) != sha256:
                raise backup_damaged(f"{name} has other bytes")
            if name.split("/")[0] in STORED:
                (building / name).chmod(0o444)


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
        for name, path in stored_in(workspace.folder, _ALSO):
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
        for part in _parts(path):
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
        _write(partial, _parts(path))
    partial.replace(kept)
    sync_folder(kept.parent)
    return True


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _member(archive: zipfile.ZipFile, name: str, size: int) -> Iterator[bytes]:
    """Yield a member's bytes, no more than the manifest says there are."""
    try:
        with archive.open(name) as member:
            while size >= 0 and (chunk := member.read(min(_CHUNK, size + 1))):
                size -= len(chunk)
                yield chunk
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise backup_damaged(f"{name} cannot be read") from error


def _hash_of(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def _write(target: Path, parts: Iterable[bytes]) -> str:
    """Write bytes to a new file, durably; return their hash."""
    make_folder(target.parent)
    found = hashlib.sha256()
    with target.open("xb") as file:
        for part in parts:
            found.update(part)
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    return found.hexdigest()


def _safe(name: str) -> bool:
    """Tell whether a member's name stays inside the workspace and in its rooms."""
    if name == DATABASE_NAME:
        return True
    pieces = name.split("/")
    plain = all(piece and not piece.startswith(".") and not set(piece) & set('\\:*?"<>|\0') for piece in pieces)
    return plain and len(pieces) > 1 and pieces[0] in (*STORED, *_ALSO)


def _refuse_short_disk(workspace: Workspace, folder: Path, *, with_files: bool) -> None:
    size = workspace.path.stat().st_size * 2
    if with_files:
        size += sum(path.stat().st_size for _, path in stored_in(workspace.folder))
    with suppress(OSError):
        free = shutil.disk_usage(folder).free
        if free < size + _SPARE:
            raise EnvironmentFault(
                "disk_short",
                f"A backup needs {(size + _SPARE) // _CHUNK} MB in {folder}, and {free // _CHUNK} MB are free.",
                next_step="Free some space, or choose another disk.",
                context={"path": str(folder)},
            )


def _no_backup(path: Path) -> InputError:
    return InputError(
        "not_a_backup", f"{path} is no backup of a Tieout workspace, or it was damaged.",
        next_step="Give a file that “tieout backup” wrote.",
    )  # fmt: skip
