"""The store's verbs about master data: imports, the policy, what people taught, and how each came to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from app.domain.case import Actor
from app.domain.import_preview import ImportPlan, ImportPreview, TableColumn, TableSketch
from app.domain.imports import ImportedFacts, ImportKind, ImportResult
from app.domain.insight_facts import UnbilledLine
from app.domain.item import UomConversion
from app.domain.policy import Policy, PolicyVersion
from app.domain.table_forms import ColumnForm, Form
from app.domain.teaching import Fact, Taught
from app.domain.versions import MasterChange, RowSource
from app.storage import facts, master_changes, teaching, unbilled
from app.storage.form_finding import refuse_undecided
from app.storage.import_policy import import_policy, policy_in_force, policy_versions, save_policy
from app.storage.import_preview import columns_of, forms_in, preview_tables, sketch_table
from app.storage.imports import import_table
from app.storage.lookups import MasterDataReader
from app.storage.store_base import StoreBase


class MasterDataVerbs(StoreBase):
    """Master data: each verb one transaction."""

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
        """Import one file in one transaction, with its journal entry; a dry run keeps nothing.

        Raises:
            InputError: The file as a whole cannot be used; nothing of it was imported.
        """
        if kind is ImportKind.POLICY:
            return import_policy(self._workspace, self._journal, path, actor, dry_run=dry_run)
        return import_table(
            self._workspace, self._journal, self._units, kind, path, actor,
            mapping=mapping, said=written, dry_run=dry_run,
        )  # fmt: skip

    @property
    def master_data(self) -> MasterDataReader:
        """What people look up of orders, vendors and items."""
        return MasterDataReader(self._workspace)

    def table_columns(self, kind: ImportKind) -> tuple[TableColumn, ...]:
        """Return the columns a kind of table has."""
        return columns_of(kind, self._units)

    def sketch_table(self, kind: ImportKind, path: Path) -> TableSketch:
        """Return the headings and first rows of a file. Raises InputError where it is no table."""
        return sketch_table(path, kind, self._units)

    def table_forms(self, plan: ImportPlan) -> tuple[ColumnForm, ...]:
        """Say how the columns of a table are written.

        Raises:
            InputError: It is no table of this kind, or a column can be read in more than one way.
        """
        forms = forms_in(self._units, plan)
        refuse_undecided(plan.path, forms)
        return forms

    def preview_tables(self, plans: Sequence[ImportPlan]) -> tuple[ImportPreview, ...]:
        """Try tables out in their order and take everything back."""
        return preview_tables(self._workspace, self._units, plans)

    def policy(self) -> Policy | None:
        """Return the policy in force, if one was imported."""
        with self._workspace.reading() as db:
            return policy_in_force(db)

    def save_policy(
        self,
        text: str,
        actor: Actor,
        *,
        seen_sha256: str | None,
        differences: Sequence[tuple[str, str, str]],
        reason: str,
    ) -> None:
        """Put a policy in force that was changed here, with its journal entry.

        Raises:
            InputError: It is no policy.
            ConflictError: Another policy is in force than the one that was changed.
        """
        save_policy(
            self._workspace, self._journal, text, actor, seen_sha256=seen_sha256, differences=differences, reason=reason
        )

    def policies(self) -> tuple[PolicyVersion, ...]:
        """Return every policy that was ever in force, oldest first."""
        with self._workspace.reading() as db:
            return policy_versions(db)

    def master_changes(self, table: str, matching: Mapping[int, str] | None = None) -> tuple[MasterChange, ...]:
        """Return what imports changed in a table of master data, oldest first."""
        with self._workspace.reading() as db:
            return master_changes.changes(db, table, matching or {})

    def row_sources(self, table: str) -> Mapping[tuple[str, ...], tuple[RowSource, ...]]:
        """Return per row of a table the imports that wrote it, oldest first."""
        with self._workspace.reading() as db:
            return master_changes.sources(db, table)

    def taught(self) -> tuple[Taught, ...]:
        """Return everything people taught the desk, oldest first, with what was taken back."""
        with self._workspace.reading() as db:
            return teaching.taught(db)

    def teach(self, fact: Fact, actor: Actor, reason: str, case_id: int, document_id: int) -> int:
        """Keep what a case showed, with its entry, whose number is returned.

        Raises:
            ConflictError: The desk knows it already.
        """
        with self._workspace.writing() as db:
            return teaching.teach(db, self._journal, fact, actor, reason, case_id, document_id)

    def take_back(self, entry: int, actor: Actor, reason: str, cleared: Sequence[int] = ()) -> int:
        """Put back what an entry taught, by an entry of its own, whose number is returned; it names what cleared by it.

        Raises:
            InputError: The entry taught nothing that can be taken back.
            ConflictError: It was changed since.
        """
        with self._workspace.writing() as db:
            return teaching.take_back(db, self._journal, entry, actor, reason, cleared)

    def facts(self) -> ImportedFacts:
        """Count what the desk knows."""
        with self._workspace.reading() as db:
            return facts.imported_facts(db)

    def conversions_of(self, items: Iterable[str]) -> Mapping[str, tuple[UomConversion, ...]]:
        """Return the unit conversions of these items, by item."""
        with self._workspace.reading() as db:
            return unbilled.conversions_of(db, items)

    def unbilled_lines(self, until: date, *, document_id: int | None = None) -> tuple[UnbilledLine, ...]:
        """Return order lines that may have goods unbilled on a day, or those one document billed."""
        with self._workspace.reading() as db:
            return unbilled.unbilled_lines(db, until, document_id)
