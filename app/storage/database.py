"""The workspace's database file: opening it safely, connections lent out, one transaction a verb.

A transaction has a connection to itself, from whatever thread it runs in, and gives it back for the next one. Writers
take turns: a writing transaction begins IMMEDIATE and waits up to the busy timeout for the one before it; readers see
the state before or after it (write-ahead log), never between.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlite_utils import Database

from app.domain.durable import make_folder, sync_folder
from app.domain.errors import EnvironmentFault
from app.storage import migrations, search_text
from app.storage.database_place import (
    DATABASE_NAME,
    build_database,
    check_file,
    refuse_file_in_the_way,
    refuse_lost_database,
    refuse_network_place,
)
from app.storage.faults import full_at_opening, machine_faults
from app.storage.foreign_log import refuse_foreign_log
from app.storage.own_parts import refuse_foreign_parts
from app.storage.same_file import SameFile

FOLDERS = ("documents", "profiles", "exports")
BUSY_MILLISECONDS = 5000
_STEP_ASIDE = 0.01  # seconds
OLDEST_SQLITE = (3, 37)  # the first with STRICT tables


class Witness(Protocol):
    """Whoever must know whether a writing transaction was carried out."""

    def committed(self, db: Database) -> None:
        """Learn that it was."""

    def dropped(self, db: Database) -> None:
        """Learn that nothing of it was written."""


def _keep_a_log(conn: sqlite3.Connection, patience: float) -> None:
    """Let a database write ahead to its log, which it remembers; ``patience`` is in seconds.

    SQLite does not wait for others here: of two windows that open a database without a log in one moment, each keeps
    the other from it, and one is told that it is locked.
    """
    until = time.monotonic() + patience
    while True:
        try:
            conn.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_STEP_ASIDE)
        else:
            return


class _Stroke(threading.local):
    """The transaction a thread has open for several verbs at once."""

    db: Database | None = None
    spoilt = False


class Workspace:
    """The folder of one desk and its database. Safe to use from several threads at once."""

    def __init__(self, folder: Path, *, busy_milliseconds: int = BUSY_MILLISECONDS) -> None:
        self.folder = folder
        self.path = folder / DATABASE_NAME
        self._busy = busy_milliseconds
        self._free: list[Database] = []
        self._lock = threading.Lock()
        self._closed = False
        self._stroke = _Stroke()
        self.witness: Witness | None = None
        self._same = SameFile(self.path)

    @classmethod
    def open_or_create(cls, folder: Path, *, busy_milliseconds: int = BUSY_MILLISECONDS) -> Workspace:
        """Open the workspace in this folder, or make one where there is none.

        Raises:
            EnvironmentFault: The folder cannot be written, the database is locked, damaged, empty, another
                program's or of a newer version. What was found is left as it was.
        """
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise EnvironmentFault(
                "sqlite_too_old",
                f"This Python brings SQLite {sqlite3.sqlite_version}; Tieout needs 3.37 or newer.",
                next_step="Install a newer Python.",
            )
        folder = folder.absolute()
        workspace = cls(folder, busy_milliseconds=busy_milliseconds)
        refuse_file_in_the_way(folder)
        refuse_network_place(folder)
        with machine_faults(folder):
            make_folder(folder)
        if workspace.path.exists():
            check_file(workspace.path)
        else:
            refuse_lost_database(workspace.path, workspace.documents)
        with machine_faults(folder):
            for name in FOLDERS:
                make_folder(folder / name)
        try:
            with machine_faults(workspace.path):
                if not workspace.path.exists():
                    build_database(workspace.path)
                refuse_foreign_log(workspace.path, workspace._busy / 1000)
                workspace._refuse_foreign_parts()
                # SQLite has rolled back what a killed program left half written; before, its length said nothing.
                check_file(workspace.path)
                if workspace._migrate():
                    workspace._refuse_foreign_parts()
            workspace._same.remember()
            workspace._complete_search()
        except BaseException as error:
            workspace.close()  # a step that was broken off must not keep the file locked for the next try
            if isinstance(error, EnvironmentFault) and error.code == "disk_full" and workspace.path.exists():
                raise full_at_opening(workspace.path) from error
            raise
        return workspace

    @property
    def documents(self) -> Path:
        """The folder of the stored invoice files."""
        return self.folder / "documents"

    def _migrate(self) -> bool:
        """Bring the database forward; tell whether it was behind."""
        db = self.connection()
        if not migrations.pending(db):
            return False
        self.copy_to(self.folder / "backups" / f"tieout-before-{migrations.USER_VERSION}-{_stamp()}.db")
        for more in (True, True, True, False):
            try:
                migrations.apply(db)
                break
            except sqlite3.DatabaseError:
                # Another window brings it forward at the same moment: each step is whole, so go on from where it is.
                if not more or db.conn.in_transaction:
                    raise
                time.sleep(0.2)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return True

    def _refuse_foreign_parts(self) -> None:
        # before anything is set on it, so that a database that is refused keeps every byte
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=rw", uri=True, timeout=self._busy / 1000)) as conn:
            refuse_foreign_parts(Database(conn, execute_plugins=False), self.path)

    def _complete_search(self) -> None:
        with self.reading() as db:
            behind = search_text.is_behind(db)
        if behind:
            with self.writing() as db:
                search_text.catch_up(db)

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy of the database, whole or not at all."""
        with machine_faults(target):
            make_folder(target.parent)
            # Two windows that bring one workspace forward copy it in the same second.
            partial = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}.partial")
            partial.unlink(missing_ok=True)
            copy = sqlite3.connect(partial)
            try:
                self.connection().conn.backup(copy)
            finally:
                copy.close()
            partial.replace(target)
            sync_folder(target.parent)

    def connection(self) -> Database:
        """Return the connection that is lent next: for upkeep and tests, while no other thread is at work."""
        with self._lent() as db:
            return db

    @contextmanager
    def _lent(self) -> Iterator[Database]:
        with self._lock:
            if self._closed:
                raise EnvironmentFault("workspace_closed", "The workspace is closed.", next_step="Open it again.")
            db = self._free.pop() if self._free else None
        db = db or self._connect()
        try:
            yield db
        finally:
            self._take_back(db)

    def _take_back(self, db: Database) -> None:
        """Keep a connection for the next one, unless its transaction could not be ended: such a one is let go."""
        with self._lock:
            if self._closed or db.conn.in_transaction:
                db.close()
            else:
                self._free.append(db)

    def _connect(self) -> Database:
        uri = f"{self.path.as_uri()}?mode=rw"
        # Whoever is lent it has it alone, but it may be another thread the next time.
        conn = sqlite3.connect(uri, uri=True, timeout=self._busy / 1000, check_same_thread=False)
        conn.row_factory = sqlite3.Row
        # A database without a log gets one now: no power cut may bring the journal of that change back.
        conn.execute("PRAGMA synchronous = EXTRA")
        _keep_a_log(conn, self._busy / 1000)
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.execute("PRAGMA cache_size = -32768")
        conn.execute("PRAGMA journal_size_limit = 67108864")
        return Database(conn, execute_plugins=False)

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Run one writing transaction, or a part of the one this thread has open: all or, on any exception, none."""
        if self._stroke.db is not None:
            with self._part(self._stroke.db) as db:
                yield db
            return
        with machine_faults(self.path), self._lent() as db:
            self._same.check()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if self.witness:
                    self.witness.dropped(db)
                if db.conn.in_transaction:
                    db.execute("ROLLBACK")
                raise
            if self.witness:
                self.witness.committed(db)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one writing transaction of everything this thread reads and writes within.

        A part that fails before it wrote anything may be passed over. Others wait: nothing slow belongs in it.

        Raises:
            RuntimeError: A part failed after it had written and was passed over; nothing of all was written.
        """
        if self._stroke.db is not None:
            yield
            return
        with self.writing() as db:
            self._stroke.db = db
            try:
                yield
                if self._stroke.spoilt:
                    raise RuntimeError("a part of the transaction failed after it had written")
            finally:
                self._stroke.db, self._stroke.spoilt = None, False

    @property
    def is_together(self) -> bool:
        """Tell whether this thread is within a transaction of several verbs, whose entries may not come to stand."""
        return self._stroke.db is not None

    @contextmanager
    def _part(self, db: Database) -> Iterator[Database]:
        before = db.conn.total_changes
        try:
            with machine_faults(self.path):
                yield db
        except BaseException:
            self._stroke.spoilt |= db.conn.total_changes != before
            raise

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Run one reading transaction: everything read in it belongs to the same moment."""
        if self._stroke.db is not None:
            with machine_faults(self.path):
                yield self._stroke.db
            return
        with machine_faults(self.path), self._lent() as db:
            self._same.check()
            db.execute("BEGIN")
            try:
                yield db
            finally:
                if db.conn.in_transaction:
                    db.execute("ROLLBACK")

    def close(self) -> None:
        """Release the database; the workspace cannot be used afterwards."""
        with self._lock:
            self._closed = True
            for db in self._free:
                db.close()
            self._free.clear()


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
