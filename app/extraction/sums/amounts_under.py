"""Amounts that stand below their labels, in boxes side by side."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.money import decimals_of
from app.domain.overlap import in_one_column
from app.domain.provenance import Method
from app.extraction.sums.amount_runs import is_amount_only, is_rate
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.sum_labels import label_meanings
from app.extraction.sums.wrapped_labels import with_wrapped
from app.extraction.values.figures import looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.next_row import is_right_below
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.rows import Cell, Row, make_cell
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_FEWEST_LABELS = 2
_BELOW = 2  # rows
_DEEP, _DEEP_LETTERS = 1.8, 2.8  # heights of a label, from it down to its amount in the same box


def amounts_under(rows: Sequence[Row], index: int, knowledge: Knowledge, mark: DecimalMark) -> list[LabelledAmount]:
    """Return the amounts that stand below the labels of a row, in boxes side by side."""
    labels, last = with_wrapped(_with_rates(rows[index]), rows, index)
    at_below = _row_below(rows, last)
    if at_below is None:
        return []
    below = rows[at_below]
    amounts = [cell for cell in below.cells if is_amount_only(cell.words)]
    if not amounts:
        return []
    found: list[LabelledAmount] = []
    named = [label_meanings(cell.words, knowledge) for cell in labels]
    totals = sum(whole for _, whole in named)
    charges = [cell for cell in labels if _names_charge(cell.words, knowledge)]
    for at, (cell, (meanings, whole)) in enumerate(zip(labels, named, strict=True)):
        # Among labels of totals another label is a charge's, or one that nobody knows; several charges are a strip.
        in_strip = cell in charges and len(charges) >= _FEWEST_LABELS
        if (not meanings or not whole) and totals < _FEWEST_LABELS and not in_strip:
            continue
        if any(looks_like_figure(word.text) and not is_rate(cell.words, word) for word in cell.words):
            continue
        if _heads_rates(cell):
            continue
        for other in amounts:
            if not _stands_under(other, labels, at):
                continue
            figure = read_figure(other.words, mark, last=True)
            if figure is not None and decimals_of(figure.value):
                found.append(
                    LabelledAmount(meanings, cell.text, figure, at_below, whole, below=True, words=tuple(cell.words))
                )
    return found


def _row_below(rows: Sequence[Row], index: int) -> int | None:
    """Return the row right below one of labels; what stands left of all of them is beside the box.

    On a scan the next row alone counts: what was read in between may be a part of either.
    """
    row = rows[index]
    deep = 1 if row.words[0].method is Method.OCR else _BELOW
    for at in range(index + 1, min(index + 1 + deep, len(rows))):
        below = rows[at]
        if not is_right_below(below, row, _deepest(row)):
            return None
        if deep == 1 or below.words[-1].x1 > row.words[0].x0:
            return at
    return None


def _heads_rates(label: Cell) -> bool:
    """Tell whether rates stand under a label ("% IVA", "% P.P."), no amounts: the sign is in it without a figure."""
    return "%" in label.text and not any(map(str.isdigit, label.text))


def _deepest(row: Row) -> float:
    """Return how far below their labels amounts in boxes may stand, in points."""
    # a word of a text layer is as high as its font, one of a scan as its letters
    return (_DEEP_LETTERS if row.words[0].method is Method.OCR else _DEEP) * row.height


def _with_rates(row: Row) -> list[Cell]:
    """Return the cells of a row of labels, a rate with the label before it: "MwSt.   8.1%"."""
    labels: list[Cell] = []
    for cell in row.cells:
        if labels and all(is_rate(cell.words, word) or word.text == "%" for word in cell.words):
            labels[-1] = make_cell((*labels[-1].words, *cell.words))
        else:
            labels.append(cell)
    return labels


def _names_charge(words: Sequence[Word], knowledge: Knowledge) -> bool:
    return bool(knowledge.charges.meanings(squeeze("".join(word.text for word in words))))


def _stands_under(cell: Cell, labels: Sequence[Cell], at: int) -> bool:
    """Tell whether a cell stands under a label; right of it in the same box only where it is under no other."""
    if any(in_one_column(cell, label) for label in labels):
        return in_one_column(cell, labels[at])
    return labels[at].x1 < cell.x0 and (at + 1 == len(labels) or cell.x1 < labels[at + 1].x0)
