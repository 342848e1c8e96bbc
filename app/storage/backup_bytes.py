"""The bytes of a backup: read in parts from a file or a member of it, hashed, and written durably."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.domain.durable import make_folder
from app.domain.errors import EnvironmentFault

CHUNK = 1 << 20


def backup_damaged(what: str) -> EnvironmentFault:
    """Return the fault of a backup that does not hold."""
    return EnvironmentFault(
        "backup_damaged", f"The backup does not hold: {what}.",
        next_step="Run “tieout audit verify” on the workspace, then make another backup on another disk.",
    )  # fmt: skip


def parts_of(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def member_of(archive: zipfile.ZipFile, name: str, size: int) -> Iterator[bytes]:
    """Yield a member's bytes, no more than the manifest says there are."""
    try:
        with archive.open(name) as member:
            while size >= 0 and (chunk := member.read(min(CHUNK, size + 1))):
                size -= len(chunk)
                yield chunk
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise backup_damaged(f"{name} cannot be read") from error


def hash_of(parts: Iterable[bytes]) -> str:
    """Return the SHA-256 of these bytes."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def write_parts(target: Path, parts: Iterable[bytes]) -> str:
    """Write bytes to a new file, durably; return their hash."""
    make_folder(target.parent)
    found = hashlib.sha256()
    with target.open("xb") as file:
        for part in parts:
            found.update(part)
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    return found.hexdigest()
