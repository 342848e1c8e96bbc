"""Writing an export: the report of one kind in one form, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from app.domain.audit import ExportResult
from app.domain.errors import EnvironmentFault, InputError
from app.reports.audit_export import audit_report
from app.reports.case_pages import write_case_pages
from app.reports.cases_export import cases_report
from app.reports.csv_file import write_csv
from app.reports.json_file import write_json
from app.reports.lines_export import lines_report
from app.reports.scorecard import scorecard_report
from app.reports.source import ReportSource, as_of
from app.reports.table import Report, Totals
from app.reports.workbook import write_workbook

REPORTS: Mapping[str, Callable[[ReportSource], Report]] = {
    "cases": cases_report,
    "audit": audit_report,
    "lines": lines_report,
    "scorecard": scorecard_report,
}
FORMS = ("csv", "xlsx", "json", "pdf")


def export(source: ReportSource, kind: str, form: str, target: Path) -> ExportResult:
    """Write one report to ``target``, replacing what stands there only once the new file is whole.

    Raises:
        InputError: There is no such kind, or it has no such form.
        EnvironmentFault: The file cannot be written.
    """
    if kind not in REPORTS or form not in FORMS or (form == "pdf" and kind != "cases"):
        forms = ", ".join(f for f in FORMS if f != "pdf" or kind == "cases")
        raise InputError(
            "no_such_export",
            f"There is no export of {kind} as {form}.",
            next_step=f"Kinds are {', '.join(REPORTS)}; the forms of {kind} are {forms}.",
        )
    try:
        return _written(source, kind, form, target)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise EnvironmentFault(
            "disk_full" if full else "folder_not_writable",
            f"{target} cannot be written: {error.strerror or error}.",
            next_step="Free some space and export again." if full else "Choose another folder, or close the file.",
            context={"path": str(target)},
        ) from error


def _written(source: ReportSource, kind: str, form: str, target: Path) -> ExportResult:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    os.close(handle)
    partial = Path(name)
    try:
        rows = _write(source, kind, form, partial)
        with partial.open("r+b") as file:
            os.fsync(file.fileno())
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return ExportResult(target, rows, sha256)


def _write(source: ReportSource, kind: str, form: str, partial: Path) -> int:
    if form == "pdf":
        return write_case_pages(source, partial)
    report = REPORTS[kind](source)
    totals = Totals(report)
    if form == "csv":
        write_csv(report, partial, totals)
    else:
        about = (("report", report.title), *as_of(source), *report.about)
        (write_json if form == "json" else write_workbook)(report, partial, totals, about)
    return totals.rows
