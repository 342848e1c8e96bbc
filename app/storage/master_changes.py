"""What each import changed, row by row: the key, the line of the file, and every value before and after.

Kept once under its hash beside the import's journal entry, which names that hash: so the log can say who changed which
term, factor or price, from what to what, and which line of which file an order line came from. Of order lines and
receipts that are new only key and line are kept: their values stand in the table, and any later change of them here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from app.domain.case import JournalKind
from app.domain.versions import MasterChange, RowSource
from app.storage import snapshots
from app.storage.journal import STORE_KEY
from app.storage.upsert import Differences

CHANGES = "changes"
RowChange = tuple[tuple[object, ...], int, Differences]
# Folded forms that only make rows found again: no facts of their own.
FOLDED = frozenset({
    "name_key", "tax_key", "sku_key", "code_key", "substitute_key", "number_key", "alike_key", "digits_key",
})  # fmt: skip


def keep(db: Database, table: str, rows: Sequence[RowChange]) -> dict[str, str]:
    """Keep what an import changed; return what the journal says of it, empty where nothing was."""
    if not rows:
        return {}
    body = {"table": table, "rows": [[list(key), line, _facts(changed)] for key, line, changed in rows]}
    name = snapshots.put(db, body)
    assert name is not None
    return {CHANGES: name}


def _facts(changed: Differences) -> dict[str, list[object]]:
    return {name: list(values) for name, values in changed.items() if name not in FOLDED}


def changes(db: Database, table: str, matching: Mapping[int, str]) -> tuple[MasterChange, ...]:
    """Return what imports changed in a table, oldest first; ``matching``: values wanted at places of the key."""
    return tuple(
        MasterChange(entry, time, user, role, file, sha256, table, tuple(map(str, key)), line, _told(changed))
        for entry, time, user, role, file, sha256, body in _imports(db, table)
        for key, line, changed in body["rows"]
        if all(str(key[place]) == value for place, value in matching.items())
    )


def sources(db: Database, table: str) -> dict[tuple[str, ...], tuple[RowSource, ...]]:
    """Return per row the imports that wrote it, oldest first, with the hash of each file and the line in it."""
    found: dict[tuple[str, ...], tuple[RowSource, ...]] = {}
    for entry, _, _, _, file, sha256, body in _imports(db, table):
        for written, line, _ in body["rows"]:
            key = tuple(map(str, written))
            found[key] = (*found.get(key, ()), RowSource(entry, file, sha256, line))
    return found


def _imports(db: Database, table: str) -> Iterator[tuple[int, str, str, str, str, str, Any]]:
    sql = "SELECT sequence, time, user, role, after FROM journal WHERE kind = ? ORDER BY sequence"
    for row in db.execute(sql, (JournalKind.IMPORTED.value,)).fetchall():
        after = json.loads(row[4])
        name = (after.get(STORE_KEY) or {}).get(CHANGES)
        if name is None:
            continue
        body = snapshots.record_of(db, name)
        if body["table"] == table:
            yield row[0], row[1], row[2], row[3], str(after.get("file", "")), str(after.get("sha256", "")), body


def _told(changed: Mapping[str, Sequence[object]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, _text(old), _text(new)) for name, (old, new) in sorted(changed.items()) if old != new)


def _text(value: object) -> str:
    return "" if value is None else str(value)
