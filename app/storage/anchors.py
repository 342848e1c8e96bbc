"""Anchors: a few lines that stand for the whole journal, to be kept somewhere this machine cannot reach.

Whoever holds one proves later that the entries it stands for were not changed, cut or put back, even by somebody who
has the machine and its key.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from app.domain.audit import Anchor, AnchorStanding, EntryProof
from app.domain.case import Actor, JournalKind, NewEntry
from app.storage.journal import Journal, read_entries
from app.storage.merkle import path_of, root_of
from app.storage.seals import Sealer


def hashes_of(db: Database, upto: int | None = None) -> list[str]:
    """Return the hashes of the entries in order, the first ``upto`` of them or all."""
    sql = "SELECT hash FROM journal ORDER BY sequence LIMIT ?"
    return [str(row[0]) for row in db.execute(sql, (-1 if upto is None else upto,))]


def make_anchor(db: Database, journal: Journal, sealer: Sealer | None, actor: Actor) -> Anchor:
    """Log that an anchor is taken and return it; it stands for every entry before its own."""
    hashes = hashes_of(db)
    entries, head, root = len(hashes), hashes[-1] if hashes else "", root_of(hashes)
    entry = NewEntry(
        JournalKind.ANCHORED, actor, f"Took an anchor of {entries} entries",
        after={"anchor": {"entries": entries, "head": head, "root": root}},
    )  # fmt: skip
    time = journal.append(db, entry).time
    bare = Anchor(entries, head, root, time)
    if sealer is None:
        return bare
    stream, position, seal = sealer.anchor_seal(db, bare.text())
    return Anchor(entries, head, root, time, stream, position, seal)


def standing(db: Database) -> AnchorStanding:
    """Return how many entries no anchor stands for yet, and since when."""
    total = int(db.execute("SELECT sequence FROM journal_head").fetchone()[0])
    sql = "SELECT sequence, time FROM journal WHERE kind = ? ORDER BY sequence DESC LIMIT 1"
    last = db.execute(sql, (JournalKind.ANCHORED.value,)).fetchone()
    since = int(last[0]) if last else 0
    first = db.execute("SELECT time FROM journal WHERE sequence = ?", (since + 1,)).fetchone()
    return AnchorStanding(
        entries=total - since,
        since=datetime.fromisoformat(first[0]) if first else None,
        last=datetime.fromisoformat(last[1]) if last else None,
    )


def check_anchor(hashes: list[str], anchor: Anchor) -> str:
    """Return what is wrong with the journal by this anchor; empty where it bears it out."""
    if len(hashes) < anchor.entries:
        return (
            f"the anchor of {anchor.time[:10]} stands for {anchor.entries} entries, and the journal has {len(hashes)}"
        )
    if anchor.entries and hashes[anchor.entries - 1] != anchor.head:
        return f"entry {anchor.entries} is not the one that the anchor of {anchor.time[:10]} names"
    if root_of(hashes[: anchor.entries]) != anchor.root:
        return f"the first {anchor.entries} entries are not those that the anchor of {anchor.time[:10]} stands for"
    return ""


def proof_of(db: Database, document_id: int, size: int | None = None) -> EntryProof:
    """Return the entries of a document among the first ``size`` of the journal, each with its path to their root.

    Without a ``size`` the newest anchor's, where it stands for all entries of the document: only an anchor of just as
    many entries can ever prove them. Where it does not, the whole journal.
    """
    entries = read_entries(db, document_id=document_id)
    if size is None and entries:
        size = _anchored_since(db, entries[-1].sequence)
    hashes = hashes_of(db, size)
    entries = tuple(one for one in entries if one.sequence <= len(hashes))
    paths = tuple((entry, path_of(hashes, entry.sequence - 1)) for entry in entries)
    return EntryProof(len(hashes), root_of(hashes), paths, _anchor_time(db, len(hashes)))


def _anchored_since(db: Database, entry: int) -> int | None:
    """Return how many entries the newest anchor stands for (all before its own), if ``entry`` is one of them."""
    sql = "SELECT max(sequence) FROM journal WHERE kind = ?"
    last = db.execute(sql, (JournalKind.ANCHORED.value,)).fetchone()[0]
    return int(last) - 1 if last is not None and int(last) > entry else None


def _anchor_time(db: Database, size: int) -> str:
    """Return when the anchor was taken that stands for just so many entries; empty where none does."""
    sql = "SELECT time FROM journal WHERE sequence = ? AND kind = ?"
    found = db.execute(sql, (size + 1, JournalKind.ANCHORED.value)).fetchone()
    return str(found[0]) if found else ""
