"""The evidence pack of one case: what happened, the figures as they were read, decision, entries, proof, and the pages.

For somebody who has neither the program nor the desk: the pages are those of the stored document, with a box around
every value the case is about; beside the file lies the proof of its entries, which needs no trust in this program.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate

from app.domain.audit import EntryProof
from app.domain.case import Case, Document, JournalEntry
from app.domain.decision import GroupDecision
from app.domain.invoice import Invoice, PageSize
from app.domain.order import LineRef
from app.domain.provenance import Box
from app.domain.record import to_record
from app.reports.case_pages import case_story, facts, text
from app.reports.line_details import bands_text
from app.reports.settled import attachments_of, messages_sent, settled_cases
from app.reports.source import ReportSource, all_entries, all_rows
from app.reports.values_export import shown_value, values_of
from app.reports.whole_file import write_whole
from app.reports.words import Words

# A page of the document as PNG bytes, by its number; None where it cannot be shown.
Pictures = Callable[[Document, int], bytes | None]
MOST_PAGES = 25
_FRAME_WIDTH, _FRAME_HEIGHT = 170 * mm, 235 * mm
_MINE, _OTHER = HexColor("#b3261e"), HexColor("#5f6f81")


def write_evidence_pack(
    source: ReportSource, case_id: int, target: Path, words: Words, pictures: Pictures | None = None
) -> int:
    """Write the pack of one case; return how many pages of the document are in it.

    Raises:
        InputError: There is no such case.
    """
    case = source.case(case_id)
    document = source.document(case.document_id)
    row = next(row for row in all_rows(source) if row.document_id == case.document_id)
    entries = source.journal(document_id=case.document_id)
    ended = settled_cases(all_entries(source), (case,)).get(case_id)
    shown = list(_pages(document, case, pictures))
    story: list[Any] = [
        *case_story(case, row, entries, ended, words, source.urgencies(case.document_id).get(case_id)),
        *_original(document, len(shown)),
        *_figures(document, case),
        *_decision(document, case),
        *_considered(document, case),
        *_papers(case, entries),
        *_proof(source, document),
    ]
    for page in shown:
        story += [PageBreak(), text(f"Page {page.number} of {document.reading.file}", "Heading2"), page]
    pages = SimpleDocTemplate(
        str(target), pagesize=A4, title=f"Case {case_id}", leftMargin=18 * mm, rightMargin=18 * mm, topMargin=18 * mm
    )
    pages.build(story, onFirstPage=_footer(case_id), onLaterPages=_footer(case_id))
    return len(shown)


def put_proof_beside(source: ReportSource, target: Path, case_id: int) -> None:
    """Write the proof of the document's entries beside a pack, for the stand-alone verifier."""
    proof = source.proof_of(source.case(case_id).document_id)
    body = json.dumps({"schema": "tieout.proof/1", **to_record(proof)}, ensure_ascii=False, indent=1)
    # As the pack itself: whole or not at all, and readable for its owner only until it is handed on.
    write_whole(target.with_name(f"{target.stem}.proof.json"), lambda partial: partial.write_text(body + "\n", "utf-8"))


def _footer(case_id: int) -> Callable[[Any, Any], None]:
    def draw(canvas: Any, layout: Any) -> None:  # noqa: ANN401 - reportlab ships no types
        canvas.setFont("Helvetica", 8)
        canvas.drawString(18 * mm, 10 * mm, f"Evidence of case {case_id}")
        canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, f"Sheet {layout.page}")

    return draw


def _original(document: Document, shown: int) -> Iterator[Any]:
    reading = document.reading
    yield text("The document as it was received", "Heading2")
    yield facts(
        ("File", reading.file),
        ("SHA-256", reading.sha256),
        ("Received", f"{document.received:%Y-%m-%d %H:%M:%S}Z by {document.channel}"),
        ("Pages", f"{reading.pages}, of which {shown} are shown at the end"),
        ("Profile", _profile(document.invoice)),
    )


def _profile(invoice: Invoice | None) -> str:
    if invoice is None or invoice.profile is None:
        return "none"
    return f"{invoice.profile} (SHA-256 {invoice.profile_hash})"


def _figures(document: Document, case: Case) -> Iterator[Any]:
    """Yield every value of the lines the case is about, and of the header, with where it was read."""
    yield text("Figures as they were read", "Heading2")
    if document.invoice is None:
        yield text("The document could not be read.")
        return
    typed = {(one.line_no, one.field): one.entered_by for one in document.corrections}
    for line in (None, *(_lines(document, case))):
        pairs = []
        for (line_no, name, _), value in values_of(document.invoice):
            if line_no == line:
                place = f"page {value.box.page}" if value.box else "no place on a page"
                printed = f"read as “{value.raw}”" if value.raw is not None else "not printed"
                by = f", entered by {typed[line_no, name]}" if (line_no, name) in typed else ""
                about = f"{printed}, {place}, {value.method.value.replace('_', ' ')}, {value.certainty.value}{by}"
                pairs.append((name.replace("_", " "), f"{shown_value(value.value)} ({about})"))
        yield text("Invoice" if line is None else f"Line {line}", "Heading3")
        yield facts(*pairs)


def _lines(document: Document, case: Case) -> tuple[int, ...]:
    """Return the invoice lines a case is about: all of them for one about the document as a whole."""
    lines = tuple(line.line_no for line in document.invoice.lines) if document.invoice else ()
    return tuple(line for line in lines if line in case.invoice_lines) or lines


def _decision(document: Document, case: Case) -> Iterator[Any]:
    yield text("Decision", "Heading2")
    decision = document.decision
    if decision is None:
        yield text("No decision was made.")
        return
    yield facts(
        ("Lane", decision.lane.value.replace("_", " ")),
        ("Policy", f"version {decision.policy_version}, SHA-256 {decision.policy_hash or 'none'}"),
        ("Whole invoice", bands_text(decision.bands)),
    )
    for decided in decision.groups:
        if not case.invoice_lines or set(decided.group.invoice_lines) & set(case.invoice_lines):
            yield _group(decided)
    for found in decision.findings:
        if found.category.value == case.category:
            yield facts((found.category.value.replace("_", " "), found.reason), ("Rule", found.rule))


def _group(decided: GroupDecision) -> Any:  # noqa: ANN401 - reportlab ships no types
    group = decided.group
    return facts(
        ("Lines", ", ".join(map(str, group.invoice_lines))),
        ("Order lines", _order_lines(group.po_lines)),
        ("Pattern", ", ".join(pattern.value.replace("_", " ") for pattern in group.patterns)),
        ("Explanation", group.explanation),
        ("Arithmetic", group.evidence.equation),
        ("Receipts", ", ".join(f"{use.receipt_no}: {use.quantity}" for use in decided.receipts)),
        ("Tolerances", bands_text(decided.bands)),
        ("Rule", decided.rule),
    )


def _considered(document: Document, case: Case) -> Iterator[Any]:
    """Yield what else was considered of the case's lines, and why it lost."""
    if document.match is None or document.desk is None:
        return
    taken = document.match.orders
    yield text("Considered besides", "Heading2")
    yield facts(
        ("Orders taken", ", ".join(taken) or "none"),
        ("Orders looked at and left", ", ".join(
            order.po_number for order in document.desk.orders if order.po_number not in taken) or "none"),
        ("Said of the orders", "; ".join(document.match.notes)),
    )  # fmt: skip
    for group in document.match.groups:
        if case.invoice_lines and not set(group.invoice_lines) & set(case.invoice_lines):
            continue
        refused = group.evidence.rejected or ("no other explanation came near enough to be worked out",)
        yield facts(
            ("Lines", ", ".join(map(str, group.invoice_lines))),
            *(("Refused", one) for one in (() if group.ambiguous else refused)),
            *(("Fits as well", _order_lines(reading)) for reading in group.alternatives if group.ambiguous),
            *(("Came near", one) for one in group.nearest),
        )


def _order_lines(lines: Sequence[LineRef]) -> str:
    return ", ".join(f"{ref.po_number} line {ref.line_no}" for ref in lines) or "none"


def _papers(case: Case, entries: Sequence[JournalEntry]) -> Iterator[Any]:
    """Yield the message that went out and what was attached, each by its hash."""
    sent = messages_sent(entries).get(case.case_id)
    if sent is not None:
        yield text("Message handed over", "Heading2")
        yield facts(("To", sent.to.replace("_", " ")), ("SHA-256", sent.sha256))
        for line in sent.text.splitlines():
            yield text(line)
    attached = attachments_of(entries).get(case.case_id)
    if attached:
        yield text("Attachments", "Heading2")
        yield facts(*(("File", one) for one in attached.split("; ")))


def _proof(source: ReportSource, document: Document) -> Iterator[Any]:
    """Yield the root over the whole log and the path of each entry to it (RFC 6962)."""
    count, head = source.head()
    proof = source.proof_of(document.document_id)
    yield text("Proof", "Heading2")
    yield facts(
        ("Log", f"{count} entries, head {head}"),
        ("Root", f"{proof.root} over {proof.size} entries"),
        ("To check", _how_to_check(proof)),
    )
    for entry, path in proof.entries:
        yield text(f"Entry {entry.sequence}: {entry.hash}; path {' '.join(path) or 'empty'}")


def _how_to_check(proof: EntryProof) -> str:
    if proof.anchored:
        moment = f"{proof.anchored[:19].replace('T', ' ')} UTC"
        return f"the file .proof.json beside this one with verify_audit_log.py, against the anchor of {moment}"
    return "no anchor stands for all of these entries yet: take one, keep it elsewhere, and write this pack again"


@dataclass(frozen=True, slots=True)
class _Framed:
    """A box on a page with its words."""

    box: Box
    words: str
    mine: bool


class _Page(Flowable):  # type: ignore[misc]
    """One page of the document as a picture, with the boxes of what was read drawn over it."""

    def __init__(self, number: int, png: bytes, size: PageSize, boxes: Sequence[_Framed]) -> None:
        super().__init__()
        self.number = number
        self._picture = ImageReader(BytesIO(png))
        self._boxes = boxes
        self._scale = min(_FRAME_WIDTH / size.width, _FRAME_HEIGHT / size.height)
        self.width, self.height = size.width * self._scale, size.height * self._scale

    def wrap(self, *_: object) -> tuple[float, float]:
        """Return how much room it takes, in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the picture and the boxes; the page's origin is at the top left, the sheet's at the bottom left."""
        self.canv.drawImage(self._picture, 0, 0, self.width, self.height)
        self.canv.setFont("Helvetica", 5)
        for framed in self._boxes:
            box, color = framed.box, _MINE if framed.mine else _OTHER
            left, bottom = box.x0 * self._scale, self.height - box.bottom * self._scale
            self.canv.setStrokeColor(color)
            self.canv.setFillColor(color)
            self.canv.rect(left, bottom, (box.x1 - box.x0) * self._scale, (box.bottom - box.top) * self._scale)
            self.canv.drawString(left, self.height - box.top * self._scale + 1, framed.words)


def _pages(document: Document, case: Case, pictures: Pictures | None) -> Iterator[_Page]:
    invoice = document.invoice
    if pictures is None or invoice is None:
        return
    boxes = list(_boxes(invoice, case))
    mine = {framed.box.page for framed in boxes if framed.mine}
    numbers = range(1, len(invoice.page_sizes) + 1)
    chosen = sorted(numbers, key=lambda number: (number not in mine, number))[:MOST_PAGES]
    for number in sorted(chosen):
        if (png := pictures(document, number)) is not None:
            yield _Page(number, png, invoice.page_sizes[number - 1], [one for one in boxes if one.box.page == number])


def _boxes(invoice: Invoice, case: Case) -> Iterator[_Framed]:
    for (line_no, name, _), value in values_of(invoice):
        if value.box is not None:
            mine = line_no in case.invoice_lines if case.invoice_lines else line_no is None
            words = name.replace("_", " ") if line_no is None else f"{line_no} {name.replace('_', ' ')}"
            yield _Framed(value.box, words, mine)
