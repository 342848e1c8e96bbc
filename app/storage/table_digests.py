"""What a whole table of master data holds, as one hash: written at every import, compared when the log is verified.

One pass over the table in the order of its key; so a price or an approver that was changed beside the program is found,
although master data has no versions of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from sqlite_utils import Database

from app.domain.imports import ImportKind

CROSS_REFERENCES = "item_cross_references"
# The tables that an import of each kind writes, with the key that orders their rows.
TABLES_OF: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.VENDORS: ("vendors", "vendor_name_pieces"),
    ImportKind.ITEMS: ("items",),
    ImportKind.UOM_CONVERSIONS: ("uom_conversions",),
    ImportKind.ITEM_CROSS_REFERENCES: (CROSS_REFERENCES,),
    ImportKind.SUBSTITUTIONS: ("substitutions",),
    ImportKind.PURCHASE_ORDERS: ("purchase_orders", "order_lines"),
    ImportKind.RECEIPTS: ("receipts",),
    ImportKind.POLICY: (),
}
KEYS: Mapping[str, str] = {
    "vendors": "vendor_id",
    "vendor_name_pieces": "piece, vendor_id",
    "items": "sku",
    "uom_conversions": "sku, vendor_id, from_uom, to_uom",
    CROSS_REFERENCES: "vendor_id, vendor_item_code",
    "substitutions": "vendor_id, sku, substitute_sku",
    "purchase_orders": "po_number",
    "order_lines": "po_number, line_no",
    "receipts": "receipt_no, po_number, line_no",
}
MASTER_TABLES = tuple(KEYS)


def digests_of(db: Database, tables: Iterable[str]) -> dict[str, str]:
    """Return the digest of each of these tables."""
    return {table: table_digest(db, table) for table in tables}


def table_digest(db: Database, table: str) -> str:
    """Return the SHA-256 of a table's rows in the order of its key; every column counts."""
    digest = hashlib.sha256()
    for row in db.execute(f"SELECT * FROM {table} ORDER BY {KEYS[table]}"):  # noqa: S608 - names only
        # repr tells 1 from "1" and writes line ends as such, so that no two tables give the same text.
        digest.update(repr(tuple(row)).encode())
        digest.update(b"\n")
    return digest.hexdigest()
