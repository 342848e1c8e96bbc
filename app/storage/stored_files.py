"""Invoice files as they came: stored once under the hash of their bytes, never changed."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from functools import partial
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import EnvironmentFault, InputError
from app.storage.faults import machine_faults
from app.storage.files import sync_folder

_CHUNK = 1 << 20
_PARTIAL = ".incoming-"
HALF_COPIED = f"{_PARTIAL}*"
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"<?xml", ".xml"),
)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def store_file(source: Path, folder: Path, expected: str) -> tuple[str, str]:
    """Copy a file into ``folder`` under its hash, durably; return the hash and the name it got.

    Raises:
        InputError: The file cannot be read, or its bytes are not those that were read as an invoice (``expected``).
        EnvironmentFault: The folder cannot be written, or holds other bytes under this hash.
    """
    with machine_faults(folder):
        handle, name = tempfile.mkstemp(prefix=_PARTIAL, dir=folder)
    incoming = Path(name)
    try:
        sha256, beginning = _copied(source, handle, folder)
        if expected and sha256 != expected:
            raise InputError(
                "changed_while_reading",
                f"{source.name} was changed after it was read.",
                next_step="Take it in again once nobody writes to it.",
                context={"file": source.name},
            )
        name = sha256 + _suffix(beginning)
        with machine_faults(folder):
            _move_into_place(incoming, folder / name, sha256)
        return sha256, name
    finally:
        incoming.unlink(missing_ok=True)


def _copied(source: Path, handle: int, folder: Path) -> tuple[str, bytes]:
    """Copy a file to an open handle and close that; return the hash and the first bytes."""
    found = hashlib.sha256()
    beginning = b""
    with os.fdopen(handle, "wb") as writing, _opened(source) as reading, machine_faults(folder):
        for chunk in iter(partial(_next_part, reading, source), b""):
            beginning = beginning or chunk[:1024]
            found.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return found.hexdigest(), beginning


def _opened(source: Path) -> BinaryIO:
    """Open a file for reading.

    A device or a pipe never ends, or never begins: nothing of it is copied, and nobody waits for it.
    """
    try:
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return os.fdopen(handle, "rb")
        os.close(handle)
    except (OSError, ValueError) as error:
        raise _not_readable(source, getattr(error, "strerror", None) or str(error)) from error
    raise _not_readable(source, "it is no file but a folder, a device or a pipe")


def _next_part(reading: BinaryIO, source: Path) -> bytes:
    """Read on; a share that goes away in the middle costs this file, not the batch."""
    try:
        return reading.read(_CHUNK)
    except OSError as error:
        raise _not_readable(source, error.strerror or str(error)) from error


def _not_readable(source: Path, why: str) -> InputError:
    return InputError(
        "file_not_readable",
        f"{source.name} cannot be read: {why}.",
        next_step="Check that the file is still there and that you may read it.",
        context={"file": source.name},
    )


def _suffix(beginning: bytes) -> str:
    if b"%PDF-" in beginning:
        return ".pdf"
    return next((suffix for start, suffix in _BEGINNINGS if beginning.startswith(start)), ".bin")


def _move_into_place(partial: Path, target: Path, sha256: str) -> None:
    if not target.exists():
        partial.chmod(0o444)
        partial.replace(target)
        sync_folder(target.parent)
    elif hash_file(target) != sha256:
        raise EnvironmentFault(
            "stored_document_damaged",
            f"The stored document {target.name} is no longer what was taken in.",
            next_step="Run “tieout audit verify” and restore the documents folder from a backup.",
            context={"path": str(target)},
        )
