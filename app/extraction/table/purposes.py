"""What the columns of a table hold, told once for all its rows."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from app.extraction.table.columns import CODES, NUMBER_ROLES, TAXES, Column
from app.extraction.values.column_kinds import ColumnKind


@dataclass(frozen=True, slots=True)
class Purposes:
    """The columns of a table, and which of them (by index) hold what; told once for all its rows."""

    columns: tuple[Column, ...]
    numbers: tuple[int, ...]
    codes: tuple[int, ...]
    texts: tuple[int, ...]
    line_numbers: tuple[int, ...]
    taxes: tuple[int, ...]
    units: tuple[int, ...]


def purposes_of(columns: Sequence[Column]) -> Purposes:
    """Return what the columns of a table hold."""

    def where(roles: Set[ColumnKind]) -> tuple[int, ...]:
        return tuple(index for index, column in enumerate(columns) if column.role in roles)

    texts, line_numbers = where({ColumnKind.DESCRIPTION}), where({ColumnKind.LINE_NO})
    units = where({ColumnKind.UOM})
    return Purposes(tuple(columns), where(NUMBER_ROLES), where(CODES), texts, line_numbers, where(TAXES), units)
