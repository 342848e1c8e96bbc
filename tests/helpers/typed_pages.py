"""Pages typed as text: each character a box of its own width, so that a test shows its layout in its source."""

from __future__ import annotations

import re
from functools import cache

from app.domain.invoice import Invoice
from app.domain.provenance import Box, Method
from app.extraction.pipeline import read_invoice
from app.extraction.profiles.model import Profile
from app.extraction.values.knowledge import Knowledge, load_knowledge
from app.extraction.values.words import PageText, RulingLine, Word
from app.shipped_files import resource_path

COLUMN = 5.0
ROW = 14.0
HEIGHT = 9.0


def typed_page(
    text: str,
    number: int = 1,
    *,
    method: Method = Method.TEXT_LAYER,
    confidence: int = 100,
    rulings: tuple[RulingLine, ...] = (),
) -> PageText:
    """Return a page with these rows of type, five points a character and fourteen a row."""
    words = []
    for row, line in enumerate(text.strip("\n").split("\n")):
        top = 20 + row * ROW
        for found in re.finditer(r"\S+", line):
            box = Box(number, 20 + found.start() * COLUMN, top, 20 + found.end() * COLUMN, top + HEIGHT)
            words.append(Word(found.group(), box, method, confidence))
    return PageText(number, 612.0, 792.0, tuple(words), rulings, method)


@cache
def shipped_knowledge() -> Knowledge:
    """Return the vocabulary that is shipped, read once."""
    return load_knowledge(resource_path("units.toml").parent)


def read_typed(*pages: str, scanned: bool = False, profile: Profile | None = None) -> Invoice:
    """Read typed pages to an invoice."""
    method = Method.OCR if scanned else Method.TEXT_LAYER
    typed = [
        typed_page(text, number, method=method, confidence=90 if scanned else 100)
        for number, text in enumerate(pages, 1)
    ]
    return read_invoice(typed, knowledge=shipped_knowledge(), profile=profile)


def lines_of(invoice: Invoice) -> list[tuple[str | None, ...]]:
    """Return code, quantity, unit, price and amount of each line as text."""
    return [
        (
            line.item_code.value if line.item_code else None,
            str(line.quantity.value) if line.quantity else None,
            line.uom.value if line.uom else None,
            str(line.unit_price.value) if line.unit_price else None,
            str(line.amount.value) if line.amount else None,
        )
        for line in invoice.lines
    ]
