"""All cases, settled and superseded ones included: what each is about, where it stands and what it hands over."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.case import Case, CaseState, QueueRow
from app.reports.source import ReportSource, all_rows
from app.reports.table import Report, Value

_HEADINGS = (
    "case_id", "document_id", "file", "invoice_number", "invoice_date", "vendor_name", "document_state", "category",
    "patterns", "cause_class", "lane", "owner", "release_role", "exposure", "currency", "rule", "state", "outcome",
    "hold_until", "note", "invoice_lines", "po_lines", "opened_utc", "what_happened", "likely_cause",
    "recommended_action", "why_not_cleared", "evidence", "similar_cases", "draft_to", "draft_address", "draft_subject",
    "version",
)  # fmt: skip


def cases_report(source: ReportSource) -> Report:
    """Return every case, oldest first."""
    cases = source.cases()
    counts: dict[str, Value] = {f"cases {s.value}": sum(case.state is s for case in cases) for s in CaseState}
    about: tuple[tuple[str, Value], ...] = (("scope", "every case ever opened"), ("filters", "none"), *counts.items())
    rows = {row.document_id: row for row in all_rows(source)}
    return Report("cases", "Cases", _HEADINGS, _rows(cases, rows), about, sums=("exposure",))


def _rows(cases: tuple[Case, ...], documents: dict[int, QueueRow]) -> Iterator[tuple[Value, ...]]:
    for case in cases:
        document, told = documents[case.document_id], case.handover
        yield (
            case.case_id, case.document_id, document.file, document.invoice_number, document.invoice_date,
            document.vendor_name, document.state.value, case.category, "; ".join(case.patterns),
            told.cause_class or None, case.lane.value if case.lane else None, case.owner.value if case.owner else None,
            case.release_role.value if case.release_role else None, case.exposure, document.currency, case.rule,
            case.state.value, case.outcome.value if case.outcome else None, case.hold_until, case.note,
            "; ".join(map(str, case.invoice_lines)), "; ".join(f"{r.po_number}/{r.line_no}" for r in case.po_lines),
            case.opened, told.sentence, told.likely_cause, told.recommended_action, told.why_not_cleared,
            "; ".join(f"{name}: {value}" for name, value in told.evidence), told.similar,
            told.draft_to.value if told.draft_to else None, told.draft_address, told.draft_subject, case.version,
        )  # fmt: skip
