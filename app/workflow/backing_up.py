"""Backups: by hand, logged like an export, and by themselves, which must never stop or fail anybody's work."""

from __future__ import annotations

from pathlib import Path

from app.domain.case import JournalKind, NewEntry
from app.domain.errors import AppError
from app.domain.keeping import Backup, RollingPlan
from app.workflow.services import Services


def back_up(services: Services, target: Path) -> Backup:
    """Write a backup with everything in it, proved.

    It is logged before, so that the backup holds its own entry and loses nothing where it is put back at once; that it
    failed is an entry of its own.

    Raises:
        InputError: Something stands at the target.
        EnvironmentFault: The disk is short, the file cannot be written, or what was written does not hold.
    """
    if target.exists():
        return services.store.backups.write(target)  # which refuses, and nothing is logged
    facts = {"kind": "backup", "file": target.name}
    services.store.append(
        NewEntry(JournalKind.EXPORTED, services.actor, f"Backing up the desk to {target.name}", after=facts)
    )
    try:
        return services.store.backups.write(target)
    except AppError as error:
        failed = f"The backup to {target.name} failed"
        services.store.append(
            NewEntry(JournalKind.EXPORTED, services.actor, failed, after={**facts, "failed": error.code})
        )
        raise


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
