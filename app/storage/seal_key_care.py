"""Where the keys of a machine's seals are kept, changed by commands that the log names."""

from __future__ import annotations

from dataclasses import replace

from app.domain.audit import KeyPlace
from app.domain.case import Actor, JournalKind, NewEntry
from app.domain.errors import AppError
from app.storage.database import Workspace
from app.storage.journal import Journal
from app.storage.seals import Sealer

# Logged before the key is moved: a machine that dies in between must not have logged what never came about.
_SAID = {
    KeyPlace.KEYRING: "Begins to move the key of this machine's seals into the system's keyring",
    KeyPlace.FILE: "Begins to move the key of this machine's seals out of the system's keyring into a file",
}


class SealKeyCare:
    """Looks after the seal keys of one workspace on this machine."""

    def __init__(self, workspace: Workspace, journal: Journal, sealer: Sealer | None) -> None:
        self._workspace = workspace
        self._journal = journal
        self._sealer = sealer

    def place(self) -> KeyPlace:
        """Tell where the key in use is kept; the keyring is not asked."""
        return self._sealer.keys.place() if self._sealer else KeyPlace.NOWHERE

    def move(self, place: KeyPlace, actor: Actor, reason: str) -> bool:
        """Keep the keys there, with an entry that it begins, and one if it failed; return whether they were elsewhere.

        Raises:
            EnvironmentFault: The keyring cannot be used, or a file cannot be written.
        """
        before = self.place()
        if self._sealer is None or before in {KeyPlace.NOWHERE, place}:
            return False
        keys = self._sealer.keys
        if place is KeyPlace.KEYRING and (state := keys.remembered()):
            keys.wrapping.make(state.stream)
        entry = NewEntry(
            JournalKind.SETTING, actor, _SAID[place], before={"seal_key": before.value},
            after={"seal_key": place.value}, reason=reason,
        )  # fmt: skip
        with self._workspace.writing() as db:
            self._journal.append(db, entry)
        try:
            keys.move(place)
        except AppError as error:
            failed = replace(
                entry, summary="The key of this machine's seals could not be moved", before={"seal_key": place.value},
                after={"seal_key": before.value, "failed": error.code},
            )  # fmt: skip
            with self._workspace.writing() as db:
                self._journal.append(db, failed)
            raise
        return True

    def begin_anew(self, actor: Actor, reason: str) -> int:
        """Begin a new key, since the one in use is out of reach; return the entry that says so (0: nothing is sealed).

        Raises:
            RuleError: The key in use can be reached, or none was begun yet.
        """
        sealer = self._sealer
        if sealer is None:
            return 0
        with self._workspace.writing() as db:
            before, now = sealer.begin_anew(db)
            streams = {"seal_stream": before}, {"seal_stream_anew": now}
            summary = "Began a new key of this machine's seals: the one before is out of reach"
            entry = NewEntry(JournalKind.SETTING, actor, summary, before=streams[0], after=streams[1], reason=reason)
            return self._journal.append(db, entry).sequence
