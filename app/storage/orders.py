"""Looking up purchase orders: those an invoice names, nearly names, or could be about."""

from __future__ import annotations

import sqlite3
import string
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from sqlite_utils import Database

from app.domain.identifiers import code_key, differs_by_one_character, look_alike_key
from app.domain.money import ZERO
from app.domain.order import LineRef, OrderLine, OrderStatus, PurchaseOrder
from app.domain.receipt import Receipt
from app.storage.master_data import among
from app.storage.row_writers import digits_key

_ALPHABET = string.ascii_uppercase + string.digits
# Below this many characters a number has too many neighbours to mean anything.
_NEAR_FROM = 4
_LONGEST = 40
MAX_NEAR = 40
MAX_BY_CODE = 60
MAX_OPEN = 80


def named_orders(db: Database, printed: str) -> tuple[str, ...]:
    """Return the orders whose number is the printed one: as written, look-alikes folded, or its digits alone."""
    key = code_key(printed)
    if not key:
        return ()
    rows = db.execute(
        "SELECT po_number, min(likeness) AS best FROM ("
        "SELECT po_number, 1 AS likeness FROM purchase_orders WHERE number_key = ?1 "
        "UNION ALL SELECT po_number, 2 FROM purchase_orders WHERE alike_key = ?2 "
        "UNION ALL SELECT po_number, 3 FROM purchase_orders WHERE digits_key = ?3 AND length(?3) >= ?4) "
        "GROUP BY po_number ORDER BY best, po_number LIMIT ?5",
        (key, look_alike_key(printed), digits_key(printed), _NEAR_FROM, MAX_NEAR),
    )
    return tuple(row[0] for row in rows)


def near_orders(db: Database, printed: str, vendor_ids: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return orders whose number differs from the printed one by a character, open ones first.

    ``vendor_ids`` limits them to these vendors; None: any vendor.
    """
    key = code_key(printed)
    if not _NEAR_FROM <= len(key) <= _LONGEST:
        return ()
    vendors = "" if vendor_ids is None else "AND vendor_id IN (SELECT value FROM json_each(?2))"
    sql = (
        f"SELECT po_number FROM purchase_orders WHERE number_key IN (SELECT value FROM json_each(?1)) {vendors} "  # noqa: S608
        "ORDER BY status <> 'open', order_date DESC, po_number"
    )
    values = [among(_neighbours(key)), *([] if vendor_ids is None else [among(vendor_ids)])]
    near = (row[0] for row in db.execute(sql, values))
    return tuple(number for number in near if differs_by_one_character(number, printed))[:MAX_NEAR]


def _neighbours(key: str) -> set[str]:
    """Return every key one character away: changed, missing, added, or two neighbours swapped."""
    cuts = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    found = {a + b[1:] for a, b in cuts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    found |= {a + ch + b[1:] for a, b in cuts if b for ch in _ALPHABET}
    found |= {a + ch + b for a, b in cuts for ch in _ALPHABET}
    return found - {key}


def open_orders(db: Database, vendor_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the open orders of these vendors, newest first, as many as can be looked at."""
    sql = (
        "SELECT po_number FROM purchase_orders WHERE vendor_id = ? AND status = 'open' "
        "ORDER BY order_date DESC, po_number DESC LIMIT ?"
    )
    return tuple(row[0] for vendor_id in vendor_ids for row in db.execute(sql, (vendor_id, MAX_OPEN)))[: 2 * MAX_OPEN]


def orders_with_codes(
    db: Database, keys: Iterable[str], skus_by_vendor: Mapping[str, Iterable[str]], vendor_ids: Iterable[str]
) -> tuple[str, ...]:
    """Return orders of these vendors that have one of these codes, or an item one of them stands for."""
    found: dict[str, None] = {}
    for vendor_id in vendor_ids:
        wanted = among({*keys, *(code_key(sku) for sku in skus_by_vendor.get(vendor_id, ()))})
        rows = db.execute(
            "SELECT po_number FROM (SELECT po_number FROM order_lines "
            "WHERE sku_key IN (SELECT value FROM json_each(?1)) AND vendor_id = ?2 "
            "UNION SELECT po_number FROM order_lines "
            "WHERE code_key IN (SELECT value FROM json_each(?1)) AND code_key <> '' AND vendor_id = ?2) "
            "JOIN purchase_orders USING (po_number) ORDER BY status <> 'open', order_date DESC, po_number DESC "
            "LIMIT ?3",
            (wanted, vendor_id, MAX_BY_CODE),
        )
        found.update(dict.fromkeys(row[0] for row in rows))
    return tuple(found)


def orders_with_codes_of_anyone(db: Database, keys: Iterable[str]) -> tuple[str, ...]:
    """Return some orders of any vendor that have one of these codes: for an invoice whose vendor nobody knows."""
    found: dict[str, None] = {}
    for key in keys:
        sql = "SELECT DISTINCT po_number FROM order_lines WHERE sku_key = ? LIMIT ?"
        found.update(dict.fromkeys(row[0] for row in db.execute(sql, (key, MAX_NEAR))))
    return tuple(found)[:MAX_BY_CODE]


def load_orders(
    db: Database,
    numbers: Iterable[str],
    billed: Mapping[LineRef, Decimal],
    beyond: Mapping[LineRef, Decimal] | None = None,
) -> tuple[PurchaseOrder, ...]:
    """Return these orders, in the order given, with what other documents billed booked onto their lines.

    ``beyond`` is what they billed above the lines' prices; where it is not wanted it stays zero.
    """
    wanted = list(dict.fromkeys(numbers))
    headers = {
        row["po_number"]: row
        for row in db.execute(
            "SELECT * FROM purchase_orders WHERE po_number IN (SELECT value FROM json_each(?))", (among(wanted),)
        )
    }
    lines: dict[str, list[OrderLine]] = {number: [] for number in headers}
    sql = "SELECT * FROM order_lines WHERE po_number IN (SELECT value FROM json_each(?)) ORDER BY po_number, line_no"
    for row in db.execute(sql, (among(headers),)):
        lines[row["po_number"]].append(_line_of(row, billed, beyond or {}))
    return tuple(_order_of(headers[number], lines[number]) for number in wanted if number in headers)


def _line_of(row: sqlite3.Row, billed: Mapping[LineRef, Decimal], beyond: Mapping[LineRef, Decimal]) -> OrderLine:
    ref = LineRef(row["po_number"], row["line_no"])
    return OrderLine(
        ref=ref,
        sku=row["sku"],
        description=row["description"],
        quantity=Decimal(row["quantity"]),
        uom=row["uom"],
        unit_price=Decimal(row["unit_price"]),
        vendor_item_code=row["vendor_item_code"],
        promised_date=_date(row["promised_date"]),
        ship_to=row["ship_to"],
        gl_account=row["gl_account"],
        already_invoiced_quantity=Decimal(row["already_invoiced_quantity"]),
        billed_quantity=billed.get(ref, ZERO),
        billed_beyond=beyond.get(ref, ZERO),
    )


def _order_of(row: sqlite3.Row, lines: list[OrderLine]) -> PurchaseOrder:
    return PurchaseOrder(
        po_number=row["po_number"],
        vendor_id=row["vendor_id"],
        lines=tuple(lines),
        status=OrderStatus(row["status"]),
        order_date=_date(row["order_date"]),
        approved_by=row["approved_by"],
        buyer=row["buyer"],
        currency=row["currency"],
    )


def receipts_of(db: Database, numbers: Iterable[str]) -> tuple[Receipt, ...]:
    """Return the receipts of these orders, by line, earliest first; nothing is used up yet."""
    sql = (
        "SELECT * FROM receipts WHERE po_number IN (SELECT value FROM json_each(?)) "
        "ORDER BY po_number, line_no, received_date IS NULL, received_date, receipt_no"
    )
    return tuple(
        Receipt(
            row["receipt_no"],
            LineRef(row["po_number"], row["line_no"]),
            Decimal(row["quantity"]),
            row["uom"],
            _date(row["received_date"]),
            row["location"],
        )
        for row in db.execute(sql, (among(numbers),))
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
