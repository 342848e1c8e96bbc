"""The journal: append-only, gap-free, each entry carrying the hash of the one before it.

What the store itself changed stands in ``after`` under ``store`` (versions, states, hashes of every part), so that
the tables can be replayed from the journal and any other change to them be found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlite_utils import Database

from app.domain.case import JournalEntry, JournalKind, NewEntry
from app.storage.journal_hash import hash_columns
from app.storage.seals import Sealer
from app.storage.snapshots import canonical_bytes, clean_text

STORE_KEY = "store"
# The clock on the wall where the entry was written: UTC alone does not say whether it was night there.
LOCAL_TIME = "local_time"
_COLUMNS = (
    "sequence, time, kind, user, role, workstation, person, program_version, document_id, case_id, summary, before, "
    "after, reason, previous_hash, hash"
)


class Clock(Protocol):
    """Gives the time in UTC."""

    def now(self) -> datetime:
        """Return the current time."""


class Journal:
    """Appends and reads entries; the caller brings the transaction."""

    def __init__(self, clock: Clock, program_version: str, sealer: Sealer | None = None) -> None:
        self._clock = clock
        self._sealer = sealer
        self._program_version = program_version

    @property
    def program_version(self) -> str:
        """The version of the program that writes."""
        return self._program_version

    def now(self) -> str:
        """Return the time as the journal writes it: UTC, ISO 8601, microseconds."""
        return _utc(self._clock.now())

    def append(self, db: Database, entry: NewEntry, effect: Mapping[str, object] | None = None) -> JournalEntry:
        """Write one entry and move the head; ``effect`` is what the store changed along with it.

        Raises:
            ValueError: The entry uses the key that is kept for the store's own record.
        """
        for kept in entry.after.keys() & {STORE_KEY, LOCAL_TIME}:
            raise ValueError(f"the key {kept!r} belongs to the store")
        moment = self._clock.now()
        after = {**entry.after, LOCAL_TIME: moment.astimezone().isoformat(timespec="seconds")}
        if effect:
            after[STORE_KEY] = effect
        sequence, previous = db.execute("SELECT sequence, hash FROM journal_head").fetchone()
        columns = (
            sequence + 1, _utc(moment), entry.kind.value, clean_text(entry.actor.user), entry.actor.role.value,
            clean_text(entry.actor.workstation), int(entry.actor.person), self._program_version, entry.document_id,
            entry.case_id, clean_text(entry.summary), canonical_bytes(dict(entry.before)).decode(),
            canonical_bytes(after).decode(), clean_text(entry.reason), previous,
        )  # fmt: skip
        own = hash_columns(columns)
        marks = ", ".join("?" * (len(columns) + 1))
        db.execute(f"INSERT INTO journal ({_COLUMNS}) VALUES ({marks})", (*columns, own))  # noqa: S608
        db.execute("UPDATE journal_head SET sequence = ?, hash = ?", (sequence + 1, own))
        if self._sealer is not None:
            self._sealer.seal(db, sequence + 1, own)
        return entry_of((*columns, own))

    def next_sequence(self, db: Database) -> int:
        """Return the number the next entry will have."""
        return int(db.execute("SELECT sequence + 1 FROM journal_head").fetchone()[0])


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def entry_of(row: sqlite3.Row | tuple[object, ...]) -> JournalEntry:
    """Build an entry from its columns."""
    values: list[Any] = list(row)
    values[6] = bool(values[6])
    return JournalEntry(*values)


def read_entries(
    db: Database, *, document_id: int | None = None, since: int = 0, limit: int | None = None
) -> tuple[JournalEntry, ...]:
    """Return the entries after ``since`` in order, of one document where one is named."""
    where = "sequence > ?" + ("" if document_id is None else " AND document_id = ?")
    values: list[int] = [since] if document_id is None else [since, document_id]
    sql = (
        f"SELECT {_COLUMNS}, coalesce(stream, ''), position, coalesce(seal, '') "  # noqa: S608 - names only
        f"FROM journal LEFT JOIN journal_seals USING (sequence) WHERE {where} ORDER BY sequence LIMIT ?"
    )
    return tuple(entry_of(row) for row in db.execute(sql, (*values, -1 if limit is None else limit)))


def imported_since(db: Database, sequence: int) -> bool:
    """Tell whether anything was imported, learned or forgotten after this entry: master data, orders or a policy."""
    sql = (
        "SELECT 1 FROM journal WHERE sequence > ? AND (kind IN (?, ?) OR (kind = ? AND after LIKE '%\"forgotten\"%')) "
        "LIMIT 1"
    )
    kinds = (JournalKind.IMPORTED.value, JournalKind.LEARNED.value, JournalKind.UNDONE.value)
    return db.execute(sql, (sequence, *kinds)).fetchone() is not None
