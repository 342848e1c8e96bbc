"""Whether a file is a database of ours, told from its first hundred bytes and without touching it.

What lies beside it counts too: SQLite would write the log or journal of any other database into this one.
"""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import EnvironmentFault
from app.domain.own_files import HEAD_OF_A_DATABASE
from app.storage.faults import fault, machine_faults
from app.storage.migrations import APPLICATION_ID, SCHEMA_MAJOR
from app.storage.rollback_journal import is_hot, only_mode_changed

_HEADER = 100
_LOGS = (0x377F0682, 0x377F0683)
_LOG_HEADER, _FRAME_HEADER = 32, 24
_IN_LOG_MODE = 2


def check_database_file(path: Path) -> None:
    """Refuse a file that is not a whole database of this program and of a version it knows.

    Raises:
        EnvironmentFault: ``not_a_database``, ``database_empty``, ``database_shared``, ``foreign_database``,
            ``newer_version`` or ``database_damaged``; ``no_plain_file`` beside it. The file is only read.
    """
    with machine_faults(path):
        if not path.is_file():
            raise fault("not_a_database", path)
        _refuse_second_name(path)
        _refuse_no_files_beside(path)
        with path.open("rb") as file:
            header = file.read(_HEADER)
    if not header:
        raise EnvironmentFault(
            "database_empty",
            f"The database {path} is empty (0 bytes): it was damaged or never finished; it was left as it is.",
            next_step="Restore the last backup of the workspace, or move the empty file away to start anew.",
            context={"path": str(path)},
        )
    if len(header) < _HEADER or not header.startswith(HEAD_OF_A_DATABASE):
        raise fault("not_a_database", path)
    with machine_faults(path):
        _check_size(path, header)
    _check_owner(path, header)
    with machine_faults(path):
        _check_journal(path, header)
        logged = _header_in_log(path.with_name(path.name + "-wal"))
    if logged is not None:
        _check_owner(path, logged)


def _refuse_second_name(path: Path) -> None:
    """Refuse a database that other names lead to: each has a log of its own, and neither knows the other's."""
    if path.is_symlink() or path.stat().st_nlink > 1:
        raise EnvironmentFault(
            "database_shared",
            f"{path} is not this desk's alone: another name leads to the same file (a hard or symbolic link), "
            "and two desks would write into it. It was left as it is.",
            next_step="Give this desk a file of its own: copy it under another name, remove the link, rename the copy.",
            context={"path": str(path)},
        )


def _refuse_no_files_beside(path: Path) -> None:
    """Refuse a folder, link, pipe or device in the place of a log: reading it could wait for ever."""
    for ending in ("-wal", "-shm", "-journal"):
        beside = path.with_name(path.name + ending)
        if not _is_plain_or_gone(beside):
            raise EnvironmentFault(
                "no_plain_file",
                f"{beside} is no plain file, and the database would write its newest entries there. "
                "Nothing was opened.",
                next_step="Move it away, then open the workspace again.",
                context={"path": str(beside)},
            )


def _is_plain_or_gone(path: Path) -> bool:
    with suppress(FileNotFoundError):  # asked once: another window that ends removes its log at any moment
        return stat.S_ISREG(path.lstat().st_mode)
    return True


def _check_size(path: Path, header: bytes) -> None:
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    if page < 512 or page & (page - 1):
        raise fault("database_damaged", path)
    pages = int.from_bytes(header[28:32], "big")
    # With a log or journal beside it the file may lawfully be shorter than it will be. The size is asked last: another
    # window that ends at this moment brings the file to its full length before it removes its log.
    if not _has_log(path) and not is_hot(_journal_of(path)) and path.stat().st_size < pages * page:
        raise fault("database_damaged", path)


def _has_log(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return path.with_name(path.name + "-wal").stat().st_size > 0
    return False


def _journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _check_journal(path: Path, header: bytes) -> None:
    """Refuse a rollback journal beside a database that keeps a write-ahead log, but the one of that very change.

    Any other cannot be its own.
    """
    journal = _journal_of(path)
    if header[18] != _IN_LOG_MODE or not is_hot(journal) or only_mode_changed(journal, path):
        return
    if not is_hot(journal):  # another window was just changing over, and is done
        return
    raise EnvironmentFault(
        "foreign_journal",
        f"{journal} is the journal of another database; opening {path} would write that into it. "
        "Both were left as they are.",
        next_step="Move the journal away, then open the workspace again.",
        context={"path": str(journal)},
    )


def _header_in_log(log: Path) -> bytes | None:
    """Return the newest header that stands in a write-ahead log, which holds before the database's own."""
    with suppress(FileNotFoundError), log.open("rb") as file:
        return _newest_header(file)
    return None


def _newest_header(file: BinaryIO) -> bytes | None:
    start = file.read(_LOG_HEADER)
    page = int.from_bytes(start[8:12], "big")
    if int.from_bytes(start[:4], "big") not in _LOGS or not 512 <= page <= 65536:
        return None
    found = None
    salts = start[16:24]
    while len(frame := file.read(_FRAME_HEADER)) == _FRAME_HEADER and frame[8:16] == salts:
        if int.from_bytes(frame[:4], "big") == 1:
            found = file.read(_HEADER)
            file.seek(page - len(found), 1)
        else:
            file.seek(page, 1)
    return found if found is not None and len(found) == _HEADER and found.startswith(HEAD_OF_A_DATABASE) else None


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
