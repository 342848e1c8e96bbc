"""Whom an invoice says that it is made out to, and where its goods went: the text of the buyer's blocks, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.provenance import Extracted
from app.extraction.header.party_blocks import PartyBlock
from app.extraction.header.values import extracted
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import join_words

_MOST = 7  # rows of an address
_LONGEST = 90  # characters of a row of it
_WORDS = 2  # letters that a row must have to say anything


def addressees(blocks: Sequence[PartyBlock], side: str, knowledge: Knowledge) -> tuple[Extracted[str], ...]:
    """Return the blocks under labels of one kind (``made_out``, ``delivered``), each once, row by row.

    Line feeds part the rows. What is no address, such as the number of a customer or a sentence, is none of them.
    """
    found: dict[str, Extracted[str]] = {}
    for block in blocks:
        if side not in knowledge.parties.meanings(block.label):
            continue
        lines = block.lines[:_MOST]
        rows = [join_words(words).strip(" :;,|") for words in lines]
        if not rows or any(len(row) > _LONGEST for row in rows):
            continue
        if sum(ch.isalpha() for ch in rows[0]) < _WORDS:
            continue
        text = "\n".join(row for row in rows if row)
        found.setdefault(text, extracted(text, [word for words in lines for word in words]))
    return tuple(found.values())
