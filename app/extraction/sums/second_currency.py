"""Sums that are printed twice, in the currency of the lines and in another: "Amount USD" beside "Equiv. SGD"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.table.line_table import TableReading
from app.extraction.values.currencies import CODES, SIGNS
from app.extraction.values.figures import Figure, looks_like_figure, read_figure
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import words_of

_COLUMN = 6.0  # points; a sum in bold or larger print ends about where the amounts above it do


def in_the_lines_currency(
    amounts: Sequence[LabelledAmount], rows: Sequence[Row], tables: Sequence[TableReading], mark: DecimalMark
) -> list[LabelledAmount]:
    """Return the labelled amounts, those under a column of another currency as what stands under the lines' amounts.

    Both have one label, and the last figure behind it is taken as a rule: what the invoice comes to elsewhere.
    """
    ends = [found for table in tables if (found := _two_columns(table)) is not None]
    return [_under_the_lines(amount, rows[amount.row], ends, mark) for amount in amounts]


def _two_columns(table: TableReading) -> tuple[float, float] | None:
    """Return where the amounts of a table end and where those in another currency do; None where it has no such."""
    own = table.choice.amount
    if own is None:
        return None
    for index in range(own + 1, len(table.columns)):
        if _in_another(table.columns[index].heading, table.columns[own].heading):
            ends = [_ends(line.numbers.get(at) for line in table.lines) for at in (own, index)]
            if all(ends):
                return median(ends[0]), median(ends[1])
    return None


def _ends(figures: Iterable[Figure | None]) -> list[float]:
    return [figure.box.x1 for figure in figures if figure is not None]


def _in_another(heading: str, own: str) -> bool:
    """Tell whether a heading names another currency than that of the amounts does, or calls a sum what they come to."""
    named = _currencies(heading)
    return bool(named) and (
        (bool(_currencies(own)) and named.isdisjoint(_currencies(own)))
        or not page_words("currency", "equivalents").isdisjoint(words_of(heading))
    )


def _currencies(heading: str) -> frozenset[str]:
    texts = (text.strip("().,:") for text in heading.split())
    return frozenset(SIGNS.get(text, text) for text in texts if text in CODES or text in SIGNS)


def _under_the_lines(
    amount: LabelledAmount, row: Row, ends: Sequence[tuple[float, float]], mark: DecimalMark
) -> LabelledAmount:
    for own, other in ends:
        if abs(amount.figure.box.x1 - other) > _COLUMN or amount.figure.box.page != row.page:
            continue
        words = [word for word in row.words if looks_like_figure(word.text) and abs(word.x1 - own) <= _COLUMN]
        figure = read_figure(words, mark) if len(words) == 1 else None
        if figure is not None:
            return replace(amount, figure=figure)
    return amount
