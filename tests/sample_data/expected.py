"""What the program must make of each invoice: the content of `expected.json`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.sample_data.desk import ORDERS, VENDORS
from tests.sample_data.layouts import LAYOUTS, printed_unit
from tests.sample_data.records import Group, Invoice, Line, PoLine

# More pressing lanes have higher numbers; the document's lane is the most pressing of all.
_LANES = ("auto_resolve", "draft_and_route", "escalate")


@dataclass(slots=True)
class Ledger:
    """What earlier invoices have billed of each order line, in the order line's unit."""

    billed: dict[PoLine, Decimal] = field(default_factory=dict)

    def open_quantity(self, key: PoLine) -> Decimal:
        """What may still come of an order line."""
        line = ORDERS[key[0]].line(key[1])
        return line.quantity - line.already_invoiced - self.billed.get(key, Decimal(0))

    def book(self, invoice: Invoice) -> None:
        """Books what the invoice bills."""
        for group in invoice.groups or ():
            if group.alternatives:
                continue
            for key in group.po_lines:
                self.billed[key] = self.billed.get(key, Decimal(0)) + self._share(invoice, group, key)

    def _share(self, invoice: Invoice, group: Group, key: PoLine) -> Decimal:
        # A line in another unit bills the whole order line here; a merged one bills each of its lines in full.
        if {"uom_conversion", "merged"} & set(group.patterns):
            return self.open_quantity(key)
        quantities = [invoice.lines[n - 1].quantity for n in group.invoice_lines]
        return sum((quantity for quantity in quantities if quantity is not None), Decimal(0))


def expected(invoices: Iterable[Invoice], pages: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """The whole file; `pages` says on which page each line of each invoice stands."""
    ledger = Ledger()
    return {
        "schema": "tieout.expected/1",
        "invoices": [_document(invoice, pages[invoice.file], ledger) for invoice in invoices],
    }


def _document(invoice: Invoice, pages: tuple[int, ...], ledger: Ledger) -> dict[str, Any]:
    document: dict[str, Any] = {
        "file": invoice.file,
        "shows": invoice.shows,
        "source": "ocr" if invoice.scan else "text",
        "scan": invoice.scan.kind if invoice.scan else None,
        "pages": max(pages),
        "scored": "all" if invoice.groups is not None else "document",
        "credit": invoice.credits is not None,
        "header": _header(invoice),
        "lines": [_line(line, n, pages[n - 1], invoice) for n, line in enumerate(invoice.lines, start=1)],
        "charges": [
            {"kind": charge.kind, "description": charge.description, "amount": str(charge.amount)}
            for charge in invoice.charges
        ],
        "purchase_orders": [invoice.po_number] if invoice.po_number else [],
        "groups": [_group(group) for group in invoice.groups or ()],
        "unbilled_po_lines": _unbilled(invoice, ledger),
        "cases": _cases(invoice),
        "notes": list(invoice.notes),
        "lane": document_lane(invoice),
    }
    ledger.book(invoice)
    return document


def _header(invoice: Invoice) -> dict[str, Any]:
    vendor = VENDORS[invoice.vendor_id]
    layout = LAYOUTS[vendor.layout]
    words = layout.words
    due = invoice.issued + timedelta(days=vendor.payment_days)
    prints_subtotal = words.subtotal is not None and invoice.credits is None
    return {
        "invoice_number": invoice.number,
        "invoice_date": invoice.issued.isoformat(),
        "due_date": due.isoformat() if words.due and not invoice.credits else None,
        "vendor_name": vendor.name,
        "vendor_tax_id": (invoice.tax_id or vendor.columns["tax_id"]) if words.tax_id else None,
        "po_numbers": [invoice.po_number] if invoice.po_number else [],
        "currency": vendor.currency if layout.prints_currency else None,
        "subtotal": str(invoice.goods) if prints_subtotal else None,
        "tax_total": None if invoice.tax is None else str(invoice.tax),
        "total": str(invoice.total),
    }


def _line(line: Line, number: int, page: int, invoice: Invoice) -> dict[str, Any]:
    vendor = VENDORS[invoice.vendor_id]
    entry: dict[str, Any] = {
        "line_no": number,
        "page": page,
        "item_code": line.code,
        "description": line.description,
        "quantity": _plain(line.quantity),
        "uom": line.uom,
        "uom_raw": printed_unit(line, vendor),
        "unit_price": None if line.unit_price is None else str(line.unit_price),
        "line_total": str(line.amount),
        "po_number": None,
        "po_line": line.po_line,
    }
    if line.price_basis != 1:
        entry["price_basis"] = _plain(line.price_basis)
    if line.second_code:
        entry["item_code_also"] = [line.second_code]
    if line.quantity == 0:
        entry["optional"] = True
    return entry


def _group(group: Group) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "invoice_lines": list(group.invoice_lines),
        "po_lines": [list(key) for key in group.po_lines],
        "patterns": list(group.patterns),
        "lane": group.lane,
        "owner": group.owner,
        "exposure": str(group.exposure),
    }
    if group.alternatives:
        entry["alternatives"] = [[list(key) for key in reading] for reading in group.alternatives]
    return entry


def _unbilled(invoice: Invoice, ledger: Ledger) -> list[list[Any]] | None:
    if invoice.groups is None:
        return None
    if invoice.po_number is None:
        return []
    covered = {key for group in invoice.groups for key in group.po_lines}
    keys = [(invoice.po_number, line.line_no) for line in ORDERS[invoice.po_number].lines]
    return [list(key) for key in keys if key not in covered and ledger.open_quantity(key) > 0]


def _cases(invoice: Invoice) -> list[dict[str, Any]]:
    """One case for each group that is not cleared, one for each finding of the document."""
    found = [
        {
            "category": group.patterns[0],
            "lane": group.lane,
            "owner": group.owner,
            "invoice_lines": list(group.invoice_lines),
        }
        for group in invoice.groups or ()
        if group.lane != "auto_resolve"
    ]
    found += [
        {
            "category": case.category,
            "lane": case.lane,
            "owner": case.owner,
            "invoice_lines": list(case.invoice_lines),
        }
        for case in invoice.cases
    ]
    return found


def document_lane(invoice: Invoice) -> str:
    """The most pressing lane of the invoice's groups and findings."""
    lanes = [group.lane for group in invoice.groups or ()]
    lanes += [case.lane for case in invoice.cases if case.lane is not None]
    return max(lanes, key=_LANES.index, default="auto_resolve")


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
