"""Looking up vendors and items: by what an invoice says, or by the orders in question."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sqlite_utils import Database

from app.domain.identifiers import code_key
from app.domain.invoice import ChargeKind
from app.domain.item import CrossReference, Item, LineClass, Substitution, UomConversion
from app.domain.vendor import SubstitutionClause, Tier, Vendor, VendorStatus
from app.storage.row_writers import name_pieces

# How much of the shorter name's pieces two names must share for a vendor to be worth a look, in percent.
LIKELY_PERCENT = 50
MAX_VENDORS = 12


def among(values: Iterable[str | int]) -> str:
    """Return values as the JSON list that ``IN (SELECT value FROM json_each(?))`` takes."""
    return json.dumps(list(values))


def vendors_by_id(db: Database, ids: Iterable[str]) -> tuple[Vendor, ...]:
    """Return the vendors with these ids, by id."""
    sql = "SELECT * FROM vendors WHERE vendor_id IN (SELECT value FROM json_each(?)) ORDER BY vendor_id"
    return tuple(vendor_of(row) for row in db.execute(sql, (among(ids),)))


def likely_vendors(db: Database, name: str | None, tax_id: str | None) -> tuple[str, ...]:
    """Return the ids of vendors whose tax id is this one or whose name is like this one, the likest first."""
    found: dict[str, None] = {}
    if tax_id and (key := code_key(tax_id)):
        sql = "SELECT vendor_id FROM vendors WHERE tax_key = ? ORDER BY vendor_id LIMIT ?"
        found.update(dict.fromkeys(row[0] for row in db.execute(sql, (key, MAX_VENDORS))))
    if name:
        found.update(dict.fromkeys(_by_name(db, name)))
    return tuple(found)[:MAX_VENDORS]


def _by_name(db: Database, name: str) -> list[str]:
    pieces = name_pieces(name)
    sql = (
        "SELECT vendor_id, shared, (SELECT count(*) FROM vendor_name_pieces a WHERE a.vendor_id = b.vendor_id) AS own "
        "FROM (SELECT vendor_id, count(*) AS shared FROM vendor_name_pieces "
        "WHERE piece IN (SELECT value FROM json_each(?)) GROUP BY vendor_id ORDER BY shared DESC, vendor_id LIMIT ?) b"
    )
    rows = db.execute(sql, (among(pieces), 2 * MAX_VENDORS))
    return [
        row["vendor_id"] for row in rows if row["shared"] * 100 >= LIKELY_PERCENT * min(len(pieces), max(row["own"], 1))
    ]


def vendor_of(row: sqlite3.Row) -> Vendor:
    """Build a vendor from its row."""
    caps = json.loads(row["accessorials"])
    return Vendor(
        vendor_id=row["vendor_id"],
        name=row["name"],
        tax_id=row["tax_id"],
        email=row["email"],
        currency=row["currency"],
        payment_terms=row["payment_terms"],
        status=VendorStatus(row["status"]),
        tier=Tier(row["tier"]),
        merged_lines_permitted=bool(row["merged_lines_permitted"]),
        partial_shipments_permitted=bool(row["partial_shipments_permitted"]),
        bundled_accessorials_permitted=bool(row["bundled_accessorials_permitted"]),
        accessorials={ChargeKind(kind): None if cap is None else Decimal(cap) for kind, cap in caps.items()},
        substitution_clause=SubstitutionClause(row["substitution_clause"]),
        substitution_reference=row["substitution_reference"],
        late_grace_days=row["late_grace_days"],
    )


def items_by_sku(db: Database, skus: Iterable[str]) -> dict[str, Item]:
    """Return the items with these numbers, by number."""
    sql = "SELECT * FROM items WHERE sku IN (SELECT value FROM json_each(?)) ORDER BY sku"
    return {row["sku"]: item_of(row) for row in db.execute(sql, (among(skus),))}


def skus_with_keys(db: Database, keys: Iterable[str]) -> frozenset[str]:
    """Return the item numbers that fold to one of these keys: several where punctuation alone tells them apart."""
    sql = "SELECT sku FROM items WHERE sku_key IN (SELECT value FROM json_each(?))"
    return frozenset(row[0] for row in db.execute(sql, (among(keys),)))


def item_of(row: sqlite3.Row) -> Item:
    """Build an item from its row."""
    line_class = LineClass(row["line_class"]) if row["line_class"] else None
    return Item(row["sku"], row["description"], row["base_uom"], line_class, bool(row["catch_weight"]))


def conversions_of(db: Database, skus: Iterable[str], vendor_ids: Iterable[str]) -> tuple[UomConversion, ...]:
    """Return the conversions of these items that hold for every vendor or for one of these."""
    sql = (
        "SELECT * FROM uom_conversions WHERE sku IN (SELECT value FROM json_each(?)) "
        "AND (vendor_id = '' OR vendor_id IN (SELECT value FROM json_each(?))) "
        "ORDER BY sku, vendor_id, from_uom, to_uom"
    )
    return tuple(
        UomConversion(row["sku"], row["vendor_id"] or None, row["from_uom"], row["to_uom"], Decimal(row["factor"]))
        for row in db.execute(sql, (among(skus), among(vendor_ids)))
    )


def cross_references_of(
    db: Database, skus: Iterable[str], keys: Iterable[str], vendor_ids: Iterable[str]
) -> tuple[CrossReference, ...]:
    """Return the vendors' own codes for these items, and what these codes are of these vendors."""
    sql = (
        "SELECT vendor_id, vendor_item_code, sku FROM item_cross_references "
        "WHERE (code_key IN (SELECT value FROM json_each(?1)) OR sku IN (SELECT value FROM json_each(?2))) "
        "AND vendor_id IN (SELECT value FROM json_each(?3)) ORDER BY vendor_id, vendor_item_code"
    )
    return tuple(CrossReference(*row) for row in db.execute(sql, (among(keys), among(skus), among(vendor_ids))))


def substitutions_of(
    db: Database, skus: Iterable[str], keys: Iterable[str], vendor_ids: Iterable[str]
) -> tuple[Substitution, ...]:
    """Return agreed substitutes of these items or with these codes, of these vendors."""
    sql = (
        "SELECT * FROM substitutions WHERE (substitute_key IN (SELECT value FROM json_each(?1)) "
        "OR sku IN (SELECT value FROM json_each(?2))) AND vendor_id IN (SELECT value FROM json_each(?3)) "
        "ORDER BY vendor_id, sku, substitute_sku"
    )
    return tuple(
        Substitution(
            row["vendor_id"],
            row["sku"],
            row["substitute_sku"],
            row["substitute_description"],
            row["reason"],
            row["reference"],
            bool(row["buyer_notified"]),
        )
        for row in db.execute(sql, (among(keys), among(skus), among(vendor_ids)))
    )


_KNOWN = (
    "SELECT sku_key AS found FROM items WHERE sku_key IN (SELECT value FROM json_each(?1)) "
    "UNION SELECT code_key FROM item_cross_references WHERE code_key IN (SELECT value FROM json_each(?1)) "
    "UNION SELECT substitute_key FROM substitutions WHERE substitute_key IN (SELECT value FROM json_each(?1))"
)


def known_codes(db: Database, keys: Iterable[str]) -> frozenset[str]:
    """Return those of these code keys that some item, cross reference or substitution has."""
    return frozenset(row[0] for row in db.execute(_KNOWN, (among(keys),)))


def skus_of_codes(db: Database, keys: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return, by vendor, the item numbers that these codes stand for in the cross references and substitutions."""
    sql = (
        "SELECT vendor_id, sku FROM item_cross_references WHERE code_key IN (SELECT value FROM json_each(?1)) "
        "UNION SELECT vendor_id, sku FROM substitutions WHERE substitute_key IN (SELECT value FROM json_each(?1))"
    )
    found: dict[str, set[str]] = {}
    for vendor_id, sku in db.execute(sql, (among(keys),)):
        found.setdefault(vendor_id, set()).add(sku)
    return {vendor_id: frozenset(skus) for vendor_id, skus in found.items()}
