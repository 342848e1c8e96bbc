"""The lines of every invoice with what they were matched to: quantities in both units, factor, account, rule.

For receipts-to-invoices reconciliation, cost allocation and inventory valuation (S2.29, S2.32, S2.50 to S2.52,
S2.72 to S2.75).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.domain.case import Document, JournalEntry, JournalKind
from app.domain.decision import Decision
from app.domain.invoice import Invoice, InvoiceLine
from app.domain.match import Conversion, Desk
from app.domain.measure import convert
from app.domain.money import decimal_or_none
from app.domain.order import LineRef, OrderLine
from app.domain.policy import Policy
from app.domain.provenance import Extracted
from app.domain.receipt import Receipt
from app.domain.vendor import Vendor
from app.policy.coding import ledger_coding
from app.policy.handover import cause_class
from app.reports.line_details import DETAILS, SOURCES, RowSources, bands_text, charge_values, detail_values
from app.reports.line_mapping import Piece, pieces_of
from app.reports.settled import Settled, settled_cases
from app.reports.source import ReportSource, all_documents, all_entries
from app.reports.table import Report, Value
from app.reports.words import Words, in_words

_DOCUMENT = (
    "document_id", "file", "document_sha256", "document_state", "document_state_in_words", "vendor_id",
    "vendor_name", "invoice_number", "invoice_date", "currency",
)  # fmt: skip
_INVOICE_LINE = (
    "kind", "invoice_line", "item_code", "description", "invoiced_quantity", "invoiced_uom", "invoiced_uom_printed",
    "invoiced_unit_price", "price_basis", "line_amount",
)  # fmt: skip
_MAPPING = (
    "po_number", "po_line", "sku", "order_description", "ordered_quantity", "open_quantity", "order_uom",
    "order_unit_price", "receipt_no", "received_date", "receipt_location", "mapped_quantity_order_uom",
    "mapped_quantity_invoiced_uom", "mapped_amount", "factor", "factor_source", "ledger_account",
)  # fmt: skip
_DECISION = (
    "group", "patterns", "patterns_in_words", "cause_class", "lane", "lane_in_words", "rule", "reason",
    "explanation", "equation", "rejected_explanations", "substitute_code", "policy_version",
    "received_quantity", "bands", "quantity_variance", "quantity_variance_amount", "price_variance_amount",
)  # fmt: skip
_TRAIL = (
    "decided_utc", "decision_entry", "program_version", "policy_sha256", "desk_as_of_entry", "header_band",
    "settled_case", "settled_by", "settled_by_role", "settled_utc",
)  # fmt: skip
_AFTER = (*DETAILS, *SOURCES, *_TRAIL)


def lines_report(source: ReportSource, words: Words) -> Report:
    """Return the pieces of every line and every charge of every invoice, in the order the invoices came."""
    about = (
        ("scope", "every line and charge of every invoice that was read; tax is left out"),
        ("how to add up", "mapped_amount and mapped_quantity_order_uom add up; line_amount repeats with each piece"),
        (
            "variances",
            "signed, once a group, so that they add up: billed less open quantity, and what it costs at the "
            "order's price; billed less ordered price, for what was billed",
        ),
    )
    headings = (*_DOCUMENT, *_INVOICE_LINE, *_MAPPING, *_DECISION, *_AFTER)
    return Report(
        "lines",
        "Invoice lines",
        headings,
        _rows(source, words),
        about,
        sums=("mapped_amount", "quantity_variance_amount", "price_variance_amount"),
        money=("invoiced_unit_price", "line_amount", "order_unit_price"),
    )


def _rows(source: ReportSource, words: Words) -> Iterator[tuple[Value, ...]]:
    policies = {known.policy.sha256: known.policy for known in source.policies()}
    files = RowSources(source.row_sources("order_lines"), source.row_sources("receipts"))
    cases = source.cases()
    settled = settled_cases(all_entries(source), cases)
    for document in all_documents(source):
        if document.invoice is None:
            continue
        start = _document_values(document, document.invoice, words)
        if document.decision is None or document.desk is None:
            for line in document.invoice.lines:
                yield (*start, *_line_values("not decided", line), *_nothing((*_MAPPING, *_DECISION, *_AFTER)))
        else:
            policy = policies.get(document.decision.policy_hash, Policy(version=0))
            trail = _Trail(document, source.journal(document_id=document.document_id), settled)
            decided = _Decided(document.invoice, document.decision, document.desk, policy, trail, files)
            yield from _decided(start, decided, words)


class _Trail:
    """When a document was decided, and who settled which of its cases."""

    def __init__(self, document: Document, entries: tuple[JournalEntry, ...], settled: Mapping[int, Settled]) -> None:
        decided = [entry for entry in entries if entry.kind == JournalKind.DECIDED.value]
        self._last = decided[-1] if decided else None
        self._document = document
        self._settled = settled

    def values(self, lines: tuple[int, ...], rule: str) -> tuple[Value, ...]:
        """Return the trail of the group of these lines."""
        last, decision, desk = self._last, self._document.decision, self._document.desk
        mine = [
            case
            for case in self._document.cases
            if case.outcome and case.case_id in self._settled and (case.invoice_lines, case.rule) == (lines, rule)
        ]
        case = mine[-1] if mine else None
        end = self._settled[case.case_id] if case else None
        return (
            last.moment if last else None, last.sequence if last else None,
            last.program_version if last else None, decision.policy_hash or None if decision else None,
            desk.as_of if desk else None, bands_text(decision.bands) if decision else None,
            case.case_id if case else None, end.by if end else None, end.role if end else None,
            end.when if end else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decided invoice with what its rows are told from."""

    invoice: Invoice
    decision: Decision
    desk: Desk
    policy: Policy
    trail: _Trail
    files: RowSources


def _decided(start: tuple[Value, ...], decided: _Decided, words: Words) -> Iterator[tuple[Value, ...]]:
    invoice, decision, desk, policy = decided.invoice, decided.decision, decided.desk, decided.policy
    currency = _value(invoice.header.currency)
    vendor = _vendor_of(desk, decision)
    shares = ledger_coding(invoice, decision, desk, policy)
    seen: set[int] = set()
    for piece in pieces_of(invoice, decision, desk, shares, currency):
        line = invoice.line(piece.invoice_line)
        yield (
            *start,
            *_line_values(piece.kind, line),
            *_mapping_values(piece, line, desk),
            *_decision_values(piece, decision.policy_version, words),
            *(_variances(piece, desk) if piece.group not in seen else (None, None, None)),
            *detail_values(piece, vendor),
            *decided.files.values(piece, desk.as_of),
            *decided.trail.values(piece.decision.group.invoice_lines, piece.decision.rule),
        )
        seen.add(piece.group)
    for share in shares:
        if share.invoice_line is None:
            empty = dict.fromkeys(_MAPPING)
            mapping = {**empty, "mapped_amount": share.amount, "ledger_account": share.account}
            details = charge_values(share, vendor)
            before = (*start, share.kind, *_nothing(_INVOICE_LINE[1:]), *mapping.values(), *_nothing(_DECISION))
            yield (*before, *details, *_nothing(SOURCES), *decided.trail.values((), ""))


def _vendor_of(desk: Desk, decision: Decision) -> Vendor | None:
    numbers = {ref.po_number for group in decision.groups for ref in group.group.po_lines}
    order = next((order for order in desk.orders if order.po_number in numbers), None)
    return desk.vendor(order.vendor_id) if order else None


def _document_values(document: Document, invoice: Invoice, words: Words) -> tuple[Value, ...]:
    header = invoice.header
    vendor_id = document.match.vendor_id if document.match else None
    vendor = document.desk.vendor(vendor_id) if document.desk else None
    return (
        document.document_id,
        document.reading.file,
        document.reading.sha256,
        document.state.value,
        in_words(document.state, words.document_states),
        vendor_id,
        vendor.name if vendor else _value(header.vendor_name),
        _value(header.invoice_number),
        header.invoice_date.value if header.invoice_date else None,
        _value(header.currency),
    )


def _line_values(kind: str, line: InvoiceLine) -> tuple[Value, ...]:
    return (
        kind,
        line.line_no,
        _value(line.item_code),
        line.description.value,
        line.quantity.value if line.quantity else None,
        _value(line.uom),
        line.uom.raw if line.uom else None,
        line.unit_price.value if line.unit_price else None,
        line.price_basis,
        line.amount.value if line.amount else None,
    )


def _mapping_values(piece: Piece, billed: InvoiceLine, desk: Desk) -> tuple[Value, ...]:
    line = _order_line(desk, piece.ref)
    receipt = _receipt(desk, piece)
    conversion = piece.decision.group.conversion_of(_value(billed.uom))
    return (
        piece.ref.po_number if piece.ref else None,
        piece.ref.line_no if piece.ref else None,
        line.sku if line else None,
        line.description if line else None,
        line.quantity if line else None,
        line.open_quantity if line else None,
        line.uom if line else None,
        line.unit_price if line else None,
        piece.receipt_no,
        receipt.received_date if receipt else None,
        receipt.location if receipt else None,
        piece.quantity,
        _in_invoiced_unit(piece.quantity, conversion),
        piece.amount,
        _factor_text(conversion.factor) if conversion else None,
        conversion.source.value if conversion else None,
        piece.account,
    )


def _decision_values(piece: Piece, policy_version: int, words: Words) -> tuple[Value, ...]:
    decision, group = piece.decision, piece.decision.group
    return (
        piece.group,
        "; ".join(pattern.value for pattern in group.patterns),
        "; ".join(in_words(pattern, words.findings) or "" for pattern in group.patterns),
        cause_class(decision).value,
        decision.lane.value,
        in_words(decision.lane, words.lanes),
        decision.rule,
        decision.reason,
        group.explanation,
        group.evidence.equation,
        "; ".join(group.evidence.rejected),
        group.evidence.substitute_code,
        policy_version,
        decimal_or_none(decision.figures.get("received_quantity")),
        bands_text(decision.bands),
    )


def _variances(piece: Piece, desk: Desk) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return by how much a group differs: in quantity, in what that costs, and in price; signed (S2.144)."""
    evidence, refs = piece.decision.group.evidence, piece.decision.group.po_lines
    line = _order_line(desk, refs[0]) if len(refs) == 1 else None
    quantity = decimal_or_none(piece.decision.figures.get("short_variance")) if line else None
    costs = quantity * line.unit_price if quantity is not None and line else None
    known = evidence.billed_amount is not None and evidence.ordered_amount is not None
    price = evidence.billed_amount - evidence.ordered_amount if known else None  # type: ignore[operator]
    return quantity, costs, price


def _order_line(desk: Desk, ref: LineRef | None) -> OrderLine | None:
    try:
        return desk.order_line(ref) if ref else None
    except KeyError:
        return None


def _receipt(desk: Desk, piece: Piece) -> Receipt | None:
    if piece.ref is None or piece.receipt_no is None:
        return None
    return next((r for r in desk.receipts_for(piece.ref) if r.receipt_no == piece.receipt_no), None)


def _in_invoiced_unit(quantity: Decimal | None, conversion: Conversion | None) -> Decimal | None:
    """Return a quantity of the order's unit in the invoiced one, to 12 decimals."""
    if quantity is None or conversion is None:
        return quantity
    exact = convert(quantity, 1 / conversion.factor)
    return exact if len(exact.as_tuple().digits) <= 15 else exact.quantize(Decimal("1e-12"))


def _factor_text(factor: Fraction) -> str:
    return str(factor.numerator) if factor.denominator == 1 else f"{factor.numerator}/{factor.denominator}"


def _value(found: Extracted[str] | None) -> str | None:
    return found.value if found else None


def _nothing(headings: tuple[str, ...]) -> tuple[None, ...]:
    return (None,) * len(headings)
