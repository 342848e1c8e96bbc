"""Attachments, legal holds and deletion under retention, each change in one transaction with its entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from sqlite_utils import Database

from app.domain.case import Actor, DocumentState, JournalKind, NewEntry
from app.domain.errors import ConflictError, EnvironmentFault, InputError
from app.domain.keeping import Attachment, Deletion, FileKind, HoldScope, LegalHold, StoredFile
from app.storage import attachments, log_time
from app.storage.database import Workspace
from app.storage.faults import machine_faults
from app.storage.files import write_new
from app.storage.journal import Journal
from app.storage.shelf import Shelf
from app.storage.snapshots import clean_text

_OPEN = (DocumentState.NEEDS_ME.value, DocumentState.WAITING.value)


class Keeper:
    """What is kept beside the invoices, and what may be deleted of it."""

    def __init__(self, workspace: Workspace, journal: Journal, shelves: Mapping[FileKind, Shelf]) -> None:
        self._workspace = workspace
        self._journal = journal
        self._shelves = shelves

    # --- attachments -------------------------------------------------------------------------------------------
    def attach(self, case_id: int, source: Path, actor: Actor, note: str = "") -> Attachment:
        """Put a file to a case. Raises InputError or EnvironmentFault; nothing was written then."""
        shelf = self._shelves[FileKind.ATTACHMENT]
        return attachments.attach(self._workspace, self._journal, shelf, case_id, source, actor, note)

    def attachments_of(self, document_id: int) -> tuple[Attachment, ...]:
        """Return what was attached to the cases of a document, oldest first."""
        with self._workspace.reading() as db:
            return attachments.attachments_of(db, document_id)

    def save_attachment(self, attachment_id: int, target: Path) -> Attachment:
        """Write a copy of an attached file, with its plain bytes; a file that stands there is not replaced.

        Raises:
            InputError: There is no such attachment, it was deleted, or the target stands already.
            EnvironmentFault: The target cannot be written; nothing stands there then.
        """
        with self._workspace.reading() as db:
            found = attachments.attachment(db, attachment_id)
        shelf = self._shelves[FileKind.ATTACHMENT]
        path = shelf.find(found.sha256)
        if path is None:
            raise InputError(
                "attachment_gone", f"The file of attachment {attachment_id} is not stored any more.",
                next_step="The log says when and why it was deleted.",
            )  # fmt: skip
        with machine_faults(target):
            try:
                write_new(target, shelf.parts(path))
            except FileExistsError as error:
                raise InputError(
                    "file_exists", f"{target} stands already.", next_step="Choose another name."
                ) from error
        return found

    # --- legal holds -------------------------------------------------------------------------------------------
    def holds(self) -> tuple[LegalHold, ...]:
        """Return the holds in force, in the order they were placed."""
        sql = (
            "SELECT h.scope, h.subject, h.entry, j.time, j.user, j.reason FROM legal_holds h "
            "JOIN journal j ON j.sequence = h.entry ORDER BY h.entry"
        )
        with self._workspace.reading() as db:
            return tuple(LegalHold(HoldScope(row[0]), *tuple(row)[1:]) for row in db.execute(sql))

    def set_hold(self, scope: HoldScope, subject: str, actor: Actor, reason: str, *, placed: bool) -> None:
        """Place a hold or lift it, with its entry.

        Raises:
            InputError: There is no such vendor, document or case; it is held already, or is not.
        """
        with self._workspace.writing() as db:
            document_id, case_id = _subject(db, scope, subject)
            there = db.execute("SELECT 1 FROM legal_holds WHERE (scope, subject) = (?, ?)", (scope.value, subject))
            if (there.fetchone() is not None) is placed:
                standing = "is held already" if placed else "is not held"
                raise InputError("hold_as_wanted", f"The {scope.value} {subject} {standing}.")
            verb = "Placed a legal hold on" if placed else "Lifted the legal hold on"
            effect = {"hold": {"scope": scope.value, "subject": subject, "placed": placed}}
            entry = NewEntry(
                JournalKind.RETENTION, actor, f"{verb} {scope.value} {subject}", document_id, case_id,
                before={"held": not placed}, after={"held": placed}, reason=reason,
            )  # fmt: skip
            number = self._journal.append(db, entry, effect).sequence
            if placed:
                db.execute("INSERT INTO legal_holds VALUES (?, ?, ?)", (scope.value, subject, number))
            else:
                db.execute("DELETE FROM legal_holds WHERE (scope, subject) = (?, ?)", (scope.value, subject))

    def log_day(self, now: datetime) -> date:
        """Return the day it is by the log's own time, never later than by the clock."""
        with self._workspace.reading() as db:
            return log_time.log_day(db, now)

    def answer_for_clock(self, until: datetime, actor: Actor, reason: str) -> int:
        """Log that the time until then really passed, though the log was silent; return the entry."""
        summary = f"Answered that the time until {until:%Y-%m-%d} passed, in which the log was silent"
        after = {log_time.ANSWERED: until.astimezone(UTC).isoformat(timespec="seconds")}
        with self._workspace.writing() as db:
            entry = NewEntry(JournalKind.RETENTION, actor, summary, after=after, reason=reason)
            return self._journal.append(db, entry).sequence

    # --- retention ---------------------------------------------------------------------------------------------
    def stored_files(self) -> tuple[StoredFile, ...]:
        """Return every stored file with what forbids its deletion, by kind and name."""
        with self._workspace.reading() as db:
            found = _stored(db)
        return tuple(self._sized(one) for one in found)

    def _sized(self, found: StoredFile) -> StoredFile:
        path = self._shelves[found.kind].find(found.stored_name)
        size = path.stat().st_size if path else 0
        return StoredFile(
            found.kind, found.stored_name, found.documents, found.shown, found.last_day, size, found.why_kept
        )

    def delete(self, files: Sequence[StoredFile], actor: Actor, reason: str, *, after: Mapping[str, object]) -> int:
        """Delete stored files; their hashes and every entry stay. Returns the entry that says so.

        Raises:
            ConflictError: One of them is held, open or was used since the list was made; nothing was deleted.
        """
        with self._workspace.writing() as db:
            now = {(one.kind, one.stored_name): one for one in _stored(db)}
            for wanted in files:
                found = now.get((wanted.kind, wanted.stored_name))
                if found is None or found.why_kept or found.last_day != wanted.last_day:
                    why = found.why_kept if found and found.why_kept else "something happened with it since"
                    raise ConflictError(
                        "retention_changed", f"{wanted.shown} cannot be deleted: {why}.",
                        next_step="Look at “tieout retention report” again.",
                    )  # fmt: skip
            names = [[one.kind.value, one.stored_name] for one in files]
            said = [[*name, list(one.documents)] for name, one in zip(names, files, strict=True)]
            entry = NewEntry(
                JournalKind.RETENTION, actor, f"Deleted {len(files)} stored files under retention",
                after={**after, "files": said}, reason=reason,
            )  # fmt: skip
            number = self._journal.append(db, entry, {"deleted": names}).sequence
            db.conn.executemany(
                "INSERT INTO deleted_files VALUES (?, ?, ?)", [(number, kind, name) for kind, name in names]
            )
        with suppress(EnvironmentFault):  # it is logged, and holds: what cannot be removed now, the next start removes
            self.remove_deleted()
        return number

    def remove_deleted(self) -> int:
        """Remove the files of deletions that are logged; a crash after the entry leaves this to the next start."""
        with self._workspace.reading() as db:
            waiting = bool(_to_remove(db, self._shelves))
        if not waiting:
            return 0
        removed = 0
        # Under the writing lock: nobody takes the same bytes in between the look and the removal.
        with self._workspace.writing() as db:
            for kind, name in _to_remove(db, self._shelves):
                with suppress(OSError):  # in use, or the folder is read-only: the next start tries again
                    removed += self._shelves[kind].remove(name)
        return removed

    def deletions(self) -> tuple[Deletion, ...]:
        """Return every file that was deleted under retention, oldest first."""
        sql = (
            "SELECT d.kind, d.stored_name, d.entry, j.time, j.user, j.reason FROM deleted_files d "
            "JOIN journal j ON j.sequence = d.entry ORDER BY d.entry, d.stored_name"
        )
        with self._workspace.reading() as db:
            return tuple(Deletion(FileKind(row[0]), *tuple(row)[1:]) for row in db.execute(sql))

    def deleted_document(self, document_id: int) -> Deletion | None:
        """Return what deleted the stored file of a document; None while it is kept."""
        sql = (
            "SELECT d.stored_name, d.entry, j.time, j.user, j.reason FROM deleted_files d "
            "JOIN journal j ON j.sequence = d.entry JOIN documents o ON o.stored_name = d.stored_name "
            "WHERE o.document_id = ? AND d.kind = ? AND d.entry > (SELECT max(v.first_entry) FROM document_versions v "
            "JOIN documents s ON s.document_id = v.document_id WHERE s.stored_name = o.stored_name AND v.version = 1) "
            "ORDER BY d.entry DESC LIMIT 1"
        )
        with self._workspace.reading() as db:
            row = db.execute(sql, (document_id, FileKind.DOCUMENT.value)).fetchone()
        return Deletion(FileKind.DOCUMENT, *tuple(row)) if row else None


def _subject(db: Database, scope: HoldScope, subject: str) -> tuple[int | None, int | None]:
    """Return the document and case that a hold is about. Raises InputError ``no_such_subject``."""
    sql = {
        HoldScope.VENDOR: "SELECT NULL, NULL FROM vendors WHERE vendor_id = ?",
        HoldScope.DOCUMENT: "SELECT document_id, NULL FROM documents WHERE CAST(document_id AS TEXT) = ?",
        HoldScope.CASE: "SELECT document_id, case_id FROM cases WHERE CAST(case_id AS TEXT) = ?",
    }[scope]
    row = db.execute(sql, (clean_text(subject),)).fetchone()
    if row is None:
        raise InputError("no_such_subject", f"There is no {scope.value} {subject}.")
    return row[0], row[1]


# No entry is older than one before it, whatever a clock that was set back said: else a file would be due at once.
_LAST = """
    SELECT document_id, max(until_then) FROM (
      SELECT document_id, max(time) OVER (ORDER BY sequence) AS until_then FROM journal)
    WHERE document_id IS NOT NULL GROUP BY document_id
"""
_DOCUMENTS = """
    SELECT d.document_id, d.stored_name, d.file, d.state, d.vendor_id,
      EXISTS (SELECT 1 FROM cases c WHERE c.document_id = d.document_id AND c.lane IS NOT NULL
              AND c.state IN ('open', 'sent', 'on_hold')) AS pending
    FROM documents d ORDER BY d.document_id
"""


def _stored(db: Database) -> list[StoredFile]:
    """Return the files that stand, documents first; one that several documents share counts by the youngest."""
    deleted = {(row[0], row[1]): row[2] for row in db.execute(
        "SELECT kind, stored_name, max(entry) FROM deleted_files GROUP BY kind, stored_name")}  # fmt: skip
    arrived = dict(db.execute("SELECT document_id, first_entry FROM document_versions WHERE version = 1").fetchall())
    held = _held(db)
    last_said = dict(db.execute(_LAST).fetchall())
    facts = {row["document_id"]: row for row in db.execute(_DOCUMENTS)}
    users: dict[tuple[FileKind, str], list[tuple[int, str, int]]] = {}
    for number, row in facts.items():
        users.setdefault((FileKind.DOCUMENT, row["stored_name"]), []).append((number, row["file"], arrived[number]))
    for row in db.execute("SELECT document_id, sha256, name, entry FROM attachments ORDER BY attachment_id"):
        users.setdefault((FileKind.ATTACHMENT, row[1]), []).append((row[0], row[2], row[3]))
    found = []
    for (kind, name), uses in users.items():
        if deleted.get((kind.value, name), 0) > max(entry for _, _, entry in uses):
            continue
        documents = tuple(dict.fromkeys(number for number, _, _ in uses))
        why = next((text for number in documents if (text := _why_kept(facts[number], held))), "")
        last = max(str(last_said[number]) for number in documents)
        found.append(StoredFile(kind, name, documents, uses[0][1], date.fromisoformat(last[:10]), 0, why))
    return found


def _held(db: Database) -> Mapping[str, set[str]]:
    held: dict[str, set[str]] = {scope.value: set() for scope in HoldScope}
    for scope, subject in db.execute("SELECT scope, subject FROM legal_holds"):
        if scope == HoldScope.CASE.value:
            row = db.execute("SELECT document_id FROM cases WHERE case_id = ?", (int(subject),)).fetchone()
            held[HoldScope.DOCUMENT.value].add(str(row[0]))
        else:
            held[scope].add(subject)
    return held


def _why_kept(row: Mapping[str, object], held: Mapping[str, set[str]]) -> str:
    if str(row["document_id"]) in held[HoldScope.DOCUMENT.value]:
        return f"document {row['document_id']} is under a legal hold"
    if row["vendor_id"] is not None and str(row["vendor_id"]) in held[HoldScope.VENDOR.value]:
        return f"vendor {row['vendor_id']} is under a legal hold"
    if row["pending"] or row["state"] in _OPEN:
        return f"document {row['document_id']} is still open"
    return ""


def _to_remove(db: Database, shelves: Mapping[FileKind, Shelf]) -> list[tuple[FileKind, str]]:
    """Return files that a logged deletion is about, that nothing stored again, and that still lie there."""
    rows: Iterable[tuple[str, str]] = [tuple(row) for row in db.execute(
        "SELECT DISTINCT kind, stored_name FROM deleted_files")]  # fmt: skip
    kept = {(one.kind, one.stored_name) for one in _stored(db)} if rows else set()
    gone = [(FileKind(kind), name) for kind, name in rows]
    return [one for one in gone if one not in kept and shelves[one[0]].find(one[1]) is not None]
