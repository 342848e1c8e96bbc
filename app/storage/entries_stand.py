"""Whether what the newest entries of the journal say was stored does stand in the tables.

A log beside another day's copy of its database may bring entries without every page that was written with them. Only
what these entries speak of is looked up, also by way of the indexes that duplicates and open quantities are found by.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from app.domain.errors import AppError
from app.storage import snapshots
from app.storage.cases import case_bytes, one_case
from app.storage.documents import PARTS, list_digest
from app.storage.journal import STORE_KEY
from app.storage.table_digests import table_digest

_BOOKS_NOTHING = ("rejected", "unreadable")
_PARTS = ", ".join(f'"{part}"' for part in PARTS)
_Key = tuple[str, Any]


def first_not_standing(db: Database, since: int) -> int | None:
    """Return the first entry after ``since`` whose effect is not what stands there; None: all of them stand."""
    newest: dict[_Key, tuple[int, Any]] = {}
    sql = "SELECT sequence, after FROM journal WHERE sequence > ? ORDER BY sequence"
    for number, after in db.execute(sql, (since,)).fetchall():
        for key, said in _said(json.loads(after).get(STORE_KEY) or {}):
            newest[key] = (number, said)
    wrong = (number for key, (number, said) in newest.items() if not _stands(db, key, said))
    return min(wrong, default=None)


def _said(effect: Mapping[str, Any]) -> Iterator[tuple[_Key, Any]]:
    """Yield what one entry says was stored, by what it is."""
    if document := effect.get("document"):
        yield ("version", (document["id"], document["version"])), document
        yield ("document", document["id"]), document
    for case_id, _, digest in effect.get("cases", ()):
        yield ("case", case_id), digest
    if setting := effect.get("setting"):
        yield ("setting", setting["name"]), setting["value"]
    if role := effect.get("role"):
        yield ("role", role["user"]), role["role"]
    if policy := effect.get("policy"):
        yield ("policy", policy["number"]), policy["sha256"]
    for table, digest in effect.get("master", {}).items():
        yield ("master", table), digest


_ONE_VALUE = {
    "setting": "SELECT value FROM settings WHERE name = ?",
    "role": "SELECT role FROM roles WHERE user = ?",
    "policy": "SELECT sha256 FROM policies WHERE number = ?",
}


def _stands(db: Database, key: _Key, said: Any) -> bool:  # noqa: ANN401 - as the journal has it
    kind, name = key
    try:
        if kind == "version":
            return _version_stands(db, said)
        if kind == "document":
            return _document_stands(db, said)
        if kind == "case":
            return hashlib.sha256(case_bytes(one_case(db, name))).hexdigest() == str(said)
        if kind == "master":
            return table_digest(db, name) == str(said)
        row = db.execute(_ONE_VALUE[kind], (name,)).fetchone()
        return row is not None and str(row[0]) == str(said)
    except (AppError, LookupError, TypeError, ValueError, AttributeError):
        return False  # gone, or nothing that could be compared


def _version_stands(db: Database, said: Mapping[str, Any]) -> bool:
    sql = f"SELECT state, {_PARTS} FROM document_versions WHERE document_id = ? AND version = ?"  # noqa: S608
    row = db.execute(sql, (said["id"], said["version"])).fetchone()
    wanted = (said["state"], *(said.get(part) for part in PARTS))
    return row is not None and tuple(row) == wanted and all(snapshots.body_of(db, one) for one in wanted[1:] if one)


def _document_stands(db: Database, said: Mapping[str, Any]) -> bool:
    number = said["id"]
    row = db.execute("SELECT version, state FROM documents WHERE document_id = ?", (number,)).fetchone()
    if row is None or tuple(row) != (said["version"], said["state"]) or list_digest(db, number) != said["row"]:
        return False
    return _is_in_every_index(db, number) and _bookings(db, number) == _booked(db, said)


def _is_in_every_index(db: Database, document_id: int) -> bool:
    for _, index, *_ in db.execute("PRAGMA index_list(documents)").fetchall():
        columns = [row[2] for row in db.execute(f"PRAGMA index_info({index})")]
        own = db.execute(f"SELECT {', '.join(columns)} FROM documents WHERE document_id = ?", (document_id,)).fetchone()  # noqa: S608
        wanted = " AND ".join(f"{name} IS ?" for name in columns)
        sql = f"SELECT 1 FROM documents INDEXED BY {index} WHERE {wanted} AND document_id = ?"  # noqa: S608
        if db.execute(sql, (*tuple(own), document_id)).fetchone() is None:
            return False
    return True


def _booked(db: Database, said: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    """Return what the decision of a document uses up: order, line, quantity."""
    if said["state"] in _BOOKS_NOTHING or not said.get("decision"):
        return []
    booked = snapshots.record_of(db, said["decision"])["booked"]
    return sorted((*one["ref"], one["quantity"]) for one in booked)


def _bookings(db: Database, document_id: int) -> list[tuple[str, int, str]]:
    """Return what stands as used up by a document, each found by its order line."""
    lines = db.execute("SELECT DISTINCT po_number, line_no FROM bookings WHERE document_id = ?", (document_id,))
    sql = "SELECT po_number, line_no, quantity FROM bookings WHERE po_number = ? AND line_no = ? AND document_id = ?"
    return sorted(tuple(row) for line in lines.fetchall() for row in db.execute(sql, (*tuple(line), document_id)))
