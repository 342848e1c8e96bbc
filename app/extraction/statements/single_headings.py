"""What a word in a single row of headings makes of the figures below it: "Credit amount", "Qty returned", "Retained".

Such a word counts where its heading stands over a figure that was read for a line; beside it, it heads a column of its
own, as a container's deposit or what is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.invoice import Invoice
from app.domain.overlap import in_one_column, shared_width
from app.domain.provenance import Box
from app.extraction.statements.beside_figures import AMOUNT, COUNTED, HEADINGS, PRICED
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import fold_line

_LONGEST = 4  # words of a heading
_FIGURES = re.compile(rf"(?<!\w)(?:{COUNTED}|{PRICED}|{AMOUNT})(?!\w)")
_PRICE = re.compile(rf"(?<!\w){PRICED}(?!\w)")
_GROSS = re.compile(r"brutto|\bttc\b|\bivat[oi]\b")
_TAXED = re.compile(
    r"(?<!\w)(?:incl?(?:\.|uding|usive)?(?: of)? ?(?:sales )?(?:vat|tax(?:es)?|gst|hst)|(?:vat|tax(?:es)?|gst) incl\w*"
    r"|inkl\.? ?(?:\d+ ?% ?)?(?:mwst|ust|mehrwertsteuer|umsatzsteuer)|brutto(?:betrag|summe|gesamt)|(?:betrag|gesamt"
    r"|summe)"
    r" brutto|ttc|t\.t\.c|toutes taxes|(?:con|inc\w*\.?) iva|iva inc\w*|ivat[oi]|(?:inclusief|incl\.?) btw)(?!\w)"
)
_PARTS = re.compile(r"[^\w$€£%#&/]+")
_SHARE = re.compile(r"\d{1,2} ?/ ?\d{1,2}|\d{1,2} ?%")
WITH_FIGURE = re.compile(r"\d[.,]\d\d|\d{3}")  # no row of headings has one


def said_in_headings(rows: Sequence[Row]) -> Iterator[tuple[str, Cell]]:
    """Yield each heading of a table whose words make its figures something else, folded, with its cell."""
    for row in rows:
        if len(row.cells) < HEADINGS or WITH_FIGURE.search(row.text):
            continue
        heads = [(fold_line(cell.text), cell) for cell in row.cells if len(cell.words) <= _LONGEST]
        if any(_heads_figures(head) for head, _ in heads):
            yield from ((head, cell) for head, cell in heads if _changed(head))


def heads_a_figure(words: str, box: Box, invoice: Invoice) -> bool:
    """Tell whether a heading stands over the quantity, price or amount of a line, as it was read.

    One that says that tax is in its figures counts where tax is added to them.
    """
    if _TAXED.search(words) and not _changed_word(words) and not (adds_tax(invoice) and _is_over(box, invoice)):
        return False
    figures = (one for line in invoice.lines for one in (line.quantity, line.unit_price, line.amount))
    places = (one.box for one in figures if one is not None)
    return any(at is not None and at.page == box.page and in_one_column(at, box) for at in places)


def _is_over(box: Box, invoice: Invoice) -> bool:
    """Tell whether a heading stands over more than half of a price or amount, and not just beside it."""
    figures = (one.box for line in invoice.lines for one in (line.unit_price, line.amount) if one is not None)
    return any(at is not None and at.page == box.page and 2 * shared_width(at, box) > at.x1 - at.x0 for at in figures)


def adds_tax(invoice: Invoice) -> bool:
    """Tell whether a tax is added to what the lines come to: that is nearer to the total without it."""
    tax, total = invoice.header.tax_total, invoice.header.total
    lines = sum(line.amount.value for line in invoice.lines if line.amount is not None)
    if tax is None or total is None:
        return False
    return abs(lines - (total.value - tax.value)) < abs(lines - total.value)


@lru_cache(maxsize=8192)
def _heads_figures(head: str) -> bool:
    return _FIGURES.search(head) is not None


@lru_cache(maxsize=8192)
def _changed(head: str) -> str:
    """Return the word of a heading that makes its figures others; nothing where none does."""
    taxed = _TAXED.search(head) if _heads_figures(head) or _GROSS.search(head) else None
    return _changed_word(head) or (taxed.group() if taxed is not None else "")


def _changed_word(head: str) -> str:
    others = page_words("headings", "others")
    share = _SHARE.search(head) if _heads_figures(head) else None
    if share is not None:
        return share.group()
    if not _PRICE.search(head):
        others |= page_words("headings", "periods")  # what is hired has a price for a month
    return next((part for part in _PARTS.split(head) if part in others), "")
