"""Whether exports open in LibreOffice as they were meant: ``python -m tests.benchmarks.office_export [KIND…]``.

Numbers must arrive as numbers, dates as dates, and no text as a formula. LibreOffice Calc must be installed; every
export of a small desk with hostile texts is converted without a screen and its cells are looked at. Exit status 1:
something arrived as something else.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.domain.case import JournalKind, NewEntry
from app.reports.export import export
from app.storage.store import SqliteStore
from tests.helpers import stores

# What a spreadsheet could take for a formula, a link or a command.
HOSTILE = (
    '=HYPERLINK("http://127.0.0.1","Open")', "+1+1", "-2+3", "@SUM(1)", "=1+1", "\t=1+1", "＝1+1", '=WEBSERVICE("x")',
    "%0A=1", "|calc", "001234", "1E5", "3-4", "12:30",
)  # fmt: skip
_NUMBERS = ("exposure", "total", "line_amount", "mapped_amount", "invoiced_quantity", "case_id", "document_id")
_DATES = ("invoice_date", "opened_utc", "received_utc", "time_utc", "decided_utc", "received_date")


def hostile_desk(folder: Path) -> SqliteStore:
    """Make a desk whose log and invoices hold texts that look like formulas."""
    store = stores.full_store(folder)
    for position, text in enumerate(HOSTILE):
        document_id = stores.take_in(store, stores.invoice(text), body=b"%PDF " + bytes([65 + position]))
        stores.decided(store, document_id, stores.draft("price_variance", "7.25"))
        store.append(NewEntry(JournalKind.SETTING, stores.ANN, text, reason=text))
    return store


def convert(office: str, source: Path, form: str, folder: Path, *options: str) -> Path:
    """Open a file without a screen and save it in another form."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    call = [office, profile, "--headless", *options, "--convert-to", form, "--outdir", str(folder), str(source)]
    subprocess.run(call, check=True, capture_output=True, timeout=300)
    return folder / f"{source.stem}.{form.split(':', maxsplit=1)[0]}"


def faults_of(book: Any, *, texts_defused: bool) -> list[str]:  # noqa: ANN401 - openpyxl ships no types
    """Return what arrived as something else than it was."""
    found: list[str] = []
    for sheet in book.worksheets:
        if sheet.title in ("Overview", "Long texts"):
            continue
        rows = sheet.iter_rows()
        headings = [cell.value for cell in next(rows)]
        for row in rows:
            for name, cell in zip(headings, row, strict=False):
                found += _faults(name, cell, texts_defused=texts_defused)
    return found


def _faults(name: str, cell: Any, *, texts_defused: bool) -> list[str]:  # noqa: ANN401 - openpyxl ships no types
    value, place = cell.value, f"{cell.coordinate} ({name})"
    if cell.data_type == "f":
        return [f"{place} is a formula: {value}"]
    if value is None:
        return []
    if name in _NUMBERS and not isinstance(value, int | float):
        return [f"{place} is no number: {value!r}"]
    if name in _DATES and not isinstance(value, date | datetime):
        return [f"{place} is no date: {value!r}"]
    if name == "invoice_number" and not texts_defused and value not in HOSTILE:
        return [f"{place} is no longer the text it was: {value!r}"]
    return []


def check_csv(office: str, source: Path, folder: Path) -> tuple[list[str], int]:
    """Open a CSV as a clerk does and compare its cells with what was written."""
    opened = load_workbook(convert(office, source, "xlsx", folder, "--infilter=CSV:44,34,76,1"))
    sheet = opened.worksheets[0]
    written = list(csv.reader(io.StringIO(source.read_text("utf-8"), newline="")))
    found, count = [], 0
    for row, cells in zip(written, sheet.iter_rows(), strict=True):
        for name, text, cell in zip(written[0], row, cells, strict=False):
            count += 1
            if cell.data_type == "f":
                found.append(f"{cell.coordinate} ({name}) is a formula: {cell.value}")
            elif row is not written[0] and name in _NUMBERS and text and not _same_number(text, cell.value):
                found.append(f"{cell.coordinate} ({name}) is not the number {text}: {cell.value!r}")
            elif row is not written[0] and name in _DATES and _is_day(text) and not isinstance(cell.value, date):
                found.append(f"{cell.coordinate} ({name}) is no date: {cell.value!r}")
    return found, count


def _is_day(text: str) -> bool:
    return len(text) == len("2026-01-31")


def _same_number(text: str, value: object) -> bool:
    try:
        return isinstance(value, int | float) and abs(Decimal(str(value)) - Decimal(text)) < Decimal("1e-9")
    except InvalidOperation:
        return False


def main() -> int:
    """Convert every export and print what was found."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("LibreOffice is not installed")
        return 2
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="tieout-office-") as name:
        folder = Path(name)
        store = hostile_desk(folder / "desk")
        for kind in sys.argv[1:] or ("cases", "audit", "lines", "documents", "values", "scorecard"):
            for form in ("xlsx", "csv"):
                target = folder / f"{kind}-{form}.{form}"
                rows = export(store, kind, form, target).rows
                out = folder / f"out-{kind}-{form}"
                out.mkdir()
                if form == "xlsx":
                    ods = convert(office, target, "ods", out)
                    faults = faults_of(load_workbook(convert(office, ods, "xlsx", out)), texts_defused=False)
                else:
                    faults, _ = check_csv(office, target, out)
                print(f"{kind:10} {form:5} {rows:4} rows: {len(faults)} faults", *faults[:5], sep="\n  ", flush=True)
                told["faults"] += len(faults)
        store.close()
    return 1 if told["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
