"""Whether an invoice is due sooner than was agreed with its vendor: such terms were changed, or are somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from app.domain.decision import DocumentFinding
from app.domain.invoice import InvoiceHeader
from app.policy.document_finding import document_finding
from app.policy.paper import Paper

# "Net 30", "2/10 n/30", "2% 10 Net 30", "30 Tage netto": where a discount has its days, the whole has the most.
_DAYS = re.compile(
    r"\bnet(?:to)?\s?(\d{1,3})\b|\bn\s?/\s?(\d{1,3})\b|\b(\d{1,3})\s?(?:days?|tagen?|jours?|d[ií]as|giorni|gg|dagen)\b"
)
_PLAY = 3  # days: months are of different length, and a day at the end of a week is brought forward


def agreed_days(terms: str | None) -> int | None:
    """Return within how many days of its date an invoice is to be paid; None where terms do not say so in days."""
    found = (int(next(filter(None, days))) for days in _DAYS.findall((terms or "").casefold()))
    return max(found, default=None)


def terms_findings(paper: Paper) -> Iterable[DocumentFinding]:
    """Yield vendor_compliance for an invoice that is due plainly sooner than the terms of its vendor on file."""
    header, vendor = paper.invoice.header, paper.vendor
    agreed = agreed_days(vendor.payment_terms) if vendor is not None else None
    days = _days_to_pay(header)
    if vendor is None or agreed is None or header.invoice_date is None or days is None:
        return
    if 0 <= days < agreed - _PLAY and not paper.invoice.is_credit:
        due = header.invoice_date.value + timedelta(days)
        figures = {"due": due.isoformat(), "days": str(days), "terms": vendor.payment_terms or ""}
        yield document_finding(paper.policy, "vendor_compliance.due_sooner", figures)


def _days_to_pay(header: InvoiceHeader) -> int | None:
    """Return how long after its date an invoice is due: to the day it prints, or else as it says in words.

    "Due on receipt" without a day is what many programs print whatever was agreed: it is no term of this vendor's.
    """
    if header.due_date is None:
        return (header.terms_days.value or None) if header.terms_days is not None else None
    return (header.due_date.value - header.invoice_date.value).days if header.invoice_date is not None else None
