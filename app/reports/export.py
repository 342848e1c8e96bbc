"""Writing an export: the report of one kind in one form, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.audit import EVIDENCE, EXPORT_FORMS, ExportFilter, ExportResult
from app.domain.errors import InputError
from app.reports.audit_export import audit_report
from app.reports.case_pages import write_case_pages
from app.reports.cases_export import cases_report
from app.reports.csv_file import write_csv
from app.reports.documents_export import documents_report
from app.reports.evidence_pack import Pictures, put_proof_beside, write_evidence_pack
from app.reports.exceptions import exceptions_report
from app.reports.json_file import write_json
from app.reports.lines_export import lines_report
from app.reports.scorecard import scorecard_report
from app.reports.source import ReportSource, Selection, all_rows, as_of
from app.reports.table import Report, Totals, Value
from app.reports.values_export import values_report
from app.reports.whole_file import cannot_write, write_whole
from app.reports.words import Words
from app.reports.workbook import write_workbook
from app.shipped_files import resource_path

# The audit log is not here: it is filtered by its own entries.
REPORTS: Mapping[str, Callable[[ReportSource, Words], Report]] = {
    "cases": cases_report,
    "lines": lines_report,
    "scorecard": scorecard_report,
    "documents": documents_report,
    "values": values_report,
    "exceptions": exceptions_report,
}
_PLAIN = Words()
_EVERYTHING = ExportFilter()
VERIFIER = "verify_audit_log.py"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be written, from what, and where."""

    source: ReportSource
    kind: str
    form: str
    target: Path
    words: Words
    wanted: ExportFilter
    pictures: Pictures | None

    @property
    def case_id(self) -> int:
        """Return the case of an evidence pack."""
        assert self.wanted.case_id is not None
        return self.wanted.case_id


def export(
    source: ReportSource,
    kind: str,
    form: str,
    target: Path,
    words: Words = _PLAIN,
    *,
    wanted: ExportFilter = _EVERYTHING,
    pictures: Pictures | None = None,
) -> ExportResult:
    """Write one report to ``target``, replacing what stands there only once the new file is whole.

    ``wanted`` leaves documents, cases or entries out, which the first sheet says. ``pictures`` gives the pages of a
    document for an evidence pack.

    Raises:
        InputError: There is no such kind, it has no such form, or an evidence pack without a case.
        EnvironmentFault: The file cannot be written.
    """
    if form not in EXPORT_FORMS.get(kind, ()):
        forms = f"; the forms of {kind} are {', '.join(EXPORT_FORMS[kind])}" if kind in EXPORT_FORMS else ""
        raise InputError(
            "no_such_export",
            f"There is no export of {kind} as {form}.",
            next_step=f"Kinds are {', '.join(EXPORT_FORMS)}{forms}.",
        )
    if kind == EVIDENCE and wanted.case_id is None:
        raise InputError("no_case_named", "An evidence pack is of one case.", next_step="Name it: --case NUMBER.")
    if wanted.case_id is not None:
        source.case(wanted.case_id)  # says so where there is none
    request = Request(source, kind, form, target, words, wanted, pictures)
    rows: list[int] = []
    sha256 = write_whole(target, lambda partial: rows.append(_write(request, partial)))
    try:
        if kind == EVIDENCE:
            put_proof_beside(source, target, request.case_id)
        if (kind, form) == ("audit", "json") or kind == EVIDENCE:
            _put_verifier_beside(target)
    except OSError as error:
        raise cannot_write(target, error) from error
    return ExportResult(target, rows[0], sha256)


def _put_verifier_beside(target: Path) -> None:
    """Write out the program that checks this export without Tieout, for whoever does not trust us."""
    beside = target.with_name(VERIFIER)
    body = resource_path(VERIFIER).read_bytes()
    if not beside.is_file() or beside.read_bytes() != body:
        beside.write_bytes(body)


def _write(request: Request, partial: Path) -> int:
    whole, kind = request.source, request.kind
    if kind == EVIDENCE:
        return write_evidence_pack(whole, request.case_id, partial, request.words, request.pictures)
    source = whole if request.wanted.everything else Selection(whole, request.wanted)
    if request.form == "pdf":
        return write_case_pages(source, partial, request.words)
    report = (
        audit_report(whole, request.words, request.wanted) if kind == "audit" else REPORTS[kind](source, request.words)
    )
    totals = Totals(report)
    if request.form == "csv":
        write_csv(report, partial, totals)
    else:
        about = (("report", report.title), *as_of(whole), *_population(request, source), *report.about)
        (write_json if request.form == "json" else write_workbook)(report, partial, totals, about)
    return totals.rows


def _population(request: Request, source: ReportSource) -> tuple[tuple[str, Value], ...]:
    """Say what was left out: the filters, and how many documents they leave of how many (AS 1105.10)."""
    counted: tuple[tuple[str, Value], ...] = (("filters", request.wanted.in_words()),)
    everything = sum(1 for _ in all_rows(request.source))
    if request.wanted.everything:
        return (*counted, ("documents of the desk", everything))
    return (*counted, ("documents of the desk", everything), ("documents covered", sum(1 for _ in all_rows(source))))
