"""Looking into orders, vendors and items for people: lists that the database searches and sorts, and single pages."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, localcontext

from sqlite_utils import Database

from app.domain.case import PENDING, CaseState, DocumentState
from app.domain.errors import InputError
from app.domain.item import CrossReference, LineClass, Substitution, UomConversion
from app.domain.lookup import (
    Billing,
    ItemOrder,
    ItemPage,
    ItemRow,
    Lookup,
    OrderPage,
    OrderRow,
    VendorFigures,
    VendorPage,
    VendorRow,
)
from app.domain.money import EXACT, ZERO
from app.domain.order import LineRef, OrderStatus
from app.domain.vendor import Tier, VendorStatus
from app.storage.bookings import billed_by_others
from app.storage.database import Workspace
from app.storage.master_data import among, item_of, vendor_of
from app.storage.orders import load_orders, receipts_of
from app.storage.paid_accounts import paid_accounts

_MOST_ON_A_PAGE = 200
_ORDER_SORTS = {
    "po_number": "o.po_number",
    "vendor": "v.name COLLATE NOCASE",
    "status": "o.status",
    "order_date": "o.order_date",
    "buyer": "o.buyer COLLATE NOCASE",
}
_VENDOR_SORTS = {
    "name": "v.name COLLATE NOCASE",
    "vendor_id": "v.vendor_id",
    "status": "v.status",
    "tier": "v.tier",
    "documents": "documents",
    "to_decide": "to_decide",
    "orders": "orders",
}
_ITEM_SORTS = {
    "sku": "i.sku",
    "description": "i.description COLLATE NOCASE",
    "line_class": "i.line_class",
    "order_lines": "order_lines",
}
_CONVERSION_SORTS = {"sku": "sku", "vendor_id": "vendor_id", "from_uom": "from_uom", "to_uom": "to_uom"}
_SUBSTITUTION_SORTS = {"sku": "sku", "vendor_id": "vendor_id", "substitute_sku": "substitute_sku"}
_REFERENCE_SORTS = {"sku": "sku", "vendor_id": "vendor_id", "vendor_item_code": "vendor_item_code"}
_ORDERS = "SELECT o.*, coalesce(v.name, '') AS vendor_name FROM purchase_orders o LEFT JOIN vendors v USING (vendor_id)"
_VENDORS = (
    "SELECT v.vendor_id, v.name, v.status, v.tier, "
    "(SELECT count(*) FROM purchase_orders o WHERE o.vendor_id = v.vendor_id) AS orders, "
    "(SELECT count(*) FROM documents d WHERE d.vendor_id = v.vendor_id) AS documents, "
    "(SELECT count(*) FROM documents d WHERE d.vendor_id = v.vendor_id "
    "AND d.state IN ('needs_me', 'waiting', 'unreadable')) AS to_decide FROM vendors v"
)
_ITEMS = (
    "SELECT i.*, (SELECT count(*) FROM order_lines l WHERE l.sku_key = i.sku_key AND l.sku = i.sku) AS order_lines "
    "FROM items i"
)


class MasterDataReader:
    """Answers what the rooms ask; each answer is one transaction that changes nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def orders(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[OrderRow, ...]:
        """Return orders whose number, vendor, buyer or a line's item or words hold every word that is looked for."""
        with self._workspace.reading() as db:
            return order_rows(db, wanted, limit, offset)

    def order(self, po_number: str) -> OrderPage:
        """Return one order. Raises InputError ``no_such_order``."""
        with self._workspace.reading() as db:
            return _order_page(db, po_number)

    def vendors(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[VendorRow, ...]:
        """Return vendors whose number, name, tax id or address hold every word that is looked for."""
        with self._workspace.reading() as db:
            return _vendor_rows(db, wanted, limit, offset)

    def vendor(self, vendor_id: str) -> VendorPage:
        """Return one vendor. Raises InputError ``no_such_vendor``."""
        with self._workspace.reading() as db:
            return _vendor_page(db, vendor_id)

    def items(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[ItemRow, ...]:
        """Return items whose number, description or vendors' code hold every word that is looked for."""
        with self._workspace.reading() as db:
            return _item_rows(db, wanted, limit, offset)

    def item(self, sku: str) -> ItemPage:
        """Return one item. Raises InputError ``no_such_item``."""
        with self._workspace.reading() as db:
            return _item_page(db, sku)

    def conversions(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[UomConversion, ...]:
        """Return unit conversions."""
        columns = ("sku", "vendor_id", "from_uom", "to_uom")
        with self._workspace.reading() as db:
            rows = _plain_rows(db, "uom_conversions", columns, wanted, _CONVERSION_SORTS, limit, offset)
            return tuple(_conversion(row) for row in rows)

    def substitutions(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[Substitution, ...]:
        """Return agreed substitutes."""
        columns = ("sku", "vendor_id", "substitute_sku", "substitute_description", "reason", "reference")
        with self._workspace.reading() as db:
            rows = _plain_rows(db, "substitutions", columns, wanted, _SUBSTITUTION_SORTS, limit, offset)
            return tuple(_substitution(row) for row in rows)

    def cross_references(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[CrossReference, ...]:
        """Return vendors' own codes."""
        columns = ("sku", "vendor_id", "vendor_item_code")
        with self._workspace.reading() as db:
            rows = _plain_rows(db, "item_cross_references", columns, wanted, _REFERENCE_SORTS, limit, offset)
            return tuple(_reference(row) for row in rows)


# --- orders ----------------------------------------------------------------------------------------------------------
def order_rows(db: Database, wanted: Lookup, limit: int, offset: int) -> tuple[OrderRow, ...]:
    """Return one page of the orders that are looked for, newest first unless sorted otherwise."""
    where, values = _words(
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
    order = _sorted(wanted, _ORDER_SORTS, "o.order_date DESC", "o.po_number")
    sql = f"{_ORDERS} {_where(where)} ORDER BY {order} LIMIT ? OFFSET ?"
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
        row["po_number"], row["vendor_id"], row["vendor_name"], OrderStatus(row["status"]), _date(row["order_date"]),
        row["buyer"], row["approved_by"], row["currency"], lines, ordered,
    )  # fmt: skip


def _order_page(db: Database, po_number: str) -> OrderPage:
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


# --- vendors ---------------------------------------------------------------------------------------------------------
def _vendor_rows(db: Database, wanted: Lookup, limit: int, offset: int) -> tuple[VendorRow, ...]:
    where, values = _words(
        wanted.text,
        "v.vendor_id || ' ' || v.name || ' ' || coalesce(v.tax_id, '') || ' ' || coalesce(v.email, '')",
    )
    order = _sorted(wanted, _VENDOR_SORTS, "v.name COLLATE NOCASE", "v.vendor_id")
    sql = f"{_VENDORS} {_where(where)} ORDER BY {order} LIMIT ? OFFSET ?"
    return tuple(
        VendorRow(row[0], row[1], VendorStatus(row[2]), Tier(row[3]), row[4], row[5], row[6])
        for row in db.execute(sql, (*values, limit, offset))
    )


def _vendor_page(db: Database, vendor_id: str) -> VendorPage:
    row = db.execute("SELECT * FROM vendors WHERE vendor_id = ?", (vendor_id,)).fetchone()
    if row is None:
        raise InputError("no_such_vendor", f"There is no vendor {vendor_id}.")
    own = (vendor_id, _MOST_ON_A_PAGE)
    conversions = db.execute("SELECT * FROM uom_conversions WHERE vendor_id = ? ORDER BY sku LIMIT ?", own)
    references = db.execute("SELECT * FROM item_cross_references WHERE vendor_id = ? ORDER BY sku LIMIT ?", own)
    substitutes = db.execute("SELECT * FROM substitutions WHERE vendor_id = ? ORDER BY sku LIMIT ?", own)
    return VendorPage(
        vendor_of(row),
        _vendor_figures(db, vendor_id),
        order_rows(db, Lookup(vendor_id=vendor_id), _MOST_ON_A_PAGE, 0),
        tuple(_conversion(one) for one in conversions),
        tuple(_reference(one) for one in references),
        tuple(_substitution(one) for one in substitutes),
        paid_accounts(db, vendor_id),
    )


def _vendor_figures(db: Database, vendor_id: str) -> VendorFigures:
    stakes = _stakes(db, vendor_id)
    states: Counter[DocumentState] = Counter()
    billed: dict[str, Decimal] = {}
    exposure: dict[str, Decimal] = {}
    exposure_open: dict[str, Decimal] = {}
    with localcontext(EXACT):
        sql = "SELECT document_id, state, total, coalesce(currency, '') AS currency FROM documents WHERE vendor_id = ?"
        for row in db.execute(sql, (vendor_id,)):
            currency = row["currency"]
            states[DocumentState(row["state"])] += 1
            if row["total"] is not None:
                billed[currency] = billed.get(currency, ZERO) + Decimal(row["total"])
            largest, largest_open = stakes.get(row["document_id"], (ZERO, ZERO))
            exposure[currency] = exposure.get(currency, ZERO) + largest
            exposure_open[currency] = exposure_open.get(currency, ZERO) + largest_open
    return VendorFigures(dict(states), len(stakes), _kinds(db, vendor_id), billed, exposure, exposure_open)


def _cases_of(db: Database, vendor_id: str) -> Iterable[sqlite3.Row]:
    sql = (
        "SELECT c.document_id, c.category, c.state, c.exposure FROM cases c JOIN documents d USING (document_id) "
        "WHERE d.vendor_id = ? AND c.lane IS NOT NULL AND c.state <> ?"
    )
    return db.execute(sql, (vendor_id, CaseState.SUPERSEDED.value))


def _stakes(db: Database, vendor_id: str) -> Mapping[int, tuple[Decimal, Decimal]]:
    """Return by document the largest exposure of its cases, and of its pending ones."""
    pending = {state.value for state in PENDING}
    found: dict[int, tuple[Decimal, Decimal]] = {}
    for row in _cases_of(db, vendor_id):
        at_stake = Decimal(row["exposure"])
        largest, largest_open = found.get(row["document_id"], (ZERO, ZERO))
        open_now = at_stake if row["state"] in pending else ZERO
        found[row["document_id"]] = max(largest, at_stake), max(largest_open, open_now)
    return found


def _kinds(db: Database, vendor_id: str) -> Mapping[str, int]:
    counted = Counter(row["category"] for row in _cases_of(db, vendor_id))
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


# --- items -----------------------------------------------------------------------------------------------------------
def _item_rows(db: Database, wanted: Lookup, limit: int, offset: int) -> tuple[ItemRow, ...]:
    where, values = _words(
        wanted.text,
        "i.sku || ' ' || i.description",
        "EXISTS (SELECT 1 FROM item_cross_references x WHERE x.sku = i.sku AND x.vendor_item_code LIKE ? ESCAPE '\\')",
    )
    order = _sorted(wanted, _ITEM_SORTS, "i.sku", "i.sku")
    sql = f"{_ITEMS} {_where(where)} ORDER BY {order} LIMIT ? OFFSET ?"
    return tuple(
        ItemRow(
            row["sku"], row["description"], row["base_uom"],
            LineClass(row["line_class"]) if row["line_class"] else None, bool(row["catch_weight"]), row["order_lines"],
        )
        for row in db.execute(sql, (*values, limit, offset))
    )  # fmt: skip


def _item_page(db: Database, sku: str) -> ItemPage:
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
        tuple(_conversion(one) for one in conversions),
        tuple(_reference(one) for one in references),
        tuple(_substitution(one) for one in substitutes),
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
            _date(row["order_date"]), Decimal(row["quantity"]), row["uom"], Decimal(row["unit_price"]), row["currency"],
        )
        for row in db.execute(sql, (sku, _MOST_ON_A_PAGE))
    )  # fmt: skip


# --- what they share -------------------------------------------------------------------------------------------------
def _conversion(row: sqlite3.Row) -> UomConversion:
    return UomConversion(row["sku"], row["vendor_id"] or None, row["from_uom"], row["to_uom"], Decimal(row["factor"]))


def _reference(row: sqlite3.Row) -> CrossReference:
    return CrossReference(row["vendor_id"], row["vendor_item_code"], row["sku"])


def _substitution(row: sqlite3.Row) -> Substitution:
    return Substitution(
        row["vendor_id"], row["sku"], row["substitute_sku"], row["substitute_description"], row["reason"],
        row["reference"], bool(row["buyer_notified"]),
    )  # fmt: skip


def _plain_rows(
    db: Database,
    table: str,
    columns: tuple[str, ...],
    wanted: Lookup,
    sorts: Mapping[str, str],
    limit: int,
    offset: int,
) -> Iterable[sqlite3.Row]:
    where, values = _words(wanted.text, " || ' ' || ".join(f"coalesce({name}, '')" for name in columns))
    order = _sorted(wanted, sorts, "sku", "sku, vendor_id")
    sql = f"SELECT * FROM {table} {_where(where)} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - names only
    return db.execute(sql, (*values, limit, offset))


def _words(text: str, searched: str, also: str = "") -> tuple[list[str], list[str]]:
    """Return a condition for each word that is looked for: in these columns, or by another condition with one mark."""
    conditions: list[str] = []
    values: list[str] = []
    for word in text.split():
        literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        here = f"({searched}) LIKE ? ESCAPE '\\'"
        conditions.append(f"({here} OR {also})" if also else here)
        values += [f"%{literal}%"] * (2 if also else 1)
    return conditions, values


def _where(conditions: list[str]) -> str:
    return "WHERE " + " AND ".join(conditions) if conditions else ""


def _sorted(wanted: Lookup, sorts: Mapping[str, str], usual: str, last: str) -> str:
    if wanted.sort and wanted.sort not in sorts:
        raise InputError("no_such_sort", f"This list cannot be sorted by {wanted.sort}.")
    way = " DESC" if wanted.descending else ""
    return f"{sorts[wanted.sort]}{way}, {last}" if wanted.sort else f"{usual}, {last}"


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
