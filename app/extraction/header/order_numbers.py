"""The buyer's order numbers on an invoice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from app.domain.invoice import InvoiceHeader, InvoiceLine
from app.domain.provenance import Extracted
from app.extraction.header.labels import LabelHit
from app.extraction.header.values import (
    behind_day,
    extracted,
    is_order_word,
    is_town,
    leads_to_day,
    order_numbers,
    words_in,
)
from app.extraction.values.dates import find_date
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

# Capitals before a number that belong to it, and those that only announce it.
_SHORTEST, _LONGEST = 2, 5
_NARROW = 0.6  # heights
_ABN = re.compile(r"\bA\.?B\.?N\b\.?:? ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}\b", re.ASCII)


def read_orders(
    labels: Sequence[LabelHit], rows: Sequence[Row], number: Extracted[str] | None
) -> tuple[Extracted[str], ...]:
    """Return the buyer's order numbers: labelled ones, else words that say so, else the buyer's reference.

    Where none of these is, "Order No." is the buyer's if its number says so: most such orders are the vendor's own.
    """
    own = number.value if number is not None else ""
    named = _labelled_orders(labels, own) or _order_words(rows) or _referenced_orders(labels)
    return named or _plain_order(labels, own, buyers=_is_australian(rows))


def _is_australian(rows: Sequence[Row]) -> bool:
    """Tell whether a paper gives an Australian Business Number: there "Order No" is the customer's."""
    return any(_ABN.search(row.text) for row in rows)


def _plain_order(labels: Sequence[LabelHit], own: str, *, buyers: bool) -> tuple[Extracted[str], ...]:
    """Return the number beside or under "Order No." that begins as a buyer's does; nothing where there are several.

    ``buyers`` tells that it is the buyer's on such papers, however it begins.
    """
    found: dict[str, Extracted[str]] = {}
    for hit in labels:
        if "order" in hit.meanings:
            words = next(iter(hit.values), ())
            for text, used in _with_mark(words, order_numbers(words))[:1]:
                if text != own and (buyers or is_order_word(text)):
                    found.setdefault(squeeze(text), extracted(text, used))
    return tuple(found.values()) if len(found) == 1 else ()


def _labelled_orders(labels: Sequence[LabelHit], own: str) -> tuple[Extracted[str], ...]:
    found: dict[str, Extracted[str]] = {}
    for at, hit in enumerate(labels):
        named = "po_number" in hit.meanings
        if not named and "your_reference" not in hit.meanings:
            continue
        for words in (*_behind_its_day(hit, labels[at + 1 : at + 2]), *hit.values):
            if hit.right and words is not hit.right and is_town(words):
                break
            numbers = [entry for entry in order_numbers(words) if named or is_order_word(entry[0])]
            numbers = _with_mark(words, numbers)
            for text, used in numbers:
                if text != own:
                    found.setdefault(squeeze(text), extracted(text, used))
            if numbers:
                break
    return tuple(found.values())


def _behind_its_day(hit: LabelHit, following: Sequence[LabelHit]) -> list[tuple[Word, ...]]:
    """Return what stands behind the day of an order that a label leads to: "Bestellung vom 2.2.2026, Nr. 4"."""
    dated = [other for other in following if other.row == hit.row and leads_to_day(other.key) and not hit.right]
    behind = [tuple(behind_day((*other.words, *other.right))) for other in dated]
    return [words for words, other in zip(behind, dated, strict=True) if words and len(words) <= len(other.right)]


def _with_mark(
    words: Sequence[Word], numbers: list[tuple[str, tuple[Word, ...]]]
) -> list[tuple[str, tuple[Word, ...]]]:
    """Return a lone number with the capitals printed right before it, which are a part of it: "VCU 4471"."""
    if len(numbers) != 1 or len(words) < 2 or numbers[0][1] != (words[1],):
        return numbers
    mark, word = words[0], words[1]
    part = mark.text.isalpha() and mark.text.isupper() and _SHORTEST <= len(mark.text) <= _LONGEST
    if not part or squeeze(mark.text) in _announcing() or word.x0 - mark.x1 > _NARROW * (word.bottom - word.top):
        return numbers
    return [(f"{mark.text} {numbers[0][0]}", (mark, word))]


@cache
def _announcing() -> frozenset[str]:
    """Return the words before a number that only announce it."""
    lists = ("marks", "weak_marks", "orders", "no_part")
    return frozenset().union(*(page_words("numbers", name) for name in lists))


def _order_words(rows: Sequence[Row]) -> tuple[Extracted[str], ...]:
    found: dict[str, Extracted[str]] = {}
    for word in words_in(rows):
        if is_order_word(word.text) and find_date(word.text) is None:
            text = word.text.strip("():,;#.")
            found.setdefault(squeeze(text), extracted(text, (word,)))
    return tuple(found.values())


def _referenced_orders(labels: Sequence[LabelHit]) -> tuple[Extracted[str], ...]:
    """A buyer's reference with letters and digits is the order as a rule, where nothing else names one."""
    found: dict[str, Extracted[str]] = {}
    for hit in labels:
        if "your_reference" in hit.meanings and len(hit.key) > 3:
            words = next(iter(hit.values), ())
            named = any(squeeze(word.text) in page_words("numbers", "orders") for word in words[:1])
            for text, used in _with_mark(words, order_numbers(words))[:1]:
                if len(text) >= 4 and (named or any(ch.isalpha() for ch in text)):
                    found.setdefault(squeeze(text), extracted(text, used))
    return tuple(found.values())


def with_line_orders(header: InvoiceHeader, lines: Sequence[InvoiceLine]) -> InvoiceHeader:
    """Return the header with the orders that the lines name, each once, where it names none itself."""
    if header.po_numbers:
        return header
    named: dict[str, Extracted[str]] = {}
    for line in lines:
        if line.po_number is not None:
            named.setdefault(squeeze(line.po_number.value), line.po_number)
    return replace(header, po_numbers=tuple(named.values()))
