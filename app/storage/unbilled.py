"""Order lines that were received and not (wholly) billed: what accrues as goods received and not invoiced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from app.domain.insight_facts import UnbilledLine
from app.domain.item import UomConversion
from app.domain.order import LineRef

# The sums here only leave out what is billed in full, but for less than a ten-millionth of a unit (SQL adds up in
# binary); the figures are worked out from the texts afterwards. A line received in another unit is always looked at.
_LINES = """
    SELECT l.po_number, l.line_no, l.vendor_id, coalesce(v.name, l.vendor_id), l.sku, l.description, l.uom,
           l.unit_price, coalesce(o.currency, ''), l.already_invoiced_quantity, coalesce(l.gl_account, ''), i.base_uom
    FROM (SELECT po_number, line_no, total(quantity) AS received, group_concat(DISTINCT uom) AS units
          FROM receipts WHERE received_date IS NULL OR received_date <= :until GROUP BY po_number, line_no) r
    JOIN order_lines l USING (po_number, line_no) JOIN purchase_orders o USING (po_number)
    LEFT JOIN vendors v ON v.vendor_id = l.vendor_id LEFT JOIN items i ON i.sku = l.sku
    LEFT JOIN (SELECT b.po_number, b.line_no, total(b.quantity) AS billed FROM bookings b JOIN documents d
               USING (document_id) WHERE substr(d.received, 1, 10) <= :until GROUP BY b.po_number, b.line_no) b
         USING (po_number, line_no)
    WHERE o.status <> 'cancelled' AND (r.units <> l.uom
          OR r.received > coalesce(b.billed, 0) + l.already_invoiced_quantity + 0.0000001)
    ORDER BY l.po_number, l.line_no
"""
_LINES_OF_DOCUMENT = """
    SELECT DISTINCT l.po_number, l.line_no, l.vendor_id, coalesce(v.name, l.vendor_id), l.sku, l.description, l.uom,
           l.unit_price, coalesce(o.currency, ''), l.already_invoiced_quantity, coalesce(l.gl_account, ''), i.base_uom
    FROM bookings b JOIN order_lines l USING (po_number, line_no) JOIN purchase_orders o USING (po_number)
    LEFT JOIN vendors v ON v.vendor_id = l.vendor_id LEFT JOIN items i ON i.sku = l.sku
    WHERE b.document_id = :document ORDER BY l.po_number, l.line_no
"""
_RECEIPTS = """
    SELECT receipt_no, received_date, quantity, uom FROM receipts WHERE po_number = ? AND line_no = ?
    ORDER BY received_date IS NULL, received_date, receipt_no
"""
_BILLINGS = """
    SELECT b.document_id, substr(d.received, 1, 10), b.quantity FROM bookings b JOIN documents d USING (document_id)
    WHERE b.po_number = ? AND b.line_no = ? ORDER BY b.document_id, b.position
"""


def unbilled_lines(db: Database, until: date, document_id: int | None = None) -> tuple[UnbilledLine, ...]:
    """Return the lines that may have goods unbilled on a day, or those that one document billed."""
    lines = (
        db.execute(_LINES, {"until": until.isoformat()})
        if document_id is None
        else db.execute(_LINES_OF_DOCUMENT, {"document": document_id})
    )
    return tuple(_line(db, tuple(row)) for row in lines.fetchall())


def _line(db: Database, row: tuple[Any, ...]) -> UnbilledLine:
    ref = LineRef(row[0], row[1])
    return UnbilledLine(
        ref, row[2], row[3], row[4], row[5], row[6], Decimal(row[7]), row[8], Decimal(row[9]),
        tuple((no, date.fromisoformat(day) if day else None, Decimal(quantity), uom)
              for no, day, quantity, uom in db.execute(_RECEIPTS, ref)),
        tuple((document, date.fromisoformat(day), Decimal(quantity))
              for document, day, quantity in db.execute(_BILLINGS, ref)),
        row[10], row[11],
    )  # fmt: skip


def conversions_of(db: Database, items: Iterable[str]) -> dict[str, tuple[UomConversion, ...]]:
    """Return the unit conversions of these items, by item."""
    found: defaultdict[str, list[UomConversion]] = defaultdict(list)
    for item in set(items):
        for row in db.execute("SELECT * FROM uom_conversions WHERE sku = ?", (item,)):
            found[item].append(
                UomConversion(
                    row["sku"], row["vendor_id"] or None, row["from_uom"], row["to_uom"], Decimal(row["factor"])
                )
            )
    return {item: tuple(rows) for item, rows in found.items()}
