"""Proving that nothing was changed: the whole journal is read again, replayed, and compared with what is stored."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from app.domain.audit import Anchor, Verification
from app.domain.case import JournalKind
from app.domain.imports import ImportKind
from app.domain.keeping import FileKind
from app.storage import migrations, snapshots
from app.storage.anchors import check_anchor, hashes_of
from app.storage.cases import case_bytes, case_of
from app.storage.decision_facts import facts_of, stored_facts
from app.storage.documents import PARTS, list_digest
from app.storage.journal import STORE_KEY
from app.storage.journal_hash import GENESIS, hash_columns
from app.storage.keeping_checks import Found, KeepingReplay, check_files, check_tables
from app.storage.master_changes import CHANGES
from app.storage.own_parts import schema_of
from app.storage.seal_check import check_seals
from app.storage.seal_keys import SealKeys
from app.storage.seals import anchor_code
from app.storage.settling import arrival_record
from app.storage.shelf import Shelf
from app.storage.table_digests import MASTER_TABLES, TABLES_OF, table_digest

Columns = tuple[Any, ...]
EMPTY = hashlib.sha256().hexdigest()


class Trouble(Exception):  # noqa: N818 - it is what verification finds, and ends it
    """The first thing that is not as it should be."""

    def __init__(self, entry: int | None, trouble: str, attack: str) -> None:
        super().__init__(trouble)
        self.entry = entry
        self.trouble = trouble
        self.attack = attack


@dataclass(slots=True)
class Replay:
    """What the journal says the tables must hold; each with the entry that said so."""

    versions: dict[tuple[int, int], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    newest: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    arrivals: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    case_versions: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    newest_case: dict[int, tuple[int, str]] = field(default_factory=dict)
    case_documents: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    policies: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    roles: dict[str, tuple[int, str]] = field(default_factory=dict)
    settings: dict[str, tuple[int, str]] = field(default_factory=dict)
    master: dict[str, tuple[int, str]] = field(default_factory=dict)
    undigested: set[str] = field(default_factory=set)
    keeping: KeepingReplay = field(default_factory=KeepingReplay)
    kept: dict[str, int] = field(default_factory=dict)

    def learn(self, entry: int, effect: dict[str, Any], columns: Columns) -> None:
        """Take in what one entry says was written; ``columns`` are those of the entry itself."""
        self.keeping.learn(entry, effect)
        if document := effect.get("document"):
            self.versions[document["id"], document["version"]] = (entry, document)
            self.newest[document["id"]] = (entry, document)
            if arrival := effect.get("arrival"):
                self.arrivals[document["id"]] = (entry, arrival)
        for case_id, version, digest in effect.get("cases", ()):
            self.case_versions[case_id, version] = (entry, digest)
            if document:
                self.case_documents[case_id, version] = (document["id"], document["version"])
            self.newest_case[case_id] = (entry, digest)
        if policy := effect.get("policy"):
            self.policies[policy["number"]] = (entry, {**policy, "imported": columns[1], "user": columns[3]})
        if role := effect.get("role"):
            self.roles[role["user"]] = (entry, role["role"])
        if setting := effect.get("setting"):
            self.settings[setting["name"]] = (entry, setting["value"])
        if changes := effect.get(CHANGES):
            self.kept[changes] = entry
        for table, digest in effect.get("master", {}).items():
            self.master[table] = (entry, digest)


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
        _check_documents(db, replay)
        _check_cases(db, replay)
        _check_desk(db, replay)
        _check_master_data(db, replay)
        _check_snapshots(db, replay)
        _raise_found(check_tables(db, replay.keeping))
        _raise_found(check_files(shelves, replay.keeping, replay.arrivals))
        _check_schema(db)
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


def _check_documents(db: Database, replay: Replay) -> None:
    stored = {(row["document_id"], row["version"]): row for row in db.execute("SELECT * FROM document_versions")}
    for key, (entry, said) in replay.versions.items():
        row = stored.pop(key, None)
        if row is None:
            raise _table(entry, f"version {key[1]} of document {key[0]} is gone")
        if row["state"] != said["state"] or any(row[part] != said.get(part) for part in PARTS):
            raise _table(entry, f"version {key[1]} of document {key[0]} is not what was written")
        if (row["first_entry"], row["last_entry"]) != (said.get("first", row["first_entry"]), entry):
            raise _table(entry, f"version {key[1]} of document {key[0]} names other entries of the journal")
    if stored:
        document, version = min(stored)
        raise _table(None, f"no entry speaks of version {version} of document {document}")
    rows = {row["document_id"]: row for row in db.execute("SELECT document_id, version, state FROM documents")}
    for document_id, (entry, said) in replay.newest.items():
        row = rows.pop(document_id, None)
        if row is None or (row["version"], row["state"]) != (said["version"], said["state"]):
            raise _table(entry, f"document {document_id} does not stand where the journal says")
        if list_digest(db, document_id) != said["row"]:
            raise _table(entry, f"what lists show of document {document_id} was changed")
        if (arrived := replay.arrivals.get(document_id)) and arrival_record(db, document_id) != arrived[1]:
            raise _table(arrived[0], f"how document {document_id} came in was changed")
    if rows:
        raise _table(None, f"no entry speaks of document {min(rows)}")


def _check_cases(db: Database, replay: Replay) -> None:
    sql = "SELECT case_id, version, record, document_id, document_version FROM case_versions"
    stored = {(row[0], row[1]): tuple(row)[2:] for row in db.execute(sql)}
    for key, (entry, digest) in replay.case_versions.items():
        record, *of = stored.pop(key, (None,))
        same = record is not None and tuple(of) == replay.case_documents.get(key, tuple(of))
        if not same or hashlib.sha256(str(record).encode()).hexdigest() != digest:
            raise _table(entry, f"version {key[1]} of case {key[0]} is not what was written")
    if stored:
        raise _table(None, f"no entry speaks of version {min(stored)[1]} of case {min(stored)[0]}")
    rows = {row["case_id"]: row for row in db.execute("SELECT * FROM cases")}
    for case_id, (entry, digest) in replay.newest_case.items():
        row = rows.pop(case_id, None)
        if row is None or _case_digest(row) != digest:
            raise _table(entry, f"case {case_id} does not stand where the journal says")
    if rows:
        raise _table(None, f"no entry speaks of case {min(rows)}")


def _case_digest(row: Any) -> str:  # noqa: ANN401 - a row of the database
    try:
        return hashlib.sha256(case_bytes(case_of(row))).hexdigest()
    except (ValueError, TypeError, ArithmeticError):
        return ""


def _check_desk(db: Database, replay: Replay) -> None:
    """Compare policies, roles and settings."""
    policies = {row["number"]: row for row in db.execute("SELECT * FROM policies")}
    for number, (entry, said) in replay.policies.items():
        row = policies.pop(number, None)
        same = row is not None and row["entry"] == entry
        same = same and all(row[name] == said[name] for name in ("version", "sha256", "imported", "user"))
        if not same or hashlib.sha256(row["text"].encode()).hexdigest() != said["sha256"]:
            raise _table(entry, f"policy {number} is not the one that was imported")
    if policies:
        raise _table(None, f"no entry speaks of policy {min(policies)}")
    for table, key, said in (("roles", "user", replay.roles), ("settings", "name", replay.settings)):
        found = dict(tuple(row) for row in db.execute(f"SELECT * FROM {table}"))  # noqa: S608 - names only
        for name, (entry, value) in said.items():
            if found.pop(name, None) != value:
                raise _table(entry, f"the {key} {name} in {table} was changed")
        if found:
            raise _table(None, f"no entry speaks of {min(found)} in {table}")


def _check_master_data(db: Database, replay: Replay) -> None:
    """Compare every table of master data with the digest of its newest import; one never imported is empty."""
    for table in MASTER_TABLES:
        entry, digest = replay.master.get(table, (None, EMPTY))
        if entry is None and table in replay.undigested:
            continue  # imported by a program that took no digests; the next import takes one
        if table_digest(db, table) != digest:
            words = table.replace("_", " ")
            raise _table(entry, f"what was imported as {words} is not what stands there")


def _check_schema(db: Database) -> None:
    """Compare tables, indexes and the triggers that keep the log append-only with those the program makes."""
    expected, found = schema_of(migrations.in_memory()), schema_of(db)
    if gone := sorted(expected.keys() - found.keys()):
        raise Trouble(None, f"{gone[0]} is missing from the database", "a safeguard of the tables was removed")
    if strange := sorted(found.keys() - expected.keys()):
        raise Trouble(None, f"{strange[0]} is not the program's own", "something was put into the database")
    for name, statement in expected.items():
        if found[name] != statement:
            raise Trouble(None, f"{name} is not as the program made it", "a safeguard of the tables was changed")


def _check_snapshots(db: Database, replay: Replay) -> None:
    """Check every part of every version by its hash, and the bookings against the decisions."""
    said_by: dict[str, int] = dict(replay.kept)
    for entry, said in replay.versions.values():
        for part in PARTS:
            if said.get(part):
                said_by.setdefault(said[part], entry)
    for name, entry in said_by.items():
        row = db.execute("SELECT body FROM snapshots WHERE sha256 = ?", (name,)).fetchone()
        body = snapshots.unpacked(row[0]) if row else None
        if body is None or hashlib.sha256(body).hexdigest() != name:
            raise _table(entry, "a stored reading, match, decision, snapshot or list of changes is gone or was changed")
    booked: dict[int, list[list[Any]]] = {}
    for row in db.execute("SELECT * FROM bookings ORDER BY document_id, position"):
        ref = [row["po_number"], row["line_no"]]
        booked.setdefault(row["document_id"], []).append([ref, row["quantity"], row["invoice_line"], row["beyond"]])
    counted = stored_facts(db)
    for document_id, (entry, said) in replay.newest.items():
        decision = snapshots.record_of(db, said["decision"]) or {"groups": [], "booked": []}
        if counted.pop(document_id, []) != list(facts_of(decision)):
            raise _table(entry, f"what reports count of document {document_id} was changed")
        decided = decision["booked"] if said["state"] not in ("rejected", "unreadable") else []
        wanted = [[one["ref"], one["quantity"], one["invoice_line"], one.get("beyond", "0")] for one in decided]
        if booked.pop(document_id, []) != wanted:
            raise _table(entry, f"the quantities that document {document_id} billed were changed")
    if booked:
        raise _table(None, f"no entry speaks of what document {min(booked)} billed")
    if counted:
        raise _table(None, f"no entry speaks of what reports count of document {min(counted)}")


def _raise_found(found: Found | None) -> None:
    if found is not None:
        raise Trouble(*found)


def _table(entry: int | None, trouble: str) -> Trouble:
    return Trouble(entry, trouble, "the tables were changed without a journal entry")
