"""SQLite stopped in the midst of its own work: ``python -m tests.helpers.stopped_sqlite DATABASE STATEMENT...``.

The process ends, as if killed, at the moment SQLite would remove the rollback journal (its ``xDelete``): everything of
the transaction is on the disk, and the journal still says that none of it holds.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOPPED = 9
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)


class _FileSystem(ctypes.Structure):
    """The beginning of ``sqlite3_vfs``."""

    _fields_ = (
        ("version", ctypes.c_int), ("file_size", ctypes.c_int), ("longest_path", ctypes.c_int),
        ("following", ctypes.c_void_p), ("name", ctypes.c_char_p), ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p), ("delete", _Delete),
    )  # fmt: skip


def stopped_before_journal_goes(database: Path, *statements: str) -> None:
    """Let a process run statements and end when the first rollback journal would be removed."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.helpers.stopped_sqlite", str(database), *statements], cwd=ROOT, check=False
    )
    assert ran.returncode == STOPPED, "no journal was removed"


def _end(_file_system: int, path: bytes, _sync: int) -> int:
    if path.endswith(b"-journal"):
        os._exit(STOPPED)
    return 0


def _main(database: str, *statements: str) -> None:
    find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
    find.restype = ctypes.POINTER(_FileSystem)
    delete = _Delete(_end)
    find(None).contents.delete = delete
    db = sqlite3.connect(database, isolation_level=None)
    for statement in statements:
        db.execute(statement).fetchall()


if __name__ == "__main__":
    _main(*sys.argv[1:])
