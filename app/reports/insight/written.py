"""Writing a report of insight to a file, whole or not at all, in the form its ending names."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.domain.audit import ExportResult
from app.domain.errors import EnvironmentFault
from app.reports.csv_file import write_csv
from app.reports.insight.pages import write_row_pages
from app.reports.json_file import write_json
from app.reports.source import ReportSource, as_of
from app.reports.table import Report, Totals
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


def write_whole(target: Path, write: Callable[[Path], object]) -> str:
    """Let ``write`` fill a file beside the target and put it in its place once it is whole; return its SHA-256.

    Raises:
        EnvironmentFault: The file cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
        os.close(handle)
        partial = Path(name)
        try:
            write(partial)
            with partial.open("r+b") as file:
                os.fsync(file.fileno())
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise EnvironmentFault(
            "disk_full" if full else "folder_not_writable",
            f"{target} cannot be written: {error.strerror or error}.",
            next_step="Free some space and export again." if full else "Choose another folder, or close the file.",
            context={"path": str(target)},
        ) from error
    return sha256
