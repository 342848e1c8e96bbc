"""Evidence pages of cases as PDF: what happened, the figures, the rule, and every journal entry with its hash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from app.domain.case import Case, CaseState, JournalEntry, QueueRow
from app.domain.money import money_text
from app.reports.cell_text import printable
from app.reports.source import ReportSource, all_rows

_STYLES = getSampleStyleSheet()
_WORDS = 600


def write_case_pages(source: ReportSource, target: Path) -> int:
    """Write the evidence of every case that still counts, each from a page of its own; return how many."""
    documents = {row.document_id: row for row in all_rows(source)}
    cases = [case for case in source.cases() if case.state is not CaseState.SUPERSEDED]
    story: list[Any] = []
    for case in cases:
        entries = source.journal(document_id=case.document_id)
        story += [*_page(case, documents[case.document_id], entries), PageBreak()]
    if not cases:
        story = [_text("There is no case.")]
    pages = SimpleDocTemplate(
        str(target), pagesize=A4, title="Cases", leftMargin=18 * mm, rightMargin=18 * mm, topMargin=18 * mm
    )
    pages.build(story)
    return len(cases)


def _page(case: Case, document: QueueRow, entries: tuple[JournalEntry, ...]) -> Iterator[Any]:
    told = case.handover
    yield _text(f"Case {case.case_id}: {case.category.replace('_', ' ')}", "Heading1")
    yield _text(told.sentence)
    yield Spacer(1, 4 * mm)
    yield _facts(
        ("Invoice", f"{document.invoice_number} of {document.vendor_name} ({document.file})"),
        ("At stake", f"{money_text(case.exposure, document.currency)} {document.currency or ''}"),
        ("Stands", case.state.value.replace("_", " ") + (f": {case.outcome.value}" if case.outcome else "")),
        ("Owner", case.owner.value.replace("_", " ") if case.owner else "nobody"),
        ("Invoice lines", ", ".join(map(str, case.invoice_lines)) or "the document as a whole"),
        ("Order lines", ", ".join(f"{r.po_number} line {r.line_no}" for r in case.po_lines) or "none"),
        ("Rule", case.rule),
        ("Why not cleared", told.why_not_cleared),
        ("Likely cause", told.likely_cause),
        ("Class of cause", told.cause_class),
        ("Recommended", told.recommended_action),
        ("Earlier cases", told.similar),
        ("Note", case.note),
    )
    yield _text("Evidence", "Heading2")
    yield _facts(*told.evidence) if told.evidence else _text("None beyond the above.")
    yield _text("Journal", "Heading2")
    mine = [entry for entry in entries if entry.case_id in (None, case.case_id)]
    yield _facts(*((f"{e.sequence}, {e.time[:19]}Z", _entry_text(e)) for e in mine))


def _entry_text(entry: JournalEntry) -> str:
    who = entry.user if entry.person else f"{entry.user} (program)"
    reason = f" Reason: {entry.reason}" if entry.reason else ""
    return f"{entry.summary}. {who}, {entry.role.replace('_', ' ')}.{reason} Hash {entry.hash}"


def _facts(*pairs: tuple[str, str]) -> Any:  # noqa: ANN401 - reportlab ships no types
    rows = [[_text(name), _text(value)] for name, value in pairs if value]
    table = Table(rows or [["", ""]], colWidths=[40 * mm, 134 * mm])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def _text(text: str, style: str = "BodyText") -> Any:  # noqa: ANN401 - reportlab ships no types
    """Return a paragraph of plain text: what comes from outside is never markup."""
    shown = text if len(text) <= _WORDS else text[:_WORDS] + "…"
    return Paragraph(escape(printable(shown)), _STYLES[style])
