"""The hash of a journal entry: SHA-256 over the canonical bytes of every column, under a prefix of its own.

The bytes are a zero byte (a leaf, as opposed to a node of a tree over the hashes), the name of this scheme, and the
columns as one canonical JSON list. JSON tells null, numbers and texts apart, so no two entries share their bytes.
"""

from __future__ import annotations

import hashlib
import json

from app.domain.case import JournalEntry

PREFIX = b"\x00tieout.journal.entry/1\n"
GENESIS = hashlib.sha256(b"tieout.journal.genesis/1").hexdigest()

# Made once: a million entries are hashed when a journal is verified.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Column = str | int | None


def hash_columns(columns: tuple[Column, ...]) -> str:
    """Hash the columns of an entry, in the order of :class:`JournalEntry`, its own hash left out."""
    return hashlib.sha256(PREFIX + _ENCODER.encode(columns).encode()).hexdigest()


def columns_of(entry: JournalEntry) -> tuple[Column, ...]:
    """Return what of an entry is hashed."""
    return (
        entry.sequence, entry.time, entry.kind, entry.user, entry.role, entry.workstation, int(entry.person),
        entry.program_version, entry.document_id, entry.case_id, entry.summary, entry.before, entry.after,
        entry.reason, entry.previous_hash,
    )  # fmt: skip


def hash_of(entry: JournalEntry) -> str:
    """Return the hash an entry must carry."""
    return hash_columns(columns_of(entry))
