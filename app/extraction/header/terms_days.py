"""Within how many days a page wants to be paid where it says so in words: "Net 30", "Zahlbar innerhalb von 30 Tagen".

Several such rows leave open which holds: the longest does, as a discount has its days beside those of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.overlap import in_one_column
from app.domain.provenance import Extracted
from app.extraction.header.date_terms import CLAUSE, days_in
from app.extraction.values.general_terms import general_terms
from app.extraction.values.next_row import next_row
from app.extraction.values.page_words import begins
from app.extraction.values.rows import Cell, Row, box_of
from app.extraction.values.text_keys import fold_line

_FEW = 4  # words of a label, and of its value
_MOST = 366  # days; what is more is a number of something else


def terms_days(rows: Sequence[Row]) -> Extracted[int] | None:
    """Return the days with the cell that says them; None where none does. General terms speak of other invoices too."""
    at_large = general_terms(rows)
    found = [one for at, row in enumerate(rows) if at not in at_large for one in _in_row(row, next_row(rows, at))]
    most = max(found, key=lambda one: one[0], default=None)
    if most is None:
        return None
    days, cell = most
    return Extracted(days, cell.text, box_of(cell.words), cell.words[0].method)


def _in_row(row: Row, below: Row | None) -> Iterator[tuple[int, Cell]]:
    for at, cell in enumerate(row.cells):
        yield from ((days, cell) for clause in _clauses(cell) for days in _days(clause))
        if len(cell.words) > _FEW or any(map(str.isdigit, cell.text)):
            continue  # no label
        if begins("payment_terms", "to_pay").search(fold_line(cell.text)) is None:
            continue
        under = (one for one in (below.cells if below is not None else ()) if in_one_column(cell, one))
        for value in (*row.cells[at + 1 : at + 2], *under):
            if len(value.words) <= _FEW:
                yield from ((days, value) for days in _days(fold_line(f"{cell.text} {value.text}")))


def _clauses(cell: Cell) -> list[str]:
    return CLAUSE.split(fold_line(cell.text))


def _days(clause: str) -> Iterator[int]:
    """Yield the days that a folded clause gives to pay in."""
    if begins("payment_terms", "at_once").search(clause):
        yield 0
    if begins("payment_terms", "of_else").search(clause) or not begins("payment_terms", "to_pay").search(clause):
        return
    whole = begins("payment_terms", "undeducted").sub("", clause)
    granted = "%" in whole or begins("payment_terms", "discounted").search(whole) is not None
    yield from (days for net, days in days_in(clause) if days <= _MOST and (net or not granted))
