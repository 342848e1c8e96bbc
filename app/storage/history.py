"""What came before an invoice: possible duplicates, and the vendor's earlier failures."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

from sqlite_utils import Database

from app.domain.case import MAY_BE_PAID, REPLACED_BY, Action, DocumentState, JournalKind, Outcome, SettledCase
from app.domain.decision import EarlierFailure, EarlierInvoice, History, Lane
from app.domain.identifiers import code_key, loose_number
from app.domain.invoice import Invoice
from app.domain.match import Pattern
from app.domain.money import ZERO, decimal_from_text
from app.policy.duplicates import STRONG_DAYS
from app.storage import snapshots
from app.storage.list_row import total_key
from app.storage.master_data import likely_vendors
from app.storage.paid_accounts import paid_accounts

# How far back failures are looked at; the policy decides what of it counts.
FAILURE_DAYS = 400
_MOST = 200

_COLUMNS = (
    "d.document_id, d.file, d.sha256, d.vendor_id, d.invoice_number, d.invoice_date, d.total, d.currency, "
    "d.is_credit, d.state, d.received, v.invoice"
)
# Where a document stands that was never read and turned down because another one takes its place.
REPLACED = "replaced"

# Numbers and amounts are often other vendors' too: those of these vendors have a limit of their own.
_SAME_VENDOR = "(d.vendor_id IS NULL OR d.vendor_id IN (SELECT value FROM json_each(:vendors)))"
# How an invoice may be like another, each way with a limit of its own.
_LIKE = (
    "d.sha256 = :sha",
    f"d.number_key <> '' AND d.number_key IN (SELECT value FROM json_each(:numbers)) AND {_SAME_VENDOR}",  # noqa: S608
    f"d.total_key <> '' AND d.total_key IN (SELECT value FROM json_each(:totals)) AND {_SAME_VENDOR}",  # noqa: S608
    "d.number_key <> '' AND d.number_key IN (SELECT value FROM json_each(:numbers))",
    "d.total_key <> '' AND d.total_key IN (SELECT value FROM json_each(:totals))",
    "d.invoice_date = :day AND d.vendor_id IN (SELECT value FROM json_each(:vendors))",
    "d.invoice_date = :day AND d.vendor_key <> '' AND d.vendor_key = :name",
    # The same goods without their freight, near it; and all that was charged on these orders, where more is.
    "d.document_id IN (SELECT document_id FROM bookings WHERE po_number IN (SELECT value FROM json_each(:orders))) "
    "AND (:charged OR abs(julianday(d.invoice_date) - julianday(:day)) <= :days)",
)


def history_for(
    db: Database,
    invoice: Invoice,
    vendor_ids: Sequence[str],
    document_id: int | None,
    today: date,
    orders: Sequence[str] = (),
) -> History:
    """Return invoices that could be the same or share these orders' charges, and the failures of these vendors.

    Those taken in before this one count however they stand; one taken in later counts once it was cleared or released,
    so that of two that came at once the one decided last sees the other.
    """
    own = db.execute("SELECT sha256, received FROM documents WHERE document_id = ?", (document_id,)).fetchone()
    sha256 = str(own[0]) if own else ""
    return History(
        today=today,
        earlier=_earlier(db, invoice, vendor_ids, document_id, sha256, orders),
        failures=_failures(db, vendor_ids, document_id, invoice, today),
        document_id=document_id,
        sha256=sha256,
        received=_day(own["received"]) if own else None,
        accounts=tuple(chain.from_iterable(paid_accounts(db, vendor_id, document_id) for vendor_id in vendor_ids)),
    )


def settled_cases(db: Database, vendor_id: str, document_id: int | None) -> tuple[SettledCase, ...]:
    """Return what cases of this vendor's other documents came to, in the order they were opened; the latest ones."""
    sql = (
        "SELECT c.category, c.outcome, c.note, d.invoice_number FROM documents d JOIN cases c USING (document_id) "
        "WHERE d.vendor_id = ? AND d.document_id <> ? AND c.state = 'resolved' AND c.outcome IS NOT NULL "
        "AND c.lane IS NOT NULL ORDER BY c.case_id DESC LIMIT ?"
    )
    rows = db.execute(sql, (vendor_id, document_id if document_id is not None else 0, _MOST)).fetchall()
    return tuple(
        SettledCase(row["category"], Outcome(row["outcome"]), row["note"], row["invoice_number"])
        for row in reversed(rows)
    )


def cleared_patterns(db: Database) -> dict[int, tuple[str, ...]]:
    """Return per document the patterns of its groups that cleared by themselves and do not simply agree."""
    sql = (
        "SELECT document_id, patterns FROM decision_facts WHERE part = 0 AND lane = ? AND patterns <> 'exact' "
        "ORDER BY document_id, position"
    )
    found: dict[int, tuple[str, ...]] = {}
    for document_id, patterns in db.execute(sql, (Lane.AUTO_RESOLVE.value,)):
        names = tuple(name for name in patterns.split() if name != Pattern.EXACT.value)
        found[document_id] = (*found.get(document_id, ()), *names)
    return {document_id: names for document_id, names in found.items() if names}


def _earlier(
    db: Database,
    invoice: Invoice,
    vendor_ids: Sequence[str],
    document_id: int | None,
    sha256: str,
    orders: Sequence[str],
) -> tuple[EarlierInvoice, ...]:
    header = invoice.header
    numbers = [n.value for n in (header.invoice_number, header.credits_invoice) if n]
    values: dict[str, object] = {
        "before": document_id if document_id is not None else 2**62,
        "sha": sha256,
        "numbers": json.dumps([key for key in map(loose_number, numbers) if key]),
        "totals": json.dumps(_totals(invoice)),
        "vendors": json.dumps(list(vendor_ids)),
        "name": code_key(header.vendor_name.value) if header.vendor_name else "",
        "day": header.invoice_date.value.isoformat() if header.invoice_date else None,
        "orders": json.dumps(list(orders)),
        "charged": bool(invoice.charges),
        "days": STRONG_DAYS,
        "cleared": json.dumps([state.value for state in MAY_BE_PAID]),
        "most": _MOST,
    }
    sql = (
        f"SELECT {_COLUMNS} FROM documents d JOIN document_versions v "  # noqa: S608 - names only
        "ON v.document_id = d.document_id AND v.version = d.version "
        "WHERE d.document_id IN (SELECT value FROM json_each(?)) ORDER BY d.document_id"
    )
    rows = db.execute(sql, (json.dumps(_alike(db, values)),)).fetchall()
    return tuple(_earlier_of(db, row, vendor_ids, document_id) for row in rows)


def _alike(db: Database, values: dict[str, object]) -> list[int]:
    """Return the documents that are like an invoice in one way or another, the latest of each way."""
    ids: set[int] = set()
    for condition in _LIKE:
        sql = (
            f"SELECT d.document_id FROM documents d WHERE {condition} AND (d.document_id < :before OR "  # noqa: S608
            "(d.document_id > :before AND d.state IN (SELECT value FROM json_each(:cleared)))) "
            "ORDER BY d.document_id DESC LIMIT :most"
        )
        ids.update(row[0] for row in db.execute(sql, values))
    return sorted(ids)


def _totals(invoice: Invoice) -> list[str]:
    """Return the keys of the total and of what the lines alone come to: what is sent again may have tax or freight."""
    if invoice.header.total is None:
        return []
    lines = sum((line.amount.value for line in invoice.lines if line.amount is not None), ZERO)
    return sorted({total_key(invoice.header.total.value), *([total_key(lines)] if lines else [])})


def unread_copies(db: Database, sha256: str) -> tuple[int, ...]:
    """Return the documents with these bytes, where none of them could be read so far and they all wait."""
    sql = (
        "SELECT d.document_id, v.invoice IS NULL AND d.state IN (?, ?) AS waits FROM documents d "
        "JOIN document_versions v ON v.document_id = d.document_id AND v.version = d.version "
        "WHERE d.sha256 = ? ORDER BY d.document_id"
    )
    found = db.execute(sql, (DocumentState.UNREADABLE.value, DocumentState.WAITING.value, sha256)).fetchall()
    return tuple(int(row["document_id"]) for row in found) if all(row["waits"] for row in found) else ()


def _earlier_of(db: Database, row: sqlite3.Row, vendor_ids: Sequence[str], document_id: int | None) -> EarlierInvoice:
    record = snapshots.record_of(db, row["invoice"]) or {}
    vendor_id = row["vendor_id"] or _probable_vendor(db, record, vendor_ids)
    return EarlierInvoice(
        document_id=row["document_id"],
        file=row["file"],
        sha256=row["sha256"],
        vendor_id=vendor_id,
        invoice_number=row["invoice_number"] or None,
        invoice_date=date.fromisoformat(row["invoice_date"]) if row["invoice_date"] else None,
        total=Decimal(row["total"]) if row["total"] is not None else None,
        currency=row["currency"],
        lines=tuple(_line(line) for line in record.get("lines", ())),
        orders=tuple(str(number["value"]) for number in (record.get("header") or {}).get("po_numbers") or ()),
        is_credit=bool(row["is_credit"]),
        billed=_billed(db, row["document_id"]),
        charges=tuple((str(one["kind"]), str(one["amount"]["value"])) for one in record.get("charges") or ()),
        state=REPLACED if _is_replaced_by(db, row, document_id) else row["state"],
        received=_day(row["received"]),
    )


def _billed(db: Database, document_id: int) -> tuple[str, ...]:
    sql = "SELECT DISTINCT po_number FROM bookings WHERE document_id = ? ORDER BY po_number"
    return tuple(str(row[0]) for row in db.execute(sql, (document_id,)))


def _is_replaced_by(db: Database, row: sqlite3.Row, document_id: int | None) -> bool:
    """Tell whether a document was never read and was turned down because this very one takes its place.

    The last command that still holds says so, and not the words of a note: those anybody can type.
    """
    if row["invoice"] is not None or row["state"] != DocumentState.REJECTED.value or document_id is None:
        return False
    kinds = (JournalKind.COMMAND.value, JournalKind.UNDONE.value)
    sql = "SELECT sequence, kind, after FROM journal WHERE document_id = ? AND kind IN (?, ?) ORDER BY sequence DESC"
    undone = set[object]()
    for sequence, kind, text in db.execute(sql, (row["document_id"], *kinds)):
        after = json.loads(text)
        if kind == JournalKind.UNDONE.value:
            undone.add(after.get("undone_entry"))
        elif sequence not in undone and after.get("command", {}).get("action") != Action.NOTE.value:
            return bool(after.get(REPLACED_BY) == document_id)
    return False


def _day(moment: str) -> date:
    """Return the day of a moment as it is stored."""
    return date.fromisoformat(moment[:10])


def _probable_vendor(db: Database, record: dict[str, Any], vendor_ids: Sequence[str]) -> str | None:
    """Recognise the vendor of a document that nobody decided yet, loosely, by its printed name and tax id."""
    header = record.get("header") or {}
    name, tax_id = (str((header.get(field) or {}).get("value") or "") for field in ("vendor_name", "vendor_tax_id"))
    likely = likely_vendors(db, name or None, tax_id or None)
    return next((vendor_id for vendor_id in vendor_ids if vendor_id in likely), None)


def _line(line: dict[str, Any]) -> tuple[str, str, str]:
    def value(name: str) -> str:
        found = line.get(name)
        return str(found["value"]) if found else ""

    return code_key(value("item_code")), value("quantity"), value("amount")


def _failures(
    db: Database, vendor_ids: Sequence[str], document_id: int | None, invoice: Invoice, today: date
) -> tuple[EarlierFailure, ...]:
    """Return per pattern and category the days on which earlier invoices of these vendors showed it.

    The day is the invoice's own where it is printed, else the day it came in. A document counts once a pattern.
    """
    printed = invoice.header.invoice_date
    since = min(today, printed.value if printed else today) - timedelta(days=FAILURE_DAYS)
    sql = (
        "SELECT d.document_id, coalesce(d.invoice_date, substr(d.received, 1, 10)) AS day, c.category, c.patterns, "
        "c.exposure, c.handover FROM documents d JOIN cases c USING (document_id) "
        "WHERE d.vendor_id IN (SELECT value FROM json_each(?)) "
        "AND day >= ? AND d.document_id < ? AND c.state <> 'superseded' AND c.lane IS NOT NULL ORDER BY d.document_id"
    )
    before = document_id if document_id is not None else 2**62
    seen: dict[str, dict[int, tuple[date, Decimal]]] = {}
    for row in db.execute(sql, (json.dumps(list(vendor_ids)), since.isoformat(), before)):
        for name in {row["category"], *json.loads(row["patterns"])} - {"exact"}:
            days = seen.setdefault(name, {})
            _, known = days.get(row["document_id"], (None, ZERO))
            days[row["document_id"]] = (date.fromisoformat(row["day"]), max(known, _amount(row, name)))
    return tuple(_failure(name, sorted(days.values())) for name, days in sorted(seen.items()))


def _amount(row: sqlite3.Row, name: str) -> Decimal:
    """Return what a failure was about: the charge inside a goods line, else what was at stake (S2.121)."""
    if name == Pattern.BUNDLED_ACCESSORIAL.value:
        charge = dict(json.loads(row["handover"])["evidence"]).get("charge amount", "")
        with suppress(ValueError):
            return decimal_from_text(charge)
    return Decimal(row["exposure"])


def _failure(name: str, days: Sequence[tuple[date, Decimal]]) -> EarlierFailure:
    return EarlierFailure(name, tuple(day for day, _ in days), tuple(amount for _, amount in days))
