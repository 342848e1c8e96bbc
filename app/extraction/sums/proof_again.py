"""The arithmetic of an invoice whose values were corrected by a person, checked again on the values alone.

A value that a person gave is judged by the same equations as one that was read. What nobody touched keeps what the
reading knew of it, except that a sum that closes now proves it and one that fails now contradicts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from app.domain.finding import Finding
from app.domain.invoice import Charge, Check, Invoice, InvoiceHeader, InvoiceLine
from app.domain.money import EXACT, ZERO, half_step, minor_unit, plain
from app.domain.provenance import Certainty, Extracted

# What the arithmetic itself says; said anew below.
_ARITHMETIC = frozenset({"line_arithmetic", "lines_do_not_sum", "total_does_not_sum", "no_lines"})


def prove_again(invoice: Invoice) -> Invoice:
    """Return the invoice with the certainty of every figure, the checks and the arithmetic findings made anew."""
    currency = invoice.header.currency.value if invoice.header.currency else None
    cent = minor_unit(currency)
    with localcontext(EXACT):
        lines_close = _lines_close(invoice, cent)
        total_closes = _total_closes(invoice, cent)
        closing = tuple(multiplies(line, cent) for line in invoice.lines)
        lines = tuple(
            _judged(line, closes, sums=lines_close) for line, closes in zip(invoice.lines, closing, strict=True)
        )
    findings = [f for f in invoice.findings if f.code not in _ARITHMETIC]
    return replace(
        invoice,
        lines=lines,
        header=_judged_header(invoice.header, lines_close, total_closes),
        charges=tuple(_judged_charge(charge, total_closes) for charge in invoice.charges),
        checks=_checks(invoice, closing, lines_close, total_closes),
        findings=(*findings, *_findings(invoice, closing, lines_close, total_closes)),
    )


def multiplies(line: InvoiceLine, cent: Decimal) -> bool | None:
    """Tell whether quantity × price ÷ basis − discount is the amount, within what rounding explains; None: untested.

    ``cent`` is the smallest coin of the currency: a yen is no hundredth of anything.
    """
    if line.quantity is None or line.unit_price is None or line.amount is None or line.price_basis <= 0:
        return None
    quantity, price, amount = line.quantity.value, line.unit_price.value, line.amount.value
    discount = line.discount.value if line.discount else ZERO
    computed = quantity * price / line.price_basis - discount
    # The printed price may be rounded; half its last digit times the quantity, and half a cent of the amount itself.
    slack = cent / 2 + abs(quantity) * half_step(line.unit_price.value) / line.price_basis
    if abs(computed - amount) <= cent / 2:
        return True
    decimals_beyond_cents = price != price.quantize(cent)
    return abs(computed - amount) <= slack if decimals_beyond_cents else False


def _amounts(invoice: Invoice) -> Decimal | None:
    amounts = [line.amount for line in invoice.lines]
    if not amounts or any(amount is None for amount in amounts):
        return None
    return sum((amount.value for amount in amounts if amount), ZERO)


def _lines_close(invoice: Invoice, cent: Decimal) -> bool | None:
    header, total = invoice.header, _amounts(invoice)
    if total is None:
        return None
    charges = sum((charge.amount.value for charge in invoice.charges), ZERO)
    tax = header.tax_total.value if header.tax_total else ZERO
    slack = cent * (len(invoice.lines) + 1) / 2
    if header.subtotal is not None:
        return any(abs(total + extra - header.subtotal.value) <= slack for extra in (ZERO, charges))
    if header.total is not None:
        return any(abs(total + charges + extra - header.total.value) <= slack for extra in (tax, ZERO))
    return None


def _total_closes(invoice: Invoice, cent: Decimal) -> bool | None:
    header = invoice.header
    if header.total is None or header.subtotal is None:
        return None
    charges = sum((charge.amount.value for charge in invoice.charges), ZERO)
    tax = header.tax_total.value if header.tax_total else ZERO
    slack = cent * 2
    return any(abs(header.subtotal.value + extra + tax - header.total.value) <= slack for extra in (charges, ZERO))


def _judged(line: InvoiceLine, closes: bool | None, *, sums: bool | None) -> InvoiceLine:
    if closes is False:
        level = Certainty.CONTRADICTED
    elif closes:
        level = Certainty.PROVEN if sums else Certainty.CONSISTENT
    else:
        level = Certainty.UNVERIFIED
    if closes is None and sums and line.amount is not None:
        # The sum speaks for the amount alone; what stands beside it keeps what the reading knew.
        return replace(line, amount=_backed(line.amount, Certainty.CONSISTENT))
    if level is Certainty.UNVERIFIED:
        return line
    return replace(
        line,
        quantity=_backed(line.quantity, level),
        unit_price=_backed(line.unit_price, level),
        discount=_backed(line.discount, level),
        amount=_backed(line.amount, level),
        certainty=level,
    )


def _backed(value: Extracted[Decimal] | None, level: Certainty) -> Extracted[Decimal] | None:
    return None if value is None else replace(value, certainty=level)


def _judged_header(header: InvoiceHeader, lines: bool | None, total: bool | None) -> InvoiceHeader:
    def judged(value: Extracted[Decimal] | None, *closing: bool | None) -> Extracted[Decimal] | None:
        if value is None:
            return None
        if all(closing):
            level = Certainty.PROVEN if len(closing) > 1 else Certainty.CONSISTENT
        elif False in closing:
            level = Certainty.UNVERIFIED if True in closing else Certainty.CONTRADICTED
        else:
            level = Certainty.CONSISTENT if True in closing else value.certainty
        return replace(value, certainty=level)

    without_subtotal = header.subtotal is None
    return replace(
        header,
        subtotal=judged(header.subtotal, lines, total),
        tax_total=judged(header.tax_total, lines if without_subtotal else total),
        total=judged(header.total, lines) if without_subtotal else judged(header.total, total),
    )


def _judged_charge(charge: Charge, total: bool | None) -> Charge:
    if total is None:
        return charge
    level = Certainty.CONSISTENT if total else Certainty.CONTRADICTED
    return replace(charge, amount=replace(charge.amount, certainty=level))


def _checks(
    invoice: Invoice, closing: Sequence[bool | None], lines_close: bool | None, total_closes: bool | None
) -> tuple[Check, ...]:
    checks = []
    tried = [closes for closes in closing if closes is not None]
    if tried:
        good = sum(tried)
        detail = f"{good} of {len(tried)} lines multiply to the printed amount"
        checks.append(Check("quantity × price = amount", good == len(tried), detail))
    if lines_close is not None:
        checks.append(Check("lines add up to subtotal", lines_close, _sum_text(invoice)))
    if total_closes is not None:
        checks.append(Check("subtotal, charges and tax add up to total", total_closes, _total_text(invoice)))
    return tuple(checks)


def _findings(
    invoice: Invoice, closing: Sequence[bool | None], lines_close: bool | None, total_closes: bool | None
) -> list[Finding]:
    found = []
    if not invoice.lines:
        found.append(Finding("no_lines", "No billed lines were found on the document."))
    for line, closes in zip(invoice.lines, closing, strict=True):
        if closes is False:
            message = f"Line {line.line_no}: quantity × price is not the amount {_plain(line.amount)}."
            found.append(Finding("line_arithmetic", message, field="amount", line_no=line.line_no))
    if lines_close is False:
        found.append(Finding("lines_do_not_sum", f"The lines do not add up: {_sum_text(invoice)}.", field="subtotal"))
    if total_closes is False:
        message = f"The total does not add up: {_total_text(invoice)}."
        found.append(Finding("total_does_not_sum", message, field="total"))
    return found


def _plain(value: Extracted[Decimal] | None) -> str:
    return plain(value.value) if value else "none"


def _sum_text(invoice: Invoice) -> str:
    target = invoice.header.subtotal or invoice.header.total
    return f"lines {plain(_amounts(invoice) or ZERO)}; printed {_plain(target)}"


def _total_text(invoice: Invoice) -> str:
    header = invoice.header
    charges = plain(sum((charge.amount.value for charge in invoice.charges), ZERO))
    parts = f"subtotal {_plain(header.subtotal)} + charges {charges} + tax {_plain(header.tax_total)}"
    return f"{parts}; printed {_plain(header.total)}"
