"""Taking a document in and settling it: each one transaction together with its journal entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from app.domain.case import MAY_BE_PAID, Actor, Case, CaseState, Document, DocumentState, JournalKind, NewEntry
from app.domain.errors import ConflictError, InputError
from app.domain.identifiers import loose_number
from app.domain.invoice import Reading
from app.domain.settlement import STALE_DESK, CaseChange, Settlement
from app.storage import cases, documents, inbox, snapshots
from app.storage.bookings import billed_since, write_bookings
from app.storage.database import Workspace
from app.storage.decision_facts import write_facts
from app.storage.documents import PARTS, Version
from app.storage.journal import Journal, imported_since
from app.storage.learned import learn
from app.storage.shelf import Shelf
from app.storage.stored_files import store_file

Effect = dict[str, object]


def take_in(
    workspace: Workspace,
    journal: Journal,
    shelf: Shelf,
    path: Path,
    reading: Reading,
    channel: str,
    actor: Actor,
    inbox_id: int | None = None,
) -> int:
    """Store the file and its reading as a new document, and say so in its inbox entry; return its id.

    Raises:
        InputError: The file cannot be read any more, or changed since it was read.
        ConflictError: The inbox entry does not wait any more; nothing was written.
    """
    sha256, stored_name = store_file(path, shelf, reading.sha256)
    reading = reading if reading.sha256 else replace(reading, sha256=sha256)
    state = DocumentState.NEEDS_ME if reading.invoice else DocumentState.UNREADABLE
    with workspace.writing() as db:
        document_id = int(db.execute("SELECT coalesce(max(document_id), 0) + 1 FROM documents").fetchone()[0])
        received = journal.now()
        document = Document(document_id, reading, state, datetime.fromisoformat(received), channel, reading.invoice)
        _insert_row(db, document, sha256, stored_name, received)
        parts = {"reading": snapshots.put(db, reading), "invoice": snapshots.put(db, reading.invoice)}
        entry = NewEntry(
            JournalKind.TAKEN_IN, actor, f"Took in {path.name}", document_id,
            after={"file": reading.file, "document_sha256": sha256, "channel": channel, "pages": reading.pages,
                   "received": received},
        )  # fmt: skip
        finish(db, journal, document, parts, (entry,), [])
        if shelf.find(stored_name) is None:  # deleted under retention between the copy and now
            raise changed_meanwhile(document_id)
        if inbox_id is not None:
            inbox.claim(db, inbox_id, document_id, received)
    return document_id


def settle(workspace: Workspace, journal: Journal, settlement: Settlement) -> Document:
    """Write a settlement; return the document as it stands afterwards.

    Raises:
        ConflictError: The document changed since the settlement was worked out; nothing was written.
        InputError: There is no such document, or no such case of it.
        ValueError: There is no journal entry to write beside it.
    """
    if not settlement.entries:
        raise ValueError("a settlement is written together with its journal entries")
    with workspace.writing() as db:
        before = documents.newest_version(db, settlement.document_id)
        if before.version != settlement.seen_version:
            raise changed_meanwhile(settlement.document_id)
        _refuse_stale_desk(db, settlement)
        touched = _change_cases(db, settlement, before.version + 1, journal.now())
        corrections, choices = settlement.corrections, settlement.choices
        parts = {
            "reading": before.reading,
            "invoice": snapshots.put(db, settlement.invoice),
            "match": snapshots.put(db, settlement.match),
            "decision": snapshots.put(db, settlement.decision),
            "desk": snapshots.put(db, settlement.desk),
            "corrections": before.corrections if corrections is None else snapshots.put(db, corrections or None),
            "choices": before.choices if choices is None else snapshots.put(db, choices or None),
            "grounds": snapshots.put(db, settlement.grounds) if settlement.decided_now else before.grounds,
        }
        document = _as_settled(db, before, settlement)
        finish(db, journal, document, parts, settlement.entries, touched, learn(db, settlement.learn))
    return document


def _refuse_stale_desk(db: Database, settlement: Settlement) -> None:
    """Refuse a decision made from what no longer holds; what came after the snapshot is looked at first."""
    desk = settlement.desk
    if not settlement.decided_now or desk is None:
        return
    numbers = [order.po_number for order in desk.orders]
    if billed_since(db, numbers, settlement.document_id, desk.as_of):
        raise _stale(settlement, "Another invoice for one of these orders was taken in at the same moment")
    if imported_since(db, desk.as_of):
        raise _stale(settlement, "New orders, vendors or rules were imported at the same moment")
    if same_number_paid_since(db, settlement, desk.as_of):
        raise _stale(settlement, "An invoice of this vendor with this number was cleared at the same moment")


def _stale(settlement: Settlement, what: str) -> ConflictError:
    return ConflictError(
        STALE_DESK,
        f"{what}; nothing was written.",
        next_step="Decide it again with what holds now.",
        context={"document": str(settlement.document_id)},
    )


def same_number_paid_since(db: Database, stands: Settlement | Document, as_of: int) -> bool:
    """Tell whether, after this entry, another invoice of the vendor with the number of one to be paid was paid."""
    number = stands.invoice.header.invoice_number if stands.invoice else None
    vendor_id = stands.match.vendor_id if stands.match else None
    key = loose_number(number.value) if number else ""
    if not key or stands.state not in MAY_BE_PAID:
        return False
    sql = (
        "SELECT 1 FROM documents d JOIN document_versions v ON v.document_id = d.document_id AND v.version = d.version "
        "WHERE d.number_key = ? AND d.vendor_id IS ? AND d.document_id <> ? AND d.state IN (?, ?) AND v.last_entry > ?"
    )
    values = (key, vendor_id, stands.document_id, *(state.value for state in MAY_BE_PAID), as_of)
    return db.execute(sql, values).fetchone() is not None


def changed_meanwhile(document_id: int) -> ConflictError:
    """Return the error of a write that was worked out from an older version."""
    return ConflictError(
        "document_changed",
        f"Document {document_id} was changed by somebody else in the meantime; nothing was written.",
        next_step="Look at it again and repeat what is still needed.",
        context={"document": str(document_id)},
    )


def _insert_row(db: Database, document: Document, sha256: str, stored_name: str, received: str) -> None:
    db.execute(
        "INSERT INTO documents (document_id, version, sha256, file, stored_name, channel, received, state, vendor_name,"
        " vendor_key, tax_key, invoice_number, number_key, total_key, is_credit, po_numbers, exposure, exposure_minor,"
        " open_cases, headline, categories) VALUES (?, 1, ?, ?, ?, ?, ?, ?, '', '', '', '', '', '', 0, '', '0', 0, 0,"
        " '', '')",
        (document.document_id, sha256, snapshots.clean_text(document.reading.file), stored_name,
         snapshots.clean_text(document.channel), received, document.state.value),
    )  # fmt: skip


def _change_cases(db: Database, settlement: Settlement, version: int, now: str) -> list[Case]:
    """Close, change and open cases as the settlement says; return those that changed."""
    mine = {case.case_id: case for case in cases.cases_of(db, settlement.document_id)}
    superseded = [CaseChange(case_id, CaseState.SUPERSEDED) for case_id in settlement.close]
    touched = []
    for change in (*superseded, *settlement.set_cases):
        if change.case_id not in mine:
            raise InputError("no_such_case", f"Document {settlement.document_id} has no case {change.case_id}.")
        mine[change.case_id] = cases.change_case(db, mine[change.case_id], change, version)
        touched.append(mine[change.case_id])
    return touched + [cases.open_case(db, settlement.document_id, version, draft, now) for draft in settlement.cases]


def _as_settled(db: Database, before: Version, settlement: Settlement) -> Document:
    received, channel = arrival_of(db, before.document_id)
    corrections, choices = settlement.corrections, settlement.choices
    reading = snapshots.get(db, Reading, before.reading)
    assert reading is not None
    return Document(
        document_id=before.document_id,
        reading=reading,
        state=settlement.state,
        received=datetime.fromisoformat(received),
        channel=channel,
        invoice=settlement.invoice,
        match=settlement.match,
        decision=settlement.decision,
        desk=settlement.desk,
        corrections=documents.corrections_of(db, before) if corrections is None else corrections,
        choices=documents.choices_of(db, before) if choices is None else choices,
        cases=cases.cases_of(db, before.document_id),
        version=before.version + 1,
    )


def arrival_of(db: Database, document_id: int) -> tuple[str, str]:
    """Return when and by which channel a document came."""
    row = db.execute("SELECT received, channel FROM documents WHERE document_id = ?", (document_id,)).fetchone()
    return str(row[0]), str(row[1])


def finish(
    db: Database,
    journal: Journal,
    document: Document,
    parts: Mapping[str, str | None],
    entries: tuple[NewEntry, ...],
    touched: list[Case],
    more: Effect | None = None,
) -> None:
    """Write bookings, list row, journal entries (the last one carries what changed) and the version."""
    write_bookings(db, document)
    write_facts(db, document)
    shown = documents.write_list_row(db, document)
    first = journal.next_sequence(db)
    effect: Effect = {
        "document": {
            "id": document.document_id, "version": document.version, "state": document.state.value, "row": shown,
            "first": first,
            **{name: parts.get(name) for name in PARTS},
        },
        "cases": [[case.case_id, case.version, snapshots.digest(case)] for case in touched],
        **(more or {}),
    }  # fmt: skip
    if document.version == 1:
        effect["arrival"] = arrival_record(db, document.document_id)
    for position, entry in enumerate(entries, start=1):
        named = entry if entry.document_id is not None else replace(entry, document_id=document.document_id)
        journal.append(db, named, effect if position == len(entries) else None)
    version = Version(
        document.document_id, document.version, document.state, str(parts["reading"]), parts.get("invoice"),
        parts.get("match"), parts.get("decision"), parts.get("desk"), parts.get("corrections"), parts.get("choices"),
        first, first + len(entries) - 1, parts.get("grounds"),
    )  # fmt: skip
    documents.insert_version(db, version)


def arrival_record(db: Database, document_id: int) -> Effect:
    """Return what of a document never changes: how and when it came, and which bytes."""
    row = db.execute(
        "SELECT sha256, file, stored_name, channel, received FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    return dict(zip(("sha256", "file", "stored_name", "channel", "received"), tuple(row), strict=True))
