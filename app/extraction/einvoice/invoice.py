"""From what an electronic invoice states to the invoice of the program, with how certain every figure is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from app.domain.finding import Finding, Severity
from app.domain.invoice import Charge, Invoice, InvoiceHeader, InvoiceLine, Source
from app.domain.measure import CANONICAL_CODES
from app.domain.money import CENT, MOST_ROUNDED, ZERO, half_step, plain
from app.domain.provenance import Certainty, Extracted, Method
from app.extraction.einvoice.charges import kind_of, label_of
from app.extraction.einvoice.model import Amount, EInvoice, StatedLine, StatedSums
from app.extraction.einvoice.sums import Sums, basis_of, line_certainty, line_discount, sum_certainty
from app.extraction.header.terms_days import terms_days
from app.extraction.pages.aslant import laid_out
from app.extraction.values.ibans import iban_text
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.packs import packs_in
from app.extraction.values.rows import join_rows

T = TypeVar("T")

# UNCL 1001: documents that give money back.
_CREDIT_TYPES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
_CORRECTED, _PRO_FORMA = "384", "325"
# Written like a unit of Recommendation 20 but meaning something else in print (conventions, section 1: collisions).
_COLLISIONS = frozenset({"PL", "PA", "CTN", "CW", "MT", "MP", "M", "C", "TN", "TON", "PF"})
_MOST_ORDER_DIGITS = 6


def invoice_of(stated: EInvoice, sums: Sums, knowledge: Knowledge) -> Invoice:
    """Return the invoice that an electronic one states, by sums that were checked with its charges where they stood."""
    lines = tuple(_line(line, sums, stated, knowledge) for line in stated.lines)
    level = Certainty.CONSISTENT if sums.total else Certainty.UNVERIFIED
    invoice = Invoice(
        header=_header(stated, sums),
        lines=lines,
        charges=tuple(
            Charge(
                kind_of(charge, knowledge),
                label_of(charge),
                Extracted(charge.signed, charge.amount.raw, method=Method.EINVOICE, certainty=level),
            )
            for charge in stated.charges
        ),
        checks=sums.checks,
        source=Source.EINVOICE,
    )
    findings = (*stated.faults, *sums.findings, *_findings(stated, invoice))
    return Invoice(invoice.header, lines, invoice.charges, invoice.checks, findings, source=Source.EINVOICE)


def _stated(text: str) -> Extracted[str] | None:
    return Extracted(text, text, method=Method.EINVOICE) if text else None


def _rows(rows: Sequence[str]) -> tuple[Extracted[str], ...]:
    text = "\n".join(rows)
    return (Extracted(text, text, method=Method.EINVOICE),) if text else ()


def _judged(value: Extracted[T] | None, level: Certainty) -> Extracted[T] | None:
    return None if value is None else Extracted(value.value, value.raw, value.box, value.method, level)


def _header(stated: EInvoice, sums: Sums) -> InvoiceHeader:
    credit = stated.credit_note or stated.type_code in _CREDIT_TYPES
    total = stated.sums.total or stated.sums.payable
    gives_back = credit or (total is not None and total.value < 0)
    return InvoiceHeader(
        invoice_number=_stated(stated.number),
        invoice_date=stated.issued,
        due_date=stated.due,
        vendor_name=_stated(stated.seller_names[0]) if stated.seller_names else None,
        vendor_tax_id=_stated(stated.tax_ids[0]) if stated.tax_ids else None,
        po_numbers=tuple(Extracted(order, order, method=Method.EINVOICE) for order in stated.orders),
        currency=_stated(stated.currency),
        subtotal=_judged(stated.sums.lines, sum_certainty(sums.lines, sums.total)),
        tax_total=_judged(stated.sums.tax, sum_certainty(sums.total, sums.tax)),
        total=_judged(total, sum_certainty(sums.total, sums.lines)),
        credits_invoice=_stated(stated.preceding[0]) if gives_back and stated.preceding else None,
        titled_credit=credit,
        bill_to=(*_rows(stated.buyer), *_rows(stated.billed_to)),
        ship_to=_rows(stated.delivered_to),
        buyer_tax_ids=tuple(filter(None, (_stated(stated.buyer_tax_id),))),
        bank_accounts=tuple(filter(None, (_stated(_account(account)) for account in stated.aside.accounts))),
        terms_days=_terms_days(stated),
    )


def _terms_days(stated: EInvoice) -> Extracted[int] | None:
    """Return within how many days the terms of payment (BT-20) want it paid, where they say so in words."""
    said = terms_days(join_rows(laid_out(0, stated.aside.notes)))
    return Extracted(said.value, said.raw, method=Method.EINVOICE) if said is not None else None


def _account(text: str) -> str:
    return "".join(map(iban_text, text.split()))


def _line(line: StatedLine, sums: Sums, stated: EInvoice, knowledge: Knowledge) -> InvoiceLine:
    level = line_certainty(line, sums, stated.currency)
    text = _joined(line.name, line.description)
    uom = _unit(line.unit, knowledge)
    return InvoiceLine(
        line_no=line.number,
        page=1,
        description=Extracted(text, text or None, method=Method.EINVOICE),
        item_code=_stated(line.codes[0]) if line.codes else None,
        quantity=_judged(_whole(line.quantity), level),
        uom=uom,
        unit_price=_judged(line.price, level),
        price_basis=basis_of(line),
        discount=_discount(line, level),
        amount=_judged(line.amount, level),
        po_number=_stated(line.order),
        po_line=_order_line(line.order_line),
        other_codes=line.codes[1:],
        certainty=level,
        packs=packs_in((text,), knowledge.units, line_unit=uom.value if uom is not None else None),
        notes=line.notes,
    )


def _joined(name: str, description: str) -> str:
    """Return name and description as one text, without saying the one twice."""
    if name.casefold() in description.casefold():
        return description
    return name if description.casefold() in name.casefold() else f"{name} {description}"


def _whole(quantity: Amount | None) -> Amount | None:
    """Return a quantity without the zeros behind the point: 20.00 pieces are 20."""
    if quantity is None or quantity.value != quantity.value.to_integral_value():
        return quantity
    return Extracted(quantity.value.quantize(Decimal(1)), quantity.raw, method=quantity.method)


def _discount(line: StatedLine, level: Certainty) -> Amount | None:
    if not line.charges:
        return None
    raw = " ".join(f"{'+' if charge.is_charge else '-'}{charge.amount.raw}" for charge in line.charges)
    return Extracted(line_discount(line), raw, method=Method.EINVOICE, certainty=level)


def _unit(code: str, knowledge: Knowledge) -> Extracted[str] | None:
    """Return the canonical unit of a Recommendation 20 code; a vendor's own word is read as printed ones are."""
    word = code.strip().upper()
    if not word:
        return None
    known = knowledge.units.rec20.get(word)
    if known is None and word not in _COLLISIONS:
        known = knowledge.units.table.canonical(word)
    return Extracted(known or word, code, method=Method.EINVOICE)


def _order_line(text: str) -> Extracted[int] | None:
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_ORDER_DIGITS:
        return None
    return Extracted(int(text), text, method=Method.EINVOICE)


def _findings(stated: EInvoice, invoice: Invoice) -> Iterator[Finding]:
    yield from _document_findings(stated, invoice)
    for line, told in zip(invoice.lines, stated.lines, strict=True):
        yield from _line_findings(line, told)


def _document_findings(stated: EInvoice, invoice: Invoice) -> Iterator[Finding]:
    if stated.test:
        yield Finding("test_document", "The electronic invoice is marked as a test and not as a real invoice.")
    if stated.type_code == _PRO_FORMA:
        yield Finding("not_an_invoice", "The electronic invoice says that it is a pro forma invoice.")
    if stated.type_code == _CORRECTED and not invoice.is_credit:
        named = f" {stated.preceding[0]}" if stated.preceding else ""
        message = f"The invoice replaces an earlier one{named}; only one of the two may be paid."
        yield Finding("corrected_invoice", message, field="invoice_number")
    elif stated.preceding and not invoice.is_credit:
        message = f"The electronic invoice refers to the earlier {', '.join(stated.preceding)}."
        yield Finding("preceding_invoice", message, Severity.HOLD, "invoice_number")
    yield from _paid_otherwise(stated.sums)


def _paid_otherwise(sums: StatedSums) -> Iterator[Finding]:
    """Tell where another sum is to be paid than the total, or a part of it was paid before."""
    payable, total = sums.payable, sums.total
    taken_off = sums.prepaid is not None and sums.prepaid.value != ZERO
    if payable is not None and total is not None and payable.value != total.value:
        paid = f"{plain(sums.prepaid.value)} is paid already; " if sums.prepaid else ""
        message = f"Of the total {plain(total.value)}, {paid}{plain(payable.value)} is due."
        # Rounding alone moves the sum that is paid by cents; what was paid before would be paid twice.
        rounded = abs(payable.value - total.value) <= MOST_ROUNDED
        severity = Severity.NOTE if rounded and not taken_off else Severity.HOLD
        yield Finding("amount_due", message, severity, "total")
    advanced = sum((one.value for one in sums.advances), ZERO)
    if advanced and not taken_off:
        message = f"The electronic invoice states {plain(advanced)} as paid or withheld, and takes it off nothing."
        yield Finding("amount_due", message, Severity.HOLD, "total")


def _line_findings(line: InvoiceLine, told: StatedLine) -> Iterator[Finding]:
    number = line.line_no
    if line.certainty is Certainty.CONTRADICTED and line.quantity and line.unit_price and line.amount:
        basis = f" ÷ {plain(line.price_basis)}" if line.price_basis != 1 else ""
        less = f" - {plain(line.discount.value)}" if line.discount else ""
        message = (
            f"Line {number}: {plain(line.quantity.value)} × {plain(line.unit_price.value)}{basis}{less} is not the "
            f"stated amount {plain(line.amount.value)}."
        )
        yield Finding("line_arithmetic", message, field="amount", line_no=number)
    net, gross, off = told.price, told.gross_price, told.price_discount
    if net is not None and gross is not None and off is not None and not _nets(net, gross, off):
        message = (
            f"Line {number}: the price {plain(net.value)} is not {plain(gross.value)} less the discount "
            f"{plain(off.value)} that is stated with it (R046)."
        )
        yield Finding("line_arithmetic", message, field="unit_price", line_no=number)
    if line.discount is not None and any(charge.is_charge and charge.amount.value > ZERO for charge in told.charges):
        reasons = ", ".join(c.reason or c.code or "a charge" for c in told.charges if c.is_charge)
        message = f"Line {number}: the amount {_plain(line.amount)} includes charges of its own ({reasons})."
        yield Finding("line_charge", message, field="amount", line_no=number)
    if (line.uom is not None and line.uom.value not in CANONICAL_CODES) or told.unit.strip().upper() in _COLLISIONS:
        yield Finding("unknown_unit", f"Line {number}: the unit {told.unit} is not known.", field="uom", line_no=number)
    if told.base is not None and told.base.value <= 0:
        message = f"Line {number}: the price is stated for {plain(told.base.value)} units."
        yield Finding("price_basis", message, field="unit_price", line_no=number)
    if told.base_unit and told.unit and told.base_unit != told.unit:
        message = f"Line {number}: the price is per {told.base_unit}, the quantity in {told.unit}."
        yield Finding("price_unit", message, field="unit_price", line_no=number)
    if told.order_line and line.po_line is None:
        message = f"Line {number}: the order line {told.order_line} is not a number and was left out."
        yield Finding("order_line", message, Severity.NOTE, "po_line", number)


def _nets(net: Amount, gross: Amount, off: Amount) -> bool:
    """Tell whether a net price is the gross one less its discount, as exactly as the three are stated."""
    play = min(CENT, 2 * max(half_step(one.value) for one in (net, gross, off)))
    return abs(gross.value - off.value - net.value) <= play


def _plain(amount: Amount | None) -> str:
    return plain(amount.value) if amount else "?"
