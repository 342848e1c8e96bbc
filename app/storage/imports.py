"""Importing one file of master data or orders: all its usable rows in one transaction with the journal entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from app.domain.case import Actor, JournalKind, NewEntry
from app.domain.errors import InputError
from app.domain.imports import ImportKind, ImportResult, RowProblem
from app.domain.measure import UnitTable
from app.domain.table_forms import FORMS_OF, Form
from app.storage import master_changes
from app.storage.database import Workspace
from app.storage.form_finding import refuse_misread
from app.storage.journal import Journal
from app.storage.row_rules import Rules, rules_for
from app.storage.row_writers import Parsed, RowError, RowWriter, writer_for
from app.storage.snapshots import clean_text
from app.storage.stored_files import hash_file
from app.storage.table_digests import TABLES_OF, digests_of
from app.storage.tabular import RowReader, Table, is_blank, open_table, read_mapping
from app.storage.upsert import Change

_PROBLEMS_LOGGED = 50


class _DryRun(Exception):  # noqa: N818 - it is no error: it takes everything back
    """Everything was tried out; nothing of it is to be kept."""


@dataclass(slots=True)
class _Tally:
    """What an import has come to so far."""

    file: str
    rows: int = 0
    counts: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(Change, 0))
    problems: list[RowProblem] = field(default_factory=list)
    refused: int = 0
    seen: dict[tuple[object, ...], int] = field(default_factory=dict)
    written: list[master_changes.RowChange] = field(default_factory=list)

    def refuse(self, line: int, faults: list[tuple[str, str]]) -> None:
        """Count a row that cannot be used, with everything that is wrong with it."""
        self.refused += 1
        self.problems.extend(RowProblem(self.file, line, column, clean_text(reason)) for column, reason in faults)


def import_table(
    workspace: Workspace,
    journal: Journal,
    units: UnitTable,
    kind: ImportKind,
    path: Path,
    actor: Actor,
    *,
    mapping: Path | None = None,
    said: Sequence[Form] = (),
    dry_run: bool = False,
) -> ImportResult:
    """Import a CSV or XLSX file; ``said`` is how its numbers and dates are written, where the mapping does not.

    Raises:
        InputError: The file as a whole cannot be used; nothing of it was imported.
    """
    rules = rules_for(kind, units)
    known = read_mapping(mapping, rules)
    sha256 = _sha256_of(path)
    forms = {**_written(rules, said), **known.forms}
    refuse_misread(path, kind, rules, known.columns, forms)
    table = open_table(path, kind, rules, known.columns, forms)
    result: ImportResult | None = None
    try:
        with workspace.writing() as db:
            result, written = _import_all(db, table, rules, kind, path)
            if dry_run:
                raise _DryRun
            _refuse_changed(path, sha256)
            effect = {"master": digests_of(db, TABLES_OF[kind]), **master_changes.keep(db, rules.table, written)}
            journal.append(db, import_entry(result, sha256, actor, mapping, table.forms), effect)
    except _DryRun:
        pass
    assert result is not None
    return result


def _sha256_of(path: Path) -> str:
    try:
        return hash_file(path) if path.is_file() else ""
    except OSError:
        return ""  # whoever opens it as a table says why it cannot be read


def _refuse_changed(path: Path, sha256: str) -> None:
    """Refuse a file that another system still writes: rows would be missing, and the log would name another file."""
    if _sha256_of(path) != sha256:
        raise InputError(
            "changed_while_reading",
            f"{path.name} was changed while it was read. Nothing was imported.",
            next_step="Import it again once nobody writes to it.",
            context={"file": path.name},
        )


def _written(rules: Rules, said: Sequence[Form]) -> dict[str, Form]:
    return {column.heading: form for column in rules.columns for form in said if form in FORMS_OF[column.shape]}


def import_entry(
    result: ImportResult,
    sha256: str,
    actor: Actor,
    mapping: Path | None = None,
    forms: Mapping[str, Form] | None = None,
) -> NewEntry:
    """Return the journal entry of an import."""
    what = result.kind.value.replace("_", " ")
    return NewEntry(
        JournalKind.IMPORTED,
        actor,
        f"Imported {what} from {result.file}: {result.rows_taken} of {result.rows_in_file} rows taken",
        after={
            "kind": result.kind.value,
            "file": result.file,
            "sha256": sha256,
            "mapping_sha256": hash_file(mapping) if mapping else None,
            "encoding": result.encoding,
            **({"forms": {name: form.value for name, form in forms.items()}} if forms else {}),
            "rows_in_file": result.rows_in_file,
            "rows_taken": result.rows_taken,
            "rows_refused": result.rows_refused,
            "added": result.added,
            "changed": result.changed,
            "unchanged": result.unchanged,
            "problems": [str(problem) for problem in result.problems[:_PROBLEMS_LOGGED]],
            "notes": list(result.notes),
        },
    )


def import_rows(db: Database, table: Table, rules: Rules, kind: ImportKind, path: Path) -> ImportResult:
    """Write the usable rows of a table within the caller's transaction, and say what became of every row."""
    return _import_all(db, table, rules, kind, path)[0]


def _import_all(
    db: Database, table: Table, rules: Rules, kind: ImportKind, path: Path
) -> tuple[ImportResult, list[master_changes.RowChange]]:
    given = frozenset(column.name for column in rules.columns if column.heading in table.places)
    writer = writer_for(kind, db, rules, given)
    reader = RowReader(table, rules)
    tally = _Tally(path.name)
    for line, row in table.rows:
        if not is_blank(row):
            tally.rows += 1
            record, faults = reader.read(row)
            if faults:
                tally.refuse(line, faults)
            else:
                _import_row(tally, writer, rules, line, record)
    taken = sum(tally.counts.values())
    ignored = (f"columns not used: {', '.join(table.ignored)}",) if table.ignored else ()
    result = ImportResult(
        kind=kind,
        file=path.name,
        rows_in_file=tally.rows,
        rows_taken=taken,
        rows_refused=tally.refused,
        added=tally.counts[Change.ADDED],
        changed=tally.counts[Change.CHANGED],
        unchanged=tally.counts[Change.UNCHANGED],
        encoding=table.encoding,
        problems=tuple(tally.problems),
        notes=tuple(clean_text(note) for note in (*writer.notes(), *table.notes, *ignored)),
    )
    return result, tally.written


def _import_row(tally: _Tally, writer: RowWriter, rules: Rules, line: int, record: Parsed) -> None:
    key = tuple(record[name] for name in rules.key)
    if key in tally.seen:
        named = " ".join(str(part) for part in key if part != "")
        tally.refuse(line, [(rules.key[-1], f"{named} stands in line {tally.seen[key]} already")])
        return
    try:
        change = writer.write(line, record)
    except RowError as error:
        tally.refuse(line, [(error.column, str(error))])
        return
    tally.seen[key] = line
    tally.counts[change] += 1
    if change is not Change.UNCHANGED:
        tally.written.append((key, line, writer.differences))
