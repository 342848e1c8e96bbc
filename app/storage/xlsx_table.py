"""XLSX files: checked before they are unpacked, read without formulas, numbers taken as the exact decimals shown."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from app.domain.errors import InputError
from app.domain.money import EXACT, trimmed
from app.storage.cells import BadCell, Cell
from app.storage.csv_table import NumberedRow

MAX_UNPACKED = 300 << 20
MAX_RATIO = 200
# Shared texts are held in memory at once, several times their size.
MAX_SHARED_TEXTS = 64 << 20
MAX_MEMBERS = 2000
MAX_COLUMNS = 256
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
_ZEROS = re.compile(r"0{2,30}")


def open_xlsx(path: Path, sheet_name: str) -> Iterator[NumberedRow]:
    """Return the rows of the sheet of this name, else of the first sheet; the first row is the heading.

    Raises:
        InputError: It is no XLSX file, is protected, larger than allowed once unpacked, or has forbidden contents.
    """
    _check_archive(path)
    return _rows(path, sheet_name)


def _rows(path: Path, sheet_name: str) -> Iterator[NumberedRow]:
    from defusedxml.common import DefusedXmlException
    from openpyxl import load_workbook

    with path.open("rb") as file:
        try:
            workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            try:
                yield from _sheet_rows(_sheet(workbook, sheet_name))
            finally:
                workbook.close()
        except DefusedXmlException as error:
            raise _unusable(path, "forbidden_contents", "it holds XML entities, which no spreadsheet needs") from error
        except _DAMAGED as error:
            raise _unusable(path, "not_xlsx", "it is damaged, protected or not an XLSX workbook") from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise _unusable(path, "not_xlsx", "it holds no workbook") from error


def _sheet(workbook: Any, sheet_name: str) -> Any:  # noqa: ANN401 - openpyxl ships no types
    named = [sheet for sheet in workbook.worksheets if sheet.title.casefold() == sheet_name]
    sheets = named or workbook.worksheets
    if not sheets:
        raise ValueError("no sheet")
    sheet = sheets[0]
    sheet.reset_dimensions()  # what the file claims about its size is not believed
    return sheet


def _sheet_rows(sheet: Any) -> Iterator[NumberedRow]:  # noqa: ANN401 - openpyxl ships no types
    width = MAX_COLUMNS
    for line, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell(cell) for cell in row[:width]]
        if line == 1:
            while cells and cells[-1] == "":
                cells.pop()
            width = len(cells)
        yield line, cells


def _cell(cell: Any) -> Cell:  # noqa: ANN401 - openpyxl ships no types
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return BadCell("holds a formula; replace it by its value")
    if cell.data_type == "e":
        return BadCell(f"holds the error {value}")
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date()
        case date():
            return value
        case time():
            return BadCell("holds a time of day")
        case int() | Decimal():
            return _number(str(value), cell.number_format)
    if type(value) is float:
        return _number(repr(value), cell.number_format)
    return BadCell("holds a value that cannot be read")


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
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error) as error:
        raise _unusable(path, "not_xlsx", "it is not an XLSX workbook") from error


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise _unusable(path, "too_large", f"it has more than {MAX_MEMBERS} parts")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _unusable(path, "too_large", f"it is larger than {MAX_UNPACKED >> 20} MB once unpacked")
    for member in members:
        if "sharedstrings" in member.filename.lower() and member.file_size > MAX_SHARED_TEXTS:
            raise _unusable(path, "too_large", f"its texts are larger than {MAX_SHARED_TEXTS >> 20} MB")
        big = member.file_size > _RATIO_COUNTS_FROM
        if big and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise _unusable(path, "too_large", "a part of it is packed suspiciously small")


def _refuse_entities(path: Path, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Refuse document types and entities anywhere in the parts, in whatever encoding they are written."""
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            tail = b""
            with archive.open(member) as part:
                while chunk := part.read(_CHUNK):
                    seen = (tail + chunk).replace(b"\x00", b"").upper()
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
