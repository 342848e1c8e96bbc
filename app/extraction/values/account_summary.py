"""Summaries of an account that cancel out: what was owed before was paid, and this invoice alone is left to pay.

"Previous balance 443.84, payments received -443.84, this invoice 1,200.00, balance now due 1,200.00": the first two
say nothing of the invoice. What is left to pay then is the last, and that is compared with the total as any amount
owed is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.extraction.values.next_row import GOES_ON, is_right_below
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line

_AMOUNT = re.compile(
    r"(?P<before>[-−(]?) ?(?:[a-z]{3}|us ?\$|[$€£])? ?(?P<minus>[-−(]?)"
    r"(?P<whole>\d{1,3}(?:[ .,'’]\d{3})+|\d+)[.,](?P<cents>\d{2})(?P<behind>[-−)]?) ?(?:[a-z]{3}|[$€£])?$"
)
_ENDING = re.compile(r"[.,]\d{2}[-−)]? ?(?:[a-z]{3}|[$€£])?$")  # how every amount ends: most rows do not
_LONGEST_ENDING = 8  # characters
_LABEL = re.compile(r"[a-z]")
# A payment is printed without its minus as often as with it.
_PAYMENT = re.compile(
    r"\b(?:payments?|paid|received|zahlung\w*|gezahlt|bezahlt|zahlungseingang|reglements?|paiements?|versements?|regle"
    r"|recus?|pagos?|pagado|recibid[oa]s?|cobros?|pagament[oi]|pagat[oi]|ricevut[oi]|betaling\w*|betaald|ontvangen)\b"
)
_FEWEST, _MOST = 3, 7  # rows: what was owed and paid, this invoice, what is due
_CURRENCY = 3  # letters
_SAME_EDGE = 3.0  # points
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Entry:
    row: int
    amount: Decimal
    paying: bool


def cancelled_rows(rows: Sequence[Row]) -> dict[int, int]:
    """Return the rows of summaries that cancel out, each with the row that says what is due instead."""
    found: dict[int, int] = {}
    for block in _blocks(rows):
        for last in range(_FEWEST, len(block)):
            due = block[last]
            runs = (block[first:last] for first in range(max(0, last - _MOST), last - _FEWEST + 1))
            cancelled = next((entries for run in runs if (entries := _cancelled(run, due.amount))), ())
            found.update((entry.row, due.row) for entry in cancelled)
    return found


def _cancelled(entries: Sequence[_Entry], due: Decimal) -> tuple[_Entry, ...]:
    """Return the entries that cancel out where one other alone is what is due; nothing where that is not so."""
    told = [entry for entry in entries if entry.amount]
    own = [entry for entry in told if entry.amount == due]
    others = [entry for entry in told if abs(entry.amount) != abs(due)]
    if due <= _ZERO or len(own) != 1 or len(own) + len(others) != len(told) or len(others) != 2:
        return ()
    before, paid = others
    opposite = before.amount == -paid.amount > _ZERO
    unsigned = paid.paying and not before.paying and before.amount == paid.amount > _ZERO
    return (before, paid) if opposite or unsigned else ()


def _blocks(rows: Sequence[Row]) -> Iterator[list[_Entry]]:
    """Yield the entries of rows that follow each other, each a label with an amount, at one right edge."""
    for first, end in _columns(rows):
        block: list[_Entry] = []
        for index in range(first, end):
            entry = _entry(rows[index], index)
            if entry is not None:
                block.append(entry)
            elif block:
                yield block
                block = []
        yield block


def _columns(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield where rows begin and end that follow each other with one right edge; fewer than a summary has are none."""
    edges = [row.x1 for row in rows]
    first = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and _follows(rows[index - 1], rows[index], edges[index] - edges[index - 1]):
            continue
        if index - first > _FEWEST:
            yield first, index
        first = index


def _follows(before: Row, row: Row, step: float) -> bool:
    """Tell whether a row stands close below another, and ends at about the same edge."""
    return is_right_below(row, before, GOES_ON * row.height) and abs(step) <= _SAME_EDGE


def _entry(row: Row, index: int) -> _Entry | None:
    last = row.words[-1].text
    if len(last) > _CURRENCY and not any("0" <= sign <= "9" for sign in last):
        return None  # as most rows
    text = fold_line(row.text)
    amount = _AMOUNT.search(text) if _ENDING.search(text[-_LONGEST_ENDING:]) else None
    if amount is None:
        return None
    label = text[: amount.start()]
    if not _LABEL.search(label) or any(ch.isdigit() for ch in label):
        return None
    value = Decimal(re.sub(r"\D", "", amount["whole"]) + amount["cents"]).scaleb(-2)
    less = any(amount[part] for part in ("before", "minus", "behind"))
    return _Entry(index, -value if less else value, _PAYMENT.search(label) is not None)
