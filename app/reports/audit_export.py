"""The whole journal: one row an entry, with every column that is hashed, so that the chain can be checked anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.domain.audit import ExportFilter
from app.domain.case import JournalEntry
from app.reports.source import ReportSource, Selection, all_entries, all_rows
from app.reports.table import Report, Value
from app.reports.words import Words, in_words

_HEADINGS = (
    "sequence", "time_utc", "kind", "user", "role", "role_in_words", "workstation", "person_or_program",
    "program_version", "document_id", "case_id", "summary", "reason", "before", "after", "previous_hash", "hash",
    "time_local", "time_as_hashed", "seal_stream", "seal_position", "seal",
)  # fmt: skip
_EVERYTHING = ExportFilter()


def audit_report(source: ReportSource, words: Words, wanted: ExportFilter = _EVERYTHING) -> Report:
    """Return the audit log, oldest entry first."""
    found = source.verify()
    whole = "yes" if found.whole else f"NO, from entry {found.first_bad}: {found.trouble}"
    about: tuple[tuple[str, Value], ...] = (
        ("scope", "every entry of the journal" if wanted.everything else "the entries that the filters name"),
        ("journal, tables and stored documents are whole", whole),
    )
    if not wanted.everything:
        about = (
            *about,
            (
                "these rows alone",
                "are not the chain: export the log without filters to check it, or prove them (tieout audit prove)",
            ),
        )
    return Report("audit", "Audit log", _HEADINGS, _rows(source, words, wanted), about)


def _rows(source: ReportSource, words: Words, wanted: ExportFilter) -> Iterator[tuple[Value, ...]]:
    for entry in entries_of(source, wanted):
        yield (
            entry.sequence, entry.moment, entry.kind, entry.user, entry.role,
            in_words(entry.role, words.roles), entry.workstation,
            "person" if entry.person else "program", entry.program_version, entry.document_id, entry.case_id,
            entry.summary, entry.reason, entry.before, entry.after, entry.previous_hash, entry.hash,
            _local_time(entry), entry.time,
            entry.stream, entry.position, entry.seal,
        )  # fmt: skip


def entries_of(source: ReportSource, wanted: ExportFilter) -> Iterator[JournalEntry]:
    """Yield the entries written in the period, of the vendor's documents, or of the case and its document."""
    selected: frozenset[int] | None = None
    if wanted.vendor_id is not None or wanted.case_id is not None:
        chosen = Selection(source, ExportFilter(vendor_id=wanted.vendor_id, case_id=wanted.case_id))
        selected = frozenset(row.document_id for row in all_rows(chosen))
    for entry in all_entries(source):
        mine = selected is None or entry.document_id in selected
        about = wanted.case_id is None or entry.case_id in (None, wanted.case_id)
        moment = entry.moment
        if mine and about and (moment is None or wanted.covers(moment)):
            yield entry


def _local_time(entry: JournalEntry) -> str | None:
    try:
        found = json.loads(entry.after).get("local_time")
    except (ValueError, AttributeError):
        return None
    return found if isinstance(found, str) else None
