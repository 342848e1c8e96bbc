"""What an invoice claims by its text layer or its XML: each figure and number, and where it should be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.invoice import Invoice, InvoiceHeader, InvoiceLine
from app.domain.provenance import Box, Extracted, Method

_CLAIMED = (Method.TEXT_LAYER, Method.EINVOICE)
_MONEY = ("subtotal", "tax_total", "total")
_FIGURES = ("quantity", "unit_price", "amount")


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that money depends on: a figure, a number or code, or the words that say who bills what.

    ``text`` is what the text layer says there, ``value`` the figure (None for a number of an invoice or order). ``box``
    None: it comes from XML and may stand anywhere on the pages. ``printed`` False: ``text`` is the XML's, which pages
    print in their own way. ``words`` True: a name or a text, which pictures are never read of letter by letter; ``day``
    True: a date, whose month may be written out.
    """

    field: str
    text: str
    box: Box | None
    value: Decimal | None = None
    line_no: int | None = None
    printed: bool = True
    words: bool = False
    day: bool = False


def claims_of(invoice: Invoice) -> tuple[Claim, ...]:
    """Return what is to be seen on the pages; values a person typed or that OCR read are none."""
    return (*_of_header(invoice.header), *_of_lines(invoice.lines), *_of_charges(invoice))


def _of_header(header: InvoiceHeader) -> Iterator[Claim]:
    for field in _MONEY:
        yield from _figure(field, getattr(header, field))
    if header.invoice_number is not None:
        yield from _number("invoice_number", header.invoice_number)
    for po_number in header.po_numbers:
        yield from _number("po_numbers", po_number)
    yield from _day("invoice_date", header.invoice_date)
    yield from _day("due_date", header.due_date)
    yield from _shown("vendor_tax_id", header.vendor_tax_id)
    yield from _shown("currency", header.currency)
    yield from _shown("vendor_name", header.vendor_name, words=True)


def _of_lines(lines: tuple[InvoiceLine, ...]) -> Iterator[Claim]:
    for line in lines:
        for field in _FIGURES:
            yield from _figure(field, getattr(line, field), line.line_no)
        yield from _shown("uom", line.uom, line.line_no)
        yield from _shown("item_code", line.item_code, line.line_no)
        yield from _shown("description", line.description, line.line_no, words=True)


def _of_charges(invoice: Invoice) -> Iterator[Claim]:
    for charge in invoice.charges:
        yield from _figure("charge", charge.amount)


def _figure(field: str, value: Extracted[Decimal] | None, line_no: int | None = None) -> Iterator[Claim]:
    if value is None or value.method not in _CLAIMED or value.raw is None:
        return
    if value.method is Method.EINVOICE:
        yield Claim(field, value.raw, value.box, value.value, line_no, printed=False)
    else:
        # A figure added up from several printed ones ("19,25 + 37,62") stands where its first part does.
        yield Claim(field, value.raw.split(" + ")[0], value.box, value.value, line_no)


def _number(field: str, value: Extracted[str]) -> Iterator[Claim]:
    if value.method in _CLAIMED and (value.raw or value.value):
        yield Claim(field, value.raw or value.value, value.box)


def _day(field: str, value: Extracted[date] | None) -> Iterator[Claim]:
    """Yield a date where the text layer prints it; one worked out from terms stands nowhere."""
    if value is not None and value.method is Method.TEXT_LAYER and value.box is not None and value.raw:
        yield Claim(field, value.raw, value.box, day=True)


def _shown(
    field: str, value: Extracted[str] | None, line_no: int | None = None, *, words: bool = False
) -> Iterator[Claim]:
    """Yield who bills what, in what unit and currency, where the text layer has it in a place of its own.

    A sign ("$") is no code that could be read again.
    """
    if value is None or value.method is not Method.TEXT_LAYER or value.box is None or not value.raw:
        return
    if any(sign.isalnum() for sign in value.raw):
        yield Claim(field, value.raw, value.box, line_no=line_no, words=words)
