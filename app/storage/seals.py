"""Sealing the journal: a code over every entry under a key that moves forward, made in the entry's own transaction.

What the machine remembers of its last seal also finds a journal that was cut or brought back from an older copy
(``seal_check``, ``seal_losses``). After a crash between the transaction and the key's file the key is behind: it
catches up by the seals that stand in the journal, and only if they are its own.
"""

from __future__ import annotations

import hmac
import threading
from dataclasses import replace

from sqlite_utils import Database

from app.domain.audit import Anchor
from app.domain.errors import EnvironmentFault, RuleError
from app.storage.seal_keys import SealKeys, SealState, next_key

_PREFIX = b"tieout.seal/1\n"
_ANCHOR = b"tieout.anchor/1\n"


def seal_of(key: bytes, stream: str, position: int, entry_hash: str) -> str:
    """Return the seal of one entry: HMAC-SHA256 over its stream, its place there and its hash."""
    return hmac.digest(key, _PREFIX + f"{stream} {position} {entry_hash}".encode(), "sha256").hex()


def anchor_code(first_key: bytes, anchor: Anchor) -> str:
    """Return the code an anchor must carry, worked out from the first key of its stream."""
    key = first_key
    for _ in range(anchor.position):
        key = next_key(key)
    return _anchor_code(key, anchor.text())


def _anchor_code(key: bytes, text: str) -> str:
    return hmac.digest(key, _ANCHOR + text.encode(), "sha256").hex()


class Sealer:
    """Seals what one account on one machine writes to one workspace."""

    def __init__(self, keys: SealKeys) -> None:
        self.keys = keys
        self._state: SealState | None = None
        self._lock = threading.Lock()
        self._pending: dict[int, SealState] = {}

    def seal(self, db: Database, sequence: int, entry_hash: str) -> None:
        """Seal an entry that is being written; the caller brings the writing transaction."""
        state = self._pending.get(id(db)) or self._standing(db)
        value = seal_of(state.key, state.stream, state.position, entry_hash)
        db.execute(
            "INSERT INTO journal_seals (sequence, stream, position, seal) VALUES (?, ?, ?, ?)",
            (sequence, state.stream, state.position, value),
        )
        self._pending[id(db)] = replace(
            state, position=state.position + 1, key=next_key(state.key), sequence=sequence, head=entry_hash
        )

    def committed(self, db: Database) -> None:
        """Move the key on: what was written stands."""
        state = self._pending.pop(id(db), None)
        if state is None:
            return
        with self._lock:
            newer = self._state is None or self._state.stream != state.stream or self._state.position < state.position
            if newer:
                self._state = state
                self.keys.save(state)

    def dropped(self, db: Database) -> None:
        """Forget seals of a transaction that was not carried out."""
        self._pending.pop(id(db), None)

    def anchor_seal(self, db: Database, text: str) -> tuple[str, int, str]:
        """Return stream, place and code for an anchor's text, under the key of the next entry."""
        state = self._pending.get(id(db)) or self._standing(db)
        return state.stream, state.position, _anchor_code(state.key, text)

    def begin_anew(self, db: Database) -> tuple[str, str]:
        """Seal from here on with a new key, since the one before cannot be reached; return both streams' names.

        The caller brings the writing transaction and logs it.

        Raises:
            RuleError: The key in use can be reached, or there is none.
        """
        before = self.keys.remembered()
        try:
            self.keys.load()
        except EnvironmentFault:
            pass
        else:
            raise RuleError(
                "seal_key_reachable", "The key of the audit log can be reached; none was begun anew.",
                next_step="Go on working: new entries are sealed with it.",
            )  # fmt: skip
        state = self.keys.begin(first_hash(db))
        self._pending[id(db)] = state
        return before.stream if before else "", state.stream

    def _standing(self, db: Database) -> SealState:
        """Return the key to seal with: the stream in use, brought up to the journal, or a new one."""
        journal = first_hash(db)
        kept = self.keys.load() or self._state
        state = caught_up(db, kept) if kept and kept.journal == journal else None
        return state if state is not None else self.keys.begin(journal)


def first_hash(db: Database) -> str:
    """Return the hash of the journal's first entry, by which one journal is told from another."""
    row = db.execute("SELECT hash FROM journal WHERE sequence = 1").fetchone()
    return str(row[0]) if row else ""


def caught_up(db: Database, state: SealState) -> SealState | None:
    """Bring a key up to the seals of its stream in the journal; None where they are not what it remembers."""
    if state.position and not still_holds(db, state.sequence, state.head):
        return None
    sql = (
        "SELECT s.sequence, s.position, s.seal, j.hash FROM journal_seals s JOIN journal j USING (sequence) "
        "WHERE s.stream = ? AND s.position >= ? ORDER BY s.position"
    )
    for sequence, position, seal, entry_hash in db.execute(sql, (state.stream, state.position)).fetchall():
        own = seal_of(state.key, state.stream, state.position, entry_hash)
        if position != state.position or not hmac.compare_digest(own, seal):
            return None
        state = replace(state, position=position + 1, key=next_key(state.key), sequence=sequence, head=entry_hash)
    return state


def still_holds(db: Database, sequence: int, head: str) -> bool:
    """Tell whether the journal has an entry with this number and this hash."""
    row = db.execute("SELECT hash FROM journal WHERE sequence = ?", (sequence,)).fetchone()
    return row is not None and row[0] == head
