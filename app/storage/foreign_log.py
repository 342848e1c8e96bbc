"""Whether the write-ahead log beside a database is its own: SQLite would write that of any other database into it.

A log says nothing of the database it belongs to, and its sums hold beside every one: a database copied over another
whose program was killed, or put back from last night beside today's log, would become a mixture of both. What ties the
two is the journal of the desk: each entry carries the hash of the one before, so what the log brings must go on from
what the file alone ends with, and what its entries say was stored must stand there: beside an older copy too few pages
lie in the log. Both are only read.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database

from app.domain.errors import EnvironmentFault
from app.storage import migrations
from app.storage.entries_stand import first_not_standing
from app.storage.faults import fault
from app.storage.rollback_journal import is_hot

_LOG_HEADER = 32  # bytes
# A log that brings no entry is only looked at for what it does to the whole, which takes a second for so many bytes.
_QUICKLY_CHECKED = 1 << 28

_NEXT_STEP = (
    "Put back the database that this log belongs to, or the last backup. Move the log away only where nothing in it is "
    "wanted: it may hold the newest decisions."
)

_MADE_NO_SENSE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)

_Head = tuple[int, str]


def refuse_foreign_log(path: Path, patience: float) -> None:
    """Refuse a database beside a log that does not go on from it; ``patience`` is in seconds.

    Raises:
        EnvironmentFault: ``foreign_log``; ``database_damaged`` where the file is no whole database without it either.
    """
    log = path.with_name(path.name + "-wal")
    # A rollback journal beside it is that of the change to a log, or it was refused: it must be rolled back first.
    if not _has_frames(log) or is_hot(path.with_name(path.name + "-journal")):
        return
    alone = _head_alone(path)
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=patience)) as both:
            both.execute("BEGIN")
            head = _head_of(both)
            if alone is not None and not _goes_on(both, alone, head):
                raise _foreign(path, log)
            if alone is not None:
                _refuse_halves(both, alone[0], path, log)
            proved = alone not in (None, head) or path.stat().st_size > _QUICKLY_CHECKED
            whole = proved or _is_whole(both)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in _MADE_NO_SENSE:
            raise
        whole = False
    if not whole:
        raise _spoiling(path, log) if _is_whole_alone(path) else fault("database_damaged", path)


def _refuse_halves(conn: sqlite3.Connection, since: int, path: Path, log: Path) -> None:
    """Refuse a database to which the log brings entries, but not all that was stored with them."""
    conn.row_factory = sqlite3.Row
    both = Database(conn, execute_plugins=False)
    # Before a migration the tables are not those that the entries' hashes are compared with here.
    if both.execute("PRAGMA user_version").fetchone()[0] != migrations.USER_VERSION:
        return
    entry = first_not_standing(both, since)
    if entry is not None:
        raise EnvironmentFault(
            "foreign_log",
            f"{log} and {path.name} do not belong together: what entry {entry} of the log says was stored is not what "
            "stands there. One of them is another day's copy, or was changed; both were left as they are.",
            next_step=_NEXT_STEP,
            context={"path": str(log)},
        )


def _has_frames(log: Path) -> bool:
    with suppress(FileNotFoundError):
        return log.stat().st_size > _LOG_HEADER
    return False


def _head_alone(path: Path) -> _Head | None:
    """Return how far the journal goes in the file alone; None where it was left amid being brought up to its log."""
    with suppress(sqlite3.DatabaseError), closing(_open_alone(path)) as alone:
        return _head_of(alone)
    return None


def _is_whole_alone(path: Path) -> bool:
    with suppress(sqlite3.DatabaseError), closing(_open_alone(path)) as alone:
        return _is_whole(alone)
    return False


def _is_whole(conn: sqlite3.Connection) -> bool:
    return bool(conn.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _open_alone(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)


def _head_of(conn: sqlite3.Connection) -> _Head:
    sequence, own = conn.execute("SELECT sequence, hash FROM journal_head").fetchone()
    return int(sequence), str(own)


def _goes_on(conn: sqlite3.Connection, alone: _Head, head: _Head) -> bool:
    """Tell whether the entries lead from where the file alone ends, without a gap, to where both end."""
    sequence, last = alone
    sql = "SELECT sequence, previous_hash, hash FROM journal WHERE sequence >= ? ORDER BY sequence"
    for number, previous, own in conn.execute(sql, (sequence,)):
        if number == sequence:
            if own != last:
                return False
            continue
        if (number, previous) != (sequence + 1, last):
            return False
        sequence, last = number, own
    return (sequence, last) == head


def _spoiling(path: Path, log: Path) -> EnvironmentFault:
    return EnvironmentFault(
        "foreign_log",
        f"{log} does not belong to {path.name}: without it the database is whole, with it it is not. Both were left as "
        "they are.",
        next_step=_NEXT_STEP,
        context={"path": str(log)},
    )


def _foreign(path: Path, log: Path) -> EnvironmentFault:
    return EnvironmentFault(
        "foreign_log",
        f"{log} is the log of another database, or of another day's copy of this one: its entries do not go on from "
        f"those in {path.name}. Opening both would mix them; they were left as they are.",
        next_step=_NEXT_STEP,
        context={"path": str(log)},
    )
