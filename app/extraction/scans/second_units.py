"""Units of a scan that nobody knows, read again: "REX" beside rolls is "RLX", and "BIE" beside boxes "BTE"."""

from __future__ import annotations

from app.domain.invoice import Invoice
from app.extraction.reading_choice import rate
from app.extraction.scans.rereading import Place, Rereading
from app.extraction.scans.second_choice import same_text
from app.extraction.scans.second_words import words_from
from app.extraction.values.words import Word

_CLEAR = 90  # what the second reader must be sure of, character by character
_UNKNOWN = "unknown_unit"  # the finding


def settle_units(rereading: Rereading, invoice: Invoice) -> Invoice:
    """Take second readings of unknown units where fewer are unknown then, and no sum closes worse for them."""
    unknown = {finding.line_no for finding in invoice.findings if finding.code == _UNKNOWN}
    changes: dict[Place, tuple[Word, ...]] = {}
    for line in invoice.lines:
        for place in rereading.words_of(line.uom) if line.line_no in unknown else []:
            word = rereading.word(place)
            seen = rereading.read(word.box)
            if seen is not None and seen.confidence >= _CLEAR and not same_text(word.text, seen.text):
                changes[place] = words_from(seen, word.box, word.text)
    if not changes:
        return invoice
    pages = rereading.changed(changes)
    again = rereading.interpret(list(pages.values()))
    still = sum(finding.code == _UNKNOWN for finding in again.findings)
    if still >= len(unknown) or rate(again) < rate(invoice):
        return invoice
    rereading.pages = pages
    return again
