"""Importing with open eyes: what every file would do is shown first, then exactly that is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.errors import EnvironmentFault, InputError, RuleError
from app.domain.import_preview import Difference, ImportPlan, ImportPreview, RowDifference, TableColumn, TableSketch
from app.domain.imports import ImportKind, ImportResult, RowProblem
from app.workflow.import_data import import_one
from app.workflow.import_mapping import keep_mapping, likely_kind, propose_mapping, remembered_forms, remembered_mapping
from app.workflow.inbox import TABLE_SUFFIXES, master_data_files
from app.workflow.policy_differences import policy_differences, proposed_policy
from app.workflow.ports import CancelToken, Progress
from app.workflow.services import Services

_TABLES = tuple(kind for kind in ImportKind if kind is not ImportKind.POLICY)


def plans_for(services: Services, paths: Sequence[Path]) -> tuple[ImportPlan, ...]:
    """Say of each file (and of the tables in each folder) what it holds and how its columns would be taken.

    Raises:
        InputError: There is no table or policy among them.
    """
    found: list[ImportPlan] = []
    for path in paths:
        files = tuple((kind, file) for kind, file in master_data_files(path)) if path.is_dir() else ((None, path),)
        found += [plan_for(services, file, kind) for kind, file in files]
    if not found:
        raise InputError(
            "nothing_to_import",
            "There is nothing to import here.",
            next_step="Choose CSV or XLSX files, a policy.toml, or a folder that holds them.",
        )
    order = list(ImportKind)
    return tuple(sorted(found, key=lambda plan: order.index(plan.kind)))


def plan_for(services: Services, path: Path, kind: ImportKind | None = None) -> ImportPlan:
    """Say what one file holds (unless that is known) and how its columns would be taken."""
    if kind is ImportKind.POLICY or (kind is None and path.suffix.lower() == ".toml"):
        return ImportPlan(ImportKind.POLICY, path)
    if path.suffix.lower() not in TABLE_SUFFIXES:
        return ImportPlan(kind or ImportKind.VENDORS, path)
    try:
        if kind is None:
            looked: dict[ImportKind, tuple[TableSketch, tuple[TableColumn, ...]]]
            looked = {one: (_sketch(services, one, path), services.store.table_columns(one)) for one in _TABLES}
            kind = likely_kind(path, looked)
        columns = _proposed(services, kind, _sketch(services, kind, path))
        # What was said of one system's columns says nothing of another's.
        same = columns == remembered_mapping(services, kind)
        return ImportPlan(kind, path, columns, remembered_forms(services, kind) if same else {})
    except InputError:
        # What is wrong with the file is said by its preview.
        return ImportPlan(kind or ImportKind.VENDORS, path)


def sketch_of(services: Services, plan: ImportPlan) -> tuple[TableSketch | None, tuple[TableColumn, ...]]:
    """Return a file's headings and first rows, and our columns for what it holds; None where it is no table."""
    columns = services.store.table_columns(plan.kind)
    if plan.kind is ImportKind.POLICY:
        return None, columns
    try:
        return _sketch(services, plan.kind, plan.path), columns
    except InputError:
        return None, columns


def preview(services: Services, plans: Sequence[ImportPlan]) -> tuple[ImportPreview, ...]:
    """Say what importing these files would do, row by row; nothing is kept.

    A file that cannot be used at all is reported like its rows.
    """
    tables = [plan for plan in plans if plan.kind is not ImportKind.POLICY]
    tried = iter(services.store.preview_tables(tables))
    return tuple(_policy(services, plan) if plan.kind is ImportKind.POLICY else next(tried) for plan in plans)


def import_plans(
    services: Services,
    plans: Sequence[ImportPlan],
    *,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> tuple[ImportResult, ...]:
    """Import files as they were planned; one that cannot be used at all is reported like its rows, the rest goes on."""
    results: list[ImportResult] = []
    for done, plan in enumerate(plans):
        if cancel is not None and cancel.cancelled:
            break
        if progress:
            progress.step(done, len(plans), plan.path.name)
        results.append(_write(services, plan))
    if progress:
        progress.step(len(plans), len(plans), "")
    return tuple(results)


def _write(services: Services, plan: ImportPlan) -> ImportResult:
    try:
        return import_one(services, plan.kind, plan.path, mapping=keep_mapping(services, _with_forms(services, plan)))
    except EnvironmentFault:
        raise
    except (InputError, RuleError) as error:
        problem = RowProblem(plan.path.name, 0, error.context.get("column", ""), str(error))
        return ImportResult(plan.kind, plan.path.name, 0, 0, 0, 0, 0, 0, "", (problem,))


def _with_forms(services: Services, plan: ImportPlan) -> ImportPlan:
    """Settle how every column is written, as the preview did; a file that leaves one open is not imported."""
    if plan.kind is ImportKind.POLICY:
        return plan
    found = services.store.table_forms(plan)
    return replace(plan, forms={one.column: one.form for one in found if one.form is not None})


def _policy(services: Services, plan: ImportPlan) -> ImportPreview:
    try:
        result = services.store.import_file(ImportKind.POLICY, plan.path, services.actor, dry_run=True)
        after = proposed_policy(plan.path)
    except InputError as error:
        problem = RowProblem(plan.path.name, 0, "", str(error))
        return ImportPreview(plan, ImportResult(plan.kind, plan.path.name, 0, 0, 0, 0, 0, 0, "", (problem,)))
    cells = policy_differences(services.store.policy(), after)
    rows = (RowDifference(Difference.CHANGED, "policy", (cell,)) for cell in cells)
    return ImportPreview(plan, result, tuple(rows))


def _sketch(services: Services, kind: ImportKind, path: Path) -> TableSketch:
    return services.store.sketch_table(kind, path)


def _proposed(services: Services, kind: ImportKind, sketch: TableSketch) -> dict[str, str]:
    columns = services.store.table_columns(kind)
    return dict(propose_mapping(kind, sketch, columns, remembered_mapping(services, kind)).columns)
