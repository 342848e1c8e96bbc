"""What labels on any page say the invoice's number and currency are, to be held against the values that were chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.provenance import Extracted
from app.extraction.header.currency import labelled_code
from app.extraction.header.labels import LabelHit
from app.extraction.header.values import document_number
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

# The label of the number, and nothing more of it.
_BARE = frozenset({"invoice", "salesinvoice", "rechnung", "facture", "factura", "fattura", "factuur"})
_ALIKE = str.maketrans("oilsbz", "011582")  # letters that OCR takes for digits
_SAME_PLACE = 10.0  # points
_SHORTEST = 3  # characters of a number that may be part of another


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a label gives to a field.

    Attributes:
        field: ``invoice_number`` or ``currency``.
        value: The value as printed.
        key: The squeezed label.
        page: The page, from 1.
        under: The left edge of the label in points where the value stands below it; None where it stands beside.
    """

    field: str
    value: str
    key: str
    page: int
    under: float | None = None


def read_claims(labels: Sequence[LabelHit], rows: Sequence[Row]) -> tuple[Claim, ...]:
    """Return what the labels of these rows claim, each value of a label once, on its first page."""
    found: dict[tuple[str, str, bool], Claim] = {}
    for hit in labels:
        for claim in _claims(hit, rows):
            found.setdefault((claim.key, claim.value, claim.under is None), claim)
    return tuple(found.values())


def _claims(hit: LabelHit, rows: Sequence[Row]) -> Iterator[Claim]:
    if "invoice_number" in hit.meanings and _names_number(hit.key):
        words = hit.right or (hit.below[0] if hit.below else ())
        number = document_number(words)
        # What goes on behind the number is a sentence about it.
        if number is not None and number[1][-1] is words[-1]:
            yield Claim("invoice_number", number[0], hit.key, hit.page, None if hit.right else hit.words[0].x0)
    if "currency" in hit.meanings and hit.right and not _at_a_rate(hit.row, rows):
        code = _named(hit.right)
        if code is not None:
            yield Claim("currency", code, hit.key, hit.page)


def _names_number(key: str) -> bool:
    return (
        key not in _BARE
        and any(part in key for part in page_words("numbers", "of_invoices"))
        and not any(part in key for part in page_words("numbers", "of_others"))
        and not key.endswith("id")
    )


def _named(words: Sequence[Word]) -> str | None:
    """Return the currency that is named first, where no figure is beside it; a bare dollar sign names none."""
    first = words[0].text.strip(":.,;()")
    if any(ch.isdigit() for word in words for ch in word.text) or first == "$":
        return None
    # "USD/CAD" names two.
    return labelled_code(first) if not any(mark in first for mark in "/+&") else None


def _at_a_rate(index: int, rows: Sequence[Row]) -> bool:
    """Tell whether a second currency is only told with its rate, which contradicts nothing."""
    near = (row for row in rows[max(0, index - 1) : index + 2] if row.page == rows[index].page)
    return any(not page_words("currency", "rates").isdisjoint(row.keys) for row in near)


def other_numbers(
    claims: Sequence[Claim], number: Extracted[str] | None, known: Sequence[str], *, crediting: bool
) -> tuple[Claim, ...]:
    """Return what is called the invoice's number on another page than the chosen one; each number once.

    ``known`` are numbers of other papers that the document names. On a credit note an invoice's number is that of the
    invoice it credits, unless the same label gives the chosen one.
    """
    if number is None or number.box is None:
        return ()
    chosen = [c for c in claims if c.field == "invoice_number" and _alike(c.value, number.value)]
    found: dict[str, Claim] = {}
    for claim in claims:
        if claim.field != "invoice_number" or claim.page == number.box.page or _alike(claim.value, number.value):
            continue
        if any(_alike(claim.value, other) for other in known):
            continue
        same_label = [c for c in chosen if c.key == claim.key]
        if crediting and not same_label:
            continue
        # Headings of a list stand above numbers as well: there the place has to be the same too.
        if claim.under is not None and not any(_same_place(claim.under, c.under) for c in same_label):
            continue
        found.setdefault(claim.value, claim)
    return tuple(found.values())


def _same_place(one: float, other: float | None) -> bool:
    return other is not None and abs(one - other) <= _SAME_PLACE


def _alike(one: str, other: str) -> bool:
    """Tell whether two numbers may be one, printed or read with a part less."""
    a, b = (squeeze(text).translate(_ALIKE) for text in (one, other))
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) >= _SHORTEST and (long.startswith(short) or long.endswith(short)))


def other_currencies(claims: Sequence[Claim], currency: Extracted[str] | None) -> tuple[Claim, ...]:
    """Return what is called the currency on any page and is not the chosen one; each once."""
    if currency is None or currency.raw is None:
        return ()
    found: dict[str, Claim] = {}
    for claim in claims:
        if claim.field == "currency" and claim.value != currency.value:
            found.setdefault(claim.value, claim)
    return tuple(found.values())
