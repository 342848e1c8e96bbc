"""By what a vendor's documents are to be known: what a person says of the vendor, and what only its paper has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.invoice import InvoiceHeader
from app.extraction.header.party_blocks import buyer_blocks
from app.extraction.profiles.model import Recognition
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze, words_of

_ADDRESS = re.compile(r"(?:[\w.+-]+@)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)", re.ASCII)
_SHORTEST_NAME, _SHORTEST_TAX_ID, _SHORTEST_PART = 4, 6, 4
_MOST_WORDS = 2
_PLAIN_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Recognised:
    """The recognition with the reasons for what is new in it."""

    recognition: Recognition
    reasons: tuple[str, ...]


def recognition_of(
    rows: Sequence[Row], header: InvoiceHeader, known: Recognition | None, name: str, knowledge: Knowledge
) -> Recognised:
    """Return what the vendor is known by: what was known before, and what this invoice adds to it."""
    known = known or Recognition()
    tax = header.vendor_tax_id.value.strip() if header.vendor_tax_id is not None else ""
    tax_ids = _with(known.tax_ids, tax if sum(map(str.isalnum, tax)) >= _SHORTEST_TAX_ID else "")
    names = _with(known.names, name.strip() if sum(map(str.isalnum, name)) >= _SHORTEST_NAME else "")
    words = known.words or _own_addresses(rows, name, knowledge)
    if not (tax_ids or names or words):
        words = _letterhead(rows, knowledge)
    found = Recognition(tax_ids, names, words, known.layout)
    text = squeeze(" ".join(row.text for row in rows))
    reasons = [
        f"The vendor is known by its {what} “{value}”{'' if squeeze(value) in text else ', not readable on this page'}."
        for what, new, old in (
            ("tax id", tax_ids, known.tax_ids),
            ("name", names, known.names),
            ("words", words, known.words),
        )
        for value in new
        if value not in old
    ]
    return Recognised(found, tuple(reasons))


def _with(known: tuple[str, ...], more: str) -> tuple[str, ...]:
    return known if not more or squeeze(more) in {squeeze(value) for value in known} else (*known, more)


def _own_addresses(rows: Sequence[Row], name: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Return mail and web addresses whose domain carries a word of the vendor's name; never the buyer's."""
    buyers = {id(word) for block in buyer_blocks(rows, knowledge) for word in block.words}
    parts = [part for part in words_of(name) if len(part) >= _SHORTEST_PART]
    found: list[str] = []
    for word in (word for row in rows for word in row.words if id(word) not in buyers):
        address = _ADDRESS.fullmatch(word.text.strip("()[]<>,;:."))
        if address is not None and any(part in squeeze(address.group(1)) for part in parts):
            found.append(address.group(0))
    return tuple(dict.fromkeys(found))[:_MOST_WORDS]


def _letterhead(rows: Sequence[Row], knowledge: Knowledge) -> tuple[str, ...]:
    """Return the first texts of the page that are no labels, headings or titles, where nothing better is known."""
    buyers = {id(word) for block in buyer_blocks(rows, knowledge) for word in block.words}
    books = (knowledge.labels, knowledge.columns, knowledge.titles, knowledge.totals, knowledge.parties)
    found = []
    for cell in (cell for row in rows for cell in row.cells if id(cell.words[0]) not in buyers):
        plain = sum(map(str.isalpha, squeeze(cell.text))) >= _PLAIN_LETTERS and not any(map(str.isdigit, cell.text))
        if plain and not any(book.meanings(squeeze(cell.text)) for book in books):
            found.append(cell.text.strip(" ,;:"))
    return tuple(dict.fromkeys(found))[:_MOST_WORDS]
