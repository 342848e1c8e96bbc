"""What people found out about decisions afterwards: it speaks against whatever would let the same through (S1.84)."""

from __future__ import annotations

from app.domain.case import JournalKind, NewEntry
from app.domain.insight_facts import Part
from app.domain.turns import turns_of
from app.workflow.ports import ExportResult
from app.workflow.services import Services


def overturned_documents(services: Services) -> tuple[int, ...]:
    """Return documents that people decided the other way afterwards, or that cleared and were found wrong."""
    facts = services.store.insight_facts(parts=(Part.STANDINGS,))
    return tuple(sorted({*turns_of(facts.standings).reversed_, *services.store.insight_log().found_wrong}))


def log_export(services: Services, kind: str, form: str, result: ExportResult) -> None:
    """Log that a report of insight was taken out of the desk."""
    services.store.append(
        NewEntry(
            kind=JournalKind.EXPORTED,
            actor=services.actor,
            summary=f"Exported {kind} as {form}: {result.rows} rows",
            after={"kind": kind, "form": form, "file": result.path.name, "rows": result.rows, "sha256": result.sha256},
        )
    )
