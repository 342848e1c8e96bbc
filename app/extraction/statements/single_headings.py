"""What a word in a single row of headings makes of the figures below it: "Credit amount", "Qty returned", "Retained".

Such a word counts where its heading stands over a figure that was read for a line; beside it, it heads a column of its
own, as a container's deposit or what is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.invoice import Invoice
from app.domain.provenance import Box
from app.extraction.statements.beside_figures import AMOUNT, COUNTED, PRICED
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import fold_line

_HEADINGS = 3  # cells of a row that heads a table
_LONGEST = 4  # words of a heading
_FIGURES = re.compile(rf"(?<!\w)(?:{COUNTED}|{PRICED}|{AMOUNT})(?!\w)")
_PRICE = re.compile(rf"(?<!\w){PRICED}(?!\w)")
_PARTS = re.compile(r"[^\w$€£%#&/]+")
_SHARE = re.compile(r"\d{1,2} ?/ ?\d{1,2}|\d{1,2} ?%")
_MONEY = re.compile(r"\d[.,]\d\d|\d{3}")


def said_in_headings(rows: Sequence[Row]) -> Iterator[tuple[str, Cell]]:
    """Yield each heading of a table whose words make its figures something else, folded, with its cell."""
    for row in rows:
        if len(row.cells) < _HEADINGS or _MONEY.search(row.text):
            continue
        heads = [(fold_line(cell.text), cell) for cell in row.cells if len(cell.words) <= _LONGEST]
        if any(_heads_figures(head) for head, _ in heads):
            yield from ((head, cell) for head, cell in heads if _changed(head))


def heads_a_figure(box: Box, invoice: Invoice) -> bool:
    """Tell whether a heading stands over the quantity, price or amount of a line, as it was read."""
    figures = (one for line in invoice.lines for one in (line.quantity, line.unit_price, line.amount))
    places = (one.box for one in figures if one is not None)
    return any(at is not None and at.page == box.page and at.x0 < box.x1 and box.x0 < at.x1 for at in places)


@lru_cache(maxsize=8192)
def _heads_figures(head: str) -> bool:
    return _FIGURES.search(head) is not None


@lru_cache(maxsize=8192)
def _changed(head: str) -> str:
    """Return the word of a heading that makes its figures others; nothing where none does."""
    others = page_words("headings", "others")
    share = _SHARE.search(head) if _heads_figures(head) else None
    if share is not None:
        return share.group()
    if not _PRICE.search(head):
        others |= page_words("headings", "periods")  # what is hired has a price for a month
    return next((part for part in _PARTS.split(head) if part in others), "")
