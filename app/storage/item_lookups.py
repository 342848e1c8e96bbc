"""Looking into items for people: the list of them, and one with its units, codes, substitutes and orders."""

from __future__ import annotations

from decimal import Decimal

from sqlite_utils import Database

from app.domain.errors import InputError
from app.domain.item import LineClass
from app.domain.lookup import ItemOrder, ItemPage, ItemRow, Lookup
from app.domain.order import LineRef, OrderStatus
from app.storage.lookup_lists import (
    MOST_ON_A_PAGE,
    conversion_of,
    day_of,
    reference_of,
    sorted_by,
    substitution_of,
    where_of,
    words_sought,
)
from app.storage.master_data import item_of

_ITEM_SORTS = {
    "sku": "i.sku",
    "description": "i.description COLLATE NOCASE",
    "line_class": "i.line_class",
    "order_lines": "order_lines",
}
_ITEMS = (
    "SELECT i.*, (SELECT count(*) FROM order_lines l WHERE l.sku_key = i.sku_key AND l.sku = i.sku) AS order_lines "
    "FROM items i"
)


def item_rows(db: Database, wanted: Lookup, limit: int, offset: int) -> tuple[ItemRow, ...]:
    """Return one page of the items that are looked for."""
    where, values = words_sought(
        wanted.text,
        "i.sku || ' ' || i.description",
        "EXISTS (SELECT 1 FROM item_cross_references x WHERE x.sku = i.sku AND x.vendor_item_code LIKE ? ESCAPE '\\')",
    )
    order = sorted_by(wanted, _ITEM_SORTS, "i.sku", "i.sku")
    sql = f"{_ITEMS} {where_of(where)} ORDER BY {order} LIMIT ? OFFSET ?"
    return tuple(
        ItemRow(
            row["sku"], row["description"], row["base_uom"],
            LineClass(row["line_class"]) if row["line_class"] else None, bool(row["catch_weight"]), row["order_lines"],
        )
        for row in db.execute(sql, (*values, limit, offset))
    )  # fmt: skip


def item_page(db: Database, sku: str) -> ItemPage:
    """Return one item with its units, substitutes, codes and orders. Raises InputError ``no_such_item``."""
    row = db.execute("SELECT * FROM items WHERE sku = ?", (sku,)).fetchone()
    if row is None:
        raise InputError("no_such_item", f"There is no item {sku}.")
    conversions = db.execute("SELECT * FROM uom_conversions WHERE sku = ? ORDER BY vendor_id, from_uom", (sku,))
    references = db.execute("SELECT * FROM item_cross_references WHERE sku = ? ORDER BY vendor_id", (sku,))
    substitutes = db.execute(
        "SELECT * FROM substitutions WHERE sku = ?1 OR substitute_sku = ?1 ORDER BY vendor_id, sku", (sku,)
    )
    return ItemPage(
        item_of(row),
        tuple(conversion_of(one) for one in conversions),
        tuple(reference_of(one) for one in references),
        tuple(substitution_of(one) for one in substitutes),
        _orders_of_item(db, sku),
    )


def _orders_of_item(db: Database, sku: str) -> tuple[ItemOrder, ...]:
    sql = (
        "SELECT l.po_number, l.line_no, coalesce(v.name, '') AS vendor_name, o.status, o.order_date, l.quantity, "
        "l.uom, l.unit_price, o.currency FROM order_lines l JOIN purchase_orders o USING (po_number) "
        "LEFT JOIN vendors v ON v.vendor_id = o.vendor_id "
        "WHERE l.sku = ? ORDER BY o.order_date DESC, l.po_number, l.line_no LIMIT ?"
    )
    return tuple(
        ItemOrder(
            LineRef(row["po_number"], row["line_no"]), row["vendor_name"], OrderStatus(row["status"]),
            day_of(row["order_date"]), Decimal(row["quantity"]), row["uom"], Decimal(row["unit_price"]),
            row["currency"],
        )
        for row in db.execute(sql, (sku, MOST_ON_A_PAGE))
    )  # fmt: skip
