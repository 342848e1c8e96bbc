"""Which documents are still to be decided, or decided again, because a program stopped before it came to them.

Nothing is kept for it: the journal says what changed and up to where somebody looked again, and each desk says from
which entry on it was taken. So what is due is written in the same transaction as what makes it due.
"""

from __future__ import annotations

import json

from sqlite_utils import Database

from app.domain.case import MAY_BE_PAID, PROGRAM, DocumentState, JournalKind
from app.domain.settlement import LOOKED_AGAIN
from app.storage import documents, snapshots
from app.storage.journal import imported_since

_WAITING = (DocumentState.NEEDS_ME, DocumentState.WAITING, DocumentState.UNREADABLE)


def is_due(db: Database, document_id: int, since: int = 0) -> bool:
    """Tell whether a document was decided before the last change, and was not looked at again since.

    That another invoice was paid since counts too: this one may be that one's duplicate, or beyond what is open now.
    ``since``: an entry up to which somebody has seen to it already.
    """
    as_of = _as_of(db, documents.newest_version(db, document_id).desk)
    if as_of is None:
        return False
    as_of = max(as_of, since)
    return imported_since(db, max(as_of, _looked_up_to(db))) or _like_paid_since(db, document_id, as_of)


def _like_paid_since(db: Database, document_id: int, as_of: int) -> bool:
    """Tell whether an invoice of the same file, number or order lines was paid after this entry."""
    own = db.execute("SELECT sha256, number_key, vendor_id FROM documents WHERE document_id = ?", (document_id,))
    sha256, number, vendor_id = own.fetchone()
    marks = ", ".join("?" * len(MAY_BE_PAID))
    sql = (
        "SELECT 1 FROM documents d JOIN document_versions v ON v.document_id = d.document_id AND v.version = d.version "  # noqa: S608
        "WHERE d.document_id IN (SELECT document_id FROM documents WHERE sha256 = ? UNION "
        "SELECT document_id FROM documents WHERE number_key <> '' AND number_key = ? AND vendor_id IS ? UNION "
        "SELECT b.document_id FROM bookings own JOIN bookings b USING (po_number, line_no) WHERE own.document_id = ?) "
        f"AND d.document_id <> ? AND d.state IN ({marks}) AND v.last_entry > ? LIMIT 1"
    )
    values = (sha256, number, vendor_id, document_id, document_id, *(one.value for one in MAY_BE_PAID), as_of)
    return db.execute(sql, values).fetchone() is not None


def due(db: Database) -> tuple[int, ...]:
    """Return the waiting documents that are to be decided or decided again, in the order they came."""
    looked = _looked_up_to(db)
    changed = imported_since(db, looked)
    marks = ", ".join("?" * len(_WAITING))
    sql = (
        "SELECT d.document_id, v.invoice IS NULL, v.decision, v.desk, "  # noqa: S608
        "EXISTS (SELECT 1 FROM cases c WHERE c.document_id = d.document_id) FROM documents d "
        "JOIN document_versions v ON v.document_id = d.document_id "
        f"AND v.version = d.version WHERE d.state IN ({marks}) ORDER BY d.document_id"
    )
    found = []
    for number, unread, decision, desk, has_cases in db.execute(sql, [one.value for one in _WAITING]).fetchall():
        if decision is None:
            wanted = not (has_cases and unread)
        else:
            as_of = _as_of(db, desk) if changed else None
            wanted = as_of is not None and imported_since(db, max(as_of, looked))
        if wanted:
            found.append(int(number))
    return tuple(found)


def _as_of(db: Database, desk: str | None) -> int | None:
    return None if desk is None else int(snapshots.record_of(db, desk)["as_of"])


def _looked_up_to(db: Database) -> int:
    """Return up to which entry all that waited was looked at again."""
    sql = "SELECT after FROM journal WHERE user = ? AND kind = ? AND person = 0 AND after LIKE ? ORDER BY sequence DESC"
    for (after,) in db.execute(sql, (PROGRAM, JournalKind.SETTING.value, f'%"{LOOKED_AGAIN}"%')):
        found = json.loads(after).get(LOOKED_AGAIN)
        if isinstance(found, int):
            return found
    return 0
