"""The key that seals the journal: kept outside the workspace, moving forward with every entry, never back.

Each account on each machine has a stream of its own for each workspace folder. What stands on the machine is the key of
the *next* entry and what the last one was; keys of earlier entries are gone, so whoever takes the machine over cannot
seal an earlier entry anew. The key that the stream began with proves all of them: it lies in a file of its own beside,
to be carried away to the auditor (``tieout audit key``). Files are readable for their owner only, where the system has
such permissions (Linux, macOS); on Windows they lie in the user's own profile.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.audit import stream_of
from app.storage.files import sync_folder

_FORWARD = b"tieout.seal.key/1\n"


@dataclass(frozen=True, slots=True)
class SealState:
    """Where a stream stands: the key for its next seal, how many it made, and the last entry it sealed.

    ``journal`` is the hash of the journal's first entry: another one is another journal in the same folder.
    """

    stream: str
    position: int
    key: bytes
    sequence: int = 0
    head: str = ""
    journal: str = ""


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


class SealKeys:
    """The seal keys of one workspace in a folder outside it."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        self.folder = folder
        self._name = hashlib.sha256(os.fsencode(workspace.absolute())).hexdigest()[:24]

    @property
    def path(self) -> Path:
        """The file of the stream that is in use."""
        return self.folder / f"{self._name}.json"

    def load(self) -> SealState | None:
        """Return where the stream in use stands; None where there is none or its file cannot be read."""
        try:
            kept = json.loads(self.path.read_text("utf-8"))
            return SealState(
                str(kept["stream"]), int(kept["position"]), bytes.fromhex(kept["key"]), int(kept["sequence"]),
                str(kept["head"]), str(kept["journal"]),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, state: SealState) -> None:
        """Keep where the stream stands; a folder that cannot be written leaves it behind, which loses no seal."""
        record = {
            "stream": state.stream, "position": state.position, "key": state.key.hex(), "sequence": state.sequence,
            "head": state.head, "journal": state.journal,
        }  # fmt: skip
        with suppress(OSError):
            _write(self.path, json.dumps(record))

    def begin(self, journal: str) -> SealState:
        """Begin a stream with a key of its own, and keep its first key for whoever proves it.

        What is remembered of the stream before it is kept, so that a journal put back from an older copy stays found.
        """
        if (before := self.load()) is not None and before.position:
            self._remember(Memory(before.stream, before.sequence, before.head, before.journal))
        first = secrets.token_bytes(32)
        state = SealState(stream_of(first), 0, first, journal=journal)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self.first_key_path(state.stream), first.hex())
            sync_folder(self.folder)  # without it nobody could ever prove the seals of this stream
        return state

    def memories(self) -> tuple[Memory, ...]:
        """Return what is remembered of streams that are no longer in use, oldest first."""
        return _read_memories(self._memory_path)

    def inherit(self, journal: str) -> None:
        """Keep what was sealed of this journal in other folders: one that was put back here does not go so far."""
        found = [*self.elsewhere()]
        for path in sorted(self.folder.glob("*.json")):
            other = _OtherKeys(self.folder, path.stem)
            state = other.load()
            kept = (
                *other.memories(),
                *((Memory(state.stream, state.sequence, state.head, state.journal),) if state else ()),
            )
            found += [one for one in kept if path != self.path and one.journal == journal and one not in found]
        if found:
            with suppress(OSError):
                _write(self._elsewhere_path, "\n".join(json.dumps(asdict(one)) for one in found))

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
        """Return the first key of a stream where it still lies on this machine."""
        return read_first_key(self.first_key_path(stream))

    def carry_away(self, stream: str) -> None:
        """Remove the first key of a stream from this machine."""
        self.first_key_path(stream).unlink(missing_ok=True)


class _OtherKeys(SealKeys):
    """The seal keys of a workspace of which only the name of its files is known."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self._name = name


def _read_memories(path: Path) -> tuple[Memory, ...]:
    try:
        return tuple(Memory(**json.loads(line)) for line in path.read_text("utf-8").splitlines())
    except (OSError, ValueError, TypeError):
        return ()


def read_first_key(path: Path) -> bytes | None:
    """Return the key in a file; None where there is none or it is no key."""
    try:
        key = bytes.fromhex(path.read_text("utf-8").split()[-1])
    except (OSError, ValueError, IndexError):
        return None
    return key if len(key) == 32 else None


def _write(path: Path, text: str) -> None:
    """Replace a file whole; nobody but its owner can read it, not even while it is written.

    A power cut leaves the old file or the new one, never an empty one, which would forget what was sealed last. Which
    of the two does not matter: a key that is behind catches up.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
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
