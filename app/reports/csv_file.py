"""Reports as CSV: UTF-8, comma, decimals with a point; texts that look like formulas are defused."""

from __future__ import annotations

import csv
from pathlib import Path

from app.reports.cell_text import defused
from app.reports.table import Report, Totals, value_text


def write_csv(report: Report, target: Path, totals: Totals) -> None:
    """Write the rows of a report."""
    with target.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(report.headings)
        for row in report.rows:
            totals.count(row)
            writer.writerow([defused(value) if isinstance(value, str) else value_text(value) for value in row])
