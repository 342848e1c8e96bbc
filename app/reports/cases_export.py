"""All cases, settled and superseded ones included: what each is about, where it stands and what it hands over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from app.domain.case import Case, CaseState
from app.domain.money import decimal_or_none
from app.domain.urgency import Urgency
from app.reports.settled import Message, attachments_of, messages_sent, settled_cases
from app.reports.source import ReportSource, all_entries, all_rows
from app.reports.table import Report, Value
from app.reports.words import Words, in_words

_HEADINGS = (
    "case_id", "document_id", "file", "invoice_number", "invoice_date", "vendor_name", "document_state",
    "document_state_in_words", "category", "category_in_words", "patterns", "cause_class", "lane",
    "lane_in_words", "priority", "priority_reason", "due", "overdue", "owner", "owner_in_words",
    "release_role", "release_role_in_words", "exposure", "currency",
    "rule", "state", "state_in_words", "outcome", "outcome_in_words", "action_taken", "settled_by",
    "settled_by_role", "settled_utc", "settled_entry", "settled_reason", "limit_then", "answers_for",
    "reference", "hold_until", "note", "message_sent", "message_to", "message_sha256", "message_entry", "attachments",
    "document_sha256", "vendor_id", "invoice_lines", "po_lines", "opened_utc", "what_happened", "likely_cause",
    "recommended_action", "why_not_cleared", "evidence", "similar_cases", "draft_to", "draft_address",
    "draft_subject", "draft_sha256", "ledger_coding", "version",
)  # fmt: skip


def cases_report(source: ReportSource, words: Words) -> Report:
    """Return every case, oldest first."""
    cases = source.cases()
    counts: dict[str, Value] = {f"cases {s.value}": sum(case.state is s for case in cases) for s in CaseState}
    about: tuple[tuple[str, Value], ...] = (
        ("scope", "every case ever opened"),
        ("priority and due", "of cases still to settle, as on the day of the export under the policy in force"),
        *counts.items(),
    )
    return Report("cases", "Cases", _HEADINGS, _rows(source, cases, words), about, sums=("exposure",))


def _rows(source: ReportSource, cases: tuple[Case, ...], words: Words) -> Iterator[tuple[Value, ...]]:
    documents = {row.document_id: row for row in all_rows(source)}
    settled = settled_cases(all_entries(source), cases)
    sent = messages_sent(all_entries(source))
    attached = attachments_of(all_entries(source))
    kept: dict[int, tuple[str, str | None]] = {}
    urgent = source.urgencies()
    for case in cases:
        # What was written to somebody else is no reason, and stands apart.
        message = sent.get(case.case_id)
        document, told, end = documents[case.document_id], case.handover, settled.get(case.case_id)
        yield (
            case.case_id, case.document_id, document.file, document.invoice_number, document.invoice_date,
            document.vendor_name, *_both(document.state, words.document_states), *_both(case.category, words.findings),
            "; ".join(case.patterns), told.cause_class or None, *_both(case.lane, words.lanes),
            *_urgency(urgent.get(case.case_id)), *_both(case.owner, words.roles),
            *_both(case.release_role, words.roles), case.exposure, document.currency,
            case.rule, *_both(case.state, words.case_states), *_both(case.outcome, words.outcomes), _action(case),
            end.by if end else None, in_words(end.role, words.roles) if end else None, end.when if end else None,
            end.entry if end else None, end.reason if end else None, end.limit or None if end else None,
            decimal_or_none(end.answers_for) if end else None, end.reference or None if end else None, case.hold_until,
            None if message and case.note == message.text else case.note, *_sent(message),
            attached.get(case.case_id),
            *_papers(source, case.document_id, kept),
            "; ".join(map(str, case.invoice_lines)), "; ".join(f"{r.po_number}/{r.line_no}" for r in case.po_lines),
            case.opened, told.sentence, told.likely_cause, told.recommended_action, told.why_not_cleared,
            "; ".join(f"{name}: {value}" for name, value in told.evidence), told.similar,
            told.draft_to.value if told.draft_to else None, told.draft_address, told.draft_subject,
            hashlib.sha256(told.draft_body.encode()).hexdigest() if told.draft_body else None,
            dict(told.evidence).get("ledger coding"), case.version,
        )  # fmt: skip


def _action(case: Case) -> str | None:
    """Return what was done with a case, in one word; nothing while it is open."""
    return case.outcome.value if case.outcome else None if case.state is CaseState.OPEN else case.state.value


def _urgency(urgency: Urgency | None) -> tuple[Value, ...]:
    if urgency is None:
        return (None,) * 4
    return urgency.priority.value, urgency.reason, urgency.due, "yes" if urgency.overdue else "no"


def _sent(message: Message | None) -> tuple[Value, ...]:
    return (message.text, message.to, message.sha256, message.entry) if message else (None,) * 4


def _papers(source: ReportSource, document_id: int, kept: dict[int, tuple[str, str | None]]) -> tuple[str, str | None]:
    """Return the hash of a case's document and its vendor's number; documents with several cases are read once."""
    if document_id not in kept:
        document = source.document(document_id)
        kept[document_id] = (document.reading.sha256, document.match.vendor_id if document.match else None)
    return kept[document_id]


def _both(code: str | None, table: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return a code and its words; nothing twice where there is none."""
    return (None, None) if code is None else (str(code), in_words(str(code), table))
