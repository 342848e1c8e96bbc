"""Writing a report of insight to a file, whole or not at all, in the form its ending names."""

from __future__ import annotations

from pathlib import Path

from app.domain.audit import ExportResult
from app.reports.csv_file import write_csv
from app.reports.insight.pages import write_row_pages
from app.reports.json_file import write_json
from app.reports.source import ReportSource, as_of
from app.reports.table import Report, Totals
from app.reports.whole_file import write_whole
from app.reports.workbook import write_workbook

FORMS = ("csv", "xlsx", "json", "pdf")


def write_report(source: ReportSource, report: Report, form: str, target: Path) -> ExportResult:
    """Write a report as CSV, XLSX, JSON or PDF, with the state of the desk it shows.

    Raises:
        EnvironmentFault: The file cannot be written.
    """
    totals = Totals(report)
    about = (("report", report.title), *as_of(source), *report.about)

    def write(partial: Path) -> None:
        match form:
            case "csv":
                write_csv(report, partial, totals)
            case "json":
                write_json(report, partial, totals, about)
            case "pdf":
                write_row_pages(report, partial, totals, about)
            case _:
                write_workbook(report, partial, totals, about)

    sha256 = write_whole(target, write)
    return ExportResult(target, totals.rows, sha256)
