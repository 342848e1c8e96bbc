"""The last line of a table as a charge, where a vendor's profile says that this vendor bills one there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.invoice import ChargeKind
from app.extraction.sums.charges import ChargeDraft, label_text
from app.extraction.table.line_table import TableReading


def with_last_line_charged(tables: Sequence[TableReading], kind: ChargeKind) -> tuple[TableReading, ...]:
    """Take the last line of the last table for a charge; the only line of an invoice stays what it is."""
    at = max((index for index, table in enumerate(tables) if table.lines), default=-1)
    if at < 0 or sum(len(table.lines) for table in tables) < 2:
        return tuple(tables)
    table = tables[at]
    line = table.lines[-1]
    figure = line.numbers.get(table.choice.amount) if table.choice.amount is not None else None
    if figure is None:
        return tuple(tables)
    if kind is ChargeKind.DISCOUNT:
        figure = replace(figure, value=-abs(figure.value))
    charge = ChargeDraft(kind, label_text(line.description), figure, line.row, in_table=True)
    changed = replace(table, lines=table.lines[:-1], charges=(*table.charges, charge))
    return tuple(changed if index == at else other for index, other in enumerate(tables))
