"""XLSX files: checked before they are unpacked, read without formulas, numbers taken as the exact decimals shown."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from app.domain.errors import InputError
from app.domain.money import EXACT, trimmed
from app.storage.cells import BadCell, Cell
from app.storage.csv_table import NumberedRow, require_file
from app.storage.xlsx_sheet import Merge, SheetCell, SheetError, merges_of, rows_of

MAX_UNPACKED = 300 << 20
MAX_RATIO = 200
# Shared texts are held in memory at once, several times their size.
MAX_SHARED_TEXTS = 64 << 20
# Styles and the book itself are held as objects, some thirty times their size; those of real workbooks are far smaller.
MAX_READ_WHOLE = 8 << 20
MAX_MEMBERS = 2000
MAX_COLUMNS = 256
MAX_SHEETS = 255
_RATIO_COUNTS_FROM = 1 << 20
# A spreadsheet keeps 15 significant digits; what lies beyond is the noise of binary numbers.
_SHOWN = Context(prec=15)
_CHUNK = 1 << 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What openpyxl and the libraries below it raise about broken contents; XML errors are syntax errors.
_DAMAGED = (
    zipfile.BadZipFile, SyntaxError, LookupError, ValueError, TypeError, AttributeError, NotImplementedError,
    RuntimeError, EOFError, zlib.error,
)  # fmt: skip
_READ_WHOLE = (".main+xml", "styles+xml", "theme+xml")
_ZEROS = re.compile(r"0{2,30}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,400}(\.[0-9]{0,400})?([eE][+-]?[0-9]{1,3})?", re.ASCII)


def open_xlsx(path: Path, sheet_name: str) -> tuple[tuple[str, ...], Iterator[NumberedRow]]:
    """Return the names of the sheets that are not read, and the rows of the one that is.

    That is the visible sheet of this name, else the first visible one; the first row is the heading.

    Raises:
        InputError: It is no XLSX file, is protected, larger than allowed once unpacked, or has forbidden contents.
    """
    require_file(path)
    _check_archive(path)
    rows = _rows(path, sheet_name)
    others = next(rows)
    assert isinstance(others[1], tuple)
    return others[1], rows


def _rows(path: Path, sheet_name: str) -> Iterator[Any]:
    """Yield first the names of the other sheets (numbered 0), then the rows."""
    from defusedxml.common import DefusedXmlException
    from openpyxl import load_workbook

    with path.open("rb") as file:
        try:
            workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            try:
                sheet, others = _sheet(path, workbook, sheet_name)
                yield 0, others
                yield from _sheet_rows(workbook, sheet)
            finally:
                workbook.close()
        except DefusedXmlException as error:
            raise _unusable(path, "forbidden_contents", "it holds XML entities, which no spreadsheet needs") from error
        except SheetError as error:
            raise _unusable(path, "not_xlsx", str(error)) from error
        except _DAMAGED as error:
            raise _unusable(path, "not_xlsx", "it is damaged, protected or not an XLSX workbook") from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise _unusable(path, "not_xlsx", "it holds no workbook") from error


def _sheet(path: Path, workbook: Any, sheet_name: str) -> tuple[Any, tuple[str, ...]]:  # noqa: ANN401 - no types
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    named = [sheet for sheet in workbook.worksheets if sheet.title.strip().casefold() == sheet_name]
    if named and named[0].sheet_state != "visible":
        raise _unusable(path, "hidden_sheet", f"its sheet {named[0].title} is hidden, so nobody sees what it holds")
    sheets = named or shown
    if not sheets:
        raise ValueError("no sheet")
    return sheets[0], tuple(sheet.title for sheet in workbook.worksheets if sheet is not sheets[0])


def _sheet_rows(workbook: Any, sheet: Any) -> Iterator[NumberedRow]:  # noqa: ANN401 - openpyxl ships no types
    archive, name = workbook._archive, sheet._worksheet_path
    with archive.open(name) as part:
        merges = deque(merges_of(part))
    open_merges: list[Merge] = []
    formats = _Formats(workbook, sheet._shared_strings)
    with archive.open(name) as part:
        for line, written in rows_of(part):
            far = any(cell.column > MAX_COLUMNS and cell.text.strip() for cell in written)
            row: list[Cell] = [""] * min(written[-1].column if written else 0, MAX_COLUMNS)
            for cell in written[:MAX_COLUMNS]:
                if cell.column <= MAX_COLUMNS:
                    row[cell.column - 1] = formats.value_of(cell)
            while merges and merges[0].first_row <= line:
                open_merges.append(merges.popleft())
            open_merges = [merge for merge in open_merges if merge.last_row >= line]
            _mark_covered(line, row, open_merges)
            while row and row[-1] == "":
                row.pop()
            if far:
                row += [""] * (MAX_COLUMNS - len(row)) + [BadCell(f"stands beyond column {MAX_COLUMNS}")]
            yield line, row


def _mark_covered(line: int, row: list[Cell], merges: list[Merge]) -> None:
    """Mark cells that belong to one in a row above: what they stand for is not written in them.

    A row that holds nothing else, as below a tall title, stays as it is.
    """
    if not any(cell != "" for cell in row):
        return
    for merge in merges:
        if merge.first_row < line:
            for place in range(merge.first_column - 1, min(merge.last_column, len(row))):
                row[place] = BadCell("is merged with a cell above it; unmerge them and write the value into each row")


class _Formats:
    """What a cell means by the workbook's texts and styles."""

    def __init__(self, workbook: Any, texts: Any) -> None:  # noqa: ANN401 - openpyxl ships no types
        self._workbook = workbook
        self._texts = texts

    def value_of(self, cell: SheetCell) -> Cell:
        if cell.formula:
            return BadCell("holds a formula; replace it by its value")
        match cell.kind:
            case "s":
                return self._shared_text(cell.text)
            case "inlineStr" | "str":
                return cell.text
            case _ if not cell.text.strip():
                return ""
            case "b":
                return {"0": "no", "1": "yes"}.get(cell.text.strip()) or BadCell("holds neither true nor false")
            case "e":
                return BadCell(f"holds the error {cell.text[:20]}")
            case "d":
                return _written_day(cell.text.strip())
            case "n":
                return self._number(cell)
        return BadCell("holds a value that cannot be read")

    def _shared_text(self, index: str) -> Cell:
        if not (index.isascii() and index.isdigit()) or int(index) >= len(self._texts):
            raise SheetError("a cell names a text that the workbook does not hold")
        return str(self._texts[int(index)])

    def _number(self, cell: SheetCell) -> Cell:
        written = cell.text.strip()
        if not _NUMBER.fullmatch(written):
            return BadCell("holds no number")
        if cell.style in self._workbook._timedelta_formats:
            return BadCell("holds a span of time")
        if cell.style in self._workbook._date_formats:
            return _day(written, self._workbook.epoch)
        return _number(written, self._format_of(cell.style))

    def _format_of(self, style: int) -> str | None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        known = self._workbook._cell_styles
        if not style < len(known):
            raise SheetError("a cell names a style that the workbook does not hold")
        number = known[style].numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return str(BUILTIN_FORMATS.get(number, "General"))
        return str(self._workbook._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])


def _day(serial: str, epoch: datetime) -> Cell:
    from openpyxl.utils.datetime import from_excel

    number = EXACT.create_decimal(serial)
    if not 1 <= number < 2_958_466:  # 9999-12-31; below one it is a time of day
        return BadCell("holds a time of day" if 0 <= number < 1 else "holds a number that is no day of the calendar")
    found = from_excel(int(number), epoch)
    return found.date() if isinstance(found, datetime) else BadCell("holds a time of day")


def _written_day(text: str) -> Cell:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return BadCell("holds a day that cannot be read")


def _number(written: str, number_format: str | None) -> Cell:
    exact = EXACT.create_decimal(written)
    if not exact.is_finite():
        return BadCell("holds no number")
    if abs(exact) >= Decimal(10) ** 15:
        return BadCell("has more digits than a spreadsheet keeps; format the column as text and enter it again")
    shown = trimmed(_SHOWN.create_decimal(exact))
    if number_format and _ZEROS.fullmatch(number_format) and "." not in shown and not shown.startswith("-"):
        return shown.zfill(len(number_format))
    return EXACT.create_decimal(shown)


def _check_archive(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) == _OLD_OFFICE:
            raise _unusable(path, "not_xlsx", "it is an old .xls file or protected by a password")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(path, members)
            _refuse_entities(path, archive, members)
            _check_kinds(path, archive, {member.filename: member for member in members})
    except _DAMAGED as error:
        raise _unusable(path, "not_xlsx", "it is not an XLSX workbook") from error


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) < len(names):
        raise _unusable(path, "forbidden_contents", "it holds two parts of one name")
    if sum("worksheets/" in name and name.endswith(".xml") for name in names) > MAX_SHEETS:
        raise _unusable(path, "too_large", f"it has more than {MAX_SHEETS} sheets")
    if len(members) > MAX_MEMBERS:
        raise _unusable(path, "too_large", f"it has more than {MAX_MEMBERS} parts")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _unusable(path, "too_large", f"it is larger than {MAX_UNPACKED >> 20} MB once unpacked")
    for member in members:
        if "sharedstrings" in member.filename.lower():
            _refuse_larger(path, member, MAX_SHARED_TEXTS)
        big = member.file_size > _RATIO_COUNTS_FROM
        if big and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise _unusable(path, "too_large", "a part of it is packed suspiciously small")


def _check_kinds(path: Path, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> None:
    """Refuse what is read whole and is too large for that, by what the workbook says it is: its name may be any."""
    from defusedxml.ElementTree import fromstring

    for name, member in members.items():
        if name.lower().endswith((".rels", "styles.xml", "types].xml")):
            _refuse_larger(path, member, MAX_READ_WHOLE)
    for part in fromstring(archive.read("[Content_Types].xml")).iter():
        name, kind = str(part.get("PartName", "")).lstrip("/"), str(part.get("ContentType", "")).lower()
        if name in members and "sharedstrings" in kind:
            _refuse_larger(path, members[name], MAX_SHARED_TEXTS)
        elif name in members and kind.endswith(_READ_WHOLE):
            _refuse_larger(path, members[name], MAX_READ_WHOLE)


def _refuse_larger(path: Path, member: zipfile.ZipInfo, most: int) -> None:
    if member.file_size > most:
        raise _unusable(path, "too_large", f"its part {member.filename[:80]} is larger than {most >> 20} MB")


def _refuse_entities(path: Path, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Refuse document types and entities anywhere in the parts, in whatever encoding they are written."""
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            tail = b""
            sheets = 0
            with archive.open(member) as part:
                while chunk := part.read(_CHUNK):
                    seen = (tail + chunk).replace(b"\x00", b"").upper()
                    sheets += seen.count(b"SHEETID=")
                    if sheets > MAX_SHEETS:
                        raise _unusable(path, "too_large", f"it has more than {MAX_SHEETS} sheets")
                    if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                        raise _unusable(path, "forbidden_contents", "it holds XML entities, which no spreadsheet needs")
                    tail = chunk[-32:]


def _unusable(path: Path, code: str, reason: str) -> InputError:
    return InputError(
        code,
        f"{path.name} cannot be used: {reason}. Nothing was imported.",
        next_step="Save it again as an .xlsx workbook or as CSV.",
        context={"file": path.name},
    )
