"""How the columns of a table are written, found by reading every row of it before anything is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain.errors import InputError
from app.domain.imports import ImportKind
from app.domain.table_forms import EXAMPLES, ColumnForm, DateForm, Form, FormEvidence, NumberForm, Shape, as_our_own
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
    weighed = _weighed(path, kind, rules, mapping)
    own = _is_own(weighed, mapping)
    return tuple(evidence.found(own=own, said=said.get(evidence.column)) for evidence in weighed)


def refuse_misread(
    path: Path, kind: ImportKind, rules: Rules, mapping: Mapping[str, str], said: Mapping[str, Form]
) -> None:
    """Refuse a file that is to be read in our own form where its numbers may mean something else in theirs.

    What our own form cannot read is refused row by row; this is about what it would read wrongly: the 1.234 beside a
    4,50. ``said`` are the columns whose form is known.

    Raises:
        InputError: ``form_not_decided``, or the file cannot be used as a table of this kind.
    """
    weighed = _weighed(path, kind, rules, mapping)
    own = _is_own(weighed, mapping)
    refuse_undecided(
        path, [evidence.misread(own=own) for evidence in weighed if evidence.is_number and evidence.column not in said]
    )


def _weighed(path: Path, kind: ImportKind, rules: Rules, mapping: Mapping[str, str]) -> list[FormEvidence]:
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
    return [evidence for _, evidence in weighed]


def _is_own(weighed: Sequence[FormEvidence], mapping: Mapping[str, str]) -> bool:
    plainly = (evidence.found(own=False) for evidence in weighed)
    own = all(theirs.strip().casefold() == ours.casefold() for theirs, ours in mapping.items())
    return own and all(found.form is None or found.form in _OURS for found in plainly)


def refuse_undecided(path: Path, forms: Sequence[ColumnForm]) -> None:
    """Refuse a file of which a column can be read in two ways.

    Raises:
        InputError: ``form_not_decided``; the message says what a text of the column may mean.
    """
    for found in forms:
        if found.form is None:
            meant = (f"{_meant(found.example, form)} as in {EXAMPLES[form]}" for form in found.choices)
            raise InputError(
                "form_not_decided",
                f"The column {found.column} of {path.name} can be read in more than one way: “{found.example}” would "
                f"be {', or '.join(meant)}. Nothing of the file is imported.",
                next_step="Say how the column is written.",
                context={"file": path.name, "column": found.column},
            )


def _meant(text: str, form: Form) -> str:
    """Say what a text means in a form; "nothing" would be taken for a figure."""
    return as_our_own(text, form) or ("no day" if isinstance(form, DateForm) else "no number")
