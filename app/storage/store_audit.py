"""The store's verbs about the journal: entries, proof, seals, anchors, roles and settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.audit import Anchor, AnchorStanding, EntryProof, Performance, RoleGiven, SealKey, Verification
from app.domain.case import Actor, JournalEntry, NewEntry
from app.domain.policy import Role
from app.storage import anchors as anchors_of
from app.storage import performances, seal_losses, settings, verification
from app.storage.journal import read_entries
from app.storage.store_base import StoreBase


class AuditVerbs(StoreBase):
    """The journal and what proves it: each verb one transaction."""

    def append(self, entry: NewEntry) -> int:
        """Append one entry that belongs to no other change; return its sequence."""
        with self._workspace.writing() as db:
            return self._journal.append(db, entry).sequence

    def journal(
        self, *, document_id: int | None = None, since: int = 0, limit: int | None = None
    ) -> tuple[JournalEntry, ...]:
        """Return the entries after ``since`` in order."""
        with self._workspace.reading() as db:
            return read_entries(db, document_id=document_id, since=since, limit=limit)

    def saved_profiles(self) -> Mapping[str, str]:
        """Return the SHA-256 of each extraction profile as the journal last has it, by its id."""
        with self._workspace.reading() as db:
            return settings.saved_profiles(db)

    def head(self) -> tuple[int, str]:
        """Return the number of entries and the hash of the newest."""
        with self._workspace.reading() as db:
            sequence, head = db.execute("SELECT sequence, hash FROM journal_head").fetchone()
        return int(sequence), str(head)

    def verify(self, *, first_keys: Mapping[str, bytes] | None = None, anchors: Sequence[Anchor] = ()) -> Verification:
        """Re-read the whole journal, the tables and the stored documents and prove that nothing was changed."""
        keys = self._sealer.keys if self._sealer else None
        with self._workspace.reading() as db:
            return verification.verify(db, self._shelves, keys=keys, first_keys=first_keys, anchors=anchors)

    def anchor(self, actor: Actor) -> Anchor:
        """Take an anchor of the journal as it stands, with its entry."""
        with self._workspace.writing() as db:
            return anchors_of.make_anchor(db, self._journal, self._sealer, actor)

    def seal_key(self) -> SealKey | None:
        """Return the first key of the stream this machine seals with; None where nothing is sealed.

        Raises:
            EnvironmentFault: The key is sealed under the system's keyring, and that does not open it.
        """
        state = self._sealer.keys.remembered() if self._sealer else None
        if self._sealer is None or state is None:
            return None
        keys = self._sealer.keys
        first = keys.first_key(state.stream)
        return SealKey(state.stream, first.hex() if first else "", keys.first_key_path(state.stream), keys.place())

    def carry_key_away(self, stream: str) -> None:
        """Remove the first key of a stream from this machine: from then on only its holder can prove the seals."""
        if self._sealer is not None:
            self._sealer.keys.carry_away(stream)

    def accept_losses(self, actor: Actor, reason: str) -> int:
        """Log that somebody answers for sealed entries that are gone; return for how many streams."""
        if self._sealer is None:
            return 0
        with self._workspace.writing() as db:
            return seal_losses.accept_losses(db, self._journal, self._sealer.keys, actor, reason)

    def lost_up_to(self) -> int:
        """Return up to which entry this machine sealed a journal that is gone and not answered for; 0: all is here."""
        if self._sealer is None:
            return 0
        sealed = seal_losses.sealed_by(self._sealer.keys)
        with self._workspace.reading() as db:
            return seal_losses.lost_up_to(db, sealed)

    def loss_answered(self) -> datetime | None:
        """Return when somebody last answered for a part of the journal that is gone; None: all of it is here.

        Only what was logged since the last question is read: this is asked before anything clears by itself.
        """
        with self._workspace.reading() as db:
            newest = int(db.execute("SELECT sequence FROM journal_head").fetchone()[0])
            seen, known = self._losses
            found = seal_losses.answered_since(db, seen) or known
        if not self._workspace.is_together:  # what is not written yet may never be
            self._losses = (newest, found)
        return found

    def anchor_standing(self) -> AnchorStanding:
        """Return how many entries no anchor stands for yet, and since when."""
        with self._workspace.reading() as db:
            return anchors_of.standing(db)

    def proof_of(self, document_id: int, *, size: int | None = None) -> EntryProof:
        """Return what proves the entries of one document, among the first ``size``, without the rest of the journal."""
        with self._workspace.reading() as db:
            return anchors_of.proof_of(db, document_id, size)

    def decided_documents(self) -> tuple[int, ...]:
        """Return the documents that were ever decided, in the order they came."""
        with self._workspace.reading() as db:
            return performances.decided_documents(db)

    def performances(self, document_id: int) -> tuple[Performance, ...]:
        """Return every decision made about a document with what it was made from, oldest first."""
        with self._workspace.reading() as db:
            return performances.performances(db, document_id)

    def role_of(self, user: str) -> Role:
        """Return the role of an account (ap_clerk where nobody said otherwise)."""
        with self._workspace.reading() as db:
            return settings.role_of(db, user)

    def roles(self) -> tuple[RoleGiven, ...]:
        """Return every account that was given a role, by name, with who gave it."""
        with self._workspace.reading() as db:
            return settings.roles(db)

    def set_role(self, user: str, role: Role, actor: Actor, reason: str = "") -> None:
        """Give an account a role, with its journal entry."""
        with self._workspace.writing() as db:
            settings.set_role(db, self._journal, user, role, actor, reason)

    def setting(self, name: str) -> str | None:
        """Return a setting of the workspace."""
        with self._workspace.reading() as db:
            return settings.setting(db, name)

    def set_setting(self, name: str, value: str, actor: Actor, reason: str = "") -> None:
        """Change a setting of the workspace, with its journal entry."""
        with self._workspace.writing() as db:
            settings.set_setting(db, self._journal, name, value, actor, reason)
