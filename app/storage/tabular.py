"""One imported table, CSV or XLSX: which of its columns are ours, and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from app.domain.errors import InputError
from app.domain.imports import ImportKind
from app.domain.table_forms import FORMS_OF, Form
from app.domain.toml_text import load_toml
from app.storage.cells import Cell, CellError, Parse, Value, is_empty, shown, written_as
from app.storage.csv_table import NumberedRow, open_csv, require_file
from app.storage.row_rules import Column, Rules
from app.storage.xlsx_table import open_xlsx

_MAX_MAPPING = 1 << 20
_REMEMBERED = 5000
# Among so many rows the heading is looked for, and only where a table is so wide.
_LOOKED_AT = 20
_WIDE = 4
_NAMED, _LONGEST_NAMED = 8, 30  # headings and their letters that an error repeats


@dataclass(frozen=True, slots=True)
class Table:
    """A table that has every column it needs.

    ``places`` says where each of our headings stands; ``width`` is the length of the heading row. ``forms`` says how a
    column of numbers or dates is written, where not as our own files are.
    """

    encoding: str
    places: Mapping[str, int]
    width: int
    rows: Iterator[NumberedRow]
    ignored: tuple[str, ...]
    notes: tuple[str, ...] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)


def open_table(
    path: Path, kind: ImportKind, rules: Rules, mapping: Mapping[str, str], forms: Mapping[str, Form] | None = None
) -> Table:
    """Open a table and find its columns.

    Raises:
        InputError: It cannot be read, has no heading, a heading twice, or lacks a column that is needed.
    """
    known = frozenset(column.heading for column in rules.columns) | frozenset(map(_folded, mapping))
    notes: tuple[str, ...] = ()
    try:
        if path.suffix.lower() == ".xlsx":
            others, rows = open_xlsx(path, kind.value)
            encoding, notes = "XLSX", _unread(others)
        else:
            encoding, rows = open_csv(path, known)
        rows = from_heading(rows, known)
        heading = _heading(path, rows)
    except OSError as error:
        raise InputError(
            "file_not_readable",
            f"{path.name} cannot be read: {error.strerror or error}.",
            next_step="Check that the file is there, that you may read it and that no other program holds it.",
            context={"file": path.name},
        ) from error
    places, ignored = _places(path, heading, rules, mapping)
    return Table(encoding, places, len(heading), rows, ignored, notes, forms or {})


def _unread(sheets: Sequence[str]) -> tuple[str, ...]:
    more = f" and {len(sheets) - 10} more" if len(sheets) > 10 else ""
    return (f"sheets not read: {', '.join(sheets[:10])}{more}",) if sheets else ()


@dataclass(frozen=True, slots=True)
class ReadMapping:
    """What a mapping file says: heading → our column, and our column → how it is written."""

    columns: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)


def read_mapping(path: Path | None, rules: Rules) -> ReadMapping:
    """Read a mapping file: ``[columns]`` with ``"their name" = "our name"``, ``[forms]`` with ``our_name = "comma"``.

    Raises:
        InputError: The file cannot be read or does not have that form.
    """
    if path is None:
        return ReadMapping()
    try:
        require_file(path)
        if path.stat().st_size > _MAX_MAPPING:
            raise ValueError("it is too large")
        whole = load_toml(path.read_text(encoding="utf-8-sig"), str)
    except (OSError, ValueError) as error:
        raise _bad_mapping(path, str(error)) from error
    forms = _forms(path, whole.get("forms", {}), rules)
    found = whole.get("columns", {} if forms else None)
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise _bad_mapping(path, 'it needs a section [columns] with lines such as "Order no." = "po_number"')
    return ReadMapping({str(theirs): str(ours).strip() for theirs, ours in found.items()}, forms)


def _forms(path: Path, said: object, rules: Rules) -> dict[str, Form]:
    known = {column.heading: {form.value: form for form in FORMS_OF[column.shape]} for column in rules.columns}
    if not isinstance(said, dict):
        raise _bad_mapping(path, '[forms] needs lines such as quantity = "comma"')
    for name, form in said.items():
        if not known.get(name):
            raise _bad_mapping(path, f"[forms] names {name}, which is no column of numbers or dates")
        if form not in known[name]:
            raise _bad_mapping(path, f"[forms] says {name} = {form!r}; it can be {', '.join(known[name])}")
    return {name: known[name][form] for name, form in said.items()}


class RowReader:
    """Reads the cells of a table's rows by the rules of its columns."""

    def __init__(self, table: Table, rules: Rules) -> None:
        self._table = table
        # Most cells of a long table have been read before: the same vendor, day, unit, price.
        self._columns = [
            (
                column.heading,
                column.name,
                table.places.get(column.heading),
                lru_cache(_REMEMBERED)(_in_form(column, table.forms.get(column.heading))),
            )
            for column in rules.columns
        ]

    def read(self, row: Sequence[Cell]) -> tuple[dict[str, Value], list[tuple[str, str]]]:
        """Return the values of a row by column, and each cell that cannot be used with the reason."""
        if len(row) != self._table.width and (uneven := self._uneven(row)):
            return {}, [("", uneven)]
        record: dict[str, Value] = {}
        faults = []
        for heading, name, place, parse in self._columns:
            try:
                record[name] = parse("" if place is None or place >= len(row) else row[place])
            except CellError as error:
                faults.append((heading, str(error)))
        return record, faults

    def _uneven(self, row: Sequence[Cell]) -> str:
        """Say what is wrong with a row that is not as long as the heading; blank cells at its end are nothing."""
        width = self._table.width
        short = len(row) < width and self._table.encoding != "XLSX"
        if short or any(not is_empty(cell) for cell in row[width:]):
            return f"the row has {len(row)} cells, the heading has {width}"
        return ""


def _in_form(column: Column, form: Form | None) -> Parse:
    ours = FORMS_OF[column.shape][:1]
    return column.parse if form is None or form in ours else written_as(form, column.parse)


def from_heading(rows: Iterator[NumberedRow], known: frozenset[str]) -> Iterator[NumberedRow]:
    """Leave out what other systems print above a table: its title, the day, who exported it.

    Such a row fills less than half of the cells that the fullest of the first rows fills. A row with one of the
    ``known`` headings (folded) is never left out.
    """
    ahead = list(islice(rows, _LOOKED_AT))
    fullest = max((_filled(row) for _, row in ahead), default=0)
    start = 0
    if fullest >= _WIDE:
        start = next(n for n, (_, row) in enumerate(ahead) if 2 * _filled(row) >= fullest or _names_one(row, known))
    return chain(ahead[start:], rows)


def _filled(row: Sequence[Cell]) -> int:
    return sum(not is_empty(cell) for cell in row)


def _names_one(row: Sequence[Cell], known: frozenset[str]) -> bool:
    return any(isinstance(cell, str) and _folded(cell) in known for cell in row)


def is_blank(row: Sequence[Cell]) -> bool:
    """Tell whether a row has nothing in it."""
    return all(is_empty(cell) for cell in row)


def _heading(path: Path, rows: Iterator[NumberedRow]) -> list[str]:
    for _, row in rows:
        if not is_blank(row):
            try:
                return [shown(cell) for cell in row]
            except CellError as error:
                raise InputError("heading", f"{path.name}: a heading {error}. Nothing was imported.") from error
    raise InputError(
        "no_heading",
        f"{path.name} is empty: it has no heading row. Nothing was imported.",
        next_step="Export it again, with the column names in the first row.",
        context={"file": path.name},
    )


def _places(
    path: Path, heading: Sequence[str], rules: Rules, mapping: Mapping[str, str]
) -> tuple[dict[str, int], tuple[str, ...]]:
    ours = {_folded(column.heading): column.heading for column in rules.columns}
    renamed = {_folded(theirs): _folded(our) for theirs, our in mapping.items()}
    _refuse_unknown_targets(path, mapping, ours)
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, printed in enumerate(heading):
        name = ours.get(renamed.get(_folded(printed), _folded(printed)))
        if name is None:
            ignored.append(printed)
        elif name in places:
            raise InputError(
                "duplicate_heading",
                f"{path.name} has the column {name} twice. Nothing was imported.",
                next_step="Remove or rename one of them, or map only one.",
                context={"file": path.name, "column": name},
            )
        else:
            places[name] = place
    _refuse_missing(path, places, rules, heading, ignored)
    return places, tuple(name for name in ignored if name)


def _refuse_missing(
    path: Path, places: Mapping[str, int], rules: Rules, heading: Sequence[str], unknown: Sequence[str]
) -> None:
    missing = [c.heading for c in rules.columns if c.needed and c.heading not in places]
    if missing:
        raise InputError(
            "missing_column",
            f"{path.name} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; "
            f"{_instead(heading, unknown)}. Nothing was imported.",
            next_step="Add it, or rename another system's columns with a mapping file.",
            context={"file": path.name, "column": missing[0], "columns": ", ".join(missing)},
        )


def _instead(heading: Sequence[str], unknown: Sequence[str]) -> str:
    """Name the headings that are no column of ours, one of which is likely the missing one; else how the row begins."""
    strange = [name for name in unknown if name]
    known_some = len(strange) < sum(1 for name in heading if name)
    return (
        f"its headings not known here: {_some(strange)}"
        if strange and known_some
        else f"its first row is: {_some(heading)}"
    )


def _some(heading: Sequence[str]) -> str:
    """Return the first headings as they are printed, cut short."""
    printed = [name if len(name) <= _LONGEST_NAMED else name[: _LONGEST_NAMED - 1] + "…" for name in heading if name]
    return ", ".join([*printed[:_NAMED], *(["…"] if len(printed) > _NAMED else [])])


def _refuse_unknown_targets(path: Path, mapping: Mapping[str, str], ours: Mapping[str, str]) -> None:
    unknown = [our for our in mapping.values() if _folded(our) not in ours]
    if unknown:
        raise InputError(
            "mapping",
            f"The mapping for {path.name} names a column that there is not: {unknown[0]}.",
            next_step=f"The columns are {', '.join(ours.values())}.",
            context={"column": unknown[0]},
        )


def _folded(heading: str) -> str:
    return heading.strip().lstrip("\ufeff").casefold()


def _bad_mapping(path: Path, reason: str) -> InputError:
    return InputError("mapping", f"The mapping file {path.name} cannot be used: {reason}.", context={"file": path.name})
