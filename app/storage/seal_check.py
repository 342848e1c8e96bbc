"""Checking the seals of the journal by the first keys at hand, and the journal by what this machine remembers of it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from app.domain.audit import stream_of
from app.domain.case import JournalKind
from app.domain.errors import EnvironmentFault
from app.storage.seal_keys import Memory, SealKeys, next_key
from app.storage.seal_losses import accepted_memories, is_lost
from app.storage.seals import caught_up, first_hash, seal_of, still_holds

_FORGED = "entries were forged without the key"


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
        if is_lost(db, one, accepted_memories(db))
    ]
    memories = keys.memories()
    if now is not None and now.position:
        memories = (*memories, Memory(now.stream, now.sequence, now.head, now.journal))
    accepted = accepted_memories(db)
    for memory in memories:
        if still_holds(db, memory.sequence, memory.head):
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
