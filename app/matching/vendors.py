"""Whose invoice it is: the vendor recognised by tax id, else by name (names are compared by their words)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from app.domain.company_words import COMMON_TO_ALL
from app.domain.identifiers import code_key
from app.domain.invoice import Invoice
from app.domain.letters import without_accents
from app.domain.match import Desk

_SAME_NAME = 92


@dataclass(frozen=True, slots=True)
class RecognisedVendor:
    """The vendors an invoice may come from; several where nothing tells them apart."""

    vendor_ids: tuple[str, ...] = ()

    @property
    def only(self) -> str | None:
        """Return the vendor if there is exactly one."""
        return self.vendor_ids[0] if len(self.vendor_ids) == 1 else None


def recognise_vendor(invoice: Invoice, desk: Desk) -> RecognisedVendor:
    """Recognise the vendor by tax id, else by name; two vendors of one name are both returned."""
    tax_id = invoice.header.vendor_tax_id
    if tax_id is not None:
        wanted = code_key(tax_id.value)
        found = tuple(v.vendor_id for v in desk.vendors if wanted and v.tax_id and code_key(v.tax_id) == wanted)
        if found:
            return RecognisedVendor(found)
    name = invoice.header.vendor_name
    if name is None:
        return RecognisedVendor()
    wanted_name = name_words(name.value)
    scored = [(fuzz.ratio(wanted_name, name_words(v.name)), v.vendor_id) for v in desk.vendors]
    best = max((score for score, _ in scored), default=0)
    if not wanted_name or best < _SAME_NAME:
        return RecognisedVendor()
    return RecognisedVendor(tuple(vendor for score, vendor in scored if score == best))


def name_words(name: str) -> str:
    """Fold a company's name to its words, without accents, legal form and punctuation."""
    bare = without_accents(name.casefold()).replace(".", "").replace("&", " ")
    words = re.findall(r"[a-z0-9]+", bare)
    return " ".join(word for word in words if word not in COMMON_TO_ALL) or " ".join(words)
