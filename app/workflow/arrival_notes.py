"""What the inbox log says of a file besides its state: a cause and a next step, also where it was taken in."""

from __future__ import annotations

import re
from pathlib import Path

from app.domain.case import CaseState, Document
from app.domain.decision import Category
from app.domain.invoice import ReadingError, Source

_TAIL = 2048
_END = b"%%EOF"
_ESCAPED = re.compile(r"\\udc[89a-f][0-9a-f]")  # how bytes of a name that are no text are kept


def note_of(document: Document) -> tuple[str, str, str]:
    """Return code, cause and next step of a document that was taken in; empty where there is nothing to say."""
    for case in document.cases:
        if case.category == Category.DUPLICATE_INVOICE and case.state is not CaseState.SUPERSEDED:
            return "duplicate", case.handover.sentence, case.handover.recommended_action
    invoice = document.invoice
    if invoice is not None and invoice.source is Source.OCR:
        return (
            "scan",
            "The file holds pictures of pages and no text: it was read by character recognition.",
            "Look at the figures that are marked as unsure; ask the vendor for the PDF itself where they are many.",
        )
    return "", "", ""


def refusal_of(path: Path, error: ReadingError) -> ReadingError:
    """Return why a file was refused.

    A PDF whose end is missing is called unfinished, not damaged; a file whose name cannot be kept as text is not said
    to be gone.
    """
    if error.code == "not_found" and _ESCAPED.search(str(path)):
        name = _ESCAPED.sub("\N{REPLACEMENT CHARACTER}", path.name)
        return ReadingError(
            "name_not_text",
            f"{name} cannot be found: its name, or that of a folder above it, has letters in an encoding that is not "
            "this system's.",
            "Rename it and take it in again.",
        )
    if error.code == "damaged" and _ends_early(path):
        return ReadingError(
            "unfinished",
            f"{path.name} ends in the middle: it was still being written, or was cut off on its way.",
            "Retry once it is complete; if it stays so, fetch it again.",
        )
    return error


def _ends_early(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(1024)
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            tail = file.read(_TAIL)
    except OSError:
        return False
    return b"%PDF-" in head and _END not in tail
