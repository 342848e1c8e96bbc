"""The facts that insight is drawn from, read in a few passes: plain rows, never the whole of a document."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, localcontext
from typing import Any

from sqlite_utils import Database

from app.domain.case import CaseState, DocumentState, JournalKind, Outcome
from app.domain.decision import Lane
from app.domain.insight_facts import (
    NOT_RECOGNISED,
    CaseFact,
    ClassBilled,
    DeliveryMonth,
    DeskFacts,
    GroupFact,
    InvoiceFact,
    ItemInvoices,
    Part,
    Standing,
)
from app.domain.money import EXACT
from app.domain.order import LineRef
from app.domain.policy import Role
from app.policy.handover import cause_of_rule

_DAY = "coalesce(d.invoice_date, substr(d.received, 1, 10))"
_PERIOD = f"{_DAY} >= :since AND {_DAY} <= :until"
_INVOICES = f"""
    SELECT d.document_id, d.vendor_id, d.vendor_name, d.invoice_number, coalesce(d.currency, ''), d.total, d.state,
           {_DAY}, d.received, v.corrections IS NOT NULL OR v.choices IS NOT NULL
    FROM documents d JOIN document_versions v ON v.document_id = d.document_id AND v.version = d.version
    WHERE {_PERIOD} ORDER BY d.document_id
"""  # noqa: S608 - our own words only, here and below
_CASES = f"""
    SELECT c.case_id, c.document_id, c.category, c.patterns, c.rule, c.lane, c.owner, c.state, c.outcome, c.exposure,
           c.po_lines
    FROM cases c JOIN documents d USING (document_id)
    WHERE c.state <> 'superseded' AND c.lane IS NOT NULL AND {_PERIOD} ORDER BY c.case_id
"""  # noqa: S608
_GROUPS = f"""
    SELECT f.*, coalesce(l.sku, '') AS sku FROM decision_facts f JOIN documents d USING (document_id)
    LEFT JOIN order_lines l USING (po_number, line_no)
    WHERE f.patterns <> 'exact' AND f.part = 0 AND {_PERIOD} ORDER BY f.document_id, f.position
"""  # noqa: S608
_ITEMS = """
    SELECT f.document_id, l.sku FROM decision_facts f JOIN order_lines l USING (po_number, line_no)
    ORDER BY f.document_id
"""
_DELIVERIES = """
    SELECT l.vendor_id, substr(r.received_date, 1, 7) AS month, count(*), sum(r.received_date > l.promised_date),
           group_concat(CASE WHEN r.received_date > l.promised_date THEN r.line_no || ' ' || r.po_number END, char(10))
    FROM receipts r CROSS JOIN order_lines l USING (po_number, line_no)
    WHERE l.promised_date IS NOT NULL AND r.received_date >= :since AND r.received_date <= :until
    GROUP BY l.vendor_id, month ORDER BY l.vendor_id, month
"""
_BILLED_BY = "SELECT document_id FROM bookings WHERE po_number = ? AND line_no = ?"
_STANDINGS = f"""
    SELECT v.document_id, j.time, v.state, j.kind, j.person FROM documents d
    JOIN document_versions v USING (document_id) JOIN journal j ON j.sequence = v.last_entry
    WHERE (v.decision IS NOT NULL OR v.state = 'rejected') AND {_PERIOD} ORDER BY v.document_id, v.version
"""  # noqa: S608
_CLASSES = f"""
    SELECT coalesce(i.line_class, ''), coalesce(d.currency, ''), f.billed, f.price
    FROM decision_facts f JOIN documents d USING (document_id) JOIN order_lines l USING (po_number, line_no)
    JOIN items i ON i.sku = l.sku WHERE f.billed IS NOT NULL AND f.price IS NOT NULL AND {_PERIOD}
"""  # noqa: S608
_PACKS = "SELECT sku, to_uom, factor FROM uom_conversions ORDER BY sku, vendor_id, from_uom"
# Days are compared as texts: everything lies between these.
_FIRST, _LAST = "0000-00-00", "9999-99-99"
Period = dict[str, str]


def desk_facts(db: Database, since: date | None, until: date | None, parts: Collection[Part]) -> DeskFacts:
    """Return the facts of the invoices of a period, by the day printed on them, else the day they came in."""
    period = {"since": since.isoformat() if since else _FIRST, "until": until.isoformat() if until else _LAST}
    invoices = _invoices(db, period)
    vendors = {invoice.document_id: invoice.vendor_id for invoice in invoices}
    return DeskFacts(
        since,
        until,
        invoices,
        _cases(db, period),
        _groups(db, period) if Part.GROUPS in parts else (),
        _items(db, vendors) if Part.ITEMS in parts else (),
        _deliveries(db, period) if Part.DELIVERIES in parts else (),
        _standings(db, period) if Part.STANDINGS in parts else (),
        _classes(db, period) if Part.CLASSES in parts else (),
        {row[0]: row[1] for row in _rows(db, "SELECT vendor_id, name FROM vendors")},
        _packs(db) if Part.GROUPS in parts else {},
    )


def _rows(db: Database, sql: str, values: Period | tuple[object, ...] = ()) -> Iterable[tuple[Any, ...]]:
    """Read rows as plain tuples, which is what most of the time of a year's report goes into otherwise."""
    cursor = db.conn.cursor()
    cursor.row_factory = None
    return cursor.execute(sql, values)


def _invoices(db: Database, period: Period) -> tuple[InvoiceFact, ...]:
    states = {state.value: state for state in DocumentState}
    return tuple(
        InvoiceFact(
            row[0], row[1], row[2] or NOT_RECOGNISED, row[3], row[4], Decimal(row[5]) if row[5] is not None else None,
            states[row[6]], date.fromisoformat(row[7]), datetime.fromisoformat(row[8]),
            row[7][:7], bool(row[9]),
        )
        for row in _rows(db, _INVOICES, period)
    )  # fmt: skip


def _cases(db: Database, period: Period) -> tuple[CaseFact, ...]:
    found = list(_rows(db, _CASES, period))
    items = {
        (row[0], row[1]): str(row[2])
        for row in _rows(
            db,
            "SELECT DISTINCT l.po_number, l.line_no, l.sku FROM cases c, json_each(c.po_lines) p JOIN order_lines l "
            "ON l.po_number = json_extract(p.value, '$[0]') AND l.line_no = json_extract(p.value, '$[1]')",
        )
    }
    return tuple(
        CaseFact(
            row[0], row[1], row[2], tuple(json.loads(row[3])), row[4], cause_of_rule(row[4]).value, Lane(row[5]),
            Role(row[6]) if row[6] else None, CaseState(row[7]), Outcome(row[8]) if row[8] else None, Decimal(row[9]),
            tuple(dict.fromkeys(items[po, no] for po, no in json.loads(row[10]) if (po, no) in items)),
        )
        for row in found
    )  # fmt: skip


def _groups(db: Database, period: Period) -> tuple[GroupFact, ...]:
    return tuple(
        GroupFact(
            document_id, position, tuple(patterns.split()), rule, Lane(lane), Decimal(exposure),
            LineRef(po_number, line_no) if po_number is not None else None, sku, uom or "",
            _decimal(open_quantity), _decimal(billed), _decimal(price), _decimal(over), _decimal(limit),
        )
        for (
            document_id, position, _, rule, lane, patterns, exposure, po_number, line_no, uom, open_quantity, billed,
            price, over, limit, sku,
        ) in _rows(db, _GROUPS, period)
    )  # fmt: skip


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _items(db: Database, vendors: Mapping[int, str | None]) -> tuple[ItemInvoices, ...]:
    found: defaultdict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    for document_id, sku in _rows(db, _ITEMS):
        vendor_id = vendors.get(document_id)
        if vendor_id:
            found[vendor_id, sku][document_id] = None
    return tuple(ItemInvoices(vendor_id, sku, tuple(ids)) for (vendor_id, sku), ids in sorted(found.items()))


def _deliveries(db: Database, period: Period) -> tuple[DeliveryMonth, ...]:
    found = []
    for vendor_id, month, receipts, late, refs in _rows(db, _DELIVERIES, period):
        places = (ref.split(" ", 1) for ref in refs.split("\n")) if refs else ()
        documents = {row[0] for line_no, po in places for row in _rows(db, _BILLED_BY, (po, int(line_no)))}
        found.append(DeliveryMonth(vendor_id, month, receipts, late, tuple(sorted(documents))))
    return tuple(found)


def _standings(db: Database, period: Period) -> tuple[Standing, ...]:
    states = {state.value: state for state in DocumentState}
    undone = JournalKind.UNDONE.value
    return tuple(
        Standing(document_id, datetime.fromisoformat(time), states[state], kind == undone, bool(person))
        for document_id, time, state, kind, person in _rows(db, _STANDINGS, period)
    )


def _classes(db: Database, period: Period) -> tuple[ClassBilled, ...]:
    lines: Counter[tuple[str, str]] = Counter()
    amounts: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    with localcontext(EXACT):
        for line_class, currency, billed, price in _rows(db, _CLASSES, period):
            lines[line_class, currency] += 1
            amounts[line_class, currency] += Decimal(billed) * Decimal(price)
    return tuple(ClassBilled(*key, lines[key], amounts[key]) for key in sorted(lines))


def _packs(db: Database) -> dict[tuple[str, str], tuple[Decimal, ...]]:
    found: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for sku, to_uom, factor in _rows(db, _PACKS):
        size = Decimal(factor)
        if size > 1 and size == size.to_integral_value():
            found[sku, to_uom].append(size)
    return {key: tuple(sorted(set(sizes))) for key, sizes in found.items()}
