"""What people confirmed of cases: written as master data with its journal entry, and taken back by another entry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from app.domain.case import Actor, JournalKind, NewEntry
from app.domain.errors import ConflictError, InputError
from app.domain.teaching import Fact, FactKind, RowChange, Taught, said
from app.storage.journal import STORE_KEY, Journal
from app.storage.snapshots import clean_text
from app.storage.table_digests import CROSS_REFERENCES, digests_of

Row = dict[str, str | int | None]
# The tables a fact may write, with the columns that name a row and those it may set.
_TABLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "uom_conversions": (("sku", "vendor_id", "from_uom", "to_uom"), ("factor",)),
    "substitutions": (
        ("vendor_id", "sku", "substitute_sku"),
        ("substitute_description", "reason", "reference", "buyer_notified", "substitute_key"),
    ),
    "vendors": (("vendor_id",), ("merged_lines_permitted",)),
    CROSS_REFERENCES: (("vendor_id", "vendor_item_code"), ("sku", "code_key")),
}
_FACT = "fact"
_CLEARED = "cleared_by_it"


def teach(db: Database, journal: Journal, fact: Fact, actor: Actor, reason: str, case_id: int, document_id: int) -> int:
    """Write a fact with its entry; return the entry's number.

    Raises:
        ConflictError: The row says so already.
    """
    before = _row(db, fact.table, fact.key)
    after = dict(fact.values) if fact.values is not None else None
    if before == after:
        raise ConflictError("known_already", f"The desk knows this already: {fact.evidence}")
    _write(db, fact.table, fact.key, before, after)
    entry = NewEntry(
        JournalKind.LEARNED, actor, f"Confirmed for {fact.scope}: {said(fact.table, fact.key, after)}",
        before={"row": before},
        after={
            "learned": fact.kind.value, "what": said(fact.table, fact.key, after), "scope": fact.scope,
            "evidence": fact.evidence, "case": case_id, "document": document_id,
        },
        reason=reason,
    )  # fmt: skip
    effect = {
        _FACT: {"table": fact.table, "key": dict(fact.key), "before": before, "after": after},
        "master": digests_of(db, (fact.table,)),
    }
    return journal.append(db, entry, effect).sequence


def take_back(
    db: Database, journal: Journal, sequence: int, actor: Actor, reason: str, cleared: Sequence[int] = ()
) -> int:
    """Put a row back as it was before a fact was taught, by an entry of its own; return that entry's number.

    ``cleared`` are the documents that cleared by it; the entry names them.

    Raises:
        InputError: The entry taught nothing, or was taken back already.
        ConflictError: The row was changed since.
    """
    known = {one.entry: one for one in taught(db)}
    if sequence not in known or known[sequence].kind is FactKind.PROFILE:
        raise InputError(
            "nothing_learned", f"Entry {sequence} taught the desk nothing that can be taken back here.",
            next_step="“tieout learned list” shows what can.",
        )  # fmt: skip
    if known[sequence].taken_back is not None:
        raise InputError("taken_back", f"It was taken back already, by entry {known[sequence].taken_back}.")
    rows = list(_facts_of(db, sequence))
    for fact in rows:
        if _row(db, fact["table"], fact["key"]) != fact["after"]:
            raise ConflictError(
                "changed_since", f"What entry {sequence} taught was changed since, by an import or by somebody else.",
                next_step="Look at it and import it as it should be.",
            )  # fmt: skip
        _write(db, fact["table"], fact["key"], fact["after"], fact["before"])
    numbers = ", ".join(map(str, cleared))
    told = f"; to be looked at, because cleared by it: documents {numbers}" if cleared else ""
    entry = NewEntry(
        JournalKind.LEARNED, actor, f"Took back what entry {sequence} taught: {known[sequence].what}{told}",
        before={"taught": sequence},
        after={"taken_back": sequence, "what": known[sequence].what, _CLEARED: list(cleared)},
        reason=reason,
    )  # fmt: skip
    tables = dict.fromkeys(fact["table"] for fact in rows)
    effect = {"taken_back": sequence, "master": digests_of(db, tables)}
    return journal.append(db, entry, effect).sequence


def taught(db: Database) -> tuple[Taught, ...]:
    """Return everything people taught the desk, oldest first, with what was taken back."""
    sql = "SELECT sequence, time, user, role, kind, case_id, before, after, reason FROM journal ORDER BY sequence"
    found: dict[int, Taught] = {}
    gone: dict[int, tuple[int, tuple[int, ...]]] = {}
    for row in db.execute(sql):
        if '"learned' not in row[7] and '"taken_back"' not in row[7] and row[4] != JournalKind.UNDONE.value:
            continue
        after = json.loads(row[7])
        effect = after.get(STORE_KEY) or {}
        if "taken_back" in after:
            gone[after["taken_back"]] = row[0], tuple(after.get(_CLEARED, ()))
        if "forgotten" in effect and "undone_entry" in after:
            gone[after["undone_entry"]] = row[0], ()
        if one := _taught(row, after, effect):
            found[one.entry] = one
    return tuple(_with(one, *gone.get(one.entry, (None, ()))) for one in found.values())


def _taught(row: Any, after: dict[str, Any], effect: dict[str, Any]) -> Taught | None:  # noqa: ANN401 - a row
    start = (row[0], row[1], row[2], row[3])
    if row[4] == JournalKind.LEARNED.value and "learned" in after:
        kind = FactKind(after["learned"])
        one = effect[_FACT]
        changes = (RowChange(one["table"], one["key"], one["before"], one["after"]),)
        told = (after["what"], after["scope"], after["evidence"], row[8], after["case"])
        return Taught(*start, kind, *told, changes=changes)
    if effect.get("learned"):
        what = "; ".join(f"{code} is our {sku}" for _, code, sku in effect["learned"])
        vendors = ", ".join(dict.fromkeys(f"vendor {vendor}" for vendor, *_ in effect["learned"]))
        told = (what, vendors, f"case {row[5]} accepted", row[8], row[5])
        codes = tuple(_code(vendor, code, sku) for vendor, code, sku in effect["learned"])
        return Taught(*start, FactKind.CROSS_REFERENCE, *told, changes=codes)
    if "learned_from_document" in after:
        what = f"profile {after['profile']}, version {after['version']}"
        evidence = f"corrections of document {after['learned_from_document']}"
        return Taught(*start, FactKind.PROFILE, what, f"profile {after['profile']}", evidence, row[8], None)
    return None


def _code(vendor_id: str, code: str, sku: str) -> RowChange:
    return RowChange(CROSS_REFERENCES, {"vendor_id": vendor_id, "vendor_item_code": code}, None, {"sku": sku})


def _with(one: Taught, taken_back: int | None, cleared: tuple[int, ...]) -> Taught:
    return replace(one, taken_back=taken_back, cleared=cleared)


def _facts_of(db: Database, sequence: int) -> Iterator[dict[str, Any]]:
    after = db.execute("SELECT after FROM journal WHERE sequence = ?", (sequence,)).fetchone()[0]
    effect = json.loads(after).get(STORE_KEY) or {}
    if _FACT in effect:
        yield effect[_FACT]
    for vendor_id, code, sku in effect.get("learned", ()):
        key = {"vendor_id": vendor_id, "vendor_item_code": code}
        row = _row(db, CROSS_REFERENCES, key) or {}
        yield {
            "table": CROSS_REFERENCES, "key": key, "before": None,
            "after": {"sku": sku, "code_key": row.get("code_key")},
        }  # fmt: skip


def _row(db: Database, table: str, key: Mapping[str, str]) -> Row | None:
    names, values = _TABLES[table]
    where = " AND ".join(f"{name} = ?" for name in names)
    sql = f"SELECT {', '.join(values)} FROM {table} WHERE {where}"  # noqa: S608 - names of the table above
    row = db.execute(sql, tuple(key[name] for name in names)).fetchone()
    return None if row is None else dict(zip(values, tuple(row), strict=True))


def _write(db: Database, table: str, key: Mapping[str, str], before: Row | None, after: Row | None) -> None:
    names, columns = _TABLES[table]
    where = " AND ".join(f"{name} = ?" for name in names)
    keys = tuple(clean_text(key[name]) for name in names)
    if after is None:
        db.execute(f"DELETE FROM {table} WHERE {where}", keys)  # noqa: S608 - names of the table above
    elif before is None:
        marks = ", ".join("?" * (len(names) + len(columns)))
        sql = f"INSERT INTO {table} ({', '.join((*names, *columns))}) VALUES ({marks})"  # noqa: S608
        db.execute(sql, (*keys, *(after[name] for name in columns)))
    else:
        assigned = ", ".join(f"{name} = ?" for name in columns)
        db.execute(f"UPDATE {table} SET {assigned} WHERE {where}", (*(after[name] for name in columns), *keys))  # noqa: S608
