"""Reports as XLSX: numbers are numbers, dates are dates, and no text is ever a formula.

The first sheet says what the workbook covers: scope, filters, counts, totals and the journal's head. A text longer
than a cell can hold is kept whole on a sheet of its own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from app.reports.cell_text import looks_like_formula, printable
from app.reports.table import Report, Totals, Value

MAX_ROWS = 1_000_000
MAX_TEXT = 32_000
_WIDTHS = {str: 24, Decimal: 14, int: 10, date: 12, datetime: 20}
_BOLD = Font(bold=True)


def write_workbook(report: Report, target: Path, totals: Totals, about: tuple[tuple[str, Value], ...]) -> None:
    """Write a report with its overview."""
    book = Workbook(write_only=True)
    overview = book.create_sheet("Overview")
    overview.column_dimensions["A"].width = 32
    overview.column_dimensions["B"].width = 90
    _write_rows(book, report, totals)
    _append(overview, (report.title,), bold=True)
    for line in (*about, *totals.lines()):
        _append(overview, line)
    book.save(target)


def _write_rows(book: Any, report: Report, totals: Totals) -> None:  # noqa: ANN401 - openpyxl ships no types
    sheet: Any = None
    long_texts: list[tuple[Value, ...]] = []
    for position, row in enumerate(report.rows):
        if position % MAX_ROWS == 0:
            sheet = _new_sheet(book, report, position // MAX_ROWS)
        totals.count(row)
        _append(sheet, _shortened(report, row, position + 2, long_texts))
    if sheet is None:
        _new_sheet(book, report, 0)
    if long_texts:
        sheet = book.create_sheet("Long texts")
        _append(sheet, ("row", "column", "part", "text"), bold=True)
        for parts in long_texts:
            _append(sheet, parts)


def _new_sheet(book: Any, report: Report, number: int) -> Any:  # noqa: ANN401 - openpyxl ships no types
    sheet = book.create_sheet(report.title if not number else f"{report.title} {number + 1}")
    sheet.freeze_panes = "A2"
    for place, name in enumerate(report.headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(10, min(40, len(name) + 4))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(report.headings))}1"
    _append(sheet, report.headings, bold=True)
    return sheet


def _shortened(
    report: Report, row: tuple[Value, ...], line: int, long_texts: list[tuple[Value, ...]]
) -> tuple[Value, ...]:
    """Replace texts that no cell can hold by where they stand in full."""
    if not any(isinstance(value, str) and len(value) > MAX_TEXT for value in row):
        return row
    short: list[Value] = []
    for name, value in zip(report.headings, row, strict=True):
        if isinstance(value, str) and len(value) > MAX_TEXT:
            pieces = [value[i : i + MAX_TEXT] for i in range(0, len(value), MAX_TEXT)]
            long_texts.extend((line, name, part, piece) for part, piece in enumerate(pieces, start=1))
            short.append(f"(see the sheet Long texts, row {line}, column {name}: {len(pieces)} parts)")
        else:
            short.append(value)
    return tuple(short)


def _append(sheet: Any, values: tuple[Value, ...], *, bold: bool = False) -> None:  # noqa: ANN401
    sheet.append([_cell(sheet, value, bold=bold) for value in values])


def _cell(sheet: Any, value: Value, *, bold: bool) -> Any:  # noqa: ANN401 - openpyxl ships no types
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case datetime():
            cell = WriteOnlyCell(sheet, value.astimezone(UTC).replace(tzinfo=None))
            cell.number_format = "yyyy-mm-dd hh:mm:ss"
        case date():
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = "yyyy-mm-dd"
        case Decimal() | int():
            cell = WriteOnlyCell(sheet, value)
        case str():
            cell = WriteOnlyCell(sheet, printable(value))
            cell.data_type = "s"  # openpyxl would make a formula of a text that begins with =
            if looks_like_formula(value):
                cell.quotePrefix = True
    if bold:
        cell.font = _BOLD
    return cell
