"""A folder of files named by the hash of what is inside, each plain or encrypted, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.durable import make_folder, sync_folder
from app.storage.encryption import SUFFIX, damaged, decrypted, encrypted
from app.storage.faults import machine_faults
from app.storage.file_keys import FileKeys
from app.storage.files import drop

CHUNK = 1 << 20
_PARTIAL = ".incoming-"
HALF_COPIED = f"{_PARTIAL}*"


def _nothing_is_encrypted() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Stored files. ``key_name`` tells under which key new ones are encrypted (empty: none)."""

    folder: Path
    keys: FileKeys = field(default_factory=lambda: FileKeys(None))
    key_name: Callable[[], str] = _nothing_is_encrypted

    def find(self, name: str) -> Path | None:
        """Return where a file lies, plain or encrypted; None: nowhere."""
        places = (self.folder / name, self.folder / (name + SUFFIX))
        return next((path for path in places if path.is_file()), None)

    def parts(self, path: Path) -> Iterator[bytes]:
        """Yield the plain bytes of a file of this shelf.

        Raises:
            EnvironmentFault: It was damaged, or its key is not here.
        """
        if path.suffix == SUFFIX:
            yield from decrypted(path, self.keys.get)
            return
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def hash_of(self, path: Path) -> str:
        """Return the SHA-256 of the plain bytes of a file."""
        found = hashlib.sha256()
        for chunk in self.parts(path):
            found.update(chunk)
        return found.hexdigest()

    def put(self, parts: Iterable[bytes], name_of: Callable[[], str], *, encrypt: bool | None = None) -> Path:
        """Write bytes under the name that ``name_of`` gives once all have come, durably and whole or not at all.

        ``encrypt`` None: as the desk has it now.

        Raises:
            EnvironmentFault: The folder cannot be written, or holds other bytes under this name.
        """
        sealed = bool(self.key_name()) if encrypt is None else encrypt
        stream = encrypted(parts, self.keys.get(self.key_name())) if sealed else parts
        with machine_faults(self.folder):
            make_folder(self.folder)
            handle, partial = tempfile.mkstemp(prefix=_PARTIAL, dir=self.folder)
        incoming = Path(partial)
        try:
            # Faults of the source are not the folder's: ``parts`` raises its own errors, which pass through.
            with machine_faults(self.folder):
                with os.fdopen(handle, "wb") as writing:
                    for part in stream:
                        writing.write(part)
                    writing.flush()
                    os.fsync(writing.fileno())
                return self._move_into_place(incoming, name_of(), sealed=sealed)
        finally:
            drop(incoming)

    def _move_into_place(self, incoming: Path, name: str, *, sealed: bool) -> Path:
        target = self.folder / (name + SUFFIX if sealed else name)
        if target.exists():
            if self.hash_of(target) != name[:64]:
                raise damaged(target)
        else:
            incoming.chmod(0o444)
            incoming.replace(target)
            sync_folder(self.folder)
        return target

    def remove(self, name: str) -> bool:
        """Remove a file, plain and encrypted; tell whether there was one."""
        gone = False
        for path in (self.folder / name, self.folder / (name + SUFFIX)):
            if path.is_file():
                path.chmod(0o600)  # Windows removes nothing that is write-protected
                path.unlink()
                gone = True
        if gone:
            sync_folder(self.folder)
        return gone

    def names(self) -> tuple[str, ...]:
        """Return the names of the files, without the ending of encrypted ones."""
        if not self.folder.is_dir():
            return ()
        found = {path.name.removesuffix(SUFFIX) for path in self.folder.iterdir() if not path.name.startswith(".")}
        return tuple(sorted(found))
