"""Builds the side-by-side of a document: every line, charge and open order line in one frame, problems first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.case import MAY_BE_PAID, Case, CaseState, Document, DocumentState
from app.domain.decision import GroupDecision, Lane
from app.domain.invoice import Invoice, InvoiceLine
from app.domain.match import Desk, Group, Pattern
from app.domain.money import ZERO
from app.domain.provenance import Box, Certainty
from app.domain.vendor import Vendor
from app.workflow.comparison_document import (
    capital,
    charge_frames,
    currency_of,
    document_frames,
    is_live,
    unbilled_frames,
)
from app.workflow.comparison_rows import (
    NO_UNIT,
    Tint,
    header_cells,
    invoice_row,
    mark_differing_words,
    order_line_of,
    order_row,
    spoken,
    tint_of,
)
from app.workflow.comparison_terms import in_order_unit, leftovers_text, terms_text, with_readings
from app.workflow.comparison_values import Comparison, Frame, FrameKind, Rank, Row, Sign
from app.workflow.comparison_words import (
    bundled_text,
    case_chip,
    conversion_text,
    count_words,
    differences_of,
    group_title,
    limits_text,
    reading_text,
    receipts_text,
)
from app.workflow.figure_names import names_like_figures
from app.workflow.figures import PLAIN, Figures, amount_with_currency
from app.workflow.one_cause import join_one_cause
from app.workflow.wording import CHARGES, LANES, without_codes, words_for

_SHAPES = {(False, False): "═", (False, True): "╤", (True, False): "╧", (True, True): "╬"}


def compare(document: Document, figures: Figures = PLAIN) -> Comparison:
    """Lay a document out beside its orders; works for one that could not be read, too."""
    invoice, match, decision, desk = document.invoice, document.match, document.decision, document.desk
    figures = replace(figures, names=names_like_figures(invoice, desk))
    frames: list[Frame] = []
    used: set[int] = set()
    if invoice and match and decision and desk:
        several = len(match.orders) > 1 or not match.orders
        told: list[tuple[Frame, GroupDecision]] = []
        for index, group in enumerate(decision.groups):
            case = _case_of_group(document.cases, group)
            if case:
                used.add(case.case_id)
            told.append((_group_frame(index, group, case, invoice, desk, figures, name_order=several), group))
        frames += join_one_cause(told, desk, figures, currency_of(invoice))
        frames += charge_frames(invoice, match, desk, decision, figures)
        frames += unbilled_frames(match, desk, figures, currency_of(invoice))
    frames += document_frames(document, used, figures)
    frames = [_as_of_document(frame, document.state) for frame in frames]
    ordered = tuple(sorted(frames, key=lambda frame: (frame.rank, frame.key)))
    return Comparison(
        document_id=document.document_id,
        title=_title(document),
        summary=_summary(document, ordered, figures),
        frames=ordered,
        header=header_cells(invoice, figures) if invoice else (),
        boxes=_boxes(invoice) if invoice else (),
        names=figures.names,
    )


def _as_of_document(frame: Frame, state: DocumentState) -> Frame:
    """Let a line say nothing its document contradicts: not "cleared" on a held one, nothing open on a rejected one."""
    if state is DocumentState.REJECTED:
        return replace(frame, is_open=False)
    if frame.case is None and frame.chip == LANES[Lane.AUTO_RESOLVE] and state not in MAY_BE_PAID:
        return replace(frame, chip="" if frame.sign is Sign.AGREES else "within the rules")
    return frame


def _case_of_group(cases: tuple[Case, ...], decision: GroupDecision) -> Case | None:
    group = decision.group
    wanted = (group.invoice_lines, group.po_lines)
    mine = [c for c in cases if (c.invoice_lines, c.po_lines) == wanted and is_live(c) and c.rule == decision.rule]
    return mine[-1] if mine else None


def _group_frame(
    index: int,
    decision: GroupDecision,
    case: Case | None,
    invoice: Invoice,
    desk: Desk,
    figures: Figures,
    *,
    name_order: bool,
) -> Frame:
    group = decision.group
    currency = currency_of(invoice)
    tint = tint_of(decision, settled=case is not None and case.state is CaseState.RESOLVED)
    lines = [invoice.line(number) for number in group.invoice_lines]
    left, right = _rows_of(group, lines, tint, desk, figures, currency, name_order=name_order)
    unsure = any(line.certainty is Certainty.CONTRADICTED for line in lines)
    is_open = case is not None and case.state is CaseState.OPEN and case.lane is not None
    return Frame(
        key=f"group:{index:04d}",
        kind=FrameKind.LINES,
        sign=_sign_of_group(decision, case, unsure=unsure),
        title=group_title(decision, desk, _unit(left), figures),
        chip=figures.sentence(case_chip(case, decision.lane)),
        limit=figures.sentence(limits_text(decision.bands)),
        shape=_SHAPES[(len(left) > 1, len(right) > 1)] if left and right else "",
        invoice_rows=left,
        order_rows=right,
        differences=differences_of(decision, desk, figures, currency, credit=invoice.is_credit),
        # Several readings fit: the sum of one of them would look as if that one were decided.
        proof="" if group.ambiguous else figures.sentence(group.evidence.equation),
        notes=(
            *_group_notes(decision, desk, figures, currency, is_open=is_open),
            *terms_text(decision, _vendor_of(group, desk)),
        ),
        case=case,
        is_open=is_open,
        patterns=tuple(pattern.value for pattern in group.patterns),
        readings=tuple(reading_text(refs, desk, figures, currency) for refs in group.alternatives),
        rank=_rank_of_group(decision, case, unsure=unsure),
    )


def _rows_of(
    group: Group,
    lines: Sequence[InvoiceLine],
    tint: Tint,
    desk: Desk,
    figures: Figures,
    currency: str | None,
    *,
    name_order: bool,
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows of a group: those of the invoice and those of the order."""
    left = tuple(invoice_row(line, tint, figures, currency) for line in lines)
    order_lines = [line for ref in group.po_lines if (line := order_line_of(desk, ref)) is not None]
    right = tuple(order_row(line, tint, figures, currency, name_order=name_order) for line in order_lines)
    if Pattern.SUBSTITUTION in group.patterns and len(left) == len(right) == 1:
        marked = mark_differing_words(left[0], right[0])
        left, right = (marked[0],), (marked[1],)
    ordered = order_lines[0] if order_lines else None
    left = tuple(
        in_order_unit(row, line, group, ordered, figures, currency) for row, line in zip(left, lines, strict=True)
    )
    return spoken(left, with_readings(right, group))


def _vendor_of(group: Group, desk: Desk) -> Vendor | None:
    order = desk.order(group.po_lines[0].po_number) if group.po_lines else None
    return desk.vendor(order.vendor_id) if order else None


def _group_notes(
    decision: GroupDecision, desk: Desk, figures: Figures, currency: str | None, *, is_open: bool
) -> tuple[str, ...]:
    group = decision.group
    # While a person has to decide, the reason stands beside the question; saying it twice helps nobody.
    notes = [] if is_open or not decision.reason else [capital(figures.sentence(without_codes(decision.reason)))]
    notes += (figures.sentence(text) for text in conversion_text(group))
    notes += bundled_text(group, figures, currency)
    notes += receipts_text(decision, desk, figures)
    notes += [capital(figures.sentence(without_codes(text))) for text in group.nearest]
    return tuple(note for note in notes if note)


def _sign_of_group(decision: GroupDecision, case: Case | None, *, unsure: bool) -> Sign:
    agrees = decision.group.patterns == (Pattern.EXACT,)
    if case is not None and case.state is CaseState.RESOLVED:
        return Sign.BLOCKED if case.outcome and case.outcome.value == "rejected" else Sign.TOLERATED
    if decision.lane is Lane.AUTO_RESOLVE:
        return Sign.AGREES if agrees else Sign.TOLERATED
    if decision.lane is Lane.ESCALATE:
        return Sign.BLOCKED
    if unsure or agrees:
        return Sign.UNREAD
    return Sign.ADDED if Pattern.NOT_ON_PO in decision.group.patterns else Sign.DIFFERS


def _rank_of_group(decision: GroupDecision, case: Case | None, *, unsure: bool) -> int:
    if case is not None and case.state is CaseState.OPEN:
        if unsure:
            return Rank.ARITHMETIC
        return Rank.UNSURE if decision.group.patterns == (Pattern.EXACT,) else Rank.ORDER
    if case is not None and case.state in (CaseState.SENT, CaseState.ON_HOLD):
        return Rank.WAITING
    if case is not None:
        return Rank.SETTLED
    return Rank.AGREES if decision.group.patterns == (Pattern.EXACT,) else Rank.TOLERATED


def _title(document: Document) -> str:
    invoice = document.invoice
    if invoice is None:
        return document.reading.file
    header = invoice.header
    vendor = document.desk.vendor(document.match.vendor_id) if document.desk and document.match else None
    name = vendor.name if vendor else header.vendor_name.value if header.vendor_name else "Unknown vendor"
    kind = "credit memo" if invoice.is_credit else "invoice"
    number = header.invoice_number.value if header.invoice_number else "without a number"
    title = f"{name} · {kind} {number}"
    if document.match is None:
        return title
    orders = document.match.orders
    return title + (f" against {', '.join(orders)}" if orders else " · no order found")


def _summary(document: Document, frames: tuple[Frame, ...], figures: Figures) -> str:
    invoice = document.invoice
    if invoice is None:
        error = document.reading.error
        return without_codes(f"{error.message} {error.next_step}".strip()) if error else ""
    currency = currency_of(invoice)
    parts = []
    if invoice.header.total:
        parts.append(f"Invoice {amount_with_currency(figures, invoice.header.total.value, currency)}")
    parts += _made_of(document, invoice, figures, currency)
    failed = [check for check in invoice.checks if not check.holds]
    if failed:
        parts.append(f"does not add up: {failed[0].name}")
    elif invoice.checks:
        parts.append("adds up to the cent" if invoice.is_summed else "only in part to be added up")
    if document.match is not None:
        alone = [n for group in document.match.groups if not group.po_lines for n in group.invoice_lines]
        parts += leftovers_text(len(alone), len(document.match.unbilled))
    open_count = sum(1 for frame in frames if frame.is_open)
    if document.state is DocumentState.REJECTED:
        parts.append("rejected")
    else:
        parts.append(f"{count_words(open_count)} to decide" if open_count else "nothing to decide")
    return " · ".join(parts)


def _made_of(document: Document, invoice: Invoice, figures: Figures, currency: str | None) -> list[str]:
    groups = document.match.groups if document.match else ()
    ordered = [group.evidence.ordered_amount for group in groups]
    if not groups or any(amount is None for amount in ordered):
        return []
    total = sum((amount for amount in ordered if amount is not None), ZERO)
    text = f"at order prices {figures.money(-total if invoice.is_credit else total, currency)}"
    for charge in invoice.charges:
        text += f" + {words_for(charge.kind, CHARGES).lower()} {figures.money(charge.amount.value, currency)}"
    return [text]


def _boxes(invoice: Invoice) -> tuple[Box, ...]:
    header = invoice.header
    found = [getattr(header, name) for name in (
        "invoice_number", "invoice_date", "due_date", "vendor_name", "vendor_tax_id", "currency", "subtotal",
        "tax_total", "total", "terms_days",
    )]  # fmt: skip
    found += (*header.po_numbers, *header.bill_to, *header.ship_to, *header.buyer_tax_ids, *header.bank_accounts)
    for line in invoice.lines:
        found += [line.description, line.item_code, line.quantity, line.uom, line.unit_price, line.amount]
    found += [charge.amount for charge in invoice.charges]
    return tuple(value.box for value in found if value is not None and value.box is not None)


def _unit(rows: tuple[Row, ...]) -> str:
    """Return the unit printed on the first row, empty where none is printed."""
    unit = rows[0].quantity.text.rpartition(" ")[2] if rows else ""
    return "" if unit in (NO_UNIT, "—") else unit
