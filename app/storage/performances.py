"""Every decision a desk ever made, with all that it was made from: what an auditor makes it again with."""

from __future__ import annotations

from dataclasses import replace

from sqlite_utils import Database

from app.domain.audit import Performance
from app.domain.decision import Decision, Grounds
from app.domain.invoice import Invoice, Reading
from app.domain.match import Desk, Match
from app.domain.policy import Policy
from app.domain.record import from_record
from app.policy.policy_file import parse_policy
from app.storage import documents, snapshots
from app.storage.documents import Version

# A command on a case, or an undo, carries the decision over: only the version that made it counts.
_DECIDED = """
    SELECT min(version) FROM document_versions
    WHERE document_id = ? AND decision IS NOT NULL GROUP BY decision, grounds, desk, invoice ORDER BY min(version)
"""


def decided_documents(db: Database) -> tuple[int, ...]:
    """Return the documents that were ever decided, in the order they came."""
    sql = "SELECT DISTINCT document_id FROM document_versions WHERE decision IS NOT NULL ORDER BY document_id"
    return tuple(int(row[0]) for row in db.execute(sql))


def performances(db: Database, document_id: int) -> tuple[Performance, ...]:
    """Return the decisions made about a document, oldest first."""
    numbers = [int(row[0]) for row in db.execute(_DECIDED, (document_id,))]
    return tuple(_performance(db, documents.version_at(db, document_id, number)) for number in numbers)


def _performance(db: Database, version: Version) -> Performance:
    decision = snapshots.get(db, Decision, version.decision)
    assert decision is not None
    sql = "SELECT time, program_version FROM journal WHERE sequence = ?"
    row = db.execute(sql, (version.last_entry,)).fetchone()
    time, program_version = (str(row[0]), str(row[1])) if row else ("", "")
    return Performance(
        document_id=version.document_id,
        version=version.version,
        entry=version.last_entry,
        time=time,
        program_version=program_version,
        reading=from_record(Reading, snapshots.record_of(db, version.reading)),
        corrections=documents.corrections_of(db, version),
        choices=documents.choices_of(db, version),
        invoice=snapshots.get(db, Invoice, version.invoice),
        match=snapshots.get(db, Match, version.match),
        desk=snapshots.get(db, Desk, version.desk),
        decision=decision,
        grounds=snapshots.get(db, Grounds, version.grounds),
        policy=_policy(db, decision.policy_hash),
    )


def _policy(db: Database, sha256: str) -> Policy | None:
    """Return the policy with this hash; None where no policy was in force."""
    row = db.execute("SELECT text FROM policies WHERE sha256 = ?", (sha256,)).fetchone()
    return None if row is None else replace(parse_policy(str(row[0]))[0], sha256=sha256)
