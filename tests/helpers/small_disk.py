"""A disk that is full and has room again, for a desk at work: the database's own limit, or a small disk really filled.

A real one is any small file system of its own, named by ``TIEOUT_SMALL_DISK``, for instance

    mount -t tmpfs -o size=16m tmpfs FOLDER
"""

from __future__ import annotations

import os
import shutil
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlite_utils import Database

from app.storage.database import Workspace

VARIABLE = "TIEOUT_SMALL_DISK"
_LARGEST = 256 << 20  # bytes: nobody's real disk is filled by mistake
_MOST_PAGES = 1 << 30


class Disk(Protocol):
    """What can be full."""

    @abstractmethod
    def fill(self) -> None:
        """Leave no room."""

    @abstractmethod
    def make_room(self) -> None:
        """Give back what was taken."""


class LimitedDatabase:
    """A database that may not grow while it is full: SQLite says of it what it says of a full disk."""

    def __init__(self, workspace: Workspace) -> None:
        self._full = False
        lent = workspace._lent

        @contextmanager
        def limited() -> Iterator[Database]:
            with lent() as db:
                # Below its present length SQLite takes that for the limit.
                db.execute(f"PRAGMA max_page_count = {1 if self._full else _MOST_PAGES}").fetchone()
                yield db

        workspace._lent = limited  # type: ignore[method-assign]

    def fill(self) -> None:
        """Let no transaction take another page."""
        self._full = True

    def make_room(self) -> None:
        """Let the database grow again."""
        self._full = False


class RealDisk:
    """A small file system, filled to its last byte."""

    def __init__(self, folder: Path) -> None:
        assert shutil.disk_usage(folder).total <= _LARGEST, f"{folder} is no small disk"
        self.desk = folder / "desk"
        self._ballast = folder / "ballast"
        self.make_room()
        shutil.rmtree(self.desk, ignore_errors=True)

    def fill(self) -> None:
        """Write until nothing fits any more."""
        with self._ballast.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 9, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"x" * size)

    def make_room(self) -> None:
        """Remove what filled it."""
        self._ballast.unlink(missing_ok=True)


def named_disk() -> Path | None:
    """Return the small disk that the environment names."""
    return Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None
