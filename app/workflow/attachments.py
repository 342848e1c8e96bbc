"""Putting files to a case as evidence: stored by hash, named in the log, never opened by the program."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import RuleError
from app.domain.keeping import Attachment
from app.workflow.services import Services


def attach(services: Services, case_id: int, source: Path, note: str = "") -> Attachment:
    """Put a file of any kind to a case, with its entry in the journal.

    Raises:
        RuleError: Nobody acts who is a person.
        InputError: There is no such case; the file cannot be read, is empty or too large.
        EnvironmentFault: It cannot be stored; nothing was written.
    """
    if not services.actor.person:
        raise RuleError("not_a_person", "Only a person can attach a file to a case.")
    return services.store.keeper.attach(case_id, source, services.actor, note.strip())


def size_text(size: int) -> str:
    """Say how large a file is."""
    if size < 1024:
        return f"{size} B"
    unit, of = ("kB", 10) if size < 1 << 20 else ("MB", 20)
    return f"{(size * 10 >> of) // 10}.{(size * 10 >> of) % 10} {unit}"
