"""Comparing what is stored with what the journal says was written: documents, cases, the desk and its tables."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlite_utils import Database

from app.storage import migrations, snapshots
from app.storage.cases import case_bytes, case_of
from app.storage.decision_facts import facts_of, stored_facts
from app.storage.documents import PARTS, list_digest
from app.storage.journal_replay import Replay, Trouble
from app.storage.own_parts import schema_of
from app.storage.settling import arrival_record
from app.storage.table_digests import MASTER_TABLES, table_digest

_OF_NO_ROWS = hashlib.sha256().hexdigest()  # the digest of an empty table


def check_documents(db: Database, replay: Replay) -> None:
    """Compare every version of every document, and what the lists show of it."""
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


def check_cases(db: Database, replay: Replay) -> None:
    """Compare every version of every case."""
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


def check_desk(db: Database, replay: Replay) -> None:
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


def check_master_data(db: Database, replay: Replay) -> None:
    """Compare every table of master data with the digest of its newest import; one never imported is empty."""
    for table in MASTER_TABLES:
        entry, digest = replay.master.get(table, (None, _OF_NO_ROWS))
        if entry is None and table in replay.undigested:
            continue  # imported by a program that took no digests; the next import takes one
        if table_digest(db, table) != digest:
            words = table.replace("_", " ")
            raise _table(entry, f"what was imported as {words} is not what stands there")


def check_schema(db: Database) -> None:
    """Compare tables, indexes and the triggers that keep the log append-only with those the program makes."""
    expected, found = schema_of(migrations.in_memory()), schema_of(db)
    if gone := sorted(expected.keys() - found.keys()):
        raise Trouble(None, f"{gone[0]} is missing from the database", "a safeguard of the tables was removed")
    if strange := sorted(found.keys() - expected.keys()):
        raise Trouble(None, f"{strange[0]} is not the program's own", "something was put into the database")
    for name, statement in expected.items():
        if found[name] != statement:
            raise Trouble(None, f"{name} is not as the program made it", "a safeguard of the tables was changed")


def check_snapshots(db: Database, replay: Replay) -> None:
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


def _table(entry: int | None, trouble: str) -> Trouble:
    return Trouble(entry, trouble, "the tables were changed without a journal entry")
