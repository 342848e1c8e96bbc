"""The frames of a comparison that are about the document as a whole, its charges, and what is left of its orders."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import chain

from app.domain.case import Case, CaseState, Document
from app.domain.decision import Category, Decision, DocumentFinding, Lane
from app.domain.invoice import Charge, Invoice
from app.domain.match import Desk, Match
from app.domain.money import ZERO
from app.domain.provenance import Box
from app.workflow.case_titles import case_title
from app.workflow.comparison_rows import NO_TINT, charge_row, order_line_of, order_row, spoken, terms_row
from app.workflow.comparison_values import CellState, Frame, FrameKind, Rank, Row, Sign
from app.workflow.comparison_words import case_chip
from app.workflow.figures import Figures
from app.workflow.wording import CHARGES, EVIDENCE, UNREADABLE, finding_title, without_codes, words_for

_READING_CATEGORIES = frozenset({Category.DATA_QUALITY})
# The fields of the header that a rule looks at, by how it begins.
_ABOUT: Mapping[str, tuple[str, ...]] = {
    "data_quality.bill_to": ("bill_to",),
    "data_quality.bill_to_tax_id": ("buyer_tax_ids",),
    "data_quality.ship_to": ("ship_to",),
    "missing_approval.": ("po_numbers",),
    "missing_po.": ("po_numbers",),
    "supplier_details.account": ("bank_accounts",),
    "supplier_details.": ("vendor_name", "vendor_tax_id"),
    "vendor_compliance.due_sooner": ("due_date", "invoice_date", "terms_days"),
    "header_total.": ("total", "subtotal", "tax_total"),
    "credit_memo.": ("total",),
    "duplicate_invoice.": ("invoice_number", "vendor_name", "invoice_date", "total"),
}
_ARITHMETIC_CATEGORIES = frozenset({Category.HEADER_TOTAL})


def document_frames(document: Document, used: set[int], figures: Figures) -> list[Frame]:
    """One frame for every case about the whole document, and one for each of its findings that opened none."""
    frames = []
    cases = [case for case in document.cases if is_live(case) and case.case_id not in used]
    for case in cases:
        frames.append(_case_frame(case, document.invoice, figures))
    findings = document.decision.findings if document.decision else ()
    known = {(case.category, case.rule) for case in cases}
    for number, finding in enumerate(findings):
        if (finding.category, finding.rule) not in known:
            frames.append(_finding_frame(number, finding, figures))
    return frames


def _case_frame(case: Case, invoice: Invoice | None, figures: Figures) -> Frame:
    is_open = case.state is CaseState.OPEN and case.lane is not None
    handover = case.handover
    said = capital(figures.sentence(without_codes(handover.sentence)))
    evidence = tuple(
        f"{EVIDENCE[name]}: {figures.sentence(without_codes(value))}"
        for name, value in handover.evidence
        if name in EVIDENCE
    )
    return Frame(
        key=f"case:{case.case_id:08d}",
        kind=FrameKind.DOCUMENT,
        sign=_sign_of_case(case),
        title=UNREADABLE if invoice is None else case_title(case),
        chip=figures.sentence(case_chip(case, case.lane)),
        notes=(said, *evidence) if said else evidence,
        case=case,
        is_open=is_open,
        patterns=(case.category,),
        rank=_rank_of_case(case, is_open=is_open),
        places=_places(case, invoice) if invoice is not None else (),
    )


def _places(case: Case, invoice: Invoice) -> tuple[Box, ...]:
    """Return where on the page stands what the case is about: what was found there, and the fields that it doubts."""
    said = case.handover.why_not_cleared.casefold()
    found = [one.box for one in invoice.findings if one.message.rstrip(".").casefold() in said]
    header = invoice.header
    rules = (case.rule, *dict(case.handover.evidence).get("also", "").split(", "))
    about = (fields for start, fields in _ABOUT.items() if any(rule.startswith(start) for rule in rules))
    for name in dict.fromkeys(chain.from_iterable(about)):
        value = getattr(header, name)
        found += [one.box for one in (value if isinstance(value, tuple) else (value,)) if one is not None]
    return tuple(dict.fromkeys(box for box in found if box is not None))


def _sign_of_case(case: Case) -> Sign:
    if case.lane is None:
        return Sign.TOLERATED
    if case.state is CaseState.RESOLVED:
        return Sign.BLOCKED if case.outcome and case.outcome.value == "rejected" else Sign.TOLERATED
    if case.lane is Lane.ESCALATE:
        return Sign.BLOCKED
    return Sign.UNREAD if case.category in _READING_CATEGORIES else Sign.DIFFERS


def _rank_of_case(case: Case, *, is_open: bool) -> int:
    if case.lane is None:
        return Rank.NOTE
    if not is_open:
        return Rank.WAITING if case.state in (CaseState.SENT, CaseState.ON_HOLD) else Rank.SETTLED
    if case.category in _READING_CATEGORIES:
        return Rank.READING
    return Rank.ARITHMETIC if case.category in _ARITHMETIC_CATEGORIES else Rank.ORDER


def _finding_frame(number: int, finding: DocumentFinding, figures: Figures) -> Frame:
    return Frame(
        key=f"finding:{number:04d}",
        kind=FrameKind.DOCUMENT,
        sign=Sign.TOLERATED,
        title=finding_title(finding.category),
        chip=case_chip(None, finding.lane),
        notes=(capital(figures.sentence(without_codes(finding.reason))),) if finding.reason else (),
        patterns=(finding.category.value,),
        rank=Rank.NOTE,
    )


def charge_frames(invoice: Invoice, match: Match, desk: Desk, decision: Decision, figures: Figures) -> list[Frame]:
    """Return the frame of the charges billed beside the goods, each beside the vendor's term for it."""
    if not invoice.charges:
        return []
    vendor = desk.vendor(match.vendor_id)
    currency = currency_of(invoice)
    left, right = [], []
    held = any(
        found.category is Category.VENDOR_COMPLIANCE and found.lane not in (None, Lane.AUTO_RESOLVE)
        for found in decision.findings
    )
    outside = False
    for charge in invoice.charges:
        terms = vendor.accessorials if vendor else {}
        allowed = charge.kind in terms or charge.amount.value < ZERO
        cap = terms.get(charge.kind)
        fits = allowed and (cap is None or charge.amount.value <= cap)
        outside = outside or not fits
        state = CellState.PLAIN if fits else (CellState.DIFFERS if held else CellState.TOLERATED)
        left.append(charge_row(charge, state, figures, currency))
        right.append(_terms(charge, allowed=allowed, cap=cap, figures=figures, currency=currency))
    sign = Sign.AGREES if not outside else (Sign.DIFFERS if held else Sign.TOLERATED)
    return [
        Frame(
            key="charges",
            kind=FrameKind.CHARGES,
            sign=sign,
            title="Charges billed beside the goods",
            chip="" if held else "permitted" if not outside else "",
            shape="═",
            invoice_rows=tuple(left),
            order_rows=tuple(right),
            rank=Rank.CHARGES,
        )
    ]


def _terms(charge: Charge, *, allowed: bool, cap: Decimal | None, figures: Figures, currency: str | None) -> Row:
    kind = words_for(charge.kind, CHARGES).lower()
    if not allowed:
        return terms_row("Not agreed", f"{kind} is not in the vendor's terms")
    if charge.amount.value < ZERO:
        return terms_row("Allowance", "in our favour")
    limit = f"up to {figures.money(cap, currency)}" if cap is not None else "of any amount"
    return terms_row("Agreed", f"the vendor's terms permit {kind} {limit}")


def unbilled_frames(match: Match, desk: Desk, figures: Figures, currency: str | None) -> list[Frame]:
    """Return the frame of the order lines with open quantity that this invoice does not bill."""
    lines = [line for ref in match.unbilled if (line := order_line_of(desk, ref)) is not None]
    if not lines:
        return []
    many = len(match.orders) > 1
    rows = tuple(order_row(line, NO_TINT, figures, currency, name_order=many) for line in lines)
    _, rows = spoken((), rows)
    return [
        Frame(
            key="unbilled",
            kind=FrameKind.UNBILLED,
            sign=Sign.MISSING,
            title="On the order, not on this invoice",
            chip="stays open",
            order_rows=rows,
            rank=Rank.UNBILLED,
        )
    ]


def is_live(case: Case) -> bool:
    """Tell whether a case still applies."""
    return case.state is not CaseState.SUPERSEDED


def capital(text: str) -> str:
    """Start a sentence with a capital, but leave a file's name or a code at its beginning as it is."""
    first = text.partition(" ")[0].rstrip(",:;")
    return text[:1].upper() + text[1:] if first.isalpha() else text


def currency_of(invoice: Invoice) -> str | None:
    """Return the invoice's currency, where it is known."""
    return invoice.header.currency.value if invoice.header.currency else None
