"""The key that seals the journal: kept outside the workspace, moving forward with every entry, never back.

Each account on each machine has a stream of its own for each workspace folder. What stands on the machine is the key of
the *next* entry and what the last one was; keys of earlier entries are gone, so whoever takes the machine over cannot
seal an earlier entry anew. The key that the stream began with proves all of them: it lies in a file of its own beside,
to be carried away to the auditor (``tieout audit key``). Files are readable for their owner only, where the system has
such permissions (Linux, macOS); on Windows they lie in the user's own profile. Where the system has a keyring that
answers, the keys in them are sealed under a wrapping key that lies there; what the machine remembers stays readable.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.domain.audit import KeyPlace, stream_of
from app.domain.durable import make_folder, sync_folder
from app.domain.errors import EnvironmentFault
from app.storage.faults import machine_faults
from app.storage.wrapped_keys import Keyring, Wrapping

_FORWARD = b"tieout.seal.key/1\n"
_SEALED = "sealed"
_FIRST = "first key"


@dataclass(frozen=True, slots=True)
class SealState:
    """Where a stream stands: the key for its next seal, how many it made, and the last entry it sealed.

    ``journal`` is the hash of the journal's first entry: another one is another journal in the same folder. ``sealed``:
    its key is kept under the system's keyring.
    """

    stream: str
    position: int
    key: bytes
    sequence: int = 0
    head: str = ""
    journal: str = ""
    sealed: bool = False

    @property
    def beside(self) -> str:
        """What stands beside the key in its file."""
        return f"state {self.position} {self.sequence} {self.head} {self.journal}"


@dataclass(frozen=True, slots=True)
class Memory:
    """What this machine remembers of a stream that the journal no longer fits: its last entry, and which journal."""

    stream: str
    sequence: int
    head: str
    journal: str


def next_key(key: bytes) -> bytes:
    """Return the key after this one; there is no way back."""
    return hashlib.sha256(_FORWARD + key).digest()


def _name_of(workspace: str) -> str:
    return hashlib.sha256(os.fsencode(workspace)).hexdigest()[:24]


class SealKeys:
    """The seal keys of one workspace in a folder outside it."""

    def __init__(self, folder: Path, workspace: Path, keyring: Keyring | None = None) -> None:
        self.folder = folder
        self.wrapping = Wrapping(keyring)
        # "../desk" and a link to it are the desk that its whole path names: another would begin keys of its own.
        self._name = _name_of(os.path.realpath(workspace))
        linked = _name_of(os.path.abspath(workspace))
        if not self.path.exists() and (folder / f"{linked}.json").exists():
            self._name = linked  # keys from before links were followed

    @property
    def path(self) -> Path:
        """The file of the stream that is in use."""
        return self.folder / f"{self._name}.json"

    def load(self) -> SealState | None:
        """Return where the stream in use stands; None where there is none or its file cannot be read.

        Raises:
            EnvironmentFault: Its key is sealed under the system's keyring, and that does not open it.
        """
        if (found := self._read()) is None:
            return None
        state, sealed = found
        if not state.sealed:
            return state
        return replace(state, key=self.wrapping.open(state.stream, state.beside, sealed))

    def remembered(self) -> SealState | None:
        """Return where the stream in use stands, without its key where that is sealed; the keyring is not asked."""
        found = self._read()
        return found[0] if found else None

    def _read(self) -> tuple[SealState, str] | None:
        """Return what the file says, and its key as it is sealed (empty: it is not)."""
        try:
            kept = json.loads(self.path.read_text("utf-8"))
            sealed = str(kept.get("sealed", ""))
            state = SealState(
                str(kept["stream"]), int(kept["position"]), b"" if sealed else bytes.fromhex(kept["key"]),
                int(kept["sequence"]), str(kept["head"]), str(kept["journal"]), bool(sealed),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return state, sealed

    def place(self) -> KeyPlace:
        """Tell where the key of the stream in use is kept."""
        state = self.remembered()
        if state is None:
            return KeyPlace.NOWHERE
        return KeyPlace.KEYRING if state.sealed else KeyPlace.FILE

    def save(self, state: SealState) -> None:
        """Keep where the stream stands; a folder that cannot be written leaves it behind, which loses no seal."""
        with suppress(OSError):
            self._save(state)

    def _save(self, state: SealState) -> None:
        sealed = state.sealed
        secret = self.wrapping.seal(state.stream, state.beside, state.key) if sealed else state.key.hex()
        record = {
            "stream": state.stream, "position": state.position, "sealed" if sealed else "key": secret,
            "sequence": state.sequence, "head": state.head, "journal": state.journal,
        }  # fmt: skip
        _write(self.path, json.dumps(record))

    def begin(self, journal: str) -> SealState:
        """Begin a stream with a key of its own, and keep its first key for whoever proves it.

        It is sealed where the system's keyring answers, and else a plain file. What is remembered of the stream before
        it is kept, so that a journal put back from an older copy stays found.
        """
        if (before := self.remembered()) is not None and before.position:
            self._remember(Memory(before.stream, before.sequence, before.head, before.journal))
        first = secrets.token_bytes(32)
        stream = stream_of(first)
        sealed = False
        with suppress(EnvironmentFault):  # no keyring that can be used: the file has to do, and says so itself
            self.wrapping.make(stream)
            sealed = True
        with suppress(OSError):
            make_folder(self.folder, 0o700)
            self._write_first_key(stream, first, sealed=sealed)
            sync_folder(self.folder)  # without it nobody could ever prove the seals of this stream
        return SealState(stream, 0, first, journal=journal, sealed=sealed)

    def move(self, place: KeyPlace) -> None:
        """Keep the keys of the stream in use in the keyring, or in plain files again.

        Raises:
            EnvironmentFault: The keyring does not answer, or a file cannot be written.
        """
        state = self.load()
        if state is None:
            return
        sealed = place is KeyPlace.KEYRING
        first = self.first_key(state.stream)
        with machine_faults(self.path):
            if first is not None:
                self._write_first_key(state.stream, first, sealed=sealed)
            self._save(replace(state, sealed=sealed))
            sync_folder(self.folder)

    def _write_first_key(self, stream: str, first: bytes, *, sealed: bool) -> None:
        text = f"{_SEALED} {self.wrapping.seal(stream, _FIRST, first)}" if sealed else first.hex()
        _write(self.first_key_path(stream), text)

    def memories(self) -> tuple[Memory, ...]:
        """Return what is remembered of streams that are no longer in use, oldest first."""
        return _read_memories(self._memory_path)

    def inherit(self, journal: str) -> None:
        """Keep what was sealed of this journal in other folders: one that was put back here does not go so far.

        Raises:
            EnvironmentFault: It cannot be written: without it nobody would know what was decided since.
        """
        found = [*self.elsewhere()]
        for path in sorted(self.folder.glob("*.json")):
            other = _OtherKeys(self.folder, path.stem)
            state = other.remembered()
            kept = (
                *other.memories(),
                *((Memory(state.stream, state.sequence, state.head, state.journal),) if state else ()),
            )
            found += [one for one in kept if path != self.path and one.journal == journal and one not in found]
        if found:
            with machine_faults(self._elsewhere_path):
                _write(self._elsewhere_path, "\n".join(json.dumps(asdict(one)) for one in found))
                sync_folder(self.folder)

    def elsewhere(self) -> tuple[Memory, ...]:
        """Return what this machine had sealed of the same journal in other folders when it was put back here."""
        return _read_memories(self._elsewhere_path)

    @property
    def _elsewhere_path(self) -> Path:
        return self.path.with_suffix(".elsewhere")

    @property
    def _memory_path(self) -> Path:
        return self.path.with_suffix(".remembered")

    def _remember(self, memory: Memory) -> None:
        lines = [json.dumps(asdict(one)) for one in (*self.memories(), memory)]
        with suppress(OSError):
            _write(self._memory_path, "\n".join(lines))

    def first_key_path(self, stream: str) -> Path:
        """Return where the first key of a stream lies until it is carried away."""
        return self.folder / f"{stream}.first-key"

    def first_key(self, stream: str) -> bytes | None:
        """Return the first key of a stream where it still lies on this machine.

        Raises:
            EnvironmentFault: It is sealed under the system's keyring, and that does not open it.
        """
        try:
            words = self.first_key_path(stream).read_text("utf-8").split()
            if words[:1] == [_SEALED]:
                return self.wrapping.open(stream, _FIRST, words[-1])
            key = bytes.fromhex(words[-1])
        except (OSError, ValueError, IndexError):
            return None
        return key if len(key) == 32 else None

    def carry_away(self, stream: str) -> None:
        """Remove the first key of a stream from this machine."""
        self.first_key_path(stream).unlink(missing_ok=True)


class _OtherKeys(SealKeys):
    """The seal keys of a workspace of which only the name of its files is known."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.wrapping = Wrapping(None)
        self._name = name


def _read_memories(path: Path) -> tuple[Memory, ...]:
    try:
        return tuple(Memory(**json.loads(line)) for line in path.read_text("utf-8").splitlines())
    except (OSError, ValueError, TypeError):
        return ()


def _write(path: Path, text: str) -> None:
    """Replace a file whole; nobody but its owner can read it, not even while it is written.

    A power cut leaves the old file or the new one, never an empty one, which would forget what was sealed last. Which
    of the two does not matter: a key that is behind catches up.
    """
    make_folder(path.parent, 0o700)
    partial = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
