"""Documents: every version each ever had, and the newest one with what a list shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from app.domain.case import Case, Choice, Correction, Document, DocumentState
from app.domain.decision import Decision
from app.domain.errors import EnvironmentFault, InputError
from app.domain.invoice import Invoice, Reading
from app.domain.match import Desk, Match
from app.domain.record import from_record
from app.storage import snapshots
from app.storage.cases import cases_of
from app.storage.list_row import LIST_COLUMNS, NO_ACCOUNTS, Value, list_values
from app.storage.search_text import write_search_text


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document: where it stood and the names of its parts."""

    document_id: int
    version: int
    state: DocumentState
    reading: str
    invoice: str | None
    match: str | None
    decision: str | None
    desk: str | None
    corrections: str | None
    choices: str | None
    first_entry: int
    last_entry: int
    grounds: str | None = None


PARTS = ("reading", "invoice", "match", "decision", "desk", "corrections", "choices", "grounds")
_VERSION_COLUMNS = (
    'document_id, version, state, reading, invoice, "match", decision, desk, corrections, choices, first_entry, '
    "last_entry, grounds"
)


def newest_version(db: Database, document_id: int) -> Version:
    """Return the newest version of a document.

    Raises:
        InputError: ``no_such_document``.
    """
    sql = f"SELECT {_VERSION_COLUMNS} FROM document_versions WHERE document_id = ? ORDER BY version DESC LIMIT 1"  # noqa: S608
    row = db.execute(sql, (document_id,)).fetchone()
    if row is None:
        raise InputError(
            "no_such_document", f"There is no document {document_id}.", next_step="Look at the queue for its number."
        )
    return _version_of(row)


def version_at(db: Database, document_id: int, version: int) -> Version:
    """Return one version of a document that is known to be there.

    Raises:
        EnvironmentFault: The database lost it.
    """
    sql = f"SELECT {_VERSION_COLUMNS} FROM document_versions WHERE document_id = ? AND version = ?"  # noqa: S608
    row = db.execute(sql, (document_id, version)).fetchone()
    if row is None:
        raise EnvironmentFault(
            "version_missing",
            f"Version {version} of document {document_id} is missing from the database.",
            next_step="Run “tieout audit verify” and restore the last backup.",
        )
    return _version_of(row)


def _version_of(row: object) -> Version:
    values = tuple(row)  # type: ignore[arg-type, var-annotated]
    return Version(values[0], values[1], DocumentState(values[2]), *values[3:])


def load(db: Database, document_id: int) -> Document:
    """Return everything known of a document.

    Raises:
        InputError: ``no_such_document``.
    """
    version = newest_version(db, document_id)
    received, channel = db.execute(
        "SELECT received, channel FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    return document_of(db, version, received, channel, cases_of(db, document_id))


def document_of(db: Database, version: Version, received: str, channel: str, cases: tuple[Case, ...]) -> Document:
    """Build a document from one of its versions."""
    return Document(
        document_id=version.document_id,
        reading=from_record(Reading, snapshots.record_of(db, version.reading)),
        state=version.state,
        received=datetime.fromisoformat(received),
        channel=channel,
        invoice=snapshots.get(db, Invoice, version.invoice),
        match=snapshots.get(db, Match, version.match),
        decision=snapshots.get(db, Decision, version.decision),
        desk=snapshots.get(db, Desk, version.desk),
        corrections=corrections_of(db, version),
        choices=choices_of(db, version),
        cases=cases,
        version=version.version,
    )


def corrections_of(db: Database, version: Version) -> tuple[Correction, ...]:
    """Return the corrections a version has."""
    return tuple(from_record(Correction, r) for r in snapshots.record_of(db, version.corrections) or ())


def choices_of(db: Database, version: Version) -> tuple[Choice, ...]:
    """Return the choices of order lines a version has."""
    return tuple(from_record(Choice, r) for r in snapshots.record_of(db, version.choices) or ())


def insert_version(db: Database, version: Version) -> None:
    """Keep a version of a document."""
    marks = ", ".join("?" * 13)
    sql = f"INSERT INTO document_versions ({_VERSION_COLUMNS}) VALUES ({marks})"  # noqa: S608 - names and marks only
    db.execute(
        sql,
        (
            version.document_id, version.version, version.state.value, version.reading, version.invoice, version.match,
            version.decision, version.desk, version.corrections, version.choices, version.first_entry,
            version.last_entry, version.grounds,
        ),
    )  # fmt: skip


def write_list_row(db: Database, document: Document) -> str:
    """Bring the row a list shows up to the document as it stands now; return the hash of what it shows."""
    values = list_values(document)
    named = ", ".join(f"{name} = ?" for name in ("version", *LIST_COLUMNS))
    db.execute(
        f"UPDATE documents SET {named} WHERE document_id = ?",  # noqa: S608 - names only
        (document.version, *values, document.document_id),
    )
    write_search_text(db, document.document_id)
    return _digest(values)


def list_digest(db: Database, document_id: int) -> str:
    """Return the hash of what a list shows of a document now."""
    sql = f"SELECT {', '.join(LIST_COLUMNS)} FROM documents WHERE document_id = ?"  # noqa: S608 - names only
    return _digest(tuple(db.execute(sql, (document_id,)).fetchone()))


def _digest(values: tuple[Value, ...]) -> str:
    """Return the hash of a row; accounts count where there are any: rows of before they were kept stay as they were."""
    return snapshots.digest(values if values[-1] != NO_ACCOUNTS else values[:-1])
