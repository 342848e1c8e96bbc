"""Proving that nothing was changed: the whole journal is read again, replayed, and compared with what is stored."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from app.domain.audit import Anchor, Verification
from app.domain.case import JournalKind
from app.domain.imports import ImportKind
from app.domain.keeping import FileKind
from app.storage.anchors import check_anchor, hashes_of
from app.storage.journal import STORE_KEY
from app.storage.journal_hash import GENESIS, hash_columns
from app.storage.journal_replay import Columns, Replay, Trouble
from app.storage.keeping_checks import Found, check_files, check_tables
from app.storage.seal_check import check_seals
from app.storage.seal_keys import SealKeys
from app.storage.seals import anchor_code
from app.storage.shelf import Shelf
from app.storage.table_checks import (
    check_cases,
    check_desk,
    check_documents,
    check_master_data,
    check_schema,
    check_snapshots,
)
from app.storage.table_digests import TABLES_OF


def verify(
    db: Database,
    shelves: Mapping[FileKind, Shelf],
    *,
    keys: SealKeys | None = None,
    first_keys: Mapping[str, bytes] | None = None,
    anchors: Sequence[Anchor] = (),
) -> Verification:
    """Verify the journal, its seals, the tables and the stored files; the first trouble found is named.

    ``keys`` is what this machine remembers; ``first_keys`` (by stream) and ``anchors`` are the auditor's own.
    """
    try:
        return _verify(db, shelves, keys, first_keys or {}, anchors)
    except sqlite3.OperationalError:
        # Bytes that are no text any more must be found as an edit of their entry, not stop the reading.
        usual = db.conn.text_factory
        db.conn.text_factory = _any_text
        try:
            return _verify(db, shelves, keys, first_keys or {}, anchors)
        finally:
            db.conn.text_factory = usual


def _any_text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def _verify(
    db: Database,
    shelves: Mapping[FileKind, Shelf],
    keys: SealKeys | None,
    first_keys: Mapping[str, bytes],
    anchors: Sequence[Anchor],
) -> Verification:
    count = int(db.execute("SELECT count(*) FROM journal").fetchone()[0])
    row = db.execute("SELECT sequence, hash FROM journal_head").fetchone()
    head = str(row[1]) if row else ""
    try:
        if row is None:
            raise Trouble(None, "the head of the journal is missing", "the head was deleted")
        _check_database_file(db)
        replay = _read_chain(db, int(row[0]), head)
        _check_anchors(db, anchors, first_keys)
        seals = check_seals(db, keys, first_keys)
        if (found := seals.trouble) is not None:
            raise Trouble(found.entry, found.trouble, found.attack)
        check_documents(db, replay)
        check_cases(db, replay)
        check_desk(db, replay)
        check_master_data(db, replay)
        check_snapshots(db, replay)
        _raise_found(check_tables(db, replay.keeping))
        _raise_found(check_files(shelves, replay.keeping, replay.arrivals))
        check_schema(db)
    except Trouble as found:
        return Verification(count, head, False, found.entry, found.trouble, found.attack)  # noqa: FBT003
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # Only a journal that was rewritten by hand and hashed anew can name what cannot be compared.
        trouble = f"what the journal says was stored cannot be compared with the tables ({error})"
        return Verification(count, head, whole=False, trouble=trouble, attack="entries were edited and hashed again")
    remarks = (*seals.remarks, *replay.keeping.remarks)
    return Verification(count, head, whole=True, sealed=seals.sealed, proved=seals.proved, remarks=remarks)


def _check_anchors(db: Database, anchors: Sequence[Anchor], first_keys: Mapping[str, bytes]) -> None:
    if not anchors:
        return
    hashes = hashes_of(db)
    for anchor in sorted(anchors, key=lambda one: one.entries):
        if anchor.stream in first_keys and anchor_code(first_keys[anchor.stream], anchor) != anchor.seal:
            raise Trouble(
                None, f"the anchor of {anchor.time[:10]} was not sealed with the key", "the anchor was forged"
            )
        if trouble := check_anchor(hashes, anchor):
            raise Trouble(
                min(anchor.entries, len(hashes) + 1), trouble,
                "the journal was cut, put back from an older copy, or written anew",
            )  # fmt: skip


def _check_database_file(db: Database) -> None:
    # Indexes too: a row that is missing from one is not found as the duplicate it is.
    found = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if found != "ok":
        raise Trouble(None, f"the database file is damaged: {found}", "the file was damaged or edited byte by byte")


def _read_chain(db: Database, head_sequence: int, head: str) -> Replay:
    replay = Replay()
    previous, last = GENESIS, 0
    for row in db.execute("SELECT * FROM journal ORDER BY sequence"):
        columns = tuple(row)
        sequence = columns[0]
        if sequence != last + 1:
            raise Trouble(last + 1, f"entry {last + 1} is missing", "entries were deleted")
        own = hash_columns(columns[:-1])
        if own != columns[-1]:
            raise Trouble(
                sequence, "its contents do not agree with its hash", "the entry was edited, or another one's put here"
            )
        if columns[-2] != previous:
            raise Trouble(
                sequence,
                "it does not continue the entry before it",
                "an entry before it was changed and hashed again, removed with renumbering, or put in between",
            )
        previous, last = own, sequence
        if f'"{STORE_KEY}":' in columns[12]:
            _learn(replay, sequence, columns)
        elif columns[2] == JournalKind.IMPORTED:
            replay.undigested |= _imported_before_digests(columns[12])
    if last < head_sequence:
        raise Trouble(last + 1, f"the last {head_sequence - last} entries are missing", "the journal was truncated")
    if last > head_sequence or previous != head:
        raise Trouble(last, "the head of the journal names another last entry", "entries were appended or exchanged")
    return replay


def _imported_before_digests(after: str) -> set[str]:
    """Return the tables that an import of an earlier program version wrote, which took no digest of them."""
    try:
        return set(TABLES_OF[ImportKind(json.loads(after)["kind"])])
    except (ValueError, KeyError, TypeError):
        return set()


def _learn(replay: Replay, sequence: int, columns: Columns) -> None:
    try:
        replay.learn(sequence, json.loads(columns[12]).get(STORE_KEY) or {}, columns)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Trouble(
            sequence, "its record of what was stored cannot be read", "the entry was edited and hashed again"
        ) from error


def _raise_found(found: Found | None) -> None:
    if found is not None:
        raise Trouble(*found)
