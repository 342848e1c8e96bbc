"""A sealed desk whose files somebody has who knows this program: what he can write, and what is found."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

from app.domain.audit import Anchor, Verification
from app.domain.case import JournalKind, NewEntry
from app.storage.journal import entry_of
from app.storage.journal_hash import GENESIS, hash_of
from app.storage.seal_keys import SealKeys, next_key
from app.storage.seals import seal_of
from app.storage.store import SqliteStore
from tests.helpers.stores import ANN, BOB, new_store


class SealedDesk:
    """A sealed desk; its journal file can be written by somebody who has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "desk"
        self.keys = folder / "keys"

    def open(self, keys: str = "keys") -> SqliteStore:
        return new_store(self.folder, keys=self.keys.with_name(keys))

    def write(self, count: int, what: str = "noted", keys: str = "keys") -> None:
        store = self.open(keys)
        for number in range(count):
            store.append(NewEntry(JournalKind.SETTING, ANN, f"{what} {number}"))
        store.close()

    def verify(self, keys: str = "keys", **evidence: object) -> Verification:
        store = self.open(keys)
        found = store.verify(**evidence)  # type: ignore[arg-type]
        store.close()
        return found

    def anchor(self) -> Anchor:
        store = self.open()
        taken = store.anchor(BOB)
        store.close()
        return taken

    def copy(self) -> Path:
        kept = self.folder.with_name("old copy")
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.folder, kept)
        return kept

    def put_back(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.folder.with_name("old copy"), self.folder)

    def tamper(self, *statements: str, rehash_from: int | None = None, seal: bool = False) -> None:
        db = sqlite3.connect(self.folder / "tieout.db", isolation_level=None)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        if rehash_from is not None:
            rehash(db, rehash_from)
        if seal:
            self.seal_anew(db, rehash_from or 1)
        for _, sql in guards:
            db.execute(sql)
        db.execute("COMMIT")
        db.close()

    def seal_anew(self, db: sqlite3.Connection, sequence: int) -> None:
        """Seal entries again with the only key on the machine: that of the next entry."""
        state = SealKeys(self.keys, self.folder).load()
        assert state is not None
        key = state.key
        for row in db.execute("SELECT sequence, hash FROM journal WHERE sequence >= ?", (sequence,)).fetchall():
            db.execute("DELETE FROM journal_seals WHERE sequence = ?", (row[0],))
            value = seal_of(key, state.stream, row[0] - 1, row[1])
            db.execute("INSERT INTO journal_seals VALUES (?, ?, ?, ?)", (row[0], state.stream, row[0] - 1, value))
            key = next_key(key)
        last = db.execute("SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1").fetchone()
        SealKeys(self.keys, self.folder).save(replace(state, position=last[0], key=key, sequence=last[0], head=last[1]))


def rehash(db: sqlite3.Connection, sequence: int) -> None:
    """Number and hash all entries from one on anew, with the head, as someone would who knows this program."""
    before = db.execute("SELECT hash FROM journal WHERE sequence = ?", (sequence - 1,)).fetchone()
    previous, number = before[0] if before else GENESIS, sequence
    rows = db.execute("SELECT * FROM journal WHERE sequence >= ? ORDER BY sequence", (sequence,)).fetchall()
    db.execute("DELETE FROM journal WHERE sequence >= ?", (sequence,))
    for row in rows:
        entry = replace(entry_of(row), sequence=number, previous_hash=previous)
        previous = hash_of(entry)
        values = (*tuple(row)[1:-2], entry.previous_hash, previous)
        db.execute(f"INSERT INTO journal VALUES ({', '.join('?' * 16)})", (number, *values))
        number += 1
    db.execute("UPDATE journal_head SET sequence = ?, hash = ?", (number - 1, previous))
