"""The queue: documents sorted, filtered and counted by the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlite_utils import Database

from app.domain.case import DocumentState, QueueFilter, QueueRow
from app.domain.decision import Lane
from app.domain.errors import InputError
from app.domain.policy import Policy, Role
from app.storage.queue_urgency import URGENT_SORTS, sorted_by_urgency, urgencies_of
from app.storage.search_text import search_condition

_COLUMNS = (
    "document_id, file, state, lane, vendor_name, invoice_number, invoice_date, total, currency, exposure, "
    "open_cases, headline, received, owner, categories, vendor_id"
)
_SORTS = {
    "received": "received",
    "vendor": "vendor_name COLLATE NOCASE",
    "vendor_name": "vendor_name COLLATE NOCASE",
    "number": "invoice_number COLLATE NOCASE",
    "invoice_number": "invoice_number COLLATE NOCASE",
    "date": "invoice_date",
    "invoice_date": "invoice_date",
    "total": "total_minor",
    "currency": "currency",
    "exposure": "exposure_minor",
    "state": "state",
    "lane": "CASE lane WHEN 'escalate' THEN 3 WHEN 'draft_and_route' THEN 2 WHEN 'auto_resolve' THEN 1 ELSE 0 END",
    "open_cases": "open_cases",
    "cases": "open_cases",
    "file": "file COLLATE NOCASE",
    "owner": "owner",
    "headline": "headline COLLATE NOCASE",
    "categories": "categories",
    "document_id": "document_id",
}
SORTS = (*_SORTS, *URGENT_SORTS)


def queue_rows(
    db: Database, wanted: QueueFilter, limit: int, offset: int, policy: Policy | None, today: date
) -> tuple[QueueRow, ...]:
    """Return one page of the documents of a view; ``policy`` and ``today`` say how urgent each is.

    Raises:
        InputError: There is no such order of sorting.
    """
    if wanted.sort not in SORTS:
        raise InputError(
            "no_such_sort",
            f"The queue cannot be sorted by {wanted.sort}.",
            next_step=f"Use one of {', '.join(SORTS)}.",
        )
    where, values = _where(wanted)
    way = "DESC" if wanted.descending else "ASC"
    if wanted.sort in URGENT_SORTS:
        beside, expression = sorted_by_urgency(db, wanted.sort, policy, today)
    else:
        beside, expression = "", f"{_SORTS[wanted.sort]} {way}"
    order = f"{expression}, document_id {way}"
    sql = f"SELECT {_COLUMNS} FROM documents {beside} {where} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608
    rows = [_row_of(row) for row in db.execute(sql, (*values, limit, offset))]
    urgent = urgencies_of(db, [row.document_id for row in rows if row.open_cases], policy, today)
    return tuple(replace(row, urgency=urgent.get(row.document_id)) for row in rows)


def counts_by_state(db: Database, text: str) -> dict[DocumentState, int]:
    """Count the documents that a text finds, by state; every state is there."""
    where, values = _where(QueueFilter(text=text))
    sql = f"SELECT state, count(*) FROM documents {where} GROUP BY state"  # noqa: S608 - names only
    found = {DocumentState(row[0]): int(row[1]) for row in db.execute(sql, values)}
    return {state: found.get(state, 0) for state in DocumentState}


def _where(wanted: QueueFilter) -> tuple[str, list[str]]:
    conditions: list[str] = []
    values: list[str] = []
    if wanted.states:
        conditions.append(f"state IN ({_marks(wanted.states)})")
        values += [state.value for state in wanted.states]
    searched, words = search_condition(wanted.text)
    if searched:
        conditions.append(searched)
        values += words
    if wanted.vendor_id is not None:
        conditions.append("vendor_id = ?")
        values.append(wanted.vendor_id)
    if wanted.category is not None or wanted.owner is not None:
        condition, more = _case_condition(wanted)
        conditions.append(condition)
        values += more
    return ("WHERE " + " AND ".join(conditions) if conditions else ""), values


def _case_condition(wanted: QueueFilter) -> tuple[str, list[str]]:
    """Return the condition that a document has a case of this category or pattern, pending at this owner."""
    parts = ["c.document_id = documents.document_id", "c.state <> 'superseded'"]
    values: list[str] = []
    if wanted.category is not None:
        parts.append("(c.category = ? OR EXISTS (SELECT 1 FROM json_each(c.patterns) WHERE value = ?))")
        values += [wanted.category, wanted.category]
    if wanted.owner is not None:
        parts.append("c.owner = ? AND c.state <> 'resolved'")
        values.append(wanted.owner.value)
    return f"EXISTS (SELECT 1 FROM cases c WHERE {' AND '.join(parts)})", values  # noqa: S608 - names only


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def _row_of(row: sqlite3.Row) -> QueueRow:
    return QueueRow(
        document_id=row["document_id"],
        file=row["file"],
        state=DocumentState(row["state"]),
        lane=Lane(row["lane"]) if row["lane"] else None,
        vendor_name=row["vendor_name"],
        invoice_number=row["invoice_number"],
        invoice_date=date.fromisoformat(row["invoice_date"]) if row["invoice_date"] else None,
        total=Decimal(row["total"]) if row["total"] is not None else None,
        currency=row["currency"],
        exposure=Decimal(row["exposure"]),
        open_cases=row["open_cases"],
        headline=row["headline"],
        received=datetime.fromisoformat(row["received"]),
        owner=Role(row["owner"]) if row["owner"] else None,
        categories=tuple(row["categories"].split("\n")) if row["categories"] else (),
        vendor_id=row["vendor_id"],
    )
