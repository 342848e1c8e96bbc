"""The whole journal: one row an entry, with every column that is hashed, so that the chain can be checked anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.reports.source import ReportSource, all_entries
from app.reports.table import Report, Value
from app.reports.words import Words, in_words

_HEADINGS = (
    "sequence", "time_utc", "kind", "user", "role", "role_in_words", "workstation", "person_or_program",
    "program_version", "document_id", "case_id", "summary", "reason", "before", "after", "previous_hash", "hash",
    "time_as_hashed", "seal_stream", "seal_position", "seal",
)  # fmt: skip


def audit_report(source: ReportSource, words: Words) -> Report:
    """Return the audit log, oldest entry first."""
    found = source.verify()
    whole = "yes" if found.whole else f"NO, from entry {found.first_bad}: {found.trouble}"
    about = (
        ("scope", "every entry of the journal"),
        ("filters", "none"),
        ("journal, tables and stored documents are whole", whole),
    )
    return Report("audit", "Audit log", _HEADINGS, _rows(source, words), about)


def _rows(source: ReportSource, words: Words) -> Iterator[tuple[Value, ...]]:
    for entry in all_entries(source):
        yield (
            entry.sequence, datetime.fromisoformat(entry.time), entry.kind, entry.user, entry.role,
            in_words(entry.role, words.roles), entry.workstation,
            "person" if entry.person else "program", entry.program_version, entry.document_id, entry.case_id,
            entry.summary, entry.reason, entry.before, entry.after, entry.previous_hash, entry.hash, entry.time,
            entry.stream, entry.position, entry.seal,
        )  # fmt: skip
