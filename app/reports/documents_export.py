"""Every document that came in and what became of it: one row each, so that what was received reconciles with what was
cleared, released, rejected and is still open (AS 1105: completeness).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from app.domain.case import CaseState, Document, DocumentState, JournalEntry, JournalKind
from app.domain.identifiers import loose_number
from app.reports.source import ReportSource, all_documents, all_rows
from app.reports.table import Report, Value
from app.reports.words import Words, in_words

_HEADINGS = (
    "document_id", "file", "document_sha256", "channel", "received_utc", "taken_in_by", "pages", "read_from",
    "profile", "profile_sha256", "state", "state_in_words", "invoice_number", "invoice_number_normalised",
    "invoice_number_as_printed", "invoice_date", "vendor_id", "vendor_name", "vendor_name_as_printed", "po_numbers",
    "orders_matched", "currency", "total", "lane", "exposure", "cases", "cases_open", "decided_utc", "decision_entry",
    "program_version", "policy_version", "policy_sha256", "orders_as_of_entry", "document_checks", "error", "entries",
)  # fmt: skip


def documents_report(source: ReportSource, words: Words) -> Report:
    """Return every document, in the order they came; the counts by state add up to the rows."""
    states = Counter(row.state for row in all_rows(source))
    counts: dict[str, Value] = {f"documents {state.value}": states[state] for state in DocumentState}
    about: tuple[tuple[str, Value], ...] = (
        ("scope", "every document that came in, unreadable ones and duplicates included"),
        *counts.items(),
        ("received = cleared + released + rejected + unreadable + still open", sum(states.values())),
    )
    return Report(
        "documents", "Documents", _HEADINGS, _rows(source, words), about, sums=("total",), money=("exposure",)
    )


def _rows(source: ReportSource, words: Words) -> Iterator[tuple[Value, ...]]:
    lists = {row.document_id: row for row in all_rows(source)}
    for document in all_documents(source):
        row, entries = lists[document.document_id], source.journal(document_id=document.document_id)
        cases = [case for case in document.cases if case.lane is not None and case.state is not CaseState.SUPERSEDED]
        open_cases = [case for case in cases if case.state is not CaseState.RESOLVED]
        yield (
            document.document_id, document.reading.file, document.reading.sha256, document.channel, document.received,
            _taken_in_by(entries), document.reading.pages, *_reading_values(document), document.state.value,
            in_words(document.state, words.document_states), *_header_values(document), row.currency, row.total,
            row.lane.value if row.lane else None, row.exposure, len(cases), len(open_cases),
            *_decision_values(document, entries), document.reading.error.code if document.reading.error else None,
            ", ".join(str(entry.sequence) for entry in entries),
        )  # fmt: skip


def _taken_in_by(entries: tuple[JournalEntry, ...]) -> str | None:
    return next((entry.user for entry in entries if entry.kind == JournalKind.TAKEN_IN.value), None)


def _reading_values(document: Document) -> tuple[Value, ...]:
    invoice = document.invoice
    return (invoice.source.value, invoice.profile, invoice.profile_hash) if invoice else (None, None, None)


def _header_values(document: Document) -> tuple[Value, ...]:
    if document.invoice is None:
        return (None,) * 9
    header, match = document.invoice.header, document.match
    number, name = header.invoice_number, header.vendor_name
    vendor = document.desk.vendor(match.vendor_id) if document.desk and match else None
    return (
        number.value if number else None, loose_number(number.value) if number else None,
        number.raw if number else None, header.invoice_date.value if header.invoice_date else None,
        match.vendor_id if match else None, vendor.name if vendor else name.value if name else None,
        (name.raw or name.value) if name else None, ", ".join(order.value for order in header.po_numbers),
        ", ".join(match.orders) if match else None,
    )  # fmt: skip


def _decision_values(document: Document, entries: tuple[JournalEntry, ...]) -> tuple[Value, ...]:
    decided = [entry for entry in entries if entry.kind == JournalKind.DECIDED.value]
    if document.decision is None or not decided:
        return (None,) * 7
    last, decision = decided[-1], document.decision
    checks = "; ".join(
        f"{found.category.value} ({found.rule}): {found.lane.value if found.lane else 'note'}: {found.reason}"
        f"{_figures(found.figures)}"
        for found in decision.findings
    )
    return (
        last.moment, last.sequence, last.program_version, decision.policy_version,
        decision.policy_hash or None, document.desk.as_of if document.desk else None, checks,
    )  # fmt: skip


def _figures(figures: object) -> str:
    return f" {json.dumps(figures, ensure_ascii=False, sort_keys=True)}" if figures else ""
