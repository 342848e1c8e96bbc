"""Values a person typed or picked, put in the place of what was read; the document's arithmetic is then checked anew.

A typed figure is no more certain than the sums of the document make it: typing a figure that does not close does not
clear anything, and what was typed over something read with proof is confirmed by a colleague (app.workflow.typed_over).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.domain.case import Correction
from app.domain.errors import InputError
from app.domain.finding import Finding
from app.domain.invoice import Charge, ChargeKind, Invoice, InvoiceHeader, InvoiceLine
from app.domain.measure import UnitTable
from app.domain.provenance import Certainty, Extracted, Method
from app.extraction.sums.proof_again import prove_again
from app.extraction.values.dates import find_date
from app.extraction.values.numerals import DecimalMark, read_number, weigh_marks
from app.workflow.typed_over import typed_over

T = TypeVar("T")

HEADER_TEXT = ("invoice_number", "vendor_name", "vendor_tax_id", "currency", "credits_invoice")
HEADER_DATES = ("invoice_date", "due_date")
HEADER_AMOUNTS = ("subtotal", "tax_total", "total")
LINE_TEXT = ("item_code", "description", "po_number")
LINE_NUMBERS = ("quantity", "unit_price", "amount", "discount")
ADD_LINE, REMOVE_LINE, ADD_CHARGE = "add_line", "remove_line", "add_charge"
ADDS = frozenset(
    {ADD_LINE, ADD_CHARGE}
)  # each adds one more, where other fields take the place of what was typed before
_LONGEST = 500
_PRICE_BASES = (Decimal(1), Decimal(100), Decimal(1000))

# What the reading could not settle about a field is settled once a person has said what stands there.
_SETTLED_BY_TYPING = frozenset(
    {
        "missing_field",
        "ambiguous_date",
        "ambiguous_numbers",
        "unknown_unit",
        "unsure_figure",
        "einvoice_differs",
        "einvoice_sums",
    }
)


def apply_corrections(invoice: Invoice, corrections: tuple[Correction, ...], *, units: UnitTable) -> Invoice:
    """Return the invoice with the corrections in place, its arithmetic checked again, and what was typed over named.

    Raises:
        InputError: ``not_a_value``: a text cannot be read as what the field holds; ``no_such_field`` or
            ``no_such_line``: there is no such place.
    """
    if not corrections:
        return invoice
    mark, corrected = _mark_of(invoice), invoice
    for correction in corrections:
        corrected = _apply(corrected, correction, units, mark)
    corrected = prove_again(corrected)
    return replace(corrected, findings=(*corrected.findings, *typed_over(invoice, corrected, corrections)))


def _apply(invoice: Invoice, correction: Correction, units: UnitTable, mark: DecimalMark | None) -> Invoice:
    if len(correction.text) > _LONGEST:
        raise _not_a_value(correction, "at most 500 characters")
    if correction.field == ADD_LINE:
        return _with_new_line(invoice, correction)
    if correction.field == ADD_CHARGE:
        return _with_new_charge(invoice, correction, mark)
    if correction.line_no is None:
        changed = replace(invoice, header=_header(invoice.header, correction, mark))
    elif correction.field == "charge":
        changed = _with_charge(invoice, correction, mark)
    else:
        changed = _with_line(invoice, correction, units, mark)
    return replace(changed, findings=tuple(f for f in changed.findings if not _settles(correction, f)))


def _settles(correction: Correction, finding: Finding) -> bool:
    if correction.field == REMOVE_LINE:
        return finding.line_no == correction.line_no
    same_place = finding.line_no == correction.line_no and finding.field == correction.field
    return same_place and finding.code in _SETTLED_BY_TYPING


def _header(header: InvoiceHeader, correction: Correction, mark: DecimalMark | None) -> InvoiceHeader:
    name, text = correction.field, correction.text.strip()
    if name == "po_numbers":
        numbers = [part for part in text.replace(";", ",").split(",") if part.strip()]
        return replace(header, po_numbers=tuple(_typed(number.strip(), correction) for number in numbers))
    if name in HEADER_TEXT:
        value = text.upper() if name == "currency" else text
        if name == "currency" and not (len(value) == 3 and value.isascii() and value.isalpha()):
            raise _not_a_value(correction, "a currency code of three letters, for example USD")
        return _set_header(header, name, _typed(value, correction) if text else None)
    if name in HEADER_DATES:
        return _set_header(header, name, _typed(_date(correction), correction) if text else None)
    if name in HEADER_AMOUNTS:
        return _set_header(header, name, _typed(_number(correction, mark), correction) if text else None)
    raise _no_such_field(correction)


def _set_header(header: InvoiceHeader, name: str, value: object) -> InvoiceHeader:
    return replace(header, **{name: value})  # type: ignore[arg-type]


def _with_line(invoice: Invoice, correction: Correction, units: UnitTable, mark: DecimalMark | None) -> Invoice:
    if all(line.line_no != correction.line_no for line in invoice.lines):
        raise InputError("no_such_line", f"The invoice has no line {correction.line_no}.")
    if correction.field == REMOVE_LINE:
        return replace(invoice, lines=tuple(line for line in invoice.lines if line.line_no != correction.line_no))
    lines = (
        _line(line, correction, units, mark) if line.line_no == correction.line_no else line for line in invoice.lines
    )
    return replace(invoice, lines=tuple(lines))


def _line(line: InvoiceLine, correction: Correction, units: UnitTable, mark: DecimalMark | None) -> InvoiceLine:
    name, text = correction.field, correction.text.strip()
    changes: dict[str, object]
    if name in LINE_TEXT:
        if not text and name == "description":
            raise _not_a_value(correction, "a description")
        changes = {name: _typed(text, correction) if text else None}
    elif name in LINE_NUMBERS:
        changes = {name: _typed(_number(correction, mark), correction) if text else None}
    elif name == "uom":
        changes = {name: _typed(units.canonical_or_printed(text), correction) if text else None}
    elif name == "price_basis":
        basis = _number(correction, mark)
        if basis not in _PRICE_BASES:
            raise _not_a_value(correction, "1, 100 or 1000")
        changes = {name: basis}
    elif name == "po_line":
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise _not_a_value(correction, "the number of an order line")
        changes = {name: _typed(int(text), correction) if text else None}
    else:
        raise _no_such_field(correction)
    return replace(line, **changes)  # type: ignore[arg-type]


def _with_new_line(invoice: Invoice, correction: Correction) -> Invoice:
    number = max((line.line_no for line in invoice.lines), default=0) + 1
    new = InvoiceLine(number, correction.box.page if correction.box else 1, _typed(correction.text.strip(), correction))
    return replace(invoice, lines=(*invoice.lines, new))


def _with_new_charge(invoice: Invoice, correction: Correction, mark: DecimalMark | None) -> Invoice:
    """Add a charge that reading missed, typed as "freight 45.00" or "freight Wagon money 45.00" (kind, words, amount).

    A discount takes away, however its amount is typed.
    """
    parts = correction.text.split()
    kind = next((kind for kind in ChargeKind if parts and parts[0].casefold() in _names_of(kind)), None)
    if kind is None or len(parts) < 2:
        raise _not_a_value(
            correction, f"a kind and an amount, for example “freight 45.00”; kinds: {', '.join(ChargeKind)}"
        )
    amount = _number(replace(correction, text=parts[-1]), mark)
    if kind is ChargeKind.DISCOUNT:
        amount = -abs(amount)
    words = " ".join(parts[1:-1]) or kind.value.replace("_", " ")
    return replace(invoice, charges=(*invoice.charges, Charge(kind, words, _typed(amount, correction))))


def _names_of(kind: ChargeKind) -> tuple[str, ...]:
    return kind.value, kind.value.replace("_", "-")


def _with_charge(invoice: Invoice, correction: Correction, mark: DecimalMark | None) -> Invoice:
    """Correct the amount of a charge; for charges ``line_no`` counts them from 1."""
    index = (correction.line_no or 0) - 1
    if not 0 <= index < len(invoice.charges):
        raise InputError("no_such_line", f"The invoice has no charge {correction.line_no}.")
    charges: list[Charge] = list(invoice.charges)
    charges[index] = replace(charges[index], amount=_typed(_number(correction, mark), correction))
    return replace(invoice, charges=tuple(charges))


def _typed(value: T, correction: Correction) -> Extracted[T]:
    method = Method.PICKED if correction.picked else Method.TYPED
    return Extracted(value, correction.text, correction.box, method, Certainty.UNVERIFIED)


def _number(correction: Correction, mark: DecimalMark | None) -> Decimal:
    found = read_number(correction.text.strip(), mark or DecimalMark.POINT)
    if found is None:
        raise _not_a_value(correction, "a number")
    if found.ambiguous and mark is None:
        raise _not_a_value(correction, "a number with one meaning: no sign between thousands, two decimals")
    return found.value


def _date(correction: Correction) -> date:
    found = find_date(correction.text)
    if found is None or found.certain is None:
        raise _not_a_value(correction, "a date with one meaning, for example “2026-03-01” or “1 March 2026”")
    return found.certain


def _mark_of(invoice: Invoice) -> DecimalMark | None:
    """Return the document's decimal mark where its figures show it; a typed figure is read the same way."""
    header = invoice.header
    figures: list[Extracted[Decimal] | None] = [header.subtotal, header.tax_total, header.total]
    for line in invoice.lines:
        figures += [line.quantity, line.unit_price, line.amount]
    evidence = weigh_marks(f.raw for f in figures if f is not None and f.raw and f.method is not Method.TYPED)
    low, high = sorted((evidence.point, evidence.comma))
    return evidence.mark if high > 3 * low else None  # a document that writes both ways does not say which is meant


def _not_a_value(correction: Correction, wanted: str) -> InputError:
    return InputError(
        "not_a_value",
        f"“{correction.text}” cannot be read as {correction.field.replace('_', ' ')}.",
        next_step=f"Type {wanted}.",
        context={"field": correction.field},
    )


def _no_such_field(correction: Correction) -> InputError:
    return InputError("no_such_field", f"There is no field “{correction.field}” to correct there.")
