"""Looking into orders for people: the list of them, and one with its lines, receipts and bills."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, localcontext

from sqlite_utils import Database

from app.domain.case import DocumentState
from app.domain.errors import InputError
from app.domain.lookup import Billing, Lookup, OrderPage, OrderRow
from app.domain.money import EXACT, ZERO
from app.domain.order import LineRef, OrderStatus
from app.storage.bookings import billed_by_others
from app.storage.lookup_lists import day_of, sorted_by, where_of, words_sought
from app.storage.master_data import among
from app.storage.orders import load_orders, receipts_of

_ORDER_SORTS = {
    "po_number": "o.po_number",
    "vendor": "v.name COLLATE NOCASE",
    "status": "o.status",
    "order_date": "o.order_date",
    "buyer": "o.buyer COLLATE NOCASE",
}
_ORDERS = "SELECT o.*, coalesce(v.name, '') AS vendor_name FROM purchase_orders o LEFT JOIN vendors v USING (vendor_id)"


def order_rows(db: Database, wanted: Lookup, limit: int, offset: int) -> tuple[OrderRow, ...]:
    """Return one page of the orders that are looked for, newest first unless sorted otherwise."""
    where, values = words_sought(
        wanted.text,
        "o.po_number || ' ' || o.vendor_id || ' ' || coalesce(v.name, '') || ' ' || coalesce(o.buyer, '')",
        "EXISTS (SELECT 1 FROM order_lines l WHERE l.po_number = o.po_number AND "
        "(l.sku || ' ' || coalesce(l.vendor_item_code, '') || ' ' || l.description) LIKE ? ESCAPE '\\')",
    )
    if wanted.vendor_id is not None:
        where.append("o.vendor_id = ?")
        values.append(wanted.vendor_id)
    if wanted.status is not None:
        where.append("o.status = ?")
        values.append(wanted.status.value)
    order = sorted_by(wanted, _ORDER_SORTS, "o.order_date DESC", "o.po_number")
    sql = f"{_ORDERS} {where_of(where)} ORDER BY {order} LIMIT ? OFFSET ?"
    rows = list(db.execute(sql, (*values, limit, offset)))
    sums = _ordered(db, [row["po_number"] for row in rows])
    return tuple(_order_row(row, *sums.get(row["po_number"], (0, ZERO))) for row in rows)


def _ordered(db: Database, numbers: Iterable[str]) -> dict[str, tuple[int, Decimal]]:
    """Return how many lines these orders have and what they come to; computed here, since SQL would use floats."""
    sql = "SELECT po_number, quantity, unit_price FROM order_lines WHERE po_number IN (SELECT value FROM json_each(?))"
    found: dict[str, tuple[int, Decimal]] = {}
    with localcontext(EXACT):
        for row in db.execute(sql, (among(numbers),)):
            count, total = found.get(row[0], (0, ZERO))
            found[row[0]] = count + 1, total + Decimal(row[1]) * Decimal(row[2])
    return found


def _order_row(row: sqlite3.Row, lines: int, ordered: Decimal) -> OrderRow:
    return OrderRow(
        row["po_number"], row["vendor_id"], row["vendor_name"], OrderStatus(row["status"]), day_of(row["order_date"]),
        row["buyer"], row["approved_by"], row["currency"], lines, ordered,
    )  # fmt: skip


def order_page(db: Database, po_number: str) -> OrderPage:
    """Return one order with its lines, receipts and what was billed. Raises InputError ``no_such_order``."""
    found = load_orders(db, [po_number], billed_by_others(db, [po_number], None))
    if not found:
        raise InputError("no_such_order", f"There is no order {po_number}.")
    order = found[0]
    row = db.execute("SELECT name FROM vendors WHERE vendor_id = ?", (order.vendor_id,)).fetchone()
    return OrderPage(order, row[0] if row else "", receipts_of(db, [po_number]), _billings(db, po_number))


def _billings(db: Database, po_number: str) -> tuple[Billing, ...]:
    sql = (
        "SELECT b.line_no, b.document_id, d.invoice_number, d.file, d.state, d.received, b.invoice_line, b.quantity "
        "FROM bookings b JOIN documents d USING (document_id) WHERE b.po_number = ? "
        "ORDER BY b.line_no, d.received, b.document_id, b.position"
    )
    return tuple(
        Billing(
            LineRef(po_number, row["line_no"]),
            row["document_id"],
            row["invoice_number"],
            row["file"],
            DocumentState(row["state"]),
            datetime.fromisoformat(row["received"]),
            row["invoice_line"],
            Decimal(row["quantity"]),
        )
        for row in db.execute(sql, (po_number,))
    )
