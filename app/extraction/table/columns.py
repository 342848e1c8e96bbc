"""The columns of a line table and the heading that names them."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.extraction.values.column_kinds import ColumnKind

# What the columns of one purpose are called; what is billed may stand under any of the counts.
COUNTS = frozenset({ColumnKind.QUANTITY, ColumnKind.SHIPPED, ColumnKind.ORDERED})
PRICES = frozenset({ColumnKind.PRICE, ColumnKind.LIST_PRICE})
AMOUNTS = frozenset({ColumnKind.AMOUNT, ColumnKind.GROSS_AMOUNT})
CODES = frozenset({ColumnKind.ITEM_CODE, ColumnKind.BUYER_CODE, ColumnKind.OTHER_CODE})
TAXES = frozenset({ColumnKind.TAX_RATE, ColumnKind.TAX_AMOUNT})
NUMBER_ROLES = COUNTS | PRICES | AMOUNTS | {ColumnKind.BACKORDERED, ColumnKind.DISCOUNT, ColumnKind.TAX_AMOUNT}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place, its heading and what the heading says it is for (likeliest first; none: unknown).

    ``role`` is the likeliest of the roles; None where nobody knows.
    """

    x0: float
    x1: float
    heading: str
    roles: tuple[ColumnKind, ...]
    ruled: bool = False
    also_code: bool = False
    stacked: bool = False
    role: ColumnKind | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Settle the role once; it is asked for at every cell of the table."""
        object.__setattr__(self, "role", self.roles[0] if self.roles else None)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table: the rows it covers (indices into the document's rows) and its columns."""

    first_row: int
    last_row: int
    page: int
    columns: tuple[Column, ...]

    @property
    def roles(self) -> frozenset[ColumnKind]:
        """The known roles."""
        return frozenset(column.role for column in self.columns if column.role) - {ColumnKind.IGNORED}
