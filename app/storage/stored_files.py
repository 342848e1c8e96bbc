"""Invoice files as they came: stored once under the hash of their bytes, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

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
    partial = Path(name)
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
            _move_into_place(partial, folder / name, sha256)
        return sha256, name
    finally:
        partial.unlink(missing_ok=True)


def _copied(source: Path, handle: int, folder: Path) -> tuple[str, bytes]:
    """Copy a file to an open handle and close that; return the hash and the first bytes."""
    found = hashlib.sha256()
    beginning = b""
    with os.fdopen(handle, "wb") as writing:
        try:
            reading = source.open("rb")
        except OSError as error:
            raise InputError(
                "file_not_readable",
                f"{source.name} cannot be read: {error.strerror or error}.",
                next_step="Check that the file is still there and that you may read it.",
                context={"file": source.name},
            ) from error
        with reading, machine_faults(folder):
            while chunk := reading.read(_CHUNK):
                beginning = beginning or chunk[:1024]
                found.update(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
    return found.hexdigest(), beginning


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
