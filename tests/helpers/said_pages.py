"""What a typed page says against paying an invoice that was read from one like it."""

from __future__ import annotations

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements
from tests.helpers.typed_pages import typed_page


def codes_held(page: str, invoice: Invoice, *, untaxed: bool) -> list[str]:
    """Return the codes of the findings that hold an invoice for what a page says, as often as they are found."""
    found = statement_findings(read_statements(typed_page(page)), invoice, untaxed=untaxed)
    return [finding.code for finding in found if finding.severity is Severity.HOLD]
