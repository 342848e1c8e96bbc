"""What the use cases need of whatever keeps attachments, holds, encrypted files and backups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from app.domain.audit import KeyPlace
from app.domain.case import Actor
from app.domain.keeping import (
    Attachment,
    Backup,
    Deletion,
    EncryptionState,
    HoldScope,
    LegalHold,
    RollingPlan,
    StoredFile,
)

Step = Callable[[int, int], None]


class KeeperPort(Protocol):
    """Attachments, legal holds and deletion under retention; each change is one transaction with its entry."""

    def attach(self, case_id: int, source: Path, actor: Actor, note: str = "") -> Attachment:
        """Put a file to a case."""

    def attachments_of(self, document_id: int) -> tuple[Attachment, ...]:
        """Return what was attached to the cases of a document, oldest first."""

    def save_attachment(self, attachment_id: int, target: Path) -> Attachment:
        """Write a copy of an attached file; a file that stands there is not replaced."""

    def holds(self) -> tuple[LegalHold, ...]:
        """Return the holds in force, in the order they were placed."""

    def set_hold(self, scope: HoldScope, subject: str, actor: Actor, reason: str, *, placed: bool) -> None:
        """Place a hold or lift it."""

    def log_day(self, now: datetime) -> date:
        """Return the day it is by the log's own time, never later than by the clock."""

    def answer_for_clock(self, until: datetime, actor: Actor, reason: str) -> int:
        """Log that the time until then really passed, though the log was silent; return the entry."""

    def stored_files(self) -> tuple[StoredFile, ...]:
        """Return every stored file with what forbids its deletion."""

    def delete(self, files: Sequence[StoredFile], actor: Actor, reason: str, *, after: Mapping[str, object]) -> int:
        """Delete stored files and keep their hashes; return the entry that says so."""

    def deletions(self) -> tuple[Deletion, ...]:
        """Return every file that was deleted under retention, oldest first."""

    def deleted_document(self, document_id: int) -> Deletion | None:
        """Return what deleted the stored file of a document; None while it is kept."""


class View(Protocol):
    """A path under which plain bytes can be read until it is closed."""

    @property
    def path(self) -> Path:
        """Where to read."""

    def close(self) -> None:
        """Let the bytes go."""


class VaultPort(Protocol):
    """Encryption of stored files at rest."""

    def state(self) -> EncryptionState:
        """Return whether stored files are encrypted, and whether the key is here."""

    def turn_on(self, copy: Path | None, actor: Actor, reason: str, step: Step | None = None) -> int:
        """Encrypt stored files from now on and rewrite those that are there; return how many were rewritten."""

    def turn_off(self, actor: Actor, reason: str, step: Step | None = None) -> int:
        """Store files plain from now on and write every stored one plain again; return how many were rewritten."""

    def copy_key(self, target: Path) -> object:
        """Write a copy of the key."""

    def install_key(self, source: Path) -> object:
        """Put a copy of the key to this account's keys."""

    def view(self, path: Path) -> View | None:
        """Return a plain view of an encrypted stored file; None where its bytes can be read as they lie."""


class BackupsPort(Protocol):
    """Backups of the workspace."""

    def write(self, target: Path) -> Backup:
        """Write one backup with everything in it, proved."""

    @property
    def plan(self) -> RollingPlan:
        """How backups make themselves."""

    @property
    def folder(self) -> Path:
        """Where rolling backups lie."""

    def set_plan(self, actor: Actor, reason: str, **changes: int | str) -> RollingPlan:
        """Change how backups make themselves."""

    def found(self) -> tuple[Backup, ...]:
        """Return the rolling backups there are, newest first."""

    def due(self) -> bool:
        """Tell whether a backup should be made now."""

    def roll(self) -> Backup:
        """Make a rolling backup now and let go of those that are too many."""


class SealKeysPort(Protocol):
    """Where the keys of this machine's seals are kept."""

    def place(self) -> KeyPlace:
        """Tell where the key in use is kept."""

    def move(self, place: KeyPlace, actor: Actor, reason: str) -> bool:
        """Keep the keys there, with an entry; return whether they were kept elsewhere before."""

    def begin_anew(self, actor: Actor, reason: str) -> int:
        """Begin a new key, since the one in use is out of reach; return the entry that says so."""
