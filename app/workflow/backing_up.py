"""Backups: by hand, logged like an export, and by themselves, which must never stop or fail anybody's work."""

from __future__ import annotations

from pathlib import Path

from app.domain.case import JournalKind, NewEntry
from app.domain.errors import AppError
from app.domain.keeping import Backup, RollingPlan
from app.workflow.services import Services


def back_up(services: Services, target: Path) -> Backup:
    """Write a backup with everything in it, proved, and log that it was taken.

    Raises:
        InputError: Something stands at the target.
        EnvironmentFault: The disk is short, the file cannot be written, or what was written does not hold.
    """
    made = services.store.backups.write(target)
    after = {"kind": "backup", "file": made.path.name, "entries": made.entries, "head": made.head,
             "documents": made.documents}  # fmt: skip
    services.store.append(
        NewEntry(JournalKind.EXPORTED, services.actor, f"Backed up the desk: {made.entries} entries", after=after)
    )
    return made


def change_plan(services: Services, reason: str, **changes: int | str) -> RollingPlan:
    """Change how backups make themselves. Raises InputError where a number is less than it can be."""
    if folder := changes.get("folder"):
        changes = {**changes, "folder": str(Path(str(folder)).absolute())}
    return services.store.backups.set_plan(services.actor, reason.strip(), **changes)


def roll_if_due(services: Services) -> str | None:
    """Make the backup that is due; return a warning where that failed, empty where it went well, None: none was due."""
    try:
        if not services.store.backups.due():
            return None
        made = services.store.backups.roll()
        if made.faults:
            return f"A backup was made, but {made.faults[0]} ({len(made.faults)} stored files in all)."
    except AppError as error:
        return f"No backup could be made: {error}"
    return ""
