"""Writing a file whole or not at all, and saying what stands against it."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.domain.durable import make_folder, move_into_place
from app.domain.errors import EnvironmentFault


def write_whole(target: Path, write: Callable[[Path], object]) -> str:
    """Let ``write`` fill a file beside the target and put it in its place once it is whole; return its SHA-256.

    Raises:
        EnvironmentFault: The file cannot be written.
    """
    try:
        return _replaced(target, write)
    except OSError as error:
        raise cannot_write(target, error) from error


def cannot_write(target: Path, error: OSError) -> EnvironmentFault:
    """Return the fault of a file that the machine refuses."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return EnvironmentFault(
        "disk_full" if full else "folder_not_writable",
        f"{target} cannot be written: {error.strerror or error}.",
        next_step="Free some space and export again." if full else "Choose another folder, or close the file.",
        context={"path": str(target)},
    )


def _replaced(target: Path, write: Callable[[Path], object]) -> str:
    make_folder(target.parent)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    os.close(handle)
    partial = Path(name)
    try:
        write(partial)
        with partial.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        move_into_place(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return sha256
