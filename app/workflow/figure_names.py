"""Names on a document and its orders that look like figures: they are shown as they stand."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.invoice import Invoice
from app.domain.match import Desk
from app.workflow.figures import looks_like_a_figure


def names_like_figures(invoice: Invoice | None, desk: Desk | None) -> frozenset[str]:
    """Return the names that look like a stored figure or day: an item "10.25", an invoice "2026-03-31", "1.5 in"."""
    return frozenset(name for name in _names(invoice, desk) if looks_like_a_figure(name))


def _names(invoice: Invoice | None, desk: Desk | None) -> Iterator[str]:
    if invoice is not None:
        header = invoice.header
        found = [header.invoice_number, header.vendor_name, header.vendor_tax_id, *header.po_numbers]
        found += [value for line in invoice.lines for value in (line.item_code, line.description)]
        yield from (value.value for value in found if value is not None)
        yield from (charge.description for charge in invoice.charges)
    for order in desk.orders if desk is not None else ():
        yield order.po_number
        for line in order.lines:
            yield from (line.sku, line.description, line.vendor_item_code or "")
