"""Reports as XLSX: numbers are numbers, dates are dates, and no text is ever a formula.

The first sheet says what the workbook covers: scope, filters, counts, totals and the journal's head. A text longer
than a cell can hold is kept whole on a sheet of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from app.reports.cell_text import looks_like_formula, printable
from app.reports.table import Report, Totals, Value

MAX_ROWS = 1_000_000
# A cell holds 32,767 characters, and Excel counts one beyond the basic plane as two.
MAX_TEXT = 32_000
MAX_SHEET_NAME = 26  # a spreadsheet takes 31 characters; the rest is for the number of a further sheet
_MONEY = "#,##0.00####"
_PEEK = 200
_NARROWEST, _WIDEST = 10, 60
_BOLD = Font(bold=True)


def write_workbook(report: Report, target: Path, totals: Totals, about: tuple[tuple[str, Value], ...]) -> None:
    """Write a report with its overview."""
    book = Workbook(write_only=True)
    try:
        _write(book, report, target, totals, about)
    except BaseException:
        _drop_parts(book)
        raise


def _write(
    book: Any,  # noqa: ANN401 - openpyxl ships no types
    report: Report,
    target: Path,
    totals: Totals,
    about: tuple[tuple[str, Value], ...],
) -> None:
    overview = book.create_sheet("Overview")
    overview.column_dimensions["A"].width = 32
    overview.column_dimensions["B"].width = 90
    _write_rows(book, report, totals)
    _append(overview, (report.title,), bold=True)
    for line in (*about, *totals.lines()):
        _append(overview, line, money={1} if isinstance(line[1], Decimal) else ())
    # A ZIP file that cannot be written to its end says so again when Python lets go of it: memory never refuses.
    whole = BytesIO()
    book.save(whole)
    target.write_bytes(whole.getbuffer())


def _drop_parts(book: Any) -> None:  # noqa: ANN401 - openpyxl ships no types
    """Remove what was written of the sheets: openpyxl leaves it until the program ends, on a full disk too."""
    for sheet in book.worksheets:
        if sheet._writer is not None:
            with suppress(Exception):  # why the workbook could not be written is what is to be said
                sheet.close()
            with suppress(OSError):
                Path(sheet._writer.out).unlink(missing_ok=True)


def _write_rows(book: Any, report: Report, totals: Totals) -> None:  # noqa: ANN401 - openpyxl ships no types
    rows = iter(report.rows)
    first = list(islice(rows, _PEEK))
    widths = [_width(name, [row[place] for row in first]) for place, name in enumerate(report.headings)]
    money = {place for place, name in enumerate(report.headings) if name in (*report.sums, *report.money)}
    sheet: Any = None
    long_texts: list[tuple[Value, ...]] = []
    for position, row in enumerate(chain(first, rows)):
        if position % MAX_ROWS == 0:
            sheet = _new_sheet(book, report, widths, position // MAX_ROWS)
        totals.count(row)
        _append(sheet, _shortened(report, row, position % MAX_ROWS + 2, long_texts), money=money)
    if sheet is None:
        _new_sheet(book, report, widths, 0)
    if long_texts:
        sheet = book.create_sheet("Long texts")
        _append(sheet, ("row", "column", "part", "text"), bold=True)
        for parts in long_texts:
            _append(sheet, parts)


def _width(name: str, values: list[Value]) -> int:
    """Return a width that shows the heading and what stands below it, as far as that is reasonable."""
    longest = max((_length(value) for value in values), default=0)
    return max(_NARROWEST, len(name) + 4, min(_WIDEST, longest + 2))


def _length(value: Value) -> int:
    match value:
        case datetime():
            return len("2026-01-31 12:00:00")
        case date():
            return len("2026-01-31")
        case Decimal():
            return len(f"{value:,.2f}")
    return len(str(value or "").partition("\n")[0])


def _new_sheet(book: Any, report: Report, widths: list[int], number: int) -> Any:  # noqa: ANN401 - openpyxl ships no types
    sheet = book.create_sheet(
        f"{report.title[:MAX_SHEET_NAME]} {number + 1}" if number else report.title[:MAX_SHEET_NAME]
    )
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(report.headings))}1"
    _append(sheet, report.headings, bold=True)
    return sheet


def _shortened(
    report: Report, row: tuple[Value, ...], line: int, long_texts: list[tuple[Value, ...]]
) -> tuple[Value, ...]:
    """Replace texts that no cell can hold by where they stand in full."""
    texts = [printable(value) if isinstance(value, str) else value for value in row]
    if not any(isinstance(value, str) and _units(value) > MAX_TEXT for value in texts):
        return row
    short: list[Value] = []
    for name, value in zip(report.headings, texts, strict=True):
        if isinstance(value, str) and _units(value) > MAX_TEXT:
            pieces = _pieces(value)
            long_texts.extend((line, name, part, piece) for part, piece in enumerate(pieces, start=1))
            short.append(f"(cut: see the sheet Long texts, row {line}, column {name}: {len(pieces)} parts)")
        else:
            short.append(value)
    return tuple(short)


def _units(text: str) -> int:
    """Count characters as Excel does; the quick answer is enough for almost every text."""
    return len(text) if len(text) * 2 <= MAX_TEXT else len(text.encode("utf-16-le")) // 2


def _pieces(text: str) -> list[str]:
    # Half of what a cell holds where characters may count twice.
    step = MAX_TEXT if _units(text) == len(text) else MAX_TEXT // 2
    return [text[i : i + step] for i in range(0, len(text), step)]


def _append(
    sheet: Any,  # noqa: ANN401 - openpyxl ships no types
    values: tuple[Value, ...],
    *,
    bold: bool = False,
    money: Collection[int] = (),
) -> None:
    cells = [_cell(sheet, value, bold=bold) for value in values]
    for place in money:
        if cells[place] is not None:
            cells[place].number_format = _MONEY
    sheet.append(cells)


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
