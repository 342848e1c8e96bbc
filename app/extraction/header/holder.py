"""The Italian "Intestatario": over an address whom the invoice is made out to, beside an account who holds it.

It counts as the buyer's label only where nothing else can be meant: alone over a name and an address, in the upper part
of the first page, with no word of banks or payment near it and nobody else named as the buyer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.overlap import in_one_column
from app.extraction.values.page_words import begins
from app.extraction.values.rows import Cell, Row, join_words
from app.extraction.values.text_keys import fold

_BLOCK = 5  # rows of an address, and as many above it in which a bank may be named
_FEWEST = 2  # rows: a name and something of an address
_NEAR, _GAP = 2.2, 1.4  # heights of a row: under the label, and between lines of an address
_UPPER = 0.55  # of what is printed on the page
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,}")


def heads_an_address(rows: Sequence[Row], index: int, cell: Cell) -> bool:
    """Tell whether a cell that begins with "Intestatario" stands over the address of the buyer."""
    label, behind = cell.words[0], cell.words[1:]
    if any(word.top < label.bottom - 1 for word in behind):
        return False  # the name stands beside it
    row = rows[index]
    page = [other for other in rows if other.page == row.page]
    upper = min(other.top for other in page), max(other.bottom for other in page)
    if row.page != rows[0].page or row.top > upper[0] + _UPPER * (upper[1] - upper[0]):
        return False
    near = [other for other in rows[max(0, index - 1) : index + 1 + _BLOCK] if other.page == row.page]
    if any(_names_bank(_folded(other.text)) for other in near):
        return False
    block = ([join_words(behind)] if behind else []) + _below(rows, index, cell)
    above = [other.text for other in rows[index - 1].cells if in_one_column(other, cell)] if index else []
    if any(begins("holder", "paying").search(_folded(text)) for text in (*above, *block)):
        return False
    return len(block) >= _FEWEST and any(ch.isdigit() for text in block[1:] for ch in text)


def _below(rows: Sequence[Row], index: int, cell: Cell) -> list[str]:
    """Return the texts of the cells that follow each other under a cell."""
    texts: list[str] = []
    bottom = rows[index].bottom
    for row in rows[index + 1 : index + 1 + _BLOCK]:
        if row.page != rows[index].page or row.top - bottom > _NEAR * row.height:
            break
        under = next((other for other in row.cells if abs(other.x0 - cell.x0) < row.height), None)
        if under is None:
            continue
        if row.top - bottom > _GAP * row.height and texts:
            break
        texts.append(under.text)
        bottom = row.bottom
    return texts


def _names_bank(folded: str) -> bool:
    return begins("holder", "banking").search(folded) is not None or _IBAN.search(folded) is not None


def _folded(text: str) -> str:
    return " ".join(fold(text).split())
