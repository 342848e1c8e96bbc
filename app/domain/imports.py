"""Files of master data, orders and policy, and what importing one of them came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ImportKind(StrEnum):
    """The files of master data and orders, by their base name, in the order they are imported."""

    VENDORS = "vendors"
    ITEMS = "items"
    UOM_CONVERSIONS = "uom_conversions"
    ITEM_CROSS_REFERENCES = "item_cross_references"
    SUBSTITUTIONS = "substitutions"
    PURCHASE_ORDERS = "purchase_orders"
    RECEIPTS = "receipts"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row (or cell) of an imported file that could not be used. ``line`` counts from 1, the heading included.

    Line 0: the file as a whole could not be used.
    """

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        """Name file, line, column and reason; of a whole file only what is wrong with it."""
        if self.line == 0:
            return self.reason if self.file in self.reason else f"{self.file}: {self.reason}"
        place = f"{self.file}, line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What one file's import came to; rows_in_file = rows_taken + rows_refused, always.

    ``added``, ``changed`` and ``unchanged`` count the taken ones. ``encoding`` is what the file was read as.
    """

    kind: ImportKind
    file: str
    rows_in_file: int
    rows_taken: int
    rows_refused: int
    added: int
    changed: int
    unchanged: int
    encoding: str
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedFacts:
    """How much the desk knows, for the first-start screen and the status line.

    ``policy_imported`` is when the policy in force was imported, ISO 8601 in UTC, for its reviews (S2.158).
    """

    vendors: int = 0
    items: int = 0
    orders: int = 0
    order_lines: int = 0
    receipts: int = 0
    documents: int = 0
    journal_entries: int = 0
    has_policy: bool = False
    policy_version: int | None = None
    policy_imported: str = ""
