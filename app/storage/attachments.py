"""Files that people put to a case: stored under their hash, named in a journal entry, never opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from app.domain.case import Actor, JournalKind, NewEntry
from app.domain.errors import EnvironmentFault, InputError
from app.domain.keeping import MOST_ATTACHED_BYTES, Attachment, FileKind
from app.storage import cases
from app.storage.database import Workspace
from app.storage.journal import Journal
from app.storage.shelf import Shelf
from app.storage.snapshots import clean_text
from app.storage.stored_files import parts_of

_COLUMNS = "a.attachment_id, a.document_id, a.case_id, a.name, a.sha256, a.size, a.entry, j.time, j.user, j.reason"
_DELETED = (
    "SELECT coalesce(max(d.entry), 0) FROM deleted_files d "
    "WHERE d.kind = ? AND d.stored_name = a.sha256 AND d.entry > a.entry"
)


def attach(
    workspace: Workspace, journal: Journal, shelf: Shelf, case_id: int, source: Path, actor: Actor, note: str
) -> Attachment:
    """Put a file to a case, with its entry; the same bytes are stored once.

    Raises:
        InputError: There is no such case, or the file cannot be read, is empty or too large.
        EnvironmentFault: It cannot be stored; nothing was written.
    """
    with workspace.reading() as db:
        cases.one_case(db, case_id)
    sha256, size = _stored(source, shelf)
    with workspace.writing() as db:
        case = cases.one_case(db, case_id)
        number = int(db.execute("SELECT coalesce(max(attachment_id), 0) + 1 FROM attachments").fetchone()[0])
        entry = journal.next_sequence(db)
        found = Attachment(number, case.document_id, case_id, clean_text(source.name), sha256, size, entry)
        written = journal.append(
            db,
            NewEntry(
                JournalKind.ATTACHED, actor, f"Attached {found.name}", case.document_id, case_id,
                after={"file": found.name, "sha256": sha256, "bytes": size}, reason=note,
            ),
            {"attachment": attachment_record(found)},
        )  # fmt: skip
        db.execute(
            "INSERT INTO attachments (attachment_id, document_id, case_id, sha256, name, size, entry) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, found.document_id, case_id, sha256, found.name, size, entry),
        )
        if shelf.find(sha256) is None:  # a deletion under retention came between
            raise EnvironmentFault("stored_document_damaged", f"{source.name} was not kept.", next_step="Try again.")
    return Attachment(
        number, found.document_id, case_id, found.name, sha256, size, entry, written.time, written.user, note
    )


def attachment_record(found: Attachment) -> dict[str, object]:
    """Return what the journal says of an attachment, and the table must."""
    return {
        "id": found.attachment_id, "document": found.document_id, "case": found.case_id, "sha256": found.sha256,
        "name": found.name, "size": found.size,
    }  # fmt: skip


def attachments_of(db: Database, document_id: int) -> tuple[Attachment, ...]:
    """Return what was attached to the cases of a document, oldest first."""
    sql = (
        f"SELECT {_COLUMNS}, ({_DELETED}) FROM attachments a JOIN journal j ON j.sequence = a.entry "  # noqa: S608
        "WHERE a.document_id = ? ORDER BY a.attachment_id"
    )
    return tuple(Attachment(*row) for row in db.execute(sql, (FileKind.ATTACHMENT.value, document_id)))


def attachment(db: Database, attachment_id: int) -> Attachment:
    """Return one attachment. Raises InputError ``no_such_attachment``."""
    row = db.execute("SELECT document_id FROM attachments WHERE attachment_id = ?", (attachment_id,)).fetchone()
    if row is None:
        raise InputError("no_such_attachment", f"There is no attachment {attachment_id}.")
    return next(one for one in attachments_of(db, row[0]) if one.attachment_id == attachment_id)


def _stored(source: Path, shelf: Shelf) -> tuple[str, int]:
    found = hashlib.sha256()
    size = 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for part in parts_of(source, MOST_ATTACHED_BYTES):
            found.update(part)
            size += len(part)
            yield part
        if not size:
            raise InputError("file_empty", f"{source.name} is empty.", next_step="Attach a file that holds something.")

    shelf.put(counted(), found.hexdigest)
    return found.hexdigest(), size
