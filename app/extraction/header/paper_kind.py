"""What a page says of itself that keeps it from being paid as it is: it is no invoice, or pay to another account."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import squeeze

_TOP_ROWS = 40
# A title is printed larger than the text; a small "Lieferschein" is the label of a reference.
_LARGER = 1.3


def other_paper(rows: Sequence[Row], knowledge: Knowledge) -> str:
    """Return the words by which the page calls itself something else than an invoice, as printed; else nothing.

    A large title says so unless "Invoice" stands as a title as well; "pro forma" as a title and a sentence such as
    "this is not an invoice" say so in any size.
    """
    heights = [word.bottom - word.top for row in rows for word in row.words]
    typical = median(heights) if heights else 0.0
    title, invoiced = "", False
    for row in rows[:_TOP_ROWS]:
        for cell in row.cells:
            meanings = knowledge.titles.meanings(_key(cell))
            large = max(word.bottom - word.top for word in cell.words) >= _LARGER * typical
            invoiced = invoiced or ("invoice" in meanings and large)
            if "proforma" in meanings:
                return cell.text
            if "other" in meanings and large:
                title = title or cell.text
    return ("" if invoiced else title) or _said(rows, knowledge, "denied")


def other_account(rows: Sequence[Row], knowledge: Knowledge) -> str:
    """Return the words by which the page announces another bank account to pay to, as printed; else nothing."""
    return _said(rows, knowledge, "account")


def _said(rows: Sequence[Row], knowledge: Knowledge, meaning: str) -> str:
    """Return the first words of a page, within one row, that mean this."""
    for row in rows:
        keys = [squeeze(word.text) for word in row.words]
        for start in (at for at, key in enumerate(keys) if key):
            for length in range(2, min(6, len(keys) - start) + 1):
                if meaning in knowledge.titles.meanings("".join(keys[start : start + length])):
                    return " ".join(word.text for word in row.words[start : start + length]).strip(" .:,-–")
    return ""


def _key(cell: Cell) -> str:
    return squeeze("".join(word.text for word in cell.words))
