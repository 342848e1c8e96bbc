"""What taken-in invoices use up of order lines (decision table: open quantity)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal, localcontext

from sqlite_utils import Database

from app.domain.case import Document, DocumentState
from app.domain.decision import BookedQuantity
from app.domain.money import EXACT, ZERO, plain
from app.domain.order import LineRef

_BOOKS_NOTHING = (DocumentState.REJECTED, DocumentState.UNREADABLE)


def bookings_of(document: Document) -> tuple[BookedQuantity, ...]:
    """Return what a document as it stands uses up: nothing once it is rejected."""
    if document.decision is None or document.state in _BOOKS_NOTHING:
        return ()
    return document.decision.booked


def write_bookings(db: Database, document: Document) -> None:
    """Replace the bookings of a document by those of its newest version."""
    db.execute("DELETE FROM bookings WHERE document_id = ?", (document.document_id,))
    for position, booked in enumerate(bookings_of(document)):
        db.execute(
            "INSERT INTO bookings (document_id, position, po_number, line_no, invoice_line, quantity, beyond) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                document.document_id,
                position,
                *booked.ref,
                booked.invoice_line,
                plain(booked.quantity),
                plain(booked.beyond),
            ),
        )


def billed_since(db: Database, po_numbers: Iterable[str], document_id: int, as_of: int) -> bool:
    """Tell whether another document has billed one of these orders after this entry of the journal."""
    numbers = list(po_numbers)
    marks = ", ".join("?" * len(numbers))
    wanted = f"b.po_number IN ({marks}) AND b.document_id <> ? AND v.last_entry > ?"
    joined = "bookings b JOIN document_versions v ON v.document_id = b.document_id"
    sql = f"SELECT 1 FROM {joined} WHERE {wanted} LIMIT 1"  # noqa: S608 - marks only
    return db.execute(sql, (*numbers, document_id, as_of)).fetchone() is not None


def billed_by_others(db: Database, po_numbers: Iterable[str], document_id: int | None) -> dict[LineRef, Decimal]:
    """Return what documents other than this one have billed of the lines of these orders, in the order's unit."""
    return _summed(db, "quantity", po_numbers, document_id)


def beyond_by_others(db: Database, po_numbers: Iterable[str], document_id: int | None) -> dict[LineRef, Decimal]:
    """Return what documents other than this one have billed above the prices of the lines of these orders."""
    return _summed(db, "beyond", po_numbers, document_id)


def _summed(db: Database, column: str, po_numbers: Iterable[str], document_id: int | None) -> dict[LineRef, Decimal]:
    found: defaultdict[LineRef, Decimal] = defaultdict(lambda: ZERO)
    numbers = list(po_numbers)
    marks = ", ".join("?" * len(numbers))
    wanted = f"po_number IN ({marks}) AND document_id IS NOT ?"
    sql = f"SELECT po_number, line_no, {column} FROM bookings WHERE {wanted}"  # noqa: S608 - our own words and marks
    with localcontext(EXACT):
        for row in db.execute(sql, (*numbers, document_id)):
            found[LineRef(row[0], row[1])] += Decimal(row[2])
    return dict(found)
