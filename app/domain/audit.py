"""What auditors ask for: whether the journal is whole, who has which role, and exports with their hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.case import Choice, Correction
from app.domain.decision import Decision, Grounds
from app.domain.invoice import Invoice, Reading
from app.domain.match import Desk, Match
from app.domain.policy import Policy, Role

_TABLES = ("csv", "xlsx", "json")
# Every kind of export with the forms it has: evidence pages exist for cases only.
EXPORT_FORMS: Mapping[str, tuple[str, ...]] = {
    "cases": (*_TABLES, "pdf"),
    "audit": _TABLES,
    "lines": _TABLES,
    "scorecard": _TABLES,
}


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the journal is whole: number of entries, head hash, or the first bad entry and what is wrong with it."""

    entries: int
    head: str
    whole: bool
    first_bad: int | None = None
    trouble: str = ""
    attack: str = ""


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """The role of one account, and which entry of the journal gave it: who, when (ISO 8601, UTC) and why."""

    user: str
    role: Role
    given_by: str = ""
    time: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """One export as written: where, how many rows, and the hash of its bytes."""

    path: Path
    rows: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Performance:
    """One decision as it was made, with everything it was made from.

    ``entry``, ``time`` (ISO 8601, UTC) and ``program_version`` are those of its journal entry. ``grounds`` None: it was
    made by a program that did not keep them yet; ``policy`` None: no policy was in force.
    """

    document_id: int
    version: int
    entry: int
    time: str
    program_version: str
    reading: Reading
    corrections: tuple[Correction, ...]
    choices: tuple[Choice, ...]
    invoice: Invoice | None
    match: Match | None
    desk: Desk | None
    decision: Decision
    grounds: Grounds | None
    policy: Policy | None


@dataclass(frozen=True, slots=True)
class Reperformed:
    """A decision made again: the same, or what differs, in words; ``possible`` False: it cannot be made again."""

    document_id: int
    version: int
    entry: int
    time: str
    program_version: str
    differences: tuple[str, ...] = ()
    possible: bool = True

    @property
    def same(self) -> bool:
        """Tell whether it came to the same result."""
        return self.possible and not self.differences
