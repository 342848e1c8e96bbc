"""Reports as CSV: UTF-8, comma, decimals with a point; texts that look like formulas are defused."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from app.domain.money import plain
from app.reports.cell_text import defused
from app.reports.table import Report, Totals, Value


def write_csv(report: Report, target: Path, totals: Totals) -> None:
    """Write the rows of a report."""
    with target.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(report.headings)
        for row in report.rows:
            totals.count(row)
            writer.writerow([_cell(value) for value in row])


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return plain(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case int():
            return str(value)
    return defused(value)
