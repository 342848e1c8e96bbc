"""What the machine or the database file can do to us, said in a sentence with the next step."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.domain.errors import EnvironmentFault

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: "database_locked",
    sqlite3.SQLITE_LOCKED: "database_locked",
    sqlite3.SQLITE_READONLY: "folder_not_writable",
    sqlite3.SQLITE_PERM: "folder_not_writable",
    sqlite3.SQLITE_CANTOPEN: "folder_not_writable",
    sqlite3.SQLITE_IOERR: "disk_error",
    sqlite3.SQLITE_CORRUPT: "database_damaged",
    sqlite3.SQLITE_NOTADB: "not_a_database",
    sqlite3.SQLITE_FULL: "disk_full",
}
_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "folder_not_writable",
    errno.EPERM: "folder_not_writable",
    errno.EROFS: "folder_not_writable",
    errno.ENOTDIR: "folder_not_writable",
    errno.EEXIST: "folder_not_writable",
}
_NEARLY_NOTHING = 1 << 18  # bytes: SQLite's index of its log alone takes an eighth of that
_TEXTS = {
    "database_locked": (
        "The database {path} is in use by another program and stayed locked.",
        "Close the other window or the program that copies the file, then try again.",
    ),
    "folder_not_writable": (
        "Nothing can be written to {path}.",
        "Check the folder's permissions and that the disk is not write-protected, or choose another workspace.",
    ),
    "disk_error": (
        "The disk reported an error while {path} was read or written.",
        "Check the disk and the connection to it; nothing of this step was saved.",
    ),
    "database_damaged": (
        "The database {path} is damaged; it was left as it is.",
        "Keep the file and restore the last backup of the workspace.",
    ),
    "not_a_database": (
        "{path} is not a Tieout database; it was left as it is.",
        "Move the file away, or choose another workspace.",
    ),
    "disk_full": (
        "The disk that holds {path} is full; nothing of this step was saved.",
        "Free some space and do it again.",
    ),
}


def fault(code: str, path: Path) -> EnvironmentFault:
    """Return the fault with this code about this file or folder."""
    message, next_step = _TEXTS[code]
    return EnvironmentFault(code, message.format(path=path), next_step=next_step, context={"path": str(path)})


def full_at_opening(path: Path) -> EnvironmentFault:
    """Return the fault of a desk that a full disk keeps from being opened: SQLite's index of its log has no room."""
    return EnvironmentFault(
        "disk_full",
        f"The disk that holds {path} is full: opening a desk, even only to look at it, takes a little room beside the "
        "database. Nothing was changed.",
        next_step="Free a megabyte and do it again, or open a copy of the whole folder on another disk.",
        context={"path": str(path)},
    )


def _is_full(path: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(path.parent).free < _NEARLY_NOTHING
    return False


@contextmanager
def machine_faults(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into an EnvironmentFault about ``path``.

    What is not the machine's doing (a broken constraint, wrong SQL) goes through: it is a bug, and must be seen.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _BY_SQLITE_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if code is None and str(error).startswith("Could not decode"):
            code = "database_damaged"
        if code is None:
            raise
        if code == "disk_error" and _is_full(path):
            code = "disk_full"  # SQLite says no more than that something could not be written
        raise fault(code, path) from error
    except OSError as error:
        raise fault(_BY_ERRNO.get(error.errno or 0, "disk_error"), path) from error
