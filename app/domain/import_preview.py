"""What importing a file would do, seen before anything is written: its columns, its rows, and every difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from app.domain.imports import ImportKind, ImportResult
from app.domain.table_forms import ColumnForm, Form, Shape


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a kind of table, by the name it has in our own files."""

    name: str
    needed: bool
    shape: Shape = Shape.TEXT


@dataclass(frozen=True, slots=True)
class TableSketch:
    """A file as it looks before anybody knows what it is: how it is encoded, its headings, and its first rows."""

    encoding: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """One file with what it holds and, by its own headings, what of it goes where; headings not named keep theirs.

    ``forms`` is what a person said (now or at an earlier import) of columns that can be read in two ways, by our name.
    """

    kind: ImportKind
    path: Path
    columns: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)


class Difference(StrEnum):
    """What would happen to a row."""

    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row that would be added or changed; ``cells`` are (column, before, after), of an added row without before."""

    what: Difference
    key: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What one file would come to.

    ``differences`` are at most so many; ``more`` says how many rows beyond them would be added or changed. ``forms``
    says how the numbers and dates of each column are read; while one is not decided, nothing of the file is taken.
    """

    plan: ImportPlan
    result: ImportResult
    differences: tuple[RowDifference, ...] = ()
    more: int = 0
    forms: tuple[ColumnForm, ...] = ()

    @property
    def undecided(self) -> tuple[ColumnForm, ...]:
        """The columns somebody has to say the form of."""
        return tuple(found for found in self.forms if found.form is None)
