"""Every value that was read of every invoice: the characters, where they stand, what became of them, who changed them.

One row a value, as it counts now; what was read stands beside it where a person put something else in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from app.domain.case import Correction, Document, JournalEntry, JournalKind
from app.domain.invoice import Invoice, InvoiceHeader, InvoiceLine
from app.domain.provenance import Box, Extracted
from app.reports.source import ReportSource, all_documents
from app.reports.table import Report, Value
from app.reports.words import Words

_HEADINGS = (
    "document_id", "file", "document_sha256", "invoice_number", "invoice_line", "field", "value", "read_value",
    "text_as_read", "repaired_from", "page", "box_left", "box_top", "box_right", "box_bottom", "method", "certainty",
    "profile", "profile_sha256", "corrected_by", "corrected_utc", "correction_entry", "correction_reason",
)  # fmt: skip

Place = tuple[int | None, str, int]


@dataclass(frozen=True, slots=True)
class _Typed:
    """Who put a value in, and the entry that says so."""

    by: str
    entry: JournalEntry | None


def values_report(source: ReportSource, _: Words) -> Report:
    """Return every value of every invoice that was read, in the order the invoices came."""
    about: tuple[tuple[str, Value], ...] = (
        ("scope", "every header field, line field and charge that was read or entered"),
        ("certainty", "proven, consistent, unverified or contradicted by the document's own sums"),
        ("box", "points from the top left of the page as it is shown"),
    )
    return Report("values", "Values read", _HEADINGS, _rows(source), about)


def _rows(source: ReportSource) -> Iterator[tuple[Value, ...]]:
    for document in all_documents(source):
        if document.invoice is None:
            continue
        typed = _typed(document, source.journal(document_id=document.document_id))
        was = dict(values_of(document.reading.invoice)) if document.reading.invoice else {}
        number = document.invoice.header.invoice_number
        start = (
            document.document_id, document.reading.file, document.reading.sha256, number.value if number else None,
        )  # fmt: skip
        now = dict(values_of(document.invoice))
        for place in (*now, *(gone for gone in was if gone not in now)):
            yield (*start, *_row(document.invoice, place, now.get(place), was.get(place), typed))


def _row(
    invoice: Invoice,
    place: Place,
    now: Extracted[object] | None,
    was: Extracted[object] | None,
    typed: dict[tuple[int | None, str], _Typed],
) -> tuple[Value, ...]:
    line, name, _ = place
    shown = now or was
    assert shown is not None
    box = shown.box
    by = typed.get((line, name))
    entry = by.entry if by else None
    return (
        line, name, shown_value(now.value) if now else None, shown_value(was.value) if was else None, shown.raw,
        shown.repaired_from, box.page if box else None, *_corners(box), shown.method.value,
        shown.certainty.value, invoice.profile, invoice.profile_hash, by.by if by else None,
        datetime.fromisoformat(entry.time) if entry else None, entry.sequence if entry else None,
        entry.reason if entry else None,
    )  # fmt: skip


def values_of(invoice: Invoice) -> Iterator[tuple[Place, Extracted[object]]]:
    """Yield every value of an invoice with its line, field and place among several of that field."""
    yield from _fields_of(invoice.header, None)
    for line in invoice.lines:
        yield from _fields_of(line, line.line_no)
    for position, charge in enumerate(invoice.charges):
        yield (None, f"charge {charge.kind.value}", position), charge.amount


def _fields_of(part: InvoiceHeader | InvoiceLine, line_no: int | None) -> Iterator[tuple[Place, Extracted[object]]]:
    for field in fields(part):
        found = getattr(part, field.name)
        several = found if isinstance(found, tuple) else (found,)
        for position, value in enumerate(several):
            if isinstance(value, Extracted):
                yield (line_no, field.name, position), value


def _typed(document: Document, entries: tuple[JournalEntry, ...]) -> dict[tuple[int | None, str], _Typed]:
    """Return by line and field who entered what counts now."""
    summaries = {entry.summary: entry for entry in entries if entry.kind == JournalKind.COMMAND.value}
    return {
        (typed.line_no, typed.field): _Typed(typed.entered_by, summaries.get(correction_summary(typed)))
        for typed in document.corrections
    }


def correction_summary(typed: Correction) -> str:
    """Return how the journal names a correction."""
    where = f"line {typed.line_no} " if typed.line_no is not None else ""
    return f"Corrected {where}{typed.field.replace('_', ' ')} to {typed.text}"


def _corners(box: Box | None) -> tuple[Decimal | None, ...]:
    if box is None:
        return (None,) * 4
    return tuple(Decimal(f"{edge:.1f}") for edge in (box.x0, box.top, box.x1, box.bottom))


def shown_value(value: object) -> Value:
    """Return a value as a cell holds it."""
    match value:
        case Decimal() | int() | date() | str():
            return value
    return str(value)
