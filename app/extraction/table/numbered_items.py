"""Whether what stands under a heading numbers the lines or the items: "No.", "Pos.", "Bestellnummer"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from app.extraction.table.cell_share import FEWEST, MOST, share
from app.extraction.table.codes import is_code
from app.extraction.table.columns import Column
from app.extraction.table.grid import GridRow
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.rows import join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

# What an item is ordered by as often as the number of an order.
_ORDER_CODES = frozenset({"bestellnummer", "bestellnr", "bestnr", "bestelnummer", "bestelnr"})
_FLUSH = 4.0  # points
_FAR_ON = re.compile(r"[1-9][0-9]{3,}[1-9]", re.ASCII)  # what counts no lines where there is but one
_SHORT = 3  # digits of what counts lines
_STEPS = frozenset({1, 10, 100})  # by which lines are numbered


def items_under_no(index: int, columns: Sequence[Column], grids: Sequence[GridRow]) -> bool:
    """Tell whether what stands under "No." are the numbers of the items, and no count of the lines: "1000", "1120".

    Lines are counted from few digits on, or in whole thousands; where they are padded, with noughts. Most of them are
    a step apart.
    """
    if any(column.role in {ColumnKind.ITEM_CODE, ColumnKind.BUYER_CODE} for column in columns):
        return False
    texts = [join_words(words) for grid in grids if (words := _numbered_by(index, columns, grid))]
    if len(texts) == 1:
        return _FAR_ON.fullmatch(texts[0]) is not None  # the only line
    if len(texts) < FEWEST or len(set(texts)) < len(texts) or share(texts, is_code) < MOST:
        return False
    digits = [int(text) for text in texts if text.isascii() and text.isdigit()]
    if len(digits) < len(texts):
        return True
    if any(text.startswith("0") or len(text) <= _SHORT for text in texts):
        return False
    steps = [b - a for a, b in pairwise(digits)]
    counted = sum(step in {*_STEPS, 1000} for step in steps)  # two items may be so far apart: "9000", "9100"
    return counted * 2 < len(steps) and any(number % 1000 for number in digits)


def _numbered_by(index: int, columns: Sequence[Column], grid: GridRow) -> Sequence[Word]:
    """Return what stands under "No.": also a code too long for a number, which leads the text of the next column."""
    behind = grid.cells[index + 1][:1] if columns[index + 1 : index + 2] else []
    flush = bool(behind) and abs(behind[0].x0 - columns[index].x0) < _FLUSH
    return grid.cells[index] or (behind if flush else [])


def numbers_items(index: int, columns: Sequence[Column], grids: Sequence[GridRow]) -> bool:
    """Tell whether "No." heads the numbers of the items: nothing counts under it, and codes lead the text behind it."""
    coded = any(column.role in {ColumnKind.ITEM_CODE, ColumnKind.BUYER_CODE} for column in columns)
    behind = columns[index + 1 : index + 2]
    if coded or not behind or behind[0].role is not ColumnKind.DESCRIPTION or len(grids) < FEWEST:
        return False
    if any(grid.cells[index] for grid in grids):
        return False
    leading = [grid.cells[index + 1][0] for grid in grids if grid.cells[index + 1]]
    edge = columns[index].x0
    flush = [word for word in leading if abs(word.x0 - edge) < _FLUSH]
    return len(flush) == len(leading) > 1 and share([word.text for word in flush], is_code) >= MOST


def names_items(index: int, column: Column, grids: Sequence[GridRow]) -> bool:
    """Tell whether a column of numbers to order by ("Bestellnummer") holds those of the items: each line its own."""
    texts = [squeeze(join_words(grid.cells[index])) for grid in grids if grid.cells[index]]
    return squeeze(column.heading) in _ORDER_CODES and len(texts) >= FEWEST and len(set(texts)) == len(texts)


def counts_up(index: int, grids: Sequence[GridRow]) -> bool:
    """Tell whether a column of codes only numbers the lines: 1, 2, 3 or 000010, 000020, 000030."""
    texts = [join_words(grid.cells[index]).rstrip(".)") for grid in grids if grid.cells[index]]
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text.lstrip("0")) <= _SHORT]
    if len(numbers) < FEWEST or len(numbers) * 2 <= len(texts) or numbers[0] not in _STEPS:
        return False
    return numbers == list(range(numbers[0], numbers[0] * (len(numbers) + 1), numbers[0]))
