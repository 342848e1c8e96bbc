"""Looking at the pictures before an invoice clears: a text layer is a claim, and people pay on the picture."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import TimeoutError as TimedOut

from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.invoice import Invoice
from app.workflow.services import Services

# Longer than the worker's own limit: whoever waits must hear its verdict, and never for ever.
LONGEST = 180.0
NOT_CHECKED = "picture_not_checked"


def look_at_pictures(services: Services, document_id: int, invoice: Invoice) -> tuple[Finding, ...]:
    """Return what the pictures of a document do not bear out; what cannot be looked at holds the invoice as well."""
    if not invoice.page_sizes:
        return ()  # it has no pictures: XML alone, and readings that somebody vouched for
    try:
        looking: Future[tuple[Finding, ...]] = services.readers.look(services.store.file_of(document_id), invoice)
        return looking.result(timeout=LONGEST)
    except AppError as failure:
        return (Finding(NOT_CHECKED, f"Its pages could not be compared with its text: {failure.message}"),)
    except TimedOut:
        return (Finding(NOT_CHECKED, "Its pages could not be compared with its text in the time there is for it."),)
