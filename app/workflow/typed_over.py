"""What a person typed over something that had been read: a colleague confirms it before anything clears on it.

Typing in what the reading missed, or what it could not make out on a scan, helps the sums to prove the invoice. Typing
over what was read with proof, or cleanly from print, changes what the vendor says; so does another name, number, code,
unit, currency or charge than the one read, and a line that is taken away. One person alone clears nothing with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from app.domain.case import Correction
from app.domain.finding import TYPED_OVER, Finding
from app.domain.identifiers import code_key, look_alike_key
from app.domain.invoice import Invoice, InvoiceHeader, InvoiceLine
from app.domain.money import plain
from app.domain.provenance import BACKED, Extracted, Method

# What the reading itself says it could not make out.
_HARD_TO_READ = frozenset({"missing_field", "ambiguous_date", "ambiguous_numbers", "unsure_figure"})
_CONTRADICTS = frozenset({"einvoice_differs", "einvoice_sums"})
_HEADER_IDENTITY = ("invoice_number", "vendor_name", "vendor_tax_id", "currency", "credits_invoice")
_HEADER_DATES = ("invoice_date", "due_date")
_HEADER_FIGURES = ("subtotal", "tax_total", "total")
_LINE_IDENTITY = ("item_code", "description", "uom", "po_number", "po_line")
_LINE_FIGURES = ("quantity", "unit_price", "amount", "discount")

Value = str | int | date | Decimal


def typed_over(read: Invoice, corrected: Invoice, corrections: Iterable[Correction]) -> tuple[Finding, ...]:
    """Return a finding for each place where a correction replaced what had been read and stands.

    Args:
        read: The invoice as it was read.
        corrected: The invoice with the corrections in their places.
        corrections: Those corrections; what they did not touch is not looked at.
    """
    touched = {(c.field, c.line_no) for c in corrections}
    found = [
        *_header(read, corrected.header, touched),
        *_removed(read, corrected),
        *_lines(read, corrected, touched),
        *_charges(read, corrected),
        *_settled(read, touched),
    ]
    return tuple({(f.field, f.line_no, f.message): f for f in found}.values())


def _header(read: Invoice, header: InvoiceHeader, touched: set[tuple[str, int | None]]) -> Iterator[Finding]:
    for name in (*_HEADER_IDENTITY, *_HEADER_DATES, *_HEADER_FIGURES):
        if (name, None) in touched:
            old, new = getattr(read.header, name), getattr(header, name)
            if name == "currency" and _names_no_currency(read):
                continue
            strict = name in _HEADER_IDENTITY
            if _replaces(old, new, identity=strict, hard=_is_hard(read, name, None)):
                yield _finding(name, None, _text(old), _text(new))
    if ("po_numbers", None) in touched:
        yield from _order_numbers(read.header.po_numbers, header.po_numbers)


def _names_no_currency(read: Invoice) -> bool:
    """Tell whether the page has a bare sign ("$") or nothing where the currency belongs: it is filled in then."""
    printed = read.header.currency
    assumed = any(finding.code == "currency_assumed" for finding in read.findings)
    return printed is None or assumed or not printed.value.isalpha()


def _settled(read: Invoice, touched: set[tuple[str, int | None]]) -> Iterator[Finding]:
    """Name where page and electronic invoice contradict each other, and a person said alone which of them holds."""
    for finding in read.findings:
        if finding.code in _CONTRADICTS and (finding.field, finding.line_no) in touched:
            message = f"{finding.message} A person said which of them holds: a colleague confirms."
            yield Finding(TYPED_OVER, message, field=finding.field, line_no=finding.line_no)


def _order_numbers(old: tuple[Extracted[str], ...], new: tuple[Extracted[str], ...]) -> Iterator[Finding]:
    gone = [was for was in old if not any(_same_code(was, now.value) for now in new)]
    added = [now for now in new if not any(_same_code(was, now.value) for was in old)]
    if old and (gone or added):
        was, now = (", ".join(number.value for number in numbers) for numbers in (old, new))
        yield _finding("po_numbers", None, was, now)


def _removed(read: Invoice, corrected: Invoice) -> Iterator[Finding]:
    left = {line.line_no for line in corrected.lines}
    for line in read.lines:
        if line.line_no not in left:
            amount = plain(line.amount.value) if line.amount else "no amount"
            words = f"{line.description.value} ({amount})"
            yield _finding("remove_line", None, f"line {line.line_no}: {words}", "removed")


def _lines(read: Invoice, corrected: Invoice, touched: set[tuple[str, int | None]]) -> Iterator[Finding]:
    before = {line.line_no: line for line in read.lines}
    for line in corrected.lines:
        if (old := before.get(line.line_no)) is not None:
            yield from _line(read, old, line, {name for name, number in touched if number == line.line_no})


def _line(read: Invoice, old: InvoiceLine, new: InvoiceLine, touched: set[str]) -> Iterator[Finding]:
    for name in (*_LINE_IDENTITY, *_LINE_FIGURES):
        if name in touched:
            was, now = getattr(old, name), getattr(new, name)
            hard = _is_hard(read, name, old.line_no)
            if _replaces(was, now, identity=name in _LINE_IDENTITY, hard=hard):
                yield _finding(name, old.line_no, _text(was), _text(now))
    if "price_basis" in touched and old.price_basis != new.price_basis and not _contradicted_scan(old):
        yield _finding("price_basis", old.line_no, plain(old.price_basis), plain(new.price_basis))


def _charges(read: Invoice, corrected: Invoice) -> Iterator[Finding]:
    for was, now in zip(read.charges, corrected.charges, strict=False):
        if was.amount.value != now.amount.value:
            yield _finding(f"{was.kind.value} charge", None, plain(was.amount.value), plain(now.amount.value))
    for added in corrected.charges[len(read.charges) :]:
        charge = f"{added.kind.value.replace('_', ' ')} {plain(added.amount.value)}"
        message = f"A charge was added that the reading had not found ({charge}): a colleague confirms."
        yield Finding(TYPED_OVER, message, field="add_charge")


def _replaces(old: Extracted[Value] | None, new: Extracted[Value] | None, *, identity: bool, hard: bool) -> bool:
    """Tell whether something that had been read now says something else, and nothing excuses that."""
    if old is None or (isinstance(old.value, str) and not old.value.strip()):
        return False
    if new is not None and old.value == new.value:
        return False
    if identity:
        return new is None or not _same_code(old, new.value)
    if hard:
        return False
    return old.method is not Method.OCR or old.certainty in BACKED or isinstance(old.value, date)


def _same_code(old: Extracted[Value], new: Value) -> bool:
    was, now = str(old.value), str(new)
    if _plain(was) == _plain(now):
        return True
    # A scan takes O for 0 and l for 1; putting that right changes nothing that the vendor says.
    return old.method is Method.OCR and bool(look_alike_key(was)) and look_alike_key(was) == look_alike_key(now)


def _plain(text: str) -> str:
    """Fold what is written to what it says; letters of other scripts stay what they are."""
    return code_key(text) if text.isascii() else "".join(text.casefold().split())


def _contradicted_scan(line: InvoiceLine) -> bool:
    price = line.unit_price
    scanned = price is not None and price.method is Method.OCR
    return scanned and line.certainty not in BACKED


def _is_hard(read: Invoice, name: str, line_no: int | None) -> bool:
    return any(f.code in _HARD_TO_READ and f.field == name and f.line_no == line_no for f in read.findings)


def _text(value: Extracted[Value] | None) -> str:
    if value is None:
        return "nothing"
    return plain(value.value) if isinstance(value.value, Decimal) else str(value.value)


def _finding(name: str, line_no: int | None, was: str, now: str) -> Finding:
    words = name.replace("_", " ").replace("remove line", "line")
    where = f" of line {line_no}" if line_no is not None else ""
    message = f"The {words}{where} was typed over what was read ({was} → {now}): a colleague confirms."
    return Finding(TYPED_OVER, message, field=name, line_no=line_no)
