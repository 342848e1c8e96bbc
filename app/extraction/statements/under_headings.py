"""What a second row of headings makes of the figures below it: "Amount" over "credit", "Qty" over "reserved".

Nothing is looked for by name: what stands right under the heading of a quantity, a price or an amount is known to say
no more than it (its currency, net of tax, for one piece, its name in another language), or it makes them something
else, and what is billed is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.domain.invoice import Invoice
from app.domain.overlap import in_one_column, shared_width
from app.domain.provenance import Box
from app.extraction.statements.amounts_said import CODES
from app.extraction.statements.beside_figures import AMOUNT, COUNTED, HEADINGS, NEAR, PRICED, SHORT
from app.extraction.statements.single_headings import WITH_FIGURE, adds_tax
from app.extraction.values.page_words import pack_units, page_words
from app.extraction.values.rows import Cell, Row, box_of
from app.extraction.values.text_keys import fold_line

_MANY = re.compile(rf"(?:total )?{COUNTED}")
_PRICE = re.compile(rf"{PRICED}(?: ?[/(]?.{{0,8}})?")
_MONEY = re.compile(rf"{AMOUNT}(?: ?[(]?(?:{CODES}|[$€£])?[)]?)?")
_KINDS = (_MANY, _PRICE, _MONEY)
_FIGURES = re.compile(r"[\W\d]*\d[\W\d]*(?<!%)")
_PARTS = re.compile(r"[^\w$€£%#&]+")
_MONEY_WORDS = frozenset({*CODES.split("|"), "$", "€", "£", "euro", "euros", "us"})


def said_under_headings(rows: Sequence[Row]) -> Iterator[tuple[str, Box]]:
    """Yield each heading of figures with what stands right under it and is not known to leave it as it is, and where.

    Beside another column of its kind that is left as it is ("Qty ordered", "Qty shipped") it says so of its own only;
    else of the whole row.
    """
    for row, below in pairwise(rows):
        if len(row.cells) < HEADINGS or below.page != row.page or below.top - row.bottom >= NEAR * row.height:
            continue
        heads = list(_spans(row))
        if not any(_heads_figures(head.text) for head in heads) or _has_digit(row) or not _is_heading(row, below):
            continue
        under = [(_nearest(heads, cell), cell, fold_line(cell.text)) for cell in below.cells]
        under = [(head, cell, text) for head, cell, text in under if in_one_column(head, cell)]
        changed = [(head, cell, text) for head, cell, text in under if _heads_figures(head.text) and not _leaves(text)]
        for head, cell, text in changed:
            plain = [one for one in heads if one not in [other for other, _, _ in changed]]
            own = any(_kind(one.text) == _kind(head.text) for one in plain)
            box = box_of(row.words)
            yield (
                f"{head.text} / {text}",
                _column([*heads, *(other for _, other, _ in under)], head, cell, box) if own else box,
            )


def _column(others: Sequence[_Head | Cell], head: _Head, cell: Cell, row: Box) -> Box:
    """Return the place between what stands on both sides of a heading: its figures may be set right or left of it."""
    x0, x1 = min(head.x0, cell.x0), max(head.x1, cell.x1)
    before = max((one.x1 for one in others if one.x1 <= x0), default=row.x0)
    behind = min((one.x0 for one in others if one.x0 >= x1), default=row.x1)
    return replace(row, x0=before, x1=behind)


def heads_any_figure(box: Box, invoice: Invoice) -> bool:
    """Tell whether a heading stands over the quantity, price or amount of a line as it was read, on whatever page."""
    figures = (one for line in invoice.lines for one in (line.quantity, line.unit_price, line.amount))
    places = [one.box for one in figures if one is not None]
    return any(at is None or in_one_column(at, box) for at in places)


class _Head(NamedTuple):
    """A heading, folded, and where it stands across the page."""

    text: str
    x0: float
    x1: float


def _spans(row: Row) -> Iterator[_Head]:
    """Yield the headings of a row: its cells or, where several stand close together in one, their words."""
    for cell in row.cells:
        text = fold_line(cell.text)
        if _heads_figures(text):
            yield _Head(text, cell.x0, cell.x1)
        else:
            yield from (_Head(fold_line(word.text), word.x0, word.x1) for word in cell.words)


@lru_cache(maxsize=8192)
def _kind(text: str) -> re.Pattern[str] | None:
    """Return which kind of figures a heading is of: counts, prices or sums; of none, nothing."""
    return next((kind for kind in _KINDS if kind.fullmatch(text)), None)


def _heads_figures(text: str) -> bool:
    return _kind(text) is not None


def _has_digit(row: Row) -> bool:
    return any(ch.isdigit() for ch in row.text)


def _is_heading(row: Row, below: Row) -> bool:
    """Tell whether the second row goes on with the headings of the first: short, without figures, right under them."""
    return all(
        len(cell.words) <= SHORT
        and any(in_one_column(head, cell) for head in row.cells)
        and not _FIGURES.fullmatch(cell.text)
        and not WITH_FIGURE.search(cell.text)
        for cell in below.cells
    )


def _nearest(heads: Sequence[_Head], cell: Cell) -> _Head:
    return max(heads, key=lambda head: shared_width(head, cell))


@lru_cache(maxsize=8192)
def _leaves(text: str) -> bool:
    """Tell whether words under a heading leave it as it is."""
    return not _telling(text) or _heads_figures(text)


def _telling(text: str) -> list[str]:
    """Return the words under a heading that may make other figures of those below it."""
    plain = page_words("under_headings", "plain") | _MONEY_WORDS
    return [part for part in _PARTS.split(text) if part and part not in plain]


def headed_as_other(words: str, invoice: Invoice) -> bool:
    """Tell whether what stands under a heading makes its figures other ones than those of the invoice.

    "Incl. VAT" does where a tax is added to the lines; "per pack" where no line is billed in packs.
    """
    units = {line.uom.value for line in invoice.lines if line.uom is not None}
    under = {part for part in _telling(words.rpartition(" / ")[2]) if pack_units().get(part) not in units}
    if not under or not under <= page_words("under_headings", "taxed"):
        return bool(under)
    return adds_tax(invoice)
