"""What the use cases need of whatever keeps orders, vendors, items, the policy and what people taught the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from app.domain.case import Actor
from app.domain.import_preview import ImportPlan, ImportPreview, TableColumn, TableSketch
from app.domain.imports import ImportedFacts, ImportKind, ImportResult
from app.domain.item import CrossReference, Substitution, UomConversion
from app.domain.lookup import (
    ItemPage,
    ItemRow,
    Lookup,
    OrderPage,
    OrderRow,
    VendorPage,
    VendorRow,
)
from app.domain.policy import Policy, PolicyVersion
from app.domain.table_forms import ColumnForm, Form
from app.domain.teaching import Fact, Taught
from app.domain.versions import MasterChange, RowSource


class MasterData(Protocol):
    """What people look up: lists that the store searches, sorts and hands out in pages, and single records.

    A list that cannot be sorted as wanted, and a record that is not there, are an InputError.
    """

    def orders(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[OrderRow, ...]:
        """Return orders."""

    def order(self, po_number: str) -> OrderPage:
        """Return one order with its lines, receipts and what was billed."""

    def vendors(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[VendorRow, ...]:
        """Return vendors."""

    def vendor(self, vendor_id: str) -> VendorPage:
        """Return one vendor with its terms and figures."""

    def items(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[ItemRow, ...]:
        """Return items."""

    def item(self, sku: str) -> ItemPage:
        """Return one item with its conversions, codes, substitutes and orders."""

    def conversions(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[UomConversion, ...]:
        """Return unit conversions."""

    def substitutions(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[Substitution, ...]:
        """Return agreed substitutes."""

    def cross_references(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[CrossReference, ...]:
        """Return vendors' own codes."""


class MasterDataPort(Protocol):
    """What is imported or taught, and the policy in force; each change is one transaction with its entry."""

    def import_file(
        self,
        kind: ImportKind,
        path: Path,
        actor: Actor,
        *,
        mapping: Path | None = None,
        written: Sequence[Form] = (),
        dry_run: bool = False,
    ) -> ImportResult:
        """Import one CSV or XLSX file (or policy.toml) in one transaction, with its journal entry.

        ``written`` says how its numbers and dates are written, where the mapping does not; unsaid: as in our own files.
        """

    def table_forms(self, plan: ImportPlan) -> tuple[ColumnForm, ...]:
        """Say how the columns of a table are written. Raises InputError where one can be read in more than one way."""

    @property
    def master_data(self) -> MasterData:
        """What people look up of orders, vendors and items."""

    def table_columns(self, kind: ImportKind) -> tuple[TableColumn, ...]:
        """Return the columns a kind of table has, by our own names; a policy has none."""

    def sketch_table(self, kind: ImportKind, path: Path) -> TableSketch:
        """Return the headings and first rows of a file. Raises InputError where it is no table."""

    def preview_tables(self, plans: Sequence[ImportPlan]) -> tuple[ImportPreview, ...]:
        """Try tables out in their order and take everything back: what each would come to, row by row."""

    def policy(self) -> Policy | None:
        """Return the policy in force, if one was imported."""

    def save_policy(
        self,
        text: str,
        actor: Actor,
        *,
        seen_sha256: str | None,
        differences: Sequence[tuple[str, str, str]],
        reason: str,
    ) -> None:
        """Put a policy in force that was changed here, with every setting before and after, and the reason.

        ``seen_sha256`` is the hash of the policy that was changed (None: there was none); where another one is in
        force by now, that is a ConflictError and nothing is written.
        """

    def policies(self) -> tuple[PolicyVersion, ...]:
        """Return every policy that was ever in force, oldest first."""

    def master_changes(self, table: str, matching: Mapping[int, str] | None = None) -> tuple[MasterChange, ...]:
        """Return what imports changed in a table of master data, oldest first.

        ``matching`` names values wanted at places of a row's key.
        """

    def row_sources(self, table: str) -> Mapping[tuple[str, ...], tuple[RowSource, ...]]:
        """Return per row of a table the imports that wrote it, oldest first."""

    def taught(self) -> tuple[Taught, ...]:
        """Return everything people taught the desk, oldest first, with what was taken back."""

    def teach(self, fact: Fact, actor: Actor, reason: str, case_id: int, document_id: int) -> int:
        """Keep what a case showed, with its entry, whose number is returned. Raises ConflictError where it is known."""

    def take_back(self, entry: int, actor: Actor, reason: str, cleared: Sequence[int] = ()) -> int:
        """Put back what an entry taught, by an entry of its own, whose number is returned; it names what cleared by it.

        An entry that taught nothing is an InputError, a row that was changed since a ConflictError.
        """

    def facts(self) -> ImportedFacts:
        """Count what the desk knows."""
