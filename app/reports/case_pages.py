"""Evidence pages of cases as PDF: what happened, the figures, the rule, and every journal entry with its hash."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from app.domain.case import Case, CaseState, JournalEntry, QueueRow
from app.domain.money import money_text
from app.domain.urgency import Urgency
from app.reports.cell_text import printable
from app.reports.pdf_fonts import BOLD, PLAIN, drawable, letters
from app.reports.settled import Settled, settled_cases
from app.reports.source import ReportSource, all_entries, all_rows
from app.reports.words import Words, in_words

_WORDS = 600


def write_case_pages(source: ReportSource, target: Path, words: Words) -> int:
    """Write the evidence of every case that still counts, each from a page of its own; return how many."""
    documents = {row.document_id: row for row in all_rows(source)}
    cases = [case for case in source.cases() if case.state is not CaseState.SUPERSEDED]
    settled = settled_cases(all_entries(source), cases)
    urgent = source.urgencies()
    story: list[Any] = []
    for case in cases:
        entries = source.journal(document_id=case.document_id)
        story += [
            *case_story(
                case, documents[case.document_id], entries, settled.get(case.case_id), words, urgent.get(case.case_id)
            ),
            PageBreak(),
        ]
    if not cases:
        story = [text("There is no case.")]
    pages = SimpleDocTemplate(
        str(target), pagesize=A4, title="Cases", leftMargin=18 * mm, rightMargin=18 * mm, topMargin=18 * mm
    )
    pages.build(story)
    return len(cases)


def case_story(
    case: Case,
    document: QueueRow,
    entries: tuple[JournalEntry, ...],
    settled: Settled | None,
    words: Words,
    urgency: Urgency | None = None,
) -> Iterator[Any]:
    """Yield what a case was about, where it stands, its evidence and its entries, as flowing text."""
    told = case.handover
    yield text(f"Case {case.case_id}: {in_words(case.category, words.findings)}", "Heading1")
    yield text(told.sentence)
    yield Spacer(1, 4 * mm)
    yield facts(
        ("Invoice", f"{document.invoice_number} of {document.vendor_name} ({document.file})"),
        ("At stake", f"{money_text(case.exposure, document.currency)} {document.currency or ''}"),
        ("Stands", _standing(case, words)),
        ("Priority", f"{urgency.priority.value}: {urgency.reason}" if urgency else ""),
        ("Due", urgency.due.isoformat() if urgency and urgency.due else ""),
        ("Settled", _ending(settled, words)),
        ("Reason given", settled.reason if settled else ""),
        ("Owner", in_words(case.owner, words.roles) or "nobody"),
        ("Invoice lines", ", ".join(map(str, case.invoice_lines)) or "the document as a whole"),
        ("Order lines", ", ".join(f"{r.po_number} line {r.line_no}" for r in case.po_lines) or "none"),
        ("Rule", case.rule),
        ("Why not cleared", told.why_not_cleared),
        ("Likely cause", told.likely_cause),
        ("Class of cause", told.cause_class),
        ("Recommended", told.recommended_action),
        ("Earlier cases", told.similar),
        ("Note", case.note if settled is None or case.note != settled.reason else ""),
    )
    yield text("Evidence", "Heading2")
    yield facts(*told.evidence) if told.evidence else text("None beyond the above.")
    yield text("Journal", "Heading2")
    mine = [entry for entry in entries if entry.case_id in (None, case.case_id)]
    yield facts(*((f"{e.sequence}, {e.time[:10]} {e.time[11:19]}Z", _entry_text(e)) for e in mine))


def _standing(case: Case, words: Words) -> str:
    outcome = in_words(case.outcome, words.outcomes)
    return f"{in_words(case.state, words.case_states)}{f': {outcome}' if outcome else ''}"


def _ending(settled: Settled | None, words: Words) -> str:
    if settled is None:
        return ""
    who = settled.by if settled.person else f"{settled.by} (program)"
    when = f"{settled.when:%Y-%m-%d %H:%M:%S}Z" if settled.when else "at a time nobody can read"
    return f"by {who}, {in_words(settled.role, words.roles)}, {when}"


def _entry_text(entry: JournalEntry) -> str:
    who = entry.user if entry.person else f"{entry.user} (program)"
    reason = f" Reason: {_ended(entry.reason)}" if entry.reason else ""
    return f"{_ended(entry.summary)} {who}, {entry.role.replace('_', ' ')}.{reason} Hash {entry.hash}"


def _ended(sentence: str) -> str:
    """Return a sentence with its full stop."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def facts(*pairs: tuple[str, str]) -> Any:  # noqa: ANN401 - reportlab ships no types
    """Return names and values in two columns; what has no value is left out."""
    rows = [[text(name), text(value)] for name, value in pairs if value]
    table = Table(rows or [["", ""]], colWidths=[40 * mm, 134 * mm])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def text(words: str, style: str = "BodyText") -> Any:  # noqa: ANN401 - reportlab ships no types
    """Return a paragraph of plain text: what comes from outside is never markup."""
    shown = words if len(words) <= _WORDS else words[:_WORDS] + "…"
    return Paragraph(escape(drawable(printable(shown))), styles()[style])


@lru_cache(maxsize=1)
def styles() -> Any:  # noqa: ANN401 - reportlab ships no types
    """Return the styles of the pages, in letters that can show what invoices hold."""
    known = letters()
    found = getSampleStyleSheet()
    for name in ("BodyText", "Heading1", "Heading2", "Heading3") if known else ():
        found[name].fontName = PLAIN if name == "BodyText" else BOLD
    return found
