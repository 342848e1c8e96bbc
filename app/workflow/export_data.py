"""Exports: written by the reports, logged in the journal, so that who took what out of the desk is known."""

from __future__ import annotations

from pathlib import Path

from app.domain.case import JournalKind, NewEntry
from app.workflow.ports import ExportResult
from app.workflow.services import Services


def export_to(services: Services, kind: str, form: str, target: Path | None = None) -> ExportResult:
    """Write one export (kind: cases, audit, lines, scorecard; form: csv, xlsx, json, pdf) and log that it was taken.

    Without a target it goes to the workspace's ``exports`` folder, named by kind and time.

    Raises:
        InputError: This kind has no such form.
        EnvironmentFault: The file cannot be written.
    """
    if target is None:
        stamp = services.clock.now().strftime("%Y%m%d-%H%M%S")
        target = services.store.folder / "exports" / f"{kind}-{stamp}.{form}"
    result = services.exporter(kind, form, target)
    services.store.append(
        NewEntry(
            kind=JournalKind.EXPORTED,
            actor=services.actor,
            summary=f"Exported {kind} as {form}: {result.rows} rows",
            after={"kind": kind, "form": form, "file": result.path.name, "rows": result.rows, "sha256": result.sha256},
        )
    )
    return result
