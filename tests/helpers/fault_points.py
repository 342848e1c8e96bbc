"""Points at which the machine can fail: every SQL statement, write, sync, replace and new name, counted one by one."""

from __future__ import annotations

import builtins
import errno
import io
import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

_NAMES = ("fsync", "replace", "rename", "link", "mkdir", "chmod", "unlink")
_WRITING = frozenset("wax+")


class FaultPoints:
    """Counts the points that work passes once armed; the one numbered ``stop_at`` fails, or all from it on.

    Only connections that are made while it is entered are counted.
    """

    def __init__(self, stop_at: int = 0, *, forever: bool = False) -> None:
        self.seen = 0
        self.met = 0
        self._stop_at = stop_at
        self._forever = forever
        self._armed = False
        self._patches = ExitStack()

    def __enter__(self) -> Self:
        """Put the points in place."""
        points = self

        class Connection(sqlite3.Connection):
            def execute(self, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as its parent has it
                points.pass_sql(str(values[0]))
                return super().execute(*values)

            def executemany(self, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as its parent has it
                points.pass_sql(str(values[0]))
                return super().executemany(*values)

            def backup(self, *values: Any, **named: Any) -> None:  # noqa: ANN401 - as its parent has it
                points.pass_sql("BACKUP")
                super().backup(*values, **named)

            def commit(self) -> None:
                points.pass_sql("COMMIT")
                super().commit()

        enter = self._patches.enter_context
        enter(patch.object(sqlite3, "connect", partial(sqlite3.connect, factory=Connection)))
        for name in _NAMES:
            enter(patch.object(os, name, partial(self._pass_file, name, getattr(os, name))))
        enter(patch.object(io, "open", partial(self._opened, io.open)))
        enter(patch.object(builtins, "open", partial(self._opened, builtins.open)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take the points away: the machine is well again."""
        self._armed = False
        self._patches.close()

    def arm(self) -> None:
        """Count from now on."""
        self._armed = True

    def lift(self) -> None:
        """Let everything succeed from now on; connections that were made stay in use."""
        self._armed = False

    def _fails(self) -> bool:
        if not self._armed:
            return False
        self.seen += 1
        fails = self.seen == self._stop_at or (self._forever and 0 < self._stop_at <= self.seen)
        self.met += fails
        return fails

    def pass_sql(self, sql: str) -> None:
        """Count a statement, which may fail as SQLite reports a broken disk."""
        if self._fails():
            error = sqlite3.OperationalError(f"disk I/O error (made for a test) at {sql[:30]}")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error

    def pass_write(self) -> None:
        """Count a write, which may find the disk full."""
        if self._fails():
            raise OSError(errno.ENOSPC, "No space left on device (made for a test)")

    def _pass_file(self, name: str, real: Callable[..., Any], *values: Any, **named: Any) -> Any:  # noqa: ANN401
        if self._fails():
            raise OSError(errno.EIO, f"Input/output error (made for a test) at {name}")
        return real(*values, **named)

    def _opened(self, real: Callable[..., Any], file: Any, mode: str = "r", *values: Any, **named: Any) -> Any:  # noqa: ANN401
        opened = real(file, mode, *values, **named)
        return _Watched(opened, self) if self._armed and _WRITING & set(mode) else opened


class _Watched:
    """A file that was opened for writing; each write is a point."""

    def __init__(self, file: Any, points: FaultPoints) -> None:  # noqa: ANN401 - any kind of file
        self._file = file
        self._points = points

    def write(self, data: Any) -> Any:  # noqa: ANN401 - text or bytes
        self._points.pass_write()
        return self._file.write(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Any:  # noqa: ANN401 - lines of either kind
        return iter(self._file)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the file has
        return getattr(self._file, name)
