"""What is kept beside the invoices and for how long: attachments, legal holds, retention, encryption and backups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

MOST_ATTACHED_BYTES = 50 * (1 << 20)


class FileKind(StrEnum):
    """Which stored files a period of retention is for."""

    DOCUMENT = "document"
    ATTACHMENT = "attachment"


class HoldScope(StrEnum):
    """What a legal hold covers: everything of a vendor, one document, or the document of one case."""

    VENDOR = "vendor"
    DOCUMENT = "document"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file somebody put to a case: any bytes, stored once under their SHA-256, never opened by the program.

    ``name`` is the file's name as it was, to be shown as plain text; ``size`` in bytes; ``entry`` is its entry in the
    journal, ``time`` (ISO 8601, UTC) and ``user`` are that entry's; ``deleted`` the entry that deleted the file, or 0.
    """

    attachment_id: int
    document_id: int
    case_id: int
    name: str
    sha256: str
    size: int
    entry: int
    time: str = ""
    user: str = ""
    note: str = ""
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A vendor, document or case of which nothing may be deleted: who said so, when (ISO 8601, UTC) and why."""

    scope: HoldScope
    subject: str
    entry: int
    time: str
    user: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A stored file and what it belongs to.

    ``last_day`` is the day of the newest journal entry of any of its documents; ``why_kept`` says what forbids its
    deletion whatever its age: a hold, or a document that is still open.
    """

    kind: FileKind
    stored_name: str
    documents: tuple[int, ...]
    shown: str
    last_day: date
    size: int
    why_kept: str = ""


@dataclass(frozen=True, slots=True)
class DueFile:
    """A stored file whose period of retention is over, and since which day it may be deleted."""

    file: StoredFile
    since: date


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """What the policy's periods say of today's stored files. ``periods`` in years, by kind; no entry: kept for ever.

    ``today`` is the day by the log's own time; ``by_clock`` files are over their period by the machine's clock alone.
    """

    today: date
    periods: Mapping[FileKind, int]
    due: tuple[DueFile, ...] = ()
    kept: tuple[DueFile, ...] = ()
    not_yet: int = 0
    by_clock: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Return what would be deleted, as ``kind:stored name`` in order: what a second person confirms."""
        return tuple(sorted(f"{due.file.kind.value}:{due.file.stored_name}" for due in self.due))


@dataclass(frozen=True, slots=True)
class Deletion:
    """A stored file that was deleted by command: the entry that says so, when (ISO 8601, UTC), who and why."""

    kind: FileKind
    stored_name: str
    entry: int
    time: str
    user: str
    reason: str


@dataclass(frozen=True, slots=True)
class EncryptionState:
    """Whether stored files are encrypted: under which key, where it lies, how many files are and are not yet."""

    key_name: str = ""
    key_path: Path | None = None
    key_here: bool = False
    encrypted: int = 0
    plain: int = 0


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as written or found: its file, when it was made, and what it holds; ``verified``: opened and checked.

    ``faults`` name stored files that were damaged or missing in the workspace when it was made.
    """

    path: Path
    made: datetime
    entries: int = 0
    head: str = ""
    documents: int = 0
    verified: bool = False
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RollingPlan:
    """How backups make themselves.

    One every so many ``hours`` in which something was logged (0: never); the last of so many days and weeks are kept;
    they lie in ``folder`` (empty: in the workspace's own ``backups``).
    """

    hours: int = 4
    daily: int = 7
    weekly: int = 5
    folder: str = ""
