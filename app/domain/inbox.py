"""Files that came in, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class InboxState(StrEnum):
    """Where a file of a batch stands; it lives in the store so that it survives the program."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One file that came in, and what became of it: cause and next step where it was refused."""

    inbox_id: int
    path: str
    channel: str
    state: InboxState
    document_id: int | None = None
    code: str = ""
    message: str = ""
    next_step: str = ""
    when: str = ""
