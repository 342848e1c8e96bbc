"""A dry run of an import: the rows are really written, looked at, and taken back; nothing of it stays.

What changes is noted by triggers of this connection alone, so that a preview shows what the database would really do,
whatever wrote it. Several files are tried together in their order, since receipts speak of orders.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from app.domain.errors import InputError
from app.domain.import_preview import Difference, ImportPlan, ImportPreview, RowDifference, TableColumn, TableSketch
from app.domain.imports import ImportKind, ImportResult, RowProblem
from app.domain.measure import UnitTable
from app.domain.table_forms import ColumnForm
from app.storage.cells import CellError, shown
from app.storage.csv_table import open_csv
from app.storage.database import Workspace
from app.storage.form_finding import find_forms, refuse_undecided
from app.storage.imports import import_rows
from app.storage.master_changes import FOLDED
from app.storage.row_rules import rules_for
from app.storage.table_digests import KEYS, TABLES_OF
from app.storage.tabular import from_heading, is_blank, open_table
from app.storage.xlsx_table import open_xlsx

MOST_DIFFERENCES = 500
_SAMPLE_ROWS = 5
# Folded forms of other columns: a person never sees them.
_INNER = frozenset({"vendor_name_pieces"})


class _DryRun(Exception):  # noqa: N818 - it is no error: it takes everything back
    """Everything was tried out; nothing of it is to be kept."""


def columns_of(kind: ImportKind, units: UnitTable) -> tuple[TableColumn, ...]:
    """Return the columns a kind of table has; a policy is no table."""
    if kind is ImportKind.POLICY:
        return ()
    return tuple(TableColumn(column.heading, column.needed, column.shape) for column in rules_for(kind, units).columns)


def sketch_table(path: Path, kind: ImportKind, units: UnitTable) -> TableSketch:
    """Return the headings and first rows of a file.

    Raises:
        InputError: It cannot be read as a table.
    """
    known = frozenset(column.name.casefold() for column in columns_of(kind, units))
    try:
        if path.suffix.lower() == ".xlsx":
            encoding, (_, rows) = "XLSX", open_xlsx(path, kind.value)
        else:
            encoding, rows = open_csv(path, known)
        filled = (row for _, row in from_heading(rows, known) if not is_blank(row))
        found = [tuple(_text(cell) for cell in row) for row in islice(filled, _SAMPLE_ROWS + 1)]
    except OSError as error:
        raise InputError(
            "file_not_readable",
            f"{path.name} cannot be read: {error.strerror or error}.",
            next_step="Check that the file is there, that you may read it and that no other program holds it.",
        ) from error
    if not found:
        raise InputError("no_heading", f"{path.name} is empty: it has no heading row.")
    return TableSketch(encoding, found[0], tuple(found[1:]))


def preview_tables(workspace: Workspace, units: UnitTable, plans: Sequence[ImportPlan]) -> tuple[ImportPreview, ...]:
    """Try tables out in their order within one transaction, and take everything back."""
    found: list[ImportPreview] = []
    try:
        with workspace.writing() as db:
            _watch(db, [table for plan in plans for table in TABLES_OF[plan.kind]])
            found = [_preview(db, units, plan) for plan in plans]
            raise _DryRun
    except _DryRun:
        pass
    return tuple(found)


def refused(plan: ImportPlan, error: InputError) -> ImportPreview:
    """Return the preview of a file that cannot be used at all."""
    problem = RowProblem(plan.path.name, 0, error.context.get("column", ""), str(error))
    return ImportPreview(plan, ImportResult(plan.kind, plan.path.name, 0, 0, 0, 0, 0, 0, "", (problem,)))


def forms_in(units: UnitTable, plan: ImportPlan) -> tuple[ColumnForm, ...]:
    """Say how the columns of a table are written. Raises InputError where it is no table of this kind."""
    return find_forms(plan.path, plan.kind, rules_for(plan.kind, units), plan.columns, plan.forms)


def _preview(db: Database, units: UnitTable, plan: ImportPlan) -> ImportPreview:
    rules = rules_for(plan.kind, units)
    forms: tuple[ColumnForm, ...] = ()
    try:
        forms = forms_in(units, plan)
        refuse_undecided(plan.path, forms)
        known = {found.column: found.form for found in forms if found.form is not None}
        table = open_table(plan.path, plan.kind, rules, plan.columns, known)
        db.execute("SAVEPOINT one_file")
        try:
            result = import_rows(db, table, rules, plan.kind, plan.path)
        except InputError:
            db.execute("ROLLBACK TO one_file")
            raise
    except InputError as error:
        return replace(refused(plan, error), forms=forms)
    differences, more = _differences(db)
    return ImportPreview(plan, result, differences, more, forms)


def _watch(db: Database, tables: Sequence[str]) -> None:
    """Note what happens to the rows of these tables, for as long as this transaction lasts."""
    db.execute("CREATE TEMP TABLE seen_changes (key TEXT, tbl TEXT, before TEXT, after TEXT)")
    for table in dict.fromkeys(name for name in tables if name not in _INNER):
        columns = [row["name"] for row in db.execute(f"PRAGMA main.table_info({table})")]
        kept = [name for name in columns if name not in FOLDED]
        old, new = _as_json("OLD", kept), _as_json("NEW", kept)
        key = " || ' ' || ".join(f"NEW.{part.strip()}" for part in KEYS[table].split(","))
        for verb, before in (("INSERT", "NULL"), ("UPDATE", old)):
            db.execute(
                f"CREATE TEMP TRIGGER saw_{verb.lower()}_{table} AFTER {verb} ON main.{table} "  # noqa: S608 - names
                f"BEGIN INSERT INTO seen_changes VALUES ({key}, '{table}', {before}, {new}); END"
            )


def _as_json(side: str, columns: Sequence[str]) -> str:
    return f"json_object({', '.join(f'{chr(39)}{c}{chr(39)}, {side}.{c}' for c in columns)})"


def _differences(db: Database) -> tuple[tuple[RowDifference, ...], int]:
    """Take what was noted since the last file: differences, and how many more there are than are shown."""
    found: list[RowDifference] = []
    count = 0
    for row in db.execute("SELECT key, before, after FROM seen_changes ORDER BY rowid"):
        cells = _cells(row["before"], row["after"])
        if not cells:
            continue
        count += 1
        if count <= MOST_DIFFERENCES:
            what = Difference.CHANGED if row["before"] else Difference.ADDED
            found.append(RowDifference(what, " ".join(str(row["key"]).split()), cells))
    db.execute("DELETE FROM seen_changes")
    return tuple(found), count - len(found)


def _cells(before: str | None, after: str) -> tuple[tuple[str, str, str], ...]:
    new = json.loads(after)
    if before is None:
        return tuple((name, "", _written(value)) for name, value in new.items() if value not in (None, "", "{}"))
    old = json.loads(before)
    return tuple((name, _written(old[name]), _written(value)) for name, value in new.items() if old[name] != value)


def _written(value: object) -> str:
    return "" if value is None else str(value)


def _text(cell: object) -> str:
    try:
        return shown(cell)  # type: ignore[arg-type]
    except CellError:
        return "?"
