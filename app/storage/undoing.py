"""Undoing the last command: the document is brought back by a compensating entry, and nothing is deleted."""

from __future__ import annotations

from dataclasses import replace

from sqlite_utils import Database

from app.domain.case import MAY_BE_PAID, Actor, Case, CaseState, Document, JournalKind, NewEntry
from app.domain.errors import ConflictError, RuleError
from app.domain.settlement import Undoable
from app.storage import cases, documents, snapshots
from app.storage.bookings import billed_since
from app.storage.database import Workspace
from app.storage.journal import Journal
from app.storage.learned import forget
from app.storage.settling import arrival_of, changed_meanwhile, finish, same_number_paid_since

_UNDOABLE = """
    SELECT j.sequence, j.document_id, j.summary, v.version, v.last_entry FROM journal j
    JOIN documents d ON d.document_id = j.document_id
    JOIN document_versions v ON v.document_id = d.document_id AND v.version = d.version
    WHERE j.kind = 'command' AND j.user = ? AND j.person = 1 AND v.version > 1
      AND j.sequence BETWEEN v.first_entry AND v.last_entry
      AND v.last_entry = (SELECT max(l.sequence) FROM journal l WHERE l.document_id = j.document_id
                           AND l.kind NOT IN ('attached', 'retention'))
"""


def undoable(db: Database, actor: Actor) -> Undoable | None:
    """Return the last command of this person that nothing has happened after on its document."""
    sql = _UNDOABLE + " ORDER BY j.sequence DESC LIMIT 1"
    row = db.execute(sql, (snapshots.clean_text(actor.user),)).fetchone()
    return Undoable(row["sequence"], row["document_id"], row["summary"]) if row else None


def undo(workspace: Workspace, journal: Journal, entry: int, actor: Actor) -> Document:
    """Bring a document back to how it stood before a command of this person.

    Raises:
        RuleError: The entry is no command of this person.
        ConflictError: Something happened on the document since, or another invoice was billed that this one would be
            paid beside.
    """
    with workspace.writing() as db:
        sql = _UNDOABLE + " AND j.sequence = ?"
        row = db.execute(sql, (snapshots.clean_text(actor.user), entry)).fetchone()
        if row is None:
            raise _why_not(db, entry, actor)
        document_id, version = row["document_id"], row["version"]
        target = documents.version_at(db, document_id, version - 1)
        touched = _restore_cases(db, document_id, version)
        received, channel = arrival_of(db, document_id)
        document = replace(
            documents.document_of(db, target, received, channel, cases.cases_of(db, document_id)), version=version + 1
        )
        if documents.newest_version(db, document_id).state not in MAY_BE_PAID:
            _refuse_paying_beside_another(db, document, entry)
        parts = {
            "reading": target.reading, "invoice": target.invoice, "match": target.match, "decision": target.decision,
            "desk": target.desk, "corrections": target.corrections, "choices": target.choices,
            "grounds": target.grounds,
        }  # fmt: skip
        undone = NewEntry(
            JournalKind.UNDONE, actor, f"Undid: {row['summary']}", document_id,
            before={"version": version}, after={"undone_entry": entry, "restored_version": target.version},
        )  # fmt: skip
        finish(db, journal, document, parts, (undone,), touched, forget(db, row["last_entry"]))
    return document


def _refuse_paying_beside_another(db: Database, restored: Document, entry: int) -> None:
    """Refuse to bring back that an invoice is paid, where another one took its place after the command.

    Nobody would look at it again: what is cleared or released is not decided anew.
    """
    if restored.state not in MAY_BE_PAID:
        return
    orders = [order.po_number for order in restored.desk.orders] if restored.desk else []
    number = restored.document_id
    if billed_since(db, orders, number, entry) or same_number_paid_since(db, restored, entry):
        raise ConflictError(
            "billed_meanwhile",
            f"Another invoice was billed since: undoing this would pay document {number} beside it. "
            "Nothing was written.",
            next_step="Settle its cases as they stand; what is open now counts.",
            context={"document": str(number)},
        )


def _restore_cases(db: Database, document_id: int, version: int) -> list[Case]:
    """Give every case that this version changed its earlier standing; close those it opened."""
    earlier = cases.versions_at(db, document_id, version - 1)
    touched = []
    for case in cases.cases_of(db, document_id):
        was = earlier.get(case.case_id, replace(case, state=CaseState.SUPERSEDED))
        if replace(was, version=case.version) != case:
            touched.append(cases.rewrite_case(db, replace(was, version=case.version + 1), version + 1))
    return touched


def _why_not(db: Database, entry: int, actor: Actor) -> RuleError | ConflictError:
    row = db.execute("SELECT kind, user, person, document_id FROM journal WHERE sequence = ?", (entry,)).fetchone()
    own = row is not None and row["kind"] == JournalKind.COMMAND.value and row["person"] and row["user"] == actor.user
    if not own:
        return RuleError("not_your_command", f"Entry {entry} is no command of yours, so you cannot undo it.")
    return changed_meanwhile(int(row["document_id"]))
