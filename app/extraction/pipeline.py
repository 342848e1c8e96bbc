"""The order of the steps from the words on the pages to an invoice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.invoice import Invoice
from app.extraction.profiles.model import Profile
from app.extraction.reading_choice import ReadingPass, best_of, doubted, exchanges_columns
from app.extraction.reading_pass import read_once
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.words import PageText


def read_invoice(pages: Sequence[PageText], *, knowledge: Knowledge, profile: Profile | None = None) -> Invoice:
    """Read the invoice on these pages.

    A profile is tried and never trusted: where the arithmetic closes worse with it, the reading without it counts.
    The invoice names the profile only where it counted. Whatever the words are, there is an invoice; what is missing
    or doubtful stands in its findings.
    """
    plain = read_once(pages, knowledge, None)
    return plain.invoice if profile is None else read_beside(plain, pages, knowledge=knowledge, profile=profile)


def read_beside(plain: ReadingPass, pages: Sequence[PageText], *, knowledge: Knowledge, profile: Profile) -> Invoice:
    """Return the better of the reading without any profile and the one with this profile.

    What a profile reads with quantity and price exchanged closes just as well: nothing of it is called sure.
    """
    best = best_of(read_once(pages, knowledge, profile), plain)
    if best is plain:
        return plain.invoice
    told = replace(best.invoice, profile=profile.id)
    return doubted(told) if exchanges_columns(told, plain.invoice) else told
