"""Looking at the pictures before an invoice clears: a text layer is a claim, and people pay on the picture."""

from __future__ import annotations

import re
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TimedOut

from app.domain.case import Document
from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.invoice import Invoice
from app.workflow.services import Services

# Longer than the worker's own limit: whoever waits must hear its verdict, and never for ever.
LONGEST = 180.0
NOT_CHECKED = "picture_not_checked"


def look_at_pictures(services: Services, document: Document, invoice: Invoice) -> tuple[Finding, ...]:
    """Return what the pictures of a document do not bear out; what cannot be looked at holds the invoice as well.

    ``invoice`` is what was read of it, which may be more than the document was stored with.
    """
    if not invoice.page_sizes:
        return ()  # it has no pictures: XML alone, and readings that somebody vouched for
    try:
        stored = services.store.file_of(document.document_id)
        looking: Future[tuple[Finding, ...]] = services.readers.look(stored, invoice)
        return looking.result(timeout=LONGEST)
    except AppError as failure:
        said = with_own_name(document, failure.message)
        return (Finding(NOT_CHECKED, f"Its pages could not be compared with its text: {said}"),)
    except TimedOut:
        return (Finding(NOT_CHECKED, "Its pages could not be compared with its text in the time there is for it."),)


def with_own_name(document: Document, message: str) -> str:
    """Name a stored file by the name it came with, by which people know it; it is stored by its hash."""
    return re.sub(rf"{document.reading.sha256}(\.\w+)*", lambda _: document.reading.file, message)
