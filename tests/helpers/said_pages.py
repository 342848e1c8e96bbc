"""What a typed page says against paying an invoice that was read from one like it."""

from __future__ import annotations

from functools import cache

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Subtotal        45.00
                                              Tax              0.00
                                              Total           45.00

{foot}
"""

_TAXLESS = """
Fairlane Mill Supply S.L.                       INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Total USD       45.00


{foot}
"""


def page_saying(foot: str) -> str:
    """Return the page of a plain invoice of two lines with this at its foot."""
    return _PAGE.format(foot=foot)


@cache
def _invoice() -> Invoice:
    return read_typed(page_saying(""))


def codes_at_foot(foot: str) -> set[str]:
    """Return the codes of what holds a plain invoice of two lines, untaxed, with this said at its foot."""
    return set(codes_held(page_saying(foot), _invoice(), untaxed=True))


def taxless_page(foot: str) -> str:
    """Return the page of a plain invoice of two lines that says nothing of tax, with this at its foot."""
    return _TAXLESS.format(foot=foot)


@cache
def taxless_invoice() -> Invoice:
    """Return what is read of the page that says nothing of tax."""
    return read_typed(taxless_page(""))


def codes_without_tax(foot: str) -> list[str]:
    """Return the codes of what holds an invoice whose page says nothing of tax, with this said at its foot."""
    return codes_held(taxless_page(foot), taxless_invoice(), untaxed=False)


def codes_held(page: str, invoice: Invoice, *, untaxed: bool) -> list[str]:
    """Return the codes of the findings that hold an invoice for what a page says, as often as they are found."""
    found = statement_findings(read_statements(typed_page(page)), invoice, untaxed=untaxed)
    return [finding.code for finding in found if finding.severity is Severity.HOLD]
