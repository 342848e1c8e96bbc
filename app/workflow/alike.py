"""Which open cases are like one another: same vendor, same item, same kind of mismatch, same difference.

Of what was found about whole invoices only another bank account is a difference that several can share.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.case import Case, CaseState, Document, DocumentState, QueueFilter
from app.domain.decision import GroupDecision
from app.domain.identifiers import code_key
from app.domain.match import Pattern
from app.domain.money import trimmed
from app.policy.duplicates import STRONG_RULES
from app.workflow.comparison_rows import order_line_of
from app.workflow.services import Services

# So many documents of the vendor are looked through, oldest first; a list longer than this is no list to tick.
_MOST_DOCUMENTS = 200
ACCOUNT_RULE = "supplier_details.account"
_BY_QUANTITY = frozenset({Pattern.QUANTITY_OVER, Pattern.QUANTITY_SHORT, Pattern.CATCH_WEIGHT, Pattern.SPLIT})


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two cases must share to be decided together. ``difference`` names each figure with its exact value."""

    vendor_id: str
    items: tuple[str, ...]
    kind: tuple[str, ...]
    difference: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AlikeCase:
    """One open case like the one that was decided, with what a person needs to see before ticking it."""

    case: Case
    file: str
    invoice_number: str
    invoice_date: date | None
    currency: str | None


def likeness_of(document: Document, case: Case) -> Likeness | None:
    """Return what another case must share to be like this one; None where a case stands for itself."""
    vendor_id = document.match.vendor_id if document.match else None
    if vendor_id is not None and case.rule == ACCOUNT_RULE:
        return Likeness(vendor_id, (), (case.category, case.rule), (("account", _new_account(document)),))
    decided = _decided(document, case)
    if vendor_id is None or decided is None or case.rule in STRONG_RULES or decided.group.ambiguous:
        return None
    kind = (case.category, *sorted(case.patterns), case.rule)
    return Likeness(vendor_id, _items(document, decided), kind, _difference(document, decided))


def alike_in(document: Document, wanted: Likeness, without: Iterable[int] = ()) -> tuple[AlikeCase, ...]:
    """Return the open cases of one document that are like that; a decided one is never among them."""
    left_out = set(without)
    header = document.invoice.header if document.invoice else None
    return tuple(
        AlikeCase(
            case,
            document.reading.file,
            header.invoice_number.value if header and header.invoice_number else "",
            header.invoice_date.value if header and header.invoice_date else None,
            header.currency.value if header and header.currency else None,
        )
        for case in document.cases
        if case.state is CaseState.OPEN
        and case.lane is not None
        and case.case_id not in left_out
        and likeness_of(document, case) == wanted
    )


def alike_open_cases(services: Services, document: Document, case: Case) -> tuple[AlikeCase, ...]:
    """Return every open case of the desk that is like this one: of its own document first, then the oldest."""
    wanted = likeness_of(document, case)
    if wanted is None:
        return ()
    found = list(alike_in(document, wanted, (case.case_id,)))
    same = QueueFilter(states=(DocumentState.NEEDS_ME,), vendor_id=wanted.vendor_id, category=case.category)
    for row in services.store.queue(same, limit=_MOST_DOCUMENTS):
        if row.document_id != document.document_id:
            found += alike_in(services.store.document(row.document_id), wanted)
    return tuple(found)


def _new_account(document: Document) -> str:
    """Return the bank accounts that the invoice names and no paid one of its vendor did."""
    findings = document.decision.findings if document.decision else ()
    return "; ".join(found.figures["printed"] for found in findings if found.rule == ACCOUNT_RULE)


def _decided(document: Document, case: Case) -> GroupDecision | None:
    if not case.invoice_lines or document.decision is None:
        return None
    mine = [
        decided
        for decided in document.decision.groups
        if (decided.group.invoice_lines, decided.group.po_lines) == (case.invoice_lines, case.po_lines)
        and decided.rule == case.rule
    ]
    return mine[0] if mine else None


def _items(document: Document, decided: GroupDecision) -> tuple[str, ...]:
    """Return whose goods they are: the desk's own item numbers, else what the vendor calls them."""
    desk, invoice = document.desk, document.invoice
    if decided.group.po_lines and desk is not None:
        lines = [order_line_of(desk, ref) for ref in decided.group.po_lines]
        return tuple(sorted(line.sku or line.description for line in lines if line is not None))
    lines_billed = [invoice.line(number) for number in decided.group.invoice_lines] if invoice else []
    return tuple(
        sorted(
            code_key(line.item_code.value) if line.item_code else line.description.value.casefold()
            for line in lines_billed
        )
    )


def _difference(document: Document, decided: GroupDecision) -> tuple[tuple[str, str], ...]:
    """Return the figures that make the mismatch, exactly; nothing is rounded to make two cases look alike."""
    group, desk = decided.group, document.desk
    evidence = group.evidence
    lines = [order_line_of(desk, ref) for ref in group.po_lines] if desk else []
    prices = {line.unit_price for line in lines if line is not None}
    header = document.invoice.header if document.invoice else None
    found: dict[str, str] = {"currency": header.currency.value if header and header.currency else ""}
    if evidence.billed_unit_price is not None:
        ordered = min(prices) if len(prices) == 1 else None
        apart = evidence.billed_unit_price - ordered if ordered is not None else evidence.billed_unit_price
        found["price"] = trimmed(apart)
    if _BY_QUANTITY & set(group.patterns) and evidence.billed_quantity is not None:
        may = decided.billable_quantity
        if may is None and len(lines) == 1 and lines[0] is not None:
            may = lines[0].open_quantity
        found["quantity"] = trimmed(evidence.billed_quantity - may) if may is not None else "?"
    if evidence.conversion is not None:
        found["unit"] = f"{evidence.conversion.from_uom}→{evidence.conversion.to_uom} {evidence.conversion.factor}"
    if evidence.substitute_code:
        found["substitute"] = code_key(evidence.substitute_code)
    if evidence.bundled_amount is not None:
        rate = evidence.bundled_rate_percent
        found["charge"] = trimmed(rate) + " %" if rate is not None else trimmed(evidence.bundled_amount)
    return tuple(sorted(found.items()))
