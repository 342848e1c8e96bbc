"""Writing imported rows: a row that is new is added, one that differs is changed, the same row changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from sqlite_utils import Database

from app.storage.cells import Value

Record = Mapping[str, Value]
# What a row said before and says now, by column; before is None for a row that is new.
Differences = Mapping[str, tuple[Value, Value]]


class Change(StrEnum):
    """What writing one row came to."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Upsert:
    """Writes rows of one table by their key.

    Columns that the file does not have keep what is stored. ``decimals`` are compared as numbers: 10.5 is 10.50.
    """

    def __init__(
        self,
        db: Database,
        table: str,
        key: Sequence[str],
        values: Sequence[str],
        *,
        given: frozenset[str],
        decimals: frozenset[str] = frozenset(),
    ) -> None:
        self._db = db
        self._values = tuple(values)
        self._key = tuple(key)
        self._given = given
        self._decimals = decimals
        names = ", ".join((*key, *values))
        marks = ", ".join("?" * (len(key) + len(values)))
        where = " AND ".join(f"{name} = ?" for name in key)
        assigned = ", ".join(f"{name} = ?" for name in values)
        self._select = f"SELECT {', '.join(values)} FROM {table} WHERE {where}"  # noqa: S608 - names only
        self._insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names only
        self._update = f"UPDATE {table} SET {assigned} WHERE {where}"  # noqa: S608 - names only
        self.last: Differences = {}

    def write(self, record: Record) -> Change:
        """Write one row."""
        key = tuple(record[name] for name in self._key)
        row = self._db.conn.execute(self._select, key).fetchone()
        if row is None:
            return self.add(record)
        old = tuple(row)
        new = tuple(
            record[name] if name in self._given and not self._same(name, record[name], was) else was
            for name, was in zip(self._values, old, strict=True)
        )
        self.last = {name: (was, now) for name, was, now in zip(self._values, old, new, strict=True) if was != now}
        if new == old:
            return Change.UNCHANGED
        self._db.conn.execute(self._update, (*new, *key))
        return Change.CHANGED

    def add(self, record: Record) -> Change:
        """Write one row that is known to be new."""
        values = [record[name] for name in self._key]
        values += [record[name] for name in self._values]
        self._db.conn.execute(self._insert, values)
        self.last = {name: (None, record[name]) for name in self._values}
        return Change.ADDED

    def _same(self, name: str, new: Value, old: Value) -> bool:
        if new == old:
            return True
        if name in self._decimals and isinstance(new, str) and isinstance(old, str):
            return Decimal(new) == Decimal(old)
        return False
