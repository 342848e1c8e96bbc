"""Vendors' own item codes that a person confirmed: kept beside the imported ones, and taken back by an undo.

The entry that confirmed them names the rows it added, so that undoing takes away those and no imported one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from app.domain.identifiers import code_key
from app.domain.item import CrossReference
from app.storage.journal import STORE_KEY
from app.storage.snapshots import clean_text
from app.storage.table_digests import CROSS_REFERENCES, digests_of

Effect = dict[str, object]
Row = Sequence[str]


def learn(db: Database, references: Iterable[CrossReference]) -> Effect:
    """Keep the cross references that are new; return what the journal says of them, empty where none was."""
    added: list[Row] = []
    for reference in references:
        row = [clean_text(text) for text in (reference.vendor_id, reference.vendor_item_code, reference.sku)]
        known = "SELECT 1 FROM item_cross_references WHERE vendor_id = ? AND (vendor_item_code = ? OR code_key = ?)"
        key = code_key(row[1])
        if not key or db.execute(known, (row[0], row[1], key)).fetchone() is not None:
            continue
        db.execute("INSERT INTO item_cross_references VALUES (?, ?, ?, ?)", (*row, key))
        added.append(row)
    return {"learned": added, "master": digests_of(db, (CROSS_REFERENCES,))} if added else {}


def forget(db: Database, entry: int) -> Effect:
    """Take back what this entry of the journal learned; return what the journal says of that."""
    row = db.execute("SELECT after FROM journal WHERE sequence = ?", (entry,)).fetchone()
    rows: list[Row] = (json.loads(row[0]).get(STORE_KEY) or {}).get("learned", []) if row else []
    for vendor_id, code, sku in rows:
        db.execute(
            "DELETE FROM item_cross_references WHERE vendor_id = ? AND vendor_item_code = ? AND sku = ?",
            (vendor_id, code, sku),
        )
    return {"forgotten": rows, "master": digests_of(db, (CROSS_REFERENCES,))} if rows else {}
