"""Compares the header of an electronic invoice with what the page shows: a difference is held, never chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.domain.finding import Finding, Severity
from app.domain.identifiers import look_alike_key
from app.domain.invoice import Invoice, InvoiceHeader
from app.domain.money import ZERO, plain
from app.domain.provenance import BACKED, Certainty, Extracted, Method
from app.extraction.einvoice.model import EInvoice
from app.extraction.einvoice.printed import Printed
from app.extraction.values.dates import find_date
from app.extraction.values.text_keys import squeeze

T = TypeVar("T")
_SELF_BILLED = "389"
# Backed by the sums of the page itself.


class Differences:
    """Collects what differs, and what the page does not show."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.unseen: list[str] = []

    def hold(self, what: str, mine: str, theirs: str, field: str, line: int | None = None) -> None:
        """Hold a difference with both values."""
        place = f"Line {line}: the" if line is not None else "The"
        message = f"{place} {what} differs: the electronic invoice says {mine}, the page {theirs}."
        self.findings.append(Finding("einvoice_differs", message, field=field, line_no=line))

    def note(self, message: str, field: str = "", line: int | None = None) -> None:
        """Say something that need not hold the invoice."""
        self.findings.append(Finding("einvoice_page", message, Severity.NOTE, field, line))

    def told(self) -> tuple[Finding, ...]:
        """Return the findings, with one note on everything that the page does not show."""
        if self.unseen:
            listed = ", ".join(dict.fromkeys(self.unseen))
            self.note(f"Not found on the page and so not compared with the electronic invoice: {listed}.")
            self.unseen = []
        return tuple(self.findings)


def compare_header(
    stated: EInvoice, mine: InvoiceHeader, page: Invoice, words: Printed, differences: Differences
) -> InvoiceHeader:
    """Return the header with the places of what agrees; what only the page says is added and told."""
    shown = page.header
    compared = _Header(words, differences, credit=mine.titled_credit or shown.titled_credit)
    total = compared.total(mine.total, shown.total, stated.sums.payable)
    gives_back = mine.titled_credit or (mine.total is not None and mine.total.value < ZERO)
    # "Gutschrift" is also what an invoice is called that the buyer wrote (type 389).
    if shown.titled_credit and not gives_back and stated.type_code != _SELF_BILLED:
        differences.hold("kind of document", "invoice", "credit memo", "total")
    agreed = total is not None and total.certainty is not Certainty.CONTRADICTED
    return replace(
        mine,
        invoice_number=compared.text(
            "invoice_number", "invoice number", mine.invoice_number, (stated.number,), shown.invoice_number
        ),
        invoice_date=compared.day("invoice_date", "invoice date", mine.invoice_date, shown.invoice_date),
        due_date=compared.day("due_date", "due date", mine.due_date, shown.due_date, elsewhere=True),
        vendor_name=compared.name(mine.vendor_name, stated.seller_names, shown.vendor_name),
        vendor_tax_id=compared.text(
            "vendor_tax_id", "tax id", mine.vendor_tax_id, stated.tax_ids, shown.vendor_tax_id, elsewhere=True
        ),
        po_numbers=compared.orders(mine.po_numbers, shown.po_numbers),
        currency=compared.currency(mine.currency, shown.currency),
        subtotal=compared.place_only(mine.subtotal, shown.subtotal),
        tax_total=compared.tax(mine.tax_total, shown.tax_total, sure=_tax_is_sure(page), total_agrees=agreed),
        total=total,
        bill_to=(*mine.bill_to, *shown.bill_to),
        ship_to=(*mine.ship_to, *shown.ship_to),
        buyer_tax_ids=(*mine.buyer_tax_ids, *shown.buyer_tax_ids),
        bank_accounts=tuple({one.value: one for one in (*mine.bank_accounts, *shown.bank_accounts)}.values()),
        terms_days=shown.terms_days or mine.terms_days,
    )


def _tax_is_sure(page: Invoice) -> bool:
    """Tell whether what was read as the tax is what makes the printed total out of the printed subtotal."""
    header = page.header
    if header.subtotal is None or header.tax_total is None or header.total is None:
        return False
    charges = sum((charge.amount.value for charge in page.charges), ZERO)
    net = header.total.value - header.tax_total.value
    return net in (header.subtotal.value, header.subtotal.value + charges)


class _Header:
    def __init__(self, words: Printed, differences: Differences, *, credit: bool) -> None:
        self._words = words
        self._differences = differences
        self._credit = credit

    def text(
        self,
        field: str,
        what: str,
        mine: Extracted[str] | None,
        ways: Sequence[str],
        theirs: Extracted[str] | None,
        *,
        elsewhere: bool = False,
    ) -> Extracted[str] | None:
        """Compare a text that may be written in several ways; ``elsewhere``: that it is printed anywhere is enough."""
        if mine is None:
            return self._added(what, field, theirs)
        if theirs is not None and squeeze(theirs.value) in {squeeze(way) for way in ways}:
            return replace(mine, box=theirs.box)
        box = next((box for way in ways if (box := self._words.text(way)) is not None), None)
        # What was recognised from a picture may be something else's number, or the same one misread.
        doubtful = theirs is not None and theirs.method is Method.OCR
        if box is not None and (theirs is None or elsewhere or doubtful):
            return replace(mine, box=box)
        if theirs is not None and doubtful and look_alike_key(theirs.value) in {look_alike_key(way) for way in ways}:
            return replace(mine, box=theirs.box)
        if theirs is None:
            self._differences.unseen.append(what)
            return mine
        self._differences.hold(what, mine.value, theirs.value, field)
        return replace(mine, certainty=Certainty.CONTRADICTED)

    def name(
        self, mine: Extracted[str] | None, ways: Sequence[str], theirs: Extracted[str] | None
    ) -> Extracted[str] | None:
        """Find the seller's name; names are printed in too many ways to hold an invoice over."""
        if mine is None:
            return self._added("vendor name", "vendor_name", theirs)
        if theirs is not None and squeeze(theirs.value) in {squeeze(way) for way in ways}:
            return replace(mine, box=theirs.box)
        box = next((box for way in ways if (box := self._words.text(way)) is not None), None)
        if box is None:
            self._differences.unseen.append("vendor name")
        return replace(mine, box=box)

    def currency(self, mine: Extracted[str] | None, theirs: Extracted[str] | None) -> Extracted[str] | None:
        """Compare the currency; one that the page only suggests says nothing."""
        if theirs is None or theirs.raw is None:
            return mine
        if mine is None:
            return self._added("currency", "currency", theirs)
        if mine.value == theirs.value:
            return replace(mine, box=theirs.box)
        if self._words.text(mine.value) is not None:
            return mine
        self._differences.hold("currency", mine.value, theirs.value, "currency")
        return replace(mine, certainty=Certainty.CONTRADICTED)

    def day(
        self,
        field: str,
        what: str,
        mine: Extracted[date] | None,
        theirs: Extracted[date] | None,
        *,
        elsewhere: bool = False,
    ) -> Extracted[date] | None:
        """Compare a date; one that can be read in two ways agrees if one of them does.

        ``elsewhere``: that it is printed anywhere is enough, and one read from a picture is held against nobody.
        """
        if mine is None:
            return self._added(what, field, theirs)
        if theirs is not None and mine.value in _ways(theirs):
            return replace(mine, box=theirs.box)
        box = self._words.day(mine.value) if theirs is None or elsewhere else None
        if theirs is None or box is not None or (elsewhere and theirs.method is Method.OCR):
            if box is None:
                self._differences.unseen.append(what)
            return replace(mine, box=box)
        self._differences.hold(what, mine.value.isoformat(), theirs.value.isoformat(), field)
        return replace(mine, certainty=Certainty.CONTRADICTED)

    def orders(
        self, mine: tuple[Extracted[str], ...], theirs: tuple[Extracted[str], ...]
    ) -> tuple[Extracted[str], ...]:
        """Compare the orders; what the page names besides is added, because the format has room for one only."""
        printed = {squeeze(order.value): order for order in theirs}
        known = {squeeze(order.value) for order in mine}
        further = [order for key, order in printed.items() if key not in known]
        placed, missing = [], []
        for order in mine:
            same = printed.get(squeeze(order.value))
            box = same.box if same is not None else self._words.text(order.value)
            placed.append(replace(order, box=box))
            if same is None and box is None:
                missing.append(order.value)
        if missing and further:
            others = ", ".join(order.value for order in further)
            self._differences.hold("order number", ", ".join(missing), others, "po_numbers")
            placed = [replace(order, certainty=Certainty.CONTRADICTED) for order in placed]
        elif missing:
            self._differences.unseen.append("order number")
        elif further:
            others = ", ".join(order.value for order in further)
            self._differences.note(f"The page names the order {others}, the electronic invoice does not.", "po_numbers")
        return (*placed, *further)

    def place_only(
        self, mine: Extracted[Decimal] | None, theirs: Extracted[Decimal] | None
    ) -> Extracted[Decimal] | None:
        """Say where the figure stands if the page has it; pages print subtotals of many kinds."""
        if mine is None:
            return None
        if theirs is not None and self._same(mine.value, theirs.value):
            return replace(mine, box=theirs.box)
        return replace(mine, box=self._words.number(mine.value))

    def total(
        self, mine: Extracted[Decimal] | None, theirs: Extracted[Decimal] | None, payable: Extracted[Decimal] | None
    ) -> Extracted[Decimal] | None:
        """Compare the total; a page may show what is left to pay in its place."""
        if mine is None:
            return self._added("total", "total", theirs)
        due = payable is not None and theirs is not None and self._same(payable.value, theirs.value)
        box = self._words.number(mine.value)
        if due and box is not None:
            return replace(mine, box=box)
        if theirs is None and box is None and not self._words.scanned and mine.value != ZERO:
            self._differences.hold("total", plain(mine.value), "shows no such figure", "total")
            return replace(mine, certainty=Certainty.CONTRADICTED)
        sure = theirs is not None and theirs.certainty in BACKED
        return self.amount("total", "total", mine, theirs, sure=sure)

    def amount(
        self, field: str, what: str, mine: Extracted[Decimal], theirs: Extracted[Decimal] | None, *, sure: bool
    ) -> Extracted[Decimal]:
        """Compare an amount; a figure that the page's own sums back is believed to be what is printed."""
        if theirs is not None and self._same(mine.value, theirs.value):
            return replace(mine, box=theirs.box)
        box = self._words.number(mine.value) if mine.value != ZERO else None
        if theirs is None and box is None and mine.value != ZERO:
            self._differences.unseen.append(what)
        if theirs is None or (box is not None and not sure):
            return replace(mine, box=box)
        self._differences.hold(what, plain(mine.value), plain(theirs.value), field)
        return replace(mine, certainty=Certainty.CONTRADICTED)

    def tax(
        self, mine: Extracted[Decimal] | None, theirs: Extracted[Decimal] | None, *, sure: bool, total_agrees: bool
    ) -> Extracted[Decimal] | None:
        """Compare the tax; a figure that is not part of the page's own sum was hardly the tax."""
        if mine is not None and (sure or not total_agrees or theirs is None):
            return self.amount("tax_total", "tax", mine, theirs, sure=sure)
        if mine is None:
            if theirs is not None and theirs.value != ZERO and sure:
                self._differences.hold("tax", "none", plain(theirs.value), "tax_total")
            return None
        if theirs is not None and self._same(mine.value, theirs.value):
            return replace(mine, box=theirs.box)
        box = self._words.number(mine.value)
        if box is None:
            self._differences.unseen.append("tax")
        return replace(mine, box=box)

    def _same(self, mine: Decimal, theirs: Decimal) -> bool:
        # Credit notes are stated in positive figures and printed in negative ones, or the other way round.
        return mine == theirs or (self._credit and abs(mine) == abs(theirs))

    def _added(self, what: str, field: str, theirs: Extracted[T] | None) -> Extracted[T] | None:
        if theirs is not None:
            self._differences.note(f"The {what} is taken from the page; the electronic invoice has none.", field)
        return theirs


def _ways(printed: Extracted[date]) -> set[date | None]:
    found = find_date(printed.raw) if printed.raw else None
    return {printed.value, found.day_first, found.month_first} if found is not None else {printed.value}
