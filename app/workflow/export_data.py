"""Exports: written by the reports, logged in the journal, so that who took what out of the desk is known."""

from __future__ import annotations

from pathlib import Path

from app.domain.audit import EVIDENCE, ExportFilter
from app.domain.case import JournalKind, NewEntry
from app.workflow.ports import ExportResult
from app.workflow.services import Services

_EVERYTHING = ExportFilter()


def export_to(
    services: Services, kind: str, form: str, target: Path | None = None, *, wanted: ExportFilter = _EVERYTHING
) -> ExportResult:
    """Write one export and log that it was taken: kind, form, what it covers, rows and the hash of the file.

    The kinds and their forms are :data:`app.domain.audit.EXPORT_FORMS`. Without a target it goes to the workspace's
    ``exports`` folder, named by kind and time.

    Raises:
        InputError: This kind has no such form, or what it should cover is not there.
        EnvironmentFault: The file cannot be written.
    """
    if target is None:
        stamp = services.clock.now().strftime("%Y%m%d-%H%M%S")
        case = f"-case-{wanted.case_id}" if wanted.case_id is not None else ""
        target = services.store.folder / "exports" / f"{kind}{case}-{stamp}.{form}"
    result = services.exporter(kind, form, target, wanted)
    covers = "" if wanted.everything else f", {wanted.in_words()}"
    services.store.append(
        NewEntry(
            kind=JournalKind.EXPORTED,
            actor=services.actor,
            summary=f"Exported {kind} as {form}{covers}: {counted_in(kind, result.rows)}",
            after={
                "kind": kind, "form": form, "file": result.path.name, "rows": result.rows, "sha256": result.sha256,
                "filters": wanted.in_words(),
            },
        )
    )  # fmt: skip
    return result


def counted_in(kind: str, count: int) -> str:
    """Say how much an export holds."""
    what = "page" if kind == EVIDENCE else "row"
    return f"{count} {what}{'' if count == 1 else 's'}{' of the document' if kind == EVIDENCE else ''}"
