"""How the columns of a table are written, found by reading every row of it before anything is taken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.domain.imports import ImportKind
from app.domain.table_forms import ColumnForm, DateForm, Form, FormEvidence, NumberForm, Shape
from app.storage.row_rules import Rules
from app.storage.tabular import is_blank, open_table

_OURS: frozenset[Form] = frozenset({NumberForm.PLAIN, DateForm.ISO})


def find_forms(
    path: Path, kind: ImportKind, rules: Rules, mapping: Mapping[str, str], said: Mapping[str, Form]
) -> tuple[ColumnForm, ...]:
    """Say of every column of numbers or dates how it is written, or that the file leaves it open.

    A file under our own headings is in our own form unless something in it is not.

    Raises:
        InputError: The file cannot be used as a table of this kind.
    """
    table = open_table(path, kind, rules, mapping)
    weighed = [
        (table.places[column.heading], FormEvidence(column.heading, column.shape))
        for column in rules.columns
        if column.heading in table.places and column.shape is not Shape.TEXT
    ]
    for _, row in table.rows:
        if not is_blank(row):
            for place, evidence in weighed:
                cell = row[place] if place < len(row) else ""
                if isinstance(cell, str) and (text := cell.strip()):
                    evidence.weigh(text)
    plainly = [evidence.found(own=False) for _, evidence in weighed]
    own = all(theirs.strip().casefold() == ours.casefold() for theirs, ours in mapping.items())
    own = own and all(found.form is None or found.form in _OURS for found in plainly)
    return tuple(evidence.found(own=own, said=said.get(evidence.column)) for _, evidence in weighed)
