"""A comparison in the clerk's language: every sentence of it is put over, and no figure or name is touched."""

from __future__ import annotations

from dataclasses import replace

from app.ui.i18n import say
from app.workflow.comparison_values import Cell, Comparison, Difference, Frame, FrameKind, Row


def in_language(comparison: Comparison) -> Comparison:
    """Return the comparison as it is shown; in English it is the same."""
    return replace(
        comparison,
        title=say(comparison.title),
        summary=say(comparison.summary),
        frames=tuple(_frame(frame) for frame in comparison.frames),
        header=tuple(replace(cell, sentence=say(cell.sentence)) for cell in comparison.header),
    )


def _frame(frame: Frame) -> Frame:
    terms = frame.kind is FrameKind.CHARGES
    return replace(
        frame,
        title=say(frame.title),
        chip=say(frame.chip),
        limit=say(frame.limit),
        invoice_rows=tuple(_row(row, terms=terms) for row in frame.invoice_rows),
        order_rows=tuple(_row(row, terms=terms) for row in frame.order_rows),
        differences=tuple(_difference(one) for one in frame.differences),
        proof=say(frame.proof),
        notes=tuple(say(note) for note in frame.notes),
        readings=tuple(say(reading) for reading in frame.readings),
    )


def _row(row: Row, *, terms: bool) -> Row:
    item = _cell(row.item)
    if terms:
        # Here the words are the program's own; the name and description of an item are not.
        item = replace(item, text=say(item.text), detail=say(item.detail))
    quantity = _cell(replace(row.quantity, detail=say(row.quantity.detail)))
    return replace(row, item=item, quantity=quantity, price=_cell(row.price), amount=_cell(row.amount))


def _cell(cell: Cell) -> Cell:
    return replace(cell, sentence=say(cell.sentence))


def _difference(difference: Difference) -> Difference:
    return replace(difference, label=say(difference.label))
