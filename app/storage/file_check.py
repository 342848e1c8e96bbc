"""Whether a file is a database of ours, told from its first hundred bytes and without touching it."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import EnvironmentFault
from app.storage.faults import fault, machine_faults
from app.storage.migrations import APPLICATION_ID, SCHEMA_MAJOR

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100


def check_database_file(path: Path) -> None:
    """Refuse a file that is not a whole database of this program and of a version it knows.

    Raises:
        EnvironmentFault: ``not_a_database``, ``database_empty``, ``foreign_database``, ``newer_version`` or
            ``database_damaged``. The file is only read.
    """
    with machine_faults(path):
        if not path.is_file():
            raise fault("not_a_database", path)
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(_HEADER)
    if size == 0:
        raise EnvironmentFault(
            "database_empty",
            f"The database {path} is empty (0 bytes): it was damaged or never finished; it was left as it is.",
            next_step="Restore the last backup of the workspace, or move the empty file away to start anew.",
            context={"path": str(path)},
        )
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise fault("not_a_database", path)
    _check_size(path, header, size)
    _check_owner(path, header)


def _check_size(path: Path, header: bytes, size: int) -> None:
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    if page < 512 or page & (page - 1):
        raise fault("database_damaged", path)
    pages = int.from_bytes(header[28:32], "big")
    log = path.with_name(path.name + "-wal")
    # With a write-ahead log beside it the file may lawfully be shorter than it will be.
    if (not log.exists() or log.stat().st_size == 0) and size < pages * page:
        raise fault("database_damaged", path)


def _check_owner(path: Path, header: bytes) -> None:
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise EnvironmentFault(
            "foreign_database",
            f"{path} is a database of another program; it was left as it is.",
            next_step="Move it away, or choose another folder for the workspace.",
            context={"path": str(path)},
        )
    major, minor = divmod(int.from_bytes(header[60:64], "big"), 1000)
    if major > SCHEMA_MAJOR:
        raise EnvironmentFault(
            "newer_version",
            f"{path} was written by a newer version of Tieout (its format is {major}.{minor}, "
            f"this program knows {SCHEMA_MAJOR}); it was left as it is.",
            next_step="Install the newer version of Tieout.",
            context={"path": str(path), "format": f"{major}.{minor}"},
        )
