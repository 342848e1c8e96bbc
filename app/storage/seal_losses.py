"""What this machine sealed and the journal no longer holds: who answered for it, and how far it reached."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Protocol

from sqlite_utils import Database

from app.domain.case import Actor, JournalEntry, JournalKind, NewEntry
from app.storage.seal_keys import Memory, SealKeys
from app.storage.seals import first_hash, still_holds


class Appender(Protocol):
    """Appends entries to the journal."""

    def append(self, db: Database, entry: NewEntry) -> JournalEntry:
        """Write one entry."""


def accept_losses(db: Database, journal: Appender, keys: SealKeys, actor: Actor, reason: str) -> int:
    """Log that somebody answers for what this machine sealed and the journal no longer holds; return how many times.

    Nothing is made whole by it: every later check names the entry that says so.
    """
    accepted = accepted_memories(db)
    lost = [
        {"stream": one.stream, "sequence": one.sequence, "head": one.head}
        for one in sealed_by(keys)
        if is_lost(db, one, accepted)
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
    known = [one for one in sealed if one.journal == first_hash(db) and not still_holds(db, one.sequence, one.head)]
    accepted = accepted_memories(db) if known else frozenset()
    return max((one.sequence for one in known if is_lost(db, one, accepted)), default=0)


def sealed_by(keys: SealKeys) -> tuple[Memory, ...]:
    """Return how far this machine sealed: in streams before, in other folders, and now."""
    now = keys.remembered()
    last = (Memory(now.stream, now.sequence, now.head, now.journal),) if now is not None and now.position else ()
    return (*keys.memories(), *keys.elsewhere(), *last)


def is_lost(db: Database, memory: Memory, accepted: frozenset[tuple[str, int]]) -> bool:
    """Tell whether the journal no longer holds what this machine sealed last, and nobody answered for that."""
    return not still_holds(db, memory.sequence, memory.head) and (memory.stream, memory.sequence) not in accepted


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
