"""Writing an export: the report of one kind in one form, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from app.domain.audit import EXPORT_FORMS, ExportResult
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
from app.reports.words import Words
from app.reports.workbook import write_workbook
from app.shipped_files import resource_path

REPORTS: Mapping[str, Callable[[ReportSource, Words], Report]] = {
    "cases": cases_report,
    "audit": audit_report,
    "lines": lines_report,
    "scorecard": scorecard_report,
}
_PLAIN = Words()
VERIFIER = "verify_audit_log.py"


def export(source: ReportSource, kind: str, form: str, target: Path, words: Words = _PLAIN) -> ExportResult:
    """Write one report to ``target``, replacing what stands there only once the new file is whole.

    Raises:
        InputError: There is no such kind, or it has no such form.
        EnvironmentFault: The file cannot be written.
    """
    if form not in EXPORT_FORMS.get(kind, ()):
        forms = f"; the forms of {kind} are {', '.join(EXPORT_FORMS[kind])}" if kind in EXPORT_FORMS else ""
        raise InputError(
            "no_such_export",
            f"There is no export of {kind} as {form}.",
            next_step=f"Kinds are {', '.join(EXPORT_FORMS)}{forms}.",
        )
    try:
        return _written(source, kind, form, target, words)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise EnvironmentFault(
            "disk_full" if full else "folder_not_writable",
            f"{target} cannot be written: {error.strerror or error}.",
            next_step="Free some space and export again." if full else "Choose another folder, or close the file.",
            context={"path": str(target)},
        ) from error


def _written(source: ReportSource, kind: str, form: str, target: Path, words: Words) -> ExportResult:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    os.close(handle)
    partial = Path(name)
    try:
        rows = _write(source, kind, form, partial, words)
        with partial.open("r+b") as file:
            os.fsync(file.fileno())
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        partial.replace(target)
        if (kind, form) == ("audit", "json"):
            _put_verifier_beside(target)
    finally:
        partial.unlink(missing_ok=True)
    return ExportResult(target, rows, sha256)


def _put_verifier_beside(target: Path) -> None:
    """Write out the program that checks this export without Tieout, for whoever does not trust us."""
    beside = target.with_name(VERIFIER)
    body = resource_path(VERIFIER).read_bytes()
    if not beside.is_file() or beside.read_bytes() != body:
        beside.write_bytes(body)


def _write(source: ReportSource, kind: str, form: str, partial: Path, words: Words) -> int:
    if form == "pdf":
        return write_case_pages(source, partial, words)
    report = REPORTS[kind](source, words)
    totals = Totals(report)
    if form == "csv":
        write_csv(report, partial, totals)
    else:
        about = (("report", report.title), *as_of(source), *report.about)
        (write_json if form == "json" else write_workbook)(report, partial, totals, about)
    return totals.rows
