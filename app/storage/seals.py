"""Sealing the journal: a code over every entry under a key that moves forward, made in the entry's own transaction.

What the machine remembers of its last seal also finds a journal that was cut or brought back from an older copy. After
a crash between the transaction and the key's file the key is behind: it catches up by the seals that stand in the
journal, and only if they are its own.
"""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlite_utils import Database

from app.domain.audit import Anchor, stream_of
from app.domain.case import Actor, JournalEntry, JournalKind, NewEntry
from app.domain.errors import EnvironmentFault, RuleError
from app.storage.seal_keys import Memory, SealKeys, SealState, next_key

_PREFIX = b"tieout.seal/1\n"
_ANCHOR = b"tieout.anchor/1\n"
_FORGED = "entries were forged without the key"


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


class Appender(Protocol):
    """Appends entries to the journal."""

    def append(self, db: Database, entry: NewEntry) -> JournalEntry:
        """Write one entry."""


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
    if state.position and not _remembers(db, state.sequence, state.head):
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


def _remembers(db: Database, sequence: int, head: str) -> bool:
    row = db.execute("SELECT hash FROM journal WHERE sequence = ?", (sequence,)).fetchone()
    return row is not None and row[0] == head


@dataclass(frozen=True, slots=True)
class SealTrouble:
    """The first seal that is not as it should be."""

    entry: int
    trouble: str
    attack: str


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What checking the seals came to: how many entries have one, how many were proved, what cannot be said."""

    sealed: int
    proved: int
    remarks: tuple[str, ...] = ()
    trouble: SealTrouble | None = None


def check_seals(db: Database, keys: SealKeys | None, first_keys: Mapping[str, bytes]) -> SealCheck:
    """Check every seal against the first keys at hand, and the journal against what this machine remembers.

    ``first_keys`` are those of the auditor, by stream; one that still lies on this machine is used too. Seals of other
    accounts and machines, whose keys are not here, are counted and named, never called right.
    """
    check = _Check({stream: _Place(key) for stream, key in first_keys.items()}, keys)
    for row in db.execute(
        "SELECT j.sequence, j.hash, s.stream, s.position, s.seal FROM journal j LEFT JOIN journal_seals s "
        "USING (sequence) ORDER BY j.sequence"
    ):
        trouble = check.entry(*row)
        if trouble:
            return SealCheck(check.sealed, check.proved, check.remarks(), trouble)
    trouble = check.strays(db) or check.without_entries(first_keys)
    lost, remarks = _forgotten(db, keys) if keys else (None, ())
    return SealCheck(check.sealed, check.proved, (*check.remarks(), *_begun_anew(db), *remarks), trouble or lost)


def _begun_anew(db: Database) -> tuple[str, ...]:
    """Name the entries by which somebody began a new key of seals because the one before could not be reached."""
    sql = "SELECT sequence, time, user, after FROM journal WHERE kind = ? AND after LIKE '%seal_stream_anew%'"
    return tuple(
        f"{row[2]} began a new seal key with entry {row[0]} on {row[1][:10]}, since the one before was out of reach"
        for row in db.execute(sql, (JournalKind.SETTING.value,))
        if "seal_stream_anew" in json.loads(row[3])
    )


@dataclass(slots=True)
class _Place:
    """How far the check of a stream has come; without a key its seals are only counted."""

    key: bytes | None
    position: int = 0
    first_entry: int = 0
    entries: int = 0


class _Check:
    def __init__(self, places: dict[str, _Place], keys: SealKeys | None) -> None:
        self._places = places
        self._keys = keys
        self.sealed = 0
        self.proved = 0
        self.locked: set[str] = set()

    def entry(self, sequence: int, entry_hash: str, stream: str | None, position: int, seal: str) -> SealTrouble | None:
        if stream is None:
            if not self.sealed:
                return None  # written by a program that did not seal yet
            return SealTrouble(sequence, "it has no seal", "an entry was appended or its seal deleted, without the key")
        self.sealed += 1
        place = self._place(stream, sequence)
        if position != place.position:
            return SealTrouble(
                sequence, f"its seal is number {position} of its key, not {place.position}",
                "sealed entries were removed, exchanged or put in",
            )  # fmt: skip
        place.position += 1
        place.entries += 1
        if place.key is None:
            return None
        if not hmac.compare_digest(seal_of(place.key, stream, position, entry_hash), seal):
            return SealTrouble(
                sequence, "its seal does not fit it", "the entry was edited or forged and hashed anew, without its key"
            )
        place.key = next_key(place.key)
        self.proved += 1
        return None

    def _place(self, stream: str, sequence: int) -> _Place:
        if stream not in self._places:
            key = self._first_key(stream)
            own = key if key is not None and stream_of(key) == stream else None
            self._places[stream] = _Place(own)
        place = self._places[stream]
        place.first_entry = place.first_entry or sequence
        return place

    def _first_key(self, stream: str) -> bytes | None:
        try:
            return self._keys.first_key(stream) if self._keys else None
        except EnvironmentFault as error:
            self.locked.add(f"the first key of this machine's seals was not used: {error.message.rstrip('.')}")
            return None

    def strays(self, db: Database) -> SealTrouble | None:
        sql = "SELECT min(sequence) FROM journal_seals WHERE sequence NOT IN (SELECT sequence FROM journal)"
        row = db.execute(sql).fetchone()
        if row[0] is None:
            return None
        return SealTrouble(int(row[0]), "there is a seal but no entry", "the journal was truncated")

    def without_entries(self, first_keys: Mapping[str, bytes]) -> SealTrouble | None:
        """Name a key that an auditor brought and that seals nothing here: forging is no harder without any seal."""
        for stream in first_keys:
            if not self._places[stream].entries:
                return SealTrouble(
                    1, f"no entry is sealed with the key given ({stream})",
                    "the journal was written anew without its seals, or the key is another journal's",
                )  # fmt: skip
        return None

    def remarks(self) -> tuple[str, ...]:
        unproved = (
            f"{place.entries} entries from {place.first_entry} on are sealed with a key that is not here"
            for place in self._places.values()
            if place.key is None and place.entries
        )
        return (*unproved, *sorted(self.locked))


def _forgotten(db: Database, keys: SealKeys) -> tuple[SealTrouble | None, tuple[str, ...]]:
    """Tell whether the journal still holds what this machine sealed last, now and in streams before."""
    journal = first_hash(db)
    now = keys.remembered()
    sealed = db.execute("SELECT 1 FROM journal_seals WHERE stream = ?", (now.stream,)).fetchone() if now else None
    remarks = [
        f"in another folder this machine sealed this log up to entry {one.sequence}; what was logged since is not here"
        for one in keys.elsewhere()
        if _is_lost(db, one, accepted_memories(db))
    ]
    memories = keys.memories()
    if now is not None and now.position:
        memories = (*memories, Memory(now.stream, now.sequence, now.head, now.journal))
    accepted = accepted_memories(db)
    for memory in memories:
        if _remembers(db, memory.sequence, memory.head):
            continue
        if (memory.stream, memory.sequence) in accepted:
            remarks.append(f"what this machine had sealed up to entry {memory.sequence} is gone, and was answered for")
            continue
        if memory.journal != journal and (sealed or now is None or memory.stream != now.stream):
            remarks.append(f"another journal of {memory.sequence} entries stood in this folder before")
            continue
        return _lost(db, memory), ()
    try:
        own = keys.load() if now is not None and now.journal == journal else None
    except EnvironmentFault:
        remarks.append("the key of this machine's next seal is sealed under a keyring that was not opened")
        own = None
    if now is not None and own is not None and caught_up(db, own) is None:
        return SealTrouble(now.sequence + 1, "it is sealed with a key that is not this machine's", _FORGED), ()
    return None, tuple(remarks)


def accept_losses(db: Database, journal: Appender, keys: SealKeys, actor: Actor, reason: str) -> int:
    """Log that somebody answers for what this machine sealed and the journal no longer holds; return how many times.

    Nothing is made whole by it: every later check names the entry that says so.
    """
    accepted = accepted_memories(db)
    lost = [
        {"stream": one.stream, "sequence": one.sequence, "head": one.head}
        for one in sealed_by(keys)
        if _is_lost(db, one, accepted)
    ]
    if lost:
        what = f"Answered for {len(lost)} part(s) of the journal that are gone: a backup was put back"
        journal.append(db, NewEntry(JournalKind.SETTING, actor, what, after={"accepted_loss": lost}, reason=reason))
    return len(lost)


def lost_up_to(db: Database, sealed: tuple[Memory, ...]) -> int:
    """Return the last entry this machine sealed of this journal that it holds no more and nobody answered for; else 0.

    What was decided in between is not known here: an invoice may have been paid already. ``sealed`` is read before the
    journal: what another program writes meanwhile is not lost.
    """
    known = [one for one in sealed if one.journal == first_hash(db) and not _remembers(db, one.sequence, one.head)]
    accepted = accepted_memories(db) if known else frozenset()
    return max((one.sequence for one in known if _is_lost(db, one, accepted)), default=0)


def sealed_by(keys: SealKeys) -> tuple[Memory, ...]:
    """Return how far this machine sealed: in streams before, in other folders, and now."""
    now = keys.remembered()
    last = (Memory(now.stream, now.sequence, now.head, now.journal),) if now is not None and now.position else ()
    return (*keys.memories(), *keys.elsewhere(), *last)


def _is_lost(db: Database, memory: Memory, accepted: frozenset[tuple[str, int]]) -> bool:
    return not _remembers(db, memory.sequence, memory.head) and (memory.stream, memory.sequence) not in accepted


def accepted_memories(db: Database) -> frozenset[tuple[str, int]]:
    """Return which losses somebody answered for, as when a backup was put back (journal entries of that kind)."""
    sql = "SELECT after FROM journal WHERE kind = ? AND after LIKE '%accepted_loss%'"
    found = (json.loads(row[0]).get("accepted_loss") for row in db.execute(sql, (JournalKind.SETTING.value,)))
    return frozenset((str(one["stream"]), int(one["sequence"])) for losses in found if losses for one in losses)


def answered_since(db: Database, sequence: int) -> datetime | None:
    """Return when somebody last answered, after this entry, for a part of the journal that is gone; None: never."""
    sql = (
        "SELECT time, after FROM journal WHERE sequence > ? AND kind = ? AND after LIKE '%accepted_loss%' "
        "ORDER BY sequence DESC"
    )
    for time, after in db.execute(sql, (sequence, JournalKind.SETTING.value)):
        if "accepted_loss" in json.loads(after):
            return datetime.fromisoformat(time)
    return None


def _lost(db: Database, memory: Memory) -> SealTrouble:
    count = int(db.execute("SELECT count(*) FROM journal").fetchone()[0])
    if count < memory.sequence:
        return SealTrouble(
            count + 1,
            f"this machine sealed entry {memory.sequence}, and the journal ends at {count}",
            "the journal was truncated, or an older copy of it put back",
        )
    return SealTrouble(
        memory.sequence,
        "it is not the entry that this machine sealed",
        "an older copy was put back and written on, or the journal was written anew",
    )
