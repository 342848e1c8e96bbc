"""Where the key of encrypted documents lies: a file beside the seal keys, outside the workspace.

It is readable for its owner only, where the system has such permissions. Whoever loses it and every copy of it has lost
the documents: nobody can make it again.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from app.domain.durable import make_folder, sync_folder
from app.domain.errors import EnvironmentFault, InputError
from app.storage.encryption import FileKey, key_missing
from app.storage.faults import machine_faults

_HEADING = "TIEOUT DOCUMENT KEY 1"


class FileKeys:
    """The keys of stored documents that this account has on this machine; None: nowhere to keep any."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[str, FileKey] = {}

    def path(self, name: str) -> Path:
        """Return the file of a key. Raises EnvironmentFault where there is no folder for keys."""
        if self._folder is None:
            raise EnvironmentFault("no_key_folder", "There is no folder for keys.", next_step="Set TIEOUT_KEYS.")
        return self._folder / f"{name}.document-key"

    def get(self, name: str) -> FileKey:
        """Return the key of this name. Raises EnvironmentFault ``document_key_missing``."""
        if name not in self._known:
            try:
                key = parse_key(self.path(name).read_text("utf-8"))
            except (OSError, InputError) as error:
                raise key_missing(name) from error
            if key.name != name:
                raise key_missing(name)
            self._known[name] = key
        return self._known[name]

    def keep(self, key: FileKey) -> Path:
        """Write a key to its file, durably; return where it lies."""
        path = self.path(key.name)
        with machine_faults(path):
            make_folder(path.parent, 0o700)
            write_key(path, key)
        self._known[key.name] = key
        return path


def write_key(path: Path, key: FileKey) -> None:
    """Write a key to a file whole, readable for its owner only."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{_HEADING}\nname {key.name}\n{key.secret.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def parse_key(text: str) -> FileKey:
    """Read a key from the text of its file.

    Raises:
        InputError: ``not_a_document_key``.
    """
    lines = text.split("\n")
    try:
        key = FileKey(bytes.fromhex(lines[2].strip()))
        if lines[0].strip() == _HEADING and lines[1].split() == ["name", key.name] and len(key.secret) == 32:
            return key
    except (ValueError, IndexError):
        pass
    raise InputError(
        "not_a_document_key", "This is no key of stored documents, or it was damaged.",
        next_step=f"Give the copy that “tieout encryption on” wrote; it begins with {_HEADING}.",
    )  # fmt: skip
