"""What the use cases need of whatever keeps the log, its proofs, and the roles and settings that it logs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from app.domain.audit import (
    Anchor,
    AnchorStanding,
    EntryProof,
    Performance,
    RoleGiven,
    SealKey,
    Verification,
)
from app.domain.case import Actor, JournalEntry, NewEntry
from app.domain.policy import Role


class LogPort(Protocol):
    """The log, what proves it, and the roles and settings of the workspace; each change is one transaction."""

    def append(self, entry: NewEntry) -> int:
        """Append one entry that belongs to no other change (an export, a setting); return its sequence."""

    def journal(
        self, *, document_id: int | None = None, since: int = 0, limit: int | None = None
    ) -> tuple[JournalEntry, ...]:
        """Return entries in order."""

    def saved_profiles(self) -> Mapping[str, str]:
        """Return the SHA-256 of each extraction profile as the journal last has it, by its id."""

    def head(self) -> tuple[int, str]:
        """Return the number of entries and the hash of the newest, which stands for the whole journal."""

    def verify(self, *, first_keys: Mapping[str, bytes] | None = None, anchors: Sequence[Anchor] = ()) -> Verification:
        """Re-read the whole journal and the stored documents and prove that nothing was changed.

        ``first_keys`` (seal keys by stream) and ``anchors`` are those an auditor kept elsewhere.
        """

    def anchor(self, actor: Actor) -> Anchor:
        """Take an anchor of the journal as it stands, with its entry."""

    def seal_key(self) -> SealKey | None:
        """Return the first key of the stream this machine seals with; None where nothing is sealed."""

    def carry_key_away(self, stream: str) -> None:
        """Remove the first key of a stream from this machine: from then on only its holder can prove the seals."""

    def accept_losses(self, actor: Actor, reason: str) -> int:
        """Log that somebody answers for sealed entries that are gone; return for how many streams."""

    def lost_up_to(self) -> int:
        """Return up to which entry this machine sealed a journal that is gone and not answered for; 0: all is here."""

    def loss_answered(self) -> datetime | None:
        """Return when somebody last answered for a part of the journal that is gone; None: all of it is here."""

    def anchor_standing(self) -> AnchorStanding:
        """Return how many entries no anchor stands for yet, and since when."""

    def proof_of(self, document_id: int, *, size: int | None = None) -> EntryProof:
        """Return what proves the entries of one document, among the first ``size``, without the rest of the journal."""

    def decided_documents(self) -> tuple[int, ...]:
        """Return the documents that were ever decided, in the order they came."""

    def performances(self, document_id: int) -> tuple[Performance, ...]:
        """Return every decision made about a document with what it was made from, oldest first."""

    def role_of(self, user: str) -> Role:
        """Return the role this account has on the desk (ap_clerk where nobody said otherwise)."""

    def roles(self) -> tuple[RoleGiven, ...]:
        """Return every account that was given a role, by name, with who gave it."""

    def set_role(self, user: str, role: Role, actor: Actor, reason: str = "") -> None:
        """Map an account to a role, with its journal entry."""

    def setting(self, name: str) -> str | None:
        """Return a setting of the workspace."""

    def set_setting(self, name: str, value: str, actor: Actor, reason: str = "") -> None:
        """Change a setting of the workspace, with its journal entry."""
