"""Figures that a file holds where nobody sees them: other programs, and whoever searches or copies, find those.

Programs leave text unpainted, off the page or in hidden fields, and it says what the page says or is no money. Where it
names an amount or account that no page shows, the file says two things, and a person is told both. Over a scan lies
what somebody's own reader made of it: there only another total counts, and not one that is misread in a digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.finding import Finding
from app.domain.identifiers import differs_by_one_character
from app.domain.invoice import Invoice
from app.domain.provenance import Method
from app.extraction.pages.content import read_content
from app.extraction.pages.document import Document, open_page
from app.extraction.pages.kind import PageKind, page_kind
from app.extraction.pages.unseen_text import unseen_rows
from app.extraction.values.words import Word
from app.extraction.witness.page_pictures import PagePictures
from app.extraction.witness.picture_findings import unseen_amount
from app.extraction.witness.telling import Telling

_FIGURE = re.compile(r"\d(?:[\d.,'’]*\d)?|\d", re.ASCII)
_MARKS = re.compile(r"[.,'’]")
_CENTS = re.compile(r"[.,]\d{2}\Z", re.ASCII)
_FOUR_OF_A_FIGURE = 4  # words at most that a figure is printed in: "1 234 567,00"


def hidden_figures(document: Document, invoice: Invoice, pictures: PagePictures, telling: Telling) -> Iterator[Finding]:
    """Yield a finding for the first amount or account of each page that nobody sees and that no page shows."""
    shown: frozenset[str] | None = None
    for number in pictures.numbers:
        rows, read_as_text = _unseen(document, number)
        rows = [row for row in rows if telling.states_money(row)]
        if not rows:
            continue
        if shown is None:
            shown = _figures_of(invoice) | _figures_on(pictures)
        if read_as_text:
            other = next((row for row in rows if not _keys(row) <= shown), None)
        else:
            other = _other_total(rows, shown, telling)
        if other is not None:
            yield unseen_amount(number, other, _total_of(invoice))


def _unseen(document: Document, number: int) -> tuple[list[str], bool]:
    """Return the rows of a page that nobody sees, and whether it was read from its text and not from its picture."""
    with open_page(document, number) as page:
        rows = unseen_rows(page, document.limits.page_characters)
        content = read_content(page, number, document.limits.page_characters) if rows else None
        return rows, content is not None and page_kind(content) is PageKind.TEXT


def _other_total(rows: Sequence[str], shown: frozenset[str], telling: Telling) -> str | None:
    """Return the first of the rows that name a total, where none of them has one that is shown, or nearly so."""
    totals = [row for row in rows if telling.names_total(row) and _amounts(row)]
    if any(_is_nearly_shown(key, shown) for row in totals for key in _amounts(row)):
        return None
    return totals[0] if totals else None


def _is_nearly_shown(key: str, shown: frozenset[str]) -> bool:
    return key in shown or any(len(one) == len(key) and differs_by_one_character(one, key) for one in shown)


def _total_of(invoice: Invoice) -> str:
    """Return the total as a page prints it; nothing where it is the XML's."""
    total = invoice.header.total
    return "" if total is None or total.method is Method.EINVOICE else total.raw or str(total.value)


def _keys(row: str) -> frozenset[str]:
    """Return the digits of each figure in a text."""
    return frozenset(_MARKS.sub("", found) for found in _FIGURE.findall(row))


def _amounts(row: str) -> list[str]:
    return [_MARKS.sub("", found) for found in _FIGURE.findall(row) if _CENTS.search(found)]


def _figures_of(invoice: Invoice) -> frozenset[str]:
    """Return the digits of the amounts that were read, as printed with cents."""
    header = invoice.header
    values = [one.value for one in (header.subtotal, header.tax_total, header.total) if one is not None]
    values += [line.amount.value for line in invoice.lines if line.amount is not None]
    return frozenset(_MARKS.sub("", f"{abs(value):.2f}") for value in values)


def _figures_on(pictures: PagePictures) -> frozenset[str]:
    """Return the digits of each figure that the pages show as text, however many words it is printed in."""
    return frozenset(key for number in pictures.numbers for key in _joined(pictures.words(number)))


def _joined(words: Sequence[Word]) -> Iterator[str]:
    for start, word in enumerate(words):
        yield from _keys(word.text)
        digits = _MARKS.sub("", word.text)
        for other in words[start + 1 : start + _FOUR_OF_A_FIGURE]:
            digits += _MARKS.sub("", other.text)
            if not digits.isdecimal():
                break
            yield digits
